def v(n, log):
    log.append(n)
    return n
for a, b, c in ((1, 2, 3), (3, 2, 1), (1, 1, 1), (2, 1, 3)):
    log = []
    print(v(a, log) < v(b, log) < v(c, log), log)
    log = []
    print(v(a, log) == v(b, log) != v(c, log) >= 1, log)
print(1 < 2 > 1, 1 < 2 in [2], not 1 == 2, 1 is not None is not 2)
x = 5
if 0 < x <= 5 < 10:
    print("in range")
while 3 < x < 100:
    x *= 3
print(x)
