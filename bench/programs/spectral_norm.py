"""Spectral norm of an infinite matrix by the power method."""
from math import sqrt


def a(i, j):
    ij = i + j
    return 1.0 / (ij * (ij + 1) // 2 + i + 1)


def times_u(u, n):
    result = []
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += a(i, j) * u[j]
        result.append(total)
    return result


def times_ut(u, n):
    result = []
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += a(j, i) * u[j]
        result.append(total)
    return result


def main(n=200):
    u = [1.0] * n
    for _ in range(10):
        v = times_ut(times_u(u, n), n)
        u = times_ut(times_u(v, n), n)
    vbv = sum(x * y for x, y in zip(u, v))
    vv = sum(x * x for x in v)
    print("%.9f" % sqrt(vbv / vv))


main()
