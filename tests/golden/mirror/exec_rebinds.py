# dis: --stage=ir --function f ; --stage=code --function f
# exec and a store to globals() rebind what the loop calls: neither lets a load be merged with one on its other side.
def g(x):
    return x
def f(n, new):
    total = 0
    for i in range(n):
        total += g(i)
        exec("g = abs", globals())
        total += g(i)
        globals()["g"] = new
        total += g(i)
    return total
