def f(n):
    r = 0
    if n & 1: r += 1
    if n & 2: r += 10
    if n & 4: r += 100
    if n & 8:
        if n & 1:
            r = -r
        elif n & 2:
            r *= 2
        else:
            r += 5
    else:
        r -= 1
    return r
print([f(n) for n in range(16)])
