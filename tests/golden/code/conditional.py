# dis: --stage=code --function f
# The object of a store is looked for behind the value; each branch makes its value where the store or the call takes it.
def f(obj, a, b, c):
    obj.attr = a if c else b
    obj.attr = a(1) if c else b.x if b else None
    obj[a or b] = c and b
    g(a if b else c(a if c else 2), (a and b) or c)
    if a:
        x = b + 1
    elif b:
        x = c.x
    else:
        x = None
    return x
