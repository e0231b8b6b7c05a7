x = 1
for i in range(70):
    x = x * 2 + (i & 1)
    if i % 10 == 9: print(i, x, x // 3, x % 1000, x >> 5, -x)
while x > 10**10: x //= 7
print(x)
