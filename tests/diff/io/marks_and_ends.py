# SPDX-License-Identifier: MIT
# stress: 20
# counts: no, it leaves streams to the collector
# Encodings with a mark write it at the start only; streams that nobody refers to close themselves; errors while closing.
import gc
import io
import os
import pickle
import tempfile

folder = tempfile.mkdtemp()
p = os.path.join(folder, "f")


def shown(f, *args):
    try:
        print(repr(f(*args)).replace(p, "P"))
    except Exception as e:
        print(type(e).__name__, e)


for codec in "utf-8-sig", "utf-16", "utf-32":
    with open(p, "w", encoding=codec) as f:
        f.write("aaa")
        pos = f.tell()
    with open(p, "a", encoding=codec) as f:
        f.write("xxx")
    with open(p, "rb") as f:
        print(codec, f.read())
    with open(p, "r+", encoding=codec) as f:
        f.seek(pos)
        f.write("zzz")
        f.seek(0)
        f.write("bbb")
    with open(p, "r+", encoding=codec) as f:
        f.seek(0, 2)
        f.write("end")
    with open(p, "rb") as f:
        print(codec, f.read())

for mode in "rb", "wb", "r+b", "r", "w+":
    for buffering in (0, -1) if "b" in mode else (-1,):
        f = open(p, mode, buffering)
        for protocol in 0, 2, 4:
            shown(pickle.dumps, f, protocol)
        f.close()
        for action in f.tell, f.flush, f.read, lambda: f.seek(0):
            shown(action)

record = []


def follow(base, *args):
    record = []

    class Stream(base):
        def __del__(self):
            record.append("del")
            super().__del__()

        def close(self):
            record.append("close")
            super().close()

        def flush(self):
            record.append("flush")
            super().flush()

    def use(depth):
        for i in range(3): # one of them may still lie in a register when the collector runs
            Stream(*args)
        if depth:
            use(depth - 1)

    use(5)
    for i in range(5):
        gc.collect()
    print(base.__name__, record[:3] if 'flush' in record else record[:2])


follow(io.FileIO, p, "wb")
follow(io.RawIOBase)
follow(io.BufferedIOBase)
follow(io.TextIOBase)
follow(io.BytesIO)
follow(io.StringIO)


class Sink(io.RawIOBase):
    """What a buffer above it still holds is written before it closes."""
    def writable(self):
        return True

    def write(self, data):
        record.append(bytes(data))
        return len(data)

    def close(self):
        super().close()


def unclosed_buffer():
    for i in range(5):
        b = io.BufferedWriter(Sink())
        b.write(b"not lost")


record.clear()
unclosed_buffer()
for i in range(5):
    gc.collect()
print(record[:1])


class Failing(io.RawIOBase):
    def readable(self):
        return True

    def writable(self):
        return True

    def flush(self):
        raise OSError("flush")

    def close(self):
        raise OSError("close")


class FailingBytes(io.BytesIO):
    flush = Failing.flush
    close = Failing.close


for stream in io.BufferedWriter(Failing()), io.BufferedReader(Failing()), io.TextIOWrapper(FailingBytes(), encoding="ascii"):
    stream.flush = lambda: 1 / 0
    try:
        stream.close()
    except Exception as e:
        print(repr(e), repr(e.__context__), stream.closed)
pair = io.BufferedRWPair(Failing(), Failing())
try:
    pair.close()
except OSError as e:
    print(repr(e), repr(e.__context__))

t = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
t.detach()
print(repr(t))
os.remove(p)
os.rmdir(folder)
