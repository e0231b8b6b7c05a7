def f(x):
    match x:
        case []: return 0
        case [_]: return 1
        case [_, _]: return 2
        case [a, *_, b] if a == b: return "same ends"
        case (a, (b, [c, *d])): return a, b, c, d
        case [*_, 9]: return "ends 9"
        case {"a": {"b": [x, y]}}: return x, y
        case {}: return "mapping"
        case _: return None
for x in ([], [1], (1, 2), [1, 2, 1], (1, (2, [3, 4, 5])), [1, 2, 9], {"a": {"b": [1, 2]}}, {"z": 1}, "ab", b"ab", range(2), range(5), {1, 2}):
    print(x, f(x))
