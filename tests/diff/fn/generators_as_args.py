def f(*a): return a
print(f(*(i for i in range(3))), sum(i for i in range(4)), max((x for x in [3, 1]), default=0), ",".join(c for c in "abc"), dict((c, i) for i, c in enumerate("ab")), sorted((-i for i in range(3))), set(x % 2 for x in range(5)), tuple(x for x in ()), list(zip((i for i in "ab"), (j for j in range(9)))))
