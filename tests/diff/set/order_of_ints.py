print([{i * i % 97 for i in range(n)} for n in (5, 20, 60)])
print(set([1000003 * i for i in range(50)]))
print({-1, -2, -3, 2 ** 61, 2 ** 70, 1.5, 1e+300, -1e-10})
s = {1, 2}
s.discard(1)
s.add(9)
print(s)
print(set(range(0, 1000, 7)) & set(range(0, 1000, 11)), set(range(30)) - set(range(0, 30, 2)))
print(set(range(10)) ^ set(range(5, 15)), {1: 1, 2: 2}.keys() ^ {1, 9})
s = set(range(100))
for i in range(0, 100, 3):
    s.discard(i)
for i in range(100, 140):
    s.add(i)
print(s, [s.pop() for i in range(5)])
