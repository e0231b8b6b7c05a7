s = "h\u00e9llo \u20ac \U0001f600"
for enc in ("utf-8", "utf-16", "utf-16-le", "utf-32-be", "UTF8"):
    b = s.encode(enc)
    print(enc, b, b.decode(enc) == s)
print("h\u00e9".encode("latin-1"), b"h\xe9".decode("latin-1"), "abc".encode("ascii"), s.encode("ascii", "ignore"), s.encode("ascii", "replace"), s.encode("ascii", "backslashreplace"), s.encode("latin-1", "xmlcharrefreplace"), b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode("utf-8", "ignore"), ascii(b"a\xffb".decode("utf-8", "surrogateescape")), b"a\xff".decode("utf-8", "backslashreplace"))
for f in (lambda: s.encode("ascii"), lambda: b"\xff".decode("utf-8"), lambda: b"\xe2\x82".decode(), lambda: "x".encode("nope"), lambda: "\ud800".encode(), lambda: b"\xff\x80".decode("ascii"), lambda: "\u20ac".encode("latin-1"), lambda: b"\xf0\x28\x8c\x28".decode()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
