# stress: 500
# async, asyncgen, contextvars, coroutine states
import types, sys, inspect, warnings
def t(f, *a, **k):
    try: r = f(*a, **k); print("=", repr(r))
    except BaseException as e: print(type(e).__name__, e)
def run(c):
    try:
        while True: print("step", c.send(None))
    except StopIteration as e: return e.value
@types.coroutine
def sw(x): return (yield x)
async def a(x):
    r = await sw(x); return r, x
class AW:
    def __await__(s): yield "aw"; return "done"
class ACM:
    async def __aenter__(s): print("aenter", await a(1)); return s
    async def __aexit__(s, t, v, tb): print("aexit", t); return True
async def ag(n):
    try:
        for i in range(n):
            await sw(("ag", i)); yield i
    finally: print("ag fin")
async def main():
    print(await a(5), await AW())
    async with ACM() as m, ACM(): raise ValueError
    print([i async for i in ag(3) if i != 1], {i: await a(i) async for i in ag(2)}, [await a(j) for j in range(2)])
    async for i in ag(2): print("i", i)
    else: print("else")
    g = ag(5)
    async for i in g:
        if i == 1: break
    await g.aclose()
    try: await 5
    except TypeError as e: print(e)
    try:
        async with 5: pass
    except (TypeError, AttributeError) as e: print(type(e), e)
    try:
        async for x in ag: pass
    except TypeError as e: print(e)
    return "end"
print(run(main()))
c = a(1); t(c.send, 5); c.send(None); t(c.throw, ValueError("q")); t(c.send, None); c.close()
c = a(1); print(inspect.getcoroutinestate(c), c.cr_await, c.cr_running, c.cr_code.co_name); c.send(None); print(inspect.getcoroutinestate(c)); c.close(); print(inspect.getcoroutinestate(c)); t(c.send, None)
t(lambda: iter(a(1).close())); g = ag(1); t(next, g); t(iter, g); t(run, g.asend(5)); 
async def ret():
    return
    yield
t(run, ret().__anext__())
x = g.__anext__(); print(type(x), inspect.isasyncgen(g), inspect.iscoroutinefunction(a), inspect.isawaitable(a)); x.close()
def gg():
    r = yield from a2(); print("r", r)
def a2():
    yield 1; return 2
t(list, gg()); 
