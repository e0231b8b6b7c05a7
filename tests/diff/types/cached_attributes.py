def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# inline cache invalidation
class A:
    x = 1
    def f(s): return 'f1'
    @property
    def p(s): return 'p1'
class B(A): pass
def use(o): return (o.x, o.f(), o.p)
b = B()
for i in range(50): r = use(b)
print(r)
A.x = 2; print(use(b)); B.x = 3; print(use(b)); del B.x; print(use(b)); b.x = 9; print(use(b)); del b.x; print(use(b))
A.f = lambda s: 'f2'; print(use(b)); B.f = lambda s: 'f3'; print(use(b)); del B.f; print(use(b)); b.f = lambda: 'f4'; print(use(b)); del b.f; print(use(b))
A.p = property(lambda s: 'p2'); print(use(b)); A.p = 5; print(use(b)); b.p = 6; print(use(b)); A.p = property(lambda s: 'p3'); print(use(b))
class C:
    def __init__(s): s.a = 1; s.b = 2
def getb(o): return o.b
def setb(o, v): o.b = v
cs = [C() for _ in range(100)]
for c in cs: setb(c, 5); assert getb(c) == 5
class Desc:
    def __get__(s, o, t): return 'desc'
    def __set__(s, o, v): print('dset', v)
C.b = Desc(); print(getb(cs[0])); setb(cs[0], 7); del C.b; print(getb(cs[0]))
C.__setattr__ = lambda s, n, v: print('sa', n, v); setb(cs[0], 8); del C.__setattr__; setb(cs[0], 9); print(getb(cs[0]))
C.__getattribute__ = lambda s, n: 'gab'; print(getb(cs[0])); del C.__getattribute__; print(getb(cs[0]))
C.__getattr__ = lambda s, n: 'ga ' + n; print(getb(cs[0]), cs[0].zork); del C.__getattr__
try: cs[0].zork
except AttributeError as e: print(e)
