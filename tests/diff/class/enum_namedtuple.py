from enum import Enum, IntEnum, auto, Flag
class Color(Enum):
    RED = 1; GREEN = 2; BLUE = auto(); CRIMSON = 1
print(Color.RED, repr(Color.GREEN), Color(3), Color["RED"], Color.CRIMSON is Color.RED, list(Color), Color.RED.name, Color.RED.value, Color.RED == 1, len(Color), isinstance(Color.RED, Color), {Color.RED: 1}[Color(1)])
class N(IntEnum):
    A = 1; B = 2
print(N.A + 1, N.B > N.A, N(2), sorted([N.B, N.A]), N.A == 1)
class Fl(Flag):
    X = 1; Y = 2; Z = X | Y
print(Fl.X | Fl.Y, Fl.Z & Fl.X, bool(Fl.X & Fl.Y), Fl.X in Fl.Z)
try: Color(99)
except ValueError as e: print(e)
from collections import namedtuple
Pt = namedtuple("Pt", "x y", defaults=[0])
p = Pt(1, 2)
print(p, p.x, p[1], Pt(5), p._replace(x=9), p._asdict(), Pt._fields, p == (1, 2), *p, Pt._make([3, 4]), p < Pt(1, 3), hash(p) == hash((1, 2)))
try: p.x = 1
except AttributeError as e: print(e)
