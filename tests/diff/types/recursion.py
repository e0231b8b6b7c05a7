# counts: no, it measures how deep recursion goes
# stress: 500
def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
l = []; 
for i in range(100000): l = [l]
t(lambda: repr(l)[:1]); t(lambda: l == l); 
a = []; b = []
for i in range(50000): a = [a]; b = [b]
t(lambda: a == b)
t(lambda: hash(eval('(' * 50 + '1,' + '),' * 49 + ')')) != 0)
class R:
    def __getattr__(s, n): return s.zzz
t(lambda: R().x)
class R2:
    @property
    def p(s): return s.p
t(lambda: R2().p)
class R3:
    def __add__(s, o): return s + o
t(lambda: R3() + 1)
class R4:
    def __call__(s): return s()
t(lambda: R4()())
class R5:
    def __eq__(s, o): return s == o
t(lambda: R5() == R5())
R6 = type('R6', (), {}); R6.__call__ = R6(); t(lambda: R6()())
class It:
    def __iter__(s): return s
    def __next__(s): return next(s)
t(lambda: list(It()))
def f(n): return f(n + 1)
t(f, 0)
class Mt(type):
    def __instancecheck__(c, o): return isinstance(o, c)
class R7(metaclass=Mt): pass
t(lambda: isinstance(5, R7))
