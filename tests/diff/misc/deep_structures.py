# stress: 2000
l = cur = []
for i in range(5000):
    n = []; cur.append(n); cur = n
import gc
gc.collect()
d = 0; c = l
while c: c = c[0]; d += 1
print(d)
t = None
for i in range(10000): t = (t, i)
gc.collect(); k = 0
while t: t, _ = t; k += 1
print(k)
a = []; b = [a]; a.append(b); print(a, b == b)
try: a == [a] and [[a]] == a
except RecursionError as e: print(type(e).__name__)
d = {}; d["self"] = d; print(d)
class N:
    def __init__(s, nx): s.nx = nx
n = None
for i in range(30000): n = N(n)
gc.collect(); c = 0
while n: n = n.nx; c += 1
print(c)
