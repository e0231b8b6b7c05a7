# Globals that frames have from their beginning: late, rebound while frames live, deleted, other namespaces.
import types
def use():
    return helper(1) + helper(len("ab"))
try:
    use()
except NameError as e:
    print(e)
def helper(x): return x * 10
print(use())

def recurse(n):
    if n == 0:
        rebind()
        return name()
    return recurse(n - 1) + name()
def name(): return "a"
def rebind():
    global name
    name = lambda: "b"
print(recurse(3), recurse(3))

def first(): return 1
def order(): return [first(), change(), first()]
def change():
    globals()["first"] = lambda: 2
    return 0
print(order(), order())

def gen():
    while True:
        yield value
value = 1
g = gen()
print(next(g), next(g)); value = 2; print(next(g)); del value
try:
    next(g)
except NameError as e:
    print(e)

def where(): return place
place = "here"
print(where())
other = types.FunctionType(where.__code__, {"place": "there"})
print(other(), where(), other())
def swap(): return place + "!"
where.__code__ = swap.__code__
print(where())
exec(where.__code__, {"place": "nowhere"})
print(eval(where.__code__, {"place": "nowhere"}), where())
def shadowed(xs): return len(xs)
print(shadowed([1])); len = lambda xs: "own"; print(shadowed([1])); del len; print(shadowed([1]))
