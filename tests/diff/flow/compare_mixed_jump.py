def f(a, b):
    r = []
    if a < b: r.append("<")
    if a <= b: r.append("<=")
    if not a == b: r.append("!=")
    if not (a > b): r.append("!>")
    if a >= b and not a != b: r.append("=")
    return r
nan = float("nan")
print(f(1, 2), f(2, 1), f(1, 1.0), f(1.5, 2), f("a", "b"), f(nan, 1), f(nan, nan), f(2**60, 2.0**60), f((1,), (1, 2)), f(True, 2))
