# stress: 20
# classes
class M(type):
    def __new__(m, n, b, d, **k): print("new", n, [x.__name__ for x in b], sorted(k)); return super().__new__(m, n, b, d)
    def __init__(c, n, b, d, **k): print("init", n); super().__init__(n, b, d)
    def __call__(c, *a, **k): print("call", c.__name__, a, k); return super().__call__(*a, **k)
    @classmethod
    def __prepare__(m, n, b, **k): print("prepare", n, sorted(k)); return {"injected": 1}
    def __instancecheck__(c, o): return o == 5
    def __subclasscheck__(c, o): return o is int
    def __iter__(c): return iter("abc")
    def __len__(c): return 7
    def __getitem__(c, k): return ("gi", k)
    def __contains__(c, k): return k == 1
    def __bool__(c): return False
    def __repr__(c): return "<M %s>" % c.__name__
    def __getattr__(c, n):
        if n.startswith("__"): raise AttributeError(n)
        return "meta " + n
class A(metaclass=M, kw=1):
    def __init__(self, *a, **k): print("A init", a, k)
print(A, A.injected, isinstance(5, A), issubclass(int, A), list(A), len(A), A[3], 1 in A, bool(A), A.foo, A(1, x=2).__class__)
class D:
    def __set_name__(self, o, n): print("set_name", o.__name__, n); self.n = n
    def __get__(self, o, t=None): return (self.n, o is None, t.__name__)
    def __set__(self, o, v): print("set", self.n, v)
    def __delete__(self, o): print("delete", self.n)
class B:
    x = D(); y = D()
    def __init_subclass__(cls, **k): print("init_subclass", cls.__name__, k); super().__init_subclass__()
    def __class_getitem__(cls, k): return (cls.__name__, k)
b = B(); print(b.x, B.y); b.x = 5; del b.y; b.__dict__["x"] = 9; print(b.x, b.__dict__)
class C(B, p=1): pass
print(C[int], C.__mro__, C.__bases__, C.__base__, C.__name__, C.__qualname__, C.__module__, C.__dict__.keys())
class S:
    __slots__ = ("a", "b", "__weakref__")
    def __init__(s): s.a = 1
s = S(); print(s.a, hasattr(s, "b"), hasattr(s, "__dict__"), S.a, S.__slots__)
def t(f, *a, **k):
    try: r = f(*a, **k); print("=", r)
    except BaseException as e: print(type(e).__name__, e)
t(lambda: s.b); t(lambda: setattr(s, "c", 1)); t(lambda: delattr(s, "b")); t(lambda: S.a.__get__(5)); t(lambda: S.a.__set__(B(), 1))
def mk(*bases, **k): return type("X", bases, k)
t(mk, int, str); t(mk, A, B); t(mk, bool); t(mk, type(None)); t(mk, S, __slots__=("a",)); t(mk, __slots__="a", a=1); t(mk, __slots__=("1",)); t(mk, __slots__=5); t(mk, int, __slots__=("a",)); t(mk, B, B)
class X1: pass
class X2(X1): pass
t(mk, X1, X2)
class E:
    def __eq__(s, o): return True
t(hash, E()); print(E.__hash__, E() != 5)
class G:
    def __getattr__(s, n): return "ga " + n
    def __getattribute__(s, n):
        if n == "q": raise AttributeError("q")
        return object.__getattribute__(s, n)
g = G(); g.z = 1; print(g.q, g.z, g.w)
class P:
    @property
    def p(self): "docp"; return self._p
    @p.setter
    def p(self, v): self._p = v
    @p.deleter
    def p(self): del self._p
    @property
    def ro(self): return 1
    @classmethod
    def cm(cls, x): return cls.__name__, x
    @staticmethod
    def sm(x): return x
p = P(); p.p = 3; print(p.p, P.p.__doc__); del p.p; t(lambda: p.p); t(setattr, p, "ro", 1); t(delattr, p, "ro"); print(p.cm(1), P.cm(2), p.sm(3), P.sm(4)); t(p.cm); t(P.sm)
class N:
    def __add__(s, o): return "add"
    def __radd__(s, o): return "radd"
    def __iadd__(s, o): return "iadd"
    def __lt__(s, o): return "lt"
    def __call__(s, *a): return a
    def __len__(s): return -1
    def __bool__(s): return 5
    def __index__(s): return "x"
    def __str__(s): return 5
    def __repr__(s): return "R"
    def __hash__(s): return 2**70
    def __iter__(s): return 5
    def __contains__(s, x): return "yes"
    def __format__(s, f): return 5
    def __int__(s): return 1.5
    def __float__(s): return 1
    def __enter__(s): return s
n = N(); m = n; m += 1
print(n + 1, 1 + n, m, n < 1, 1 > n, n(1, 2), hash(n), 1 in n, [n])
t(len, n); t(bool, n); t(lambda: [1][n]); t(str, n); t(iter, n); t(format, n); t(int, n); t(float, n)
def w():
    with n: pass
def w2():
    with 5: pass
t(w); t(w2)
print(type.__call__(X1).__class__, X2().__class__.__mro__[1], X1.__subclasses__(), object.__subclasshook__(), type(X1).__name__)
x = X1(); x.__class__ = X2; print(type(x)); t(setattr, x, "__class__", int); t(setattr, x, "__dict__", 5); x.__dict__ = {"k": 1}; print(x.k)
class Abs:
    __slots__ = ()
t(setattr, Abs(), "q", 1); t(lambda: object.__new__(int)); t(lambda: int.__new__(str)); t(lambda: object.__init__(5, 6)); t(lambda: X1(1)); t(lambda: object().x); t(lambda: X1.zz); t(lambda: x.zz); t(X1.__init__); t(X1.__str__, 5, 6); t(str.upper, 5); t(str.upper); t(list.append, 5, 6); t(int.__add__, "a", 1); t(dict.fromkeys); t(object.__reduce_ex__, 5, "x")
def deco(c): c.tag = 1; return c
@deco
class T: pass
print(T.tag, T.__doc__, T.__annotations__ if hasattr(T, "__annotations__") else None)
class U:
    "doc"
    a: int = 1
    b: "str"
    def f(self): return __class__
    def g(self): return super().__repr__()[:9]
print(U.__doc__, U.__annotations__, U().f(), U().g())
