def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# late slot changes
class Z: pass
z = Z(); t(lambda: z + 1)
Z.__add__ = lambda s, o: 'late add'; print(z + 1); del Z.__add__; t(lambda: z + 1)
Z.__len__ = lambda s: 7; print(len(z), bool(z)); Z.__len__ = lambda s: -1; t(len, z); Z.__len__ = lambda s: 'a'; t(len, z); del Z.__len__
Z.__call__ = lambda s, *a, **k: (a, k); print(z(1, b=2))
class ZZ(Z): pass
Z.__getitem__ = lambda s, i: i * 2; print(ZZ()[4]); Z.__iter__ = lambda s: iter([1,2]); print(list(ZZ()))
Z.__contains__ = None; t(lambda: 1 in z); Z.__iter__ = None; t(iter, z)
