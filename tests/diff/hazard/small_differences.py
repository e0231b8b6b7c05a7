# stress: 20
# Positions beyond 62 bits, pickles with keywords, keys of contexts
import bisect, contextvars, copy, operator, pickle, sys
n = sys.maxsize
r = range(n - 1)
print(bisect.bisect_left(r, n - 3), bisect.bisect_right(r, n - 3), bisect.bisect_left(r, n), bisect.bisect(r, -5))
class Log(list):
    def insert(self, i, x): print('insert', i, x)
bisect.insort(Log([1, 3]), 2)

for f in (operator.methodcaller('get', 1), operator.methodcaller('sort', key=len, reverse=True), operator.methodcaller('x', 1, 2, y=3)):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1): print(repr(pickle.loads(pickle.dumps(f, protocol))))
    print(repr(copy.copy(f)), repr(copy.deepcopy(f)), f.__reduce__()[1])

ctx = contextvars.copy_context()
v = contextvars.ContextVar('v')
for use in (lambda: ctx[1], lambda: 1 in ctx, lambda: ctx.get(1), lambda: ctx.get('v', 2), lambda: ctx.get(v, 2), lambda: v in ctx):
    try: print(use())
    except TypeError as e: print(e)

class NoInstance(Exception):
    def __new__(cls, *args): return cls
def g(): yield
for args in ((NoInstance,), (NoInstance, 1), (NoInstance, (1, 2)), (3,), (int,)):
    try: it = g(); next(it); it.throw(*args)
    except TypeError as e: print(e)
