def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
class Mix:
    def hello(s): return 'hello'
class IM(int, Mix): pass
class MI(Mix, int): pass
print(IM(5).hello(), MI(6) + 1, IM.__base__, MI.__base__, MI.__mro__)
t(type, 'X', (Exception, list), {}); t(type, 'X', (OSError, ValueError), {}); t(type, 'X', (OSError, SyntaxError), {}); t(type, 'X', (dict, list), {})
class E2(KeyError, AttributeError): pass
e = E2('q'); print(str(e), e.name, isinstance(e, AttributeError), E2.__mro__)
class SL: __slots__ = ()
class IS(int): __slots__ = ()
i = IS(4); t(setattr, i, 'x', 1); print(i)
class SD: __slots__ = {'a': 'doc a', 'b': 'doc b'}
sd = SD(); sd.a = 1; print(sd.a, SD.a)
class SW: __slots__ = ('__weakref__', 'x')
import weakref
w = SW(); r = weakref.ref(w); print(r() is w); t(weakref.ref, SL()); t(weakref.ref, 5)
class A1: __slots__ = ('x',)
class A2: __slots__ = ('x',)
a1 = A1(); a1.x = 3
try: a1.__class__ = A2; print(a1.x)
except TypeError as e: print(e)
class A3: __slots__ = ('x', 'y')
t(setattr, a1, '__class__', A3)
import enum
