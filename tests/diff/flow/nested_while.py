def f(n):
    out = []
    i = 0
    while i < n:
        j = n
        while j > i:
            if (i * j) % 3 == 1: j -= 2; continue
            if j == 5: break
            out.append((i, j)); j -= 1
        else: out.append("e")
        i += 1
    return out
print(f(8))
