import weakref, gc
class A:
    def __init__(self, n): self.n = n
log = []
class B:
    def __init__(self, n): self.n = n
    def __del__(self): log.append(self.n)
a = A(1)
r = weakref.ref(a)
print(r() is a, r() == a, weakref.ref(a) is r)
d = weakref.WeakValueDictionary(); d["k"] = a; print("k" in d, d["k"].n)
p = weakref.proxy(a); print(p.n)
s = weakref.WeakSet([a]); print(len(s))
try: weakref.ref(5)
except TypeError as e: print(e)
def make():
    b = B(1)
    return b.n
print(make())
