class V:
    def __init__(s, x): s.x = x
    def __repr__(s): return "V(%s)" % (s.x,)
    def __add__(s, o): return V(("add", s.x, getattr(o, "x", o)))
    def __radd__(s, o): return V(("radd", s.x, o))
    def __iadd__(s, o): s.x = ("iadd", s.x, o); return s
    def __sub__(s, o): return NotImplemented
    def __rsub__(s, o): return V(("rsub", o))
    def __mul__(s, o): return "mul"
    def __neg__(s): return "neg"
    def __pos__(s): return "pos"
    def __invert__(s): return "inv"
    def __abs__(s): return "abs"
    def __matmul__(s, o): return "mm"
    def __truediv__(s, o): return "td"
    def __floordiv__(s, o): return "fd"
    def __mod__(s, o): return "mod"
    def __divmod__(s, o): return "dm"
    def __pow__(s, o, m=None): return ("pow", o, m)
    def __rpow__(s, o): return ("rpow", o)
    def __lshift__(s, o): return "ls"
    def __rshift__(s, o): return "rs"
    def __and__(s, o): return "and"
    def __or__(s, o): return "or"
    def __xor__(s, o): return "xor"
    def __int__(s): return 7
    def __float__(s): return 7.5
    def __index__(s): return 3
    def __complex__(s): return 1j
    def __round__(s, n=None): return ("round", n)
    def __bool__(s): return False
    def __len__(s): return 4
    def __call__(s, *a, **k): return (a, k)
    def __contains__(s, i): return i == 1
    def __getitem__(s, i): return ("get", i)
    def __setitem__(s, i, v): print("set", i, v)
    def __delitem__(s, i): print("del", i)
    def __iter__(s): return iter("xyz")
    def __reversed__(s): return iter("zyx")
    def __hash__(s): return 42
    def __eq__(s, o): return "eq"
    def __lt__(s, o): return "lt"
    def __format__(s, f): return "fmt" + f
    def __bytes__(s): return b"by"
v = V(1)
print(v + 1, 1 + v, v + v, 5 - v, v * 2, -v, +v, ~v, abs(v), v @ 1, v / 1, v // 1, v % 1, divmod(v, 1), v ** 2, pow(v, 2, 3), 2 ** v, v << 1, v >> 1, v & 1, v | 1, v ^ 1)
print(int(v), float(v), [10, 20, 30, 40][v], complex(v), round(v), round(v, 2), bool(v), len(v), v(1, k=2), 1 in v, 2 in v, v[1], v[1:2], v[1, 2], v[...], list(v), list(reversed(v)), hash(v), v == 1, v != 1, v < 1, 1 > v, f"{v:x}", bytes(v), hex(v), range(v), "abcdef"[v])
v[0] = 1; del v[5]; w = v; v += 1; print(v, w is v, not v, v or "falsy")
for f in (lambda: v - 1, lambda: v - v, lambda: v <= 1, lambda: v <= v):
    try: print(f())
    except TypeError as e: print(e)
