class A:
    def f(self): return "A"
    @classmethod
    def c(cls): return "A" + cls.__name__
    @property
    def p(self): return "Ap"
class B(A):
    def f(self): return super().f() + "B"
    @classmethod
    def c(cls): return super().c() + "B"
    @property
    def p(self): return super().p + "B"
    def g(self): return super(B, self).f(), super(B, type(self)).c(), [super(B, self).f() for _ in range(1)]
    def h(self):
        def inner(): return super(B, self).f()
        return inner()
class C(B): pass
print(C().f(), C.c(), C().p, C().g(), C().h())
try: super(B, A()).f()
except TypeError as e: print(e)
try: C().missing
except AttributeError as e: print(e)
class E(A):
    def f(self): return super().nothing
try: E().f()
except AttributeError as e: print(e)
