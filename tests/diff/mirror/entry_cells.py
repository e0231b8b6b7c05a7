# Cells of closures that frames have from their beginning: bound late, never, or written from outside.
def outer():
    def early():
        return late
    try:
        early()
    except NameError as e:
        print(type(e).__name__, e)
    late = "bound"
    print(early(), early())
    def gen():
        yield late
        yield late
    g = gen()
    return early, g

early, g = outer()
print(early(), list(g))
early.__closure__[0].cell_contents = "from outside"
print(early(), early())
del early.__closure__[0].cell_contents
try:
    early()
except NameError as e:
    print(type(e).__name__, e)

def pair():
    def even(n): return n == 0 or odd(n - 1)
    def odd(n): return n != 0 and even(n - 1)
    return even(10), odd(7)
print(pair())

def counters():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    def read(): return n, n
    return up, read
up, read = counters()
print(up(), read(), up(), read())

def deep(k, f=None):
    def g(): return k, f
    return g() if k == 0 else (g(), deep(k - 1, g)[0])
print(deep(3)[0][0], deep(0))
