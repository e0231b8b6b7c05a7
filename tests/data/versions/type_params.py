# from: 3.12
"""Type statements, generic functions and classes (PEP 695)."""
import typing

type A = int
print(A, A.__value__, A.__name__, A.__type_params__, type(A), A | None, A.__module__)
type Rec = list[Rec] | int
print(Rec, Rec.__value__)
type G[T, *Ts, **P] = tuple[T, *Ts]
print(G, G.__type_params__, G[int, str], G[int].__args__, len(G.__parameters__))
type Broken = Nowhere
try:
    A[int]
except TypeError as e:
    print(e)
try:
    Broken.__value__
except NameError as e:
    print(e)


def f[T: Later, S: (int, str), U](a: T, b: S) -> U:
    return a, b


print(f.__type_params__, [type(t).__name__ for t in f.__type_params__], f(1, 2))
T, S, U = f.__type_params__
try:
    T.__bound__
except NameError as e:
    print(e)


class Later:
    pass


print(T.__bound__, T.__bound__ is Later, S.__bound__, S.__constraints__, T.__constraints__, U.__bound__, U.__name__)


class C[T, *Ts, **P]:
    x: T

    def m[K](self, k: K) -> T:
        return k, K, T

    class Inner[Q](list):
        pass


print(C.__type_params__, C.__parameters__, C.__orig_bases__[0].__origin__, C().m(4), C.Inner([1]))


class D[T](C[T, int, [str]]):
    y = 1


print(D.__bases__, D.__type_params__, D.__mro__[1:], D[int]().y)


def outer[X](v):
    def inner[Y: X]() -> X:
        return X, Y, v
    return inner


i = outer(3)
print(i(), i.__type_params__[0].__bound__, i.__name__, i.__qualname__, outer.__type_params__)


class M:
    attr = 5
    type L = attr
    type Later = attr2
    attr2 = 6

    def g[Z: attr](self, default=attr):
        return Z, default, Z.__bound__


print(M.L.__value__, M.Later.__value__, M().g())


async def co[W](x: W):
    return x


def gen[V](x: V):
    yield V


print(co.__type_params__, list(gen(1)), isinstance(U, typing.TypeVar), list[U][int], U.__covariant__)
locals_ = [type(name) for name in (A, T, C.__type_params__[1], C.__type_params__[2])]
print([t.__name__ for t in locals_])


def locals():
    return "not the builtin"


class Shadow:
    a = 1
    type Alias = a

    def h[Q: a](self):
        return Q.__bound__


print(Shadow.Alias.__value__, Shadow().h(), locals())
