# Names of module-level loops in registers: values that are stored elsewhere while their name changes.
a, b = 0, 1
for i in range(5):
    a, b = b, a + b
    a = b = a + b
    b, a = a - i, b + i
print(a, b, i)
total = 0
for i in range(3):
    total, old = i, total
    print(total, old, (total := total + 5) + total, total)
n = 3
while n:
    m = n
    n -= 1
    for k in range(n):
        m, k = k, m
    print(m, n)
for x in []:
    pass
try:
    print(x)
except NameError as e:
    print(e)
for x in range(3):
    try:
        if x == 1:
            raise ValueError(x)
        y = x
    except ValueError as e:
        y = x = -1
    print(x, y)
s = ""
for c in "abc":
    s = c + s
    def show():
        return s, c
    print(show())
    exec("s = s.upper()")
    print(s)
for q in range(3):
    if q == 1:
        del s
    try:
        print(s)
        s += "!"
    except NameError as e:
        print(e)
        s = "new"
[print(j, end=" ") for j in range(2)]
for j, (k, *rest) in enumerate([(1, 2, 3), (4, 5)]):
    rest.append(j)
    k += rest[0]
    print(j, k, rest)
