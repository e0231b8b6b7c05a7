# dis: --stage=ir --pass lift --function f
def f(x, y, g):
    x, y = y, x
    g(x, (x := 1), x)
    g(x, (y := 1) if x else 2, y)
    z = w = g(x)
    return z, w
