def collatz(n):
    s = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        s += 1
    return s
print([collatz(i) for i in range(1, 30)], max(collatz(i) for i in range(1, 2000)))
