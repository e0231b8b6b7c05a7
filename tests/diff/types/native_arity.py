def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# natives arity
t(list.append); t([].append); t([].append, 1, 2); t([].clear, 1); t([].pop, 1, 2); t(len); t(len, 1, 2); t([].append, x=1)
t(list.append, 1, 2); t(str.upper, 1); t(int, 1, 2, 3); t(int, foo=1); t(sorted); t(sorted, [1], 2); t(''.split, 1, 2, 3)
t(object, 1); t(object.__new__); t(object.__new__, 1); t(int.__new__, str); t(object.__new__, int)
class A: pass
t(A, 1); t(A, x=1)
class B:
    def __init__(self): return 1
t(B)
class C:
    def __new__(cls, *a): return object.__new__(cls)
class D:
    def __new__(cls): return 5
t(D)
t(type, 1, 2); t(type, 'X', (), {}, 4); t(type, 1, (), {}); t(type, 'X', (1,), {}); t(type, 'X', (bool,), {})
t(type.__call__, int, '12'); t(A().__init__, 1); 
t(type(None)); t(type(None), 1); t(type(...)); t(type(NotImplemented))
t(isinstance, 1, 1); t(isinstance, 1, (int, 'x')); t(issubclass, 1, int); t(issubclass, int, 1)
t(isinstance, True, (str, (int,))); t(issubclass, bool, (str, int))
