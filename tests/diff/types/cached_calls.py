def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# counters on class
class Cnt: n = 0
def bump():
    for i in range(1000): Cnt.n += 1
    return Cnt.n
print(bump(), Cnt().n)
# operators changing
class O:
    def __add__(s, o): return 1
def add(o): return o + 1
o = O()
for i in range(20): add(o)
print(add(o)); O.__add__ = lambda s, x: 2; print(add(o)); del O.__add__
# call
class F:
    def __call__(s, x): return x
def call(f): return f(3)
f = F()
for i in range(20): call(f)
F.__call__ = lambda s, x: x * 2; print(call(f))
# __init__ change
class I:
    def __init__(s, v): s.v = v
def mk(v): return I(v).v
for i in range(20): mk(i)
I.__init__ = lambda s, v: setattr(s, 'v', v * 10); print(mk(4))
def dflt(a, b=2): return a + b
def cd(): return dflt(1)
for i in range(20): cd()
dflt.__defaults__ = (10,); print(cd()); dflt.__code__ = (lambda a, b=0: a * b).__code__; print(cd())
