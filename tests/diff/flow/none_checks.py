def f(x, d=None):
    if x is None: return "none"
    if d is not None and x is not d: return "d"
    return "same" if x is d else "x" if d is None else "?"
o = object()
print(f(None), f(1), f(o, o), f(1, 2), [v for v in (None, 0, "", False) if v is not None], None is None, not (None is None))
