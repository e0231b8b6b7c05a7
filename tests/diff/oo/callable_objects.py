class Add:
    def __init__(self, n): self.n = n
    def __call__(self, x, *, y=0): return x + self.n + y
a = Add(5)
print(a(1), a(1, y=2), list(map(a, [1, 2])), callable(a), sorted([3, 1], key=Add(0)), a.__call__(3))
a.__call__ = lambda x: "inst"; print(a(1))
class N: pass
try: N()()
except TypeError as e: print(e)
