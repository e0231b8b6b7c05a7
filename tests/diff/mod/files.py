# stress: 2000
import os, tempfile
d = tempfile.mkdtemp()
p = os.path.join(d, "t.txt")
with open(p, "w") as f: print(f.write("hello\nw\u00f6rld\n"), f.name == p, f.mode, f.closed)
print(f.closed, open(p).read(), open(p, encoding="utf-8").readlines(), [l.strip() for l in open(p)], open(p, "rb").read())
with open(p, "a") as f: f.write("more"); f.writelines(["x", "y"])
with open(p, "r+") as f: print(f.readline(), f.tell()); f.seek(0); f.write("J"); f.seek(0); print(f.read())
with open(p, "rb") as f: print(f.read(3), f.seek(0, 2), f.tell(), f.seek(1), f.read(2), f.readinto(bytearray(4)))
with open(p, "wb") as f: f.write(b"\r\n\n\r"); 
print(repr(open(p).read()), repr(open(p, newline="").read()), os.path.getsize(p), os.path.exists(p), os.path.basename(p), os.listdir(d))
with open(p, "w", newline="\r\n") as f: f.write("a\nb\n")
print(open(p, "rb").read())
for f in (lambda: open(p + "no"), lambda: open(p, "q"), lambda: open(p, "rw"), lambda: open(d), lambda: open(p, "x"), lambda: open(p).write("x"), lambda: open(p, "w").read(), lambda: open(p, "rb", encoding="utf-8"), lambda: open(""), lambda: open(5.5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, str(e).replace(d, "D"))
os.remove(p); os.rmdir(d); print(os.path.exists(d))
