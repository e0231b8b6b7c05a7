"""Slices: read, written, deleted, with bounds that are constants and others."""


class Shows:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("delete", key)


s, items, i, j = Shows(), list(range(10)), 2, 5
print(s[1:2], s[:], s[i:], s[:j], s[i:j], s[i:j:-1], s[1:2, ::3], s[None:None], s["a":"b", ...], s[i:j, 0])
print(items[i:j], items[1:3], items[-3:], items[::2], "text"[1:-1], (1, 2, 3)[:i])
s[i:j] = s[1:2:3] = 0
s[:] = 1
del s[i:j], s[1:], s[::2, 1]
items[i:j] = ["x"]
items[:1] = []
items[::2] = [0] * len(items[::2])
items[-2:] += [7]
del items[1:2]
print(items)


def function(a, b, c):
    a[b:c] = a[c:b:-1]
    a[b:c] *= 2
    return a[b:], a[1:2], a[:c]


print(function(list(range(6)), 1, 3))
