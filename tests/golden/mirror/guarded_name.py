# dis: --stage=ir --function f ; --stage=code --function f
# msvcrt may not exist: its load never moves in front of the test, nor of the loop.
try:
    import msvcrt
except ImportError:
    pass
windows = False
def f(handles):
    n = 0
    for h in handles:
        if windows:
            n += msvcrt.get_osfhandle(h)
        else:
            n += h
    return n
