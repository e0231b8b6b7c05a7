# dis: --stage=code --function f
def f(a):
    if a:
        x = 1
    y = x + x
    del x
    try:
        x = a()
    except KeyError:
        pass
    return x, y, a
