def shadow():
    global len
    len = lambda x: "shadow"
def f():
    out = []
    for i in range(4):
        out.append(len([1, 2]))
        if i == 1: shadow()
    return out
print(f())
del len
print(len("ab"))
