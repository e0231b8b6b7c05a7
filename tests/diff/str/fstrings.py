x, y, name = 5, 2.5, "Bob"
print(f"{x} {y!r} {name!s:>6} {x:03d} {y:.3f} {x + 1} {name.upper()} {x if x > 3 else y} {{x}} {x!r:>4}|{'nested ' + str(x)}")
print(f"{x=} {y = } {name=!r} {x=:04d}", f"{'a' 'b'}", f"{x:{x}}|{y:{'>'}{10}.{2}f}", f"{ {'k': 1}['k'] }", f"{(lambda v: v * 2)(x)}", f"{x}" f"{y}" "plain", f"", f"{None}{True}", f"{[i for i in range(3)]}", f"{name[0]}{name[-1]!a}", f"{1e10:,} {10**10:_}")
class C:
    def __format__(self, spec): return "C<%s>" % spec
    def __repr__(self): return "rep"
    def __str__(self): return "st"
print(f"{C()} {C():abc} {C()!r} {C()!s:>4} {C():{x}}")
try:
    f"{undefined_thing}"
except NameError as e:
    print(e)
