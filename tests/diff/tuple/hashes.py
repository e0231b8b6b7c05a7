print(hash((1, 2, 3)), hash(()), hash((1, (2, 3))), hash(frozenset([1, 2, 3])), hash(frozenset()))
print(hash((1.5, True)))
