"""Conway's game of life on a set of cells and on a wrapped grid of lists."""


def step_cells(cells):
    neighbours = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = (x + dx, y + dy)
                    neighbours[key] = neighbours.get(key, 0) + 1
    return {cell for cell, n in neighbours.items() if n == 3 or (n == 2 and cell in cells)}


def step_grid(grid):
    height, width = len(grid), len(grid[0])
    result = []
    for y in range(height):
        above, here, below = grid[y - 1], grid[y], grid[(y + 1) % height]
        row = []
        for x in range(width):
            right = (x + 1) % width
            n = (above[x - 1] + above[x] + above[right] + here[x - 1] + here[right] + below[x - 1] + below[x] + below[right])
            row.append(1 if n == 3 or (n == 2 and here[x]) else 0)
        result.append(row)
    return result


r_pentomino = {(1, 0), (2, 0), (0, 1), (1, 1), (1, 2)}
cells = r_pentomino
for generation in range(400):
    cells = step_cells(cells)
print(len(cells), min(cells), max(cells))
grid = [[0] * 48 for _ in range(48)]
for x, y in r_pentomino:
    grid[y + 20][x + 20] = 1
for generation in range(150):
    grid = step_grid(grid)
print(sum(map(sum, grid)))
for row in grid[::2]:
    print("".join(".#"[c] for c in row).rstrip("."))
