# from: 3.8
"""Assignment expressions, positional-only parameters, continue in finally, unparenthesised star returns."""


def f(a, b=2, /, c=3, *, d=4):
    return a, b, c, d


print(f(1), f(1, 5, c=6, d=7))
try:
    f(a=1)
except TypeError as e:
    print("TypeError")


def g(*rest):
    return 0, *rest, 9


print(g(1, 2), [y := 5, y ** 2, (z := y + 1)], z)
print([last := n for n in range(4)], last)
if (m := len("abc")) > 2 and (n := m * 2):
    print(m, n)
while (m := m - 1) > 0:
    print("m", m)
print(f"{m=} {n = !r:>4} {y=:04d}")


def loops():
    out = []
    for i in range(4):
        try:
            if i == 1:
                1 / 0
            out.append(i)
        finally:
            if i == 1:
                continue
            out.append("f")
            if i == 2:
                break
    return out


print(loops())


def both(x):
    for i in range(2):
        try:
            return x, i
        finally:
            try:
                if i == 0:
                    continue
            finally:
                print("inner", i)


print(both("a"))


def any_inside(xs):
    if any((hit := x) > 2 for x in xs):
        return hit
    return None


print(any_inside([1, 2, 3, 4]), any_inside([]))
