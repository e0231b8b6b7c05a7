# stress: 200
src = "d = {" + ", ".join("'k%d': %d" % (i, i) for i in range(20000)) + "}"
ns = {}; exec(src, ns); print(len(ns["d"]), ns["d"]["k19999"])
src = "def f(x): return {" + ", ".join("x + %d: [x, %d]" % (i, i) for i in range(2000)) + "}"
exec(src, ns); r = ns["f"](5); print(len(r), r[2004], list(r)[:2])
src = "l = [" + ", ".join("%d" % (i % 7) for i in range(20000)) + "]"; exec(src, ns); print(sum(ns["l"]))
