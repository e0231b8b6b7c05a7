"""Every operator, in place and not, on numbers and on objects; comparison chains; slices; items; attributes."""


class V:
    def __init__(self, v):
        self.v = v

    def __matmul__(self, o):
        return V(("@", self.v, o.v))

    def __imatmul__(self, o):
        self.v = ("@=", self.v, o.v)
        return self

    def __getitem__(self, i):
        return i

    def __setitem__(self, i, v):
        print("set", i, v)

    def __delitem__(self, i):
        print("del", i)

    def __contains__(self, x):
        return x == 1

    def __bool__(self):
        return False


def compute(a, b):
    out = [a + b, a - b, a * b, a / b, a // b, a % b, a ** 2, a << 2, a >> 1, a & b, a | b, a ^ b, -a, +a, ~a, not a]
    c = a
    c += b
    c -= 1
    c *= 3
    c //= 2
    c %= 100
    c **= 2
    c <<= 2
    c >>= 1
    c &= 255
    c |= 3
    c ^= 5
    out.append(c)
    c /= 2
    out.append(c)
    return out


print(compute(17, 5))
print((V(1) @ V(2)).v, end=" ")
v = V(3)
v @= V(4)
print(v.v)
print(v[1], v[1:2], v[::3], v[1:2, 3], v[...], v[:], v[-1:])
v[0] = 1
v[1:2] = 3
v[1:2, ::2] = 5
del v[1], v[2:3]
v.attr = [1, 2, 3]
v.attr[0] += 5
v.attr[1:] = [9, 8, 7]
del v.attr[-1]
print(v.attr, v.attr[1:], v.attr[:1], v.attr[::-1])
del v.attr
print(hasattr(v, "attr"), 1 in v, 2 in v, 2 not in v, v is v, v is not None)
x = 5
print(1 < x < 10, 1 < x > 7, 0 == x != 3, x <= 5 >= 5, 1 < 2 in [2], not v, (v and 1) is v, v or 2, x if v else -x)
print([a and b or not a for a in (0, 1) for b in (0, 2)])
if not (x > 3 and (v or x < 10)) or x is None:
    print("no")
elif x == 5 and x is not None:
    print("yes")
n = None
print("none" if n is None else "some", "some" if n is not None else "none")
assert x == 5, "not five"
try:
    assert x == 6, "not six"
except AssertionError as e:
    print(e)
print("%s-%d" % ("a", 3), f"{x!r:>4}|{x:0{x}d}|{v.v!s}|{x}{'y'}|{3.14159:.2f}" f"{x!a}", "a" "b")
big = 10 ** 30
print(big * big % 97, 0.1 + 0.2, 1e300 * 1e10, 2 + 3j, (1, 2.0, "s", b"b", None, True, ..., frozenset({1})))
print({1: 2, "a": 3}, {1, 2}, [1, [2]], (), {}, {"k%d" % i: i for i in range(3)}, {i % 2 for i in range(5)})
