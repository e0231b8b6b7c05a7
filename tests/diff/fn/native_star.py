# Builtins with any number of positional arguments, called with few, many, keywords and stars, hot enough to be specialised.
import itertools
import math


def hot(s):
    out = []
    for i in range(6):
        out.append((s.find("a"), s.find("a", 1), s.find("a", 1, 3), s.startswith("b"), s.startswith("b", 1), s.startswith(("b", "c"), 1, 4),
                    s.count("a"), s.index("a"), s.endswith("a"), max(3, 1, 2), min(3, 1), max([1, 2]), math.gcd(), math.gcd(4), math.gcd(4, 6, 8),
                    math.hypot(3, 4), max(i, 2, key=lambda v: -v), list(zip()), list(zip("ab")), list(zip("ab", "cd", "ef"))))
    return out[-1]


print(hot("banana"), hot("cab"[0:3] + "a"))


def wrong(f):
    for _ in range(4):
        try:
            r = f()
        except Exception as e:
            r = type(e).__name__, str(e)
    print(r)


s = "abc"
for f in (lambda: s.find(1), lambda: s.find(sub="a"), lambda: max(),
          lambda: max(1), lambda: min([], default=5), lambda: max(1, 2, default=3), lambda: {}.update(1, 2), lambda: {}.pop(), lambda: {}.get(),
          lambda: [].index(), lambda: [].pop(1, 2), lambda: set().union(1), lambda: set().union(), lambda: {1}.union([2], (3,)),
          lambda: str.find("abc", "c"), lambda: str.find(), lambda: str.find(5, "c"), lambda: math.gcd(1.5), lambda: print(sep=1),
          lambda: list(itertools.chain()), lambda: list(itertools.chain([1], (2,))), lambda: getattr(s, "nope", 3), lambda: getattr(s),
          lambda: s.format(), lambda: "{}{}".format(1, 2), lambda: "{a}".format(a=1), lambda: set().intersection_update(), lambda: print(end="")):
    wrong(f)
