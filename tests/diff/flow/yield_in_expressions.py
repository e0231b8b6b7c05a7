def g():
    x = (yield 1) + (yield 2)
    y = [(yield 3), (yield 4)]
    z = f"{(yield 5)}-{(yield 6)}"
    w = (yield 7) if (yield 8) else (yield 9)
    return x, y, z, w
i = g(); r = next(i); vals = []
try:
    while True: vals.append(r); r = i.send(r * 10)
except StopIteration as e: print(vals, e.value)
