x = 1
del x
try:
    x
except NameError as e:
    print(e)
def f():
    y = 1
    del y
    try:
        return y
    except UnboundLocalError as e:
        print(e)
    y = 2
    return y
print(f())
def g(c):
    if c:
        z = 1
    del z
try:
    g(0)
except UnboundLocalError as e:
    print(e)
l = [1, 2, 3, 4]
del l[0], l[-1]
print(l)
d = {1: 2, 3: 4}
del d[1]
print(d)
class A: pass
a = A(); a.b = 1
del a.b
print(hasattr(a, "b"))
try:
    del a.b
except AttributeError as e:
    print(e)
