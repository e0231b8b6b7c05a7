def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
tt = T(1, 2); tt.x = 3; tt.y = 4; tt.z=5; tt.w=6; tt.v=7; print(tt, tt.x, tt.v, tt.__dict__, len(tt))
class I(int): pass
i = I(10**30); i.foo = 'bar'; print(i, i.foo, i + 1, type(i+1))
class St(str): pass
x = St('abc'); x.foo = 1; print(x, x.foo, x.upper(), type(x.upper()))
class Dd(dict): pass
d = Dd(a=1); d.foo = 2; print(d, d.foo)
class L(list):
    __slots__ = ('k',)
l = L([1,2]); l.k = 3; print(l, l.k)
class F(float): pass
f = F(2.5); f.z = 1; print(f, f.z, f*2)
