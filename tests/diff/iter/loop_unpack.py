# Loops that take their items apart at once: what makes pairs, what only looks like it, and errors in either half.
import traceback


def pairs(items):
    out = []
    for a, b in items:
        out.append((a, b))
    return out


def triples(items):
    out = []
    for a, b, c in items:
        out.append((c, b, a))
    return out


class Seq:
    def __init__(self, *items):
        self.items = items

    def __getitem__(self, i):
        return self.items[i]


class Pair(tuple):
    def __iter__(self):
        return iter(("own", "way"))


class Enum(enumerate):
    def __next__(self):
        i, x = super().__next__()
        return i * 10, x


class Items(dict):
    def items(self):
        return [("x", "y")] * 3


def gen(n):
    for i in range(n):
        yield i, -i


sources = [
    lambda: [(1, 2), (3, 4), (5, 6)],
    lambda: ((1, 2), (3, 4), (5, 6)),
    lambda: {1: 2, 3: 4, 5: 6}.items(),
    lambda: reversed({1: 2, 3: 4, 5: 6}.items()),
    lambda: enumerate("abc"),
    lambda: enumerate("abc", 10 ** 30),
    lambda: enumerate(iter(["x", "y", "z"]), -1),
    lambda: zip("abc", range(3)),
    lambda: zip("abc", [1, 2, 3], strict=True),
    lambda: zip([1, 2, 3, 4], [1, 2, 3]),
    lambda: gen(3),
    lambda: Enum("abc"),
    lambda: Items().items(),
    lambda: [[1, 2], (3, 4), "ab", {5: 6, 7: 8}, range(2), gen(2) and (1, 2)],
    lambda: [Pair((1, 2)), Pair((1, 2, 3)), (1, 2)],
    lambda: Seq((1, 2), (3, 4)),
    lambda: map(divmod, [7, 8, 9], [2, 3, 4]),
    lambda: {(1, 2): 0},
    lambda: iter([(1, 2)] * 4),
    lambda: "",
]
for turn in range(2):  # the same instruction meets all of them
    for source in sources:
        print(pairs(source()))
for source in [lambda: zip("ab", "cd", "ef"), lambda: [(1, 2, 3)] * 3, lambda: zip("ab", [1, 2], gen(2)), lambda: ["abc", (1, 2, 3)]]:
    print(triples(source()))


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e, [(t.lineno - f.__code__.co_firstlineno, t.name) for t in traceback.extract_tb(e.__traceback__)[1:]])


def kept(items):
    a = b = None
    try:
        for a, b \
                in items:
            pass
    except Exception as e:
        print("kept", a, b, type(e).__name__, e, e.__traceback__.tb_lineno - kept.__code__.co_firstlineno)
    return a, b


def changing(d):
    for key, value in d.items():
        d[key + 100] = value


def replaced(d):
    for key, value in d.items():
        d.pop(key)
        d[key + 100] = value
        if key > 500: break


def failing(n):
    for i in range(n):
        yield i
    raise KeyError(n)


for bad in ([(1, 2), (3,)], [(1, 2), (3, 4, 5)], [(1, 2), 5], [(1, 2), None], zip([1, 2], [3, 4], [5, 6]), enumerate(failing(2)), zip([1, 2, 3, 4], failing(3)),
            zip(failing(2), [1]), zip([1, 2], [1], strict=True), zip([1], [1, 2], strict=True), {1: 2, 3: 4}, [(1, 2), Pair((1, 2, 3)), ()]):
    kept(bad)
for wrong in (enumerate("ab"), {1: 2}.items(), zip("a", "b"), zip("a", "b", "c", "d")):
    attempt(triples, wrong)
attempt(pairs, zip("ab"))
attempt(pairs, zip())
attempt(changing, {1: 2, 3: 4})
attempt(replaced, {1: 2, 3: 4})


# The pair itself can be seen when somebody else holds it.
def held(items):
    seen = []
    for pair in items:
        a, b = pair
        seen.append((pair, a, b))
    return seen


print(held(enumerate("abc")), held({1: 2}.items()), held(zip("ab", "cd")))


def first(items):
    for i, x in items:
        if x == "c": return i, list(items)
    else:
        return "none", list(items)


print(first(enumerate("abcdef")), first(zip(range(5), "abcde")), first({1: "c", 2: "d"}.items() and iter({1: "c", 2: "d"}.items())))
print([(b, a) for a, b in enumerate("abc")], {k: v for v, k in zip("ab", "cd")}, {a + b for a, b in {1: 2, 3: 4}.items()}, list((y, x) for x, y in zip("ab", "cd")))
for i, (a, b) in enumerate([(1, 2), (3, 4)]):
    print(i, a, b)
for (a, b), c in zip([(1, 2), (3, 4)], "xy"):
    print(a, b, c)
for i, i in enumerate("ab"):
    print(i)
for x, *rest in zip("ab", "cd", "ef"):
    print(x, rest)


# Targets that are no locals, and names that the loop's own iterator changes.
class Target:
    pass


t, cells = Target(), [0, 0]
for t.n, cells[1] in enumerate("pq"):
    print(t.n, cells)


def by_generator():
    global names
    for i in range(4):
        names = "set by generator %d" % i
        yield i


for n, names in enumerate(by_generator()):
    print(n, names)


def suspended(items):
    for a, b in items:
        got = yield a
        print("got", got, b)


s = suspended(zip("ab", "cd"))
print(next(s), s.send(1))
try:
    s.send(2)
except StopIteration:
    print("end")


def nested():
    total = 0
    for i, row in enumerate([[1, 2], [3, 4], [5, 6]]):
        for j, cell in enumerate(row):
            for k, v in {i: j, j: cell}.items():
                total += i * j + cell * k - v
    return total


print(nested())
one = enumerate("abcd")
print([(a, b, next(one)) for a, b in one])
