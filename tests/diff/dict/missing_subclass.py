class D(dict):
    def __missing__(self, k): return "missing %r" % (k,)
d = D(a=1)
print(d["a"], d["b"], d.get("b"), "b" in d, d, len(d), type(d.copy()).__name__, isinstance(d, dict))
class Cnt(dict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
    def __getitem__(self, k): return super().__getitem__(k) + 1
    def __contains__(self, k): return True
c = Cnt(x=1); c["y"] = 5
print(c["x"], c["y"], dict(c), "zzz" in c, c.get("y"), list(c.values()), {**c})
c.attr = 5; print(c.attr, c.__dict__)
class E(dict):
    def __missing__(self, k): raise KeyError("custom " + str(k))
try: E()["q"]
except KeyError as e: print(e)
