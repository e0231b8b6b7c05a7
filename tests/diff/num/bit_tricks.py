def popcount(n):
    c = 0
    while n: n &= n - 1; c += 1
    return c
print([popcount(n) for n in (0, 1, 255, 2**40 - 1, 2**64 - 1)], [n & -n for n in (12, 40, 2**50)], [(n << 13 ^ n >> 7) & 0xffffffff for n in (1, 12345, 2**31)], ~0, ~2**50, -1 >> 100, -1 & 0xff, 2**64 | 1, -2**64 ^ 5)
