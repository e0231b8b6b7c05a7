def a():
    x = yield 1
    print("a got", x)
    y = yield 2
    print("a got", y)
    return "ra"
def b():
    r = yield from a()
    print("r", r)
    r2 = yield from [10, 20]
    print(r2)
    yield from "xy"
    return "rb"
i = b()
print(next(i), i.send("s1"), i.send("s2"), list(i))
def c():
    try: yield from a()
    except ValueError as e: yield ("caught", str(e))
i = c(); next(i); print(i.throw(ValueError("t")), list(i))
def d():
    try: yield 1
    except ValueError: yield "inner handled"
    yield "after"
def e(): yield from d()
i = e(); next(i); print(i.throw(ValueError()), list(i))
def deep(n):
    if n: yield from deep(n - 1)
    yield n
print(list(deep(20)))
class It:
    def __init__(s): s.n = 0
    def __iter__(s): return s
    def __next__(s):
        s.n += 1
        if s.n > 2: raise StopIteration("val")
        return s.n
def f():
    r = yield from It()
    yield r
print(list(f()))
try: list((lambda: (yield from 5))())
except TypeError as x: print(x)
