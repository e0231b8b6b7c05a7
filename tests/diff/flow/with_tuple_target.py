class T:
    def __enter__(self): return (1, [2, 3])
    def __exit__(self, *a): pass
d = {}
with T() as (a, (b, c)), T() as d["k"]: print(a, b, c, d)
