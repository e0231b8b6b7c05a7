class T:
    depth = 0
    def __enter__(self): T.depth += 1; return T.depth
    def __exit__(self, *e): T.depth -= 1; return False
with T() as a, T() as b:
    print(a, b, T.depth)
    with T() as c: print(c)
print(T.depth)
