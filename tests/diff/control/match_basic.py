def f(x):
    match x:
        case 0: return "zero"
        case 1 | 2: return "one or two"
        case -1.5: return "float"
        case "a": return "str"
        case None: return "none"
        case True: return "true"
        case [1, y]: return ("pair", y)
        case [a, *rest]: return ("seq", a, rest)
        case {"k": v, **rest}: return ("map", v, rest)
        case str(s): return ("s", s)
        case int() as n if n > 100: return ("big", n)
        case _: return "other"
for x in (0, 1, 2, -1.5, "a", None, True, [1, 5], (1, 2), [3, 4, 5], [], {"k": 1, "z": 2}, {"q": 1}, "hello", 500, 50, 3.5, b"x", {1}):
    print(repr(x), f(x))
