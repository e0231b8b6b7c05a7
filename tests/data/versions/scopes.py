"""Cells, free variables, class bodies, comprehensions, deletion, annotations, imports."""
from os.path import join as path_join, basename
import os.path as osp
import collections.abc
from math import *

flag: int = 3
items: list = []
lazy: "str"


def counter(start=0):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    def reset():
        nonlocal count
        del count

    return step, reset


step, reset = counter(5)
print(step(), step(3))
reset()
try:
    step()
except NameError as e:
    print(type(e).__name__)


def arg_cell(a, *args, b=1, **kw):
    def inner():
        return a, args, b, sorted(kw)
    a += 1
    return inner


print(arg_cell(1, 2, b=3, c=4)())


def make(n):
    class Local:
        value = n
        m = n + 1
        values = [n for _ in range(2)]
        x: int = 4

        def get(self):
            return n, self.value, __class__.__name__

        class Inner:
            outer = n

    return Local


L = make(10)
print(L().get(), L.m, L.values, L.Inner.outer, L.__qualname__, L.Inner.__qualname__)


class Base:
    def __init_subclass__(cls, **kw):
        super().__init_subclass__()
        cls.kw = sorted(kw)

    def hello(self, x=1):
        return "base", x


class Derived(Base, option=1, other=2):
    def hello(self, x=1):
        return super().hello(x + 1), super(Derived, self).hello


print(Derived().hello(3)[0], Derived.kw, Derived().hello()[1]())

x = "module"


def shadows(xs):
    before = [x for x in xs]
    nested = [[x * y for y in xs] for x in xs]
    funcs = [lambda: x for x in xs]
    plain = [x + 1 for x in xs if x]
    pairs = {x: [y for y in range(x)] for x in xs}
    gen = sum(x for x in xs)
    return before, nested, [f() for f in funcs], plain, pairs, gen, x


print(shadows([1, 2, 3]))
mod = [lambda: v for v in range(3)]
again = [v for v in range(3)]
print([f() for f in mod], again, "v" in globals())


def failing():
    i = "kept"
    try:
        [1 // i for i in (2, 1, 0)]
    except ZeroDivisionError:
        return i


def unbound(flag):
    if flag:
        y = 1
    z = [y for y in range(3)]
    try:
        return y, z
    except UnboundLocalError:
        return "unbound", z


print(failing(), unbound(True), unbound(False))


def deleted():
    a = b = 1
    del a
    try:
        return a
    except UnboundLocalError:
        return b


def uses_global():
    global made, flag
    made = flag = 7
    del made
    return "made" in globals(), flag


print(deleted(), uses_global(), path_join("a", "b"), basename("a/b"), osp.basename("c/d"), floor(2.5))
print(collections.abc.Sized.__name__, [k for k in ("flag", "items") if k in globals()])


class Meta(type):
    def __new__(mcs, name, bases, ns, **kw):
        cls = super().__new__(mcs, name, bases, {k: v for k, v in ns.items() if not k.startswith("drop")})
        cls.tag = kw.get("tag")
        return cls

    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)


class Made(metaclass=Meta, tag="t"):
    drop_me = 1
    keep = 2


print(hasattr(Made, "drop_me"), Made.keep, Made.tag)
