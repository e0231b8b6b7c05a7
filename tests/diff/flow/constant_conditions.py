def f(x):
    if True and x: a = 1
    elif False or not x: a = 2
    while 1:
        if x: break
        x = 5
    return a, x if 1 else 0, (1 if "" else 2), [] or x, {} and 1
print(f(0), f(3))
if None: print("no")
elif "x": print("yes")
