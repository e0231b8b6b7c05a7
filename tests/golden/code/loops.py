# dis: --stage=code --function f
def f(a, n):
    s = 0
    for x in a:
        if x:
            continue
        for y in x:
            s += y
    while n > 0:
        n -= 1
    while True:
        if n == 3:
            break
        n += s
    return s
