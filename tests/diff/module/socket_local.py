# stress: 200
# Sockets that talk to each other inside one process.
import array
import os
import select
import socket
import tempfile

a, b = socket.socketpair()
print(a.family, a.type, a.proto, a.getsockname(), a.getpeername())
print(b.send(b"hello"), a.recv(3), a.recv(100))
print(b.sendmsg([b"a", bytearray(b"bc"), memoryview(b"def")]), a.recvmsg(10))
parts = bytearray(2), bytearray(5)
b.sendall(b"12345")
print(a.recvmsg_into(parts), parts)
room = bytearray(b"........")
b.sendall(b"xyz")
print(a.recv_into(room, 2), a.recv_into(memoryview(room)[4:]), room)
a.settimeout(0.01)
for f in (a.recv, a.recvfrom, a.recvmsg):
    try:
        f(4)
    except TimeoutError as e:
        print(type(e), e.args, e.errno)
a.setblocking(False)
try:
    a.recv(4)
except BlockingIOError as e:
    print(e)
big = bytes(range(256)) * 4096
b.setblocking(False)
sent = 0
try:
    while True:
        sent += b.send(big[sent % len(big):])
except BlockingIOError:
    pass
got = 0
while got < sent:
    got += len(a.recv(1 << 20))
print(got == sent)
a.setblocking(True)
b.setblocking(True)
r, w = os.pipe()
fds = array.array("i", [r, w])
b.sendmsg([b"fds"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
data, anc, flags, address = a.recvmsg(10, socket.CMSG_SPACE(2 * fds.itemsize))
got = array.array("i")
got.frombytes(anc[0][2])
print(data, anc[0][:2], flags & ~socket.MSG_CMSG_CLOEXEC, address, len(got))
os.write(got[1], b"through the pipe")
print(os.read(r, 100))
for fd in [r, w, *got]:
    os.close(fd)
socket.send_fds(a, [b"x"], [0])
print(len(socket.recv_fds(b, 10, 3)[1]))
f = b.makefile("rwb")
f.write(b"line 1\nline 2\n")
f.flush()
g = a.makefile("r", encoding="ascii")
print(g.readline(), g.readline())
f.close()
b.shutdown(socket.SHUT_WR)
print(repr(g.read()), a.recv(10))
b.close()
print(b.fileno(), b._closed, repr(b)[:29])
try:
    a.send(b"x")
except BrokenPipeError as e:
    print(e)
g.close()
a.close()

# TCP over the loopback interface
server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()
print(server.family, server.type, address[0], address[1] > 0, server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) != 0)
client = socket.create_connection(address, timeout=5)
conn, peer = server.accept()
print(peer == client.getsockname(), client.getpeername() == address, conn.gettimeout(), client.gettimeout())
client.sendall(b"over TCP " * 1000)
received = b""
while len(received) < 9000:
    received += conn.recv(4096)
print(received == b"over TCP " * 1000)
conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
print(conn.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0, len(conn.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
dup = conn.dup()
conn.close()
dup.send(b"dup")
print(client.recv(10), select.select([client], [client], [], 0)[1] == [client])
dup.close()
print(client.recv(10))
with client:
    pass
print(client.fileno())
server.settimeout(0.01)
try:
    server.accept()
except TimeoutError as e:
    print(e)
port = server.getsockname()[1]
server.close()
try:
    socket.create_connection(("127.0.0.1", port), timeout=5)
except ConnectionRefusedError as e:
    print(e)
s = socket.socket()
s.settimeout(5)
print(s.connect_ex(("127.0.0.1", port)) == 111)
s.close()

# datagrams
u = socket.socket(type=socket.SOCK_DGRAM)
v = socket.socket(type=socket.SOCK_DGRAM)
u.bind(("127.0.0.1", 0))
print(v.sendto(b"datagram", u.getsockname()))
data, sender = u.recvfrom(100)
print(data, sender == ("127.0.0.1", v.getsockname()[1]))
u.sendto(b"answer", 0, sender)
print(v.recvfrom_into(room)[0], bytes(room[:6]))
u.close()
v.close()

# paths and abstract names
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "sock")
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(path)
        s.listen()
        print(s.getsockname() == path, os.path.exists(path))
        with socket.socket(socket.AF_UNIX) as c:
            c.connect(os.fsencode(path))
            conn, peer = s.accept()
            print(repr(peer), c.getpeername() == path)
            conn.close()
name = b"\0regius-test-%d" % os.getpid()
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as c:
    s.bind(name)
    c.sendto(b"abstract", name)
    print(s.getsockname() == name, s.recv(100))


class Counting(socket.socket):
    count = 0

    def send(self, *args):
        self.count += 1
        return super().send(*args)


c = Counting()
c.extra = 1
print(type(c), c.__dict__, socket.socket.__slots__, isinstance(c, socket.SocketType))
c.close()
d = socket.socket(fileno=os.dup(0)) if False else socket.socket(fileno=socket.socketpair()[0].detach())
print(d.family, d.type, d.detach() > 2)
print(socket.getdefaulttimeout())
socket.setdefaulttimeout(1.5)
s = socket.socket()
print(s.gettimeout(), s.timeout, socket.getdefaulttimeout())
s.close()
socket.setdefaulttimeout(None)
