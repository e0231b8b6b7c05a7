n = 4
a = [[i * n + j for j in range(n)] for i in range(n)]
t = [list(r) for r in zip(*a)]
p = [[sum(x * y for x, y in zip(r, c)) for c in zip(*t)] for r in a]
for i in range(n):
    for j in range(i): a[i][j], a[j][i] = a[j][i], a[i][j]
print(t, p, a == t, [r[::-1] for r in a][::-1], sum(map(sum, p)), [a[i][i] for i in range(n)])
