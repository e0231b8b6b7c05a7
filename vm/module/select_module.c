/* SPDX-License-Identifier: MIT
 *
 * select_module.c: select.select and poll objects; both wait with poll().
 */
#include "vm/module/select.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <sys/select.h>
#include <time.h>

#include "vm/interp/interp.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* ---- arguments ---- */

bool rg_select_fd(RgThread *th, RgValue v, int *out)
{
    if (!rg_is_integer(v)) {
        RgValue method = rg_attr_lookup(th, v, RG_SYM(th, fileno));
        if (!method) return false;
        if (method == RG_UNBOUND) {
            rg_raise(th, RG_EXC_TypeError, "argument must be an int, or have a fileno() method.");
            return false;
        }
        v = rg_call0(th, method);
        if (!v) return false;
        if (!rg_is_integer(v)) {
            rg_raise(th, RG_EXC_TypeError, "fileno() returned a non-integer");
            return false;
        }
    }
    int64_t fd;
    if (!rg_int_as_i64(v, &fd) || fd != (int)fd) {
        rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C int");
        return false;
    }
    *out = (int)fd;
    if (fd >= 0) return true;
    rg_raise(th, RG_EXC_ValueError, "file descriptor cannot be a negative integer (%lld)", (long long)fd);
    return false;
}

bool rg_select_timeout(RgThread *th, RgValue v, int64_t unit_ns, const char *message, int64_t *out)
{
    *out = -1;
    if (v == RG_UNBOUND || v == RG_NONE) return true;
    if (rg_is_float(v)) {
        double d = rg_float_value(v);
        if (isnan(d)) {
            rg_raise(th, RG_EXC_ValueError, "Invalid value NaN (not a number)");
            return false;
        }
        d *= (double)unit_ns;
        d = d < 0 ? floor(d) : ceil(d);
        if (fabs(d) < 9223372036854775808.0) {
            *out = (int64_t)d;
            return true;
        }
    } else {
        int64_t n;
        if (!rg_number_as_i64(th, v, &n)) {
            if (rg_raised_is(th, RG_EXC_TypeError)) {
                rg_exception_clear(th);
                rg_raise(th, RG_EXC_TypeError, "%s", message);
            }
            if (!rg_raised_is(th, RG_EXC_OverflowError)) return false;
            rg_exception_clear(th);
        } else if (!__builtin_mul_overflow(n, unit_ns, out)) {
            return true;
        }
    }
    rg_raise(th, RG_EXC_OverflowError, "timestamp too large to convert to C _PyTime_t");
    return false;
}

bool rg_select_milliseconds(RgThread *th, int64_t ns, int *out)
{
    int64_t ms = ns < 0 ? -1 : ns / 1000000 + (ns % 1000000 != 0);
    *out = (int)ms;
    if (ms == (int)ms) return true;
    rg_raise(th, RG_EXC_OverflowError, "timeout is too large");
    return false;
}

int64_t rg_select_now(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

bool rg_select_mask(RgThread *th, RgValue v, uint32_t absent, uint32_t *out)
{
    *out = absent;
    if (v == RG_UNBOUND) return true;
    RgValue i = rg_number_index(th, v), low = i ? rg_number_binary(th, RG_AND, i, rg_from_int(0xffffffff)) : RG_ERROR;
    int64_t n;
    if (!low || !rg_number_as_i64(th, low, &n)) return false;
    *out = (uint32_t)n;
    return true;
}

/* poll() until something happens, ns are over (negative: never) or a signal handler raises; -1 raised. */
static int wait_for(RgThread *th, struct pollfd *fds, nfds_t n, int64_t ns)
{
    int64_t until;
    if (ns >= 0 && __builtin_add_overflow(rg_select_now(), ns, &until)) until = INT64_MAX;
    for (int64_t left = ns;; left = ns < 0 ? -1 : RG_MAX(until - rg_select_now(), 0)) {
        int64_t ms = left < 0 ? -1 : left / 1000000 + (left % 1000000 != 0);
        int r = poll(fds, n, (int)RG_MIN(ms, 2147483647));
        if (r >= 0) return r;
        if (errno != EINTR) {
            rg_raise_errno(th, 0);
            return -1;
        }
        if (!rg_poll(th)) return -1;
    }
}

/* ---- select ---- */

typedef struct Set {
    struct pollfd *fds; /* on the C stack */
    RgList *objects;    /* by position in fds */
} Set;

/* One argument of select. A list may change while fileno() of its items runs. */
static bool fill_set(RgThread *th, RgValue v, short events, Set *out)
{
    RgTuple *t = NULL;
    if (!rg_is_list(v) && !(t = rg_to_tuple(th, v))) {
        if (!rg_raised_is(th, RG_EXC_TypeError)) return false;
        rg_exception_clear(th);
        rg_raise(th, RG_EXC_TypeError, "arguments 1-3 must be sequences");
        return false;
    }
    if (!(out->objects = rg_list_new(th, 0))) return false;
    for (int64_t i = 0; i < (t ? (int64_t)rg_tuple_len(t) : RG_LIST(v)->length); i++) {
        RgValue item = t ? t->items[i] : RG_LIST(v)->items[i];
        int fd;
        if (!rg_select_fd(th, item, &fd)) return false;
        if (fd >= FD_SETSIZE || i >= FD_SETSIZE) {
            rg_raise(th, RG_EXC_ValueError, fd >= FD_SETSIZE ? "filedescriptor out of range in select()" : "too many file descriptors in select()");
            return false;
        }
        out->fds[i] = (struct pollfd){.fd = fd, .events = events};
        if (!rg_list_append(th, out->objects, item)) return false;
    }
    return true;
}

static RgValue f_select(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    static const short events[3] = {POLLIN, POLLOUT, POLLPRI}, more[3] = {POLLHUP | POLLERR, POLLERR, 0};
    struct pollfd fds[3 * FD_SETSIZE];
    int64_t ns;
    if (!rg_select_timeout(th, args[3], 1000000000, "timeout must be a float or None", &ns)) return RG_ERROR;
    if (ns < 0 && args[3] != RG_UNBOUND && args[3] != RG_NONE) return rg_raise(th, RG_EXC_ValueError, "timeout must be non-negative");
    Set sets[3];
    nfds_t n = 0;
    for (int i = 0; i < 3; i++) {
        sets[i].fds = fds + n;
        if (!fill_set(th, args[i], events[i], &sets[i])) return RG_ERROR;
        n += (nfds_t)sets[i].objects->length;
    }
    if (wait_for(th, fds, n, ns) < 0) return RG_ERROR;
    RgValue out[3];
    for (int i = 0; i < 3; i++) {
        RgList *ready = rg_list_new(th, 0);
        if (!ready) return RG_ERROR;
        out[i] = rg_from_ptr(ready);
        for (int64_t k = 0; k < sets[i].objects->length; k++) {
            short seen = sets[i].fds[k].revents;
            if (seen & POLLNVAL) {
                errno = EBADF;
                return rg_raise_errno(th, 0);
            }
            if ((seen & (events[i] | more[i])) && !rg_list_append(th, ready, sets[i].objects->items[k])) return RG_ERROR;
        }
    }
    return rg_from_ptr(rg_tuple_pack(th, 3, out[0], out[1], out[2]));
}

/* ---- poll objects ---- */

typedef struct Poll {
    RgObject head;
    RgDict *fds; /* descriptor -> events */
    bool running;
} Poll;

static void poll_trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((Poll *)cell)->fds);
}

#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
#define SELF RG_AS(Poll, self)

static bool event_mask(RgThread *th, RgValue v, int64_t *out)
{
    *out = POLLIN | POLLPRI | POLLOUT;
    if (v == RG_UNBOUND) return true;
    if (!rg_is_integer(v)) {
        rg_raise(th, RG_EXC_TypeError, "an integer is required");
        return false;
    }
    if (!rg_int_as_i64(v, out)) *out = rg_compare_bool(th, v, rg_from_int(0), RG_LT) > 0 ? -1 : INT64_MAX;
    if (*out >= 0 && *out <= 0xffff) return true;
    if (*out < 0) rg_raise(th, RG_EXC_ValueError, "value must be positive");
    else rg_raise(th, RG_EXC_OverflowError, "Python int too large for C unsigned short");
    return false;
}

METHOD(register)
{
    int fd;
    int64_t events;
    if (!rg_select_fd(th, args[0], &fd) || !event_mask(th, args[1], &events)) return RG_ERROR;
    return rg_dict_set(th, SELF->fds, rg_from_int(fd), rg_from_int(events)) ? RG_NONE : RG_ERROR;
}

METHOD(modify)
{
    int fd;
    int64_t events;
    if (!rg_select_fd(th, args[0], &fd) || !event_mask(th, args[1], &events)) return RG_ERROR;
    RgValue old = rg_dict_get(th, SELF->fds, rg_from_int(fd));
    if (old == RG_UNBOUND) {
        errno = ENOENT;
        return rg_raise_errno(th, 0);
    }
    return old && rg_dict_set(th, SELF->fds, rg_from_int(fd), rg_from_int(events)) ? RG_NONE : RG_ERROR;
}

METHOD(unregister)
{
    int fd;
    if (!rg_select_fd(th, args[0], &fd)) return RG_ERROR;
    int r = rg_dict_delete(th, SELF->fds, rg_from_int(fd));
    return r < 0 ? RG_ERROR : r ? RG_NONE : rg_raise_value(th, RG_EXC_KeyError, rg_from_int(fd));
}

METHOD(poll)
{
    int64_t ns;
    int ms;
    if (!rg_select_timeout(th, args[0], 1000000, "timeout must be an integer or None", &ns) || !rg_select_milliseconds(th, ns, &ms)) return RG_ERROR;
    if (SELF->running) return rg_raise(th, RG_EXC_RuntimeError, "concurrent poll() invocation");
    RgBuffer *room = rg_buffer_new(th, ((size_t)SELF->fds->count + 1) * sizeof(struct pollfd));
    RgList *out = room ? rg_list_new(th, 0) : NULL;
    if (!out) return RG_ERROR;
    struct pollfd *fds = (struct pollfd *)(void *)room->data;
    nfds_t n = 0;
    RgValue key, value;
    for (uint32_t i = 0; rg_dict_next(SELF->fds, &i, &key, &value);) {
        fds[n].fd = (int)rg_as_int(key);
        fds[n++].events = (short)rg_as_int(value);
    }
    SELF->running = true;
    int r = wait_for(th, fds, n, ns);
    SELF->running = false;
    if (r < 0) return RG_ERROR;
    for (nfds_t i = 0; i < n; i++) {
        if (!fds[i].revents) continue;
        RgTuple *pair = rg_tuple_pack(th, 2, rg_from_int(fds[i].fd), rg_from_int(fds[i].revents & 0xffff));
        if (!pair || !rg_list_append(th, out, rg_from_ptr(pair))) return RG_ERROR;
    }
    return rg_from_ptr(out);
}

static const RgMethodDef poll_methods[] = {
    RG_METHOD("register", "($self, fd, eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)", "Watch a descriptor.", m_register),
    RG_METHOD("modify", "($self, fd, eventmask, /)", "Watch for other events.", m_modify),
    RG_METHOD("unregister", "($self, fd, /)", "Stop watching.", m_unregister),
    RG_METHOD("poll", "($self, timeout=None, /)", "Wait; pairs of descriptor and events.", m_poll), RG_METHOD_END};
static const RgTypeSpec poll_spec = {.flags = RG_TF_NO_NEW, .basicsize = sizeof(Poll), .cell = {"poll", poll_trace, NULL}, .methods = poll_methods};

static RgValue f_poll(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Poll *p = rg_object_new_of(th, (RgType *)RG_MODULE_STATE(th, select), 0);
    if (!p) return RG_ERROR;
    RgDict *d = rg_dict_new(th);
    if (d) rg_gc_store_ptr(p, &p->fds, d);
    return d ? rg_from_ptr(p) : RG_ERROR;
}

static const RgMethodDef functions[] = {
    RG_METHOD("select", "($module, rlist, wlist, xlist, timeout=None, /)", "Wait for descriptors.", f_select),
    RG_METHOD("poll", "($module, /)", "A polling object.", f_poll), RG_METHOD_END};

bool rg_module_init_select(RgThread *th, RgModule *m)
{
    static const RgModuleInt rows[] = {
#define C(NAME) {#NAME, NAME},
        C(POLLIN) C(POLLPRI) C(POLLOUT) C(POLLERR) C(POLLHUP) C(POLLNVAL) C(POLLRDNORM) C(POLLRDBAND) C(POLLWRNORM) C(POLLWRBAND)
        C(POLLMSG) C(POLLRDHUP)
#undef C
        {"PIPE_BUF", 4096}};
    RgType *type = rg_type_new_native(th, "select", "poll", RG_TYPE(th, object), &poll_spec);
    RG_MODULE_STATE(th, select) = type;
    return type && rg_module_set_ints(th, m, rows, RG_COUNT_OF(rows)) && rg_module_add_functions(th, m, functions) && rg_module_set(th, m, "error", rg_from_ptr(RG_EXC(th, OSError))) &&
           rg_select_add_epoll(th, m);
}
