def f(x):
    assert x > 0, "must be positive: %r" % x
    assert x < 100
    return x
print(f(5))
for v in (-1, 500):
    try:
        f(v)
    except AssertionError as e:
        print(repr(e), e.args)
