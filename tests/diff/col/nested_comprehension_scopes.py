n = 3
print([[i * j for j in range(i)] for i in range(n)], {i: {j for j in range(i)} for i in range(n)}, [x for r in [[1, 2], [3]] for x in r if x != 2], [(lambda y: y * n)(k) for k in range(n)], [[n for n in range(2)] for _ in range(2)], n, [i for i in range(5) if (lambda z: z > 2)(i)], [a for a, in [(1,), (2,)]], [*{*[1, 1]}], {**{k: v for k, v in [(1, 2)]}})
def f(n): return [[(a, b, n) for a in range(n) if a != b] for b in range(n)]
print(f(2))
