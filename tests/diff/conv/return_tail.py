# Returns that are reached from several sides, and stores before them that a kept frame still shows.
import sys

kept = []


def keep():
    kept.append(sys._getframe(1))
    return 1


def stored(c):
    keep()
    x = "yes" if c else "no"
    return x


print(stored(1), stored(0), [f.f_locals for f in kept])


def pick(c, d):
    return ("both" if d else "c") if c else ("d" if d else None)


print([pick(c, d) for c in (0, 1) for d in (0, 1)])


def guarded(c, log):
    try:
        return log.append("c") if c else c / 1
    except TypeError as e:
        return "caught " + type(e).__name__
    finally:
        log.append("finally")


log = []
print(guarded(1, log), guarded(0, log), guarded(None, log), log)


def gen(c):
    yield 1
    return "a" if c else "b"


def outer(c):
    r = yield from gen(c)
    return r if r == "a" else (yield r)


for c in (0, 1):
    g = outer(c)
    try:
        while True:
            print(next(g), end=" ")
    except StopIteration as e:
        print("->", e.value)


class C:
    def __init__(self, c):
        return None if c else c


print(type(C(1)).__name__)
try:
    C(0)
except TypeError as e:
    print(e)
