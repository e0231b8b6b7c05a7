/* SPDX-License-Identifier: MIT
 *
 * socket_transfer.c: receiving and sending: recv, recvfrom, send, sendall, sendto and their forms that fill a buffer. Received
 * bytes go to C memory first when their number is not known, so that a large limit costs nothing.
 */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "vm/interp/interp.h"
#include "vm/module/posix.h"
#include "vm/module/socket.h"

#define SELF RG_SOCKET(self)
#define METHOD(NAME) RgValue rg_socket_m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

typedef struct Transfer {
    void *data;
    size_t len;
    int flags;
    ssize_t done;
    RgSockAddr address;
    socklen_t address_len;
} Transfer;

static bool do_recv(RgSocket *s, void *data)
{
    Transfer *t = data;
    t->done = recv(s->fd, t->data, t->len, t->flags);
    return t->done >= 0;
}

static bool do_recvfrom(RgSocket *s, void *data)
{
    Transfer *t = data;
    socklen_t n = t->address_len;
    memset(&t->address, 0, sizeof t->address);
    t->done = recvfrom(s->fd, t->data, t->len, t->flags, &t->address.any, &n);
    if (t->done >= 0) t->address_len = n;
    return t->done >= 0;
}

static bool do_send(RgSocket *s, void *data)
{
    Transfer *t = data;
    t->done = send(s->fd, t->data, t->len, t->flags);
    return t->done >= 0;
}

static bool do_sendto(RgSocket *s, void *data)
{
    Transfer *t = data;
    t->done = sendto(s->fd, t->data, t->len, t->flags, &t->address.any, t->address_len);
    return t->done >= 0;
}

static RgValue with_address(RgThread *th, RgSocket *s, const Transfer *t, RgValue first)
{
    RgValue address = first ? rg_socket_address_make(th, s->fd, &t->address, t->address_len) : RG_ERROR;
    return address ? rg_from_ptr(rg_tuple_pack(th, 2, first, address)) : RG_ERROR;
}

static bool size_argument(RgThread *th, RgValue v, int64_t *out)
{
    *out = 0;
    return v == RG_UNBOUND || rg_number_as_index(th, v, out, RG_EXC_OverflowError);
}

/* recv and recvfrom. */
static RgValue receive(RgThread *th, RgSocket *s, const RgValue *args, const char *fname, bool address)
{
    int64_t n;
    Transfer t;
    if (!size_argument(th, args[0], &n) || !rg_socket_int(th, args[1], 0, &t.flags)) return RG_ERROR;
    if (n < 0) return rg_raise(th, RG_EXC_ValueError, "negative buffersize in %s", fname);
    if (address && !rg_socket_address_size(th, s, &t.address_len)) return RG_ERROR;
    char local[4096];
    t.len = (size_t)n;
    t.data = t.len <= sizeof local ? local : malloc(t.len);
    if (!t.data) return rg_raise_memory(th);
    RgValue r = RG_ERROR;
    if (rg_socket_call(th, s, RG_SOCKET_READ, address ? do_recvfrom : do_recv, &t, NULL, s->timeout)) {
        r = rg_from_ptr(rg_bytes_new(th, t.data, (int64_t)t.done));
        if (address) r = with_address(th, s, &t, r);
    }
    if (t.data != local) free(t.data);
    return r;
}

METHOD(recv)
{
    return receive(th, SELF, args, "recv", false);
}

METHOD(recvfrom)
{
    return receive(th, SELF, args, "recvfrom", true);
}

/* A buffer to be filled: what is not one raises TypeError with the name of the method. */
static bool target(RgThread *th, const char *fname, RgValue v, RgBufferView *view)
{
    if (rg_buffer_get(th, v, view, true)) return true;
    if (rg_raised_is(th, RG_EXC_TypeError) || rg_raised_is(th, RG_EXC_BufferError)) {
        rg_exception_clear(th);
        rg_raise(th, RG_EXC_TypeError, "%s() argument 1 must be read-write bytes-like object, not %T", fname, v);
    }
    return false;
}

static RgValue receive_into(RgThread *th, RgSocket *s, const RgValue *args, const char *fname, bool address)
{
    RgBufferView view;
    if (!target(th, fname, args[0], &view)) return RG_ERROR;
    int64_t n;
    Transfer t = {.data = view.data};
    RgValue r = RG_ERROR;
    if (!size_argument(th, args[1], &n) || !rg_socket_int(th, args[2], 0, &t.flags)) goto done;
    if (n < 0) {
        rg_raise(th, RG_EXC_ValueError, "negative buffersize in %s", fname);
        goto done;
    }
    if (n > view.len) {
        rg_raise(th, RG_EXC_ValueError, address ? "nbytes is greater than the length of the buffer" : "buffer too small for requested bytes");
        goto done;
    }
    if (address && !rg_socket_address_size(th, s, &t.address_len)) goto done;
    t.len = (size_t)(n ? n : view.len);
    if (!rg_socket_call(th, s, RG_SOCKET_READ, address ? do_recvfrom : do_recv, &t, NULL, s->timeout)) goto done;
    r = rg_from_int((int64_t)t.done);
    if (address) r = with_address(th, s, &t, r);
done:
    rg_buffer_release(&view);
    return r;
}

METHOD(recv_into)
{
    return receive_into(th, SELF, args, "recv_into", false);
}

METHOD(recvfrom_into)
{
    return receive_into(th, SELF, args, "recvfrom_into", true);
}

/* ---- sending ---- */

METHOD(send)
{
    RgBufferView view;
    Transfer t;
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    t.data = view.data;
    t.len = (size_t)view.len;
    bool ok = rg_socket_int(th, args[1], 0, &t.flags) && rg_socket_call(th, SELF, RG_SOCKET_WRITE, do_send, &t, NULL, SELF->timeout);
    rg_buffer_release(&view);
    return ok ? rg_from_int((int64_t)t.done) : RG_ERROR;
}

static int64_t now(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* Sends t; the time limit is for all of it. */
static bool send_whole(RgThread *th, RgSocket *s, Transfer *t)
{
    int64_t started = s->timeout > 0 ? now() : 0;
    do {
        int64_t left = s->timeout;
        if (s->timeout > 0 && (left -= now() - started) <= 0) {
            rg_raise(th, RG_EXC_TimeoutError, "timed out");
            return false;
        }
        if (!rg_socket_call(th, s, RG_SOCKET_WRITE, do_send, t, NULL, left)) return false;
        t->data = (char *)t->data + t->done;
        t->len -= (size_t)t->done;
        if (th->poll && !rg_poll(th)) return false;
    } while (t->len);
    return true;
}

METHOD(sendall)
{
    RgBufferView view;
    Transfer t;
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    t.data = view.data;
    t.len = (size_t)view.len;
    bool ok = rg_socket_int(th, args[1], 0, &t.flags) && send_whole(th, SELF, &t);
    rg_buffer_release(&view);
    return ok ? RG_NONE : RG_ERROR;
}

RgValue rg_socket_m_sendto(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "socket.sendto", kwnames)) return RG_ERROR;
    if (nargs != 2 && nargs != 3) return rg_raise(th, RG_EXC_TypeError, "sendto() takes 2 or 3 arguments (%zu given)", nargs);
    RgBufferView view;
    Transfer t = {.flags = 0};
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    t.data = view.data;
    t.len = (size_t)view.len;
    bool ok = (nargs == 2 || rg_posix_int(th, args[1], &t.flags)) &&
              rg_socket_address_parse(th, SELF, args[nargs - 1], "sendto", &t.address, &t.address_len) &&
              rg_socket_call(th, SELF, RG_SOCKET_WRITE, do_sendto, &t, NULL, SELF->timeout);
    rg_buffer_release(&view);
    return ok ? rg_from_int((int64_t)t.done) : RG_ERROR;
}
