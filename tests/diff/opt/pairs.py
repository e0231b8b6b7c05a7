# Neighbours that are one instruction: each part still does what it does, in its place, with its own error.
import math
def call(f, *args):
    try:
        return f(*args)
    except Exception as e:
        t = e.__traceback__.tb_next
        return type(e).__name__, str(e), [(p[2], p[3]) for p in positions(t)]

def positions(t):
    while t.tb_next:
        t = t.tb_next
    yield list(t.tb_frame.f_code.co_positions())[t.tb_lasti // 2]

class V:
    def __init__(self, **kw):
        self.__dict__.update(kw)

def two_attributes(a, b):
    return a.x - b.x, a.x * a.x, a.y.z, (a.x, a.y.z.w)

def chain(a):
    a = a.y.y
    b = a.z.z
    a.y, b.y = b.z, a
    return a, b

def two_stores(a, b, v):
    a.x = v
    b.x = v
    a.y = b.x
    b.y, a.z = a.y, b
    a.a = b.a = v + v
    return sorted(a.__dict__), sorted(b.__dict__)

def store_changes(a, b):
    a.other = b
    a.other.x = 1
    return a.other.x

def global_attribute():
    m = math.pi
    n = nowhere.x
    return m, n

def global_missing_attribute():
    return math.pi, math.nothing

def global_call(x):
    y = abs(x)
    z = abs(abs(x))
    return y, z, abs, absent(x)

def global_used_twice(x):
    return (f := abs)(x), f, [abs(abs), abs] if x == "never" else abs

def global_call_order(log):
    return absent(log.append("argument"))

def global_rebound(x):
    return named(named(x, rename()))

def rename():
    globals()["named"] = lambda *a: ("renamed", a)

def named(*a):
    return "named", a

def items(m, i, j):
    a = m[i][j]
    b = m[i]
    c = b[j]
    return a, c, b, m[j][i], m[0][1][0:1] if i else m[i][m[i][j]]

def items_same(m, i):
    return m[m[i]], m[i][i]

def products(a, b, c):
    d = a * b + c
    e = c + a * b
    f = a * b - c
    g = c - a * b
    h = a * b + a * b
    c += a * b
    c -= b * a
    k = a * b
    k += c
    l = (m := a * b) + m
    return d, e, f, g, h, c, k, l, m

def product_sums(l, i, s):
    s += l[i]
    s = s + l[i]
    s = l[i] + s
    t = l[i]
    t += s
    l[i] += s
    return s, t, l

def product_constant(a, c):
    return a * 2 + c, 2 * a - c, c - 2 * a, c + a * 0.5, a * "x" if isinstance(a, int) else None

class N:
    log = []
    def __init__(self, name): self.name = name
    def note(self, op, o):
        N.log.append((self.name, op, getattr(o, "name", o)))
        return N(f"({self.name}{op}{getattr(o, 'name', o)})")
    def __mul__(self, o): return self.note("*", o)
    def __rmul__(self, o): return self.note("r*", o)
    def __add__(self, o): return self.note("+", o)
    def __radd__(self, o): return self.note("r+", o)
    def __iadd__(self, o): return self.note("+=", o)
    def __sub__(self, o): return self.note("-", o)
    def __isub__(self, o): return self.note("-=", o)
    def __getitem__(self, o): return self.note("[]", o)
    def __setitem__(self, o, v): self.note("[]=", o)
    def __repr__(self): return self.name

def tail_store(a, v):
    a.x = v

def tail_store_value(a, v):
    a.x = v
    return False

def tail_store_zero(a, v):
    a.x = v
    return 0

def tail_call(f, x):
    return f(x)

def tail_call_kept(f, x):
    y = f(x)
    return y

def tail_call_other(f, x):
    f(x)
    return x

def tail_attr(a):
    return a.x

def tail_attr_other(a):
    a.x
    return a

def tail_method(a, x):
    return a.append(x)

def tail_method_other(a, x):
    a.append(x)
    return a

def tail_in_try(f):
    try:
        return f()
    except ZeroDivisionError:
        return "caught"
    finally:
        f.done = True

def tail_in_with(f, m):
    with m:
        return f.x

class Manager:
    def __enter__(self): pass
    def __exit__(self, t, *a): return t is AttributeError

def divide():
    return 1 / 0

v = V(x=3, y=V(z=V(w=4, z=5), y=V(z=V(z=V(z=1)))))
print(two_attributes(v, V(x=1))[:2], call(two_attributes, v, V(x=1))[:1], call(two_attributes, v, V()), call(two_attributes, V(), v))
print(call(two_attributes, V(x=1, y=V(z=0)), V(x=2)), [type(x).__name__ for x in chain(v)], call(chain, V(y=V(z=1))))
a, b = V(), V()
print(two_stores(a, b, 1), a.y, b.y, a.a, b.a, store_changes(V(), V()), call(two_stores, V(), 3, 1), call(two_stores, None, V(), 1))
print(call(global_attribute), call(global_missing_attribute), call(global_call, -1), global_used_twice(-2), call(global_used_twice, "never"))
log = []
print(call(global_call_order, log), log, global_rebound(1))
print(items([[1, [5, 6]], [0, 3]], 0, 0), items([[0, [1, 2]], [1, 0]], 1, 0), items_same({1: {1: 2}, 2: 3} | {0: 1}, 0) if 0 else None)
print(call(items, [[1]], 0, 3), call(items, [[1]], 3, 0), call(items, [1], 0, 0), call(items_same, [1, [7, 8]], 1), items_same([0], 0) if 0 else call(items_same, [0], 0))
print(products(2, 3, 4), products(2.5, 3, -0.0), products(2 ** 40, 2 ** 40, 2 ** 60), products(True, "ab", "c") if 0 else call(products, True, "ab", "c"))
print(products(N("a"), N("b"), N("c")), N.log)
N.log.clear()
print(product_sums(N("l"), 0, N("s")), N.log)
print(product_sums([1, 2], 1, 3), product_sums([[1], [2]], 0, [5]), call(product_sums, [1], 2, 0), call(product_sums, ["a"], 0, 1))
N.log.clear()
print(product_constant(3, 4), product_constant(N("a"), N("c")), N.log)
print(call(products, 1, None, 2), call(products, 1, 2, None), call(products, [1], 2, 3))
r = V()
print(tail_store(r, 1), r.x, tail_store_value(r, 2), r.x, tail_store_zero(r, 3), r.x, call(tail_store, None, 1), call(tail_store_value, 1, 1))
l = []
print(tail_call(len, "ab"), tail_call_kept(len, "a"), tail_call_other(l.append, 5), tail_attr(r), tail_attr_other(r) is r)
print(tail_method(l, 6), tail_method_other(l, 7), tail_in_try(divide), divide.done, tail_in_with(divide, Manager()), tail_in_with(r, Manager()))
print(call(tail_call, 1, 2), call(tail_attr, 1), call(tail_method, (), 1), call(tail_call_kept, abs, "x"))
