a, b = set(range(0, 20, 2)), set(range(0, 20, 3))
print(sorted(a & b), sorted(a | b), sorted(a - b), sorted(a ^ b), a > {2}, a.issuperset([0]), {1, 2} < {1, 2, 3}, set() <= a, a & b == b & a)
a &= b; print(sorted(a)); a |= {99}; a -= {0}; a ^= {6, 7}; print(sorted(a)); s = {i for i in range(100) if i % 7 == 0}; t = frozenset(s); print(len(s & t), s == t, t | {1000} > t, sorted(s.difference(range(50), [77])))
