# stress: 2000
import os.path as osp, math as m
from math import sqrt as s, pi
from os import path
import collections.abc
import string, textwrap
print(osp is path, m.floor(2.5), s(9), pi, collections.abc.Iterable.__name__, string.ascii_lowercase, textwrap.fill("a b c d", 3))
for st in ("import nonexistent_module_q", "from math import nothing", "import os.nothing", "from . import x", "from os.path import zzz", "import math.x", "from nonexistent_q import z"):
    try: exec(st)
    except ImportError as e: print(type(e).__name__, e, e.name)
import sys
print("textwrap" in sys.modules, sys.modules["math"] is m, __import__("math") is m, __import__("os.path").__name__, __import__("os.path", fromlist=["join"]).__name__, math_local() if False else m.__name__)
def f():
    import json as j
    from json import dumps
    return j.dumps([1]), dumps({"a": None})
print(f())
from string import *
print(digits, capwords("a b"))
sys.modules["fake_mod"] = type(sys)("fake_mod"); sys.modules["fake_mod"].v = 9
import fake_mod; from fake_mod import v; print(v, fake_mod)
sys.modules["blocked"] = None
try: import blocked
except ImportError as e: print(type(e).__name__, e)
