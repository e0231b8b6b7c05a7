def f(a):
    x = 1
    try:
        x = 2
        y = a["k"]
        x = 3
    except KeyError:
        return x, "y" in locals()
    return x, y
print(f({}), f({"k": 9}))
def g():
    i = 0
    try:
        for i in range(5):
            if i == 3: raise ValueError
    except ValueError: pass
    return i
print(g())
