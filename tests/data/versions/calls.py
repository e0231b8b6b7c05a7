"""Calls of every form, displays with unpacking, functions with every kind of parameter."""


def f(*args, **kwargs):
    return args, sorted(kwargs.items())


def g(a, b=2, *rest, c, d=4, **more):
    return a, b, rest, c, d, sorted(more.items())


class K:
    def m(self, *args, **kwargs):
        return len(args), sorted(kwargs)

    @staticmethod
    def s(x, y=1):
        return x + y

    @classmethod
    def c(cls, **kw):
        return cls.__name__, sorted(kw)


a, b, d, e = [1, 2], (3,), {"x": 1}, {"y": 2}
print(f(), f(1), f(1, 2, k=3), f(*a), f(*a, *b), f(0, *a, 9, *b), f(**d), f(**d, **e), f(*a, z=1, **e))
print(g(1, c=3), g(1, 5, 6, 7, c=3, e=5), g(*a, c=0, **d))
k = K()
print(k.m(), k.m(1, z=2), k.m(*a, **e), K.s(1), K.s(1, y=5), k.c(q=1), K.m(k, 1), getattr(k, "m")(1, 2))
print([*a, *b, 5], (*a, *b), {*a, *b}, {**d, **e, "z": 3}, [*range(3)], (*a,), {**d})
for call in (lambda: f(**d, **d), lambda: g(1), lambda: g(), lambda: K.s(), lambda: f(*a, **{1: 2})):
    try:
        print(call())
    except TypeError:
        print("TypeError")
x, *y = range(4)
*p, q = "abc"
h, (i, *j), l = 1, (2, 3, 4), 5
print(x, y, p, q, h, i, j, l)
first, second = second, first = 1, 2
print(first, second)
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4), (lambda: (yield))().send(None))
print(print.__name__, sorted("bca", key=lambda c: -ord(c)), max([1, 3, 2], key=lambda v: -v, default=None))


def deco(*names):
    def outer(func):
        func.names = names
        return func
    return outer


@deco("a", "b")
@deco("c")
def decorated(x: int, *, y: str = "s") -> float:
    "doc"
    return x, y


print(decorated.names, decorated(1), decorated.__kwdefaults__)
print((lambda: "text")(), (lambda: "text").__doc__, decorated.__qualname__, K.m.__qualname__, deco(1)(f).names)


def spread():
    return f(*ARGUMENTS), max(*ARGUMENTS), f(*ARGUMENTS, **NAMED)


ARGUMENTS = 1, 2
NAMED = {}
print(spread())
