s = "Hello, World"
print(len(s), s[0], s[-1], s[2:5], s[::-1], s[::2], s[20:], s[-5:], s[5:2], "World" in s, "xyz" not in s, s + "!", s * 2, "" in s)
print(s.upper(), s.lower(), s.swapcase(), s.title(), s.capitalize(), s.casefold(), s.center(20, "*"), s.ljust(15) + "|", s.rjust(15, "."), s.zfill(15), "-5".zfill(4), "+5".zfill(4))
print(s.find("o"), s.rfind("o"), s.find("z"), s.index("W"), s.count("l"), s.find("o", 5), s.find("o", 5, 7), s.count(""), s.startswith("He"), s.endswith(("x", "ld")), s.startswith("W", 7))
for f in (lambda: s.index("z"), lambda: s[50], lambda: s["a"], lambda: s + 1, lambda: s.rindex("q")):
    try: f()
    except Exception as e: print(type(e).__name__, e)
