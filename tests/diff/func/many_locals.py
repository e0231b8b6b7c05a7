src = "def f(n):\n" + "".join("    v%d = n + %d\n" % (i, i) for i in range(400)) + "    t = 0\n    for k in range(3):\n        t += v399 * v0 - v257 + k\n    return t, v0 + v255 + v256 + v399, [v1, v300, v2]\n"
ns = {}
exec(src, ns)
print(ns["f"](1), ns["f"](100))
src2 = "def g(" + ", ".join("a%d" % i for i in range(280)) + "):\n    s = a0\n    s += a279\n    x = [a270, a5, a260]\n    return s * a259 - a1, x, (a257 if a258 else a3)\n"
exec(src2, ns)
print(ns["g"](*range(280)))
