def f():
    try:
        try: return "a"
        finally: return "b"
    finally: print("outer")
def g():
    try: return f()
    finally:
        try: raise KeyError
        except KeyError: pass
print(f(), g())
