def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# abc-ish metaclass
class Meta(type):
    def __new__(m, n, b, d, **k): print('meta new', n, k); return super().__new__(m, n, b, d)
    def __init__(c, n, b, d, **k): print('meta init', n, k); super().__init__(n, b, d)
    def __call__(c, *a): print('meta call', a); return super().__call__(*a)
    @classmethod
    def __prepare__(m, n, b, **k): print('prepare', n, k); return {'pre': 1}
    def __instancecheck__(c, o): return o == 5
    def __getattr__(c, n): return 'meta ' + n
    @property
    def mp(c): return 'mp ' + c.__name__
class UM(metaclass=Meta, kw=1): 
    def __init__(s, *a): pass
print(UM.pre, UM(1, 2).__class__.__name__, isinstance(5, UM), isinstance(6, UM), UM.foo, UM.mp, Meta.__mro__)
