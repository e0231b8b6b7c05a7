# Loads of the same attribute of the same local: what may change between them.
class P:
    def __init__(self, x):
        self.x = x
    def bump(self):
        self.x += 1
        return self.x

def plain(p):
    return p.x + p.x * p.x - p.x

print(plain(P(3)), plain(P(0.5)))

def called(p):
    a = p.x
    p.bump()
    return a, p.x

print(called(P(1)))

def stored(p, q):
    a = p.x
    q.x = 10
    b = p.x
    return a, b

p = P(1)
print(stored(p, p), stored(P(1), P(2)))

class Sneaky:
    def __init__(self, p):
        self.p = p
    def __add__(self, other):
        self.p.x += 100
        return other
    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __add__
    def __lt__(self, other):
        self.p.x = "lt"
        return True
    def __eq__(self, other):
        self.p.x = "eq"
        return True
    def __getitem__(self, i):
        self.p.x = ("item", i)
        return 5
    def __bool__(self):
        self.p.x = "bool"
        return True
    def __iter__(self):
        self.p.x = "iter"
        return iter([1, 2])
    def __contains__(self, v):
        self.p.x = "in"
        return True
    def __len__(self):
        return 3
    def __setitem__(self, i, v):
        self.p.x = "setitem"
    def __format__(self, spec):
        self.p.x = "format"
        return "f"
    def __neg__(self):
        self.p.x = "neg"
        return 1
    def __iadd__(self, other):
        self.p.x = "iadd"
        return self

def by_operator(p, s):
    out = [p.x]
    a = p.x
    s + 1
    b = p.x
    1 - s
    c = p.x
    s < 2
    d = p.x
    s == 3
    e = p.x
    s[7]
    f = p.x
    if s:
        g = p.x
    3 in s
    h = p.x
    -s
    i = p.x
    f"{s}"
    j = p.x
    s[1] = 2
    k = p.x
    s += 1
    l = p.x
    u, v = s
    m = p.x
    return a, b, c, d, e, f, g, h, i, j, k, l, m

p = P(1)
print(by_operator(p, Sneaky(p)))
p = P(1)
print(by_operator(p, Sneaky(P(0))))

class Prop:
    def __init__(self):
        self.n = 0
    @property
    def x(self):
        self.n += 1
        return self.n

def thrice(o):
    return o.x, o.x, o.x + o.x

print(thrice(Prop()), thrice(P(9)), thrice(Prop()))

class Getattr:
    def __init__(self):
        self.log = []
    def __getattr__(self, name):
        self.log.append(name)
        return len(self.log)

print(thrice(Getattr()))

def loop_attr(o, n):
    total = 0
    i = 0
    while i < n:
        total += o.x
        i += 1
    return total

print(loop_attr(P(2), 5), loop_attr(Prop(), 5), loop_attr(Getattr(), 4))

def result_loop(r, f):
    n = 0
    while 1:
        if r.done:
            break
        f(r)
        n += 1
    return n

class R:
    done = False
    k = 0
def step(r):
    r.k += 1
    if r.k == 3:
        r.done = True
print(result_loop(R(), step))

def later_property(o, n):
    out = []
    for i in range(n):
        a = o.x
        b = o.x
        out.append((a, b))
        if i == 1:
            type(o).x = property(lambda self: next(ticks))
    return out

class Q:
    def __init__(self):
        self.x = 0
ticks = iter(range(100, 200))
print(later_property(Q(), 4))

def by_dict(o):
    a = o.x
    d = o.__dict__
    d["x"] = "through the dict"
    b = o.x
    d["x"] = "again"
    c = o.x
    return a, b, c

print(by_dict(P(1)))

def deleted(o):
    a = o.x
    del o.x
    try:
        return a, o.x
    except AttributeError as e:
        return a, str(e)

print(deleted(P(4)))

class WithDefault:
    x = "class value"
def shadowed(o):
    a = o.x
    o.x = "own"
    return a, o.x
print(shadowed(WithDefault()))

def rebound(o, other):
    a = o.x
    o = other
    return a, o.x
print(rebound(P(1), P(2)))

def missing_first(o, flag):
    if flag:
        a = o.nope
    return o.x
print(missing_first(P(1), False))

def exceptions(o):
    try:
        a = o.x
        1 / 0
    except ZeroDivisionError:
        o2 = o
        o2.x = 5
    return a, o.x
print(exceptions(P(1)))

def gen_items(o):
    def items():
        for i in range(3):
            o.x = i * 10
            yield i
    out = []
    for i in items():
        out.append((o.x, o.x))
    return out
print(gen_items(P(-1)))

class Slots:
    __slots__ = ("x", "y")
def slots(o):
    out = []
    for i in range(2):
        try:
            out.append(o.x)
        except AttributeError as e:
            out.append(str(e))
        o.x = i
    return out, o.x + o.x
print(slots(Slots()))

class Del:
    def __init__(self, o):
        self.o = o
    def __del__(self):
        self.o.x = "finalized"
def signals(o):
    import signal, os
    def handler(*a):
        o.x = "signal"
    old = signal.signal(signal.SIGUSR1, handler)
    first = o.x
    os.kill(os.getpid(), signal.SIGUSR1)
    n = 0
    while o.x == first and n < 100000:
        n += 1
    signal.signal(signal.SIGUSR1, old)
    return o.x
print(signals(P(1)))
