def make(a, *, b=2):
    c = a + b
    def inner(d, *e, f=c, **g):
        nonlocal a
        a += d
        return a, b, c, d, e, f, sorted(g)
    return inner
i = make(1, b=5); print(i(1), i(2, 3, f=0, z=1), i.__kwdefaults__, i.__code__.co_freevars)
def outer():
    class K:
        attr = 1
        def get(self): return K.attr, __class__ is K
    return K
print(outer()().get())
def param_cell(x, y=3):
    def g(): return x, y
    x += 1
    y = 10
    return g()
print(param_cell(1), (lambda x: (lambda: x))(5)())
def dflt(x=[], *, y={}):
    x.append(len(y)); y[len(x)] = 1; return x, y
print(dflt(), dflt(), dflt([9]))
def loop_cell():
    fs = []
    for i in range(3):
        def f(): return i
        fs.append(f)
    return [f() for f in fs], i
print(loop_cell())
def rec():
    def f(n): return 1 if n == 0 else n * f(n - 1)
    return f
print(rec()(10))
def del_cell():
    x = 1
    def g(): return x
    r = g(); del x
    try: g()
    except NameError as e: return r, str(e)
print(del_cell())
