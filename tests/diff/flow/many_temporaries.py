def f(a, b):
    return [(a + i, b - i, a * i, [b, i, (a, b, i)], {a: b, i: a}) for i in range(3)], (a, b, a + b, a - b, a * b, a // b, a % b, a ** b, -a, ~b, a & b, a | b, a ^ b, a << b, a >> b, a < b, a == b)
print(f(7, 3))
def g(*a): return sum(a)
print(g(g(1, 2), g(3, g(4, g(5, 6), 7), 8), g(), *[g(9), g(10)]))
