# What the pass `fold` must not change: types, signs, overflow, exceptions and where they are raised. Operands are locals, as
# CPython has folded what it could of the literals.
def show(f):
    try:
        print(f.__name__, *map(repr, f()))
    except Exception as e:
        print(f.__name__, type(e).__name__, e, e.__traceback__.tb_next.tb_lineno - f.__code__.co_firstlineno)

def division():
    a = -7; b = 2; c = 7; d = -2
    return a // b, a % b, c // d, c % d, a // d, a % d, c // b, c % b, a / b, c / d

def division_by_minus_one():
    a = -9223372036854775808; b = -1; c = 5
    return a // b, a % b, c // b, c % b, a * b, -a, a - c, abs(a)

def by_zero():
    a = 1
    b = 0
    c = a // b
    return c,

def mod_zero():
    a = 1
    b = 0
    c = a % b
    return c,

def true_by_zero():
    a = 1.5
    b = 0.0

    c = a / b
    return c,

def dead_by_zero():
    a = 1
    b = a - 1
    a % b
    return a,

def edges():
    a = 9223372036854775807; b = 1; c = -9223372036854775808; d = 4611686018427387904
    return a + b, c - b, d * 2, d + d, a * a, c + c, c * b, a - c, ~c, ~a, -c, d << 1, d << 2, c << 1, d << 70

def shifts():
    a = -5; b = 70; c = 63; d = 62; e = 1; g = -1; h = 1000
    return h >> b, -h >> b, h >> c, a >> b, a >> c, e >> b, e << d, e << c, e << b, a << d, g << c, g << d, a >> e, e >> c

def shift_negative():
    a = 8
    b = -1

    return a >> b,

def shift_left_negative():
    a = 8
    b = -1
    return a << b,

def bools():
    t = True; f = False; n = 3
    return t & f, t | f, t ^ t, t & n, n | f, t + t, -t, +t, ~t, t << n, t == 1, t * n, t / n, not n, not f

def bools_in_place():
    t = True; f = False; a = t; a &= f; b = t; b |= f; c = t; c ^= f; d = t; d += f
    return a, b, c, d

def floats():
    a = 1e308; b = 10; z = 0.0; m = -0.0; h = 0.1
    return a * b, -a * b, z * -1, m, -z, z + m, m + m, h + 0.2, z == m, a * b - a * b, 1 / b, h * 3

def zero_signs():
    z = 0.0; m = -z; n = -1.0
    return z, m, z * n, m * n, [z, m], str(m)

def mixed():
    a = 9007199254740993; f = 9007199254740992.0; b = 2; h = 0.5
    return a == f, a > f, a < f, a + h, a / b, f + b, a * 1.0, b * h, b == 2.0, b < 2.5

def identical():
    a = 1; b = 1.0; c = True; d = None; e = ...; s = ""; t = ()
    n = 1; m = 2; u = "x"; v = "y"; w = 2.5; x = 3.5
    print(n is m, n is not m, u is v, w is x, n is c, d is n)
    return d is None, c is True, e is ..., c is not None, a == b == c, d is e, not s, not t, not e, not d

def kinds():
    a = 1; b = 1.0; c = True; d = 0; e = 0.0; z = -0.0; i = 0j
    return a, b, c, d, e, z, i, [a, b, c], {d: "d", e: "e"}, (a, b), (c, a)

def invert_float():
    a = 1.5

    return ~a,

def strings():
    a = "a"; n = 3; b = b"x"
    return a * n, a + a, n * b, a < "b", a == "a", "a" in a, a is None

def string_error():
    a = "a"
    n = 3
    return a + n,

def jumps():
    out = []
    for_ever = 1; zero = 0.0; empty = (); text = ""; none = None; minus = -0.0; big = 10 ** 30; dots = ...; nul = "\0"
    if zero: out.append("zero")
    if minus: out.append("minus")
    if empty: out.append("empty")
    if text: out.append("text")
    if none: out.append("none")
    if big: out.append("big")
    if dots: out.append("dots")
    if nul: out.append("nul")
    if not zero: out.append("not zero")
    if not text and nul: out.append("both")
    out.append(zero or text or "last")
    out.append(nul and dots and empty)
    while for_ever:
        out.append("round")
        for_ever = 0
    return out

def changes():
    x = 1
    out = []
    for i in range(3):
        out.append(x + 1)
        if i == 1:
            x = 10
    while x < 13:
        x += 1
        out.append(x * 2)
    return out

def in_handler():
    x = 1
    try:
        x = 2
        int("no")
        x = 3
    except ValueError:
        return x + 1, x == 2
    return x,

def loop_constant(n=3):
    total = 0
    step = 2
    while n:
        total += step * 3
        n -= 1
        if n == 1:
            step = 100
    return total, step

def power():
    a = 2; b = -1; c = 100; z = 0
    return a ** b, a ** c, z ** z, a ** 0.5, (-8) ** (1 / 3)

for f in list(globals().values()):
    if callable(f) and f is not show and hasattr(f, "__code__"):
        show(f)
