/* SPDX-License-Identifier: MIT
 *
 * socket_object.c: the type _socket.socket: opening and closing, connecting, options and time limits. A socket's descriptor is in
 * non-blocking mode whenever the socket has a time limit; waiting is poll() before the call.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "vm/interp/interp.h"
#include "vm/module/io.h"
#include "vm/module/posix.h"
#include "vm/module/socket.h"
#include "vm/object/float.h"

#define SELF RG_SOCKET(self)
enum { NS = 1000000000 };

/* ---- arguments ---- */

bool rg_socket_int(RgThread *th, RgValue v, int absent, int *out)
{
    *out = absent;
    return v == RG_UNBOUND || rg_posix_int(th, v, out);
}

bool rg_socket_seconds(RgThread *th, RgValue v, int64_t *out)
{
    *out = -1;
    if (v == RG_NONE) return true;
    if (rg_is_float(v)) {
        double d = rg_float_value(v);
        if (isnan(d)) {
            rg_raise(th, RG_EXC_ValueError, "Invalid value NaN (not a number)");
            return false;
        }
        d *= NS;
        d = d < 0 ? floor(d) : ceil(d);
        if (fabs(d) >= 9223372036854775808.0) goto too_large;
        *out = (int64_t)d;
    } else {
        int64_t s;
        if (!rg_number_as_i64(th, v, &s)) {
            if (!rg_raised_is(th, RG_EXC_OverflowError)) return false;
            rg_exception_clear(th);
            goto too_large;
        }
        if (__builtin_mul_overflow(s, (int64_t)NS, out)) goto too_large;
    }
    if (*out >= 0) return true;
    rg_raise(th, RG_EXC_ValueError, "Timeout value out of range");
    return false;
too_large:
    rg_raise(th, RG_EXC_OverflowError, "timestamp too large to convert to C _PyTime_t");
    return false;
}

RgValue rg_socket_from_timeout(int64_t ns)
{
    if (ns < 0) return RG_NONE;
    return rg_from_double(ns % NS == 0 ? (double)(ns / NS) : (double)ns / NS);
}

/* ---- waiting ---- */

static int64_t now(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * NS + ts.tv_nsec;
}

/* 1 ready, 0 timed out, -1 errno tells. left < 0: for ever. */
static int wait_ready(const RgSocket *s, int direction, int64_t left)
{
    if (s->fd < 0) return 1; /* the call itself finds out */
    int64_t ms = left < 0 ? -1 : left / 1000000 + (left % 1000000 != 0);
    struct pollfd p = {.fd = s->fd, .events = direction == RG_SOCKET_READ ? POLLIN : POLLOUT};
    if (direction == RG_SOCKET_CONNECT) p.events |= POLLERR;
    int r = poll(&p, 1, (int)RG_MIN(ms, 2147483647));
    return r < 0 ? -1 : r > 0;
}

bool rg_socket_call(RgThread *th, RgSocket *s, int direction, RgSocketCall fn, void *data, int *failure, int64_t timeout)
{
    int64_t until = 0;
    if (timeout > 0 && __builtin_add_overflow(now(), timeout, &until)) until = INT64_MAX;
    for (;;) {
        if (timeout > 0 || direction == RG_SOCKET_CONNECT) {
            int64_t left = timeout > 0 ? until - now() : timeout;
            int ready = timeout > 0 && left < 0 ? 0 : wait_ready(s, direction, left);
            if (ready < 0 && errno == EINTR) {
                if (!rg_poll(th)) return false;
                continue;
            }
            if (ready < 0) break;
            if (!ready) {
                if (failure)
                    *failure = EWOULDBLOCK;
                else
                    rg_raise(th, RG_EXC_TimeoutError, "timed out");
                return false;
            }
        }
        bool ok;
        while (!(ok = fn(s, data)) && errno == EINTR)
            if (!rg_poll(th)) return false;
        if (ok) return true;
        if (timeout <= 0 || (errno != EWOULDBLOCK && errno != EAGAIN)) break;
    }
    if (failure)
        *failure = errno;
    else
        rg_raise_errno(th, 0);
    return false;
}

/* ---- making, ending ---- */

static bool set_blocking(RgThread *th, const RgSocket *s, bool on)
{
    int nonblocking = !on;
    if (ioctl(s->fd, FIONBIO, &nonblocking) == 0) return true;
    rg_raise_errno(th, 0);
    return false;
}

static bool fill(RgThread *th, RgSocket *s, int fd, int family, int type, int proto)
{
    s->fd = fd;
    s->family = family;
    s->type = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    s->proto = proto;
    s->timeout = 0;
    if (type & SOCK_NONBLOCK) return true;
    RgValue limit = rg_socket_state(th)->items[RG_SOCKET_TIMEOUT];
    if (!rg_socket_seconds(th, limit, &s->timeout)) return false;
    return s->timeout < 0 || set_blocking(th, s, false);
}

RgValue rg_socket_new(RgThread *th, int fd, int family, int type, int proto)
{
    RgSocket *s = rg_object_new_of(th, RG_AS(RgType, rg_socket_state(th)->items[RG_SOCKET_TYPE]), 0);
    if (!s || !fill(th, s, fd, family, type, proto)) {
        if (!s) close(fd);
        return RG_ERROR;
    }
    return rg_from_ptr(s);
}

static RgValue socket_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgSocket *s = rg_object_new_of(th, type, 0);
    if (s) {
        s->fd = -1;
        s->timeout = -1;
    }
    return rg_from_ptr(s);
}

static bool option_of(int fd, int which, int *out)
{
    socklen_t n = sizeof *out;
    return *out != -1 || getsockopt(fd, SOL_SOCKET, which, out, &n) == 0;
}

/* An open descriptor: what is not given is asked of the system. */
static bool adopt(RgThread *th, RgSocket *s, RgValue v, int family, int type, int proto)
{
    int fd;
    if (!rg_posix_int(th, v, &fd)) return false;
    if (fd < 0) {
        rg_raise(th, RG_EXC_ValueError, "negative file descriptor");
        return false;
    }
    RgSockAddr a = {0};
    socklen_t n = sizeof a;
    bool ok = getsockname(fd, &a.any, &n) == 0 || (family != -1 && errno != EBADF && errno != ENOTSOCK);
    if (ok && family == -1) family = a.any.sa_family;
    if (!ok || !option_of(fd, SO_TYPE, &type) || !option_of(fd, SO_PROTOCOL, &proto)) {
        rg_raise_errno(th, 0);
        return false;
    }
    return fill(th, s, fd, family, type, proto);
}

static bool socket_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[4];
    int family, type, proto;
    if (!rg_args_parse(th, "socket", "(family=-1, type=-1, proto=-1, fileno=None)", args, nargs, kwnames, a)) return false;
    if (!rg_socket_int(th, a[0], -1, &family) || !rg_socket_int(th, a[1], -1, &type) || !rg_socket_int(th, a[2], -1, &proto)) return false;
    if (a[3] != RG_UNBOUND && a[3] != RG_NONE) return adopt(th, SELF, a[3], family, type, proto);
    if (family == -1) family = AF_INET;
    if (type == -1) type = SOCK_STREAM;
    if (proto == -1) proto = 0;
    int fd = socket(family, type | SOCK_CLOEXEC, proto);
    if (fd < 0 && (errno == EMFILE || errno == ENFILE)) {
        rg_io_reclaim_descriptors(th);
        fd = socket(family, type | SOCK_CLOEXEC, proto);
    }
    if (fd < 0) {
        rg_raise_errno(th, 0);
        return false;
    }
    return fill(th, SELF, fd, family, type, proto);
}

static void socket_release(RgHeap *heap, void *cell)
{
    RgSocket *s = cell;
    if (s->fd > 2) close(s->fd);
}

static void socket_finalize(RgThread *th, RgValue self)
{
    int fd = SELF->fd;
    if (fd < 0) return;
    if (!rg_warn(th, RG_EXC_ResourceWarning, 1, "unclosed %R", self)) {
        if (rg_raised_is(th, RG_EXC_Warning))
            rg_write_unraisable(th, self, NULL);
        else
            rg_exception_clear(th);
    }
    if (SELF->fd == fd) {
        SELF->fd = -1;
        close(fd);
    }
}

static RgValue socket_repr(RgThread *th, RgValue self)
{
    const RgSocket *s = SELF;
    return rg_from_ptr(rg_str_printf(th, "<socket object, fd=%d, family=%d, type=%d, proto=%d>", s->fd, s->family, s->type, s->proto));
}

RG_SOCK(socket_close)
{
    int fd = SELF->fd;
    SELF->fd = -1;
    if (fd >= 0 && close(fd) < 0 && errno != ECONNRESET) return rg_raise_errno(th, 0);
    return RG_NONE;
}

RG_SOCK(socket_detach)
{
    int fd = SELF->fd;
    SELF->fd = -1;
    return rg_from_int(fd);
}

RG_SOCK(socket_fileno)
{
    return rg_from_int(SELF->fd);
}

/* ---- names, connections ---- */

typedef struct Accept {
    RgSockAddr address;
    socklen_t len;
    int fd;
} Accept;

static bool do_accept(RgSocket *s, void *data)
{
    Accept *a = data;
    a->len = sizeof a->address;
    a->fd = accept4(s->fd, &a->address.any, &a->len, SOCK_CLOEXEC);
    return a->fd >= 0;
}

RG_SOCK(socket_accept)
{
    Accept a = {0};
    if (!rg_socket_call(th, SELF, RG_SOCKET_READ, do_accept, &a, NULL, SELF->timeout)) return RG_ERROR;
    RgValue address = rg_socket_address_make(th, a.fd, &a.address, a.len);
    RgTuple *pair = address ? rg_tuple_pack(th, 2, rg_from_int(a.fd), address) : NULL;
    if (!pair) close(a.fd);
    return rg_from_ptr(pair);
}

RG_SOCK(socket_bind)
{
    RgSockAddr a;
    socklen_t n;
    if (!rg_socket_address_parse(th, SELF, args[0], "bind", &a, &n)) return RG_ERROR;
    return bind(SELF->fd, &a.any, n) < 0 ? rg_raise_errno(th, 0) : RG_NONE;
}

static bool connected(RgSocket *s, void *data)
{
    int error = -1;
    if (!option_of(s->fd, SO_ERROR, &error)) return false;
    if (error == 0 || error == EISCONN) return true;
    errno = error;
    return false;
}

/* failure as in rg_socket_call; it is 0 after success. */
static bool do_connect(RgThread *th, RgSocket *s, RgValue address, const char *fname, int *failure)
{
    RgSockAddr a;
    socklen_t n;
    if (!rg_socket_address_parse(th, s, address, fname, &a, &n)) return false;
    if (failure) *failure = 0;
    if (connect(s->fd, &a.any, n) == 0) return true;
    int error = errno;
    bool wait = s->timeout > 0 && error == EINPROGRESS;
    if (error == EINTR) {
        if (!rg_poll(th)) return false;
        wait = s->timeout != 0;
    }
    if (wait) return rg_socket_call(th, s, RG_SOCKET_CONNECT, connected, NULL, failure, s->timeout);
    if (failure) {
        *failure = error;
    } else {
        errno = error;
        rg_raise_errno(th, 0);
    }
    return false;
}

RG_SOCK(socket_connect)
{
    return do_connect(th, SELF, args[0], "connect", NULL) ? RG_NONE : RG_ERROR;
}

RG_SOCK(socket_connect_ex)
{
    int failure = 0;
    return do_connect(th, SELF, args[0], "connect_ex", &failure) || !rg_raised(th) ? rg_from_int(failure) : RG_ERROR;
}

static RgValue name_of(RgThread *th, RgSocket *s, int (*fn)(int, struct sockaddr *, socklen_t *))
{
    RgSockAddr a = {0};
    socklen_t n;
    if (!rg_socket_address_size(th, s, &n)) return RG_ERROR;
    return fn(s->fd, &a.any, &n) < 0 ? rg_raise_errno(th, 0) : rg_socket_address_make(th, s->fd, &a, n);
}

static int sys_getsockname(int fd, struct sockaddr *a, socklen_t *n) { return getsockname(fd, a, n); }
static int sys_getpeername(int fd, struct sockaddr *a, socklen_t *n) { return getpeername(fd, a, n); }

RG_SOCK(socket_getsockname)
{
    return name_of(th, SELF, sys_getsockname);
}

RG_SOCK(socket_getpeername)
{
    return name_of(th, SELF, sys_getpeername);
}

RG_SOCK(socket_listen)
{
    int backlog;
    if (!rg_socket_int(th, args[0], RG_MIN(SOMAXCONN, 128), &backlog)) return RG_ERROR;
    return listen(SELF->fd, RG_MAX(backlog, 0)) < 0 ? rg_raise_errno(th, 0) : RG_NONE;
}

RG_SOCK(socket_shutdown)
{
    int how;
    if (!rg_posix_int(th, args[0], &how)) return RG_ERROR;
    return shutdown(SELF->fd, how) < 0 ? rg_raise_errno(th, 0) : RG_NONE;
}

/* ---- options, time limits ---- */

static RgValue socket_setsockopt(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    int level, option, value, r;
    if (!rg_args_no_kw(th, "socket.setsockopt", kwnames)) return RG_ERROR;
    bool length_only = nargs == 4 && args[2] == RG_NONE && rg_is_integer(args[3]);
    if (nargs != 3 && !length_only) return rg_raise(th, RG_EXC_TypeError, "setsockopt() takes exactly 3 arguments (%zu given)", nargs);
    if (!rg_posix_int(th, args[0], &level) || !rg_posix_int(th, args[1], &option)) return RG_ERROR;
    int64_t i;
    if (length_only) {
        if (!rg_posix_int(th, args[3], &value)) return RG_ERROR;
        r = setsockopt(SELF->fd, level, option, NULL, (socklen_t)value);
    } else if (SELF->family == AF_VSOCK && rg_is_integer(args[2]) && rg_int_as_i64(args[2], &i)) {
        r = setsockopt(SELF->fd, level, option, &i, sizeof i);
    } else if (rg_is_integer(args[2]) && rg_int_as_i64(args[2], &i) && i == (int)i) {
        value = (int)i;
        r = setsockopt(SELF->fd, level, option, &value, sizeof value);
    } else {
        RgBufferView view;
        if (!rg_buffer_get(th, args[2], &view, false)) return RG_ERROR;
        r = setsockopt(SELF->fd, level, option, view.data, (socklen_t)view.len);
        rg_buffer_release(&view);
    }
    return r < 0 ? rg_raise_errno(th, 0) : RG_NONE;
}

RG_SOCK(socket_getsockopt)
{
    int level, option, length;
    if (!rg_posix_int(th, args[0], &level) || !rg_posix_int(th, args[1], &option) || !rg_socket_int(th, args[2], 0, &length)) return RG_ERROR;
    if (length == 0 && SELF->family == AF_VSOCK) { /* whose options have 64 bits */
        int64_t value = 0;
        socklen_t n = sizeof value;
        return getsockopt(SELF->fd, level, option, &value, &n) < 0 ? rg_raise_errno(th, 0) : rg_int_from_i64(th, value);
    }
    if (length == 0) {
        int value = 0;
        socklen_t n = sizeof value;
        return getsockopt(SELF->fd, level, option, &value, &n) < 0 ? rg_raise_errno(th, 0) : rg_from_int(value);
    }
    if (length < 0 || length > 1024) return rg_raise(th, RG_EXC_OSError, "getsockopt buflen out of range");
    char room[1024];
    socklen_t n = (socklen_t)length;
    return getsockopt(SELF->fd, level, option, room, &n) < 0 ? rg_raise_errno(th, 0) : rg_from_ptr(rg_bytes_new(th, room, (int64_t)n));
}

RG_SOCK(socket_settimeout)
{
    int64_t ns;
    if (!rg_socket_seconds(th, args[0], &ns)) return RG_ERROR;
    SELF->timeout = ns;
    return set_blocking(th, SELF, ns < 0) ? RG_NONE : RG_ERROR;
}

RG_SOCK(socket_gettimeout)
{
    return rg_socket_from_timeout(SELF->timeout);
}

RG_SOCK(socket_setblocking)
{
    int on = rg_truth(th, args[0]);
    if (on < 0) return RG_ERROR;
    SELF->timeout = on ? -1 : 0;
    return set_blocking(th, SELF, on) ? RG_NONE : RG_ERROR;
}

RG_SOCK(socket_getblocking)
{
    return rg_from_bool(SELF->timeout != 0);
}

static RgValue get_family(RgThread *th, RgValue self) { return rg_from_int(SELF->family); }
static RgValue get_type(RgThread *th, RgValue self) { return rg_from_int(SELF->type); }
static RgValue get_proto(RgThread *th, RgValue self) { return rg_from_int(SELF->proto); }
static RgValue get_timeout(RgThread *th, RgValue self) { return rg_socket_from_timeout(SELF->timeout); }

static const RgGetSetDef members[] = {
    {"family", get_family, NULL, "the socket family"}, {"type", get_type, NULL, "the socket type"},
    {"proto", get_proto, NULL, "the socket protocol"}, RG_GETSET_END};
static const RgGetSetDef getset[] = {{"timeout", get_timeout, NULL, "the socket timeout"}, RG_GETSET_END};

static const RgMethodDef methods[] = {
    RG_METHOD("_accept", "($self, /)", "Wait for a connection: its descriptor and the address of the other side.", socket_accept),
    RG_METHOD("bind", "($self, address, /)", "Give the socket a local address.", socket_bind),
    RG_METHOD("close", "($self, /)", "Close the descriptor.", socket_close),
    RG_METHOD("connect", "($self, address, /)", "Connect to an address.", socket_connect),
    RG_METHOD("connect_ex", "($self, address, /)", "Connect to an address; an error number instead of an exception.", socket_connect_ex),
    RG_METHOD("detach", "($self, /)", "Give the descriptor away.", socket_detach),
    RG_METHOD("fileno", "($self, /)", "The descriptor.", socket_fileno),
    RG_METHOD("getpeername", "($self, /)", "The address of the other side.", socket_getpeername),
    RG_METHOD("getsockname", "($self, /)", "The local address.", socket_getsockname),
    RG_METHOD("getsockopt", "($self, level, option, buffersize=0, /)", "An option: an int, or bytes when there is a size.", socket_getsockopt),
    RG_METHOD_F("setsockopt", "($self, level, option, value, optlen=None, /)", "Set an option.", socket_setsockopt, RG_MF_RAW),
    RG_METHOD("listen", "($self, backlog=128, /)", "Let others connect.", socket_listen),
    RG_METHOD("shutdown", "($self, flag, /)", "End one or both directions.", socket_shutdown),
    RG_METHOD("settimeout", "($self, timeout, /)", "Set the time limit.", socket_settimeout),
    RG_METHOD("gettimeout", "($self, /)", "The time limit in seconds, or None.", socket_gettimeout),
    RG_METHOD("setblocking", "($self, flag, /)", "No time limit, or no waiting at all.", socket_setblocking),
    RG_METHOD("getblocking", "($self, /)", "Whether calls may wait.", socket_getblocking),
    RG_METHOD("recv", "($self, buffersize, flags=0, /)", "Receive bytes.", rg_socket_m_recv),
    RG_METHOD("recv_into", "($self, /, buffer, nbytes=0, flags=0)", "Receive into a buffer.", rg_socket_m_recv_into),
    RG_METHOD("recvfrom", "($self, buffersize, flags=0, /)", "Receive bytes and the sender's address.", rg_socket_m_recvfrom),
    RG_METHOD("recvfrom_into", "($self, /, buffer, nbytes=0, flags=0)", "Receive into a buffer; size and the sender's address.",
              rg_socket_m_recvfrom_into),
    RG_METHOD("send", "($self, data, flags=0, /)", "Send bytes; how many were taken.", rg_socket_m_send),
    RG_METHOD("sendall", "($self, data, flags=0, /)", "Send all bytes.", rg_socket_m_sendall),
    RG_METHOD_F("sendto", "($self, data, *args)", "Send bytes to an address.", rg_socket_m_sendto, RG_MF_RAW),
    RG_METHOD("recvmsg", "($self, bufsize, ancbufsize=0, flags=0, /)", "Receive bytes and ancillary data.", rg_socket_m_recvmsg),
    RG_METHOD("recvmsg_into", "($self, buffers, ancbufsize=0, flags=0, /)", "Receive into buffers, with ancillary data.",
              rg_socket_m_recvmsg_into),
    RG_METHOD("sendmsg", "($self, buffers, ancdata=[], flags=0, address=None, /)", "Send buffers and ancillary data.", rg_socket_m_sendmsg),
    RG_METHOD_END};

const RgTypeSpec rg_socket_spec = {
    .doc = "An endpoint of a connection: socket(family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None).",
    .module = "_socket",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgSocket),
    .cell = {"socket", NULL, socket_release},
    .slots = {.repr = socket_repr, .new_ = socket_new, .init = socket_init, .finalize = socket_finalize},
    .methods = methods,
    .getset = getset,
    .members = members,
};
