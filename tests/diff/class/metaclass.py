class M(type):
    def __new__(m, name, bases, ns, **kw):
        ns["added"] = kw
        return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns); cls.inited = True
    def __call__(cls, *a, **k):
        print("call", cls.__name__, a)
        return super().__call__(*a, **k)
    @classmethod
    def __prepare__(m, name, bases, **kw): print("prepare", name, kw); return {"prep": 1}
    def __getattr__(cls, n): return "meta " + n
    def __len__(cls): return 7
    def __iter__(cls): return iter([1, 2])
    def __contains__(cls, x): return x == 5
    def __getitem__(cls, k): return ("item", k)
    def __repr__(cls): return "<M %s>" % cls.__name__
    @property
    def prop(cls): return cls.__name__.lower()
class A(metaclass=M, opt=3):
    def __init__(self, x): self.x = x
print(A.added, A.inited, A(5).x, A.whatever, len(A), list(A), 5 in A, A["k"], A, A.prop, type(A), A.prep)
class B(A): pass
print(B.added, type(B) is M)
try: B(1).whatever
except AttributeError as e: print(e)
class M2(type): pass
try:
    class C(A, metaclass=M2): pass
except TypeError as e: print(e)
X = type("X", (A,), {"z": 1}); print(X.z, type(X))
class Single(type):
    inst = {}
    def __call__(cls, *a):
        if cls not in cls.inst: cls.inst[cls] = super().__call__(*a)
        return cls.inst[cls]
class S(metaclass=Single): pass
print(S() is S(), type(type(S)).__name__)
def meta(name, bases, ns): return (name, bases, sorted(k for k in ns if not k.startswith("__")))
class F(metaclass=meta): a = 1
print(F)
