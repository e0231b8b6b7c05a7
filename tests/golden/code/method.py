# dis: --stage=code --function f
def f(a, b):
    a.m(b, 1)
    a.m(b + 1)
    a.m(b())
    a.m(k=b)
    b[1:2] = a[b:]
    return a[b:b:b]
