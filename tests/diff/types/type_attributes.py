def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
class A: pass
# type
X = type('X', (A,), {'a': 1, '__doc__': 'dd'}); print(X, X.__name__, X.__doc__, X.__module__, X.a, X.__bases__, X.__base__, X.__dict__['a'], X.__qualname__)
X.__name__ = 'Y'; print(X, X.__name__, X.__qualname__); X.__qualname__ = 'QQ'; print(X); t(setattr, X, '__name__', 1); t(setattr, int, '__name__', 'x'); t(delattr, X, '__name__'); X.__module__ = 'zz'; print(X); X.__doc__ = 'new'; print(X.__doc__)
print(A.__subclasses__(), type.mro(X), X.mro(), X.__mro__[1].__name__)
class B1: 
    def who(s): return 'B1'
class B2:
    def who(s): return 'B2'
class C(B1): pass
c = C(); print(c.who()); C.__bases__ = (B2,); print(c.who(), C.__mro__, B1.__subclasses__(), B2.__subclasses__()); t(setattr, C, '__bases__', 1); t(setattr, C, '__bases__', ()); t(setattr, C, '__bases__', (1,)); t(setattr, C, '__bases__', (C,)); t(setattr, C, '__bases__', (int,))
class D2(C): pass
t(setattr, C, '__bases__', (D2,))
print(C.__annotations__); 
class An: x: int = 3; y: 'str'
print(An.__annotations__, An.x)
t(lambda: A.__dict__.__setitem__('x', 1))
