# Ordering of tuples: plain items are compared without Python, others by their methods; both ways agree.
import functools
import operator


class Loud:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        log.append(("eq", self.v))
        return isinstance(other, Loud) and self.v == other.v

    def __lt__(self, other):
        log.append(("lt", self.v))
        return self.v < other.v if isinstance(other, Loud) else NotImplemented

    def __repr__(self):
        return "L%r" % self.v


class Str(str):
    def __lt__(self, other):
        return str.__gt__(self, other)


class Int(int):
    def __eq__(self, other):
        return False

    __hash__ = int.__hash__


class Tup(tuple):
    def __lt__(self, other):
        return tuple.__gt__(self, other)


nan = float("nan")
log = []
items = [(1, "a"), (1, "b"), (1, ("a", 2)), (1,), (), (1.0, "a"), (1.0,), (-0.0, 1), (0.0, 0), (0, 1), (2**60, 1), (2**60, 0), (True, "b"),
         (1, ("a", 2.5)), (1, ("a", 2, ())), (1, ((("a",),),)), (1, ((("b",),),)), (nan, 1), (nan, 0), (1, nan), ("é", 1), ("\u20ac", 0), ("z", 2),
         (1, "a\U0001f40d"), (None,), (Loud(1), 2), (Loud(1), 1), (Str("a"),), (Str("b"),), (Int(1), 1), (Int(1), 2), Tup((1, 2)), Tup((1, 3))]
out = []
for a in items:
    row = []
    for b in items:
        for op in (operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge):
            try:
                row.append(str(op(a, b))[0])
            except TypeError as e:
                row.append("E")
    out.append("".join(row))
print("\n".join(out), len(log))
log.clear()
for key in (lambda t: (t % 3, "k%d" % (t % 4)), lambda t: (t % 2, (str(t % 5), -t)), lambda t: (t % 2, t % 3 * 0.5, t), lambda t: ((t % 2,), ((t % 3,), t)),
            lambda t: (t % 3, Str("s%d" % (t % 4))), lambda t: (t % 3, Int(t % 2)), lambda t: (t % 2, Loud(t % 4)), lambda t: (2**60 + t % 3, t % 2)):
    print(sorted(range(20), key=key), len(log))
for bad in ([(1, "a"), (1, 2)], [(1, None), (1, None, 0), (1, 0)], [(1, [2]), (1, [1])], [(1, ({},)), (1, ({1: 1},))]):
    try:
        print(sorted(bad))
    except TypeError as e:
        print(e)
deep = functools.reduce(lambda t, i: (t, i), range(40), ())
other = functools.reduce(lambda t, i: (t, i), range(40), (0,))
print(deep < other, deep == other, sorted([other, deep]) == [deep, other], max(deep, other) is other)
same = (nan, 1)
print(same == same, (nan,) == (nan,), (nan, 1) < (nan, 2), sorted([(nan, 2), (nan, 1)]))
endless = []
endless.append((endless,))
twin = []
twin.append((twin,))
try:
    print(sorted([endless[0], twin[0]]))
except RecursionError:
    print("RecursionError")
