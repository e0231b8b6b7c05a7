def enc(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]: j += 1
        out.append((s[i], j - i)); i = j
    return out
def dec(p): return "".join(c * n for c, n in p)
for s in ("", "a", "aaabbc", "abc", "zz" * 10): print(enc(s), dec(enc(s)) == s)
