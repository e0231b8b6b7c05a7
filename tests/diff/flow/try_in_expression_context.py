def f(x):
    try: r = [x, 1 / x, {"a": x}][1]
    except ZeroDivisionError: r = "zero"
    return r
def g(x):
    for v in (x, 0, 2):
        try: yield (v, 1 / v if v else f(v))
        except TypeError: yield "te"
print(f(0), f(4), list(g(5)))
