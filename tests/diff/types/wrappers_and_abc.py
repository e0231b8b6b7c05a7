def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
def g(b): return b + 1
print(object.__doc__[:20], (1).__class__, int.__class__, type.__class__, type.__base__, object.__base__, type.__mro__)
class CM:
    @classmethod
    @property
    def p(cls): return cls.__name__
print(CM.p)
from abc import ABC, abstractmethod
class Ab(ABC):
    @abstractmethod
    def f(s): pass
    @property
    @abstractmethod
    def g(s): pass
t(Ab)
class Ab2(Ab):
    def f(s): return 1
t(Ab2)
class Ab3(Ab2): g = 3
