# stress: 500
def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# huge class
ns = {}
for i in range(2000): ns['m%d' % i] = (lambda i: lambda s: i)(i)
Big = type('Big', (), ns); print(Big().m1999(), len(dir(Big)) > 2000)
# long inheritance chain
C = object
for i in range(200): C = type('C%d' % i, (C,), {'f%d' % i: lambda s: i})
print(C().f0(), len(C.__mro__))
C.__mro__[-2].late = 5; print(C.late, C().late)
o = C()
for i in range(2000): setattr(o, 'attr%d' % i, i)
print(sum(getattr(o, 'attr%d' % i) for i in range(2000)))
objs = [type('T', (), {})() for _ in range(50)]
for k, ob in enumerate(objs):
    for i in range(k % 20): setattr(ob, 'n%d' % ((i * 7 + k) % 31), i)
print([len(o.__dict__) for o in objs])
class Kx: pass
for i in range(3000):
    k = Kx(); setattr(k, 'r%d' % i, i); assert getattr(k, 'r%d' % i) == i
print(len(k.__dict__))
exc = ValueError('a'); 
try: raise exc
except ValueError as e1:
    try: raise exc
    except ValueError as e2: print(e2.__context__, e1 is e2)
x1 = ValueError(1); x2 = ValueError(2); x1.__context__ = x2; x2.__context__ = x1
try:
    try: raise x1
    except ValueError: raise KeyError
except KeyError as k: print(repr(k.__context__), repr(k.__context__.__context__))
