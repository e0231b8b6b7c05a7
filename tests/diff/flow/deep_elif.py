src = "def f(x):\n    if x == 0: r = 0\n" + "".join("    elif x == %d: r = %d\n" % (i, i * 3) for i in range(1, 400)) + "    else: r = -1\n    return r\n"
ns = {}; exec(src, ns); print([ns["f"](i) for i in (0, 1, 200, 399, 400)])
