def f(n):
    out = []
    for i in range(n):
        n = 2
        out.append(i)
    return out, n
print(f(5))
def g():
    l = [3]
    for x in l:
        if len(l) < 5: l.append(x - 1)
    return l
print(g())
