# stress: 500
x: int = 5
y: "str"
print(__annotations__)
class A:
    a: int
    b: str = "z"
    def f(self, p: int, *q: "T", r: float = 1.0) -> None: v: int = 3; return v
print(A.__annotations__, A.f.__annotations__, A().f(1), hasattr(A, "a"))
def g():
    z: int
    try: z
    except UnboundLocalError as e: print(e)
g()
from typing import List, Optional, Union, Any, Callable, TypeVar, Generic
T = TypeVar("T")
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
print(Box[int](5).v, Optional[int], List[str], Union[int, str], Callable[[int], str], list[int] | None, Box[int])
