def g(*a): return a
def f(x, y): return g(x and y, x or y, not x, x if y else -x, [x and 1, y or 2], {"k": x or y})
for x in (0, 5):
    for y in (0, 7): print(f(x, y))
