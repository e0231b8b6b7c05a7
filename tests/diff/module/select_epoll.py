# select, poll, epoll and selectors; fcntl and ioctl with structures.
import array
import fcntl
import os
import select
import selectors
import socket
import struct

FIONREAD = 0x541B


def t(f, *a, **k):
    try:
        print(f.__name__, "->", f(*a, **k))
    except Exception as e:
        print(f.__name__, type(e).__name__, e.args)


t(select.select, 1, 2, 3)
for limit in ("x", -1, 1e300, float("nan"), 2**70):
    t(select.select, [], [], [], limit)
for fds in ([-1], [5000], ["x"], [2**70], range(1025)):
    t(select.select, fds, [], [])
p = select.poll()
for args in ((0, -1), (0, 70000), ("x",), (0, "x"), (-1,), (2**40,)):
    t(p.register, *args)
t(p.modify, 500, 1); t(p.unregister, 5)
for limit in ("x", 1e300, float("nan"), 2**40, 0, -0.0, 1.5):
    t(p.poll, limit)
p.register(999)
t(p.poll, 0)
for args in ((0,), (-2,), (-1, 1), ("x",), (1, 2, 3)):
    t(select.epoll, *args)
a, b = socket.socketpair()
e = select.epoll(flags=select.EPOLL_CLOEXEC)
print(e.closed, e.fileno() > 2, type(e), select.epoll.__mro__)
for args in ((-1,), ("x",), (a, "x"), (a, -1), (9999,), (a,), (a,)):
    t(e.register, *args)
t(e.modify, b, 1); t(e.unregister, b)
for args in ((0, 0), (0, -5), ("x",), (1e300,), (2**40,)):
    t(e.poll, *args)
b.send(b"x")
print([events for fd, events in e.poll(1)], [events for fd, events in e.poll(timeout=0, maxevents=1)])
e.modify(a, 0)
print(e.poll(0), e.unregister(a), e.poll(0))
with e as same:
    print(e is same)
print(e.closed, e.close())
t(e.fileno); t(e.poll, 0); t(e.register, a); t(e.unregister, a); t(e.__enter__)
for cls in (selectors.DefaultSelector, selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector):
    with cls() as s:
        s.register(a, selectors.EVENT_READ, "data")
        s.register(b, selectors.EVENT_READ | selectors.EVENT_WRITE)
        print(cls.__name__, sorted((key.fileobj is a, key.data, mask) for key, mask in s.select(0)), s.modify(a, selectors.EVENT_WRITE).events)
        s.unregister(b)
        print(len(s.get_map()))
print(fcntl.ioctl(a, FIONREAD, b"\0\0\0\0"))
room = array.array("i", [0])
print(fcntl.ioctl(a, FIONREAD, room), room, fcntl.ioctl(a, FIONREAD, room, False))
for arg in (1.5, b"\0" * 2000):
    t(fcntl.ioctl, a, FIONREAD, arg)
t(fcntl.ioctl, -1, 2); t(fcntl.fcntl, "x", 1); t(fcntl.fcntl, a, fcntl.F_GETFD, 1.5); t(fcntl.fcntl, a, fcntl.F_GETFD, "abcd")
t(fcntl.fcntl, a, fcntl.F_GETFD); t(fcntl.fcntl, a, fcntl.F_GETFD, "x" * 2000)
a.close()
b.close()
fd = os.memfd_create("lock")
t(fcntl.lockf, fd, 0); t(fcntl.lockf, fd, fcntl.LOCK_EX | fcntl.LOCK_NB, 10, 5, 0); t(fcntl.lockf, fd, fcntl.LOCK_UN, 2**70)
t(fcntl.lockf, fd, fcntl.LOCK_UN, 0, 0, 9); t(fcntl.lockf, fd, fcntl.LOCK_UN); t(fcntl.flock, fd, fcntl.LOCK_SH)
print(fcntl.fcntl(fd, fcntl.F_GETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))[:4])
print(os.pwrite(fd, b"abcdef", 2), os.pread(fd, 4, 4), os.writev(fd, [b"12", bytearray(b"3")]), os.lseek(fd, 0, 0))
one, two = bytearray(2), bytearray(10)
print(os.readv(fd, [one, two]), one, two)
t(os.writev, fd, 5); t(os.writev, fd, ["x"]); t(os.readv, fd, [b"x"]); t(os.pread, fd, -1, 0)
to = os.memfd_create("to")
print(os.sendfile(to, fd, 1, 5), os.sendfile(to, fd, offset=0, count=2), os.pread(to, 100, 0))
n = os.eventfd(3)
os.eventfd_write(n, 4)
print(os.eventfd_read(n), os.getpgid(0) == os.getpgrp(), os.getsid(0) > 0)
pid = os.fork()
if not pid:
    os._exit(7)
watched = os.pidfd_open(pid)
print(select.select([watched], [], [], 10)[0] == [watched], os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
master, slave = os.openpty()
print(os.isatty(master), os.isatty(slave), os.ttyname(slave)[:5], os.write(master, b"line\n"), os.read(slave, 100))
for fd in (master, slave, watched, n, to, fd):
    os.close(fd)
