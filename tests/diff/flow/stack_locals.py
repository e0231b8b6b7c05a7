# Locals that change while the operand stack still holds their old value.
def f(*a): return a
def walrus(x, c): return f(x, (x := 1) if c else 2, x), x
def chain(x, c): return [x, (x := 3), x, (x := x + 1) if c else x, x]
def nested(x, c): return f(x, f(x, (x := x * 2) if c else (x := x + 7), x) if x else x, x)
def loop(x): return [(x, (x := x + i), x) for i in range(3)], x
def swap(x, y, z):
    x, y = y, x
    x, y, z = z, x, y
    a = b = c = x
    x = x
    return a, b, c, x, y, z
def both(x): return x, (x := [x]) and x, (x := None) or x, x
for c in 0, 1: print(walrus(5, c), chain(5, c), nested(5, c))
print(loop(1), swap(1, 2, 3), both(4))
def deleted(x):
    y = (x, (lambda: 0)())
    del x
    try: print(x)
    except UnboundLocalError as e: print(e)
    x = 3
    return y, x
print(deleted(9))
def subscript(a, i):
    a[i], i = i, 1
    i, a[i] = 2, i
    a[i := 0] += (i := 5)
    return a, i
print(subscript([0, 0, 0], 2))
