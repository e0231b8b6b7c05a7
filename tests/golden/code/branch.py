# dis: --stage=code --function f
def f(a, b):
    if a < 3 and not b:
        return a is None
    if a is not b or b in a:
        return 1 < a
    t = a == b
    if t:
        return t
