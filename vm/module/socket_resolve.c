/* SPDX-License-Identifier: MIT
 *
 * socket_resolve.c: names of hosts, services, protocols and interfaces, through the C library's resolver.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <unistd.h>

#include "vm/module/posix.h"
#include "vm/module/socket.h"

#define FUNCTION(NAME) static RgValue f_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static RgStr *text(RgThread *th, const char *s) { return rg_str_from_fs(th, s, strlen(s)); }

const char *rg_socket_text(RgThread *th, const char *fname, int number, RgValue v)
{
    if (!rg_is_str(v)) {
        rg_raise(th, RG_EXC_TypeError, "%s() argument %d must be str, not %T", fname, number, v);
        return NULL;
    }
    size_t n;
    const char *s = rg_str_utf8_strict(th, RG_STR(v), &n);
    if (s && strlen(s) != n) {
        rg_raise(th, RG_EXC_ValueError, "embedded null character");
        return NULL;
    }
    return s;
}

/* Whether a name's labels need no more than being copied: ASCII, none empty but the last, none too long. */
static bool plain_labels(const RgStr *s)
{
    if (!rg_str_is_ascii(s)) return false;
    int64_t label = 0;
    for (int64_t i = 0; i < s->length; i++) {
        if (s->data[i] != '.') label++;
        else if (label == 0) return false;
        else label = 0;
        if (label >= 64) return false;
    }
    return true;
}

/* The bytes of a host name; str goes through IDNA, whose errors are raised as they are. */
static RgValue idna(RgThread *th, RgValue v)
{
    if (rg_is_bytes(v)) return v;
    if (plain_labels(RG_STR(v))) return rg_from_ptr(rg_bytes_new(th, RG_STR(v)->data, RG_STR(v)->length));
    return rg_codec_encode_any(th, v, "idna", NULL);
}

static const char *host_argument(RgThread *th, const char *fname, RgValue v)
{
    if (!rg_is_str(v) && !rg_is_bytes(v) && !rg_is_bytearray(v)) {
        rg_raise(th, RG_EXC_TypeError, "%s() argument 1 must be str, bytes or bytearray, not %T", fname, v);
        return NULL;
    }
    const char *host = NULL;
    RgValue b = rg_is_bytearray(v) ? v : idna(th, v);
    if (b && !(host = rg_socket_host(th, b))) {
        rg_exception_clear(th);
        rg_raise(th, RG_EXC_TypeError, "%s() argument 1 must be encoded string without null bytes, not %T", fname, v);
    }
    return host;
}

/* ---- hosts ---- */

FUNCTION(gethostbyname)
{
    RgSockAddr a;
    const char *name = host_argument(th, "gethostbyname", args[0]);
    if (!name || rg_socket_resolve(th, name, AF_INET, &a, sizeof a.in) < 0) return RG_ERROR;
    char out[INET_ADDRSTRLEN];
    return inet_ntop(AF_INET, &a.in.sin_addr, out, sizeof out) ? rg_from_ptr(text(th, out)) : rg_raise_errno(th, 0);
}

/* (name, aliases, addresses) */
static RgValue host_entry(RgThread *th, const struct hostent *h, int family)
{
    if (!h) {
        RgStr *why = text(th, hstrerror(h_errno));
        RgValue e[2] = {rg_from_int(h_errno), rg_from_ptr(why)};
        return why ? rg_raise_call(th, RG_AS(RgType, rg_socket_state(th)->items[RG_SOCKET_HERROR]), e, 2) : RG_ERROR;
    }
    if (h->h_addrtype != family) {
        errno = EAFNOSUPPORT;
        return rg_raise_errno(th, 0);
    }
    RgStr *name = text(th, h->h_name);
    RgList *aliases = name ? rg_list_new(th, 0) : NULL, *addresses = aliases ? rg_list_new(th, 0) : NULL;
    if (!addresses) return RG_ERROR;
    for (char **p = h->h_aliases; p && *p; p++) {
        RgStr *s = text(th, *p);
        if (!s || !rg_list_append(th, aliases, rg_from_ptr(s))) return RG_ERROR;
    }
    for (char **p = h->h_addr_list; p && *p; p++) {
        char out[INET6_ADDRSTRLEN];
        RgStr *s = inet_ntop(family, *p, out, sizeof out) ? text(th, out) : NULL;
        if (!s || !rg_list_append(th, addresses, rg_from_ptr(s))) return RG_ERROR;
    }
    return rg_from_ptr(rg_tuple_pack(th, 3, rg_from_ptr(name), rg_from_ptr(aliases), rg_from_ptr(addresses)));
}

FUNCTION(gethostbyname_ex)
{
    RgSockAddr a;
    const char *name = host_argument(th, "gethostbyname_ex", args[0]);
    if (!name || rg_socket_resolve(th, name, AF_INET, &a, sizeof a.in) < 0) return RG_ERROR;
    return host_entry(th, gethostbyname(name), AF_INET);
}

FUNCTION(gethostbyaddr)
{
    RgSockAddr a;
    const char *name = host_argument(th, "gethostbyaddr", args[0]);
    int n = name ? rg_socket_resolve(th, name, AF_UNSPEC, &a, sizeof a) : -1;
    if (n < 0) return RG_ERROR;
    const void *address = n == 4 ? (const void *)&a.in.sin_addr : &a.in6.sin6_addr;
    return host_entry(th, gethostbyaddr(address, (socklen_t)n, a.any.sa_family), a.any.sa_family);
}

/* The service argument of getaddrinfo as text, or NULL for None. */
static bool service_argument(RgThread *th, RgValue v, const char **out)
{
    *out = NULL;
    if (v == RG_NONE) return true;
    if (rg_is_str(v)) return (*out = rg_str_utf8_strict(th, RG_STR(v), NULL)) != NULL;
    if (rg_is_bytes(v)) {
        RgBuffer *b = rg_buffer_new(th, (size_t)RG_BYTES(v)->length + 1);
        if (!b) return false;
        memcpy(b->data, RG_BYTES(v)->data, (size_t)RG_BYTES(v)->length);
        *out = (const char *)b->data;
        return true;
    }
    int64_t i;
    if (rg_type_of(th->rt, v) != RG_TYPE(th, int)) {
        rg_raise(th, RG_EXC_OSError, "Int or String expected");
        return false;
    }
    if (!rg_number_as_i64(th, v, &i)) return false;
    RgStr *s = rg_str_printf(th, "%lld", (long long)i);
    return s && (*out = rg_str_utf8(th, s, NULL));
}

static RgValue address_entries(RgThread *th, const struct addrinfo *list)
{
    RgList *out = rg_list_new(th, 0);
    for (const struct addrinfo *a = list; out && a; a = a->ai_next) {
        RgStr *name = text(th, a->ai_canonname ? a->ai_canonname : "");
        RgValue address = name ? rg_socket_address_make(th, -1, (const RgSockAddr *)(const void *)a->ai_addr, a->ai_addrlen) : RG_ERROR;
        RgTuple *row = address ? rg_tuple_pack(th, 5, rg_from_int(a->ai_family), rg_from_int(a->ai_socktype), rg_from_int(a->ai_protocol),
                                               rg_from_ptr(name), address)
                               : NULL;
        if (!row || !rg_list_append(th, out, rg_from_ptr(row))) return RG_ERROR;
    }
    return rg_from_ptr(out);
}

FUNCTION(getaddrinfo)
{
    struct addrinfo hints = {0}, *list = NULL;
    const char *host = NULL, *service;
    if (!rg_socket_int(th, args[2], AF_UNSPEC, &hints.ai_family) || !rg_socket_int(th, args[3], 0, &hints.ai_socktype) ||
        !rg_socket_int(th, args[4], 0, &hints.ai_protocol) || !rg_socket_int(th, args[5], 0, &hints.ai_flags)) return RG_ERROR;
    if (rg_is_str(args[0]) || rg_is_bytes(args[0])) {
        RgValue b = idna(th, args[0]);
        RgBuffer *room = b ? rg_buffer_new(th, (size_t)RG_BYTES(b)->length + 1) : NULL;
        if (!room) return RG_ERROR;
        memcpy(room->data, RG_BYTES(b)->data, (size_t)RG_BYTES(b)->length);
        host = (const char *)room->data;
    } else if (args[0] != RG_NONE) {
        return rg_raise(th, RG_EXC_TypeError, "getaddrinfo() argument 1 must be string or None");
    }
    if (!service_argument(th, args[1], &service)) return RG_ERROR;
    int r = getaddrinfo(host, service, &hints, &list);
    if (r) return rg_socket_gaierror(th, r);
    RgValue v = address_entries(th, list);
    freeaddrinfo(list);
    return v;
}

FUNCTION(getnameinfo)
{
    int flags, n[3] = {0};
    if (!rg_is_tuple(args[0])) return rg_raise(th, RG_EXC_TypeError, "getnameinfo() argument 1 must be a tuple");
    if (!rg_posix_int(th, args[1], &flags)) return RG_ERROR;
    RgTuple *t = RG_TUPLE(args[0]);
    size_t items = rg_tuple_len(t);
    if (items < 2 || items > 4) return rg_raise(th, RG_EXC_TypeError, "getnameinfo(): illegal sockaddr argument");
    const char *host = rg_socket_text(th, "getnameinfo", 1, t->items[0]);
    for (size_t i = 1; host && i < items; i++)
        if (!rg_posix_int(th, t->items[i], &n[i - 1])) return RG_ERROR;
    if (!host) return RG_ERROR;
    if (n[1] < 0 || n[1] > 0xfffff) return rg_raise(th, RG_EXC_OverflowError, "getnameinfo(): flowinfo must be 0-1048575.");
    char service[16], out_host[NI_MAXHOST], out_service[NI_MAXSERV];
    snprintf(service, sizeof service, "%d", n[0]);
    struct addrinfo hints = {.ai_socktype = SOCK_DGRAM, .ai_flags = AI_NUMERICHOST}, *list = NULL;
    int r = getaddrinfo(host, service, &hints, &list);
    if (r) return rg_socket_gaierror(th, r);
    RgSockAddr a;
    socklen_t len = list->ai_addrlen;
    memcpy(&a, list->ai_addr, len);
    bool several = list->ai_next;
    freeaddrinfo(list);
    if (several) return rg_raise(th, RG_EXC_OSError, "sockaddr resolved to multiple addresses");
    if (a.any.sa_family == AF_INET && items != 2) return rg_raise(th, RG_EXC_OSError, "IPv4 sockaddr must be 2 tuple");
    if (a.any.sa_family == AF_INET6) {
        a.in6.sin6_flowinfo = htonl((uint32_t)n[1]);
        a.in6.sin6_scope_id = (uint32_t)n[2];
    }
    r = getnameinfo(&a.any, len, out_host, sizeof out_host, out_service, sizeof out_service, flags);
    if (r) return rg_socket_gaierror(th, r);
    RgStr *h = text(th, out_host), *s = h ? text(th, out_service) : NULL;
    return s ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(h), rg_from_ptr(s))) : RG_ERROR;
}

/* ---- services, protocols ---- */

static bool protocol_argument(RgThread *th, const char *fname, RgValue v, const char **out)
{
    *out = NULL;
    return v == RG_UNBOUND || (*out = rg_socket_text(th, fname, 2, v)) != NULL;
}

FUNCTION(getservbyname)
{
    const char *name = rg_socket_text(th, "getservbyname", 1, args[0]), *protocol;
    if (!name || !protocol_argument(th, "getservbyname", args[1], &protocol)) return RG_ERROR;
    const struct servent *s = getservbyname(name, protocol);
    return s ? rg_from_int(ntohs((uint16_t)s->s_port)) : rg_raise(th, RG_EXC_OSError, "service/proto not found");
}

FUNCTION(getservbyport)
{
    int port;
    const char *protocol;
    if (!rg_posix_int(th, args[0], &port) || !protocol_argument(th, "getservbyport", args[1], &protocol)) return RG_ERROR;
    if (port < 0 || port > 0xffff) return rg_raise(th, RG_EXC_OverflowError, "getservbyport: port must be 0-65535.");
    const struct servent *s = getservbyport(htons((uint16_t)port), protocol);
    return s ? rg_from_ptr(text(th, s->s_name)) : rg_raise(th, RG_EXC_OSError, "port/proto not found");
}

FUNCTION(getprotobyname)
{
    const char *name = rg_socket_text(th, "getprotobyname", 1, args[0]);
    if (!name) return RG_ERROR;
    const struct protoent *p = getprotobyname(name);
    return p ? rg_from_int(p->p_proto) : rg_raise(th, RG_EXC_OSError, "protocol not found");
}

/* ---- this host, its interfaces ---- */

FUNCTION(gethostname)
{
    char name[1025] = "";
    if (gethostname(name, sizeof name - 1) < 0) return rg_raise_errno(th, 0);
    return rg_from_ptr(text(th, name));
}

/* A name out of str, bytes or a path object. */
static const char *name_argument(RgThread *th, RgValue v)
{
    v = rg_posix_fspath(th, v);
    if (!v) return NULL;
    if (rg_is_str(v)) return rg_str_fs(th, RG_STR(v));
    RgBytes *b = RG_BYTES(v);
    if (b->length && memchr(b->data, 0, (size_t)b->length)) {
        rg_raise(th, RG_EXC_ValueError, "embedded null byte");
        return NULL;
    }
    RgBuffer *room = rg_buffer_new(th, (size_t)b->length + 1);
    if (room) memcpy(room->data, b->data, (size_t)b->length);
    return room ? (const char *)room->data : NULL;
}

FUNCTION(sethostname)
{
    const char *name = name_argument(th, args[0]);
    if (!name) return RG_ERROR;
    return sethostname(name, strlen(name)) < 0 ? rg_raise_errno(th, 0) : RG_NONE;
}

FUNCTION(if_nameindex)
{
    struct if_nameindex *all = if_nameindex();
    if (!all) return rg_raise_errno(th, 0);
    RgList *out = rg_list_new(th, 0);
    for (struct if_nameindex *i = all; out && i->if_index && i->if_name; i++) {
        RgStr *name = text(th, i->if_name);
        RgTuple *row = name ? rg_tuple_pack(th, 2, rg_from_int(i->if_index), rg_from_ptr(name)) : NULL;
        if (!row || !rg_list_append(th, out, rg_from_ptr(row))) out = NULL;
    }
    if_freenameindex(all);
    return rg_from_ptr(out);
}

FUNCTION(if_nametoindex)
{
    const char *name = name_argument(th, args[0]);
    if (!name) return RG_ERROR;
    unsigned i = if_nametoindex(name);
    return i ? rg_from_int(i) : rg_raise(th, RG_EXC_OSError, "no interface with this name");
}

FUNCTION(if_indextoname)
{
    int64_t i;
    char name[IF_NAMESIZE + 1];
    if (!rg_is_integer(args[0])) return rg_raise(th, RG_EXC_TypeError, "an integer is required");
    if (!rg_number_as_i64(th, args[0], &i)) return RG_ERROR;
    if (i < 0) return rg_raise(th, RG_EXC_OverflowError, "can't convert negative value to unsigned int");
    return if_indextoname((unsigned)i, name) ? rg_from_ptr(text(th, name)) : rg_raise_errno(th, 0);
}

const RgMethodDef rg_socket_resolve_functions[] = {
    RG_METHOD("gethostbyname", "($module, host, /)", "The IPv4 address of a host.", f_gethostbyname),
    RG_METHOD("gethostbyname_ex", "($module, host, /)", "Name, aliases and IPv4 addresses of a host.", f_gethostbyname_ex),
    RG_METHOD("gethostbyaddr", "($module, host, /)", "Name, aliases and addresses of the host with an address.", f_gethostbyaddr),
    RG_METHOD("getaddrinfo", "($module, /, host, port, family=0, type=0, proto=0, flags=0)", "The addresses of a host and service.", f_getaddrinfo),
    RG_METHOD("getnameinfo", "($module, sockaddr, flags, /)", "Host and service of an address.", f_getnameinfo),
    RG_METHOD("getservbyname", "($module, servicename, protocolname=None, /)", "The port of a service.", f_getservbyname),
    RG_METHOD("getservbyport", "($module, port, protocolname=None, /)", "The service at a port.", f_getservbyport),
    RG_METHOD("getprotobyname", "($module, name, /)", "The number of a protocol.", f_getprotobyname),
    RG_METHOD("gethostname", "($module, /)", "The name of this host.", f_gethostname),
    RG_METHOD("sethostname", "($module, name, /)", "Change the name of this host.", f_sethostname),
    RG_METHOD("if_nameindex", "($module, /)", "Numbers and names of the network interfaces.", f_if_nameindex),
    RG_METHOD("if_nametoindex", "($module, name, /)", "The number of an interface.", f_if_nametoindex),
    RG_METHOD("if_indextoname", "($module, index, /)", "The name of an interface.", f_if_indextoname),
    RG_METHOD_END};
