# stress: 200
# Keys that are compared by words: strings, and tuples of simple values; and keys that only look like them.
import random

R = random.Random(5)


def model(keys, reverse):
    order = list(range(len(keys)))
    for i in range(1, len(order)):  # insertion from the right: stable by construction
        k = i
        while k > 0 and (keys[order[k]] > keys[order[k - 1]] if reverse else keys[order[k]] < keys[order[k - 1]]):
            order[k], order[k - 1] = order[k - 1], order[k]
            k -= 1
    return order


def check(name, keys):
    for reverse in False, True:
        got = sorted(range(len(keys)), key=keys.__getitem__, reverse=reverse)
        assert got == model(keys, reverse), (name, reverse)
        again = sorted(keys, reverse=reverse)
        assert all(a is keys[i] for a, i in zip(again, got)), (name, reverse)
        assert sorted(again, reverse=reverse) == again
    print(name, repr(again[0])[:30], repr(again[-1])[:30])


def word(low, high, alphabet="abc"):
    return "".join(R.choice(alphabet) for _ in range(R.randrange(low, high)))


N = 150
check("short", [word(0, 4) for _ in range(N)])
check("long", [word(5, 12, "ab") for _ in range(N)])
check("common", ["prefix-of-all-" + word(0, 10, "ab") for _ in range(N)])
check("equal", ["same" + "" for _ in range(N)])
check("zeros", [word(0, 9, "\0\1") for _ in range(N)])
check("latin", [word(0, 9, "a\xe9\xff\x80") for _ in range(N)])
check("wide", [word(0, 9, "a\xe9\u20ac\U0001f40d") for _ in range(N)])
check("one wide", [word(0, 9, "ab") for _ in range(N)] + ["\u0161"])
check("pairs", [(R.randrange(-3, 3), word(0, 10, "ab")) for _ in range(N)])
check("nested", [(-R.randrange(5), (word(0, 3), word(7, 9, "ab"))) for _ in range(N)])
check("floats", [(R.choice([0.0, -0.0, 1e300, -1.5, float("inf"), -float("inf"), 5e-324]), R.randrange(3)) for _ in range(N)])
check("mixed", [(R.choice([0, 0.0, 1, 1.5, True, 10**20]), R.randrange(3)) for _ in range(N)])
check("lengths", [tuple(R.randrange(2) for _ in range(R.randrange(4))) for _ in range(N)])
check("inner", [(R.randrange(2), tuple(R.randrange(2) for _ in range(R.randrange(3)))) for _ in range(N)])
check("five", [tuple(R.randrange(2) for _ in range(5)) for _ in range(N)])
check("big", [(10**20 + R.randrange(3), "x") for _ in range(N)])
check("empty", [() for _ in range(N)])
check("bytes", [(bytes([R.randrange(9)]), 1) for _ in range(N)])


class Str(str):
    def __lt__(self, other):
        return str.__gt__(self, other)


class Pair(tuple):
    def __lt__(self, other):
        return tuple.__gt__(self, other)


words = [word(1, 5) for _ in range(60)]
for keys in [Str(w) for w in words], words + [Str("m")], [Pair((w, 1)) for w in words], [(Str(w), 1) for w in words]:
    print(sorted(keys)[:6])
for odd in (None, 1), ("x",), "x", 5, ("x", None), (1, 2):
    try:
        print(sorted([(w, 1) for w in words] + [odd])[-1:])
    except TypeError as e:
        print(e)
nan = float("nan")
print([v for v, _ in sorted((R.choice([nan, 1.0, 2.0]), 0) for _ in range(60))][:12])
