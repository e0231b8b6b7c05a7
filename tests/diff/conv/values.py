# Merges of values: conditional expressions, short circuits, chained comparisons, walrus, unpacking in odd places.
def f(a, b, c):
    r = [a if b else c, a or b or c, a and b and c, (a or b) and c, not (a and b)]
    x = y = a if c else b
    x, y = (y, x) if a else (x + 1, y)
    z = x if (w := a or 7) > 3 else w
    r += [x, y, z, w, 0 < a < 5 < b, (a < b) == (b < c), a is None or b]
    a = b if a else a
    b = a = c if b else a
    [a, *b], c = (1, a, b), a and c
    a, a = b, c
    return r, a, b, c, (1 if a else 2) + (3 if b else 4) * (c and 5 or 6)


for t in (0, 1, 4):
    for u in (0, 2, 9):
        print(f(t, u, t + u), f(u, t, t))


def g(x, y):
    old = x
    x = x + 1
    z = [x, (x := y), x, old, (y := x + 1) and y]
    t = x, x, (x := 5)
    s = y + (y := 10)
    return z, t, s, x + (lambda: x)()


print(g(1, 2))
