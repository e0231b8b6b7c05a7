# counts: no, how deep recursion goes
import sys


# ---- recursion: how deep, and that it ends well ----
class Deep:
    depth = 0

    def __add__(self, o):
        Deep.depth += 1
        return self + o

    def __lt__(self, o):
        Deep.depth += 1
        return self < o

    def __getitem__(self, i):
        Deep.depth += 1
        return self[i]

    def __call__(self, x):
        Deep.depth += 1
        return [self(x)]

    def __bool__(self):
        Deep.depth += 1
        return not self

    def __contains__(self, x):
        Deep.depth += 1
        return x in self


def deep(f):
    Deep.depth = 0
    try:
        f(Deep())
    except RecursionError as e:
        return Deep.depth


sys.setrecursionlimit(200)
for n in range(4):  # the levels are all given back
    print([deep(f) > limit for f, limit in ((lambda d: d + 1, 150), (lambda d: d[1], 150), (lambda d: d < 1, 60),
                                            (lambda d: d(1), 60), (lambda d: 1 if d else 2, 60), (lambda d: 1 in d, 60))])
sys.setrecursionlimit(1000)
