# dis: --stage=cfg --function f
def f(a, b):
    return a(1, b and a or 2, [c for c in b])
