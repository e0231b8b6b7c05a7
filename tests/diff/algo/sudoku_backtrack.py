# stress: 2000
g = [[int(c) for c in r] for r in "530070000 600195000 098000060 800060003 400803001 700020006 060000280 000419005 000080079".split()]
def ok(r, c, v): return all(g[r][i] != v and g[i][c] != v and g[r // 3 * 3 + i // 3][c // 3 * 3 + i % 3] != v for i in range(9))
def solve():
    for r in range(9):
        for c in range(9):
            if g[r][c] == 0:
                for v in range(1, 10):
                    if ok(r, c, v):
                        g[r][c] = v
                        if solve(): return True
                        g[r][c] = 0
                return False
    return True
print(solve()); print("\n".join("".join(map(str, r)) for r in g))
