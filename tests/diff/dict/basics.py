d = {"a": 1, "b": 2}
d["c"] = 3; d["a"] = 10
print(d, len(d), d["a"], "b" in d, "z" not in d, d.get("z"), d.get("z", 5), list(d), list(d.values()), list(d.items()), d.pop("b"), d.pop("zz", None), d.setdefault("q", []), d.setdefault("a", 0), d)
d.update({"x": 1}, y=2); d.update([("z", 26)]); print(d, d.popitem(), d)
del d["a"]; d["a"] = "again"; print(d, list(reversed(d)), d == dict(reversed(list(d.items()))), {} == {}, {1: 2} != {1: 3}, d.copy() == d, dict(a=1), dict([(1, 2)]), dict({1: 2}, b=3), dict.fromkeys("ab", 0), dict.fromkeys([1]), {1: "a", 1.0: "b", True: "c"}, {**d, "k": 1} == {**d, **{"k": 1}}, d | {"n": 1}, {1: 2} | {1: 3})
for f in (lambda: d["nope"], lambda: {}.popitem(), lambda: {}.pop(1), lambda: {[]: 1}, lambda: d.__delitem__("nope"), lambda: {}[{}], lambda: {1: 2} < {1: 3}, lambda: hash({}), lambda: dict([1]), lambda: {}.fromkeys(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
d.clear(); print(d, bool(d))
