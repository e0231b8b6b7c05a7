class V:
    def __init__(self, *v): self.v = v
    def __eq__(self, o): return self.v == o.v if isinstance(o, V) else NotImplemented
    def __lt__(self, o): return self.v < o.v if isinstance(o, V) else NotImplemented
    def __le__(self, o): return self.v <= o.v
    def __hash__(self): return hash(self.v)
    def __repr__(self): return "V%s" % (self.v,)
a, b, c = V(1, 2), V(1, 3), V(1, 2)
print(a == c, a != b, a < b, a > b, b > a, a <= c, b >= a, a == (1, 2), sorted([b, a]), min(b, a), {a: 1}[c], a in [c], [a, b].index(c), a is c)
for f in (lambda: a < 1, lambda: 1 > a, lambda: a > "x"):
    try: print(f())
    except TypeError as e: print(e)
