def f(a, b, c=1): pass
def g(*, k): pass
def h(a, /, b): pass
def n(): pass
def two(*, k, m): pass
def v(a, *args, k=1): pass
class C:
    def m(self, x): pass
for t in ("f()", "f(1)", "f(1,2,3,4)", "f(1,2,d=3)", "f(1,a=1)", "g()", "g(1)", "h(a=1,b=2)", "h(1)", "n(1)", "n(x=1)", "two()", "v()", "C().m()", "C().m(1,2)", "C.m()", "f(*1)", "f(**1)", "f(1,2,**{'b':1})", "f(**{1:2})", "C(1)", "v(k=2)", "f(1, 2, 3, k=4)", "n(*[1,2])"):
    try:
        eval(t)
        print(t, "ok")
    except TypeError as e:
        print(t, e)
