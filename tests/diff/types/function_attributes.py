def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
import types
def f(a, b=2, *c, d=4, **e) -> int: 
    "doc"
    return a
print(f.__name__, f.__qualname__, f.__defaults__, f.__kwdefaults__, f.__doc__, f.__annotations__, f.__module__, f.__dict__, f.__closure__, f.__code__.co_varnames, f.__code__.co_argcount)
f.x = 1; print(f.x, f.__dict__); f.__defaults__ = (9,); f.__name__ = 'g'; f.__qualname__ = 'gq'; print(f.__name__, f.__qualname__, repr(f)[:13]); t(setattr, f, '__name__', 1); t(setattr, f, '__defaults__', 1); t(setattr, f, '__code__', 1); t(delattr, f, '__name__')
def g(b): return b + 1
f2 = types.FunctionType(g.__code__, globals(), 'nm', (5,)); print(f2(), f2.__name__); t(types.FunctionType, 1, 2); t(types.FunctionType, g.__code__, 1)
def mk():
    x = 1
    def inner(): return x
    return inner
i = mk(); print(i.__closure__[0].cell_contents, i.__code__.co_freevars, mk.__code__.co_cellvars, i.__qualname__); t(types.FunctionType, i.__code__, globals())
print(types.FunctionType(i.__code__, globals(), None, None, (types.CellType(7),))())
t(setattr, g, '__code__', i.__code__)
c = types.CellType(); t(lambda: c.cell_contents); c.cell_contents = 4; print(c.cell_contents, c == types.CellType(4), repr(types.CellType())[:9])
