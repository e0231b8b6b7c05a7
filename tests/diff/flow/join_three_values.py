def f(a, b, c, o):
    r = [a if o == 1 else b if o == 2 else c, (a, b if o == 2 else c)]
    x = a if o == 1 else b
    y = x if o == 2 else c
    x, y = (y, x) if o == 3 else (x, y)
    return r, x, y
for o in range(4): print(f(1, 2, 3, o))
