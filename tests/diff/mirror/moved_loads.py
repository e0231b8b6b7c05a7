# Loads that are merged or done in front of loops: each program rebinds, deletes or fails where that would show.
import builtins


def g(x, y=0):
    return x + 1


def rebind(new):
    globals()["g"] = new


# Rebound by a callee in the loop; the very next use sees it.
def by_callee(n):
    out = []
    for i in range(n):
        out.append(g(i))
        if i == 1:
            rebind(lambda x, y=0: -x)
    return out


print(by_callee(4))
rebind(lambda x, y=0: x + 1)


# The outer function is loaded before the inner call rebinds it.
def first(x, y):
    globals()["both"] = second
    return ("first", x, y)


def second(x, y):
    return ("second", x, y)


both = first


def nested(n):
    return [both(i, both(i, 0)) for i in range(n)]


def nested_loop(n):
    out = []
    for i in range(n):
        out.append(both(i, both(i, 0)))
    return out


print(nested(2))
both = first
print(nested_loop(3))

# A name that does not exist is not touched before it is needed.
try:
    import msvcrt
except ImportError:
    pass
windows = False


def guarded(items):
    n = 0
    for h in items:
        if windows:
            n += msvcrt.get_osfhandle(h)
        else:
            n += h
    return n


print(guarded([1, 2, 3]))
windows = True
try:
    guarded([1])
except NameError as e:
    print(e)

# Written between two reads by a called function.
count = 0


def bump():
    global count
    count += 1


def reads(n):
    seen = []
    for i in range(n):
        seen.append(count)
        bump()
        seen.append(count)
    return seen


print(reads(3))


# A builtin shadowed, and unshadowed, in the middle of a loop; replaced through its module.
def lens(words):
    out = []
    for k, w in enumerate(words):
        if k == 1:
            globals()["len"] = lambda x: "shadow"
        if k == 2:
            del globals()["len"]
        if k == 3:
            builtins.len = lambda x: "replaced"
        out.append(len(w))
    return out


real = len
try:
    print(lens(["a", "bb", "ccc", "dddd"]))
finally:
    builtins.len = real


# Deleted, then missing: the error comes at the use, behind what goes before it.
def deleted(n, log):
    for i in range(n):
        log.append(i)
        gone(i)
        if i == 1:
            del globals()["gone"]


def gone(x):
    pass


log = []
try:
    deleted(5, log)
except NameError as e:
    print(e, log)


# Order of errors and effects around loads.
def order(n, call):
    for i in range(n):
        call(i)
        missing_a(missing_b, i)


try:
    order(2, log.append)
except NameError as e:
    print(e, log)
missing_a = print
try:
    order(2, log.append)
except NameError as e:
    print(e, log)


# Attributes that change in the loop, by a call and by a property.
class Result:
    done = False
    n = 0

    @property
    def counted(self):
        self.n += 1
        return self.n


def until(r, func):
    rounds = 0
    while 1:
        if r.done:
            break
        func(r)
        rounds += 1
    return rounds


def stop(r):
    r.n += 1
    r.done = r.n == 3


print(until(Result(), stop))


def twice(r):
    a = r.counted
    b = r.counted
    return a, b, r.n, r.n


print(twice(Result()), twice(Result()))


class Sneaky:
    x = 1

    def __add__(self, other):
        self.x += 1
        return self.x


def behind_operator(s):
    a = s.x
    b = s + 1
    c = s.x
    return a, b, c


print(behind_operator(Sneaky()), behind_operator(Sneaky()))


def base_changes(p, q):
    a = p.x
    p = q
    return a, p.x


one, two = Result(), Result()
one.x, two.x = 1, 2
print(base_changes(one, two))


# Cells: stored once by their maker, stored by an inner function, stored in a loop, deleted.
def outer(n):
    step = n + 1
    total = 0

    def inner(items):
        nonlocal total
        for x in items:
            total += x * step + step
        return total

    return inner


f = outer(1)
print(f([1, 2]), f([3]))


def looped(rounds):
    limit = 0

    def inner(x):
        return x + limit if x < limit else limit

    out = []
    for limit in range(rounds):
        out.append(inner(2))
    return out


print(looped(5))


def late(n):
    def use():
        out = []
        for i in range(n):
            try:
                out.append(value + i)
            except NameError as e:
                out.append(str(e))
        return out

    a = use()
    value = 10
    return a, use()


print(late(2))


def emptied():
    x = 1

    def use():
        return [x for _ in range(2)]

    a = use()
    del x
    try:
        use()
    except NameError as e:
        return a, str(e)


print(emptied())


# A generator that sleeps while a name is rebound.
def gen(n):
    for i in range(n):
        try:
            yield scale(i)
        finally:
            log.append(scale(-i))


def scale(x):
    return x


log = []
it = gen(3)
print(next(it))
scale = str
print(next(it), log)
it.close()
print(log)
