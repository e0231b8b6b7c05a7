class C:
    n = 0; items = []
    def __init__(self): C.n += 1; self.n_inst = C.n; self.items.append(self.n_inst)
    @classmethod
    def reset(cls): cls.n = 0; return cls.n
class D(C):
    def __init__(self): super().__init__(); D.n += 10
[C() for _ in range(3)]; D(); print(C.n, D.n, C.items); D.reset(); print(C.n, D.n); C.reset(); print(C.n, D.n)
