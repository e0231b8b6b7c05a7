# stress: 500
import functools, operator
from functools import reduce, partial, lru_cache, wraps, total_ordering, cached_property, singledispatch, cmp_to_key
print(reduce(operator.add, [1, 2, 3]), reduce(lambda a, b: a * b, [], 7), partial(pow, 2)(5), partial(int, base=2)("101"), partial(print, 1).args)
try: reduce(operator.add, [])
except TypeError as e: print(e)
@lru_cache(maxsize=2)
def f(x): print("calc", x); return x * 2
print(f(1), f(1), f(2), f(3), f(1), f.cache_info()); f.cache_clear(); print(f.cache_info(), f.__wrapped__(4))
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info().hits > 0)
def deco(g):
    @wraps(g)
    def w(*a): return g(*a)
    return w
@deco
def named(): "docs"
print(named.__name__, named.__doc__, named.__wrapped__.__name__)
@total_ordering
class T:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(T(1) <= T(2), T(3) > T(2), T(1) >= T(1))
class C:
    @cached_property
    def x(self): print("once"); return 5
c = C(); print(c.x, c.x, c.__dict__)
@singledispatch
def sd(a): return "obj"
@sd.register
def _(a: int): return "int"
@sd.register(list)
def _(a): return "list"
print(sd(1), sd([]), sd("s"), sd(True))
print(operator.itemgetter(1)([1, 2]), operator.itemgetter(0, 2)("abc"), operator.attrgetter("real")(5), operator.attrgetter("a.b", "a")(type("X", (), {"a": type("Y", (), {"b": 1})}))[0], operator.methodcaller("upper")("x"), operator.methodcaller("split", ",")("a,b"), operator.add(1, 2), operator.mul("a", 3), operator.contains([1], 1), operator.not_(0), operator.index(5), operator.concat([1], [2]), operator.iadd([1], [2]), operator.truth([]), operator.is_(1, 1), operator.lt(1, 2), operator.neg(5), operator.getitem([1, 2], 0), operator.length_hint([1, 2]), operator.countOf([1, 1], 1), operator.indexOf([5, 6], 6))
p = partial(lambda *a, **k: (a, k), 1, x=2); print(p(3, y=4), p.func is not None, p.keywords, partial(p, 9)(x=5))
