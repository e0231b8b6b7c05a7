def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw
print(f(1, c=3), f(1, 5, 6, 7, c=8, d=9, e=10), f(*[1, 2, 3], **{"c": 4, "z": 5}), f(a=1, c=2))
def g(x, l=[]):
    l.append(x)
    return l
print(g(1), g(2), g(3, []), g(4))
print(f.__defaults__, f.__kwdefaults__, f.__code__.co_argcount, f.__code__.co_kwonlyargcount, f.__code__.co_varnames)
def h(a, b=1, /, c=2, *, d=3): return a, b, c, d
print(h(0), h(0, 5, c=6, d=7), h(1, 2, 3))
