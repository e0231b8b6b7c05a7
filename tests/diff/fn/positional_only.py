def f(a, b, /): return a - b
def g(a, /, **k): return a, k
print(f(5, 3), g(1, a=2))
try: f(a=1, b=2)
except TypeError as e: print(e)
