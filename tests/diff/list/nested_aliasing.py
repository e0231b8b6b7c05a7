a = [[0] * 2] * 2
a[0][0] = 1
print(a)
b = [[0] * 2 for _ in range(2)]; b[0][0] = 1; print(b)
x = y = []
x.append(1); print(y, x is y)
x = x + [2]; print(y, x)
a, *b, c = [1, 2, 3, 4]; print(a, b, c)
(a, b), [c, *d] = (1, 2), "xyz"; print(a, b, c, d)
a = b = c = 5; print(a, b, c)
i = 0; l = [10, 20, 30]
i, l[i] = 2, "set"; print(i, l)
l[0], l[1] = l[1], l[0]; print(l)
for bad in ("a, b = 1, 2, 3", "a, b = 1", "a, b = [1]", "a, *b, c = [1]", "a, b = 5", "*a, b = []", "a, b, c = 'ab'", "a, b = {1: 2}"):
    try: exec(bad)
    except Exception as e: print(bad, type(e).__name__, e)
