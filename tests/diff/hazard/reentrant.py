# Code that Python calls back from inside an operation changes what the operation works on.
from itertools import groupby
import io


class Same:
    def __init__(self, act=None):
        self.act = act

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if self.act:
            self.act()
        return NotImplemented


def clearing(make):
    a, b = set(), set()
    for x in range(3):
        a.add(Same())
    b.add(Same(lambda: (a.clear(), b.clear())))
    return len(make(a, b))


for make in (lambda a, b: a & b, lambda a, b: a | b, lambda a, b: a - b, lambda a, b: a ^ b):
    print(clearing(make))
s = {Same(lambda: s.clear())}
print(Same() in s, len(s))
s = set()
s.add(Same(lambda: (s.clear(), s.update(range(100, 200)))))
s.add(Same())
print(len(s))

# A key deleted and added again during iteration.
for view in ("keys", "values", "items"):
    d = {0: 0}
    try:
        for _ in getattr(d, view)():
            del d[0]
            d[0] = 0
    except RuntimeError as e:
        print(view, e)
d = {k: k for k in range(5)}
for _ in range(4):
    d.popitem()
    d[9] = 1
print(d)

# groupby whose key comparison reads on.
i = 0


class K:
    def __init__(self, v):
        pass

    def __eq__(self, other):
        global i
        i += 1
        if i == 1:
            next(g, None)
        return True


g = next(groupby(range(10), K))[1]
print([next(g, None) for _ in range(2)])


# A memoryview released by its own index or value.
class Index:
    def __index__(self):
        m.release()
        return 4


class Float:
    def __float__(self):
        m.release()
        return 4.5


class Bool:
    def __bool__(self):
        m.release()
        return True


def view(code="B"):
    return memoryview(bytearray(b"\xff" * 64)).cast(code)


def attempt(act):
    try:
        print(act())
    except (ValueError, AttributeError, RecursionError) as e:
        print(type(e).__name__, e)


m = view()
attempt(lambda: m[Index()])
m = view()
attempt(lambda: list(m[:Index()]))
m = view()
attempt(lambda: list(m[Index():8]))
for code, value in (("B", Index()), ("f", Float()), ("d", Float()), ("?", Bool())):
    m = view(code)
    attempt(lambda: m.__setitem__(0, value))
m = view()
attempt(lambda: m.__setitem__(Index(), 1))

t = io.TextIOWrapper(io.BytesIO())
try:
    del t._CHUNK_SIZE
except AttributeError:
    print("AttributeError")


# Slots that lead to each other.
class Loop:
    pass


Loop.__repr__ = Loop.__str__
try:
    str(Loop())
except RecursionError as e:
    print("RecursionError")
try:
    repr(Loop())
except RecursionError as e:
    print("RecursionError")
