import functools, operator
from functools import partial, lru_cache, reduce, cmp_to_key, cache, wraps, singledispatch, total_ordering, cached_property
import _functools
p=partial(int, base=2); print(p, p('101'), partial(partial(max,1),2)(3,0), p.func, p.args, p.keywords)
print(reduce(lambda a,b:a*b,[1,2,3,4]), reduce(lambda a,b:a+b,[],5), sorted([3,1,2],key=cmp_to_key(lambda a,b:b-a)))
@lru_cache(maxsize=3)
def f(x,y=0):
    "doc"
    print('call',x,y); return x+y
f(1);f(1);f(2);f(3);f(4);f(1);f(1,y=2);f(1,y=2); print(f.cache_info(), f.__name__, f.__doc__)
@cache
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(fib(80), fib.cache_info())
class A:
    @lru_cache(None)
    def m(self,x): return x*2
    @cached_property
    def cp(self): print('cp'); return 9
a=A(); print(a.m(3), a.m(3), A.m.cache_info(), a.cp, a.cp)
@singledispatch
def sd(x): return 'obj'
@sd.register
def _(x:int): return 'int'
@sd.register(list)
def _(x): return 'list'
print(sd(1),sd([]),sd('s'))
@total_ordering
class T:
    def __init__(s,v): s.v=v
    def __eq__(s,o): return s.v==o.v
    def __lt__(s,o): return s.v<o.v
print(T(1)<=T(2), T(3)>=T(4), T(1)>T(0))
p.x=5; print(p.__dict__)
import copy
q=copy.copy(p); print(q('11'), q.x)
try: reduce(lambda a,b:a,[])
except TypeError as e: print(e)
f.cache_clear(); print(f.cache_info())
print(f.cache_parameters())
