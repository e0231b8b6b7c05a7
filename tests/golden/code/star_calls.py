# dis: --stage=code --function f
# What is unpacked is read when CPython reads it: `*a` before `g()`, and a mapping is merged before the next value is made.
def f(g, a, k, *rest, **more):
    g(*a)
    g(1, *a, *g(), x=g(), **k, **more)
    rest = g(*rest, *a)
    return g(*rest, **more)
