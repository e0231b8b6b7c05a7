pts = {(x, y): x * y for x in range(4) for y in range(4)}
print(pts[2, 3], pts[(1, 1)], (5, 5) in pts, sum(pts.values()), min(pts), max(pts, key=pts.get), [k for k, v in pts.items() if v == 3])
recs = [("bob", 3), ("al", 1), ("cy", 3)]
print(sorted(recs, key=lambda r: (-r[1], r[0])), dict(recs), [n for n, _ in recs], list(zip(*recs)), recs < [("bob", 4)], ("a", 1) < ("a", "b"[:0] or 2))
