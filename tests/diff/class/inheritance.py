class A:
    def f(self): return ["A"]
    def g(self): return self.f()
class B(A):
    def f(self): return ["B"] + super().f()
class C(A):
    def f(self): return ["C"] + super().f()
class D(B, C):
    def f(self): return ["D"] + super().f()
print(D().f(), D().g(), [c.__name__ for c in D.__mro__], super(B, D()).f(), super(D, D()).g())
for bases in ("A, B", "D, A, B", "B, B", "int, str", "bool", "type(None)", "A, 5", "function"):
    try:
        exec("function = type(lambda: 0)\nclass X(%s): pass" % bases)
        print(bases, "ok")
    except TypeError as e: print(bases, "->", e)
class E(D):
    def __init__(self, *a): super().__init__(); self.a = a
    @classmethod
    def cm(cls): return [cls.__name__]
class F(E):
    @classmethod
    def cm(cls): return super().cm() + ["F"]
    def __init__(self): super().__init__(1, 2)
print(F().a, F.cm(), F().cm())
