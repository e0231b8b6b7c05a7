l = []
for i in range(3000):
    l.append(i)
    if i % 7 == 0: l.pop(0)
    if i % 11 == 0: l.insert(len(l) // 2, -i)
    if i % 13 == 0: del l[-3:-1]
print(len(l), sum(l), l[:5], l[-5:])
m = l * 2; m += l; m[10:20] = []; m[5:5] = range(5); print(len(m), m.count(l[0]), m.index(l[3]))
