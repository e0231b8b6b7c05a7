mswindows = False
def f():
    for i in range(3):
        if mswindows:
            msvcrt.getch()
        else:
            yield i
print(list(f()))
def g(n):
    for i in range(n):
        if i > 100: nope.x.y(z)
    return i
print(g(5))
def h():
    out = []
    for i in range(3):
        try: out.append(maybe)
        except NameError as e: out.append(str(e)); globals()["maybe"] = i
    return out
print(h())
