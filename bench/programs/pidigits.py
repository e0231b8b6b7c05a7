"""Digits of pi by a streaming spigot on big integers, and other big-integer work."""
import sys

sys.set_int_max_str_digits(0)


def digits(count):
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < count:
        if 4 * q + r - t < n * t:
            out.append(str(n))
            q, r, n = q * 10, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k + 2) + r * l) // (t * l), l + 2
    return "".join(out)


def machin(places):
    unity = 10 ** (places + 10)

    def arctan(inverse):
        total = term = unity // inverse
        square = inverse * inverse
        n = 3
        sign = -1
        while term:
            term //= square
            total += sign * (term // n)
            sign = -sign
            n += 2
        return total

    return 4 * (4 * arctan(5) - arctan(239)) // 10 ** 10


pi = digits(1500)
for start in range(0, 1500, 500):
    print(pi[start:start + 60])
text = str(machin(3000))
print(text[-30:], text[:1500] == pi)
f = 1
for i in range(2, 2500):
    f *= i
print(len(str(f)), f % (10 ** 9 + 7), pow(3, f % 10007, 10 ** 30 + 57))
a, b = 0, 1
for _ in range(20000):
    a, b = b, a + b
print(a.bit_length(), a % 1000000007, a >> 13800)
