# stress: 20
# Operators, items, tests and calls whose methods are Python functions: the order of attempts, what NotImplemented leads to,
# messages, tracebacks, frames. Each runs often enough for every form of its instruction.
import sys
import traceback

log = []


class Number:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, self.n)

    def __add__(self, o):
        log.append("add")
        if isinstance(o, Number):
            return Number(self.n + o.n)
        if isinstance(o, int):
            self, o = None, None  # the operands are wanted once more
        return NotImplemented

    def __radd__(self, o):
        log.append("radd")
        return ("radd", self.n, o)

    def __mul__(self, o):
        log.append("mul")
        return Number(self.n * o) if isinstance(o, int) else NotImplemented

    __rmul__ = __mul__

    def __sub__(self, o):
        log.append("sub")
        return NotImplemented

    def __pow__(self, o, mod=None):
        return ("pow", self.n, o, mod)

    def __matmul__(self, o):
        return ("matmul", self.n, o)

    def __iadd__(self, o):
        log.append("iadd")
        return NotImplemented if o == 3 else self

    def __imatmul__(self, o):
        return ("imatmul", self.n, o)

    def __eq__(self, o):
        log.append("eq")
        return self.n == o.n if isinstance(o, Number) else NotImplemented

    def __lt__(self, o):
        log.append("lt")
        return self.n < o.n if isinstance(o, Number) else NotImplemented

    def __contains__(self, o):
        log.append("contains")
        return [o] if o > self.n else ""

    def __getitem__(self, i):
        if i == "error":
            raise KeyError(i)
        return (self.n, i)

    def __setitem__(self, i, v):
        log.append(("set", i, v))
        return "nobody sees this"

    def __call__(self, *args, **kw):
        return (self.n, args, kw)


class Special(Number):
    def __radd__(self, o):
        log.append("special radd")
        return NotImplemented if o.n == 7 else ("special", o.n)

    def __gt__(self, o):
        log.append("special gt")
        return "first"


class Other:
    def __repr__(self):
        return "Other"

    def __radd__(self, o):
        log.append("other radd")
        return NotImplemented

    def __rsub__(self, o):
        log.append("other rsub")
        return "rsub"

    def __eq__(self, o):
        log.append("other eq")
        return NotImplemented

    def __gt__(self, o):
        log.append("other gt")
        return 5


class Count(int):
    def __add__(self, o):
        return ("count", int(self), o)

    def __radd__(self, o):
        return ("rcount", int(self), o)


class Items(list):
    def __iadd__(self, o):
        return "own iadd"

    def __imul__(self, o):
        return NotImplemented


class Truth:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return "Truth(%r)" % (self.v,)

    def __bool__(self):
        log.append("bool")
        if isinstance(self.v, Exception):
            raise self.v
        return self.v


class Length(Truth):
    __bool__ = None

    def __len__(self):
        log.append("len")
        return self.v


class Measured:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return "Measured(%r)" % (self.v,)

    def __len__(self):
        return self.v


class Fussy:
    def __repr__(self):
        return "Fussy"

    def __lt__(self, o):
        return Truth(o)

    def __contains__(self, o):
        return Truth(o)

    __eq__ = None


class Without:
    __contains__ = None
    __getitem__ = None

    def __repr__(self):
        return "Without"


class Generating:
    def __repr__(self):
        return "Generating"

    def __add__(self, o):
        yield self
        yield o

    def __getitem__(self, i):
        yield i

    def __lt__(self, o):
        yield o

    def __bool__(self):
        yield True

    def __call__(self, x):
        yield x

    def __contains__(self, x):
        yield x


def attempt(f, *args):
    del log[:]
    try:
        result = f(*args)
        if hasattr(result, "__next__"):
            result = "an iterator"
    except Exception as e:
        result = "%s: %s" % (type(e).__name__, e)
    print(f.__name__, args, "->", result, log)


def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
def mul_two(a): return a * 2
def two_mul(a): return 2 * a
def power(a, b): return a ** b
def matmul(a, b): return a @ b
def muladd(a, b, c): return a + b * c
def addmul(a, b, c): return b * c + a
def mulsub(a, b, c): return a - b * c
def eq(a, b): return a == b
def ne(a, b): return a != b
def lt(a, b): return a < b
def gt(a, b): return a > b
def contains(a, b): return b in a
def lacks(a, b): return b not in a
def getitem(a, b): return a[b]
def item_two(a, b, c): return a[b][c]
def add_item(a, b, c): return c + a[b]
def negated(a): return not a


def iadd(a, b):
    a += b
    return a


def isub(a, b):
    a -= b
    return a


def imatmul(a, b):
    a @= b
    return a


def imul(a, b):
    a *= b
    return a


def iaddmul(a, b, c):
    a += b * c
    return a


def setitem(a, b, c):
    a[b] = c
    return "set"


def jumps(a, b):
    out = []
    out.append("lt" if a < b else "not lt")
    out.append("gt" if a > b else "not gt")
    if not a < b:
        out.append("not <")
    out.append("eq" if a == b else "not eq")
    return out


def jump_in(a, b):
    out = "in" if b in a else "out"
    if b not in a:
        out += " not in"
    return out


def test(a):
    out = ["yes" if a else "no"]
    while a:
        out.append("once")
        break
    if not a:
        out.append("not")
    return out


for n in range(3):
    a, b, s, o = Number(1), Number(2), Special(5), Other()
    pairs = [(a, b), (a, s), (Number(7), s), (s, a), (a, o), (a, 1), (1, a), (2.5, a), (a, "x"), ("x", a), (True, a), (None, a),
             (a, None), (Count(3), 4), (4, Count(3)), (Count(1), a), (a, Count(1)), (a, 3), (a, a), (o, o), (o, a)]
    for f in add, sub, iadd, isub, eq, ne, lt, gt, jumps:
        for x, y in pairs:
            attempt(f, x, y)
    for f in muladd, addmul, mulsub, iaddmul:
        for args in (a, b, 3), (a, 3, b), (1, b, 3), (a, 3, 4), (b, "x", b), (o, b, 3), ("x", 3, b):
            attempt(f, *args)
    for f in mul, imul, power, matmul, imatmul:
        for args in (a, 3), (3, a), (a, 2.5), (2.5, a), ([1], a), (a, [1]):
            attempt(f, *args)
    for x in b, o:
        attempt(mul_two, x)
        attempt(two_mul, x)
    for x in Items([1]), Items():
        attempt(iadd, x, [2])
        attempt(imul, x, 2)
        attempt(imul, x, "x")
    for f in contains, lacks, jump_in:
        for args in ((a, 0), (a, 5), (a, "x"), (Fussy(), True), (Fussy(), 3), (Fussy(), ValueError("in test")), (Without(), 3),
                     (Generating(), 3)):
            attempt(f, *args)
    for args in (a, 3), (a, "error"), (Without(), 3):
        attempt(getitem, *args)
    for args in ([a], 0, 9), (a, 0, 0), (a, 0, 5), ({1: a}, 1, "error"), (a, "error", 1):
        attempt(item_two, *args)
    for args in ([b], 0, a), (a, 1, ()), (a, 1, b), (a, "error", b):
        attempt(add_item, *args)
    attempt(setitem, a, 3, 4)
    attempt(setitem, o, 3, 4)
    for v in True, False, 1, None, ValueError("in bool"):
        attempt(test, Truth(v))
        attempt(negated, Truth(v))
        attempt(jumps, Fussy(), v)
    for v in 0, 3, -1, True, "x", 10 ** 30, None:
        attempt(test, Measured(v))
        attempt(negated, Measured(v))
    attempt(test, Length(1))
    attempt(test, Generating())
    attempt(jumps, Generating(), 3)
    print(list(add(Generating(), 1))[1], list(getitem(Generating(), 5)), list(Generating()(4)))


# ---- frames and tracebacks ----
class Framed:
    def __add__(self, o):
        f = sys._getframe()
        return [f.f_code.co_name, f.f_back.f_code.co_name, f.f_back.f_lineno - f.f_back.f_code.co_firstlineno, o]

    def __lt__(self, o):
        return sys._getframe(1).f_lineno - sys._getframe(1).f_code.co_firstlineno

    def __mul__(self, o):
        raise ValueError("mul")

    def __getitem__(self, i):
        return self.missing

    def __contains__(self, i):
        1 / i

    def __call__(self, a, b=2):
        return [sys._getframe(1).f_code.co_name, a, b, locals().keys() == {"self", "a", "b"}]

    def __bool__(self):
        return [][1]


def frames(f):
    x = (f +
         1)
    y = f < 2
    return x, y, f(1), f(1, b=3), f(*[4, 5])


def failing(f, n):
    if n == 0:
        return f * 2
    if n == 1:
        return 1 + f * 2
    if n == 2:
        return f[3]
    if n == 3:
        return 0 in f
    if n == 4:
        return 1 if f else 2
    if n == 5:
        return f[1][2]
    if n == 6:
        return f()
    return f(1, 2, 3, c=4)


def tail(f):
    return f(7)


for n in range(3):
    print(frames(Framed()), tail(Framed()))
for n in range(8):
    for again in range(3):
        try:
            failing(Framed(), n)
        except Exception:
            text = traceback.format_exc()
    print(text.replace(__file__, "FILE"))


# ---- methods that change while they are used, and exceptions caught inside ----
class Changing:
    def __add__(self, o):
        return 1


def first(self, o):
    Changing.__add__ = second
    return 2


def second(self, o):
    try:
        raise ValueError
    except ValueError:
        return 3
    finally:
        Changing.__radd__ = lambda self, o: 4


c = Changing()
out = []
for n in range(8):
    if n < 6:
        out.append(c + 1)
    if n == 2:
        Changing.__add__ = first
    if n == 5:
        del Changing.__add__
        out.append(1 + c)
        try:
            c + 1
        except TypeError as e:
            out.append(str(e))
        Changing.__add__ = lambda self, o: NotImplemented
        c.__add__ = lambda o: "not asked"
        try:
            c + 1
        except TypeError as e:
            out.append(str(e))
    if n == 6:
        Changing.__add__ = lambda *args: len(args)
        Changing.__bool__ = lambda *args: len(args) == 1
        Changing.__getitem__ = lambda *args: len(args)
    if n > 5:
        out.append((c + 1, bool(c), 7 if c else 8, c[1], c[1, 2]))
print(out)


class Meta(type):
    def __call__(cls, *args):
        return ("made", args, super().__call__())

    def __getitem__(cls, i):
        return ("item of a class", i)

    def __contains__(cls, i):
        return i == 3

    def __add__(cls, o):
        return ("class +", o)

    def __bool__(cls):
        return False


class Made(metaclass=Meta):
    def __repr__(self):
        return "a Made"


for n in range(3):
    print(Made(n), Made[n], n in Made, 3 in Made, Made + n, "true" if Made else "false")
