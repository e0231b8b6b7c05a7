class Base:
    reg = []
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw); cls.reg.append((cls.__name__, tag))
class A(Base, tag="a"): pass
class B(A): pass
print(Base.reg)
try:
    class C(Base, bad=1): pass
except TypeError as e: print(e)
class G:
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(G[int], G[1, 2])
class N:
    def __new__(cls, *a, **k):
        self = super().__new__(cls); self.a = (a, k); return self
    def __init__(self, *a, **k): self.b = len(a)
print(N(1, 2, z=3).a, N(1).b)
class Other:
    def __new__(cls): return 42
    def __init__(self): print("never")
print(Other())
class NoNew:
    def __init__(self, x): pass
for f in (lambda: object(1), lambda: NoNew(), lambda: NoNew(1, 2), lambda: type("A")(1), lambda: object.__new__(), lambda: object.__new__(int), lambda: type("Q", (), {})(5)):
    try: print(f())
    except TypeError as e: print(e)
