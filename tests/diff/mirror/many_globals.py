# One code object run in many namespaces, and namespaces that die.
import gc
import types
import weakref

def template(n):
    out = []
    for i in range(n):
        out.append(tool(i))
        if i == 1:
            change()
    return out

def make(k):
    ns = {"k": k, "__builtins__": __builtins__}
    exec("def tool(i): return (k, i)\ndef change(): global tool; tool = lambda i: -i", ns)
    return types.FunctionType(template.__code__, ns, "f")

fs = [make(k) for k in range(12)]
for f in fs:
    print(f(4))
for f in reversed(fs):
    print(f(3))
for f in fs:
    f.__globals__["tool"] = lambda i: "reset"
print([f(2) for f in fs])

code = compile("def run():\n    r = 0\n    for i in range(4):\n        r += step\n    return r\nout.append(run())\n", "<m>", "exec")
out = []
for i in range(20):
    exec(code, {"step": i, "out": out})
print(out)
gc.collect()

class Mark:
    pass

refs = []
for i in range(6):
    ns = {"step": i, "out": out, "mark": Mark()}
    refs.append(weakref.ref(ns["mark"]))
    exec(code, ns)
del ns
for _ in range(3):
    gc.collect()
print(sum(r() is not None for r in refs) <= 1)

class Sub(dict):
    def __getitem__(self, key):
        raise RuntimeError("globals are not asked through methods")
    def __missing__(self, key):
        return "missing"

ns = Sub(step=3, out=out, __builtins__=__builtins__)
try:
    exec("def run():\n    r = 0\n    for i in range(3):\n        r += step\n    return r\n", ns)
    print(dict.get(ns, "run")())
except RuntimeError as e:
    print("error", e)
ns = {"__builtins__": {"range": range, "len": lambda x: "own len"}}
exec("def run(xs):\n    return [len(x) for x in xs] + [len(x) for x in xs]\n", ns)
print(ns["run"](["a", "b"]))
ns["__builtins__"]["len"] = lambda x: "changed"
print(ns["run"](["a"]))
