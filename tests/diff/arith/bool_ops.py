def f(x, log):
    log.append(x)
    return x
for a in (0, 1, "", "x", [], [0], None):
    for b in (0, 2, "y"):
        log = []
        print(repr(f(a, log) and f(b, log)), repr(f(a, log) or f(b, log)), not a, log)
print(1 and 2 and 0 or 3, (0 or []) and 5, not (1 and 0) or 2, 1 if 0 else 2 if 0 else 3)
