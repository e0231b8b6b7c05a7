def f(x):
    if x == 0: return
    if x == 1: return None
    if x == 2: return 1, 2
    if x == 3: return [1][0]
    if x == 4: return -x
    if x == 5: return f
    if x == 6: return f(f(4) + 4)
print([f(i) if i != 5 else "fn" for i in range(8)])
