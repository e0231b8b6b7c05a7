class Node:
    def __init__(self, v, kids=()): self.v, self.kids = v, list(kids)
    def __repr__(self): return f"Node({self.v!r}, {self.kids!r})" if self.kids else f"Node({self.v!r})"
    def walk(self):
        yield self.v
        for k in self.kids: yield from k.walk()
    def depth(self): return 1 + max((k.depth() for k in self.kids), default=0)
t = Node(1, [Node("a"), Node(2.5, [Node(None)])])
print(t, list(t.walk()), t.depth(), f"{t!s:.6}", [t.kids[0]], {"n": t.kids[0]}, (t.kids[0],))
