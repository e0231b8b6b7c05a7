class A:
    "Doc."
    x = 1
    def __init__(self, v): self.v = v
    def get(self): return self.v
    def __repr__(self): return "A(%r)" % self.v
    @classmethod
    def make(cls, v): return cls(v * 2)
    @staticmethod
    def st(a, b): return a + b
    @property
    def double(self): return self.v * 2
    @double.setter
    def double(self, n): self.v = n // 2
    @double.deleter
    def double(self): self.v = None
a = A(5)
print(a, a.get(), A.get(a), A.make(3), a.st(1, 2), A.st(3, 4), a.double, a.x, A.x, A.__doc__, A.__name__, type(a) is A, isinstance(a, A), a.__class__, a.__dict__)
a.double = 40; print(a.v); del a.double; print(a.v)
a.x = 99; print(a.x, A.x); del a.x; print(a.x)
A.y = "new"; print(a.y); A.get = lambda self: "patched"; print(a.get())
try: a.nope
except AttributeError as e: print(e)
try: A.nope
except AttributeError as e: print(e)
try: A()
except TypeError as e: print(e)
class B(A): pass
print(B(1), B.make(1), type(B.make(1)).__name__, B.__bases__, B.__mro__, issubclass(B, A), B.x)
