def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
class A: pass
class X: pass
# attributes
t(lambda: A.zz); t(lambda: A().zz); t(setattr, int, 'x', 1); t(setattr, 1, 'x', 1); t(setattr, object(), 'x', 1); t(delattr, A(), 'q')
t(delattr, A, 'q'); t(getattr, 1, 2); t(setattr, A(), 1, 2); t(lambda: None.foo); t(lambda: (1).foo); t(lambda: len.foo); t(lambda: [].foo)
t(setattr, [], 'append', 1); t(setattr, A(), '__class__', int); t(setattr, A(), '__class__', 1); t(setattr, A(), '__dict__', 1)
a = A(); a.__class__ = X; print(type(a).__name__)
a.x = 1; a.__class__ = A; print(a.x, a.__dict__)
t(lambda: A.__dict__['__dict__'].__get__(1)); print(A.__dict__['__dict__'], A.__dict__['__weakref__'])
print(list.append.__name__, list.append.__qualname__, [].append.__qualname__, len.__module__, int.__add__.__qualname__, int.__add__.__doc__)
