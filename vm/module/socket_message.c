/* SPDX-License-Identifier: MIT
 *
 * socket_message.c: recvmsg, recvmsg_into and sendmsg: several buffers at once, and ancillary data such as descriptors. Views of the
 * buffers are held in a GC buffer cell for as long as the system call may use them.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/uio.h>

#include "vm/interp/interp.h"
#include "vm/module/posix.h"
#include "vm/module/socket.h"

#define SELF RG_SOCKET(self)
#define METHOD(NAME) RgValue rg_socket_m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

typedef struct Message {
    struct msghdr header;
    RgSockAddr address;
    int flags;
    ssize_t done;
} Message;

static bool do_recvmsg(RgSocket *s, void *data)
{
    Message *m = data;
    m->done = recvmsg(s->fd, &m->header, m->flags);
    return m->done >= 0;
}

static bool do_sendmsg(RgSocket *s, void *data)
{
    Message *m = data;
    m->done = sendmsg(s->fd, &m->header, m->flags);
    return m->done >= 0;
}

/* ---- views of the caller's buffers ---- */

typedef struct Views {
    RgTuple *items; /* keeps the owners alive */
    RgBufferView *views;
    struct iovec *vectors;
    size_t count;   /* views taken so far */
} Views;

static void views_release(Views *v)
{
    while (v->count) rg_buffer_release(&v->views[--v->count]);
    free(v->views);
    free(v->vectors);
}

/* what: text for items that are no fitting buffers, or NULL: the buffer protocol's own. views_release in any case. */
static bool views_take(RgThread *th, Views *v, RgValue iterable, const char *fname, bool writable, const char *what)
{
    *v = (Views){0};
    if (!(v->items = rg_to_tuple(th, iterable))) {
        if (!rg_raised_is(th, RG_EXC_TypeError)) return false;
        rg_exception_clear(th);
        rg_raise(th, RG_EXC_TypeError, "%s() argument 1 must be an iterable", fname);
        return false;
    }
    size_t n = rg_tuple_len(v->items);
    if (n > INT_MAX) {
        rg_raise(th, RG_EXC_OSError, "%s() argument 1 is too long", fname);
        return false;
    }
    v->views = calloc(n + 1, sizeof *v->views);
    v->vectors = calloc(n + 1, sizeof *v->vectors);
    if (!v->views || !v->vectors) {
        rg_raise_memory(th);
        return false;
    }
    for (; v->count < n; v->count++) {
        RgBufferView *view = &v->views[v->count];
        if (!rg_buffer_get(th, v->items->items[v->count], view, writable)) {
            if (what && (rg_raised_is(th, RG_EXC_TypeError) || rg_raised_is(th, RG_EXC_BufferError))) {
                rg_exception_clear(th);
                rg_raise(th, RG_EXC_TypeError, "%s", what);
            }
            return false;
        }
        v->vectors[v->count] = (struct iovec){view->data, (size_t)view->len};
    }
    return true;
}

/* ---- receiving ---- */

/* [(level, type, data), ...]. Descriptors that nobody will get to see are closed when it fails. */
static RgList *control_list(RgThread *th, struct msghdr *h)
{
    RgList *out = rg_list_new(th, 0);
    for (struct cmsghdr *c = out && h->msg_controllen ? CMSG_FIRSTHDR(h) : NULL; c; c = CMSG_NXTHDR(h, c)) {
        const uint8_t *data = CMSG_DATA(c), *end = (uint8_t *)h->msg_control + h->msg_controllen;
        if (c->cmsg_len < CMSG_LEN(0)) break;
        int64_t len = RG_MIN((int64_t)(c->cmsg_len - CMSG_LEN(0)), end > data ? (int64_t)(end - data) : 0);
        RgBytes *b = rg_bytes_new(th, data, len);
        RgTuple *t = b ? rg_tuple_pack(th, 3, rg_from_int(c->cmsg_level), rg_from_int(c->cmsg_type), rg_from_ptr(b)) : NULL;
        if (!t || !rg_list_append(th, out, rg_from_ptr(t))) return NULL;
        if ((int64_t)(c->cmsg_len - CMSG_LEN(0)) > len) break;
    }
    return out;
}

/* One call with the vectors in m: data is what the first item of the result shows of it, or 0: the number of bytes. */
static RgValue receive(RgThread *th, RgSocket *s, Message *m, RgValue size, RgValue flags, uint8_t *into)
{
    int64_t n = 0;
    if ((size != RG_UNBOUND && !rg_number_as_index(th, size, &n, RG_EXC_OverflowError)) || !rg_socket_int(th, flags, 0, &m->flags)) return RG_ERROR;
    if (n < 0 || n > INT_MAX) return rg_raise(th, RG_EXC_ValueError, "invalid ancillary data buffer length");
    if (!rg_socket_address_size(th, s, &m->header.msg_namelen)) return RG_ERROR;
    socklen_t room = m->header.msg_namelen;
    m->header.msg_name = &m->address;
    memset(&m->address, 0, sizeof m->address);
    void *control = n ? calloc(1, (size_t)n) : NULL;
    if (n && !control) return rg_raise_memory(th);
    m->header.msg_control = control;
    m->header.msg_controllen = (size_t)n;
    RgValue r = RG_ERROR;
    if (rg_socket_call(th, s, RG_SOCKET_READ, do_recvmsg, m, NULL, s->timeout)) {
        RgList *list = control_list(th, &m->header);
        RgValue address = list ? rg_socket_address_make(th, s->fd, &m->address, RG_MIN(m->header.msg_namelen, room)) : RG_ERROR;
        RgValue first = !address ? RG_ERROR : into ? rg_from_ptr(rg_bytes_new(th, into, (int64_t)m->done)) : rg_from_int((int64_t)m->done);
        if (first) r = rg_from_ptr(rg_tuple_pack(th, 4, first, rg_from_ptr(list), rg_from_int(m->header.msg_flags), address));
    }
    free(control);
    return r;
}

METHOD(recvmsg)
{
    int64_t n;
    if (!rg_number_as_index(th, args[0], &n, RG_EXC_OverflowError)) return RG_ERROR;
    if (n < 0) return rg_raise(th, RG_EXC_ValueError, "negative buffer size in recvmsg()");
    uint8_t local[4096], *data = n <= (int64_t)sizeof local ? local : malloc((size_t)n);
    if (!data) return rg_raise_memory(th);
    struct iovec vector = {data, (size_t)n};
    Message m = {.header = {.msg_iov = &vector, .msg_iovlen = 1}};
    RgValue r = receive(th, SELF, &m, args[1], args[2], data);
    if (data != local) free(data);
    return r;
}

METHOD(recvmsg_into)
{
    Views v;
    RgValue r = RG_ERROR;
    if (views_take(th, &v, args[0], "recvmsg_into", true, "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers")) {
        Message m = {.header = {.msg_iov = v.vectors, .msg_iovlen = v.count}};
        r = receive(th, SELF, &m, args[1], args[2], NULL);
    }
    views_release(&v);
    return r;
}

/* ---- sending ---- */

/* Adds one (level, type, data) to the control buffer, malloc memory of *cap bytes. */
static bool put_control(RgThread *th, RgValue item, struct msghdr *h, size_t *cap)
{
    RgTuple *t = rg_is_sequence(th, item) && !rg_is_str(item) ? rg_to_tuple(th, item) : NULL;
    if (!t) {
        if (!rg_raised(th)) rg_raise(th, RG_EXC_TypeError, "[sendmsg() ancillary data items]() argument must be 3-item sequence, not %T", item);
        return false;
    }
    if (rg_tuple_len(t) != 3) {
        rg_raise(th, RG_EXC_TypeError, "[sendmsg() ancillary data items]() argument must be sequence of length 3, not %zu", rg_tuple_len(t));
        return false;
    }
    int level, type;
    RgBufferView view;
    if (!rg_posix_int(th, t->items[0], &level) || !rg_posix_int(th, t->items[1], &type) || !rg_buffer_get(th, t->items[2], &view, false)) return false;
    size_t len = (size_t)view.len, need = h->msg_controllen + CMSG_SPACE(len);
    bool ok = view.len <= INT_MAX - 64 && need <= INT_MAX;
    if (!ok) rg_raise(th, RG_EXC_OSError, view.len > INT_MAX - 64 ? "ancillary data item too large" : "too much ancillary data");
    if (ok && need > *cap) {
        size_t more = RG_MAX(need, 2 * *cap);
        void *p = realloc(h->msg_control, more);
        if (p) {
            h->msg_control = p;
            *cap = more;
        } else {
            rg_raise_memory(th);
            ok = false;
        }
    }
    if (ok) {
        struct cmsghdr *c = (struct cmsghdr *)(void *)((char *)h->msg_control + h->msg_controllen);
        memset(c, 0, CMSG_SPACE(len));
        *c = (struct cmsghdr){.cmsg_level = level, .cmsg_type = type, .cmsg_len = CMSG_LEN(len)};
        if (len) memcpy(CMSG_DATA(c), view.data, len);
        h->msg_controllen = need;
    }
    rg_buffer_release(&view);
    return ok;
}

/* The control buffer for ancdata; the caller frees it, also after failures. */
static bool make_control(RgThread *th, RgValue ancdata, struct msghdr *h)
{
    if (ancdata == RG_UNBOUND) return true;
    RgTuple *items = rg_to_tuple(th, ancdata);
    if (!items) {
        if (!rg_raised_is(th, RG_EXC_TypeError)) return false;
        rg_exception_clear(th);
        rg_raise(th, RG_EXC_TypeError, "sendmsg() argument 2 must be an iterable");
        return false;
    }
    size_t cap = 0;
    for (size_t i = 0; i < rg_tuple_len(items); i++)
        if (!put_control(th, items->items[i], h, &cap)) return false;
    return true;
}

METHOD(sendmsg)
{
    Views v;
    Message m = {0};
    RgValue r = RG_ERROR;
    if (!views_take(th, &v, args[0], "sendmsg", false, NULL)) goto done;
    m.header.msg_iov = v.vectors;
    m.header.msg_iovlen = v.count;
    if (!rg_socket_int(th, args[2], 0, &m.flags) || !make_control(th, args[1], &m.header)) goto done;
    if (args[3] != RG_UNBOUND && args[3] != RG_NONE) {
        if (!rg_socket_address_parse(th, SELF, args[3], "sendmsg", &m.address, &m.header.msg_namelen)) goto done;
        m.header.msg_name = &m.address;
    }
    if (rg_socket_call(th, SELF, RG_SOCKET_WRITE, do_sendmsg, &m, NULL, SELF->timeout)) r = rg_from_int((int64_t)m.done);
done:
    free(m.header.msg_control);
    views_release(&v);
    return r;
}
