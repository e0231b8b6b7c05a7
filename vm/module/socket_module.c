/* SPDX-License-Identifier: MIT
 *
 * socket_module.c: the _socket module: its errors and constants, and the functions on bytes of addresses and on descriptors.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/can.h>
#include <linux/can/bcm.h>
#include <linux/can/j1939.h>
#include <linux/can/raw.h>
#include <linux/if_alg.h>
#include <linux/tipc.h>

#include "vm/module/posix.h"
#include "vm/module/socket.h"

#define FUNCTION(NAME) static RgValue f_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

/* ---- byte order ---- */

static RgValue swap16(RgThread *th, const char *fname, RgValue v)
{
    int i;
    if (!rg_posix_int(th, v, &i)) return RG_ERROR;
    if (i < 0) return rg_raise(th, RG_EXC_OverflowError, "%s: can't convert negative Python int to C 16-bit unsigned integer", fname);
    if (i > 0xffff) return rg_raise(th, RG_EXC_OverflowError, "%s: Python int too large to convert to C 16-bit unsigned integer", fname);
    return rg_from_int(htons((uint16_t)i));
}

FUNCTION(htons)
{
    return swap16(th, "htons", args[0]);
}

FUNCTION(ntohs)
{
    return swap16(th, "ntohs", args[0]);
}

FUNCTION(swap32)
{
    if (!rg_is_integer(args[0])) return rg_raise(th, RG_EXC_TypeError, "expected int, %T found", args[0]);
    int64_t i;
    if (!rg_number_as_i64(th, args[0], &i)) {
        if (!rg_raised_is(th, RG_EXC_OverflowError)) return RG_ERROR;
        rg_exception_clear(th);
        int negative = rg_compare_bool(th, args[0], rg_from_int(0), RG_LT);
        if (negative < 0) return RG_ERROR;
        return rg_raise(th, RG_EXC_OverflowError, negative ? "can't convert negative value to unsigned int" : "Python int too large to convert to C unsigned long");
    }
    if (i < 0) return rg_raise(th, RG_EXC_OverflowError, "can't convert negative value to unsigned int");
    if (i > 0xffffffff) return rg_raise(th, RG_EXC_OverflowError, "int larger than 32 bits");
    return rg_from_int((int64_t)htonl((uint32_t)i));
}

/* ---- addresses as text and bytes ---- */

FUNCTION(inet_aton)
{
    struct in_addr a;
    const char *text = rg_socket_text(th, "inet_aton", 1, args[0]);
    if (!text) return RG_ERROR;
    if (!inet_aton(text, &a)) return rg_raise(th, RG_EXC_OSError, "illegal IP address string passed to inet_aton");
    return rg_from_ptr(rg_bytes_new(th, &a, sizeof a));
}

FUNCTION(inet_ntoa)
{
    RgBufferView view;
    struct in_addr a;
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    bool fits = view.len == sizeof a;
    if (fits) memcpy(&a, view.data, sizeof a);
    rg_buffer_release(&view);
    if (!fits) return rg_raise(th, RG_EXC_OSError, "packed IP wrong length for inet_ntoa");
    char out[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &a, out, sizeof out);
    return rg_from_ptr(rg_str_from_cstr(th, out));
}

FUNCTION(inet_pton)
{
    int family;
    unsigned char packed[sizeof(struct in6_addr)];
    const char *text = rg_posix_int(th, args[0], &family) ? rg_socket_text(th, "inet_pton", 2, args[1]) : NULL;
    if (!text) return RG_ERROR;
    int r = inet_pton(family, text, packed);
    if (r < 0) return rg_raise_errno(th, 0);
    if (r == 0) return rg_raise(th, RG_EXC_OSError, "illegal IP address string passed to inet_pton");
    return rg_from_ptr(rg_bytes_new(th, packed, family == AF_INET ? 4 : 16));
}

FUNCTION(inet_ntop)
{
    int family;
    RgBufferView view;
    unsigned char packed[sizeof(struct in6_addr)];
    if (!rg_posix_int(th, args[0], &family) || !rg_buffer_get(th, args[1], &view, false)) return RG_ERROR;
    bool fits = view.len == (family == AF_INET ? 4 : 16);
    if (fits) memcpy(packed, view.data, (size_t)view.len);
    rg_buffer_release(&view);
    if (family != AF_INET && family != AF_INET6) return rg_raise(th, RG_EXC_ValueError, "unknown address family %d", family);
    if (!fits) return rg_raise(th, RG_EXC_ValueError, "invalid length of packed IP address string");
    char out[INET6_ADDRSTRLEN];
    return inet_ntop(family, packed, out, sizeof out) ? rg_from_ptr(rg_str_from_cstr(th, out)) : rg_raise_errno(th, 0);
}

/* ---- descriptors ---- */

FUNCTION(socketpair)
{
    int family, type, proto, fds[2];
    if (!rg_socket_int(th, args[0], AF_UNIX, &family) || !rg_socket_int(th, args[1], SOCK_STREAM, &type) || !rg_socket_int(th, args[2], 0, &proto)) {
        return RG_ERROR;
    }
    if (socketpair(family, type | SOCK_CLOEXEC, proto, fds) < 0) return rg_raise_errno(th, 0);
    RgValue a = rg_socket_new(th, fds[0], family, type, proto);
    if (!a) {
        close(fds[1]);
        return RG_ERROR;
    }
    RgValue b = rg_socket_new(th, fds[1], family, type, proto);
    return b ? rg_from_ptr(rg_tuple_pack(th, 2, a, b)) : RG_ERROR;
}

FUNCTION(dup)
{
    int fd;
    if (!rg_posix_int(th, args[0], &fd)) return RG_ERROR;
    fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    return fd < 0 ? rg_raise_errno(th, 0) : rg_from_int(fd);
}

FUNCTION(close)
{
    int fd;
    if (!rg_posix_int(th, args[0], &fd)) return RG_ERROR;
    return close(fd) < 0 && errno != ECONNRESET ? rg_raise_errno(th, 0) : RG_NONE;
}

/* ---- sizes of ancillary data, the default time limit ---- */

static RgValue control_size(RgThread *th, const char *fname, RgValue v, bool space)
{
    int64_t n;
    if (!rg_number_as_index(th, v, &n, RG_EXC_OverflowError)) return RG_ERROR;
    size_t frame = space ? CMSG_SPACE(1) : CMSG_LEN(0); /* the system's sizes are of 31 bits */
    if (n < 0 || n > INT32_MAX - (int64_t)frame) return rg_raise(th, RG_EXC_OverflowError, "%s() argument out of range", fname);
    return rg_int_from_i64(th, (int64_t)(space ? CMSG_SPACE((size_t)n) : CMSG_LEN((size_t)n)));
}

FUNCTION(CMSG_LEN)
{
    return control_size(th, "CMSG_LEN", args[0], false);
}

FUNCTION(CMSG_SPACE)
{
    return control_size(th, "CMSG_SPACE", args[0], true);
}

FUNCTION(getdefaulttimeout)
{
    return rg_socket_state(th)->items[RG_SOCKET_TIMEOUT];
}

FUNCTION(setdefaulttimeout)
{
    int64_t ns;
    if (!rg_socket_seconds(th, args[0], &ns)) return RG_ERROR;
    RgArray *state = rg_socket_state(th);
    rg_gc_store(state, &state->items[RG_SOCKET_TIMEOUT], rg_socket_from_timeout(ns));
    return RG_NONE;
}

static const RgMethodDef functions[] = {
    RG_METHOD("htons", "($module, x, /)", "A 16-bit number in network byte order.", f_htons),
    RG_METHOD("ntohs", "($module, x, /)", "A 16-bit number out of network byte order.", f_ntohs),
    RG_METHOD("htonl", "($module, x, /)", "A 32-bit number in network byte order.", f_swap32),
    RG_METHOD("ntohl", "($module, x, /)", "A 32-bit number out of network byte order.", f_swap32),
    RG_METHOD("inet_aton", "($module, ip_addr, /)", "The 4 bytes of an IPv4 address.", f_inet_aton),
    RG_METHOD("inet_ntoa", "($module, packed_ip, /)", "The text of 4 bytes of an IPv4 address.", f_inet_ntoa),
    RG_METHOD("inet_pton", "($module, address_family, ip_string, /)", "The bytes of an address.", f_inet_pton),
    RG_METHOD("inet_ntop", "($module, address_family, packed_ip, /)", "The text of an address.", f_inet_ntop),
    RG_METHOD("socketpair", "($module, family=AF_UNIX, type=SOCK_STREAM, proto=0, /)", "Two sockets connected with each other.", f_socketpair),
    RG_METHOD("dup", "($module, fd, /)", "A copy of a descriptor.", f_dup),
    RG_METHOD("close", "($module, fd, /)", "Close a descriptor.", f_close),
    RG_METHOD("CMSG_LEN", "($module, length, /)", "Size of an ancillary data item, without what aligns the next one.", f_CMSG_LEN),
    RG_METHOD("CMSG_SPACE", "($module, length, /)", "Room that an ancillary data item takes.", f_CMSG_SPACE),
    RG_METHOD("getdefaulttimeout", "($module, /)", "The time limit of new sockets.", f_getdefaulttimeout),
    RG_METHOD("setdefaulttimeout", "($module, timeout, /)", "Set the time limit of new sockets.", f_setdefaulttimeout),
    RG_METHOD_END};

/* ---- the module ---- */

static bool add_constants(RgThread *th, RgModule *m)
{
    static const RgModuleInt rows[] = {
#define CONST(NAME) {#NAME, NAME},
#define CONST_AS(NAME, VALUE) {#NAME, VALUE},
#include "vm/module/socket_constants.def"
#undef CONST
#undef CONST_AS
    };
    return rg_module_set_ints(th, m, rows, RG_COUNT_OF(rows));
}

/* A subclass of OSError that shows itself as the socket module's. */
static bool add_error(RgThread *th, RgModule *m, const char *text, int which)
{
    RgType *type = rg_module_exception(th, "socket", text, RG_EXC(th, OSError));
    if (!type) return false;
    RgArray *state = rg_socket_state(th);
    rg_gc_store(state, &state->items[which], rg_from_ptr(type));
    return rg_module_set(th, m, text, rg_from_ptr(type));
}

bool rg_module_init_socket(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, RG_SOCKET_STATES);
    if (!state) return false;
    RG_MODULE_STATE(th, socket) = state;
    RgType *type = rg_type_new_native(th, "_socket", "socket", RG_TYPE(th, object), &rg_socket_spec);
    if (!type) return false;
    rg_gc_store(state, &state->items[RG_SOCKET_TYPE], rg_from_ptr(type));
    rg_gc_store(state, &state->items[RG_SOCKET_TIMEOUT], RG_NONE);
    return add_error(th, m, "gaierror", RG_SOCKET_GAIERROR) && add_error(th, m, "herror", RG_SOCKET_HERROR) &&
           rg_module_set(th, m, "socket", rg_from_ptr(type)) && rg_module_set(th, m, "SocketType", rg_from_ptr(type)) &&
           rg_module_set(th, m, "error", rg_from_ptr(RG_EXC(th, OSError))) &&
           rg_module_set(th, m, "timeout", rg_from_ptr(RG_EXC(th, TimeoutError))) && rg_module_set(th, m, "has_ipv6", RG_TRUE) &&
           rg_module_set(th, m, "CAPI", RG_NONE) && rg_module_set_str(th, m, "BDADDR_ANY", "00:00:00:00:00:00") &&
           rg_module_set_str(th, m, "BDADDR_LOCAL", "00:00:00:FF:FF:FF") && add_constants(th, m) &&
           rg_module_add_functions(th, m, functions) && rg_module_add_functions(th, m, rg_socket_resolve_functions) &&
           rg_module_set_str(th, m, "__doc__", "Sockets and names of the network: what the socket module is made of.");
}
