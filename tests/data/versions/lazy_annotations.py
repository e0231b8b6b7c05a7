# from: 3.14
"""Annotations that are evaluated when somebody asks for them (PEP 649)."""
import dataclasses
import functools
import sys
import typing


def f(a: int, b: Later = None, *c: Late2, d: str = "", **e) -> list[Later]:
    return a


try:
    f.__annotations__
except NameError as e:
    print("not yet:", e)


class Later:
    pass


Late2 = bytes
print(f.__annotations__, f.__annotations__ is f.__annotations__, f.__annotate__(1) == f.__annotations__, f(1))
f.__annotations__ = {"x": 1}
print(f.__annotations__, f.__annotate__)


class C:
    x: int
    y: Undefined
    z: str = "z"

    def m(self, other: C) -> C:
        return other


try:
    C.__annotations__
except NameError as e:
    print(e)
Undefined = float
print(C.__annotations__, C.__annotate__(1), C.m.__annotations__)
print((lambda: 0).__annotate__, C().m(3))


class D(C):
    pass


print(D.__annotations__, D.__annotate__)
flag: int = 3
condition: Unknown
if flag:
    more: str
else:
    less: bytes
try:
    sys.modules[__name__].__annotations__
except NameError as e:
    print(e)
Unknown = set
print(sys.modules[__name__].__annotations__)


def decorator(fn):
    @functools.wraps(fn)
    def wrapper(*args):
        return fn(*args)
    return wrapper


class E:
    @decorator
    def g(self, o: E) -> E:
        return o


print(E().g(5), E.g.__name__)


@dataclasses.dataclass
class Node:
    value: int
    following: Node | None = None


class P(typing.NamedTuple):
    a: int
    b: Node = "x"


print(Node(1, Node(2)), P(1), typing.get_type_hints(Node)["value"])


def outer():
    T = int

    def inner(x: T, y: U):
        pass
    U = str
    return inner


print(outer().__annotations__)


def g(x: 1 / 0):
    pass


try:
    g.__annotations__
except ZeroDivisionError as e:
    print(e)
g.__annotate__ = lambda format: {"r": format}
print(g.__annotations__)
try:
    g.__annotate__ = 3
except TypeError as e:
    print(e)
try:
    f.__annotate__(7)
except TypeError:
    print("no function")


class K:
    if flag:
        p: int
    else:
        q: int
    for i in range(2):
        r: str


print(K.__annotations__)
try:
    K.__annotate__(2)
except NotImplementedError as e:
    print("only values", e)
K.__annotate__ = dict.fromkeys([1], {"k": 1}).get
print(K.__annotations__, K.__annotate__(1))
K.__annotate__ = None
print(K.__annotate__, K.__annotations__)
K.__annotations__ = {"z": 2}
print(K.__annotations__, K.__annotate__)


class Body:
    name = "of the class"

    def method(self, a: name):
        pass

    def hidden(self, a: [name for _ in range(2)]):
        pass


Body.name = "changed"
print(Body.method.__annotations__)
try:
    print(Body.hidden.__annotations__)
except NameError as e:
    print(e)
