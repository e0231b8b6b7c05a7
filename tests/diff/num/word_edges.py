# Integers around the edges of 48, 63 and 64 bits, where the representation changes: every operator, both signs, bool and subclasses.
class Sub(int):
    pass


class Odd(int):
    def __add__(self, other):
        return "added"

    def __rmul__(self, other):
        return "multiplied"


edges = sorted({s * (2**k + d) for k in (0, 31, 47, 48, 62, 63, 64) for d in (-1, 0, 1) for s in (1, -1)})
total = 0
for a in edges:
    for b in edges:
        row = [a + b, a - b, a * b, a & b, a | b, a ^ b, a < b, a == b]
        if b:
            row += [a // b, a % b, divmod(a, b)]
            q, r = divmod(a, b)
            assert q * b + r == a and (r == 0 or (r < 0) == (b < 0)), (a, b)
            assert row[8:] == [q, r, (q, r)]
        assert a + b - b == a and (a ^ b) ^ b == a and (a & b) + (a | b) == a + b, (a, b)
        total = (total * 31 + hash(tuple(map(str, row)) == () or sum(map(lambda v: v if isinstance(v, int) else v[0] ^ v[1], row)))) % (2**61 - 1)
    for n in (0, 1, 2, 14, 15, 16, 17, 30, 46, 47, 48, 62, 63, 64, 65, 130):
        assert (a << n) >> n == a and a << n == a * 2**n and a >> n == a // 2**n, (a, n)
        total = (total * 31 + (a << n) + (a >> n)) % (2**61 - 1)
print(total)
for a in (2**63 - 1, -2**63, 2**63, 2**47 - 1, 2**47, -2**47, -2**47 - 1):
    print(a, -a, ~a, a // -1, a % -1, divmod(a, -1), a * -1, a + True, a - False, a & True, abs(a))
    s = Sub(a)
    for v in (s + 0, s - 0, s * 1, s & -1, s | 0, s ^ 0, s // 1, s % 2**70, s >> 0, s << 0, -s, +s):
        print(type(v).__name__, v == a, end=" ")
    print()
print(Sub(0) + 0, type(Sub(0) & 5), Sub(5) // Sub(2), Sub(-7) % Sub(4), Sub(0) << 3, Sub(2**50) >> 45)
print(Odd(2**62) + 1, 3 * Odd(2**62), Odd(2**62) - 1, 1 + Odd(2**62))
for text in ("2**62 // 0", "2**62 % 0", "divmod(-2**63, 0)", "1 << -1", "2**62 >> -1", "Sub(2**62) % Sub(0)"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, type(e).__name__, e)
seed = 12345
for _ in range(1000):
    seed = (seed * 6364136223846793005 + 1442695040888963407) & 0xffffffffffffffff
print(seed, seed >> 33, seed % 1000003)
seed = 1
for _ in range(1000):
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
print(seed)
for i in (0, 9, 10, 99, 100, 101, 999, 1000, 123456789, 2**47 - 1, 2**47, 2**63, -1, -10, -99, -100, -2**47, -2**63):
    print(str(i), repr(i), "%d %x %o %X" % (i, i, i, i), bin(i), oct(i), hex(i), f"{i} {i:d} {i:b} {i:o} {i:x} {i:X} {i:,} {i:_x} {i:#X}")
