# SPDX-License-Identifier: MIT
# stress: 20
# Buffered writes to a full pipe: one that would block keeps what fits, a signal ends one that waits.
import fcntl
import io
import os
import signal


def drain(fd):
    out = 0
    while True:
        try:
            got = os.read(fd, 65536)
        except BlockingIOError:
            return out
        if not got:
            return out
        out += len(got)


def would_block():
    r, w = os.pipe()
    for fd in r, w:
        fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)
    f = io.open(w, "wb", buffering=1000)
    size = 0
    for n in 10, 999, 1001, 50000, 70000, 500, 400, 200, 3:
        try:
            size += f.write(b"x" * n)
            print(n, "ok")
        except BlockingIOError as e:
            print(n, e.args, e.characters_written)
            size += e.characters_written
    try:
        f.flush()
    except BlockingIOError as e:
        print("flush", e.args, e.characters_written)
    read = drain(r)
    f.flush()
    read += drain(r)
    print(read == size)
    f.close()
    os.close(r)


def interrupted():
    class Stop(Exception):
        pass

    def handler(number, frame):
        raise Stop

    r, w = os.pipe()
    signal.signal(signal.SIGALRM, handler)
    f = io.open(w, "wb", closefd=False)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        f.write(b"x" * 4000000)
    except Stop:
        print("stopped")
    os.close(w)
    os.close(r)
    try:
        f.close()
    except OSError as e:
        print(e)


class Slow(io.RawIOBase):
    """Takes three bytes at a time, and sometimes nothing."""
    def __init__(self):
        self.got = b""
        self.calls = 0

    def writable(self):
        return True

    def write(self, data):
        self.calls += 1
        if self.calls % 5 == 0:
            return None
        self.got += bytes(data[:3])
        return min(3, len(data))


would_block()
interrupted()
raw = Slow()
b = io.BufferedWriter(raw, 8)
sent = b""
for i in range(12):
    data = bytes(range(65 + i, 70 + 2 * i))
    try:
        n = b.write(data)
    except BlockingIOError as e:
        n = e.characters_written
        print("blocked", i, n)
    sent += data[:n]
while True:
    try:
        b.flush()
        break
    except BlockingIOError:
        pass
print(raw.got == sent, raw.calls)

# More than the process may write is an error, not the end of it.
import resource
import tempfile

before = resource.getrlimit(resource.RLIMIT_FSIZE)
with tempfile.TemporaryFile(buffering=0) as f:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    print(f.write(b"x" * 1024))
    try:
        f.write(b"y")
    except OSError as e:
        print(e)
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
