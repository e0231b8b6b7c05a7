/* SPDX-License-Identifier: MIT
 *
 * select_module.c: select and poll, and the little of fcntl that the standard library uses.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "vm/interp/interp.h"
#include "vm/module/registry.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* Descriptor of an int or of an object with fileno(). */
static bool to_fd(RgThread *th, RgValue v, int *out)
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
    if (!rg_number_as_i64(th, v, &fd)) return false;
    *out = (int)fd;
    if (fd >= 0) return true;
    rg_raise(th, RG_EXC_ValueError, "file descriptor cannot be a negative integer (%lld)", (long long)fd);
    return false;
}

static double now(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + 1e-9 * (double)ts.tv_nsec;
}

/* poll() until something happens, the time is over (timeout < 0: never) or a signal handler raises. */
static int wait_for(RgThread *th, struct pollfd *fds, nfds_t n, double timeout)
{
    double until = timeout < 0 ? 0 : now() + timeout;
    for (;;) {
        double left = timeout < 0 ? -1 : RG_MAX(until - now(), 0.0);
        int r = poll(fds, n, left < 0 ? -1 : (int)RG_MIN(ceil(left * 1000), 2147483647.0));
        if (r >= 0) return r;
        if (errno != EINTR) {
            rg_raise_errno(th, 0);
            return -1;
        }
        if (!rg_poll(th)) return -1;
    }
}

static RgValue f_select(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    static const short events[3] = {POLLIN, POLLOUT, POLLPRI};
    RgTuple *sets[3];
    size_t total = 0;
    for (int i = 0; i < 3; i++) {
        if (!(sets[i] = rg_to_tuple(th, args[i]))) return RG_ERROR;
        total += rg_tuple_len(sets[i]);
    }
    double timeout = -1;
    if (args[3] != RG_UNBOUND && args[3] != RG_NONE) {
        if (!rg_number_as_double(th, args[3], &timeout)) return RG_ERROR;
        if (timeout < 0) return rg_raise(th, RG_EXC_ValueError, "timeout must be non-negative");
    }
    RgBuffer *room = rg_buffer_new(th, (total + 1) * sizeof(struct pollfd));
    if (!room) return RG_ERROR;
    struct pollfd *fds = (struct pollfd *)(void *)room->data;
    size_t n = 0;
    for (int i = 0; i < 3; i++) {
        for (size_t k = 0; k < rg_tuple_len(sets[i]); k++, n++) {
            if (!to_fd(th, sets[i]->items[k], &fds[n].fd)) return RG_ERROR;
            fds[n].events = events[i];
        }
    }
    if (wait_for(th, fds, n, timeout) < 0) return RG_ERROR;
    RgValue out[3];
    n = 0;
    for (int i = 0; i < 3; i++) {
        RgList *l = rg_list_new(th, 0);
        if (!l) return RG_ERROR;
        out[i] = rg_from_ptr(l);
        short ready = events[i] | (i == 0 ? POLLHUP | POLLERR : i == 1 ? POLLERR : 0);
        for (size_t k = 0; k < rg_tuple_len(sets[i]); k++, n++) {
            if (fds[n].revents & POLLNVAL) {
                errno = EBADF;
                return rg_raise_errno(th, 0);
            }
            if ((fds[n].revents & ready) && !rg_list_append(th, l, sets[i]->items[k])) return RG_ERROR;
        }
    }
    return rg_from_ptr(rg_tuple_pack(th, 3, out[0], out[1], out[2]));
}

/* ---- poll objects ---- */

typedef struct Poll {
    RgObject head;
    RgDict *fds; /* descriptor -> events */
} Poll;

static void poll_trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((Poll *)cell)->fds);
}

#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
#define SELF RG_AS(Poll, self)

METHOD(register)
{
    int fd;
    int64_t events = POLLIN | POLLPRI | POLLOUT;
    if (!to_fd(th, args[0], &fd) || (args[1] != RG_UNBOUND && !rg_number_as_i64(th, args[1], &events))) return RG_ERROR;
    return rg_dict_set(th, SELF->fds, rg_from_int(fd), rg_from_int(events & 0xffff)) ? RG_NONE : RG_ERROR;
}

METHOD(modify)
{
    int fd;
    int64_t events;
    if (!to_fd(th, args[0], &fd) || !rg_number_as_i64(th, args[1], &events)) return RG_ERROR;
    RgValue old = rg_dict_get(th, SELF->fds, rg_from_int(fd));
    if (old == RG_UNBOUND) {
        errno = ENOENT;
        return rg_raise_errno(th, 0);
    }
    return old && rg_dict_set(th, SELF->fds, rg_from_int(fd), rg_from_int(events & 0xffff)) ? RG_NONE : RG_ERROR;
}

METHOD(unregister)
{
    int fd;
    if (!to_fd(th, args[0], &fd)) return RG_ERROR;
    int r = rg_dict_delete(th, SELF->fds, rg_from_int(fd));
    return r < 0 ? RG_ERROR : r ? RG_NONE : rg_raise_value(th, RG_EXC_KeyError, rg_from_int(fd));
}

METHOD(poll)
{
    double timeout = -1;
    if (args[0] != RG_UNBOUND && args[0] != RG_NONE && !rg_number_as_double(th, args[0], &timeout)) return RG_ERROR;
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
    if (wait_for(th, fds, n, timeout < 0 ? -1 : timeout / 1000) < 0) return RG_ERROR;
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
    RgType *type = rg_type_new_native(th, "select", "poll", RG_TYPE(th, object), &poll_spec);
    RG_MODULE_STATE(th, select) = type;
    return type && rg_module_add_functions(th, m, functions) && rg_module_set(th, m, "error", rg_from_ptr(RG_EXC(th, OSError))) &&
           rg_module_set_int(th, m, "POLLIN", POLLIN) && rg_module_set_int(th, m, "POLLPRI", POLLPRI) &&
           rg_module_set_int(th, m, "POLLOUT", POLLOUT) && rg_module_set_int(th, m, "POLLERR", POLLERR) &&
           rg_module_set_int(th, m, "POLLHUP", POLLHUP) && rg_module_set_int(th, m, "POLLNVAL", POLLNVAL) &&
           rg_module_set_int(th, m, "PIPE_BUF", 4096);
}

/* ---- fcntl ---- */

static RgValue f_fcntl(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int fd;
    int64_t cmd, arg = 0;
    if (!to_fd(th, args[0], &fd) || !rg_number_as_i64(th, args[1], &cmd)) return RG_ERROR;
    if (args[2] != RG_UNBOUND && !rg_number_as_i64(th, args[2], &arg)) return RG_ERROR;
    int r = fcntl(fd, (int)cmd, (int)arg);
    return r < 0 ? rg_raise_errno(th, 0) : rg_from_int(r);
}

static RgValue f_flock(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int fd;
    int64_t op;
    if (!to_fd(th, args[0], &fd) || !rg_number_as_i64(th, args[1], &op)) return RG_ERROR;
    while (flock(fd, (int)op) < 0) {
        if (errno != EINTR) return rg_raise_errno(th, 0);
        if (!rg_poll(th)) return RG_ERROR;
    }
    return RG_NONE;
}

static const RgMethodDef fcntl_functions[] = {
    RG_METHOD("fcntl", "($module, fd, cmd, arg=0, /)", "The system call, with an int argument.", f_fcntl),
    RG_METHOD("flock", "($module, fd, operation, /)", "Lock a file.", f_flock), RG_METHOD_END};

bool rg_module_init_fcntl(RgThread *th, RgModule *m)
{
    static const struct { const char *name; int value; } rows[] = {
#define C(NAME) {#NAME, NAME},
        C(F_DUPFD) C(F_DUPFD_CLOEXEC) C(F_GETFD) C(F_SETFD) C(F_GETFL) C(F_SETFL) C(FD_CLOEXEC) C(LOCK_SH) C(LOCK_EX) C(LOCK_NB) C(LOCK_UN)
#undef C
    };
    for (size_t i = 0; i < RG_COUNT_OF(rows); i++) {
        if (!rg_module_set_int(th, m, rows[i].name, rows[i].value)) return false;
    }
    return rg_module_add_functions(th, m, fcntl_functions);
}
