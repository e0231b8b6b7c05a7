class A:
    def m(self, *a): return ("m", a)
a = A()
def swap():
    a.m = lambda *x: ("swapped", x)
    return 1
print(a.m(swap()), a.m(2))
class B:
    pass
b = B()
def boom(): raise ValueError("arg")
try:
    b.missing(boom())
except Exception as e:
    print(type(e).__name__, e)
try:
    undefined_name(boom())
except Exception as e:
    print(type(e).__name__, e)
class C:
    def __getattr__(self, n):
        print("getattr", n)
        return lambda *a: (n, a)
print(C().foo(print("arg")))
