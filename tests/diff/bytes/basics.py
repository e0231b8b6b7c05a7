b = b"hello\x00\xff"
print(b, len(b), b[0], b[-1], b[1:3], b[::-1], b + b"x", b * 2, 104 in b, b"ell" in b, list(b), b.hex(), b.hex("-"), bytes.fromhex("68 65 6c"), bytes(3), bytes([1, 2, 255]), bytes("a\u00e9", "utf-8"), bytes(b"x"), bytes(range(3)), b == b"hello\x00\xff", b < b"z", hash(b) == hash(bytes(bytearray(b))))
print(b.find(b"l"), b.count(b"l"), b.replace(b"l", b"L"), b.split(b"l"), b.upper(), b.startswith(b"he"), b.partition(b"l"), b"a b".title(), b" x ".strip(), b",".join([b"a", b"b"]), b"%d %s %x" % (5, b"z", 255), b"abc".translate(bytes.maketrans(b"a", b"z")), b"a\nb".splitlines(), b"5".zfill(3), b"ab".center(6, b"*"), b"ab".isalpha(), b"12".isdigit(), b'\'"', b"\t\n\r\\")
for f in (lambda: b[10], lambda: bytes([256]), lambda: bytes(-1), lambda: bytes("a"), lambda: b + "a", lambda: "a" in b, lambda: 300 in b, lambda: bytes.fromhex("z"), lambda: b[0:1] == "h", lambda: b.index(b"q"), lambda: bytes([1.5]), lambda: b"%d" % "a", lambda: setattr(b, "x", 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
