# from: 3.7
"""Annotations as text, in every version that can be asked for them."""
from __future__ import annotations
import sys

flag: int = 3
unknown: list[Nowhere] = []


class C:
    x: Undefined = 4
    y: "quoted"

    def method(self, a: C, *b: int | None, c: d.e = 1, **f: lambda: 0) -> C:
        local: Undefined = a
        return local


print(C.__annotations__, C.method.__annotations__, C().method(5))
print({name: text for name, text in sys.modules[__name__].__annotations__.items()})
C.method.__annotations__ = {"a": 1}
print(C.method.__annotations__, (lambda: 0).__annotations__)
