# Attributes of modules that loops find in registers: patched, missing, and modules that are rebound or deleted.
# stress: 50
import math, os, sys, traceback


def total(n):
    out = []
    for i in range(n):
        out.append(round(math.sqrt(i) + math.pi, 3))
        if i == 2:
            setattr(math, "pi", 100)
        if i == 3:
            setattr(math, "sqrt", lambda x: -x)
    return out


save = math.sqrt, math.pi
try:
    print(total(6))
finally:
    math.sqrt, math.pi = save


def keywords(rows):
    out = []
    for r in rows:
        out.append(math.isclose(r, 1.0, rel_tol=0.5))
        out.append(os.path.join("a", str(r)))
    return out


print(keywords([1.0, 3.0]))


class M:
    def floor(self, x):
        return ("M", x)

    def __getattr__(self, name):
        return name


def rebound(n):
    out = []
    for i in range(n):
        out.append(math.floor(i + str.__len__("ab")))
        out.append(math.tau)
        if i == 1:
            globals()["math"] = M()
        if i == 3:
            del globals()["math"]
    return out


keep = math
print(rebound(4)[::3])
try:
    rebound(2)
except NameError as e:
    print(e)
math = keep


def missing(n, log):
    for i in range(n):
        log.append(i)
        if i == 2:
            delattr(math, "gone")
        math.gone(i)


math.gone = lambda x: None
log = []
try:
    missing(5, log)
except AttributeError as e:
    print(e, log)
    frame = traceback.extract_tb(e.__traceback__)[-1]
    print(frame.line, frame.colno, frame.end_colno)


def guarded(n):
    out = 0
    for i in range(n):
        if hasattr(math, "never"):
            out += math.never(i)
        out += math.floor(1.5)
    return out


print(guarded(3))


def swap_stdout():
    sys.stdout, was = Sink(), sys.stdout
    return was


def written(words):
    for w in words:
        sys.stdout.write(w)
        if w == "b":
            was = swap_stdout()
    sys.stdout, sink = was, sys.stdout
    print()
    return sink.got


class Sink:
    def __init__(self):
        self.got = []

    def write(self, text):
        self.got.append(text)


print(written("abcd"))
