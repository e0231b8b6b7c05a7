class CM:
    def __init__(s, n, swallow=False): s.n, s.swallow = n, swallow
    def __enter__(s): print("enter", s.n); return s
    def __exit__(s, t, v, tb): print("exit", s.n, t and t.__name__, v, tb is not None); return s.swallow
with CM(1) as a, CM(2): print("body", a.n)
with CM(3, True): raise ValueError("x")
try:
    with CM(4): raise KeyError("y")
except KeyError as e: print("out", e)
def f():
    with CM(5):
        return "ret"
print(f())
for i in range(3):
    with CM(i):
        if i == 1: continue
        if i == 2: break
with (CM("a") as x, CM("b") as y): print(x.n + y.n)
class NoExit:
    def __enter__(self): pass
for o in (5, NoExit()):
    try:
        with o: pass
    except (TypeError, AttributeError) as e: print(type(e).__name__, e)
class BadExit(CM):
    def __exit__(s, *a): raise RuntimeError("exit failed")
try:
    with BadExit(6): 1 / 0
except RuntimeError as e: print(e, repr(e.__context__))
try:
    with CM(7), CM(1 / 0): pass
except ZeroDivisionError: print("zde")
def g():
    with CM("gen"):
        yield 1
        yield 2
it = g(); next(it); it.close()
