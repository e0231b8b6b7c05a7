# dis: --stage=code --function f
def f(a, b=1):
    c = a
    def g():
        nonlocal c
        c += b
        return c
    del a
    return g, c
