def pal(s): t = [c.lower() for c in s if c.isalnum()]; return t == t[::-1]
def rot(s, k): return "".join(chr((ord(c) - b + k) % 26 + b) if c.isalpha() and (b := 65 if c.isupper() else 97) else c for c in s)
print(pal("A man, a plan, a canal: Panama"), pal("nope"), rot("Hello, World!", 13), rot(rot("Xyz", 5), -5))
