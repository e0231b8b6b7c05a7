s = ""
snapshots = []
for i in range(1000):
    s += str(i)
    if i % 250 == 0:
        snapshots.append(s)
        t = s + "X"
        u = s + "Y"
        assert t != u and t[:-1] == u[:-1] == s
print(len(s), [len(x) for x in snapshots], s[-10:], hash(s) == hash("".join(map(str, range(1000)))))
a = "ab" * 200
b = a + "1"
c = a + "2"
d = b + "3"
print(b[-2:], c[-2:], d[-3:], a[-2:])
w = ""
for i in range(300):
    w += chr(0x4e00 + i) if i % 3 == 0 else "a"
print(len(w), w[0], w[1], w[-1])
