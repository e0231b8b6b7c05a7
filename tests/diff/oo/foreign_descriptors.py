# Descriptors of builtin types and slots in foreign classes, and at sites that see many types.
class A:
    f = list.append
    g = str.upper
for i in range(6):
    for n in 'fg':
        try:
            if n == 'f': print(A().f(1))
            else: print(A().g())
        except TypeError as e: print(e)
class B:
    __slots__ = ('a',)
class A:
    a = B.a
    def __init__(s): s.x = 1; s.y = 2
for i in range(12):
    for op in 'gs':
        try:
            o = A()
            if op == 'g': print(o.a)
            else: o.a = 5; print('set')
        except TypeError as e: print(e)
print("hELLO wORLD 1st x2y".title(), "hELLO".capitalize(), "".title(), "".capitalize(), "o'neil a_b".title())
class A(list): pass
class B(list): pass
class C(list): pass
class D(list):
    def __init__(s): s.q = 1
class E(D):
    def __init__(s): s.r = 1
class F(list): pass
class G: append = list.append
xs = [A(), B(), C(), D(), E(), F(), [], bytearray(), G()]
for i in range(5):
    for x in xs:
        try:
            m = x.append
            print(type(m).__name__, m.__self__ is x, m.__name__)
        except TypeError as e: print(e)
        try: print(x.append(7))
        except TypeError as e: print(e)
