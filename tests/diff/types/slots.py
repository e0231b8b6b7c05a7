def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
class A: pass
# slots
class S:
    __slots__ = ('a', '__b', 'c')
    def __init__(self): self.a = 1; self.__b = 2
s = S(); print(s.a, s._S__b); t(lambda: s.c); t(setattr, s, 'z', 1); print(S.a, S.__slots__)
def dl(): del s.c
t(dl); del s.a; t(lambda: s.a)
class S2(S): pass
s2 = S2(); s2.a = 4; s2.q = 5; print(s2.a, s2.q, s2.__dict__)
class S3(S): __slots__ = ('d', '__dict__')
s3 = S3(); s3.a = 1; s3.d = 2; s3.e = 3; print(s3.a, s3.d, s3.e, s3.__dict__)
t(type, 'S4', (), {'__slots__': 'a', 'a': 1}); t(type, 'S4', (), {'__slots__': ['1a']}); t(type, 'S4', (), {'__slots__': [1]})
t(type, 'S4', (int,), {'__slots__': 'a'}); t(type, 'S4', (A,), {'__slots__': ['__dict__']}); t(type, 'S4', (), {'__slots__': ['__dict__', '__dict__']})
t(type, 'L', (S, type('S9', (), {'__slots__': 'x'})), {})
