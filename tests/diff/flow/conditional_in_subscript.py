def f(d, a, c): d[a if c else "other"] = c if a else None; return d["x" if "x" in d else "other"], sorted(d)
print(f({}, "x", 1), f({}, "x", 0), f({}, "other", 0))
