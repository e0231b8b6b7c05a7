# dis: --stage=code --function f
# `del` of a local stays where it is, also in front of a return and in the copy for exceptions.
def f(x, g):
    try:
        y = g(x)
        del x
        return y
    finally:
        del y
        g(x)
