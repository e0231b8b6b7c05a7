class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1
        return self.n
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * 10
print(list(It(3)), [x for x in Seq()], 20 in Seq(), 7 in It(9), sum(It(4)), max(Seq()), tuple(It(2)), list(zip(It(2), Seq())), dict(enumerate(Seq())), *It(3))
a, b, c, d = Seq(); print(a, b, c, d)
print(list(iter(It(3).__next__, 0)), next(It(0), "dflt"), list(map(lambda x, y: (x, y), It(2), "ab")), list(reversed([1, 2, 3])), any(It(3)), all(It(3)), sorted(It(4)), list(filter(None, [0, 1, "", "a"])))
for f in (lambda: iter(5), lambda: next(It(0)), lambda: next(5), lambda: list(5), lambda: reversed(It(3)), lambda: [*5], lambda: iter(type("X", (), {"__iter__": lambda s: 5})())):
    try: print(f())
    except (TypeError, StopIteration) as e: print(type(e).__name__, e)
class Bad:
    def __iter__(self): raise KeyError("iter")
try: list(Bad())
except KeyError as e: print(e)
i = iter([1, 2, 3]); j = iter(i); print(next(i), next(j), i is j, i.__length_hint__())
