ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "max": max, "len": lambda a, b: len(str(a)) + b}
print({k: f(7, 3) for k, f in ops.items()}, [f(-2) for f in (abs, str, float, bool, lambda x: x ** 2)], list(map(len, ["a", "bb"])), (lambda f: f(f))(lambda f: 5))
