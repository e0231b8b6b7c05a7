a = 256; b = 256
print(a is b, None is None, () is (), "" is "", True is (1 == 1), [] is not [], 1.5 == 1.5)
x = "abc"; y = x; print(x is y, id(x) == id(y))
def f(): return (1, 2)
print(f() is f(), f() == f())
class A: pass
a = A(); d = {id(a): a}; print(d[id(a)] is a)
l = [a]; print(a in l, l[0] is a, l.index(a), l.count(a))
