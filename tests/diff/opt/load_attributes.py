# Attributes are merged only where nothing can change them in between; see docs/passes.md.
def call(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)

class P:
    def __init__(self, x=0):
        self.x = x
    def bump(self):
        self.x += 1
        return self.x
    def bump_and_raise(self):
        self.x += 1
        raise KeyError

def by_call(p):
    return p.x, p.bump(), p.x, [p.x, p.bump(), p.x]

def by_store(p):
    a = p.x
    p.x = a + 1
    b = p.x
    p.x += 1
    return a, b, p.x

def by_alias(p, q):
    a = p.x
    q.x = "alias"
    return a, p.x

def by_delete(p):
    a = p.x
    del p.x
    return a, call(lambda: p.x), p.x

def by_local(p, q):
    a = p.x
    p = q
    return a, p.x

def by_loop(items):
    out = []
    p = items[0]
    for p in items:
        out.append(p.x if p.x else None)
    return out, p.x

def by_dict(p):
    a = p.x
    d = p.__dict__
    d["x"] = "through the dict"
    b = p.x
    vars(p)["x"] = 5
    return a, b, p.x

def by_yield(p):
    yield p.x, p.x
    yield p.x, p.x

def by_operator(p, o):
    a = p.x
    b = o + 1
    c = p.x
    d = o < 1
    e = p.x
    f = o[0]
    g = p.x
    h = -o
    i = p.x
    j = 1 in o
    k = p.x
    l = f"{o}"
    m = p.x
    if o:
        m = p.x
    for n in o:
        break
    return a, c, e, g, i, k, m, p.x

class Op:
    def __init__(self, p):
        self.p = p
    def change(self, *args):
        self.p.x += 1
        return True
    __add__ = __lt__ = __getitem__ = __neg__ = __contains__ = __bool__ = change
    def __format__(self, spec):
        self.p.x += 10
        return ""
    def __iter__(self):
        self.p.x += 100
        return iter("ab")

class Counted:
    count = 0
    @property
    def x(self):
        Counted.count += 1
        return Counted.count
    def bump(self):
        return "bump"

class Dynamic:
    def __init__(self):
        self.n = 0
    def __getattr__(self, name):
        self.n += 1
        return name, self.n

class Final:
    def __init__(self, p):
        self.p = p
    def __del__(self):
        self.p.x = "finalized"

def twice(p):
    return p.x == p.x, p.x, p.x

def by_finalizer(p, make):
    local = make(p)
    a = p.x
    local = None
    return a, p.x

def by_handler(p, o):
    try:
        a = p.x
        p.x = "in try"
        o.missing
    except AttributeError:
        return a, p.x

def by_raising(p):
    a = p.x
    try:
        p.bump_and_raise()
        b = "not reached"
    except KeyError:
        b = p.x
    c = p.x
    try:
        p.x = c + 10
        p.bump_and_raise()
    except KeyError:
        return a, b, c, p.x

def by_conditional(p, c):
    a = p.x
    if c:
        p.x = "changed"
    return a, p.x, (p.bump() if not c else p.x), p.x

def missing(p):
    out = []
    for i in range(2):
        out.append(call(lambda: (p.x, p.nothing, p.x)))
    return out, p.x

class Slots:
    __slots__ = "x", "y"

def slots(p):
    p.x = 1
    a = p.x + p.x
    del p.x
    p.y = call(lambda: p.x)
    return a, p.y, p.y

for make in P, Counted, Dynamic:
    p = make()
    print(make.__name__, twice(p), by_call(p) if make is not Dynamic else None)
print(by_store(P(1)), by_local(P(1), P(2)), by_loop([P(0), P(1), P(2)]), by_dict(P(3)))
p = P(4)
print(by_alias(p, p), by_alias(P(5), P(6)), call(by_delete, P(7)))
p = P(8)
g = by_yield(p)
print(next(g), p.bump(), next(g))
p = P(0)
print(by_operator(p, Op(p)))
p = P("before")
print(by_finalizer(p, lambda p: 0), by_handler(p, p), by_conditional(P(1), 0), by_conditional(P(1), 1))
print(by_raising(P(1)), missing(P(1)), slots(Slots()))

class Type(type):
    @property
    def x(cls):
        cls.seen += 1
        return cls.seen

class Meta(metaclass=Type):
    seen = 0

print(twice(Meta))

def methods(items, log):
    for i in range(4):
        items.append(i)
        if i == 1:
            items = log
    return items

print(methods([], ["log"]))

def changed_method(p):
    out = []
    for i in range(4):
        out.append(p.bump())
        if i == 1:
            p.bump = lambda: "instance"
        if i == 2:
            del p.bump
            P.bump = lambda self: "class"
    return out

original = P.bump
print(changed_method(P()))
P.bump = original

def condition(result, func):
    n = 0
    while 1:
        if result.done:
            break
        func(result)
        n += 1
    return n, result.done

class Result:
    done = False
    left = 3
def work(r):
    r.left -= 1
    if not r.left:
        r.done = "yes"
print(condition(Result(), work))
