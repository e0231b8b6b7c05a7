class O: pass
def f(o, c, a, b):
    o.attr = a if c else b
    o.other = (a and b) or c
    o.third = not (a if b else c)
    return o.attr, o.other, o.third
for c in (0, 1):
    for a in (0, "x"):
        for b in (0, "y"):
            print(f(O(), c, a, b))
