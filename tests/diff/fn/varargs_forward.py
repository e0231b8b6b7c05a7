def inner(*a, **k): return a, k
def outer(*a, **k): return inner(*a, **k)
def add(a, *rest, z=0, **k): return inner(a, *rest, z=z, extra=len(k), **k)
print(outer(1, 2, x=3), add(1), add(1, 2, 3, z=9, w=8), outer(*"ab", **{"q": 1}), outer())
