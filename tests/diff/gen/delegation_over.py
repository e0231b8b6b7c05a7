# What a yield from or an await is done with gets no exceptions any more.
class Items:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration("end")
        return self.n

    def throw(self, *args):
        print("thrown into the items")
        return "thrown"

    def close(self):
        print("items closed")


def items(n):
    try:
        for i in range(n):
            yield i
    finally:
        print("items left")
    return "end"


def over(it):
    print("result", (yield from it))
    try:
        yield "between"
    except ValueError as e:
        print("caught", e)
    yield "last"


for make in Items, items:
    g = over(make(1))
    print(next(g), g.gi_yieldfrom is not None)
    print(next(g), g.gi_yieldfrom)
    print(g.throw(ValueError("one")))
    g.close()

    g = over(make(1))
    next(g), next(g)
    g.close()

    g = over(make(2))
    print(next(g))
    try:
        print(g.throw(ValueError("two")))
    except ValueError as e:
        print("not caught", e)
    g.close()


class Await:
    def __init__(self, n):
        self.n = n

    def __await__(self):
        return Items(self.n)


async def waits():
    print("awaited", await Await(1))
    try:
        await Await(0)
        raise KeyError("own")
    except KeyError as e:
        print("caught", e)
    await Await(1)


c = waits()
print(c.send(None), type(c.cr_await).__name__)
print(c.send(None), type(c.cr_await).__name__)
print(c.throw(KeyError("three")))
c.close()
