import io
s = io.StringIO("line1\nline2\n")
print(s.readline(), s.read(), s.read(), s.getvalue(), s.seek(0), list(s), s.tell())
s = io.StringIO(); print(s.write("abc"), s.write("d\u00e9"), s.getvalue()); s.seek(1); s.write("X"); print(s.getvalue(), s.truncate(2), s.getvalue()); print("printed", file=s); print(repr(s.getvalue()))
b = io.BytesIO(b"hello"); print(b.read(2), b.tell(), b.read(), b.getvalue(), b.seek(-2, 2), b.read(), b.seek(0), b.write(b"J"), b.getvalue(), b.getbuffer()[0], b.readable())
orig = b"x" * 100; c = io.BytesIO(orig); print(c.getvalue() == orig); c.seek(0); c.write(b"Y"); print(c.getvalue()[:3], orig[:3]); c.seek(200); c.write(b"end"); print(len(c.getvalue()), c.getvalue()[100:103])
with io.StringIO("a\r\nb") as f: print(f.readlines())
try: f.read()
except ValueError as e: print(e)
for g in (lambda: io.StringIO(5), lambda: io.BytesIO("a"), lambda: io.StringIO().write(b"x"), lambda: io.BytesIO().write("x"), lambda: io.StringIO().seek(-1)):
    try: print(g())
    except Exception as e: print(type(e).__name__, e)
t = io.TextIOWrapper(io.BytesIO("\u00e9\n2".encode()), encoding="utf-8"); print(t.read(), io.BytesIO(b"a\nb").readlines(), io.BytesIO(b"a\nb").readline())
