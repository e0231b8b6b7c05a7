# dis: --stage=ir --pass dce --function f
def f(a, b):
    a is b
    (a, b)
    a == b
    x = 1
    x = 2
    a.b
