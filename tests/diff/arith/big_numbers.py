a = 123456789012345678901234567890
b = 987654321098765432109876543210
print(a * b, b // a, b % a, -b // a, -b % a, b - a, a - b, a ^ b, a & -b, a | b, ~a)
print(a / b, b / a, float(a), int(float(a)), a < b, a > b, a == a + 0, hash(a), hash(-a))
print(str(a)[:5], repr(b), hex(a), oct(a), bin(a)[:20], "%d %x %o" % (a, b, a))
f = 1
for i in range(1, 60):
    f *= i
print(f, f // 10**50, len(str(f)))
