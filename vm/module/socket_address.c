/* SPDX-License-Identifier: MIT
 *
 * socket_address.c: socket addresses between Python's form (by family: tuples, a path) and the system's.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <stddef.h>
#include <sys/ioctl.h>

#include "vm/module/posix.h"
#include "vm/module/socket.h"

RgValue rg_socket_gaierror(RgThread *th, int code)
{
    if (code == EAI_SYSTEM) return rg_raise_errno(th, 0);
    RgStr *text = rg_str_from_cstr(th, gai_strerror(code));
    RgValue args[2] = {rg_from_int(code), rg_from_ptr(text)};
    return text ? rg_raise_call(th, RG_AS(RgType, rg_socket_state(th)->items[RG_SOCKET_GAIERROR]), args, 2) : RG_ERROR;
}

const char *rg_socket_host(RgThread *th, RgValue v)
{
    const uint8_t *data;
    int64_t len;
    RgBytes *encoded = NULL;
    if (rg_is_bytes(v)) {
        encoded = RG_BYTES(v);
    } else if (rg_is_str(v) && !rg_str_is_ascii(RG_STR(v))) {
        RgValue b = rg_codec_encode_any(th, v, "idna", NULL);
        if (!b) {
            rg_exception_clear(th);
            rg_raise(th, RG_EXC_TypeError, "encoding of hostname failed");
            return NULL;
        }
        encoded = RG_BYTES(b);
    }
    if (encoded) {
        data = encoded->data;
        len = encoded->length;
    } else if (rg_is_bytearray(v)) {
        data = rg_bytearray_data(RG_AS(RgByteArray, v));
        len = RG_AS(RgByteArray, v)->length;
    } else if (rg_is_str(v)) {
        data = RG_STR(v)->data;
        len = RG_STR(v)->length;
    } else {
        rg_raise(th, RG_EXC_TypeError, "str, bytes or bytearray expected, not %T", v);
        return NULL;
    }
    if (len && memchr(data, 0, (size_t)len)) {
        rg_raise(th, RG_EXC_TypeError, "host name must not contain null character");
        return NULL;
    }
    RgBuffer *b = rg_buffer_new(th, (size_t)len + 1);
    if (!b) return NULL;
    if (len) memcpy(b->data, data, (size_t)len);
    return (const char *)b->data;
}

/* ---- host names ---- */

static int address_failed(RgThread *th, const char *text)
{
    rg_raise(th, RG_EXC_OSError, "%s", text);
    return -1;
}

/* The first result of a lookup. */
static int first_address(RgThread *th, struct addrinfo *list, RgSockAddr *out, socklen_t room)
{
    socklen_t n = RG_MIN(list->ai_addrlen, room);
    memcpy(out, list->ai_addr, n);
    freeaddrinfo(list);
    return n == sizeof(struct sockaddr_in6) ? 16 : 4;
}

int rg_socket_resolve(RgThread *th, const char *name, int family, RgSockAddr *out, socklen_t room)
{
    memset(out, 0, room);
    struct addrinfo hints = {.ai_family = family}, *list = NULL;
    if (!*name) { /* any local address */
        hints.ai_socktype = SOCK_DGRAM;
        hints.ai_flags = AI_PASSIVE;
        int r = getaddrinfo(NULL, "0", &hints, &list);
        if (r) return rg_socket_gaierror(th, r), -1;
        if (!list->ai_next) return first_address(th, list, out, room);
        freeaddrinfo(list);
        return address_failed(th, "wildcard resolved to multiple address");
    }
    if (!strcmp(name, "255.255.255.255") || !strcmp(name, "<broadcast>")) {
        if (family != AF_INET && family != AF_UNSPEC) return address_failed(th, "address family mismatched");
        out->in.sin_family = AF_INET;
        out->in.sin_addr.s_addr = INADDR_BROADCAST;
        return 4;
    }
    if ((family == AF_INET || family == AF_UNSPEC) && inet_pton(AF_INET, name, &out->in.sin_addr) > 0) {
        out->in.sin_family = AF_INET;
        return 4;
    }
    if ((family == AF_INET6 || family == AF_UNSPEC) && room >= sizeof out->in6 && !strchr(name, '%') &&
        inet_pton(AF_INET6, name, &out->in6.sin6_addr) > 0) {
        out->in6.sin6_family = AF_INET6;
        return 16;
    }
    int r = getaddrinfo(name, NULL, &hints, &list);
    return r ? (rg_socket_gaierror(th, r), -1) : first_address(th, list, out, room);
}

/* ---- from Python ---- */

/* A tuple of min to max items; shape: the message for others. */
static RgTuple *address_tuple(RgThread *th, RgValue v, const char *fname, const char *family, size_t min, size_t max, const char *shape)
{
    if (!rg_is_tuple(v)) {
        rg_raise(th, RG_EXC_TypeError, "%s(): %s address must be tuple, not %T", fname, family, v);
        return NULL;
    }
    size_t n = rg_tuple_len(RG_TUPLE(v));
    if (n >= min && n <= max) return RG_TUPLE(v);
    rg_raise(th, RG_EXC_TypeError, "%s", shape);
    return NULL;
}

static bool port_argument(RgThread *th, RgValue v, const char *fname, in_port_t *out)
{
    int port;
    if (!rg_posix_int(th, v, &port)) {
        if (!rg_raised_is(th, RG_EXC_OverflowError)) return false;
        rg_exception_clear(th);
        port = -1;
    }
    *out = htons((uint16_t)port);
    if (port >= 0 && port <= 0xffff) return true;
    rg_raise(th, RG_EXC_OverflowError, "%s(): port must be 0-65535.", fname);
    return false;
}

/* A number modulo 2**32, as the system's unsigned fields take it. */
static bool word_argument(RgThread *th, RgTuple *t, size_t i, uint32_t *out)
{
    *out = 0;
    if (i >= rg_tuple_len(t)) return true;
    RgValue v = rg_number_index(th, t->items[i]);
    if (!v) return false;
    RgValue low = rg_number_binary(th, RG_AND, v, rg_from_int(0xffffffff));
    int64_t n;
    if (!low || !rg_number_as_i64(th, low, &n)) return false;
    *out = (uint32_t)n;
    return true;
}

static bool parse_inet(RgThread *th, RgValue v, const char *fname, RgSockAddr *out)
{
    RgTuple *t = address_tuple(th, v, fname, "AF_INET", 2, 2, "AF_INET address must be a pair (host, port)");
    const char *host = t ? rg_socket_host(th, t->items[0]) : NULL;
    in_port_t port;
    if (!host || !port_argument(th, t->items[1], fname, &port)) return false;
    if (rg_socket_resolve(th, host, AF_INET, out, sizeof out->in) < 0) return false;
    out->in.sin_family = AF_INET;
    out->in.sin_port = port;
    return true;
}

static bool parse_inet6(RgThread *th, RgValue v, const char *fname, RgSockAddr *out)
{
    RgTuple *t = address_tuple(th, v, fname, "AF_INET6", 2, 4, "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])");
    const char *host = t ? rg_socket_host(th, t->items[0]) : NULL;
    in_port_t port;
    uint32_t flow, scope;
    if (!host || !port_argument(th, t->items[1], fname, &port) || !word_argument(th, t, 2, &flow) || !word_argument(th, t, 3, &scope)) return false;
    if (flow > 0xfffff) {
        rg_raise(th, RG_EXC_OverflowError, "%s(): flowinfo must be 0-1048575.", fname);
        return false;
    }
    if (rg_socket_resolve(th, host, AF_INET6, out, sizeof out->in6) < 0) return false;
    out->in6.sin6_family = AF_INET6;
    out->in6.sin6_port = port;
    out->in6.sin6_flowinfo = htonl(flow);
    out->in6.sin6_scope_id = scope;
    return true;
}

static bool parse_unix(RgThread *th, RgValue v, RgSockAddr *out, socklen_t *len)
{
    RgValue encoded = v;
    if (rg_is_str(v) && !(encoded = rg_codec_encode(th, RG_STR(v), "utf-8", "surrogateescape"))) return false;
    RgBufferView view;
    if (!rg_buffer_get(th, encoded, &view, false)) return false;
    size_t n = (size_t)view.len;
    bool abstract = n && !view.data[0]; /* needs no byte that ends it */
    bool fits = n + !abstract <= sizeof out->un.sun_path;
    memset(&out->un, 0, sizeof out->un);
    out->un.sun_family = AF_UNIX;
    if (fits && n) memcpy(out->un.sun_path, view.data, n);
    rg_buffer_release(&view);
    *len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
    if (!fits) rg_raise(th, RG_EXC_OSError, "AF_UNIX path too long");
    return fits;
}

static bool parse_netlink(RgThread *th, RgValue v, const char *fname, RgSockAddr *out)
{
    RgTuple *t = address_tuple(th, v, fname, "AF_NETLINK", 2, 2, "AF_NETLINK address must be a pair (pid, groups)");
    out->nl = (struct sockaddr_nl){.nl_family = AF_NETLINK};
    return t && word_argument(th, t, 0, &out->nl.nl_pid) && word_argument(th, t, 1, &out->nl.nl_groups);
}

static bool parse_vsock(RgThread *th, RgValue v, const char *fname, RgSockAddr *out)
{
    RgTuple *t = address_tuple(th, v, fname, "AF_VSOCK", 2, 2, "AF_VSOCK address must be a pair (CID, port)");
    memset(&out->vm, 0, sizeof out->vm);
    out->vm.svm_family = AF_VSOCK;
    return t && word_argument(th, t, 0, &out->vm.svm_cid) && word_argument(th, t, 1, &out->vm.svm_port);
}

static bool parse_packet(RgThread *th, const RgSocket *s, RgValue v, const char *fname, RgSockAddr *out)
{
    RgTuple *t = address_tuple(th, v, fname, "AF_PACKET", 2, 5,
                               "AF_PACKET address must be a tuple of two to five elements");
    int n[4] = {0};
    for (size_t i = 1; t && i < RG_MIN(rg_tuple_len(t), (size_t)4); i++)
        if (!rg_posix_int(th, t->items[i], &n[i])) return false;
    const char *name = t ? rg_socket_host(th, t->items[0]) : NULL;
    if (!name) return false;
    struct sockaddr_ll ll = {.sll_family = AF_PACKET, .sll_pkttype = (uint8_t)n[2], .sll_hatype = (uint16_t)n[3]};
    struct ifreq request = {0};
    strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
    if (ioctl(s->fd, SIOCGIFINDEX, &request) < 0) {
        rg_raise_errno(th, 0);
        return false;
    }
    if (n[1] < 0 || n[1] > 0xffff) {
        rg_raise(th, RG_EXC_OverflowError, "%s(): proto must be 0-65535.", fname);
        return false;
    }
    ll.sll_protocol = htons((uint16_t)n[1]);
    ll.sll_ifindex = request.ifr_ifindex;
    if (rg_tuple_len(t) == 5) {
        RgBufferView view;
        if (!rg_buffer_get(th, t->items[4], &view, false)) return false;
        bool fits = view.len <= (int64_t)sizeof ll.sll_addr;
        ll.sll_halen = (uint8_t)view.len;
        if (fits) memcpy(ll.sll_addr, view.data, (size_t)view.len);
        rg_buffer_release(&view);
        if (!fits) {
            rg_raise(th, RG_EXC_ValueError, "Hardware address must be 8 bytes or less");
            return false;
        }
    }
    out->ll = ll;
    return true;
}

bool rg_socket_address_parse(RgThread *th, const RgSocket *s, RgValue v, const char *fname, RgSockAddr *out, socklen_t *len)
{
    switch (s->family) {
    case AF_INET: *len = sizeof out->in; return parse_inet(th, v, fname, out);
    case AF_INET6: *len = sizeof out->in6; return parse_inet6(th, v, fname, out);
    case AF_UNIX: return parse_unix(th, v, out, len);
    case AF_NETLINK: *len = sizeof out->nl; return parse_netlink(th, v, fname, out);
    case AF_VSOCK: *len = sizeof out->vm; return parse_vsock(th, v, fname, out);
    case AF_PACKET: *len = sizeof out->ll; return parse_packet(th, s, v, fname, out);
    default: rg_raise(th, RG_EXC_OSError, "%s(): bad family", fname); return false;
    }
}

bool rg_socket_address_size(RgThread *th, const RgSocket *s, socklen_t *out)
{
    switch (s->family) {
    case AF_INET: *out = sizeof(struct sockaddr_in); return true;
    case AF_INET6: *out = sizeof(struct sockaddr_in6); return true;
    case AF_UNIX: *out = sizeof(struct sockaddr_un); return true;
    case AF_NETLINK: *out = sizeof(struct sockaddr_nl); return true;
    case AF_VSOCK: *out = sizeof(struct sockaddr_vm); return true;
    case AF_PACKET: *out = sizeof(struct sockaddr_ll); return true;
    default: rg_raise(th, RG_EXC_OSError, "getsockaddrlen(): bad family"); return false;
    }
}

/* ---- to Python ---- */

static RgValue make_ip(RgThread *th, int family, const void *address, RgValue port)
{
    char text[INET6_ADDRSTRLEN];
    if (!inet_ntop(family, address, text, sizeof text)) return rg_raise_errno(th, 0);
    RgStr *host = rg_str_from_cstr(th, text);
    return host ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(host), port)) : RG_ERROR;
}

static RgValue make_unix(RgThread *th, const RgSockAddr *a, socklen_t len)
{
    size_t n = len > offsetof(struct sockaddr_un, sun_path) ? len - offsetof(struct sockaddr_un, sun_path) : 0;
    n = RG_MIN(n, sizeof a->un.sun_path);
    if (n && !a->un.sun_path[0]) return rg_from_ptr(rg_bytes_new(th, a->un.sun_path, (int64_t)n));
    return rg_from_ptr(rg_str_from_fs(th, a->un.sun_path, strnlen(a->un.sun_path, n)));
}

static RgValue make_packet(RgThread *th, int fd, const struct sockaddr_ll *ll)
{
    struct ifreq request = {.ifr_ifindex = ll->sll_ifindex};
    const char *name = ll->sll_ifindex && ioctl(fd, SIOCGIFNAME, &request) == 0 ? request.ifr_name : "";
    RgStr *text = rg_str_from_fs(th, name, strlen(name));
    RgBytes *address = text ? rg_bytes_new(th, ll->sll_addr, RG_MIN(ll->sll_halen, (int64_t)sizeof ll->sll_addr)) : NULL;
    if (!address) return RG_ERROR;
    return rg_from_ptr(rg_tuple_pack(th, 5, rg_from_ptr(text), rg_from_int(ntohs(ll->sll_protocol)), rg_from_int(ll->sll_pkttype),
                                     rg_from_int(ll->sll_hatype), rg_from_ptr(address)));
}

RgValue rg_socket_address_make(RgThread *th, int fd, const RgSockAddr *a, socklen_t len)
{
    if (len == 0) return RG_NONE;
    switch (a->any.sa_family) {
    case AF_INET: return make_ip(th, AF_INET, &a->in.sin_addr, rg_from_int(ntohs(a->in.sin_port)));
    case AF_INET6: {
        RgValue pair = make_ip(th, AF_INET6, &a->in6.sin6_addr, rg_from_int(ntohs(a->in6.sin6_port)));
        if (!pair) return RG_ERROR;
        return rg_from_ptr(rg_tuple_pack(th, 4, RG_TUPLE(pair)->items[0], RG_TUPLE(pair)->items[1],
                                         rg_from_int(ntohl(a->in6.sin6_flowinfo)), rg_from_int(a->in6.sin6_scope_id)));
    }
    case AF_UNIX: return make_unix(th, a, len);
    case AF_NETLINK: return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_int(a->nl.nl_pid), rg_from_int(a->nl.nl_groups)));
    case AF_VSOCK: return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_int(a->vm.svm_cid), rg_from_int(a->vm.svm_port)));
    case AF_PACKET: return make_packet(th, fd, &a->ll);
    default: {
        RgBytes *data = rg_bytes_new(th, a->any.sa_data, sizeof a->any.sa_data);
        return data ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_int(a->any.sa_family), rg_from_ptr(data))) : RG_ERROR;
    }
    }
}
