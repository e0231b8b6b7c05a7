# Loops over range() that need no range and no iterator: what must not be seen of that.
import builtins, sys


def forms():
    for args in ((0,), (3,), (-2,), (2, 5), (5, 2), (-3, 2), (0, 10, 3), (10, 0, -3), (1, 2, 5), (3, 3, -1),
                 (2**23 - 3, 2**23), (2**23 - 3, 2**23 + 2), (-2**23, -2**23 + 2), (-2**23 - 1, -2**23 + 1),
                 (2**46, 2**46 + 2), (2**47 - 2, 2**47 + 1), (2**100, 2**100 + 2), (-2**100, -2**100 + 3, 2)):
        got = []
        if len(args) == 1:
            for i in range(args[0]):
                got.append(i)
        elif len(args) == 2:
            for i in range(args[0], args[1]):
                got.append(i)
        else:
            for i in range(args[0], args[1], args[2]):
                got.append(i)
        print(args, got)
        print([x for x in range(*args)][:3], list(range(*args))[:3])


def body_rebinds():
    total = 0
    for i in range(5):
        i += 10
        total += i
        if i == 13:
            break
    else:
        print("not here")
    print(i, total)
    for i in range(0):
        pass
    else:
        print("empty", i)
    for i in range(True), range(False, 2):
        for j in i:
            print("bool", j)
    for i in range(True):
        print(i)


def nested(n):
    return [(i, j, k) for i in range(n) for j in range(i) for k in range(j, i)]


def suspended(n):
    for i in range(n):
        for j in range(i, i + 2):
            got = yield i, j
            if got:
                print("sent", got, i, j)


def kept():
    r = range(3)
    a, b = iter(r), iter(range(3))
    print(next(a), next(b), list(a), list(b), r, type(b).__name__)
    for i in r:
        for j in r:
            print(i, j, end=" ")
    print()
    for it in [iter(range(2))]:
        print(type(it).__name__, list(it))


def errors():
    for bad in ((1.5,), ("a",), (0, 1, 0), (), (1, 2, 3, 4), (None, 1)):
        try:
            if len(bad) == 1:
                for i in range(bad[0]):
                    pass
            elif len(bad) == 3:
                for i in range(bad[0], bad[1], bad[2]):
                    pass
            elif len(bad) == 2:
                for i in range(bad[0], bad[1]):
                    pass
            elif not bad:
                for i in range():
                    pass
            else:
                for i in range(1, 2, 3, 4):
                    pass
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e, e.__traceback__.tb_lineno - errors.__code__.co_firstlineno)


class Index:
    def __index__(self):
        print("index")
        return 2


def fake(*args):
    print("fake", args)
    return iter("xy")


def loop(n):
    out = []
    for i in range(n):
        out.append(i)
        for j in range(n):
            out.append(j)
    return out


def locals_of():
    for i in range(2):
        print(sorted(sys._getframe().f_locals.items()))
    print([sorted(locals()) for q in range(1)])


forms()
body_rebinds()
print(nested(4))
g = suspended(3)
print(next(g), next(g), g.send("x"), list(g))
kept()
errors()
locals_of()
print(loop(2))
for i in range(Index()):
    print(i)
print(loop(2), loop(2), loop(2))
range = fake
print(loop(2), loop(1))
del range
print(loop(2))
builtins_range = builtins.range
builtins.range = fake
print(loop(2))
builtins.range = builtins_range
print(loop(2))


def changed_while_running():
    global range
    for i in range(3):
        for j in range(2):
            print(i, j)
        if i == 1:
            range = lambda n: "ab"
        elif i == 2:
            del range


changed_while_running()
print(loop(1))


class Range2:
    def __init__(self, n):
        pass

    def __iter__(self):
        return iter("sub")


def with_class(cls):
    for i in cls(2):
        print(i)


for cls in (range, range, range, Range2, range):
    with_class(cls)
total = 0
for i in range(3):
    for j in range(i):
        total += j
print(total, i, j)
for i in range(2):
    try:
        for j in range(2):
            if i == j:
                continue
            raise ValueError(i, j)
    except ValueError as e:
        print(e)
for x in range(10, 0, -4):
    print(x)
