# A display too large for the stack is made in parts; keys and values are still evaluated in the order of the text, later
# equal keys win, and an exception in the middle leaves what was called before.
calls = []
def g(x):
    calls.append(x)
    if x == stop:
        raise ValueError(x)
    return x

lines = ", ".join(f"g('k{i}'): g({i})" if i % 3 else f"'c{i % 40}': {i}" for i in range(90))
source = "def f(a, **more):\n    return {" + lines + ", **more, 'k1': a}"
exec(source)
stop = None
r = f(5, c3="more", z=1)
print(len(r), list(r)[:5], r["k1"], r["c3"], r["z"], calls == [v for i in range(90) if i % 3 for v in (f"k{i}", i)])
for stop in "k50", 50, 89:
    calls.clear()
    try:
        f(1)
    except ValueError as e:
        print(e, len(calls), calls[-2:])

class Key:
    def __init__(self, n):
        self.n = n
    def __hash__(self):
        calls.append(("hash", self.n))
        return 7
    def __eq__(self, other):
        calls.append(("eq", self.n, other.n))
        return self.n // 10 == other.n // 10

stop = None
calls.clear()
exec("d = {" + ", ".join(f"Key({i}): g({i})" for i in range(8, 44, 2)) + "}")
print({k.n: v for k, v in d.items()}, len(calls), calls[:9])
exec("l = [" + ", ".join(f"g({i})" if i % 2 else "0" for i in range(60)) + ", *g('ab')]; s = {" +
     ", ".join(f"g({i} % 11)" for i in range(40)) + "}")
print(sum(l[:60]), l[60:], sorted(s), calls[-3:])
