"""N queens: all solutions with sets and generators, and a count with bit masks."""


def queens(n, row=0, columns=frozenset(), up=frozenset(), down=frozenset()):
    if row == n:
        yield ()
        return
    for col in range(n):
        if col not in columns and row + col not in up and row - col not in down:
            for rest in queens(n, row + 1, columns | {col}, up | {row + col}, down | {row - col}):
                yield (col,) + rest


def count(n):
    full = (1 << n) - 1

    def place(columns, left, right):
        if columns == full:
            return 1
        found = 0
        free = full & ~(columns | left | right)
        while free:
            bit = free & -free
            free ^= bit
            found += place(columns | bit, (left | bit) << 1 & full, (right | bit) >> 1)
        return found

    return place(0, 0, 0)


solutions = list(queens(8))
print(len(solutions), solutions[0], solutions[-1])
board = solutions[17]
for col in board:
    print("." * col + "Q" + "." * (7 - col))
for n in range(1, 12):
    print(n, count(n))
