def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# getattr hooks
class G:
    def __getattr__(s, n): 
        if n == 'boom': raise AttributeError('boom!')
        return 'ga ' + n
    x = 1
g = G(); print(g.x, g.y); t(lambda: g.boom); print(hasattr(g, 'boom'), getattr(g, 'boom', 5))
class G2:
    def __getattribute__(s, n): return 'gab ' + n
print(G2().foo, G2().__class__)
class G3:
    def __getattribute__(s, n): raise AttributeError(n)
    def __getattr__(s, n): return 'fallback ' + n
print(G3().foo)
class SA:
    def __setattr__(s, n, v): object.__setattr__(s, n, v * 2)
    def __delattr__(s, n): print('del', n); object.__delattr__(s, n)
sa = SA(); sa.x = 4; print(sa.x); del sa.x; t(lambda: sa.x)
