# Where a load that is no instruction any more fails: line and caret of the load itself.
# stress: 50
import traceback

def one():
    return 1

def several(n):
    total = 0
    for i in range(n):
        total = (
            total +
            one() +
            i
        )
        if i == 1:
            globals().pop("one")
    return total

try:
    several(5)
except NameError:
    traceback.print_exc()

import math

def attr(n):
    for i in range(n):
        x = math.fsum([i,
                       1.0]) + math.hypot(
            i, i)
        if i == 0:
            del math.hypot
    return x

try:
    attr(3)
except AttributeError:
    traceback.print_exc()

def nested():
    try:
        for i in range(3):
            helper(i)
            if i == 1:
                del globals()["helper"]
    except NameError as e:
        raise ValueError("outer") from e

def helper(i):
    pass

try:
    nested()
except ValueError:
    traceback.print_exc()

def handler_inside(n):
    out = []
    for i in range(n):
        try:
            out.append(target)
        except NameError:
            out.append("caught %d" % i)
        else:
            out.append("else")
        finally:
            out.append("finally")
        if i == 0:
            globals().pop("target", None)
    return out

target = "t"
print(handler_inside(3))
