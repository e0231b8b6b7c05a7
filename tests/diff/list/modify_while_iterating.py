l = [1, 2, 3, 4]
out = []
for x in l:
    out.append(x)
    if x == 2: l.remove(3)
    if x == 4 and len(l) < 6: l.append(9)
print(out, l)
l = [1, 2, 3]
it = iter(l)
next(it); l.clear()
print(list(it), next(it, "end"))
l.append(5); print(list(it))
