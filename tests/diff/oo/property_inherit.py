class A:
    def __init__(self): self._v = 1
    def get(self): return self._v
    def set(self, v): self._v = v
    v = property(lambda s: s.get(), lambda s, x: s.set(x))
class B(A):
    def get(self): return self._v * 100
    @A.v.setter
    def v(self, x): self._v = x + 1
b = B(); b.v = 5; print(b.v, A().v, b._v)
class C(A):
    v = 7
print(C().v)
