a = "abc"
b = "".join(["a", "b", "c"])
print(a == b, hash(a) == hash(b), {a: 1}[b], a in {b}, a != "abd", a == 1, "a" == b"a", a <= b, a < "b", "Z" < "a")
d = {"x" * n: n for n in range(50)}
print(sum(d["x" * n] for n in range(50)), len(d), ("x" * 25) in d, "y" in d)
