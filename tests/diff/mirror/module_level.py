# Loops at module level that read and write globals, with functions that do so too.
total = 0
for i in range(5):
    total += i
print(total, i)

def look():
    return total

def poke(v):
    global total
    total = v

for i in range(4):
    total = total + look()
    print(total, look())

for i in range(4):
    total += 1
    if i == 1:
        poke(100)
    print(total, look(), globals()["total"])

count = 0
while count < 3:
    count += 1
    globals()["count"] = count + 0
    if count == 2:
        del count
        count = 2
print(count)

names = []
for name in ("a", "b"):
    names.append(name)
    exec("name = name * 2")
    names.append(name)
print(names)

try:
    for k in range(3):
        acc = acc + k
except NameError as e:
    print(e)
acc = 0
for k in range(3):
    acc = acc + k
    if k == 1:
        del globals()["acc"]
        try:
            print(acc)
        except NameError as e:
            print(e)
        acc = 50
print(acc)

def shadow():
    globals()["len"] = lambda x: 42

for i in range(4):
    print(len("ab"), end=" ")
    if i == 1:
        shadow()
print()
del len

x = 0
y = 1
for i in range(6):
    x, y = y, x + y
    z = x
    x = z
print(x, y, z)

for i in range(3):
    for j in range(2):
        last = (i, j)
        inner = last
    outer = inner
print(last, inner, outer, i, j)

def sees():
    return (i, j, last)

for i in range(2):
    j = i * 10
    last = None
    print(sees())

class C:
    n = 0
    for q in range(4):
        n += q
    total = n + total
print(C.n, C.q, C.total, total)

code = compile("for t in range(3):\n    s = s + t\n    hook()\n", "<c>", "exec")
ns = {"s": 0, "hook": lambda: None}
exec(code, ns)
print(ns["s"], ns["t"])
exec(code, ns)
print(ns["s"])
other = {"s": 100, "hook": lambda: ns.__setitem__("s", -1)}
exec(code, other)
print(other["s"], ns["s"])

def again():
    if ns["t"] == 1 and not deep:
        deep.append(1)
        exec(code, ns)
deep = []
ns = {"s": 0, "hook": again}
exec(code, ns)
print(ns["s"], ns["t"])

class Space(dict):
    def __getitem__(self, key):
        log.append(("get", key))
        return dict.__getitem__(self, key)
    def __setitem__(self, key, value):
        log.append(("set", key, value))
        dict.__setitem__(self, key, value)

log = []
exec("for t in range(2):\n    s = s + t\n", {}, Space(s=1))
print(log)
log = []
space = Space(s=1, range=range)
exec("for t in range(2):\n    s = s + t\n", space)
print(log, dict.__getitem__(space, "s"))

# A module's body as a function that calls itself.
import types
code = compile("for t in range(2):\n    s = s + 1\n    hook()\n    log.append(s)\n", "<f>", "exec")
ns = {"s": 0, "log": [], "hook": lambda: None}
body = types.FunctionType(code, ns)
levels = []
def again():
    if len(levels) < 2:
        levels.append(0)
        body()
ns["hook"] = again
body()
print(ns["log"], ns["s"])
exec(code, ns)
print(ns["log"], ns["s"])
