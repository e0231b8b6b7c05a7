G = {"a": ["b", "c"], "b": ["d"], "c": ["d", "e"], "d": ["f"], "e": ["f"], "f": []}
def dfs(n, seen=None):
    seen = [] if seen is None else seen
    if n not in seen:
        seen.append(n)
        for m in G[n]: dfs(m, seen)
    return seen
def bfs(s):
    q, seen = [s], {s: None}
    for n in q:
        for m in G[n]:
            if m not in seen: seen[m] = n; q.append(m)
    return q, seen
def topo():
    deg = {n: 0 for n in G}
    for n in G:
        for m in G[n]: deg[m] += 1
    r, z = [], [n for n in G if not deg[n]]
    while z:
        n = z.pop(); r.append(n)
        for m in G[n]:
            deg[m] -= 1
            if not deg[m]: z.append(m)
    return r
def paths(a, b): return [[a]] if a == b else [[a] + p for m in G[a] for p in paths(m, b)]
print(dfs("a"), bfs("a"), topo(), paths("a", "f"))
