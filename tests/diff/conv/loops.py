# Loops: inversion, break, continue, else, changing conditions.
def each(n):
    out, i = [], None
    for i in range(n):
        if i == 2: continue
        for j in range(i):
            if j == 3: break
            out.append((i, j))
        else:
            out.append("else")
            continue
        if i > 6: break
    else:
        out.append("done")
    while n:
        n -= 1
        if n % 3 == 0: continue
        while True:
            if n: break
        out.append(n)
    else:
        out.append("zero")
    while n < 5 and not (n == 3 or n is None):
        n += 1
    return out, n, i


def empty():
    for x in (): pass
    for x in [1]: x = 2
    for i in range(3): pass
    while 0: pass
    return x, i


def swaps(a, b, c):
    for _ in range(4):
        a, b, c = b, c, a
        a, b = b + c if a else b, a or c
    return a, b, c


print(each(10), each(0), empty(), swaps(1, 2, 3), swaps("", "x", "y"))
