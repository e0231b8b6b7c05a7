# stress: 10
# What inspect and dataclasses ask of builtin types.
import inspect
import io
import tempfile
import types
from dataclasses import dataclass

for t in (object, float, complex, list, tuple, memoryview, property, enumerate, reversed, types.ModuleType, types.FunctionType, types.MethodType, types.CodeType,
          dict, int):
    print(t.__name__, t.__text_signature__)
print(inspect.signature(object), inspect.signature(complex))
for t, name in ((types.FunctionType, "__globals__"), (types.FunctionType, "__code__"), (slice, "start"), (property, "fget"), (type, "__mro__"),
                (types.CodeType, "co_name"), (types.MethodType, "__self__")):
    d = vars(t)[name]
    print(t.__name__, name, type(d).__name__, inspect.ismemberdescriptor(d), inspect.isgetsetdescriptor(d), d.__name__, d.__objclass__.__name__, repr(d))
try:
    slice(1).start = 2
except AttributeError as e:
    print(e)
try:
    (lambda: 0).__globals__ = {}
except AttributeError as e:
    print(e)


@dataclass
class Slotted:
    __slots__ = ("x",)
    x: int


@dataclass
class Derived(Slotted):
    y: int


@dataclass(slots=True)
class Made:
    x: int
    y: str = "a"


@dataclass(init=False)
class NoInit:
    x: int = 3


try:
    Slotted()
except TypeError as e:
    print(e)
print(Slotted(1), Derived(1, 2), Made(4), Made.__slots__, NoInit())
with tempfile.SpooledTemporaryFile(max_size=10) as f:
    f.write(b"12345")
    print(f._rolled)
    f.write(b"67890a")
    f.seek(0)
    print(f._rolled, f.read())
print(io.IOBase().closed)
