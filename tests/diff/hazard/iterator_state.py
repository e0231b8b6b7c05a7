# stress: 400
# Iterators are copied and pickled in the middle: __reduce__ and __setstate__ of itertools, deque, set, range and iter(f, x).
import copy
import itertools as I
import operator
import pickle
from collections import deque


def rest(it, n=12):
    return list(I.islice(it, n))


def sample():
    yield "accumulate", lambda: I.accumulate([1, 2, 3, 4], operator.mul)
    yield "accumulate initial", lambda: I.accumulate([1, 2, 3, 4], initial=10)
    yield "accumulate none", lambda: I.accumulate([None, None, None], print_nothing)
    yield "chain", lambda: I.chain("ab", "cd", [], "e")
    yield "chain from", lambda: I.chain.from_iterable(["ab", "cd"])
    yield "compress", lambda: I.compress("abcdef", [1, 0, 1, 0, 1, 1])
    yield "count", lambda: I.count(3, 2)
    yield "cycle", lambda: I.cycle("abc")
    yield "dropwhile", lambda: I.dropwhile(small, [1, 2, 8, 1, 9])
    yield "takewhile", lambda: I.takewhile(small, [1, 2, 3, 8, 1])
    yield "filterfalse", lambda: I.filterfalse(small, [1, 8, 2, 9, 10])
    yield "starmap", lambda: I.starmap(operator.pow, [(2, 3), (3, 2), (4, 2)])
    yield "islice", lambda: I.islice("abcdefghij", 1, 9, 2)
    yield "zip_longest", lambda: I.zip_longest("abc", "x", [1, 2], fillvalue="-")
    yield "repeat", lambda: I.repeat("r", 4)
    yield "product", lambda: I.product("ab", [1, 2], repeat=1)
    yield "product none", lambda: I.product("ab", [])
    yield "permutations", lambda: I.permutations("abc", 2)
    yield "combinations", lambda: I.combinations("abcd", 2)
    yield "combinations long", lambda: I.combinations("ab", 3)
    yield "replacement", lambda: I.combinations_with_replacement("abc", 2)
    yield "replacement none", lambda: I.combinations_with_replacement("", 0)
    yield "tee", lambda: I.tee(list(range(70)))[1]
    yield "deque", lambda: iter(deque("abcd"))
    yield "deque reversed", lambda: reversed(deque("abcd"))
    yield "set", lambda: iter({1, 2, 3})
    yield "long range", lambda: iter(range(10**20, 10**20 + 5))
    yield "callable", lambda: iter(list, 3)


def print_nothing(a, b):
    return None


def small(x):
    return x < 5


for name, make in sample():
    for steps in 0, 1, 2, 3, 60:
        it = make()
        rest(it, steps)
        for proto in range(pickle.HIGHEST_PROTOCOL + 1):
            data = pickle.dumps(it, proto)
            again = pickle.loads(data)
            print(name, steps, proto, rest(again))
        print(name, "deep", rest(copy.deepcopy(it)), rest(it))

g = I.groupby("aabbbc")
key, group = next(g)
print(key, next(group), g.__reduce__()[2:], group.__reduce__()[1][1])
h, k = pickle.loads(pickle.dumps((g, group)))
print([(a, list(b)) for a, b in h], list(k))
next(g)
print(group.__reduce__())

refused = """I.chain().__setstate__(())
I.chain().__setstate__(1)
I.chain().__setstate__(([],))
I.chain().__setstate__((1, 2, 3))
I.groupby([]).__setstate__(1)
I.groupby([]).__setstate__((1,))
I.cycle([]).__setstate__(1)
I.cycle([]).__setstate__((1, 2))
I.cycle([]).__setstate__(([], 'a'))
I.permutations([], 1).__setstate__(1)
I.permutations([1], 1).__setstate__(((), ()))
I.permutations([1], 1).__setstate__((1, ()))
I.product([1]).__setstate__(1)
I.product('a').__setstate__(('a',))
I.product('ab').__setstate__((7,))
I.combinations([1], 1).__setstate__(1)
I.islice([], 1).__setstate__('a')
I.tee([])[0].__setstate__(1)
I.tee([])[0].__setstate__((1, 2))
I._tee_dataobject()
I._tee_dataobject([], 1, 2)
I._tee_dataobject([], [1], 2)
type(iter(deque()))()
type(iter(deque()))(1)
type(iter(deque()))(deque(), 'a')"""
for text in refused.splitlines():
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, type(e).__name__, e)

for make in iter, reversed:
    for at in 0, 1:
        d = deque([1, 2][:at])
        it = make(d)
        rest(it, at)
        d.append(3)
        for i in 1, 2:
            try:
                print(next(it))
            except Exception as e:
                print(make.__name__, at, type(e).__name__, e)


class Slotted(frozenset):
    __slots__ = ("x", "y", "__dict__")


class Bytes(bytearray):
    __slots__ = ("x", "__dict__")


class Deque(deque):
    __slots__ = ("x", "__dict__")


for cls, items in (Slotted, [1]), (Bytes, b"ab"), (Deque, "ab"):
    a = cls(items)
    a.x, a.z = 10, 20
    for proto in range(pickle.HIGHEST_PROTOCOL + 1):
        b = pickle.loads(pickle.dumps(a, proto))
        print(cls.__name__, proto, b == a, type(b) is cls, b.x, b.z)
    b = copy.copy(a)
    print(b == a, getattr(b, "x", "lost"), b.z) # deque's own copy() knows no slots
