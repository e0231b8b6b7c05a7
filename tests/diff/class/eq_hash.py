class A:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return isinstance(o, A) and s.v == o.v
class B(A): __hash__ = A.__hash__
class C(A):
    def __hash__(s): return hash(s.v)
class D: pass
for f in (lambda: hash(A(1)), lambda: {A(1)}, lambda: hash(B(1)), lambda: len({C(1), C(1), C(2)}), lambda: C(1) in {C(1): 2}, lambda: isinstance(hash(D()), int), lambda: A(1) == A(1), lambda: A(1) != A(2), lambda: A(1) == 1, lambda: D() == D(), lambda: A.__hash__):
    try: print(f())
    except TypeError as e: print(e)
class E:
    def __hash__(self): return "x"
class F:
    def __hash__(self): return 2**70
class G:
    def __len__(self): return -1
class H:
    def __bool__(self): return 5
class I:
    def __len__(self): return "a"
class J:
    def __repr__(self): return 5
class K:
    def __index__(self): return "x"
for f in (lambda: hash(E()), lambda: hash(F()) == hash(2**70), lambda: len(G()), lambda: bool(H()), lambda: len(I()), lambda: repr(J()), lambda: str(J()), lambda: [1][K()], lambda: hash(A), lambda: bool(G())):
    try: print(type(f()).__name__)
    except Exception as e: print(type(e).__name__, e)
