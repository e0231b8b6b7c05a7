# dis: --stage=ir --pass copy --function f
def f(a, b):
    a, b = b, a
    return a, b
