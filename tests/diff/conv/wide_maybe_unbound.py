# stress: 200
# A local beyond the short registers that may be unbound: it is checked in a copy, and used after that.
lines = ["def f(c):"] + ["    v%d = %d" % (i, i) for i in range(300)]
lines += ["    if c: late = 'x'", "    print(f'{late}', late, v299)", "    del late", "    return [late for _ in range(c)]"]
space = {}
exec("\n".join(lines), space)
for c in 1, 0:
    try:
        space["f"](c)
    except NameError as e:
        print(type(e).__name__, e)
