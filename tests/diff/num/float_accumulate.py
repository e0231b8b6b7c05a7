s = 0.0
for i in range(1, 10001): s += 1 / i
t = 1.0
for i in range(60): t = t * 1.1 - i / 7
u = sum(i * 0.1 for i in range(100))
print(s, t, u, sum([0.1] * 10), 0.1 * 3, 1e16 + 1 - 1e16, (0.1 + 0.7) * 10)
