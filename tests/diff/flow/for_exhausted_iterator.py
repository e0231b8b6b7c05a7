it = iter(range(5))
for x in it:
    if x == 1: break
for x in it: print("rest", x)
for x in it: print("never")
else: print("done", x)
