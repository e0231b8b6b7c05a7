def f(*, a, b=2, c): return a, b, c
print(f(c=3, a=1), f(a=1, b=5, c=2))
for k in ({}, {"a": 1}, {"a": 1, "c": 2, "d": 3}):
    try: f(**k)
    except TypeError as e: print(e)
