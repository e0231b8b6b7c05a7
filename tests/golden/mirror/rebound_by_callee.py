# dis: --stage=ir --function f ; --stage=code --function f
# g is loaded in front of the loop once; each round has a load point for it, as rebind() may change it.
def g(x):
    return x
def rebind():
    globals()["g"] = str
def f(n):
    out = []
    for i in range(n):
        out.append(g(i))
        if i == 1:
            rebind()
    return out
