# dis: --stage=ir --pass fold --function f
def f(x):
    a = 1
    b = a / 0
    c = a << 4000
    d = a + x
    e = "x"
    g = e * 3
    h = 1e308
    return h * 10, b, c, d, g, a in x
