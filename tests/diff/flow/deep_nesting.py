def f(n):
    for a in range(n):
        for b in range(n):
            for c in range(n):
                for d in range(n):
                    for e in range(n):
                        if a + b + c + d + e == 3 * n - 3:
                            try:
                                with open("/dev/null") as fh:
                                    while True:
                                        if a: return a, b, c, d, e
                                        break
                            finally: pass
print(f(3))
print(((((((((1 + 2) * 3) - 4) // 2) ** 2) % 7) | 8) & 13) ^ 5, [[[[[[1]]]]]][0][0][0][0])
