# What the pass `entry` must not do: give the value of one load to the use of another, or see what is rebound too late or too soon.
def call(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)

def first(x):
    return "first", x

def second(x):
    return "second", x

def rebind(x):
    globals()["target"] = second
    return x

target = first
def inner_call(x):
    return target(target(rebind(x)))

def nested_arguments(x):
    # The outer `target` is loaded before rebind() runs, the inner ones behind it.
    return target((rebind(x), target(x), target))

def kept(x):
    # The value of an earlier load is used behind a later one.
    return [target, rebind(x), target, target is target]

def across_blocks(x):
    return (target if x else first)(target(rebind(x) if x else 0) or target)

def in_display(x):
    return {target: rebind(x), "later": target, target: 3}

for f in inner_call, nested_arguments, across_blocks:
    target = first
    print(f.__name__, f(1), f(1))
for f in kept, in_display:
    target = first
    print(f.__name__, [getattr(v, "__name__", v) for v in f(1)])
    if f is in_display:
        target = first
        print([(getattr(k, "__name__", k), getattr(v, "__name__", v)) for k, v in f(1).items()])

def order(log):
    log.append("before")
    not_yet(log.append("argument"))
    return log

log = []
print(call(order, log), log)
not_yet = str
print(order([]))
del not_yet
log = []
print(call(order, log), log)

def sometimes(c):
    if c:
        return only_then(c)
    return len(str(c))

print(sometimes(0), call(sometimes, 1))
only_then = repr
print(sometimes(0), sometimes(12))

def early(c):
    if not c:
        return None
    return len(max(c, min(c, c)))

print(early(""), early("abc"))
len, keep = lambda x: "mine", len
print(early(""), early("abc"))
del len
print(early("abc"))

# Cells: bound later, changed by somebody else, empty.
def maker():
    def user(n):
        return value if n == 0 else (value, user(n - 1), value)
    try:
        print(call(user, 0))
    finally:
        value = 1
    print(user(1))
    return user

print(maker()(2))

def changing():
    value = 0
    def bump():
        nonlocal value
        value += 1
        return value
    def user():
        return value, bump(), value, [bump(), value]
    return user, bump

user, bump = changing()
print(user(), bump(), user())

def parameter(value):
    def user():
        return value, value
    def change():
        nonlocal value
        value = value, "changed"
    def both():
        return value, change(), value
    return user, change, both

user, change, both = parameter("p")
print(user(), change(), user(), both())

def plain(value):
    def user(other=None):
        return value, other, value
    return user

user = plain("cell")
print(user())
user.__closure__[0].cell_contents = "from outside"
print(user(1))
del user.__closure__[0].cell_contents
print(call(user))
user.__closure__[0].cell_contents = "again"
print(user(2))

def loop_variable():
    out = []
    for i in range(3):
        def user():
            return i, i
        out.append(user)
        print(user())
    i = "end"
    return [u() for u in out]

print(loop_variable())

def deleted():
    value = 1
    def user():
        return value
    print(user())
    del value
    print(call(user))
    value = 2
    return user()

print(deleted())

def recursive(n):
    def inner(k):
        return 1 if k < 2 else k * inner(k - 1)
    result = inner(n)
    outer, inner = inner, lambda k: -k
    return result, outer(n)

print(recursive(5))

def generator(n):
    while n:
        got = yield target(n)
        n = n - 1 if got is None else got

target = first
g = generator(3)
print(next(g))
target = second
print(next(g), g.send(5))
del target
print(call(next, g), call(next, g))

# One code, several namespaces.
import types
code = (lambda: (shared, abs(-1), shared)).__code__
print([types.FunctionType(code, {"shared": i, **({"abs": lambda x: "other"} if i == 1 else {})})() for i in range(3)])
print([types.FunctionType(code, {"shared": i, "__builtins__": {"abs": lambda x, i=i: i}})() for i in range(3)])
