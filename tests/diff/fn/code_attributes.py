def f(a, b=1, *c, d, e=2, **g):
    h = a; i = lambda: h
    return i
c = f.__code__
print(c.co_name, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals, c.co_varnames, c.co_cellvars, c.co_freevars, c.co_names, c.co_flags & 0xf, c.co_firstlineno, type(c).__name__, f.__kwdefaults__, f.__defaults__)
