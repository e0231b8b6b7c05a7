def f(n):
    try:
        if n == 0: return "ret"
        if n == 1: raise ValueError("v", 1)
        if n == 2: raise KeyError("k")
        if n == 3: raise TypeError
        if n == 4: return [][1]
        if n == 5: return int("x")
    except ValueError as e:
        return ("value", e.args, str(e))
    except (KeyError, IndexError) as e:
        return ("lookup", repr(e), str(e))
    except Exception as e:
        return ("other", repr(e))
    else:
        return "else"
    finally:
        print("fin", n, end="; ")
print([f(i) for i in range(7)])
try:
    e
except NameError as x: print(x)
try:
    try: raise ValueError("a")
    except ValueError as e: raise
except ValueError as e: print("reraised", e)
def g():
    try: yield 1
    except ValueError as e: yield ("caught", str(e))
    finally: print("gen fin")
i = g(); next(i); print(i.throw(ValueError("thrown"))); print(next(i, "end"))
try: raise
except RuntimeError as e: print(e)
for bad in ("raise 5", "raise 'x'", "raise ValueError from 5", "raise int"):
    try: exec(bad)
    except TypeError as e: print(e)
