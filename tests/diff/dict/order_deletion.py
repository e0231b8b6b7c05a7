d = {}
for i in range(50): d[i] = i
for i in range(0, 50, 2): del d[i]
for i in range(100, 110): d[i] = i
d[0] = "back"
print(list(d), len(d))
for i in range(1000):
    d[i % 7] = i
    if i % 3 == 0: d.pop(i % 7)
print(list(d.items())[-8:], len(d))
big = {i: str(i) for i in range(5000)}
print(len(big), big[4999], sum(big), list(big)[:3], 5000 in big)
for i in range(4990): del big[i]
print(list(big)); big[1] = 1; print(list(big)[-1])
