"""LRU cache from a dict and a doubly linked list of nodes, under a skewed access pattern."""


class Node:
    __slots__ = ("key", "value", "older", "newer")

    def __init__(self, key=None, value=None):
        self.key = key
        self.value = value
        self.older = self.newer = self


class LRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.table = {}
        self.head = Node()
        self.hits = self.misses = self.evictions = 0

    def __len__(self):
        return len(self.table)

    def __contains__(self, key):
        return key in self.table

    def unlink(self, node):
        node.older.newer = node.newer
        node.newer.older = node.older

    def link(self, node):
        head = self.head
        newest = head.older
        node.older, node.newer = newest, head
        newest.newer = head.older = node

    def get(self, key, default=None):
        node = self.table.get(key)
        if node is None:
            self.misses += 1
            return default
        self.hits += 1
        self.unlink(node)
        self.link(node)
        return node.value

    def put(self, key, value):
        node = self.table.get(key)
        if node is not None:
            node.value = value
            self.unlink(node)
            self.link(node)
            return
        if len(self.table) >= self.capacity:
            oldest = self.head.newer
            self.unlink(oldest)
            del self.table[oldest.key]
            self.evictions += 1
        node = Node(key, value)
        self.table[key] = node
        self.link(node)

    def keys(self):
        node = self.head.older
        while node is not self.head:
            yield node.key
            node = node.older


def accesses(n, spread):
    seed = 99
    for _ in range(n):
        seed = (seed * 48271) % 2147483647
        a = seed % spread
        seed = (seed * 48271) % 2147483647
        yield min(a, seed % spread)


for capacity in (64, 256, 1024):
    cache = LRUCache(capacity)
    total = 0
    for key in accesses(120000, 4000):
        value = cache.get(key)
        if value is None:
            value = key * key % 1009
            cache.put(key, value)
        total += value
    print(capacity, len(cache), cache.hits, cache.misses, cache.evictions, total, list(cache.keys())[:5], 17 in cache)
