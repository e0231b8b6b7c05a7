d = eval("{" + ",".join("%d: %d" % (i, i * 2) for i in range(3000)) + "}")
l = eval("[" + ",".join(str(i) for i in range(3000)) + "]")
t = eval("(" + ",".join("x%s" % "" for i in range(300)) + ",)", {"x": 1})
s = eval("{" + ",".join(str(i % 50) for i in range(1000)) + "}")
print(len(d), d[2999], len(l), sum(l), len(t), sum(t), len(s))
print(eval("+".join(["1"] * 500)), eval("f" + repr("".join("{x}" for _ in range(200))), {"x": 1}))
src = "def f(x):\n" + "".join("    if x == %d: return %d\n" % (i, i * i) for i in range(500)) + "    return -1\n"
ns = {}; exec(src, ns); print(ns["f"](0), ns["f"](499), ns["f"](1000))
src = "x = 0\n" + "x += 1\n" * 3000; ns = {}; exec(src, ns); print(ns["x"])
a = b = None
exec("a" + ", b" * 0 + " = 1"); exec("r = " + "(" * 80 + "1" + ")" * 80, ns); print(ns["r"])
names = ", ".join("v%d" % i for i in range(300)); exec("%s = range(300)\nprint(v0, v299)" % names, {})
