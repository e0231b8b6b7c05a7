l = [5, 2, 8, 1]
print(sorted(l), sorted(l, reverse=True), sorted("banana"), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted(["bb", "a", "ccc"], key=len), sorted([1.5, 1, -2, True]), sorted({3: 1, 1: 2}), sorted([[2], [1, 5], [1]]), sorted([], key=None))
r = [(i % 3, i) for i in range(12)]
print(sorted(r, key=lambda t: t[0]), sorted(r, key=lambda t: -t[0]), sorted(r, key=lambda t: t[0], reverse=True))
l.sort(key=str, reverse=True); print(l)
import functools
print(sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)), sorted("aBcD", key=str.lower))
class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v > o.v
    def __repr__(self): return "K%d" % self.v
print(sorted([K(1), K(3), K(2)]), max([K(1), K(3)]) if False else "", sorted(range(200), key=lambda i: (i * 7919) % 200)[:10])
for f in (lambda: sorted([1, "a"]), lambda: sorted([None, None]), lambda: sorted([1j, 2j]), lambda: [3, 1].sort(key=5), lambda: sorted([2, 1], key=lambda x: 1 / 0)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def evil(x):
    m.append(1); return x
m = [2, 1]
try: m.sort(key=evil)
except ValueError as e: print(e)
