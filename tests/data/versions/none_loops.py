"""Loops that ask for None at their end and at their beginning."""


class Node:
    def __init__(self, value, following=None):
        self.value = value
        self.following = following


def length(node):
    n = 0
    while node is not None:
        n += 1
        node = node.following
    return n


def until_none(values):
    values = iter(values)
    item = None
    while item is None:
        item = next(values, 0)
    return item


def both(a, b):
    seen = []
    while a is not None and b is not None:
        if a.value is None:
            a = a.following
            continue
        if b.value is not None:
            seen.append((a.value, b.value))
        a, b = a.following, b.following
    return seen, a is None, b is None


chain = Node(1, Node(None, Node(3)))
print(length(None), length(chain), until_none([None, None, 7]), until_none([]))
print(both(chain, chain), both(None, chain), both(Node(None), Node(2)))
for value in (None, 0, "", 5):
    print(value is None, value is not None, "none" if value is None else value, value or None)
