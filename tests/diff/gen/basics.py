def g(n):
    for i in range(n):
        yield i
    return "done"
print(list(g(3)), sum(g(4)), [x * 2 for x in g(3)], list(g(0)), tuple(g(2)), max(g(5)), 3 in g(5), dict(enumerate(g(2))), list(zip(g(3), g(2))))
i = g(2)
print(next(i), next(i), next(i, "end"), next(i, "still"), iter(i) is i, i.gi_frame, i.gi_running, i.gi_code.co_name, i.__name__)
e = (x * x for x in range(5) if x % 2)
print(next(e), list(e), list(e), type(e).__name__)
def inf():
    n = 0
    while True:
        yield n
        n += 1
for x in inf():
    if x > 3: break
print(x)
a, b, *c = g(5)
print(a, b, c)
