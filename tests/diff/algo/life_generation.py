cells = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
def step(c):
    n = {}
    for x, y in c:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy: n[x + dx, y + dy] = n.get((x + dx, y + dy), 0) + 1
    return {p for p, k in n.items() if k == 3 or k == 2 and p in c}
for _ in range(40): cells = step(cells)
print(sorted(cells))
