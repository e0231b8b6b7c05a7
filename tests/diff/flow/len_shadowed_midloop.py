def f():
    out = []
    for i in range(4):
        out.append(len([1, 2]))
        if i == 1:
            global len
            len = lambda x: "shadow"
    return out
print(f()); del len; print(f() if False else len("ab"))
