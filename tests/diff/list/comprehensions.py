print([x * 2 for x in range(5)], [x for x in range(10) if x % 2 if x > 3], [(x, y) for x in range(3) for y in range(x)], [[j for j in range(i)] for i in range(4)], {x % 3 for x in range(10)}, {x: x ** 2 for x in range(4)}, [a + b for a, b in [(1, 2), (3, 4)]], [*(i for i in range(3))], sum(x for x in range(5)), [(lambda: x)() for x in range(3)])
x = "outer"
[x for x in range(3)]
print(x, [y for y in [x]], list(x for x in [1]), x)
def f(n): return [[(i, j, n) for j in range(i)] for i in range(n)]
print(f(3))
class C:
    a = [1, 2]
    b = [v * 2 for v in a]
print(C.b, {k: v for k, v in zip("abc", range(3))}, {(i, j) for i in range(2) for j in "ab"} == {(0, "a"), (0, "b"), (1, "a"), (1, "b")})
try: [1 / z for z in (1, 0)]
except ZeroDivisionError as e: print(e)
