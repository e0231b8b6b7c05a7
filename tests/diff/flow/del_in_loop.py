def f(n):
    for i in range(n):
        x = i
        if i % 2: del x
        try: y = x
        except UnboundLocalError: y = "unbound"
        print(i, y, end="; ")
f(4)
d = {i: i for i in range(5)}
for k in list(d):
    if k % 2: del d[k]
print(d)
