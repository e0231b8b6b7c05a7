# What the pass `return` must not do: lose a store to a local that somebody who holds the frame sees, or a handler.
import sys

frames = []
def keep():
    frames.append(sys._getframe(1))

def merged(c):
    keep()
    if c:
        x = "yes"
    else:
        x = "no"
    return x

def merged_thrice(c):
    keep()
    x = None
    if c == 1:
        x = "one"
    elif c == 2:
        x = x, c
    elif c == 3:
        del x
        x = 3
    return x

def conditional(c, a, b):
    keep()
    return (a if c else b) or (b and a)

def loop(items):
    keep()
    for x in items:
        if x > 2:
            found = x
            break
    else:
        found = None
    return found

def tail_kept(f):
    keep()
    x = f(2)
    return x

def tail_attribute(f):
    keep()
    x = f.__name__
    return x

def tail_method(f):
    keep()
    x = [1, 2].index(2)
    return x

for call in (lambda: tail_kept(abs), lambda: tail_attribute(abs), lambda: tail_method(abs)):
    print(call(), sorted(frames.pop().f_locals.items(), key=str))
for call in (lambda: merged(1), lambda: merged(0), lambda: merged_thrice(1), lambda: merged_thrice(2), lambda: merged_thrice(3),
             lambda: merged_thrice(4), lambda: conditional(1, 0, 5), lambda: conditional(0, 7, 0), lambda: loop([1, 2, 3, 4]),
             lambda: loop([1])):
    print(call(), frames.pop().f_locals)

def protected(c, log):
    try:
        if c == 1:
            log.append(c)
        elif c == 2:
            return log.missing
        else:
            log.append(1 / c)
    except ZeroDivisionError:
        log.append("zero")
    except AttributeError as e:
        log.append(type(e).__name__)
    return log

def in_finally(c):
    try:
        if c:
            r = 1
        else:
            r = 2
        return r
    finally:
        if c:
            r = 3
        else:
            return r

def in_with(c, m):
    with m:
        if c:
            return 1 / (c - 1)
    return "end"

class Quiet:
    def __enter__(self):
        return self
    def __exit__(self, *what):
        print("exit", what[0])
        return True

print([protected(c, []) for c in (0, 1, 2, 4)], in_finally(0), in_finally(1))
print([in_with(c, Quiet()) for c in (0, 1, 2)])

def phis(a, b, c):
    # Each way into the one return brings another value.
    return (a or b) if c else (b and a) if a else (c, b)

for a in (0, 1):
    for b in ("", "b"):
        for c in (None, "c"):
            print(a, repr(b), c, phis(a, b, c))
