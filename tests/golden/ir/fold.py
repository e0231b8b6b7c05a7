# dis: --stage=ir --pass fold --function f
def f():
    a = 6
    b = a * 7 + 1
    c = b / 4
    if a > b:
        return "never"
    return not c
