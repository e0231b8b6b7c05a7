def f():
    return 1
    print("never"); x = 2
def g():
    while True: pass; break
    if 0: y = 1
    if False: return y
    if not 1: import nothing_here
    return "g"
def h():
    raise ValueError("h")
    yield 1
print(f(), g())
try: next(h())
except ValueError as e: print(e)
