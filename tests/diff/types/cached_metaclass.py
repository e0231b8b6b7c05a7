def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# metaclass attr
class M(type):
    @property
    def mp(c): return 'mp'
    def mm(c): return 'mm ' + c.__name__
class U(metaclass=M): z = 1
def um(): return (U.mp, U.mm(), U.z)
for i in range(20): um()
print(um()); U.z = 2; print(um()); M.mm = lambda c: 'mm2'; print(um())
# super cached
class P:
    def g(s): return 'P'
class Q(P):
    def g(s): return 'Q' + super().g()
q = Q()
for i in range(20): q.g()
P.g = lambda s: 'P2'; print(q.g())
# many shapes / polymorphism
def attr(o): return o.v
objs = []
for i in range(40):
    T = type('T%d' % i, (), {}); t = T(); t.v = i; objs.append(t)
for _ in range(3): print(sum(attr(o) for o in objs))
# slots caching
class SL: __slots__ = ('a', 'b')
def sa(o): o.a = o.b + 1; return o.a
sl = SL(); sl.b = 1
for i in range(20): sl.b = sa(sl)
print(sl.a)
del sl.b
try: sa(sl)
except AttributeError as e: print(e)
