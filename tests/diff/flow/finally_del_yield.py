# Locals deleted, and generators suspended, inside try/finally: both copies of the body of `finally` see what is bound.
def call(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return type(e).__name__, str(e)

log = []
def note(x):
    log.append(x)
    if x == "raise":
        raise KeyError(x)
    return x

def deletes(x, g):
    try:
        y = g(x)
        del x
        return y
    finally:
        del y
        g(x)

def rebinds(x, g):
    try:
        del x
        x = g("again")
        return x
    finally:
        del x
        g(sorted(locals().keys() - {"g"}))

for f in deletes, rebinds:
    for x in "value", "raise":
        print(f.__name__, x, call(f, x, note), log)
        log.clear()

def gen(x, log):
    try:
        yield x
        del x
        yield log
    finally:
        yield "end"
        log.append(x)
    got = yield from log
    return got

def drain(g, throw_at, limit=9):
    out = []
    try:
        for i in range(limit):
            out.append(g.throw(ValueError(i)) if i == throw_at else next(g))
    except BaseException as e:
        out.append((type(e).__name__, e.args))
        if e.__context__:
            out.append(type(e.__context__).__name__)
    return out

for at in 9, 0, 1, 2, 3, 4:
    items = ["a", "b"]
    print(at, drain(gen("x", items), at), items)

def seen(x):
    try:
        yield sorted(locals())
        del x
        yield sorted(locals())
    finally:
        x = 3
        yield sorted(locals())
        del x
        yield sorted(locals())

print(list(seen(1)))
g = seen(1)
next(g)
print(g.gi_frame.f_locals, next(g), g.gi_frame.f_locals, g.throw(KeyError), g.gi_frame.f_locals)

def closing(log):
    n = 1
    try:
        while True:
            try:
                yield n
            finally:
                log.append(("inner", n))
                del n
                n = 2
    finally:
        log.append(("outer", n))

log = []
g = closing(log)
print(next(g), next(g))
g.close()
print(log)
