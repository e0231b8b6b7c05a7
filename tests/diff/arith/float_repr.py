for x in (0.1, 0.2 + 0.1, 1e16, 1e15, 123456789.123456789, 1e-4, 1e-5, 1.0, 100.0, 1e22, 1e23, 1.7976931348623157e308, 5e-324, 2.5, 1/3, -0.0, 1e100, 12345678901234567.0):
    print(x, repr(x), str(x), "%.3f" % x if abs(x) < 1e20 else "", "%g" % x, "%e" % x)
print(float("1e5"), float("  -inf "), float("nan"), float("1_0.5"), float(".5"), float("5."), float("infinity"))
for bad in ("", "abc", "1e", "--1", "1 2"):
    try:
        float(bad)
    except ValueError as e:
        print(e)
