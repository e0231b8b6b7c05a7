x = 10
g = (x + y for y in range(3))
x = 20
print(list(g))
def f(n):
    return (i * n for i in range(n))
print(list(f(3)), sum(i for i in range(5) if i % 2), any(c == "b" for c in "abc"), ",".join(str(i) for i in (1, 2)), list((i, j) for i in range(2) for j in range(2)), dict((k, v) for k, v in [(1, 2)]), max((abs(v), v) for v in (-3, 2)))
try: g = (i for i in 5)
except TypeError as e: print(e)
h = (1 / v for v in (1, 0)); print(next(h))
try: next(h)
except ZeroDivisionError: print("zde")
print(list(h))
class C:
    y = 3
    try:
        z = list(y + i for i in range(2))
    except NameError as e: print(e)
