# What the pass `dce` must not remove: whatever may raise or run code, and stores to locals.
def stores(x):
    unused = x + 1
    other = [x]
    return sorted(locals().items())

class Noisy:
    def __init__(self, log):
        self.log = log
    def __getattr__(self, name):
        self.log.append(name)
        raise AttributeError(name) if name == "missing" else KeyError(name) if name == "key" else None or IndexError(name)
    def __add__(self, other):
        self.log.append("add")
    def __bool__(self):
        self.log.append("bool")
        return True
    def __eq__(self, other):
        self.log.append("eq")
        return NotImplemented
    def __neg__(self):
        self.log.append("neg")
    def __getitem__(self, i):
        self.log.append(i)
    def __iter__(self):
        self.log.append("iter")
        return iter(())
    def __contains__(self, x):
        self.log.append(("in", x))
        return False
    def __format__(self, spec):
        self.log.append("format")
        return ""
    def __hash__(self):
        self.log.append("hash")
        return 1

def effects(n):
    n + 1
    -n
    n == 2
    not n
    n[3]
    n[1:2]
    n in n
    n and None
    f"{n}"
    {n: 1}
    {n}
    [*n]
    (lambda: n)
    n is None
    (n, n)
    [n]

log = []
effects(Noisy(log))
print(log, stores(2))

def call(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)

def attribute(n):
    n.missing
    return "not reached"

def unbound(c):
    if c:
        x = 1
    x
    return "bound"

def name():
    never_defined
    return "not reached"

def item(d):
    d["key"]
    return "not reached"

def subtraction(a):
    a - 1
    return "not reached"

def unpack(a):
    b, c = a
    [d, *e] = a
    return "unpacked"

def hashes(a):
    {a: 1}
    return "hashed"

def slices(a):
    a[1:]
    return "sliced"

def formats(a):
    f"{a:d}"
    return "formatted"

def imports():
    import no_such_module
    return "not reached"

def closure(c):
    if c:
        y = 1
    def g():
        return y
    y
    return "bound"

print(call(attribute, 1), call(unbound, 0), call(unbound, 1), call(name), call(item, {}), call(subtraction, ""))
print(call(unpack, (1, 2)), call(unpack, (1,)), call(unpack, 3), call(hashes, []), call(hashes, ()), call(slices, 1))
print(call(formats, "x"), call(formats, 1), call(imports), call(closure, 0), call(closure, 1))

def removed_after_fold():
    a = 1
    if a:
        b = "then"
    else:
        b = never_defined_either
    a + 1
    return a, b, sorted(locals())

def dead_handler():
    zero = 0
    if zero:
        try:
            never()
        except NameError:
            return "handled"
    try:
        never()
    except NameError:
        return "live"

def dead_loop():
    zero = 0
    n = 5
    while zero:
        n += 1
    for i in ():
        n += 2
    while not zero:
        n -= 1
        if n == 2:
            break
    return n

def handler_of_jump(log):
    one = 1
    try:
        if one:
            log.append(1)
            raise KeyError
        else:
            log.append(2)
    except KeyError:
        log.append(3)
    finally:
        log.append(4)
    return log

print(removed_after_fold(), dead_handler(), dead_loop(), handler_of_jump([]))
