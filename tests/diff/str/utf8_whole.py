# UTF-8 of whole texts of each width, and what is not well-formed anywhere in them.
samples = ["", "abc", "\x00\x7f", "\xe9t\xe9" * 30, "\x80\xff", "\u07ff\u0800" * 20, "\u20ac" * 33 + "a", "\uffff\ufffe",
           "\U00010000\U0010ffff" * 9, "a\xe9\u20ac\U0001f40d" * 40, "\ud7ff\ue000"]
for s in samples:
    b = s.encode("utf-8")
    assert b.decode("utf-8") == s and b.decode() == s and len(b) == sum(len(c.encode()) for c in s), s
    print(len(s), len(b), b[:12], hash(b.decode()) == hash(s))
    for cut in range(1, 4):
        for handler in "ignore", "replace", "backslashreplace", "surrogateescape":
            part = b[:-cut].decode("utf-8", handler)
            print(ascii(part[-4:]), end=" ")
    print()
for bad in "\ud800", "abc\udfffdef", "\u20ac\udc80\U0001f40d", "\udbff\udc00":
    for handler in "strict", "ignore", "replace", "surrogateescape", "surrogatepass", "xmlcharrefreplace", "namereplace":
        try:
            print(handler, bad.encode("utf-8", handler))
        except UnicodeEncodeError as e:
            print(handler, e)
for bad in b"\xed\xa0\x80", b"ok\xc0\x80", b"\xf4\x90\x80\x80x", b"\xe2\x82", b"a\xe2\x28\xa1", b"\xf0\x9f\x90", b"\x80" * 3:
    for handler in "strict", "ignore", "replace", "surrogateescape", "surrogatepass":
        try:
            print(handler, ascii(bad.decode("utf-8", handler)))
        except UnicodeDecodeError as e:
            print(handler, e)
big = bytes(range(256)) * 20
print(bytes(big) == big, hash(bytes(bytearray(big))) == hash(big), len(bytes(big[:5000])))
