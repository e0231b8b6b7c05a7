def f(*a, **k): return a, sorted(k.items())
x = [1, 2]; y = (3,); d = {"p": 1}; e = {"q": 2}
print(f(*x, *y, 4, *range(2), **d, z=3, **e))
print(f(*"ab", **{}), [*x, *y, 0], (*x,), {*x, *y}, {**d, **e, "p": 9})
try:
    f(**d, **d)
except TypeError as err:
    print(err)
try:
    f(p=1, **d)
except TypeError as err:
    print(err)
def g(a, b, *c): return a, b, c
print(g(*[1], *[2, 3, 4]), g(*x), max(*[3, 9, 2]), print(*x, sep="-"))
