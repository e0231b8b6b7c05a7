cases = [lambda: 1 + "a", lambda: "a" + 1, lambda: [] + (), lambda: None + 1, lambda: {} - 1, lambda: -"a", lambda: ~1.5, lambda: 1 < "a", lambda: [] < 1, lambda: 1.5 & 2, lambda: "a" * "b", lambda: [1] * 1.5, lambda: 1 @ 2, lambda: "a" % 1, lambda: "%d" % "x", lambda: 3 ** "a", lambda: 1 << 2.0, lambda: {} | 1, lambda: set() | [], lambda: print >> 1, lambda: None < None, lambda: 1 in 2, lambda: b"a" + "a", lambda: divmod("a", 1), lambda: abs("a"), lambda: len(5), lambda: 5[0], lambda: 5(), lambda: None.x, lambda: (1).foo]
for f in cases:
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
def g():
    x = []
    x -= [1]
try:
    g()
except TypeError as e:
    print(e)
