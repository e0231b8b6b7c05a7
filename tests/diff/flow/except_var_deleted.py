def f():
    e = "before"
    try: raise ValueError("v")
    except ValueError as e: pass
    try: return e
    except UnboundLocalError as x: return str(x)
print(f())
e = 5
try: raise KeyError(1)
except KeyError as e: del e
try: print(e)
except NameError as n: print(n)
