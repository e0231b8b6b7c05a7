# stress: 50000
"""Matrix multiplication with lists of floats and of ints, and Gaussian elimination."""


def matrix(n, seed):
    rows = []
    for _ in range(n):
        row = []
        for _ in range(n):
            seed = (seed * 69069 + 1) % 4294967296
            row.append(seed / 4294967296.0 - 0.5)
        rows.append(row)
    return rows


def multiply(a, b):
    n, m, p = len(a), len(b), len(b[0])
    result = [[0.0] * p for _ in range(n)]
    for i in range(n):
        ai = a[i]
        ri = result[i]
        for k in range(m):
            aik = ai[k]
            bk = b[k]
            for j in range(p):
                ri[j] += aik * bk[j]
    return result


def multiply_zip(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def determinant(rows):
    rows = [row[:] for row in rows]
    n = len(rows)
    det = 1.0
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        if pivot != i:
            rows[i], rows[pivot] = rows[pivot], rows[i]
            det = -det
        det *= rows[i][i]
        for r in range(i + 1, n):
            factor = rows[r][i] / rows[i][i]
            for c in range(i, n):
                rows[r][c] -= factor * rows[i][c]
    return det


a, b = matrix(140, 1), matrix(140, 2)
c = multiply(a, b)
print("%.10f %.10f" % (c[0][0], sum(map(sum, c))))
ints = [[int(x * 100) for x in row] for row in a]
d = multiply_zip(ints, ints)
print(d[3][4], sum(map(sum, d)))
print("%.6e" % determinant(matrix(100, 3)))
