n = 1
def w():
    global n
    n += 1
    return 0
def r():
    a = n; w(); b = n; w()
    return a, b, n, n + w() + n
print(r())
def loop():
    out = []
    for i in range(5):
        out.append(n)
        if i % 2: w()
    return out
print(loop())
def name_order():
    try: return missing_a(missing_b)
    except NameError as e: return str(e)
print(name_order())
total = 0
for i in range(10):
    total += i
    if i == 5:
        def i2(): return total
print(total, i2(), i)
def cond(flag):
    if flag: return undefined_platform_thing.x
    return "fine"
print(cond(False))
try: cond(True)
except NameError as e: print(e)
def later(): return defined_later
try: later()
except NameError as e: print(e)
defined_later = 5; print(later()); del defined_later
try: later()
except NameError as e: print(e)
exec("defined_later = 7"); print(later()); globals()["defined_later"] = 8; print(later())
