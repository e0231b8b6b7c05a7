# counts: no, it measures how deep recursion goes, and leaves a generator to the end of the program
# stress: 50
# functions
def t(f, *a, **k):
    try: r = f(*a, **k); print("=", r)
    except BaseException as e: print(type(e).__name__, e)
def f(a, b=2, /, c=3, *d, e, g=5, **h): return a, b, c, d, e, g, h
print(f(1, e=1), f(1, 2, 3, 4, 5, e=6, z=7), f(1, e=2, a=3, b=4))
t(f); t(f, 1); t(f, 1, c=1); t(f, e=1); t(f, 1, 2, 3, c=5, e=1)
def p1(a): pass
def p2(a, b): pass
def p3(a, b, c): pass
def k1(*, a): pass
def k2(*, a, b): pass
def k3(*, a, b, c): pass
def d1(a, b=1): pass
def o1(a, /): pass
def o2(a, b, /): pass
class C:
    def m(self): pass
    def n(self, a): pass
    @staticmethod
    def s(a): pass
    @classmethod
    def c(cls): pass
for fn in (p1, p2, p3, k1, k2, k3, d1, o1, o2, C.m, C().m, C().n, C.s, C.c):
    t(fn); t(fn, 1, 2, 3, 4); t(fn, zz=1)
t(o1, a=1); t(o2, a=1, b=2); t(o2, 1, b=2); t(k1, 1, a=2); t(k1, 1, 2, a=2); t(d1, 1, 2, a=3); t(p1, 1, a=1); t(k2, a=1); t(lambda x: x); t(lambda: 0, 1)
print(f.__defaults__, f.__kwdefaults__, f.__code__.co_varnames, f.__code__.co_argcount, f.__code__.co_posonlyargcount, f.__code__.co_kwonlyargcount, f.__code__.co_flags, f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__annotations__, f.__closure__, f.__dict__)
f.__defaults__ = (9,); t(f, 1, 2, e=1); f.__kwdefaults__ = {"e": 8}; t(f, 1, 2); f.__defaults__ = None
t(setattr, f, "__defaults__", 5); t(setattr, f, "__code__", 5); t(setattr, f, "__name__", 5); t(setattr, f, "__dict__", 5); t(setattr, f, "__kwdefaults__", 5)
def outer():
    x = 1
    def inner():
        nonlocal x
        x += 1
        return x
    return inner
i = outer(); print(i(), i(), i.__closure__[0].cell_contents, i.__code__.co_freevars); i.__closure__[0].cell_contents = 10; print(i())
def late(): 
    def g(): return zz
    try: g()
    except NameError as e: print(e)
    try: print(yy)
    except UnboundLocalError as e: print(e)
    yy = 1
    del yy
    try: print(yy)
    except UnboundLocalError as e: print(e)
    zz = 1
    return g()
print(late())
def gen():
    try:
        x = yield 1
        while True: x = yield x
    except ValueError as e: yield "caught %s" % e
    finally: print("cleanup")
g = gen(); print(next(g), g.send(5), g.throw(ValueError("v"))); t(next, g); t(next, g); t(g.send, 1); g.close()
g = gen(); t(g.send, 1); next(g); g.close(); g.close(); print(g.gi_frame, g.gi_running, g.gi_code.co_name, g.__name__)
def bad():
    try: yield 1
    except GeneratorExit: yield 2
g = bad(); next(g); t(g.close)
def rs(): raise StopIteration(5); yield
t(next, rs())
def rec(): next(r)
def rr(): yield next(r2)
r2 = rr(); t(next, r2)
print(list(x * y for x in range(3) for y in range(x) if x + y), {k: v for k, v in zip("ab", [1, 2])}, {x % 2 for x in range(5)})
def deco(*da):
    def d(f):
        def w(*a, **k): print("deco", da, f.__name__); return f(*a, **k)
        return w
    return d
@deco(1)
@deco(2, 3)
def dd(x): return x
print(dd(4))
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
def inf(): return inf()
t(inf)
class R:
    def __getattr__(s, n): return getattr(s, n)
t(lambda: R().x)
print((lambda *a, **k: (a, k))(1, *[2, 3], x=1, **{"y": 2}), [*range(3), *"ab"], {**{"a": 1}, "b": 2, **{"a": 3}}, (*[1], 2))
import sys
sys.setrecursionlimit(200); t(depth, 300)
def loc(a, b=1):
    c = a; l = locals(); d = 1
    return l, sorted(locals())
print(loc(1)); print(sorted(globals())[:5])
x = 5
def gx():
    global x
    x += 1; del x
    try: x
    except NameError as e: print(e)
    x = 1
gx(); print(x)
