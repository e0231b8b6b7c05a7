class A:
    def __init__(self, flag):
        if flag: self.x = 1; self.y = 2
        else: self.y = 20; self.x = 10
    def s(self): return self.x - self.y
print([A(i % 2).s() for i in range(10)])
def get(o): return o.v
class B: v = "cls"
class C:
    def __init__(self): self.v = "inst"
class D:
    @property
    def v(self): return "prop"
class E:
    def __getattr__(self, n): return "hook"
class F: __slots__ = ("v",)
f = F(); f.v = "slot"
import types
m = types.ModuleType("m"); m.v = "module"
objs = [B(), C(), D(), E(), f, m, B, types.SimpleNamespace(v="ns")]
print([get(o) for o in objs * 3])
c = C(); print(get(c)); del c.v
try: get(c)
except AttributeError as e: print(e)
C.v = "fallback"; print(get(c)); c.__dict__["v"] = "via dict"; print(get(c)); C.v = property(lambda s: "data desc"); print(get(c)); del C.v; print(get(c))
c.__dict__ = {"v": "replaced", "w": 1}; print(get(c), c.w, vars(c))
many = C()
for i in range(200): setattr(many, "f%d" % i, i)
print(sum(getattr(many, "f%d" % i) for i in range(200)), len(vars(many)))
x = C(); x.a = 1; y = C(); y.b = 2; y.a = 3
print(x.a, y.a, y.b, list(vars(x)), list(vars(y)))
