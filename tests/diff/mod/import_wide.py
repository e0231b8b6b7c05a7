# counts: no, it sees every import of the machinery
# stress: 5000
# import system, modules, exec/eval/compile
import sys, os, types, importlib, importlib.util, tempfile, shutil
def t(f, *a, **k):
    try: r = f(*a, **k); print("=", repr(r))
    except BaseException as e: print(type(e).__name__, str(e).replace(d, "D"))
d = tempfile.mkdtemp(); sys.path.insert(0, d); sys.dont_write_bytecode = True
def w(n, s):
    p = os.path.join(d, n); os.makedirs(os.path.dirname(p), exist_ok=True)
    with open(p, "w") as f: f.write(s)
w("m1.py", "x = 1\ndef f(): return __name__, __file__ is not None\n_p = 2\n")
w("pk/__init__.py", "from . import sub\nfrom .sub import y as z\n__all__ = ['sub', 'late']\n")
w("pk/sub.py", "y = __package__, __name__\nfrom .. import nope\n" if 0 else "y = __package__, __name__\n")
w("pk/late.py", "from pk import z\nfrom .sub import *\n")
w("pk/bad.py", "from ... import q\n")
w("ns/inner/mod.py", "v = __spec__.name, __path__ if '__path__' in dir() else None\n")
w("syn.py", "x = = 1\n"); w("err.py", "1/0\n"); w("c1.py", "import c2\nfrom c2 import b\na = 1\n"); w("c2.py", "from c1 import a\nb = 2\n")
w("ga.py", "def __getattr__(n):\n    if n == 'dyn': return 'D'\n    raise AttributeError('no ' + n)\ndef __dir__(): return ['q']\n")
import m1; print(m1.x, m1.f(), m1.__name__, m1.__spec__.name, m1.__package__ == "", type(m1.__loader__).__name__)
import pk.late as pl; print(pl.z, pl.y, sys.modules["pk"].late is pl); from pk import *; print(sub.y, late is pl)
import ns.inner.mod; print(ns.inner.mod.v, list(ns.__path__)[0].replace(d, "D"), repr(ns).replace(d, "D")[:30], ns.__file__ if hasattr(ns, "__file__") else "nofile")
t(importlib.import_module, "pk.bad"); t(importlib.import_module, "syn"); t(importlib.import_module, "err"); print("err" in sys.modules); t(importlib.import_module, "c1"); t(importlib.import_module, "pk.zz"); t(importlib.import_module, "m1.zz"); t(importlib.import_module, ".sub"); print(importlib.import_module(".sub", "pk").y)
import ga; print(ga.dyn, dir(ga)); t(lambda: ga.zz); t(lambda: m1.zz)
def imp(s, **k): ns2 = {"__name__": "__main__", **k}; exec(s, ns2); return {k: v for k, v in ns2.items() if not k.startswith("__")}
t(imp, "from m1 import x, zz"); t(imp, "from m1 import *"); t(imp, "from . import x"); t(imp, "from .a import b", __package__="pk"); t(imp, "import pk.sub as s; r = s.y; del s"); t(imp, "from pk.sub import y"); t(imp, "import qa.b.c")
print(importlib.util.find_spec("m1").origin.replace(d, "D"), importlib.util.find_spec("nope_q"), importlib.util.find_spec("sys").origin, importlib.util.find_spec("pk").submodule_search_locations[0].replace(d, "D"))
w("m1.py", "x = 22222\n"); os.utime(os.path.join(d, "m1.py"), (1, 1)); importlib.reload(m1); print(m1.x, hasattr(m1, "f"))
m = types.ModuleType("dyn", "docs"); m.v = 5; sys.modules["dyn"] = m; import dyn; print(dyn.v, dyn.__doc__, dyn); m.__class__ = type("MM", (types.ModuleType,), {"p": property(lambda s: "prop")}); print(dyn.p)
class Finder:
    def find_spec(s, name, path, target=None):
        if name == "virt": return importlib.util.spec_from_loader(name, s)
    def create_module(s, spec): return None
    def exec_module(s, mod): mod.val = "virtual"
sys.meta_path.insert(0, Finder()); import virt; print(virt.val, virt.__spec__.loader.__class__.__name__)
print(eval("1 + x", {"x": 2}), eval(compile("a*2", "<s>", "eval"), {"a": 4}), exec("y = 5") or "y" in globals()); l = {}; exec("def f(n): return n and n * f(n - 1)\nz = [i for i in range(3)]", globals(), l); t(lambda: l["f"](3)); print(sorted(l))
t(eval, "x y"); t(eval, "1 +"); t(exec, "if x:\npass"); t(exec, "  x = 1\n y = 2"); t(compile, "x = 1", "f", "eval"); t(exec, "return 1"); t(exec, "'abc"); t(eval, ""); t(eval, "\x00"); t(exec, "def f(a, a): pass"); t(exec, "break"); t(exec, "x = 'é' + \"\\N{nope}\"")
co = compile("def f(a, *b, c=1, **d):\n  x = a\n  return lambda: x\n", "file.py", "exec"); print(co.co_name, co.co_filename, co.co_names, [type(c).__name__ for c in co.co_consts], co.co_consts[-2] if 0 else "", co.co_firstlineno); fc = [c for c in co.co_consts if hasattr(c, "co_name")][0]; print(fc.co_varnames, fc.co_cellvars, fc.co_argcount, fc.co_flags, fc.co_qualname, fc.co_firstlineno)
single = compile("1 + 1\n", "<i>", "single"); exec(single); print(_ if "_" in dir() else "no _")
g = {"__builtins__": {"len": lambda x: "fake"}}; t(eval, "len(5)", g); t(eval, "abs(5)", g)
f = types.FunctionType(fc, {"__builtins__": {}}, "newname", (1,)); print(f.__name__, f(c=1)()); print(__import__("os.path").__name__, __import__("os.path", fromlist=["join"]).__name__)
shutil.rmtree(d)
