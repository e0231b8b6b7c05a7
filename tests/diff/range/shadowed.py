def f():
    out = []
    for i in range(3):
        out.append(i)
    return out
print(f())
def range(n): return ["shadow"] * n
print(f())
del range
print(f())
import builtins
orig = builtins.range
builtins.range = lambda n: orig(n * 2)
print(f())
builtins.range = orig
print(f())
