# Errors of cells name the right local, in functions with more locals than short registers.
def make(pad, body):
    src = "def f():\n" + "".join(f"    p{i} = {i}\n" for i in range(pad)) + body
    ns = {}
    exec(src, ns)
    try:
        print(ns["f"]())
    except NameError as e:
        print(type(e).__name__, e, getattr(e, "name", None))
for pad in (10, 249, 250, 251, 252, 253, 254, 255, 256, 257, 300):
    make(pad, """
    def inner(): return c1, c2, c3, c4, c5
    c1 = c2 = c3 = c5 = 1
    return inner()
""")
    make(pad, """
    def inner(): return c1, c2, c3, c4, c5
    c1 = c2 = c3 = c4 = c5 = 1
    del c3
    return c1, c2, c3
""")
    make(pad, """
    def inner(): return c1, c2, c3, c4, c5
    c1 = c2 = c3 = c4 = c5 = 1
    del c2
    del c2
""")
    make(pad, """
    class C:
        q = c4
        def inner(self): return c1, c2, c3, c4, c5
    c1 = c2 = c3 = c4 = c5 = 1
    return C
""")
