def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# mro
class X: pass
class Y(X): pass
t(type, 'Z', (X, Y), {}); t(type, 'Z', (X, X), {})
class M(type): pass
class N(type): pass
class P(metaclass=M): pass
class Q(metaclass=N): pass
t(type, 'Z', (P, Q), {}); t(type, 'Z', (int, str), {})
print([c.__name__ for c in type('Z', (Y, P), {}).__mro__], type(type('Z',(Y,P),{})))
