val = 1
def get(): return val
def f():
    out = []
    for i in range(4):
        out.append(val + get())
        if i == 1: exec("val = 10", globals())
        if i == 2: globals()["val"] = 100
    return out
print(f(), val)
def g():
    out = []
    for i in range(3):
        try: out.append(flick)
        except NameError as e: out.append(str(e))
        if i == 0: globals()["flick"] = "on"
        if i == 1: del globals()["flick"]
    return out
print(g())
