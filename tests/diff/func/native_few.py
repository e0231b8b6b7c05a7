# Native functions of one and two arguments at one place: what they are called with changes, and they themselves do.
import builtins


class Short(list):
    def __len__(self):
        return 3


class Words(str):
    def __len__(self):
        return 77


class Bad:
    def __len__(self):
        return -1


class Odd:
    def __len__(self):
        return "x"


def length(x):
    return len(x)


for x in [[1, 2], "abc", (1,), {1: 2}, {1, 2}, b"abcd", range(9), Short(), Words("a"), Bad(), Odd(), 5, None, length, 1.5] * 3:
    try:
        print(length(x), end=" ")
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class Loud(type):
    def __instancecheck__(cls, obj):
        print("asked", cls.__name__, repr(obj))
        return obj == 3


class A(metaclass=Loud):
    pass


class Proxy:
    @property
    def __class__(self):
        print("class?")
        return int


def check(x, y):
    return isinstance(x, y)


for kind in int, (int, str), (A, int), (int, A), (A, A), ((str, (A,)), float), str | int, (Proxy, bool), ():
    for obj in 3, "a", 3.5, True, Proxy():
        print(kind if isinstance(kind, type) else len(str(kind)) > 0, check(obj, kind))
for kind in 5, (int, 5), (5, int), (A, 5), [int], None:
    for obj in 3, "a":
        try:
            print(check(obj, kind))
        except TypeError as e:
            print(e)


def call(f, *rest):
    out = []
    for i in range(12):
        out.append(f(rest[0]))
    return out[-1]


for f in ord, chr, abs, repr, bin, lambda x: x, type, str, hash:
    try:
        print(call(f, "a") if f in (ord, repr, type, str) else call(f, 97))
    except TypeError as e:
        print(e)
real = len
for n in range(24):
    if n == 12:
        builtins.len = lambda x: "mine"
    if n == 18:
        len = real
    print(length([0] * n), end=" ")
    if n == 15:
        builtins.len = real
print()


def swap(x, y):
    total = 0
    for f in [divmod, pow, max, getattr, isinstance, divmod] * 4:
        try:
            total += repr(f(x, y)).__len__()
        except TypeError as e:
            total += 1
    return total


print(swap(7, 2), swap("a", "b"), swap((1,), (2,)))
for a, b in ("a", "b"), ("b", "a"), ("", "a"), ("a", ""), ("a", "ab"), ("\xff", "a"), ("a", "\u20ac"), ("", ""), ("ab", "ac"):
    print(a < b, a <= b, a == b, a != b, a > b, a >= b, min(a, b) == sorted([a, b])[0])
