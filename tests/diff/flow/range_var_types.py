def f(a, b, c): return [i for i in range(a, b, c)]
print(f(0, 5, 2), f(True, 3, 1), f(5, -5, -3), f(2**47 - 2, 2**47 + 1, 1), f(-2**47 + 1, -2**47 - 2, -1), f(10**20, 10**20 + 3, 2))
class I:
    def __index__(self): return 3
print(list(range(I())), [i for i in range(I(), 10, I())])
