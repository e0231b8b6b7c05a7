ks = []
for n in range(3):
    class K:
        val = n
        def get(self, n=n): return n, self.val
        @staticmethod
        def glob(): return n
    ks.append(K)
print([k().get() for k in ks], [k.glob() for k in ks])
