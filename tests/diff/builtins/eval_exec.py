print(eval("1 + 2"), eval("x * 2", {"x": 5}), eval("[i for i in range(3)]"), eval(" 5"))
ns = {}
exec("a = 1\ndef f(): return a + 1\nclass C: v = a", ns)
print(ns["a"], ns["f"](), ns["C"].v, sorted(k for k in ns if not k.startswith("__")))
def f():
    x = 10
    exec("y = x + 1")
    return eval("x + 5"), "y" in locals()
print(f())
l = {"q": 1}
exec("r = q + 1; global g; g = 5", {"z": 1}, l); print(l)
code = compile("p + 1", "<s>", "eval"); print(eval(code, {"p": 41}), code.co_filename, code.co_name)
c2 = compile("for i in range(2): print(i)", "<t>", "exec"); exec(c2)
exec(compile("1 + 1", "<u>", "single"))
for s in ("1 +", "x = 1", "def", "(", "1 1", "'abc", "return 1", "a b", "for", "if x:\n", "  x = 1", "x = 5 = y", "f(a=1, 2)", "break"):
    try: eval(s) if s == "x = 1" else exec(s)
    except SyntaxError as e: print(type(e).__name__, e.msg, e.lineno, e.offset)
try: eval("undefined")
except NameError as e: print(e)
exec("print('in exec', __name__)")
class M(dict):
    def __missing__(self, k): return "missing " + k
print(eval("foo", {}, M()))
