# stress: 200
# str.find and bytes.find with needles whose first character is rare, frequent, everywhere; with periods that make a naive
# search quadratic. Every answer is checked against a search that cannot be wrong.
import random


def slow_find(s, n):
    for i in range(len(s) - len(n) + 1):
        if s[i:i + len(n)] == n:
            return i
    return -1


r = random.Random(5)
total = 0
for i in range(1500):
    letters = r.choice(["ab", "abc", "a", "abcdefgh"])
    s = "".join(r.choice(letters) for _ in range(r.randrange(0, 400)))
    n = "".join(r.choice(letters) for _ in range(r.randrange(0, 6)))
    if s and r.random() < .5:
        k = r.randrange(len(s))
        n = s[k:k + r.randrange(1, 40)]
    at = slow_find(s, n)
    assert s.find(n) == at and s.encode().find(n.encode()) == at and (n in s) == (at >= 0), (s, n)
    total += at * 7 + s.count(n) * 5 + s.rfind(n) + len(s.replace(n, "--"))
print(total)
for s in [("a" * 16 + "b") * 4000, "a" * 100000, "ab" * 50000]:
    for n in (s[:5000] + "c", "a" * 500 + "b", s[-3000:], "c" + s[:10], s[:20000] + "x"):
        print(s.find(n), s.count(n))
