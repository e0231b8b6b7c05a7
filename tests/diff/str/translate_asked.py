# How often str.translate asks its table, and about what.
class T:
    def __init__(s, a): s.a = a; s.log = []
    def __getitem__(s, k):
        s.log.append(chr(k))
        if k == 98:
            if s.a is IndexError: raise IndexError
            return s.a
        return k
for a in (IndexError, None, 97, 200, True, "x", "xy", "", "é", -1, 1<<21, 2.5, 0, "\0", b"x", 1<<70):
    for s in ("abcabcabab", "ébb", "bb", "aab"):
        t = T(a)
        try: r = repr(s.translate(t))
        except Exception as e: r = type(e).__name__ + str(e)
        print(repr(a), repr(s), r, "".join(t.log))
