class C:
    n = 0
    def __enter__(self): C.n += 1; return self
    def __exit__(self, *a): C.n -= 1
def f():
    for i in range(10):
        with C(), C() as c:
            if i == 4: return i, C.n
            if i % 2: continue
print(f(), C.n)
