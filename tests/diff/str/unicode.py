s = "\u00e9\u00df\u0130\u03a3\u4e2d\U0001f600a"
print(len(s), [hex(ord(c)) for c in s], s[3], s[-2:], ascii(s), s.upper(), s.lower(), s.casefold(), s.title(), s[::-1])
print("\ud800".encode("utf-8", "surrogatepass"), ascii("\ud800x"), repr("\x7f\x80\xa0\xad\u200b\u2028\U000e0001"))
print("stra\u00dfe".upper(), "\u03a3\u0391\u03a3".lower(), "\ufb01".upper(), "\u01c5".lower(), "\u01c6".title(), "a\u0301".upper())
print(sorted(["b", "a", "\u00e9", "Z", "\U0001f600", "\uffff"]), "a" < "b", "a" < "B", "\uffff" < "\U00010000", "abc" < "abd", "ab" < "abc", "" < "a")
