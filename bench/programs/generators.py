"""Generator pipelines: filters, chunking, merging, recursive generators, send and yield from."""


def naturals(n=0):
    while True:
        yield n
        n += 1


def take(count, source):
    for item in source:
        if count <= 0:
            return
        count -= 1
        yield item


def where(test, source):
    for item in source:
        if test(item):
            yield item


def apply(function, source):
    return (function(item) for item in source)


def chunks(size, source):
    chunk = []
    for item in source:
        chunk.append(item)
        if len(chunk) == size:
            yield tuple(chunk)
            chunk = []
    if chunk:
        yield tuple(chunk)


def merge(left, right):
    left, right = iter(left), iter(right)
    done = object()
    a, b = next(left, done), next(right, done)
    while a is not done and b is not done:
        if a <= b:
            yield a
            a = next(left, done)
        else:
            yield b
            b = next(right, done)
    if a is not done:
        yield a
        yield from left
    if b is not done:
        yield b
        yield from right


def averager():
    total = 0.0
    count = 0
    average = None
    while True:
        value = yield average
        if value is None:
            return count, total
        total += value
        count += 1
        average = total / count


def collect(values, results):
    result = yield from feed(values)
    results.append(result)


def feed(values):
    worker = averager()
    next(worker)
    for value in values:
        yield worker.send(value)
    try:
        worker.send(None)
    except StopIteration as stop:
        return stop.value


class Tree:
    def __init__(self, items):
        middle = len(items) // 2
        self.item = items[middle]
        self.left = Tree(items[:middle]) if middle else None
        self.right = Tree(items[middle + 1:]) if middle + 1 < len(items) else None

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.item
        if self.right:
            yield from self.right


def permutations(items):
    if not items:
        yield []
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [item] + rest


print(sum(take(240000, where(lambda n: n % 3 == 1, apply(lambda n: n * n, naturals())))))
print(sum(sum(c) * len(c) for c in chunks(7, take(300000, naturals(5)))))
merged = list(merge(range(0, 240000, 2), merge(range(1, 240000, 6), range(3, 240000, 5))))
print(len(merged), merged[:12], merged == sorted(merged))
results = []
print("%.4f" % sum(collect(range(120000), results)), results)
tree = Tree(list(range(40000)))
print(sum(i * v for i, v in enumerate(tree)), sum(1 for _ in tree))
print(sum(1 for p in permutations(list(range(7))) if p[0] < p[-1]))
