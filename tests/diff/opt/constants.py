# Constants: more than the instructions' fields can name, in loops, in handlers, equal but not the same.
def many(n):
    pass

names = [f"x{i}" for i in range(300)]
lines = ["def many(n, a):", "    out = []"]
for i in range(300):
    lines.append(f"    if n == {i + 1000}: out.append(a + {i + 2000}); out.append({i + 3000} - a)")
    if i % 50 == 0:
        lines.append(f"    for j in range(2): out.append((a * {i + 2000}.5, {i + 1000} < a, a < {i + 1000}, [a][{i + 4000} - {i + 3999} - 1]))")
        lines.append(f"    a += {i + 7000}; a -= {i + 6999}; a <<= {i + 5000} - {i + 5000}")
lines.append("    return out, a")
exec("\n".join(lines))
for n in 1000, 1001, 1150, 1299, 0:
    print(many(n, 1))

def kinds(a, n):
    out = []
    for i in range(n):
        out.append((a + 1, a + 1.0, a + True, a - 1, 1 - a, 1.0 - a, a == 1, a == 1.0, a is True, a * 0, a * -0.0, a * 0.0))
        a = a + (0 if i else 0.5)
    return out

print(kinds(1, 3))

def in_loops(n, f):
    out = []
    for i in range(n):
        f("a", 1)
        try:
            out.append(f("b", 2, *("c",)))
            if i == 1:
                raise KeyError("key")
        except KeyError:
            out.append({"d": 4, f("e"): ("t", i)})
            for j in range(2):
                out.append([f"{j}x", "y" "z", b"w", (1, (2, "three"))])
        while i > 1:
            out.append("while")
            i -= 1
    return out

print(in_loops(3, lambda *a: a))

def store_in_loop(d, o, n):
    for i in range(n):
        d["key"] = "value"
        d[i] = None
        d[1.5] = ...
        o.attr = ("shared", "tuple")
        o.other = 10 ** 30
        yield o.attr is o.attr, d["key"], o.other

def loops_apart(c, d, n):
    if c == 1:
        for i in range(n):
            d["key"] = c
    elif c == 2:
        for i in range(n):
            d["key"] = c
            for j in range(n):
                d["other"] = c
        for j in range(n):
            d["other"] = d["key"] = n
    else:
        for i in range(n):
            d["other"] = i
    while c == 3:
        d["key"] = n
        c += 1
    return d

print([loops_apart(c, {}, n) for c in (0, 1, 2, 3) for n in (0, 1, 2)])

class O: pass
print(list(store_in_loop({}, O(), 2)))

def left(a, n):
    out = []
    for i in range(n):
        out.append((2 + a, 2 - a, 2 * a, 2 / a, 2 % a, 2 << a, 2 ** a, 2 // a, 2 & a, 2 | a, 2 ^ a, 64 >> a))
        out.append((2 < a, 2 == a, 2 in [a], "x" in "xy", "%d" % a, (a,) == (3,)))
    return out

class Left:
    def __init__(self, name): self.name = name
    def __radd__(self, o): return "radd", o
    def __rsub__(self, o): return "rsub", o
    def __rmul__(self, o): return "rmul", o
    def __rtruediv__(self, o): return "rtruediv", o
    def __rmod__(self, o): return "rmod", o
    def __rlshift__(self, o): return "rlshift", o
    def __rpow__(self, o): return "rpow", o
    def __rfloordiv__(self, o): return "rfloordiv", o
    def __rand__(self, o): return "rand", o
    def __ror__(self, o): return "ror", o
    def __rxor__(self, o): return "rxor", o
    def __rrshift__(self, o): return "rrshift", o
    def __gt__(self, o): return "gt", o
    def __eq__(self, o): return "eq"
    def __int__(self): return 5
    def __index__(self): return 5
    __hash__ = None

print(left(3, 1))
print(left(Left("l"), 1))

class InPlace:
    def __init__(self): self.log = []
    def __iadd__(self, o): self.log.append(("iadd", o)); return self
    def __add__(self, o): return "add", o
    def __sub__(self, o): return "sub", o
    def __imul__(self, o): return "imul", o
    def __ior__(self, o): self.log.append(("ior", o)); return self
    def __getitem__(self, i): return "item", i
    def __setitem__(self, i, v): self.log.append((i, v))

def in_place(p, l):
    q = p
    q += 1
    q |= 2
    q += 2.5
    q += (q + 3)[1]
    q[0] = q[1]
    q["k"] += ("v",)
    r = q
    r -= 1
    s = q
    s *= 3
    m = l
    m += [4]
    m = m + [5]
    return q is p, p.log, r, s, l, m

print(in_place(InPlace(), []))
