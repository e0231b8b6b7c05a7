def f(*a, **k):
    return a, k
def g(x): return x
for n in range(4):
    print(f(1 if n else 2, g(n) if n > 1 else g(-n), k=n and g(n) or "none", *([1] if n == 2 else [])))
    print(g(g(n) if g(n) > 1 else g(g(n) + 10 if n else "z")))
