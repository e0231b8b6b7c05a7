x = "a" * 3 + "b"
print(x, 2 ** 10, -(-5), not True, (1, 2) + (3,), "abc"[1], (1, 2, 3)[-1], 1 if True else 2)
try:
    y = 1 / 0
except ZeroDivisionError as e:
    print(e)
try:
    (1, 2)[5]
except IndexError as e:
    print(e)
try:
    "abc"[10]
except IndexError as e:
    print(e)
print(-0.0, 0 * -1.0, 1e308 * 10, 3 * "ab", "ab" * 0, "ab" * -1, 10 ** 3 // 7, ~5 & 0xf, 5 ^ 3 | 8)
