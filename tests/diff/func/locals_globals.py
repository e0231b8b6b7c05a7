def f(a, b=2):
    c = a + b
    return locals()
print(f(1))
def g():
    x = 1
    l = locals()
    y = 2
    l["z"] = 3
    return sorted(l), "z" in dir()
print(g())
print("f" in globals(), globals()["__name__"])
globals()["made"] = 42
print(made)
class C:
    a = 1
    print(sorted(k for k in locals() if not k.startswith("__")))
    locals()["b"] = 2
print(C.b)
def h(x):
    def i(): return x
    return sorted(locals())
print(h(1))
print([sorted(locals()) for q in [1]])
