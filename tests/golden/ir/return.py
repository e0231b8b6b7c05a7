# dis: --stage=ir --pass return --function f
def f(a, b, g):
    if a:
        x = b if g else a
        return x
    return b if b else g(b)
