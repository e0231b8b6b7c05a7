a, b = {"x": 1, "y": 2}, {"y": 3, "z": 4}
print(a | b, b | a, {**a, **b}, dict(a, **b), dict(a, q=5)); a |= b; print(a); a.update(y=9, w=1); print(a); a |= [("l", 1)]; print(a)
try: a | [("z", 1)]
except TypeError as e: print(e)
c = dict.fromkeys("abc", []); c["a"].append(1); print(c)
