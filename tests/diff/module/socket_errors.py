# stress: 200
# What the functions and methods of _socket refuse, and how they say it.
import socket
import _socket


def t(f, *a, **k):
    try:
        print(f.__name__, a, k or "", "->", f(*a, **k))
    except Exception as e:
        print(f.__name__, a, k or "", type(e).__module__, type(e).__name__, e.args)


s = _socket.socket()
for address in (1, (1, 2), ("a\0b", 2), ("127.0.0.1", 2**70), ("127.0.0.1", -1), ("127.0.0.1", 70000), ("127.0.0.1", "x"),
                ("127.0.0.1",), ("127.0.0.1", 1, 2), ("\udc80", 1)):
    t(s.bind, address)
t(s.recv, -1); t(s.recv, "x"); t(s.recv, 1, 2**40)
for limit in ("x", -1, float("nan"), 1e300, 10**10, 10**30, float("inf"), 2.1, 0, 3, 1e-12, None, True):
    t(s.settimeout, limit)
    t(s.gettimeout)
    t(s.getblocking)
for args in ((1, 2, "x"), (1, 2), (1, 2, 2**40), (1, 2, None), ("a", 2, 1), (1, 2, 3, 4), (1, 2, None, "x"), (1, 2, True)):
    t(s.setsockopt, *args)
for args in ((1, 2, -1), (1, 2, 2000), (1, 2, 4), (1, 2)):
    t(s.getsockopt, *args)
for args in ((b"x",), (b"x", 1, 2, 3), ("x", 1), (b"x", 1), (b"x", "a", 1), (b"x", 0, ("x",)), ()):
    t(s.sendto, *args)
t(s.send, "x"); t(s.sendall, 1); t(s.listen, "x"); t(s.listen, 2**50); t(s.shutdown, "x"); t(s.shutdown, 0)
t(s.recv_into, b"x"); t(s.recv_into, bytearray(3), -1); t(s.recv_into, bytearray(3), 5)
t(s.recvfrom_into, bytearray(3), 5); t(s.recvfrom_into, bytearray(3), -1); t(s.recvfrom, -1)
t(s.recvmsg, -1); t(s.recvmsg, 1, -1); t(s.recvmsg, 1, 2**40)
t(s.recvmsg_into, 1); t(s.recvmsg_into, [b"x"]); t(s.recvmsg_into, [1])
for args in ((1,), ([1],), ([b"x"], 1), ([b"x"], [1]), ([b"x"], [(1, 2)]), ([b"x"], [(1, 2, "x")]), ([b"x"], [], 0, 1)):
    t(s.sendmsg, *args)
for f in (_socket.htons, _socket.ntohs, _socket.htonl, _socket.ntohl):
    for n in (-1, 0, 1, 0x1234, 70000, 0xffffffff, 2**40, 2**70, -2**70, "x", 1.0, True):
        t(f, n)
for a in ("x", 1, "1.2", "1.2.3.4\0", "255.255.255.255", "é"):
    t(_socket.inet_aton, a)
t(_socket.inet_ntoa, b"xx"); t(_socket.inet_ntoa, "x"); t(_socket.inet_ntoa, bytearray(b"abcd"))
t(_socket.inet_pton, 2, "x"); t(_socket.inet_pton, 99, "x"); t(_socket.inet_pton, 10, "::1"); t(_socket.inet_pton, 2, "1.2.3.4")
t(_socket.inet_ntop, 2, b"x"); t(_socket.inet_ntop, 99, b"x"); t(_socket.inet_ntop, 10, b"x" * 16)
t(_socket.getaddrinfo, "127.0.0.1", 80); t(_socket.getaddrinfo, None, None); t(_socket.getaddrinfo, 1, 2)
t(_socket.getaddrinfo, "127.0.0.1", 1.5); t(_socket.getaddrinfo, b"127.0.0.1", b"80", proto=6)
t(_socket.getaddrinfo, "127.0.0.1", 2**70); t(_socket.getaddrinfo, "127.0.0.1", True); t(_socket.getaddrinfo, "127.0.0.1", -1)
t(_socket.getaddrinfo, "127.0.0.1", "\ud800"); t(_socket.getaddrinfo, "127.0.0.1", 80, flags=_socket.AI_CANONNAME)
t(_socket.gethostbyname, "127.0.0.1"); t(_socket.gethostbyname, 1); t(_socket.gethostbyname, "<broadcast>"); t(_socket.gethostbyname, "a\0b")
t(_socket.getnameinfo, ("127.0.0.1", 80), 3); t(_socket.getnameinfo, 1, 0); t(_socket.getnameinfo, ("127.0.0.1",), 0)
t(_socket.getnameinfo, ("127.0.0.1", 80, 0), 3); t(_socket.getnameinfo, ("127.0.0.1", 80, 2**21), 3)
t(_socket.getservbyport, -1); t(_socket.getservbyname, "no such service"); t(_socket.getprotobyname, "no such protocol")
t(_socket.if_nametoindex, "no such one"); t(_socket.if_nametoindex, 1); t(_socket.if_indextoname, -1); t(_socket.if_indextoname, "x")
t(_socket.CMSG_LEN, 4); t(_socket.CMSG_LEN, -1); t(_socket.CMSG_SPACE, 4); t(_socket.CMSG_LEN, 2**63 - 1); t(_socket.CMSG_LEN, 2**31 - 17); t(_socket.CMSG_LEN, 2**31 - 16); t(_socket.CMSG_SPACE, 2**31 - 25); t(_socket.CMSG_SPACE, 2**31 - 24); t(_socket.CMSG_LEN, "x")
t(_socket.socketpair, 99); t(_socket.dup, -1); t(_socket.dup, "x"); t(_socket.close, -1)
t(_socket.setdefaulttimeout, -1); t(_socket.setdefaulttimeout, "x"); t(_socket.getdefaulttimeout)
for k in (1.5, -1, 9999, "x"):
    t(_socket.socket, fileno=k)
t(_socket.socket, 99); t(_socket.socket, "x"); t(_socket.socket, 2, 1, 0, None, 5)
for cls in (socket.gaierror, socket.herror, socket.timeout, socket.error, socket.socket, _socket.socket):
    print(cls, cls.__mro__, cls.__module__)
print(s.detach() > 2, s.fileno(), s, s.close(), s.close())
t(s.getsockname); t(s.listen); t(s.connect, ("127.0.0.1", 1)); t(s._accept); t(s.detach); t(s.connect_ex, ("127.0.0.1", 1)); t(s.send, b"x")
u = _socket.socket(_socket.AF_UNIX)
t(u.bind, 1); t(u.bind, "x" * 200); t(u.bind, "\0" + "x" * 200); t(u.connect, "/no such path"); t(u.getsockname); t(u.getpeername)
t(u.connect_ex, "/no such path")
u.close()
print(_socket.socket.__new__(_socket.socket))
t(setattr, s, "timeout", 3); t(setattr, s, "zork", 3); t(setattr, s, "family", 3)
n = _socket.socket(type=_socket.SOCK_STREAM | _socket.SOCK_NONBLOCK)
print(n.type, n.gettimeout())
n.close()
try:
    socket.getaddrinfo("x..y", 1)
except UnicodeError as e:
    print(e, repr(e.__cause__))
