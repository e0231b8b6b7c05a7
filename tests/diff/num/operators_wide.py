# stress: 500
import math, sys
def t(f, *a, **k):
    try: r = f(*a, **k); print("=", repr(r))
    except BaseException as e: print(type(e).__name__, e)
vals = [0, 1, -1, 7, -7, 2**46, 2**47 - 1, 2**47, -2**47, -2**47 - 1, 2**62, 2**63, -2**63, 2**64, 10**30, -10**30, True, False, 0.0, -0.0, 1.5, -2.5, 1e300, float("inf"), float("-inf"), 1j, 2-3j]
import operator as o
out = []
for f in (o.add, o.sub, o.mul, o.truediv, o.floordiv, o.mod, o.and_, o.or_, o.xor, o.lt, o.eq, divmod):
    for a in vals:
        for b in vals:
            try: r = repr(f(a, b))
            except Exception as e: r = type(e).__name__ + str(e)
            out.append(r)
h = 0
for i, r in enumerate(out):
    for c in r: h = (h * 31 + ord(c)) & 0xffffffff
    if i % 27 == 26: print(i // 729, i // 27 % 27, h); h = 0
for a in vals:
    for f in (o.neg, o.pos, o.abs, o.invert, bool, int, float, hash, round, math.floor, math.ceil, math.trunc, str, o.index, lambda x: x.bit_length(), lambda x: x.as_integer_ratio(), lambda x: x.hex(), lambda x: x.is_integer(), lambda x: x.conjugate(), lambda x: x.real, lambda x: x.imag, lambda x: x.bit_count(), bin, hex, oct): t(f, a)
for a in (2, -2, 0, 3, 2.0, -2.0, 0.5, 10**20, 1j):
    for b in (0, 1, -1, 2, -2, 0.5, -0.5, 63, 64, 100, 1j): t(pow, a, b)
for a in (5, -5, 2**70, -2**70, 0):
    for b in (0, 1, 3, 63, 64, 100, 10**10 if a == 0 else 5): t(o.lshift, a, b); t(o.rshift, a, b)
for a in (3, -3, 2**100):
    for b in (0, 5, -1, 10**20):
        for m in (1, 7, -7, 10, 2**64): t(pow, a, b, m)
for x in (0.1, 1/3, 1e23, 5e-324, 1.7976931348623157e308, 2.675, 123456789012345678, 0.1 + 0.2, 1e21, 1e16, 9007199254740993.0, 4.35, 1e-7, 100.0): print(repr(x), round(x, 2), round(x, -1), x.as_integer_ratio(), float(x).hex(), int(x), str(x), "%r" % x, round(x))
print(round(2.5), round(3.5), round(-2.5), round(15, -1), round(25, -1), round(-15, -1), round(12345, -2), round(1.005, 2), round(5, 2), round(10**30 + 5, -1))
t(int, "9" * 5000); t(str, 10**5000); print(len(str(10**4000)), int("1" * 4000) % 97, (10**4000 // 3) % 10**10, (3**2000) ** 2 == 3**4000, (2**5000 - 1) & (2**4999), (2**3000 * 3**1000) // 2**2990 % 10**9, math.isqrt(10**100), math.factorial(50), math.comb(100, 50), math.perm(20, 5), math.gcd(2**100, 6**50), math.lcm(4, 6, 10), math.prod([1, 2, 3.0]), math.fsum([.1] * 10), math.dist((0, 0), (3, 4)), math.hypot(1, 2, 3), math.log2(2**1000), math.log10(10**300), math.log(10**400), math.log(8, 2), math.exp(1), math.fmod(-7, 3), math.remainder(7, 4), math.modf(-2.5), math.frexp(10), math.ldexp(1, 10), math.copysign(1, -0.0), math.nextafter(1, 2), math.ulp(1.0), math.atan2(-0.0, -1), math.degrees(math.pi), math.isclose(1, 1 + 1e-10), math.cbrt(27), math.exp2(3), math.expm1(1e-10), math.log1p(1e-10), math.erf(.5), math.erfc(3), math.tau, math.inf, math.nan)
t(math.sqrt, -1); t(math.log, 0); t(math.factorial, -1); t(math.factorial, 1.5); t(math.exp, 1000); t(math.acos, 2); t(math.gcd, 1.5); t(math.floor, "a"); t(math.pow, 0, -1); t(math.comb, -1, 2); t(math.isqrt, -1); t(math.fmod, 1, 0); t(math.ldexp, 1, 10**5); t(math.log, -1); t(math.sin, math.inf)
print((255).to_bytes(2, "big"), (-1).to_bytes(3, "little", signed=True), int.from_bytes(b"\xff\x00", "big"), int.from_bytes(b"\xff", "big", signed=True), int.from_bytes([1, 2], "little")); t((256).to_bytes, 1, "big"); t((-1).to_bytes, 1, "big"); t((1).to_bytes, 1, "x")
print(float.fromhex("0x1.8p1"), float.fromhex("inf"), float.fromhex("-0x.1p-3"), float.hex(1/3)); t(float.fromhex, "zz")
print(complex(1, 2) * 3j, complex("1+2j"), abs(3+4j), (1+2j) ** 2, (1+2j) / (3-1j), repr(complex(-0.0, -0.0)), complex(float("inf"), float("nan")), 1j == complex(0, 1), hash(1j), (2+0j) == 2, bool(0j), -1j, +1j)
print(hash(2**61 - 1), hash(2**61), hash(-1), hash(-2), hash(1.5), hash(float("inf")), hash(True), hash(10**30), hash(-10**30), hash(0.1), hash((1, 2)), hash((1.0, 2)) == hash((1, 2)), hash(()), hash(None) == hash(None), hash(frozenset()), hash(frozenset([1, 2, 3])))
print(1_000, 0xFF, 0o17, 0b11, 1e3, .5, 5., 1_0.0_1, 0xdead_beef, 10j)
class I(int):
    def __add__(s, x): return "I+"
    def __radd__(s, x): return "+I"
class J(float): pass
print(I(5) + 1, 1 + I(5), I(5) * 2, type(I(5) - 1), repr(I(7)), J(1.5) + 1, type(J(2) * 2), I("12"), I(5) == 5, {I(5): 1}[5], isinstance(True, int), True + True, type(True & False), type(True & 1), I(3).real, type(I(3).real), int(I(3)), type(+I(3)), [1, 2, 3][I(1)])
