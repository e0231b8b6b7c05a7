class Count:
    def __init__(self, f): self.f, self.n = f, 0
    def __call__(self, *a): self.n += 1; return self.f(*a)
    def __get__(self, o, t): return self if o is None else (lambda *a: self(o, *a))
@Count
def f(x): return x * 2
class K:
    @Count
    def m(self, y): return y + 1
print(f(1), f(2), f.n, K().m(5), K().m(6), K.m.n)
