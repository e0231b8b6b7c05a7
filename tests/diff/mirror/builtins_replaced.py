# A builtin that is shadowed by a global in the middle of a loop, or replaced in builtins itself.
import builtins

def lengths(items, at):
    out = []
    for i, x in enumerate(items):
        if i == at:
            globals()["len"] = lambda x: -1
        if i == at + 2:
            del globals()["len"]
        out.append(len(x))
    return out

items = ["a", "bb", "ccc", "dddd", "eeeee", "ffffff"]
print(lengths(items, 2))
print(lengths(items, 1))
print(lengths(items, 9))

def replaced(items, at):
    original = builtins.len
    out = []
    try:
        for i, x in enumerate(items):
            if i == at:
                builtins.len = lambda x: original(x) * 100
            out.append(len(x))
    finally:
        builtins.len = original
    return out

print(replaced(items, 3))
print(replaced(items, 0))
print(replaced(items, 9))

def added(n):
    out = []
    for i in range(n):
        try:
            out.append(brand_new(i))
        except NameError:
            out.append(None)
        if i == 1:
            builtins.brand_new = lambda x: x * x
        if i == 3:
            del builtins.brand_new
    return out

print(added(6))

def both(n):
    out = []
    for i in range(n):
        out.append(max(i, 2))
        if i == 1:
            globals()["max"] = min
        elif i == 3:
            builtins.max = lambda *a: "builtin"
        elif i == 4:
            del globals()["max"]
    return out

keep = max
try:
    print(both(8))
finally:
    builtins.max = keep
    globals().pop("max", None)
print(both(1), max(3, 4))

def chr_loop(n):
    s = ""
    k = 0
    while k < n:
        s += chr(65 + k) + chr(97 + k)
        if k == 2:
            vars(builtins).update(chr=lambda c: "<%d>" % c)
        k += 1
    return s

keep = chr
try:
    print(chr_loop(5))
finally:
    builtins.chr = keep
print(chr_loop(2))
