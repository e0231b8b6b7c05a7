def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# descriptors
class De:
    def __get__(s, o, t): return ('get', o is None, t.__name__)
    def __set__(s, o, v): print('set', v)
    def __delete__(s, o): print('delete')
class Nd:
    def __get__(s, o, t): return 'nd'
class Ho:
    d = De(); n = Nd()
h = Ho(); print(h.d, Ho.d, h.n); h.d = 3; del h.d; h.n = 4; print(h.n, h.__dict__); h.__dict__['d'] = 9; print(h.d)
class Sn:
    def __set_name__(s, o, n): print('set_name', o.__name__, n)
class Us: a = Sn(); b = Sn()
class Bn:
    def __set_name__(s, o, n): 1/0
try:
    class Us2: a = Bn()
except RuntimeError as e: print(e, repr(e.__cause__))
# property
class Pr:
    @property
    def x(s): "doc x"; return 5
    y = property(lambda s: 1, None, None, 'docy')
p = Pr(); t(lambda: p.x); t(setattr, p, 'x', 1); t(delattr, p, 'x'); print(Pr.x.__doc__, Pr.y.__doc__, Pr.x.fget.__name__, Pr.x.fset)
class Pr2(Pr):
    @Pr.x.setter
    def x(s, v): print('setx', v)
p2 = Pr2(); p2.x = 1; print(p2.x); t(setattr, Pr(), 'y', 2)
