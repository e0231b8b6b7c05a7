# dis: --stage=ir --function f ; --stage=code --function f
# A callee may give the module a `len` of its own in the middle of the loop: each round has its load point, where the
# builtin is looked for anew once that has happened. The module's name counts as written, so it is not an entry mirror.
def shadow(i):
    if i == 1:
        globals()["len"] = lambda x: -1
def f(items):
    n = 0
    for i, x in enumerate(items):
        n += len(x)
        shadow(i)
    return n
