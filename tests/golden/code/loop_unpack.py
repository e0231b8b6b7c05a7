# dis: --stage=code --function f
# The first UNPACK alone reads its item (#1): a pair need not be made. `pair` is a local, which others may see; `rest` takes a list.
def f(xs, out):
    for a, b in xs:
        out(a, b)
    for pair in xs:
        c, d = pair
        out(c, d)
    for e, *rest in xs:
        out(e, rest)
