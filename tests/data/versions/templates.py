# from: 3.14
"""Template strings (PEP 750)."""
import string.templatelib
from string.templatelib import Template, Interpolation, convert
name = "World"; n = 3.14159
t = t"Hello {name!r:>10} and {n:.{2}f}{n}!"
print(t); print(type(t), type(t.interpolations[0]))
print(t.strings, t.values, [i.expression for i in t.interpolations], [i.conversion for i in t.interpolations], [i.format_spec for i in t.interpolations])
print(list(t)); print(list(t"")); print(t"" , t"plain", t"{name}")
print(t"a{1}" + t"b{2}c")
try: t"a" + "b"
except TypeError as e: print(e)
try: "b" + t"a"
except TypeError as e: print(e)
print(Template("a", "b", Interpolation(1), Interpolation(2, "x", "r", ">3"), "c"))
try: Template(3)
except TypeError as e: print(e)
try: Template(a=3)
except TypeError as e: print(e)
try: Interpolation(1, "x", "q")
except ValueError as e: print(e)
try: Interpolation(1, 2)
except TypeError as e: print(e)
print(convert(1, None), convert("x", "r"), convert("é", "a"), convert(5, "s"))
def html(t):
    out = []
    for part in t:
        match part:
            case str(s): out.append(s)
            case Interpolation(value, _, conv, spec): out.append(format(convert(value, conv), spec))
    return "".join(out)
print(html(t)); print(html(t"{name=} {n = :.1f}"))
print(rt"\n{name}" t"x", t'{t"{name}"}')
try: t.strings = 3
except AttributeError as e: print(e)
try:
    class X(Template): pass
except TypeError as e: print(e)
print(Template[int], t == t, t"" == t"")
def f():
    for i in range(2): yield t"{i}{i+1!s}"
print(list(f()))
try: t"{undefined_name}"
except NameError as e: print(e)
print(t"{x}" if (x := 4) else 0, hash(t) == hash(t))
