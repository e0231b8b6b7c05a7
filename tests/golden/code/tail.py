# dis: --stage=code --function f
def f(a, b, g):
    if a:
        return g(a, b)
    if b:
        return b.m(g(1))
    # The result is a local's: the store stays.
    x = g(2)
    return x
