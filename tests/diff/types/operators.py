def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# operators
class V:
    def __init__(s, n): s.n = n
    def __repr__(s): return f'V({s.n})'
    def __add__(s, o): return f'add {s.n}' if not isinstance(o, str) else NotImplemented
    def __radd__(s, o): return f'radd {s.n}'
    def __mul__(s, o): return NotImplemented
    def __rmul__(s, o): return 'rmul'
    def __iadd__(s, o): s.n += 1; return s
    def __lt__(s, o): return 'lt'
    def __pow__(s, o, m=None): return ('pow', o, m)
    def __rpow__(s, o): return ('rpow', o)
    def __neg__(s): return 'neg'
    def __index__(s): return 3
    def __bool__(s): return s.n
class W(V):
    def __radd__(s, o): return 'W radd'
v = V(1); w = W(2)
print(v + 1, 1 + v, v + w, w + v, [] + v, 'a' + v, 3 * v, [1]*v, v < 3, 3 > v, pow(v, 2, 3), v**2, 2**v, -v, [1,2,3,4][v])
t(lambda: v * 2); t(lambda: v + 'a'); t(lambda: v > 3); t(lambda: v <= 3); t(lambda: ~v); t(lambda: bool(V(1))); t(lambda: bool(V(True)))
v += 5; print(v)
l = [1]; 
try: l += v
except TypeError as e: print(e)
print(l)
t(lambda: [1] + 2); t(lambda: (1,) + [2]); t(lambda: 'a' + 1); t(lambda: b'a' + 'b'); t(lambda: [1] * 'a'); t(lambda: 'a' * 1.5); t(lambda: 1 + None)
t(lambda: {} + {}); t(lambda: 1 @ 2); t(lambda: divmod(1, 'a')); t(lambda: 2 ** 'a'); t(lambda: pow(2, 3, 'a')); t(lambda: 1 < 'a'); t(lambda: -'a'); t(lambda: abs('a'))
t(lambda: print >> 1); t(lambda: 1 << 'a'); t(lambda: [] < 1); t(lambda: None < None); t(lambda: 1 if None in 5 else 2); t(lambda: 5[0]); t(lambda: len(5)); t(lambda: iter(5)); t(lambda: next(5)); t(lambda: 5())
def ia(x, y):
    x += y
    return x
t(ia, 1, 'a'); t(ia, [1], 2); t(ia, 'a', 2); t(ia, (1,), [2]); t(ia, [1], 'ab'); t(lambda: ia(None, 1))
def im(x, y):
    x *= y
    return x
t(im, [1], 2); t(im, [1], 'a'); t(im, 2, [1]); t(im, 'ab', 2)
