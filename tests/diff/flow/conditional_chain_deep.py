def f(n): return "a" if n < 1 else "b" if n < 2 else "c" if n < 3 else "d" if n < 4 else "e"
print([f(i) for i in range(6)], [("x" if i else "y") + ("z" if i > 1 else "w") for i in range(3)])
