# from: 3.12
"""Comprehensions in the frame of their function: names, cells, exceptions, unbound locals."""


def unbound(flag):
    if flag:
        x = "bound"
    out = [x for x in range(3)]
    try:
        return out, x
    except UnboundLocalError as e:
        return out, str(e)


def raising(x):
    try:
        return [1 // x for x in (1, 0)]
    except ZeroDivisionError:
        return "kept", x


def cells():
    x = "outer"
    fs = [lambda: x for x in range(3)]
    gs = [lambda: (x, y) for y in "ab"]
    return [f() for f in fs], [g() for g in gs], (lambda: x)()


def nested(rows):
    i = j = "kept"
    return [[(i, j) for j in range(i)] for i in rows], {i: sorted({j for j in "aab"}) for i in rows}, i, j


def filtered(xs):
    y = 10
    return [y := y + x for x in xs if x > 1 if x < 5], y


def generator(n):
    x = "g"
    yield [x for x in range(n)]
    yield x
    yield from [x for x in (x, x)]


class C:
    n = 3
    squares = [i * i for i in range(n)]
    try:
        bad = [n for _ in range(2)]
    except NameError as e:
        bad = str(e)


async def coroutine(values):
    async def source():
        for v in values:
            yield v
    x = "kept"
    return [x async for x in source()], {x: y async for x in source() for y in "a"}, x


def run(c):
    try:
        c.send(None)
    except StopIteration as stop:
        return stop.value


i = "module"
print([i for i in range(2)], i)
print(unbound(True), unbound(False), raising("x"), cells(), nested([1, 2]), filtered([1, 2, 3, 5]))
print(list(generator(2)), C.squares, C.bad, run(coroutine([1, 2])))
del i
print([i for i in "z"], "i" in globals())
