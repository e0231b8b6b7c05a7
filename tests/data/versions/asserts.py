"""Assertions: gone with -O, which the name of this program keeps away from it."""


def check(n):
    assert n > 0
    assert n < 10, "too large: %d" % n
    return n


for n in (5, 0, 12):
    try:
        print(check(n))
    except AssertionError as e:
        print(type(e).__name__, e)
AssertionError = ValueError  # the statement means the builtin one
try:
    assert not 1, "still"
except ValueError:
    print("wrong")
except BaseException as e:
    print(type(e).__name__, e)
