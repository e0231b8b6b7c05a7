def g(a, *args, k=1, **kw):
    x = a
    for i in range(2):
        y = x + i
        got = yield (x, y, args, k, sorted(kw))
        if got: x = got
    z = [q for q in range(x)]
    yield z, locals()["a"]
i = g(1, 2, 3, k=4, w=5)
print(next(i), i.send(10), i.send(3))
def f():
    with_exc = None
    try:
        yield 1
        1 / 0
    except ZeroDivisionError as e:
        yield str(e)
        import sys
        yield sys.exc_info()[0].__name__
    import sys
    yield sys.exc_info()[0]
it = f()
print(next(it))
try: raise KeyError("outer")
except KeyError:
    print(next(it), next(it))
    import sys
    print(sys.exc_info()[0].__name__)
print(next(it))
n = 0
def r():
    global n
    for _ in range(3):
        yield n, len("ab")
its = r(); print(next(its)); n = 5; print(next(its)); len = lambda s: "rebound"; print(next(its)); del len
