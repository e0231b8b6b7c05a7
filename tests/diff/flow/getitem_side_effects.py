class L:
    def __init__(s): s.n = 0
    def __getitem__(s, i): s.n += 1; return s.n * 10 + i
    def __len__(s): s.n += 100; return 3
l = L(); print(l[0], l[0], l[1] + l[1], len(l), l[2], [l[0] for _ in range(2)])
class A:
    def __getattr__(s, n): s.__dict__["c"] = s.__dict__.get("c", 0) + 1; return s.c
a = A(); print(a.x, a.x, a.y + a.y, a.c)
