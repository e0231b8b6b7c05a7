def t(f, *a, **k):
    try: r = f(*a, **k)
    except BaseException as e: print(type(e).__name__, e)
    else: print('ok', r)
# super
class A:
    def f(s): return 'A.f'
    @classmethod
    def c(cls): return 'A.c ' + cls.__name__
    @staticmethod
    def st(): return 'st'
class B(A):
    def f(s): return 'B' + super().f()
    @classmethod
    def c(cls): return 'B' + super().c()
class C(A):
    def f(s): return 'C' + super().f()
class D(B, C):
    def f(s): return 'D' + super().f() + super(B, s).f()
print(D().f(), D.c(), super(B, D()).st(), super(B, B).c()); t(super); t(super, 1); t(lambda: super(B, 1)); t(lambda: super(A, D()).f)
print(repr(super(B, D())), super(B, D()).__thisclass__, super(B,D()).__self_class__); t(lambda: super(B, D()).zzz)
