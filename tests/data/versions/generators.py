"""Generators: send, throw, close, delegation, StopIteration, expressions."""


def simple(n):
    got = []
    try:
        for i in range(n):
            got.append((yield i))
    except ValueError as e:
        yield ("caught", e.args)
    finally:
        print("closing", got)
    return "result"


def delegating(n):
    result = yield from simple(n)
    print("delegated", result)
    yield from [10, 20]
    return (yield from iter(()))


g = delegating(3)
print(next(g), g.send("a"), g.send("b"))
print(list(g))
g = delegating(3)
next(g)
print(g.throw(ValueError("v")), next(g))
g.close()
g = delegating(2)
next(g)
g.close()
try:
    g.send(None)
except StopIteration as e:
    print("stopped", e.value)


class Awkward:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def throw(self, *args):
        raise StopIteration("thrown value")


def uses():
    got = yield from Awkward()
    print("got", got)
    yield "after"


g = uses()
next(g)
print(g.throw(KeyError("k")))


def context():
    try:
        yield 1
    except KeyError as e:
        try:
            yield 2
        finally:
            print(type(e).__name__)
        raise RuntimeError("replaced") from e


g = context()
next(g)
g.throw(KeyError("x"))
try:
    next(g)
except RuntimeError as e:
    print(e.args, e.__cause__.args)
print(sum(i * j for i in range(4) if i % 2 for j in range(3)), list(map(lambda x: x + 1, (y for y in "ab" if 0))))


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(3)))


def infinite():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


for value in infinite():
    if value > 50:
        break
print(value)


def with_return():
    for i in range(3):
        try:
            yield i
        finally:
            if i == 1:
                return "early"


print(list(with_return()))


def handled():
    try:
        raise KeyError(1)
    except KeyError:
        yield "in handler"
        try:
            raise
        except KeyError as again:
            yield again.args


print(list(handled()))
