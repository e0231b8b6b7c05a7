words = "the quick brown fox jumps over the lazy dog the end".split()
g, c = {}, {}
for w in words: g.setdefault(len(w), []).append(w); c[w] = c.get(w, 0) + 1
inv = {}
for k, v in c.items(): inv.setdefault(v, set()).add(k)
print(g, c, {k: sorted(v) for k, v in inv.items()}, max(c, key=c.get), sorted(c.items(), key=lambda kv: (-kv[1], kv[0]))[:3], {v: k for k, v in c.items()}, dict(sorted(g.items())))
