def f(x): return x in (1, 2, "a"), x not in [3], x in {1: 0}, x in {5, 6}, x in range(3), "q" if x in () else "w"
print(f(1), f(5), f("a"), f(3), "a" in "abc", 1 in [1.0], None in [None], [] in [[]])
if 5 not in {1}: print("not in")
while 3 in [1, 2]: pass
