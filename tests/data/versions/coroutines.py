"""async with, async for, asynchronous generators and comprehensions, driven by hand."""


class Step:
    def __await__(self):
        got = yield "step"
        return got


class Manager:
    def __init__(self, swallow=False):
        self.swallow = swallow

    async def __aenter__(self):
        print("enter", await Step())
        return self

    async def __aexit__(self, kind, value, tb):
        print("exit", kind and kind.__name__, await Step())
        return self.swallow


class Counter:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await Step()
        return self.n


async def numbers(n):
    for i in range(n):
        try:
            yield i
            await Step()
        finally:
            print("leaving", i)


async def body():
    async with Manager() as m:
        print("in", type(m).__name__)
    async with Manager(True):
        raise ValueError("swallowed")
    try:
        async with Manager():
            raise KeyError("kept")
    except KeyError as e:
        print("caught", e)
    async for i in Counter(3):
        if i == 1:
            continue
        print("for", i)
    else:
        print("else")
    async for i in Counter(5):
        if i == 2:
            break
    print([i async for i in numbers(3) if i != 1])
    print({i: j async for i in Counter(2) for j in (i, i + 1)})
    print({await Step() for _ in (1, 2)})
    try:
        async for i in Failing():
            pass
    except RuntimeError as e:
        print("failed", e)
    async for i in Counter(2):
        async with Manager():
            if not i:
                return "returned"


class Failing:
    def __aiter__(self):
        return self

    async def __anext__(self):
        raise RuntimeError("next")


def drive(coroutine):
    sent = None
    for n in range(1000):
        try:
            sent = coroutine.send(sent)
        except StopIteration as stop:
            return n, stop.value
    return None


print(drive(body()))


async def thrown():
    try:
        await Step()
    except ZeroDivisionError as e:
        print("thrown", e)
        return await Step()

c = thrown()
c.send(None)
print(c.throw(ZeroDivisionError("in")))
try:
    c.send(5)
except StopIteration as stop:
    print(stop.value)
