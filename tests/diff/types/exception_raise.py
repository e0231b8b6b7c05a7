def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
try:
    try: 1/0
    except ZeroDivisionError as z: raise KeyError('k') from z
except KeyError as k: print(repr(k.__cause__), repr(k.__context__), k.__suppress_context__, k.__traceback__.tb_lineno)
try:
    try: 1/0
    except ZeroDivisionError: undefined
except NameError as k: print(k, k.name, repr(k.__context__))
try: raise ValueError from None
except ValueError as v: print(v.__cause__, v.__suppress_context__)
t(lambda: (_ for _ in ()).throw(1))
def r(x, *c):
    if c: raise x from c[0]
    raise x
t(r, 1); t(r, int); t(r, ValueError, 1); t(r, ValueError('q'), KeyError)
class Ex(Exception):
    def __init__(self, a, b): super().__init__(a); self.b = b
    def __str__(self): return f'Ex {self.b}'
e = Ex(1, 2); print(e, repr(e), e.args, e.b, e.__dict__)
class Ne(Exception):
    def __new__(cls, *a): return 5
t(r, Ne)
class OE(OSError):
    def __init__(self, x): self.x = x
o = OE(5); print(o.args, o.x, o.errno, str(o))
class OE2(OSError): pass
print(OE2(2, 'a').errno, type(OE2(2, 'a')), OE2(2,'a','f'))
b = BlockingIOError(11, 'x', 5); print(b.characters_written, b.filename); t(lambda: OSError().characters_written)
