class A:
    def __init__(self): self.real = 1
    def __getattr__(self, n):
        if n.startswith("dyn"): return n.upper()
        raise AttributeError("no " + n)
    def __setattr__(self, n, v):
        if n == "ro": raise AttributeError("read-only")
        object.__setattr__(self, n, v)
    def __delattr__(self, n):
        print("del", n); super().__delattr__(n)
a = A()
print(a.real, a.dynamic, hasattr(a, "other"), getattr(a, "zz", "dflt"))
a.q = 5; print(a.q); del a.q
for f in (lambda: a.other, lambda: setattr(a, "ro", 1), lambda: delattr(a, "nothere")):
    try: f()
    except AttributeError as e: print(e)
class B:
    def __getattribute__(self, n):
        if n == "x": return "intercepted"
        return super().__getattribute__(n)
    def m(self): return self.x
b = B(); b.x = 1; b.y = 2
print(b.x, b.y, b.m(), vars(b))
class C:
    def __getattribute__(self, n): raise AttributeError(n)
    def __getattr__(self, n): return "fallback " + n
print(C().anything, C().__class__)
