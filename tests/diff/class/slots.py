class A:
    __slots__ = ("x", "y")
    def __init__(self): self.x = 1
a = A(); print(a.x)
for f in (lambda: a.y, lambda: setattr(a, "z", 1), lambda: a.__dict__, lambda: delattr(a, "y")):
    try: print(f())
    except AttributeError as e: print(e)
a.y = 2; print(a.y); del a.y; print(hasattr(a, "y"), A.x, A.__slots__)
class B(A): pass
b = B(); b.z = 3; b.x = 9; print(b.z, b.x, b.__dict__)
class C(A):
    __slots__ = ["w"]
c = C(); c.w = 1; c.x = 2; print(c.w, c.x)
class D:
    __slots__ = "single"
    cls_attr = 5
d = D(); d.single = 1; print(d.single, d.cls_attr)
try:
    class E:
        __slots__ = ("a",)
        a = 1
except ValueError as e: print(e)
try:
    class F(A, D): pass
except TypeError as e: print(e)
class G:
    __slots__ = ("__dict__", "p")
g = G(); g.p = 1; g.q = 2; print(g.__dict__, g.p)
try:
    class H:
        __slots__ = ("1x",)
except TypeError as e: print(e)
class I:
    __slots__ = ("__priv",)
    def __init__(self): self.__priv = 3
    def get(self): return self.__priv
print(I().get(), hasattr(I(), "_I__priv"))
