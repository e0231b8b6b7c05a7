def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# __class__ assign in loop
class X1: 
    def w(s): return 'X1'
class X2:
    def w(s): return 'X2'
def who(o): return o.w()
x = X1(); x.q = 1
for i in range(20): who(x)
x.__class__ = X2; print(who(x), x.q); x.r = 5; print(x.__dict__, who(x))
# dict swap
x.__dict__ = {'w': lambda: 'inst', 'q': 7}; print(who(x), x.q); x.__dict__['q'] = 8; print(x.q); x.__dict__.clear(); print(who(x), hasattr(x, 'q'))
# module attrs
import math
def s(): return math.sqrt(4)
for i in range(20): s()
old = math.sqrt; math.sqrt = lambda x: 'patched'; print(s()); math.sqrt = old; print(s())
