/* SPDX-License-Identifier: MIT
 *
 * socket.h: what the files of the _socket module share: the socket object, addresses between Python and C, waiting with a
 * time limit, and the argument conversions.
 */
#ifndef RG_MODULE_SOCKET_H
#define RG_MODULE_SOCKET_H

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>

#include "vm/module/registry.h"
#include "vm/object/bytes.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

typedef struct RgSocket {
    RgObject head;
    int fd;          /* -1: closed, detached or never opened */
    int family, type, proto;
    int64_t timeout; /* nanoseconds; negative: block for ever, 0: never block */
} RgSocket;
#define RG_SOCKET(v) RG_AS(RgSocket, v)

typedef union RgSockAddr { /* any address that the module knows */
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    struct sockaddr_un un;
    struct sockaddr_nl nl;
    struct sockaddr_ll ll;
    struct sockaddr_vm vm;
    struct sockaddr_storage storage;
} RgSockAddr;

enum { /* items of the RgArray in rt->module_state */
    RG_SOCKET_TYPE, RG_SOCKET_GAIERROR, RG_SOCKET_HERROR, RG_SOCKET_TIMEOUT /* seconds as a float, or None */, RG_SOCKET_STATES
};
static inline RgArray *rg_socket_state(RgThread *th) { return RG_MODULE_STATE(th, socket); }
/* gaierror(code, text), or OSError for EAI_SYSTEM. */
RgValue rg_socket_gaierror(RgThread *th, int code);

/* ---- arguments ---- */
bool rg_socket_int(RgThread *th, RgValue v, int absent, int *out) RG_CHECK_RESULT; /* RG_UNBOUND: absent */
/* Seconds (None: -1) as nanoseconds, rounded away from zero. */
bool rg_socket_seconds(RgThread *th, RgValue v, int64_t *out) RG_CHECK_RESULT;
RgValue rg_socket_from_timeout(int64_t ns); /* float or None */
/* Host name out of str (IDNA for what is not ASCII), bytes or bytearray. */
const char *rg_socket_host(RgThread *th, RgValue v);
/* Argument `number` of fname: a str without null characters, as the C library takes it. */
const char *rg_socket_text(RgThread *th, const char *fname, int number, RgValue v);

/* ---- addresses (socket_address.c) ---- */
bool rg_socket_address_parse(RgThread *th, const RgSocket *s, RgValue v, const char *fname, RgSockAddr *out, socklen_t *len)
    RG_CHECK_RESULT;
RgValue rg_socket_address_make(RgThread *th, int fd, const RgSockAddr *a, socklen_t len);
/* Size of the addresses of a family; false with OSError raised for families that are not known. */
bool rg_socket_address_size(RgThread *th, const RgSocket *s, socklen_t *out) RG_CHECK_RESULT;
/* Resolves a host name to one address of a family: its size, -1 raised. */
int rg_socket_resolve(RgThread *th, const char *name, int family, RgSockAddr *out, socklen_t room);

/* ---- waiting ---- */
/* A system call on a socket: called until it succeeds; *data has its arguments and takes its result. False: errno tells. */
typedef bool (*RgSocketCall)(RgSocket *s, void *data);
enum { RG_SOCKET_READ, RG_SOCKET_WRITE, RG_SOCKET_CONNECT };
/* Runs fn; waits before it when the socket has a time limit (always for RG_SOCKET_CONNECT), and again after EAGAIN. Signal
 * handlers run when it is interrupted. failure NULL: failures raise OSError; else they are put there and nothing is raised. */
bool rg_socket_call(RgThread *th, RgSocket *s, int direction, RgSocketCall fn, void *data, int *failure, int64_t timeout) RG_CHECK_RESULT;

RgValue rg_socket_new(RgThread *th, int fd, int family, int type, int proto);

extern const RgTypeSpec rg_socket_spec;
extern const RgMethodDef rg_socket_resolve_functions[];
#define RG_SOCK(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
/* Methods of socket_message.c and socket_transfer.c, listed in socket_object.c's table. */
#define RG_SOCKET_METHODS(X) X(recv) X(recv_into) X(recvfrom) X(recvfrom_into) X(send) X(sendall) X(recvmsg) X(recvmsg_into) X(sendmsg)
#define RG_SOCKET_DECLARE(NAME) RgValue rg_socket_m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RG_SOCKET_METHODS(RG_SOCKET_DECLARE)
#undef RG_SOCKET_DECLARE
RgValue rg_socket_m_sendto(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);

#endif
