"""Shortest paths on a generated grid: a binary heap written out, Dijkstra, A*, and union-find."""


class Heap:
    def __init__(self):
        self.items = []

    def push(self, item):
        items = self.items
        items.append(item)
        i = len(items) - 1
        while i > 0:
            parent = (i - 1) >> 1
            if items[parent] <= item:
                break
            items[i] = items[parent]
            i = parent
        items[i] = item

    def pop(self):
        items = self.items
        top = items[0]
        last = items.pop()
        if items:
            i = 0
            n = len(items)
            while True:
                child = 2 * i + 1
                if child >= n:
                    break
                if child + 1 < n and items[child + 1] < items[child]:
                    child += 1
                if last <= items[child]:
                    break
                items[i] = items[child]
                i = child
            items[i] = last
        return top

    def __bool__(self):
        return bool(self.items)


def terrain(size):
    seed = 7
    grid = []
    for _ in range(size):
        row = []
        for _ in range(size):
            seed = (seed * 69069 + 5) & 0xffffffff
            row.append(1 + (seed >> 20) % 9)
        grid.append(row)
    return grid


def shortest(grid, start, goal, estimate):
    size = len(grid)
    best = {start: 0}
    came = {}
    heap = Heap()
    heap.push((estimate(start, goal), start))
    done = set()
    while heap:
        _, node = heap.pop()
        if node == goal:
            break
        if node in done:
            continue
        done.add(node)
        x, y = node
        cost = best[node]
        for nx, ny in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if 0 <= nx < size and 0 <= ny < size:
                total = cost + grid[ny][nx]
                other = (nx, ny)
                if other not in best or total < best[other]:
                    best[other] = total
                    came[other] = node
                    heap.push((total + estimate(other, goal), other))
    path = [goal]
    while path[-1] != start:
        path.append(came[path[-1]])
    return best[goal], len(path), len(done)


class UnionFind:
    def __init__(self, n):
        self.parent = list(range(n))
        self.size = [1] * n

    def find(self, a):
        parent = self.parent
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        return a

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if self.size[a] < self.size[b]:
            a, b = b, a
        self.parent[b] = a
        self.size[a] += self.size[b]
        return True


grid = terrain(250)
print(shortest(grid, (0, 0), (249, 249), lambda a, b: 0))
print(shortest(grid, (0, 0), (249, 249), lambda a, b: abs(a[0] - b[0]) + abs(a[1] - b[1])))
size = len(grid)
edges = sorted((grid[y][x] * grid[y + dy][x + dx], y * size + x, (y + dy) * size + x + dx)
               for y in range(size - 1) for x in range(size - 1) for dx, dy in ((1, 0), (0, 1)))
sets = UnionFind(size * size)
weight = chosen = 0
for w, a, b in edges:
    if sets.union(a, b):
        weight += w
        chosen += 1
print(weight, chosen, max(sets.size))
