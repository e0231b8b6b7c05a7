# mmap: files and anonymous memory; what is refused.
# counts: no, it goes through the names of a module
import gc
import mmap
import os
import re
import tempfile


def show(f, *args, **keywords):
    try:
        print(repr(f(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, e)


print(sorted(n for n in vars(mmap) if n.isupper()), mmap.error, mmap.PAGESIZE == mmap.ALLOCATIONGRANULARITY)
m = mmap.mmap(-1, 64)
print(m, len(m), m[0], m[-1], m[:4], m.closed, list(m)[:2], b"\0" in m, 0 in m, hash(m) == hash(m), m == m)
m[0:5] = b"hello"
m[6] = 33
m[10:20:2] = b"abcde"
print(m[:21], m[4::-1], m.write(b"HELLO"), m.tell(), m.read(3), m.read_byte(), m.find(b"b"), m.find(b"l"), m.find(b"H", 0), m.rfind(b"e", 0),
      m.find(b"e", -60, -40), m.find(b""), m.rfind(b"", 0), m.find(b"b", 5, 5))
m.move(20, 0, 5)
m.seek(0)
m.write_byte(104)
m.seek(-2, 2)
print(m[18:26], m.tell(), m.read(), m.read(), m.readline(), m.seek(1, 0), m.seek(1, 1), m.tell())
for f, args in ((m.__getitem__, ("a",)), (m.__getitem__, (64,)), (m.__getitem__, (-65,)), (m.__getitem__, (2**70,)), (m.seek, (65,)), (m.seek, (-1,)),
                (m.seek, (0, 3)), (m.write_byte, (300,)), (m.write_byte, (-1,)), (m.find, ("x",)), (m.move, (60, 0, 10)), (m.move, (-1, 0, 1)),
                (m.__setitem__, (0, 256)), (m.__setitem__, (0, b"x")), (m.__setitem__, (slice(0, 2), b"abc")), (m.__delitem__, (0,)),
                (m.__delitem__, (slice(0, 1),)), (m.write, (b"x" * 99,)), (m.write, ("x",)), (m.size, ()), (m.flush, (0, 99)), (m.flush, (3, 4)),
                (m.madvise, (mmap.MADV_NORMAL,)), (m.madvise, (mmap.MADV_NORMAL, 64)), (m.madvise, (0, 0, -1)), (m.madvise, (0, 1, 2**63 - 1))):
    show(f, *args)
for args, keywords in (((-1, -1), {}), ((-1, 0), {}), ((-1, 10), {"offset": -1}), ((9999, 10), {}), ((-1, 10), {"access": 9}),
                       ((-1, 10), {"access": 1, "prot": 1}), ((-1, 10, 1, 1), {}), ((-1, 10, 1, 2), {})):
    show(mmap.mmap, *args, **keywords)

print(re.findall(rb"[a-e]", m), bytes(memoryview(m)[:3]), bytearray(m[:2]))
view = memoryview(m)
show(m.close)
show(m.resize, 100)
view[0] = 90
print(m[0], view.readonly, view.nbytes)
view.release()
m.close()
m.close()
print(m, m.closed)
for f in (m.read, m.tell, m.size, m.__len__, m.__enter__, m.readline, m.read_byte, lambda: m[0], lambda: m[:1], lambda: list(m), lambda: memoryview(m)):
    show(f)


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    with open(path, "wb") as f:
        f.write(b"first line\nsecond\n" + b"." * 5000)
    with open(path, "r+b") as f:
        with mmap.mmap(f.fileno(), 0) as m:
            print(len(m), m.size(), m.readline(), m.readline(), m.find(b"second"))
            m[0:5] = b"FIRST"
            m.flush()
            m.resize(5)
            print(len(m), m[:], m.size(), os.path.getsize(path))
        print(m.closed)
        show(mmap.mmap, f.fileno(), 0, access=mmap.ACCESS_READ, offset=4096 * 9)
        show(mmap.mmap, f.fileno(), 6, access=mmap.ACCESS_READ)
        show(mmap.mmap, f.fileno(), 0, access=mmap.ACCESS_READ, offset=1)
        private = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_COPY)
        private[0] = 65
        print(private[:], private.flush(), open(path, "rb").read())
        show(private.resize, 3)
        read = mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)
        print(read, memoryview(read).readonly)
        for f2, args in ((read.write, (b"x",)), (read.write_byte, (1,)), (read.__setitem__, (0, 1)), (read.move, (0, 1, 1)), (read.resize, (2,)),
                         (read.readline, ())):
            show(f2, *args)
    open(path, "w").close()
    with open(path, "rb") as f:
        show(mmap.mmap, f.fileno(), 0, access=mmap.ACCESS_READ)

class Sub(mmap.mmap):
    pass

kept = memoryview(Sub(-1, 4096))
gc.collect()
kept[:3] = b"abc"
print(bytes(kept[:4]), type(kept.obj).__name__)
for i in range(200):
    mmap.mmap(-1, 1 << 20)
