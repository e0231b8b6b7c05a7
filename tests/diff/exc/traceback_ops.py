# stress: 500
import sys, traceback
def show(f):
    try: f()
    except Exception: traceback.print_exc(file=sys.stdout)
class O: pass
def f1(): x = [1]; return x[0] + x[5]
def f2(): return (1 + 2) * None
def f3(): o = O(); return o.aa.bb
def f4(): return int("5") / (3 - 3)
def f5(): undefined_function(1, 2)
def f6(): d = {"a": {"b": 1}}; return d["a"]["c"]
def f7():
    raise ValueError("multi\nline")
def f8(): return len(5)
def f9():
    x = (1 +
         "a")
def f10(): a, b = 1, 2, 3
def f11(): assert 1 == 2, "nope"
def f12(): O().method(1)(2)
for f in (f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12): show(f)
