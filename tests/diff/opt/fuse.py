# Tests joined with jumps, slices with subscripts, results with their homes, constants in instructions: what must stay apart.
import sys

class T:
    """Answers comparisons with what it was given, and notes that it was asked."""
    def __init__(self, answer, log):
        self.answer = answer
        self.log = log
    def ask(self, *what):
        self.log.append(what and type(what[0]).__name__)
        return self.answer
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __contains__ = ask
    __hash__ = None

def used_twice(a, b):
    t = a < b
    if t:
        return t, "then"
    return t, "else"

def kept(a, b):
    return (a < b) or (a > b) or "neither", (a == b) and (a != b)

def stored_test(a, b):
    t = a < b
    if t:
        return sorted(locals().items(), key=str)
    n = not a
    if n:
        return sorted(locals())
    i = a is b
    while i:
        return sorted(locals())
    return "else"

def negated(a, b):
    if not a < b:
        return "not less"
    if not (a in b if isinstance(b, list) else a == b):
        return "not in"
    return "both"

def nan(x):
    out = []
    if x < x: out.append("<")
    if not x < x: out.append("not <")
    if x >= x: out.append(">=")
    if not x >= x: out.append("not >=")
    if x != x: out.append("!=")
    if not x == x: out.append("not ==")
    while x > x:
        out.append("never")
    if 1.0 < x: out.append("1 <")
    if not 1.0 < x: out.append("not 1 <")
    if x <= 2: out.append("<= 2")
    if not x <= 2: out.append("not <= 2")
    return out

def identity(x):
    out = []
    if x is None: out.append("None")
    if x is not None: out.append("not None")
    if x is True: out.append("True")
    if x is not True: out.append("not True")
    if x is ...: out.append("...")
    if not x is None: out.append("not is None")
    if x is False or x is not ...: out.append("or")
    return out

def chained(a, b, c, log):
    if a < (log.append("b") or b) is b or b:
        log.append("then")
    return 1 < a < b <= c != a, 1 < b > a in [a] is not c

def between(a, b, log):
    # The test's value waits while something else runs.
    t = a == b
    log.append(("ran", t))
    return ("yes" if t else "no"), t

def odd_truth(a, b):
    # The result of a comparison need not be a bool; its truth is asked by the jump.
    out = []
    if a < b:
        out.append("lt")
    if not a == b:
        out.append("ne")
    while a > b:
        out.append("gt")
        break
    return out

class Odd:
    def __init__(self, log):
        self.log = log
    def __lt__(self, other):
        return Truth(self.log, "lt", True)
    def __eq__(self, other):
        return Truth(self.log, "eq", False)
    def __gt__(self, other):
        return Truth(self.log, "gt", True)

class Truth:
    def __init__(self, log, name, value):
        self.log, self.name, self.value = log, name, value
    def __bool__(self):
        self.log.append(self.name)
        return self.value

class Raises:
    def __lt__(self, other):
        return self
    def __bool__(self):
        raise ValueError("no truth")

def blame(r):
    if (r <
            1):
        pass

print(used_twice(1, 2), used_twice(2, 1), kept(1, 2), kept(2, 2), kept(3, 2))
print(stored_test(1, 2), stored_test(0, 0), stored_test(3, 3), stored_test(3, 2))
print(negated(1, 1), negated(1, 2), negated(1, 3), nan(float("nan")), nan(1.5))
for x in None, True, False, ..., 0, "":
    print(repr(x), identity(x))
log = []
print(chained(1, 2, 3, log), log, between(1, 1, log), between(1, 2, log), log)
log = []
print(odd_truth(Odd(log), 1), log)
print(used_twice(T([], log), 1), kept(T("", log), 0), negated(T(0, log), 1), log)
try:
    blame(Raises())
except ValueError as e:
    print(e, e.__traceback__.tb_next.tb_lineno - blame.__code__.co_firstlineno)

# ---- slices ----

class S:
    def __getitem__(self, key):
        return key
    def __setitem__(self, key, value):
        print("set", key, value)
    def __delitem__(self, key):
        print("del", key)

def slices(s, a, b):
    kept = slice(a, b)
    s[a:b] = s[a:], s[:b], s[:], s[a:b:2], s[::], s[a:b:None], s[a:b, a], s[kept]
    s[a:b:3] = s[...]
    del s[a:b]
    t = s[a:b]
    return t, t is t, s[a:(b := 9)], s[(a := 8):b], s[b:a]

print(slices(S(), 1, 2))

def slice_order(s, log):
    def n(x):
        log.append(x)
        return x
    r = (s(n)[n(1):n(2)], n(3))
    s(n)[n(4):n(5)] = [n(6)]
    return r, log

print(slice_order(lambda n: n(list(range(9))), []))

# ---- results in their homes ----

def homes(x, log):
    def see():
        log.append(sys._getframe(1).f_locals.get("y", "unbound"))
        return "seen"
    y = 1
    y = (see(), see())
    y = [y, see()][0][0]
    y = y + see()
    y = see() if y else see()
    return y

log = []
print(homes(1, log), log)

def failing(c):
    y = "old"
    try:
        y = (y + "x", 1 // c)[0]
        y = y + c
        y = c.missing
    except (ZeroDivisionError, TypeError, AttributeError) as e:
        return y, type(e).__name__

print(failing(0), failing(1))

def iterates(items):
    x = "before"
    try:
        for x in items:
            x = x + 1
    except TypeError:
        return x
    return x

print(iterates([]), iterates([1, "a"]), iterates([1, 2]))

def unpacks(items):
    a, b = "a", "b"
    try:
        a, b = items
        a, *b = items[0]
        (a, b), a = a, b
    except (ValueError, TypeError) as e:
        return a, b, type(e).__name__
    return a, b

print(unpacks((1,)), unpacks((1, 2)), unpacks(([[7, 8], 5], 2)), unpacks(("xy", 2)))

def same_home_twice(t):
    a, a = t
    [b, b, *b] = t + t
    (c, c), c = (t, "last")
    return a, b, c

print(same_home_twice((1, 2)))

def phi_home(c, d, f):
    x = f("x")
    y = f("y")
    x, y = (y, x) if c else (x, x)
    x = x + "1" if d else y
    z = (x if c else y) + (y if d else x)
    while d:
        x, y, d = y, x, d - 1
    x = f(x) or (f(y) and x)
    return x, y, z

for c in 0, 1:
    for d in 0, 1, 2:
        print(phi_home(c, d, lambda s: s), phi_home(c, d, lambda s: s and ""[:0]) if not d else None)

def raised_in_branch(c, g):
    x = "old"
    try:
        x = g(1) if c else g(0)
        x = (g(2) if c else g(1)) or g(0)
    except ZeroDivisionError:
        return x
    return x

print(raised_in_branch(0, lambda n: 1 / n), raised_in_branch(1, lambda n: 1 / n), raised_in_branch(1, lambda n: n - 2))

# ---- iterators and items that only a loop reads ----

def iterator_seen(r):
    it = iter(r)
    out = []
    for x in it:
        out.append((x, next(it, None)))
    return out, list(it)

def item_seen(pairs):
    out = []
    for p in pairs:
        a, b = p
        out.append((p is p, a, b, p))
    return out

def items_kept(pairs):
    kept = []
    for a, b in (kept.append(p) or p for p in pairs):
        pass
    return kept, a, b

def two_loops(r):
    it = iter(r)
    for x in it:
        if x == 2:
            break
    for y in it:
        return x, y, list(it)

def changing_range(n):
    out = []
    for i in range(n):
        n += 5
        i += 10
        out.append(i)
    return out, n, i

print(iterator_seen(range(5)), item_seen(zip("ab", "cd")), items_kept(enumerate("xy")), two_loops(range(6)), changing_range(3))
z = zip("ab", "cd")
firsts = []
for a, b in z:
    firsts.append((a, b))
    firsts.append(next(z, "none"))
print(firsts)
