d = {1: "int", "1": "str", (1, 2): "tuple", None: "none", 1.5: "float", b"x": "bytes", frozenset([1]): "fs", int: "type", True: "bool-overwrites"}
print(d[1], d["1"], d[(1, 2)], d[None], d[1.5], d[b"x"], d[frozenset([1])], d[int], d[1.0], len(d))
class H:
    def __init__(self, v): self.v = v
    def __hash__(self): return self.v % 3
    def __eq__(self, o): return isinstance(o, H) and self.v == o.v
    def __repr__(self): return "H%d" % self.v
e = {H(i): i for i in range(10)}
print(e[H(4)], H(5) in e, H(50) in e, len(e), e.pop(H(3)), list(e)[:4])
class BadHash:
    def __hash__(self): raise ValueError("no hash")
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise KeyError("eq")
for f in (lambda: {BadHash(): 1}, lambda: {BadEq(): 1, BadEq(): 2}, lambda: {BadEq(): 1}[1], lambda: {}[BadHash()], lambda: BadHash() in {}):
    try: print(len(f()))
    except Exception as x: print(type(x).__name__, x)
