a = [1, 2]; b = {"x": 1}
print([*a, 3, *a], (*a,), {*a, 5}, {**b, "y": 2}, [*range(3), *"ab"], *a, {**b, **{"x": 9}}, [*{}, *()])
def f(*args, **kw): return args, kw
print(f(*a, *a, **b, z=1), f(*(x for x in a)))
first, *rest = a; *init, last = "abc"; print(first, rest, init, last)
for x, *y in [(1, 2, 3), (4,)]: print(x, y)
[p, [q, *r]] = [1, [2, 3, 4]]; print(p, q, r)
print(f(**{"a b": 1}), dict(**b), max(*a), "{} {}".format(*a), *map(str, a), sep=",")
for t in ("f(*5)", "[*5]", "{**5}", "f(**5)", "{*5}", "f(**{1: 2})", "f(*None)", "f(**None)"):
    try: eval(t)
    except TypeError as e: print(t, e)
