# Every way to write a namespace is noticed.
def f():
    return "f0"

def call_after(change, n=4):
    out = []
    for i in range(n):
        try:
            out.append(f())
        except NameError as e:
            out.append(type(e).__name__)
        if i == 1:
            change()
    return out

def restore():
    global f
    def f():
        return "f0"

new = lambda: "new"
g = globals()
changes = [
    ("item", lambda: g.__setitem__("f", new)),
    ("update dict", lambda: g.update({"f": new})),
    ("update keyword", lambda: g.update(f=new)),
    ("update pairs", lambda: g.update([("f", new)])),
    ("pop", lambda: g.pop("f")),
    ("delitem", lambda: g.__delitem__("f")),
    ("exec", lambda: exec("f = new", g)),
    ("exec def", lambda: exec("def f(): return 'exec'", g)),
    ("exec del", lambda: exec("del f", g)),
    ("exec global", lambda: exec("global f\nf = new", g, {})),
    ("ior", lambda: g.__ior__({"f": new})),
    ("setattr", lambda: setattr(__import__("sys").modules["__main__"], "f", new)),
    ("delattr", lambda: delattr(__import__("sys").modules["__main__"], "f")),
    ("vars", lambda: vars(__import__("sys").modules["__main__"]).update(f=new)),
    ("setdefault", lambda: (g.pop("f"), g.setdefault("f", new))),
    ("same", lambda: g.__setitem__("f", g["f"])),
    ("equal key", lambda: g.__setitem__("".join(["", "f"]), new)),
]
for name, change in changes:
    restore()
    print(name, call_after(change))

class Odd:
    # A key that is no str but equal to one.
    def __hash__(self):
        return hash("odd_name")
    def __eq__(self, other):
        return other == "odd_name"

def odd(n):
    out = []
    for i in range(n):
        out.append(odd_name)
        if i == 1:
            g[Odd()] = "by an equal key"
    return out

odd_name = "plain"
print(odd(4))
print([k for k in g if isinstance(k, Odd)])

def odd_builtin(n):
    out = []
    for i in range(n):
        try:
            out.append(odd_one)
        except NameError:
            out.append("?")
        if i == 1:
            g[Odd1()] = "found"
    return out

class Odd1:
    def __hash__(self):
        return hash("odd_one")
    def __eq__(self, other):
        return other == "odd_one"

print(odd_builtin(4))

def popped(ns):
    src = "def h():\n r = []\n for i in range(4):\n  r.append(t)\n  if i == 1: change()\n return r\n"
    exec(src, ns)
    try:
        return ns["h"]()
    except NameError as e:
        return str(e)

ns = {}
ns["change"] = lambda: ns.popitem()
ns2 = dict(ns)
def make(ns, change):
    ns.update(t=1, change=change)
    return ns
ns = {}
print(popped(make(ns, lambda: ns.__setitem__("t", 2))))
ns = {}
def clear_and_set():
    b = ns["__builtins__"]
    ns.clear()
    ns.update(__builtins__=b, t="after clear", change=print)
print(popped(make(ns, clear_and_set)))
ns = {}
def pop_all():
    while ns:
        ns.popitem()
print(popped(make(ns, pop_all)))
