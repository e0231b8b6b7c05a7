d = {}; class_ = type("K", (), {})()
for d["x"] in range(3): pass
for class_.attr in "ab": pass
for a, (b, *c) in [(1, (2, 3, 4)), (5, "xyz")]: print(a, b, c)
for [x, y] in [(1, 2)]: print(x, y)
print(d, class_.attr)
