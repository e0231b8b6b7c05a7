def f(n):
    a, b, c = 1, 2, 3
    for i in range(n):
        a, b, c = b, c, a
        if i % 2: a, b = b, a
    return a, b, c
print([f(i) for i in range(8)])
