def bank():
    total = 0
    class Account:
        def __init__(self): self.b = 0
        def dep(self, n):
            nonlocal total
            self.b += n; total += n
            return self
        @property
        def all(self): return total
    return Account
A = bank(); B = bank()
a, b, c = A(), A(), B()
a.dep(5); b.dep(7); c.dep(1); print(a.b, b.b, a.all, b.all, c.all)
