q, out = [1], []
while q and len(out) < 40:
    n = q.pop(0); out.append(n)
    for m in (n * 2, n * 3):
        if m < 200 and m not in q and m not in out: q.append(m)
print(out)
from collections import deque
d = deque([(0, 0)]); seen = {(0, 0)}; steps = 0
while d:
    x, y = d.popleft(); steps += 1
    for nx, ny in ((x + 1, y), (x, y + 1), (x - 1, y)):
        if 0 <= nx < 6 and ny < 6 and (nx, ny) not in seen and (nx * ny) % 4 != 3: seen.add((nx, ny)); d.append((nx, ny))
print(steps, sorted(seen)[-3:])
