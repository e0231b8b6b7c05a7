class A: v = 1
a = A(); l = [1, 2]; d = {"k": [0]}
a.v += 5; l[0] -= 1; l[-1] *= 10; d["k"] += [1]; d["k"][0] |= 7
print(a.v, A.v, l, d)
i = 0
def idx():
    global i
    i += 1
    return 0
l[idx()] += 100; print(l, i)
x = y = [1]; x += [2]; print(y); x = x + [3]; print(y)
t = ([1],)
try: t[0] += [2]
except TypeError as e: print(e, t)
