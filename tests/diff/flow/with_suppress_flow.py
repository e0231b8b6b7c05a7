class S:
    def __enter__(self): return 5
    def __exit__(self, t, v, b): return True
def f():
    with S() as x:
        y = x
        raise ValueError
        y = 99
    return x, y
def g():
    for i in range(3):
        with S(): 1 / 0
    else: return i
print(f(), g())
