def perms(l): return [[]] if not l else [[x] + p for i, x in enumerate(l) for p in perms(l[:i] + l[i + 1:])]
def combs(l, k): return [[]] if k == 0 else [] if not l else [[l[0]] + c for c in combs(l[1:], k - 1)] + combs(l[1:], k)
def powerset(l): return [[]] if not l else (lambda r: r + [[l[0]] + s for s in r])(powerset(l[1:]))
def parts(n, m=None): return [[]] if n == 0 else [[k] + p for k in range(min(n, m or n), 0, -1) for p in parts(n - k, k)]
print(len(perms([1, 2, 3, 4])), combs("abcd", 2), powerset([1, 2, 3]), parts(6), len(parts(20)))
