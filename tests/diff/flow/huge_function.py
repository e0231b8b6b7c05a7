body = "".join("    if x > %d:\n        y += x * %d\n    else:\n        z -= y %% %d\n" % (i, i + 1, i + 2) for i in range(2000))
ns = {}; exec("def f(x):\n    y = z = 0\n" + body + "    return y, z\n", ns)
print(ns["f"](0), ns["f"](1000), ns["f"](5000))
