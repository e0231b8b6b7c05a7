# dis: --stage=code --function f
def f(a, b):
    c = a if b else 1
    d = a or b or 2
    g(a and b, 3 if c else d)
    c, (d, *e) = a
    return [x for x in d if x]
