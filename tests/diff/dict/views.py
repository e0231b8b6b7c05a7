d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), "a" in k, 2 in v, ("a", 1) in i, k & {"a", "z"} == {"a"}, k | {"z"} == {"a", "b", "c", "z"}, k - {"a"} == {"b", "c"}, k ^ {"a"} == {"b", "c"}, k == {"a", "b", "c"}, i & {("a", 1)}, k <= {"a", "b", "c", "d"}, k.isdisjoint({"q"}), list(reversed(k)), list(reversed(i)), k.mapping["a"])
d["d"] = 4
print(list(k), sum(v), sorted(i, reverse=True), type(k), repr(v))
try:
    for x in d: d[x + x] = 1
except RuntimeError as e: print(e)
try:
    for x in d: del d[x]
except RuntimeError as e: print(e)
for x in d: d[x] = 0
print(d)
it = iter(d.items()); next(it); d["new"] = 1
try: next(it)
except RuntimeError as e: print(e)
