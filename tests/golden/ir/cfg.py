# dis: --stage=ir --pass cfg --function f
def f(x):
    debug = 0
    if debug:
        try:
            print(x)
        except ValueError:
            return 1
    return x
