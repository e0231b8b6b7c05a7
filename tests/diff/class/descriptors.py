class Desc:
    def __get__(self, o, t): return ("get", o is None, t.__name__)
    def __set__(self, o, v): o.__dict__["stored"] = v
    def __delete__(self, o): print("delete")
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name)
class NonData:
    def __get__(self, o, t=None): return "nondata"
class A:
    d = Desc(); n = NonData()
a = A()
print(a.d, A.d, a.n); a.d = 5; print(a.__dict__, a.d); del a.d
a.n = "inst"; print(a.n, A.n); a.__dict__["d"] = "hidden"; print(a.d)
A.later = Desc()
print(a.later)
class Bad:
    def __set_name__(self, o, n): raise ValueError("bad name")
try:
    class X: b = Bad()
except Exception as e: print(type(e).__name__, e, e.__cause__)
class P:
    @property
    def x(self): return self._y
    y = property(lambda s: 1, None, None, "doc y")
p = P()
for f in (lambda: p.x, lambda: setattr(p, "y", 1), lambda: delattr(p, "y"), lambda: setattr(p, "x", 2)):
    try: f()
    except AttributeError as e: print(e)
print(P.y.__doc__, P.x.fget.__name__, P.y.fset)
