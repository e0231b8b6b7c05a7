def f(x, y):
    x, y = y, x + y
    (x, y), z = (y, x), x
    x = y = z
    x, x = 1, 2
    return x, y, z
print(f(1, 2), f("a", "b"))
def g(l):
    l[0], l[1], l[2] = l[2], l[0], l[1]
    i = 0
    i, l[i] = 1, "w"
    return l, i
print(g([1, 2, 3]))
