t = (1, "a", None)
print(t, len(t), t[0], t[-1], t[1:], t + (2,), t * 2, "a" in t, t.index("a"), t.count(1), (), (1,), tuple([1, 2]), tuple("ab"), t == (1, "a", None), (1, 2) < (1, 3), (1,) < (1, 0), hash((1, 2)) == hash((1, 2)), () == tuple())
print(hash(()), hash((1, 2, 3)), hash((0,)), hash((1, (2, 3))), hash((1.5, True)), hash(((),)))
a, b, c = t
print(a, b, c, (lambda *x: x)(*t), [*t, *t])
for f in (lambda: t[5], lambda: t.__setitem__, lambda: hash(([],)), lambda: t + [1], lambda: t.index(9), lambda: (1,) < ("a",)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    @property
    def first(self): return self[0]
x = T(1, 2); x.z = 5
print(x, x.first, x.z, type(x + (1,)).__name__, x == (1, 2), isinstance(x, tuple), len(x), x[1:])
