def outer(x):
    def mid(y):
        def inner(z):
            nonlocal x
            x += z
            return x, y, z
        return inner
    return mid, lambda: x
m, get = outer(1)
i = m(10)
print(i(100), i(1000), get(), m(5)(1), get())
fs = [lambda i=i: i for i in range(3)] + [lambda: j for j in range(3)]
print([f() for f in fs])
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
a, b = counter(), counter()
print(a(), a(), b(), a.__closure__[0].cell_contents, a.__code__.co_freevars, counter.__code__.co_cellvars)
