# from: 3.10
"""Every kind of pattern."""


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def match(v):
    match v:
        case None | True | False:
            return "singleton"
        case 0 | 1.5 | "text" | b"bytes":
            return "literal"
        case Point(0, y=yy):
            return "point on axis", yy
        case Point(x, y) if x == y:
            return "diagonal", x
        case Point():
            return "point"
        case [] | [[]]:
            return "empty"
        case [1, *rest, 2]:
            return "between", rest
        case [a, (b, c), *_]:
            return "nested", a, b, c
        case {"kind": "a", "value": value, **rest}:
            return "mapping", value, sorted(rest.items())
        case {"kind": kind}:
            return "kind", kind
        case {}:
            return "any mapping"
        case int(n) | float(n):
            return "number", n
        case str() as s:
            return "str", s
        case (x, y) | (x, y, _):
            return "tuple", x, y
        case _:
            return "other"


for v in (None, True, 0, 1.5, "text", b"bytes", Point(0, 3), Point(2, 2), Point(1, 2), [], [[]], [1, 5, 6, 2], [3, (4, 5), 6],
          {"kind": "a", "value": 1, "more": 2, "and": 3}, {"kind": 9}, {"q": 1}, 17, 2.25, "other", (1, 2), (1, 2, 3), {1}):
    print(match(v))
with (open(__file__ if False else "/dev/null") as f, open("/dev/null") as h):
    print(f.read(), h.name)
