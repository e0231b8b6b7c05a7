# Neighbours that become one instruction: each part fails at its own place, in its own order.
import time


class Log:
    def __init__(self, log, **kw):
        self.log = log
        self.__dict__.update(kw)

    def __getattr__(self, name):
        self.log.append(name)
        raise AttributeError(name)


class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    @property
    def both(self):
        self.n = getattr(self, "n", 0) + 1
        return (self.x, self.y, self.n)


class S:
    __slots__ = ("a", "b")


def show(f, *args):
    try:
        print("=", f(*args))
    except Exception as e:
        tb = e.__traceback__
        while tb.tb_next:
            tb = tb.tb_next
        print(type(e).__name__, e, tb.tb_lineno)


def two(p, q):
    return p.x - q.x


def two_lines(p, q):
    return (p.x,
            q.x)


def chain(p):
    return p.x.y


for _ in range(4):
    show(two, P(3, 4), P(1, 2))
    show(two_lines, P(3, 4), P(1, 2))
    show(chain, P(P(5, 6), 0))
log = []
show(two, Log(log), Log(log))
show(two, Log(log, x=1), Log(log))
show(two_lines, P(1, 2), None)
show(two_lines, None, P(1, 2))
show(chain, P(1, 2))
print(log)


def props(p):
    return p.both, p.both


for _ in range(4):
    show(props, P(1, 2))


def slots(s):
    return s.a, s.b


s = S()
s.a = 1
show(slots, s)
s.b = 2
for _ in range(4):
    show(slots, s)
del s.a
show(slots, s)


def store(p, q):
    p.u = q.x
    p.v = 5
    q.w = p


def store2(p, q, v):
    p.x = v
    q.x = v


for _ in range(4):
    p = P(1, 2)
    store2(p, p, 9)
    print(p.x, p.y, store(p, p), sorted(p.__dict__) == ["u", "v", "w", "x", "y"])
show(store2, None, p, 1)
p = P(1, 2)
show(store2, p, 7, "changed")
print(p.x)


class Watch:
    def __setattr__(self, name, value):
        print("set", name, value)
        if value == 3:
            raise ValueError(name)


show(store2, Watch(), Watch(), 2)
show(store2, Watch(), Watch(), 3)


# ---- globals ----
def call_global():
    return undefined_function(1)


def global_attr():
    return undefined_module.attr


def global_attr2():
    return time.no_such_name


show(call_global)
show(global_attr)
show(global_attr2)


def undefined_function(x):
    return "now defined", x


class undefined_module:
    attr = "first"


for k in range(4):
    show(call_global)
    show(global_attr)
    undefined_module.attr = "again %d" % k
undefined_function = len
show(call_global)
undefined_function = lambda *a, **k: (a, k)
show(call_global)
undefined_function = P
show(call_global)
undefined_function = str
show(call_global)


class Init:
    def __init__(self, v):
        self.v = v
        if v == 2:
            raise KeyError(v)


def make(v):
    return Init(v)


for k in (0, 1, 1, 1, 2, 3):
    try:
        print(make(k).v)
    except KeyError as e:
        print("KeyError", e)
Init.__new__ = lambda cls, v: 42
print(make(1))


def shadow():
    return len("abc")


print(shadow(), shadow(), shadow())
len = lambda x: "shadowed"
print(shadow())
del len
print(shadow())


# ---- items ----
def item2(x, i, j):
    return x[i][j]


m = [[1, 2], (3, 4), {"k": 5}, "xy"]
for i, j in ((0, 1), (1, -1), (2, "k"), (3, 0), (-1, 1), (True, False)):
    show(item2, m, i, j)
show(item2, m, 9, 0)
show(item2, m, 0, 9)
show(item2, m, 2, "none")
show(item2, 5, 0, 0)
show(item2, [5], 0, 0)
show(item2, {0: [1]}, 0, 0)


# ---- products ----
class N:
    def __init__(self, n):
        self.n = n

    def __mul__(self, o):
        print("mul", self.n, getattr(o, "n", o))
        return N("m")

    def __rmul__(self, o):
        print("rmul", getattr(o, "n", o), self.n)
        return N("r")

    def __add__(self, o):
        print("add", self.n, getattr(o, "n", o))
        return "sum"

    def __radd__(self, o):
        print("radd", o, self.n)
        return "rsum"

    def __iadd__(self, o):
        print("iadd", self.n, getattr(o, "n", o))
        return "isum"

    def __sub__(self, o):
        print("sub", self.n, getattr(o, "n", o))
        return "difference"

    def __rsub__(self, o):
        print("rsub", o, self.n)
        return "rdifference"


def left(a, b, c):
    return a * b + c, a * b - c


def right(a, b, c):
    return c + a * b, c - a * b


def in_place(a, b, c):
    d = c
    c += a * b
    d -= a * b
    return c, d


def const(a, c):
    return 3 * a + c, a * 5 - c, c + 2.5 * a


big = 1 << 46
values = [(2, 3, 4), (2.5, 2, 1), (2, 0.5, 1.5), (1.5, 2.5, 3.5), (big, 3, 5), (1 << 24, 1 << 23, 1 << 46),
          (-big, 2, -big), ("ab", 2, "c"), ([1], 2, [3]), (N(1), 2, 3), (2, N(1), 3), (2, 3, N("c")), (N("a"), N("b"), N("c")),
          (True, True, True), (float("inf"), 0.0, 1.0), (-0.0, 1.0, 0.0), (1, 2, None), (1, None, 2), (1e308, 10.0, -1e308)]
for v in values:
    show(left, *v)
    show(right, *v)
    show(in_place, *v)
    show(const, v[0], v[2])


# ---- constants on the left ----
def lefts(x):
    return [2 + x, 10 - x, 3 * x, 7 / x, 100 % x, 1 << x]


for v in (3, True, 1 << 40, 2.5, 0, -3, "s", None, [1]):
    for k in range(6):
        show(eval, ["2 + v", "10 - v", "3 * v", "7 / v", "100 % v", "1 << v"][k])
    if v == 3:
        show(lefts, v)
show(lefts, 0)
show(lambda x: "%d and %s" % x, (1, 2))
show(lambda x: "%d and %s" % x, 1)
show(lambda x: "a" + x, 5)
show(lambda x: "a" + x, "b")
show(lambda x: [2 * x, 2.0 * x, 1.0 / x, 1 - x], 4)


# ---- handlers see what the first part did ----
def handled(p, q):
    a = b = None
    try:
        a = p.x
        b = q.nothing
    except AttributeError:
        pass
    return a, b


show(handled, P(1, 2), P(3, 4))
