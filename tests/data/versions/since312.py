# from: 3.12
"""Type parameters, nested f-strings, comprehensions in the frame of their function."""


def first[T](xs: list[T]) -> T:
    return xs[0]


class Box[T, **P]:
    def __init__(self, v: T):
        self.v = v

    def map[U](self, f) -> "Box[U]":
        return Box(f(self.v))


def bounded[T: int, S: (str, bytes)](x: T, y: S):
    def inner():
        return x, y
    return inner()


print(first([3, 4]), Box(2).map(lambda v: v + 1).v, bounded(1, "a"))
x = "outer"
print(f"{x!r:{'>'}{10}} {f"{x}{'"'}"} {[f'{y}' for y in 'ab']}")


class C:
    a = 1
    listed = [lambda: n for n in range(3)]
    b = [n for n in range(a + 2)]


print([f() for f in C.listed], C.b, "n" in vars(C))


def cells(xs):
    out = [[lambda: (i, j) for j in xs] for i in xs]
    total = [i for i in xs]
    i = "after"
    return [f() for row in out for f in row], total, (lambda: i)()


print(cells([1, 2]))


def raising(xs):
    x = "kept"
    for _ in range(2):
        try:
            print([10 // x for x in xs])
        except ZeroDivisionError:
            print("zero", x)
    return x


print(raising([1, 0]), raising([5]))
