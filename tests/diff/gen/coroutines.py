import types
async def co(x): return x + 1
async def main():
    a = await co(1)
    b = await co(a)
    return a, b
def run(c):
    try:
        while True: c.send(None)
    except StopIteration as e: return e.value
print(run(main()))
class Aw:
    def __await__(self):
        v = yield "suspended"
        return ("resumed", v)
async def m2():
    return await Aw()
c = m2()
print(c.send(None))
try: c.send(42)
except StopIteration as e: print(e.value)
async def bad(): await 5
try: run(bad())
except TypeError as e: print(e)
async def agen():
    for i in range(3):
        yield i
        await co(i)
async def use():
    out = []
    async for x in agen(): out.append(x)
    else: out.append("else")
    out.append([y async for y in agen() if y])
    out.append({k: k async for k in agen()})
    return out
print(run(use()))
class ACM:
    async def __aenter__(self): print("aenter"); return self
    async def __aexit__(self, *a): print("aexit", a[0] and a[0].__name__); return True
async def w():
    async with ACM() as x: raise ValueError
    async with ACM(): return "ok"
print(run(w()))
@types.coroutine
def old():
    r = yield "y"
    return r
async def uses_old(): return await old()
c = uses_old(); print(c.send(None))
try: c.send("sent")
except StopIteration as e: print(e.value)
print(type(c).__name__, co.__code__.co_flags & 0x80 != 0)
async def exc():
    try: await Aw()
    except KeyError as e: return "caught"
c = exc(); c.send(None)
try: c.throw(KeyError())
except StopIteration as e: print(e.value)
c.close()
