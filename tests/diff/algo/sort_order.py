# stress: 5000
# Which items sort() compares, and in which order: as CPython does.
import random
log = 0
class K:
    __slots__ = ('v', 'i')
    def __init__(self, v, i): self.v = v; self.i = i
    def __lt__(self, other):
        global log
        log = (log * 31 + self.i * 7 + other.i * 13 + 1) % 1000000007
        return self.v < other.v
class Odd:
    def __init__(self, i): self.i = i
    def __lt__(self, other):
        global log
        log = (log * 31 + self.i * 7 + other.i * 13 + 1) % 1000000007
        return log % 3 == 0
rnd = random.Random(5)
def check(values, name):
    global log
    for reverse in (False, True):
        for keyed in (False, True):
            log = 0
            items = [K(v, i) for i, v in enumerate(values)]
            if keyed:
                r = sorted(range(len(items)), key=items.__getitem__, reverse=reverse)
            else:
                r = [k.i for k in sorted(items, reverse=reverse)]
            print(name, len(values), reverse, keyed, log, sum(i * v for i, v in enumerate(r)) % 1000003)
for n in list(range(0, 70, 7)) + [127, 128, 129, 700]:
    check([rnd.randrange(1000000) for _ in range(n)], 'random')
    check([rnd.randrange(5) for _ in range(n)], 'few')
    check(list(range(n)), 'up')
    check(list(range(n))[::-1], 'down')
    v = list(range(n))
    for _ in range(5):
        if n: v[rnd.randrange(n)] = rnd.randrange(n)
    check(v, 'almost')
    check([i % 100 for i in range(n)], 'saw')
    check(list(range(n // 2)) + list(range(n // 2)), 'twice')
    check(list(range(0, n, 2)) + list(range(1, n, 2)), 'odd')
    check(list(range(n // 2, n)) + list(range(n // 2)), 'swapped')
    check([i * i % 977 for i in range(n)], 'squares')
    check([x for i in range(n // 50) for x in sorted(rnd.randrange(10000) for _ in range(rnd.randrange(30, 90)))], 'runs')
for n in (10, 70, 200, 1000):
    log = 1
    items = [Odd(i) for i in range(n)]
    items.sort()
    print(n, log, sum(i * o.i for i, o in enumerate(items)) % 1000003)
