# until: 3.13
"""Annotations where they are evaluated at once; lazy_annotations.py is for later versions."""
flag: int = 3
items: list = []
lazy: "str"


class C:
    x: int = 4
    y: "later" = None


def f(a: int, *b: str, c: float = 1.0, **d: bool) -> None:
    """doc"""
    local: int = 3
    return local


print(sorted(__annotations__), sorted(C.__annotations__), sorted(f.__annotations__), f(1), C.x)
