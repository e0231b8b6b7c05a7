# dis: --stage=ir --function f ; --stage=code --function f
# The outer g is loaded before the inner call, which may rebind it: one register cannot serve both.
def g(x, y):
    return x
def f(n):
    total = 0
    for i in range(n):
        total += g(i, g(i, total))
    return total
