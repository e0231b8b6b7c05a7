# Loops of a module's body keep names in registers: every other reader and writer of the namespace must see what they do.
import sys
g = globals()
me = sys.modules[__name__]

total = 0
for i in range(4):
    total += i
    if i == 1:
        g["total"] = 100
    if i == 2:
        exec("total = total * 2")
print(total, i)

def read():
    return total, i

def write(value):
    global total
    total = value

seen = []
for i in range(3):
    total = i * 10
    seen.append(read())
    total += 1
    seen.append(read())
    write(-i)
    seen.append(total)
print(seen, total)

# Two names at a time: neither value may be made in the register of a name that is still to be read.
a, b, c = 1, 1, 2
for i in range(5):
    a, b = b, a + b
    c, a = a - c, c
    print(a, b, c, end="; ")
print()

x = y = 0
while x < 5:
    x, y = x + 1, x
    y, x = x * 2, x
    x = y = x
print(x, y)

a, b, c = 1, 2, 3
for i in range(4):
    a, b = b, a + 1
    a, b, c = c + 1, a, b
    c, a = len(str(b)), a + c
    b, c = read()[0], b - c
    a, b = -b, [a, b, c][i % 3]
    a, a, b = [a, b, c]
    (b, b), c = (b, a), c
    print(a, b, c, end="; ")
print()

t = 0
for i in range(3):
    print((t := i + 1), (t := t * 2), [t, (t := t + 1), t], end="; ")
    u = t = v = t + i
    t, u[2:] if isinstance(u, list) else u, v
    print(t, u, v, (t := -t) if i else (u := t), t, u, end="; ")
print()

def fails(x):
    return 1 // x

for i in range(3):
    a, b = "old", "old"
    try:
        a, b = i + 10, fails(i - 1)
        a, b = fails(i - 2), a
    except ZeroDivisionError:
        print(a, b, g["a"], g["b"], end="; ")
print()

first, *rest = [0]
for first, *rest in [(1, 2, 3), "ab", [4]]:
    first, rest = rest, first
print(first, rest)

for i in range(3):
    i = i + 10
    for i in range(i, i + 2):
        pass
    print(i, end=" ")
print()

for pair in enumerate("ab"):
    i, pair = pair
    print(i, pair, g["i"], g["pair"])

n = 3
for i in range(n):
    n = n + 1
    try:
        n = 1 // (i - 1)
        n = n, "set"
    except ZeroDivisionError:
        print("before", n, g["n"])
    n = 5
print(n)

try:
    for i in range(5):
        n = i
        n = int("3" if i < 2 else "no")
        n = "after"
except ValueError:
    print(n, g["n"], i)

for i in range(4):
    try:
        late
    except NameError as e:
        print(e)
    if i == 1:
        late = "bound"
    if i == 2:
        del late
print("late" in g)

for i in range(3):
    shadow = len("abc")
    if i == 0:
        g["len"] = lambda x: "global"
    if i == 1:
        del g["len"]
    print(shadow, end=" ")
print()

class Body:
    m = 0
    for i in range(3):
        m += i
        locals()["m"] = m + 100
    print(m, i, total)

def gen():
    global n
    for j in range(3):
        n = ("gen", j)
        yield n

for v in gen():
    print(v is n, n, end=" ")
    n = None
print(n)

for i in range(2):
    w = [i]
    w += [read, w is g["w"]]
    w *= 2
    print(len(w), g["w"] is w)

for i in range(3):
    me.total = i
    print(total, end=" ")
    total = -1
    print(me.total, end=" ")
    setattr(me, "total", None)
    print(total, end=" ")
    del me.total
    try:
        print(total)
    except NameError as e:
        print(e)

total = 0
while total < 3:
    total += 1
    if total == 2:
        continue
    old = total
    total = total
    alias = other = total
    alias += 1
    print(old, total, alias, other)
else:
    print("else", total)

count = 0
for count in range(2):
    count = lambda count=count: count
    print(count(), g["count"]())

def deep():
    for k in g.copy():
        if k == "count":
            g[k] = "rebound by deep"
for i in range(2):
    count = i
    deep()
    print(count)

for i in range(2):
    exec("i = i + 5; new = i")
    print(i, new)
    del new
for del_me in "ab":
    print(del_me)
    del del_me
print("del_me" in g)

code = compile("s = 0\nfor k in range(3):\n    s += k\n    log.append(s)\n    if again: again.pop()()\nlog.append(s)", "<text>", "exec")
for _ in range(2):
    space = {"log": [], "again": []}
    space["again"] = [lambda: exec(code, space)]
    exec(code, space)
    print(space["log"], space["s"])
space = {"log": [], "again": []}
here = {}
exec(code, space, here)
print(space["log"], sorted(here), "s" in space)

class Space(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, (value, 1) if key == "k" else value)
    def __missing__(self, key):
        return len
for k in range(2):
    here = Space()
    try:
        exec(code, {"log": [], "again": []}, here)
    except TypeError as e:
        print(e, here)
