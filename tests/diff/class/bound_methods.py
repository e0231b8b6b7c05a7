class A:
    def __init__(self, v): self.v = v
    def m(self, x=0): return self.v + x
a = A(1); f = a.m; g = A.m
a2 = A(100)
print(f(), f(5), g(a, 2), f == a.m, f is a.m, f.__self__ is a, f.__func__ is A.m, [h() for h in (a.m, a2.m)], list(map(a.m, [1, 2])), sorted([3, 1], key=a.m), hash(f) == hash(a.m), f.__name__)
a.m2 = lambda x: ("inst", x); print(a.m2(1))
A.m3 = lambda self: ("cls", self.v); print(a.m3())
a.m = lambda x=0: "shadow"; print(a.m(), f())
class B:
    call = len
    cl = classmethod(lambda c: c.__name__)
    fn = print
print(B.call([1]), B().call([1, 2]), B.cl(), B().cl())
def ext(self): return self.v
A.ext = ext; print(a.ext())
app = [].append; app(1); print(app.__self__, app.__name__, "a".join.__self__)
print(str.upper("x"), list.__len__([1]), int.__add__(1, 2), dict.get({1: 2}, 1), (5).__add__(6), "a".__eq__("a"), object.__repr__(5)[:12], list.append.__name__, str.join(",", ["a", "b"]))
for t in (lambda: str.upper(5), lambda: list.append(1, 2), lambda: A.m(), lambda: int.__add__("a", 1)):
    try: print(t())
    except TypeError as e: print(e)
