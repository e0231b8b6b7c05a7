# dis: --stage=ir --function f ; --stage=code --function f
# `del` makes the load points behind it raise NameError, where the loads stood: within the try, and in their order. Where the
# body of the module itself deletes a name it is not known to exist, and is not looked for in front of the loop.
gone = str
kept = str
def drop():
    del globals()["kept"]
def f(items):
    out = []
    for x in items:
        try:
            if x:
                out.append(gone(x))
            out.append(kept(x))
            drop()
        except NameError as e:
            out.append(e)
    return out
del gone
