x = "global"
class A:
    print(x)
    x = "class"
    print(x)
    def f(self): return x
    y = [x for _ in range(1)]
    z = (lambda: x)()
    print(__qualname__, __module__)
    del x
    print(x)
print(A().f(), A.y, A.z, hasattr(A, "x"))
def outer():
    v = "local"
    class B:
        w = v
        def g(self): return v, __class__.__name__
        v = "shadow"
        u = v
    return B.w if hasattr(B, "w") else None, B().g(), B.u, B.v
try: print(outer())
except NameError as e: print(e)
for i in range(2):
    class Loop:
        n = i
        if i: m = "second"
    print(Loop.n, hasattr(Loop, "m"))
