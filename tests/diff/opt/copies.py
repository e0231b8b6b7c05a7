# What the pass `copy` must not do: read a local where its value is wanted that it had before.
def swap(a, b):
    a, b = b, a
    return a, b

def rotate(a, b, c):
    for i in range(4):
        a, b, c = b, c, a
    return a, b, c

def old_value(x):
    y = x
    x = y + 1
    return y, x, (y, x := x + 1), y

def walrus(x):
    return x, (x := x + 1), x, (x := x * 2), x

def in_call(x, f):
    return f(x, (x := 5), x)

def increment(i, items):
    out = []
    while i < 5:
        j = i
        i += 1
        out.append(items[j] if j in items else (j, i))
    return out

def augmented(a):
    a[0], b = a[0] + 1, a[0]
    c = b
    b += c
    c -= b
    return a, b, c

def deleted(x):
    y = x
    del x
    try:
        return y, x
    except UnboundLocalError as e:
        return y, e.name if hasattr(e, "name") else str(e)

def nested(a, b):
    a, (b, c) = b, (a, b)
    a = b = c + a
    return a, b, c

def chain(x):
    a = b = c = x
    a += "a"
    b += a
    return a, b, c, x

def joined(x, c):
    y = x
    if c:
        x = "changed"
    return y, x, [y, x]

def subscripts(i, l):
    i, l[i] = 1, i
    l[i], i = i, 2
    return i, l

print(swap(1, 2), rotate(1, 2, 3), old_value(1), walrus(3), in_call(1, lambda *a: a))
print(increment(0, {2: "two"}), augmented([1]), deleted(4), nested(1, 2), chain("x"))
print(joined(1, 0), joined(1, 1), subscripts(0, [7, 8, 9]))
