# from m import * with names that are none, in a module whose own name may be none.
import sys
import types


def star(name, all=None, key=None):
    m = types.ModuleType("star_names_m")
    sys.modules["star_names_m"] = m
    m.__name__ = name
    if all is not None:
        m.__all__ = all
    if key is not None:
        m.__dict__[key] = 1
    try:
        exec("from star_names_m import *", {})
        print("imported")
    except Exception as e:
        print(type(e).__name__, e)


star("m", ["__doc__"])
star("m", [1])
star("m", key=2)
star(5, ["__doc__"])
star(5, [1])
star(None, [b"x"])
star(5, key=2)
star(5)
