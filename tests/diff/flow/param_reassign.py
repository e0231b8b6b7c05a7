def f(a, b=2, *c, d=4, **e):
    a += 1; b = a * b; c = c + (b,); d, e = e, d
    return a, b, c, d, e
print(f(1), f(1, 3, 5, d=6, z=7))
