# dis: --stage=ir --pass lift --function f
def f(a, b):
    a.m(b.x)
    a.m(g)
    a.m(a if b else 1)
    if b:
        c = 1
    a.m(c)
