def a(): return "a1"
def b():
    global a
    old = a
    a = lambda: "a2"
    return old()
print(a(), b(), a(), [a() for _ in range(2)])
def rec(n):
    global rec
    if n == 0: return "base"
    r = rec
    if n == 2: rec = lambda n: "replaced"
    return rec(n - 1)
print(rec(4))
