# More cells in a closure than a byte counts, read, written and missing.
names = [f"v{i}" for i in range(300)]
src = "def f():\n" + "".join(f"    {n} = {i}\n" for i, n in enumerate(names))
src += "    def g():\n        nonlocal v0, v299\n        v0 += 1\n        v299 = -1\n        return " + " + ".join(names) + "\n"
src += "    def h():\n        return v299 + " + " + ".join(names) + "\n"
src += "    def late():\n        return w, " + ", ".join(names) + "\n"
src += "    try:\n        late()\n    except NameError as e:\n        print(e)\n    w = 5\n    print(len(late()))\n"
src += "    return g, h\n"
exec(src)
g, h = f()
print(g(), h(), g(), len(g.__closure__))
