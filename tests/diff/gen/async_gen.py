def run(c):
    try:
        while True: c.send(None)
    except StopIteration as e: return e.value
async def ag():
    try:
        x = yield 1
        print("got", x)
        yield 2
    finally: print("fin")
async def main():
    g = ag()
    print(await g.__anext__(), await g.asend("v"))
    await g.aclose()
    g = ag()
    await g.__anext__()
    try: await g.athrow(ValueError("t"))
    except ValueError as e: print("thrown", e)
    g = ag()
    print(await anext(g), await anext(ag2(), "dflt"))
    await g.aclose()
    try: await anext(ag2())
    except StopAsyncIteration: print("stop")
async def ag2():
    return
    yield
run(main())
class AI:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 3: raise StopAsyncIteration
        return self.n
async def m():
    r = [x async for x in AI()]
    async for x in AI():
        if x == 2: break
    return r, x
print(run(m()))
async def bad():
    async for x in [1]: pass
try: run(bad())
except TypeError as e: print(e)
