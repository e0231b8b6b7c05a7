f, a, b = 1, 0, 1
for i in range(1, 101): f *= i
for i in range(300): a, b = b, a + b
print(f, a, f % (a + 1), len(str(f * a)), (f // a) >> 10, sum(map(int, str(f))), f == eval(str(f)), str(2**500)[::-1][:20], int("9" * 100) + 1 == 10**100)
