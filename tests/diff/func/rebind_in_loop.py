def h(x): return x + 1
def swap(i):
    global h
    if i == 3:
        h = lambda x: x * 100
def loop():
    out = []
    for i in range(6):
        out.append(h(i))
        swap(i)
    return out
print(loop())
import builtins
def use():
    out = []
    for i in range(4):
        out.append(len("abc"))
        if i == 1:
            builtins.len = lambda x: -1
    return out
orig = len
try:
    print(use())
finally:
    builtins.len = orig
print(len("abc"))
g = 1
def change():
    global g
    g += 1
def read():
    return (g, change(), g, change(), g)
print(read())
