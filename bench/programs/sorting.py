"""Sorting: sort with keys, sorted with reverse, stability, and hand-written quicksort, merge sort and heap sort."""


def numbers(n, seed=1):
    out = []
    for _ in range(n):
        seed = (seed * 16807) % 2147483647
        out.append(seed)
    return out


def quicksort(items, low, high):
    while low < high:
        pivot = items[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while items[i] < pivot:
                i += 1
            while items[j] > pivot:
                j -= 1
            if i <= j:
                items[i], items[j] = items[j], items[i]
                i += 1
                j -= 1
        if j - low < high - i:
            quicksort(items, low, j)
            low = i
        else:
            quicksort(items, i, high)
            high = j


def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    out = []
    i = j = 0
    while i < len(left) and j < len(right):
        if right[j] < left[i]:
            out.append(right[j])
            j += 1
        else:
            out.append(left[i])
            i += 1
    out.extend(left[i:])
    out += right[j:]
    return out


def heap_sort(items):
    def sift(root, end):
        while True:
            child = 2 * root + 1
            if child >= end:
                return
            if child + 1 < end and items[child] < items[child + 1]:
                child += 1
            if items[root] >= items[child]:
                return
            items[root], items[child] = items[child], items[root]
            root = child

    for start in range(len(items) // 2 - 1, -1, -1):
        sift(start, len(items))
    for end in range(len(items) - 1, 0, -1):
        items[0], items[end] = items[end], items[0]
        sift(0, end)


class Record:
    def __init__(self, name, age, score):
        self.name, self.age, self.score = name, age, score

    def __lt__(self, other):
        return (self.age, self.name) < (other.age, other.name)


data = numbers(30000)
reference = sorted(data)
a = data[:]
quicksort(a, 0, len(a) - 1)
b = merge_sort(data)
c = data[:]
heap_sort(c)
print(a == reference, b == reference, c == reference, reference[:3])
records = [Record("n%04d" % (v % 3001), v % 60, v / 1000.0) for v in data[:8000]]
by_age = sorted(records, key=lambda r: r.age)
print([(r.name, r.age) for r in by_age[:4]], all(x.age <= y.age for x, y in zip(by_age, by_age[1:])))
by_two = sorted(records, key=lambda r: (-r.age, r.name))
print([(r.name, r.age) for r in by_two[:4]])
print([r.name for r in sorted(records)[:4]], min(records, key=lambda r: r.score).name, max(records, key=lambda r: r.score).name)
words = ["".join(chr(97 + v // 26 ** i % 26) for i in range(5)) for v in data]
words.sort()
print(words[:3], words[-3:])
words.sort(key=lambda w: w[::-1], reverse=True)
print(words[:3], words[-3:])
floats = sorted((v % 1000 / 7 for v in data), reverse=True)
print("%.4f %.4f" % (floats[0], floats[15000]))
almost = list(range(50000))
almost[100], almost[40000] = almost[40000], almost[100]
almost.sort()
print(almost[100], almost[40000], sorted(data, key=str)[:3])
