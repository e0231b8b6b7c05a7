# dis: --stage=ir --function f ; --stage=code --function f
# A function of the module stores `len` by a `global` statement: that is known beforehand, and each round loads it.
def shadow():
    global len
    len = str
def f(items):
    n = 0
    for x in items:
        n += len(x)
        shadow()
    return n
