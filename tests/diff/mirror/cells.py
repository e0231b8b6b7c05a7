# Cells that are written from outside, late, or by another function.
import types

def outer(n):
    def inner(k):
        r = []
        for i in range(k):
            r.append(n + n)
            if i == 1 and poke:
                inner.__closure__[1].cell_contents = 100
        return r
    return inner

poke = False
print(outer(1)(4))
f = outer(2)
print(f(2))
poke = True
print(f(4), f(2))
poke = False
print(outer(3)(3))

def counter():
    c = 0
    def add():
        nonlocal c
        c += 1
        return c
    def show():
        before = c
        add()
        return before, c, add(), c
    return show

print(counter()())

def late():
    def use(k):
        out = []
        for i in range(k):
            try:
                out.append(v)
            except NameError as e:
                out.append(str(e))
        return out
    first = use(2)
    v = 5
    return first, use(2)

print(late())

def gen_late():
    def use():
        for i in range(4):
            try:
                yield v
            except NameError:
                yield None
    g = use()
    out = [next(g), next(g)]
    v = "bound"
    return out + list(g)

print(gen_late())

def make(x):
    def get(n):
        r = []
        for i in range(n):
            r.append(x)
            if i == 0:
                change()
        return r
    return get

cell = types.CellType(1)
g = types.FunctionType(make(0).__code__, globals(), "g", None, (cell,))
def change():
    cell.cell_contents = cell.cell_contents + 1
print(g(3), g(2))
h = make(7)
print(h(3))

def swap():
    a = 1
    def get(n):
        return [a for _ in range(n)] + [a, a]
    def other(n):
        nonlocal b
        b += 1
        return [b] * n
    b = 10
    return get, other

get, other = swap()
print(get(2), other(2))
get.__code__, keep = other.__code__, get.__code__
print(get(2), get(1))
get.__code__ = keep
print(get(1))

class A:
    def who(self):
        out = []
        for i in range(2):
            out.append(__class__.__name__)
        return out, super().__repr__()[:10]

print(A().who()[0])
