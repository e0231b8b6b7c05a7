# from: 3.10
"""Patterns with many captures, in sequences, mappings and classes."""


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def take(value):
    match value:
        case [a, b, c, d, e, f]:
            return "six", f, e, d, c, b, a
        case [a, b, c, d, e]:
            return "five", e, d, c, b, a
        case [a, *middle, z] if a == z:
            return "same ends", middle
        case {"a": a, "b": [b, c], "c": {"d": d, **inner}, **rest}:
            return "mapping", a, b, c, d, inner, rest
        case Point(x=Point(x, y), y=[z, *_]):
            return "nested", x, y, z
        case Point(x, y) as p if x > y:
            return "point", p is value, x, y
        case ((1 | 2 | 3) as few) | [few, "few"]:
            return "few", few
        case "text" | b"bytes" | None | True | 1.5 | -3 | 2j:
            return "literal", value
        case _:
            return "other"


for value in ([1, 2, 3, 4, 5, 6], (1, 2, 3, 4, 5), [0, 1, 2, 0], {"a": 1, "b": [2, 3], "c": {"d": 4, "e": 5}, "f": 6},
              Point(Point(1, 2), [3, 4]), Point(2, 1), Point(1, 2), 3, [9, "few"], "text", b"bytes", None, True, 1.5, -3, 2j, "no"):
    print(take(value))
