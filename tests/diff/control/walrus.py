if (n := len("hello")) > 3:
    print(n)
print([y := 1, y ** 2, (z := y + 1)], z)
data = [1, 2, 3, 4]
print([last := x for x in data], last)
while (c := data.pop()) > 2:
    print("c", c)
def f():
    return (a := 5) + a
print(f(), any((hit := v) > 1 for v in [0, 1, 2, 3]), hit)
