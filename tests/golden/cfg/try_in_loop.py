# dis: --stage=cfg --function f
def f(items, x):
    for i in items:
        try:
            with i as y:
                if y:
                    continue
        except KeyError:
            x = 1
        del y
    return x, i
