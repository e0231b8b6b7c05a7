class B:
    def __init__(self): self.l = []
    def add(self, x): self.l.append(x); return self
    def get(self, i=None): return self.l if i is None else self.l[i]
print(B().add(1).add(2).add(3).get(), B().add("a").get(0).upper().lower() * 2, "a-b".split("-")[0].join(["x", "y"]).replace("x", "z").encode().decode()[::-1])
