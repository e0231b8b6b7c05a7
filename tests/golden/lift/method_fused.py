# dis: --stage=ir --pass lift --function f
def f(a, b):
    a.m(b, 1, None)
    a.m(b, k=2)
    a.b.c(a)
