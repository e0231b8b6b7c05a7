# stress: 5
# match, with, try, loops
def m(v):
    match v:
        case 0 | 1: return "01"
        case int(x) if x > 100: return "big", x
        case int(): return "int"
        case str() as s: return "str", s
        case [a]: return "one", a
        case [a, *r, b]: return a, r, b
        case {"k": v2, **rest}: return v2, rest
        case {}: return "dict"
        case None: return "none"
        case complex(real=r, imag=i): return r, i
        case _: return "other"
for v in (0, 1, 1000, 5, "a", [1], (1, 2, 3), [], {"k": 1, "z": 2}, {"q": 1}, None, 1j, 1.5, b"x", range(3), True): print(m(v))
class P:
    __match_args__ = ("x", "y")
    def __init__(s, x, y): s.x, s.y = x, y
def n(p):
    match p:
        case P(0, 0): return "origin"
        case P(x, 0): return "x", x
        case P(x=0, y=yy): return "y", yy
        case P(x, y) if x == y: return "diag"
        case P(): return "P"
for p in (P(0, 0), P(1, 0), P(0, 1), P(2, 2), P(1, 2), 5): print(n(p))
class Q: __match_args__ = ("a",)
def bad(v, c):
    match v:
        case c.X(1, 2): pass
import types
def t(f, *a, **k):
    try: r = f(*a, **k); print("=", r)
    except BaseException as e: print(type(e).__name__, e)
t(bad, Q(), types.SimpleNamespace(X=Q)); t(bad, 5, types.SimpleNamespace(X=5)); t(bad, 5, types.SimpleNamespace(X=int))
class CM:
    def __init__(s, n, sup=False): s.n, s.sup = n, sup
    def __enter__(s): print("enter", s.n); return s.n
    def __exit__(s, t, v, tb): print("exit", s.n, t and t.__name__, v, tb is not None); return s.sup
def w():
    with CM(1) as a, CM(2, True) as b:
        print(a, b); raise ValueError("x")
    print("after")
    with CM(3): return "ret"
print(w())
for i in range(3):
    with CM(i):
        if i == 1: continue
        if i == 2: break
else: print("no")
def fin():
    for i in range(3):
        try:
            if i == 1: return "r%d" % i
        finally:
            print("fin", i)
            if i == 0: continue
print(fin())
def fin2():
    try: return 1
    finally: return 2
print(fin2())
def fin3():
    while True:
        try: raise ValueError
        finally: break
    return "swallowed"
print(fin3())
def nest():
    try:
        try: raise ValueError(1)
        except ValueError as e:
            try: raise KeyError(2) from e
            finally: print("in")
    except KeyError as k: print(repr(k.__cause__), repr(k.__context__), k.__suppress_context__)
    try: e
    except UnboundLocalError as x: print(x)
nest()
for i in range(5):
    if i == 3: break
else: print("else1")
for i in []: pass
else: print("else2", i)
while i < 5:
    i += 1
    if i == 4: continue
else: print("else3", i)
try: raise ValueError from None
except ValueError as e: print(e.__cause__, e.__suppress_context__)
try: raise 5
except TypeError as e: print(e)
try: raise ValueError from 5
except TypeError as e: print(e)
try: raise
except RuntimeError as e: print(e)
try: assert 0, "msg"
except AssertionError as e: print(e)
try: assert ()
except AssertionError as e: print(repr(e))
e = ValueError("a"); e.add_note("n1"); e.add_note("n2"); print(e.__notes__); t(e.add_note, 5)
print(e.with_traceback(None) is e); t(e.with_traceback, 5); t(setattr, e, "__cause__", 5); t(setattr, e, "__context__", 5); t(setattr, e, "__traceback__", 5); t(setattr, e, "args", 5); t(delattr, e, "args")
x = [i for i in range(3)]; y = (y := 5) + 1; print(x, y, [z := 3, z + 1])
del x, y
i, (j, *k) = 1, (2, 3, 4); print(i, j, k)
a = b = c = []; a.append(1); print(b, c)
a[0], a[0:1] = 5, [7, 8]; print(a)
print(1 < 2 < 3 > 2, 1 < 2 > 5, not 1 == 2, 1 if 0 else 2, (1 and 0) or 3, [] or {} or 0, 1 == 1.0 == True)
print(f"{1!r:>5}|{'a':^5}|{3.14159:.2f}|{1000000:,}|{255:#x}|{'q'!r}|{{}}|{1+1=}|{'x'*3:{'<'}{7}}|{5:05d}|{-5:+}|{1e10:g}|{0.1:%}")
