# What matches as a sequence or mapping: registering with an abstract class does not make a str a sequence.
import array
import collections
import collections.abc
from collections import deque


def kind(x):
    match x:
        case [*_]:
            return "sequence"
        case {}:
            return "mapping"
    return None


class Registered:
    pass


class Sub(Registered):
    pass


collections.abc.Sequence.register(Registered)


class Both(collections.UserDict, collections.abc.Sequence):
    pass


class Both2(collections.UserList, dict):
    pass


class C:
    pass


class Both3(collections.UserDict, C, list):
    pass


class Str(str):
    pass


class Map:
    pass


collections.abc.MutableMapping.register(Map)
collections.abc.Sequence.register(Map)
for x in ("abc", b"abc", bytearray(b"x"), Str("a"), [1], (1,), range(3), deque([1]), array.array("b", b"a"), memoryview(b"ab"), {}, {1}, {1: 2}.keys(),
          Registered(), Sub(), Both.__new__(Both), Both2.__new__(Both2), Both3.__new__(Both3), type("T", (), {}).__dict__, collections.OrderedDict(),
          collections.UserString("x"), Map(), collections.ChainMap(), iter([]), 5):
    print(type(x).__name__, kind(x))


def first(x):
    match x:
        case ["x"]:
            return 0
        case "x":
            return 1
        case (a, b, c):
            return a, b, c


print(first("x"), first(["x"]), first("abc"), first(b"abc"))
