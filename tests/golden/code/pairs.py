# dis: --stage=code --function f
def f(a, b, m, i, j):
    s = a.x - b.x
    s += m[i][j] * a.y.z
    s = 2 - s
    a.p = s
    b.q = 1.5 * s - i
    # Not joined: a value that is read twice, a test between, a store of an attribute that is loaded.
    t = a.k
    a.k = t.n
    t.n = m[0]
    u = m[i] or m[j]
    v = i * j
    return len(a), math.pi, v + u, v
