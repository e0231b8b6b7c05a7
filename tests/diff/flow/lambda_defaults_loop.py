fs = []
for i in range(3):
    fs.append(lambda x, i=i, *, j=i * 10: (x, i, j))
print([f("q") for f in fs], fs[0](1, 2, j=3))
