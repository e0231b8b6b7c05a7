import builtins
builtins.injected = 5
def f(): return injected
print(f())
builtins.injected = 6; print(f())
injected = 7; print(f()); del injected; print(f())
del builtins.injected
try: f()
except NameError as e: print(e)
def g(xs): return [abs(x) for x in xs]
print(g([-1, 2])); abs = lambda v: "mine"; print(g([-1])); del abs; print(g([-5]))
ns = {"__builtins__": {"len": lambda x: 99}}
print(eval("len('a')", ns))
try: eval("abs(1)", ns)
except NameError as e: print(e)
exec("def q(): return len('x')", ns); print(ns["q"]())
