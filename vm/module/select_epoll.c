/* SPDX-License-Identifier: MIT
 *
 * select_epoll.c: select.epoll, the system's table of watched descriptors as an object.
 */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

#include "vm/interp/interp.h"
#include "vm/module/posix.h"
#include "vm/module/select.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"

typedef struct Epoll {
    RgObject head;
    int fd; /* -1: closed */
} Epoll;
#define SELF RG_AS(Epoll, self)
#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static bool usable(RgThread *th, const Epoll *e)
{
    if (e->fd < 0) rg_raise(th, RG_EXC_ValueError, "I/O operation on closed epoll object");
    return e->fd >= 0;
}

static RgValue make(RgThread *th, RgType *type, int fd)
{
    if (fd < 0) return rg_raise_errno(th, 0);
    Epoll *e = rg_object_new_of(th, type, 0);
    if (e) e->fd = fd;
    else close(fd);
    return rg_from_ptr(e);
}

static RgValue epoll_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[2];
    int size = -1, flags = 0;
    if (nargs > 2) return rg_raise(th, RG_EXC_TypeError, "epoll() takes at most 2 arguments (%zu given)", nargs);
    if (!rg_args_parse(th, "epoll", "(sizehint=-1, flags=0)", args, nargs, kwnames, a)) return RG_ERROR;
    if ((a[0] != RG_UNBOUND && !rg_posix_int(th, a[0], &size)) || (a[1] != RG_UNBOUND && !rg_posix_int(th, a[1], &flags))) return RG_ERROR;
    if (size != -1 && size <= 0) return rg_raise(th, RG_EXC_ValueError, "negative sizehint");
    if (flags && flags != EPOLL_CLOEXEC) return rg_raise(th, RG_EXC_OSError, "invalid flags");
    return make(th, type, epoll_create1(EPOLL_CLOEXEC));
}

METHOD(fromfd)
{
    int fd;
    return rg_posix_int(th, args[0], &fd) ? make(th, RG_AS(RgType, self), fd) : RG_ERROR;
}

static void epoll_release(RgHeap *heap, void *cell)
{
    Epoll *e = cell;
    if (e->fd > 2) close(e->fd);
}

METHOD(close)
{
    int fd = SELF->fd;
    SELF->fd = -1;
    return fd >= 0 && close(fd) < 0 ? rg_raise_errno(th, 0) : RG_NONE;
}

METHOD(fileno)
{
    return usable(th, SELF) ? rg_from_int(SELF->fd) : RG_ERROR;
}

METHOD(enter)
{
    return usable(th, SELF) ? self : RG_ERROR;
}

static RgValue control(RgThread *th, const Epoll *e, int what, RgValue v, RgValue mask)
{
    int fd;
    uint32_t events;
    if (!rg_select_fd(th, v, &fd) || !rg_select_mask(th, mask, EPOLLIN | EPOLLPRI | EPOLLOUT, &events) || !usable(th, e)) return RG_ERROR;
    struct epoll_event event = {.events = events, .data = {.fd = fd}};
    return epoll_ctl(e->fd, what, fd, &event) < 0 ? rg_raise_errno(th, 0) : RG_NONE;
}

METHOD(register)
{
    return control(th, SELF, EPOLL_CTL_ADD, args[0], args[1]);
}

METHOD(modify)
{
    return control(th, SELF, EPOLL_CTL_MOD, args[0], args[1]);
}

METHOD(unregister)
{
    return control(th, SELF, EPOLL_CTL_DEL, args[0], RG_UNBOUND);
}

METHOD(poll)
{
    int64_t ns;
    int ms, most = -1;
    struct epoll_event local[FD_SETSIZE - 1], *events = local;
    if (!usable(th, SELF) || !rg_select_timeout(th, args[0], 1000000000, "timeout must be an integer or None", &ns) ||
        !rg_select_milliseconds(th, ns, &ms) || (args[1] != RG_UNBOUND && !rg_posix_int(th, args[1], &most))) return RG_ERROR;
    if (most == -1) most = FD_SETSIZE - 1;
    if (most < 1) return rg_raise(th, RG_EXC_ValueError, "maxevents must be greater than 0, got %d", most);
    if (most > FD_SETSIZE - 1) {
        RgBuffer *room = rg_buffer_new_raw(th, (size_t)most * sizeof *events);
        if (!room) return RG_ERROR;
        events = (struct epoll_event *)(void *)room->data;
    }
    int64_t until = ms < 0 ? 0 : rg_select_now() + ns;
    int n;
    while ((n = epoll_wait(SELF->fd, events, most, ms)) < 0) {
        if (errno != EINTR) return rg_raise_errno(th, 0);
        if (!rg_poll(th)) return RG_ERROR;
        if (ms >= 0 && !rg_select_milliseconds(th, RG_MAX(until - rg_select_now(), 0), &ms)) return RG_ERROR;
    }
    RgList *out = rg_list_new(th, 0);
    for (int i = 0; out && i < n; i++) {
        RgTuple *pair = rg_tuple_pack(th, 2, rg_from_int(events[i].data.fd), rg_from_int(events[i].events));
        if (!pair || !rg_list_append(th, out, rg_from_ptr(pair))) return RG_ERROR;
    }
    return rg_from_ptr(out);
}

static RgValue get_closed(RgThread *th, RgValue self) { return rg_from_bool(SELF->fd < 0); }

static const RgMethodDef methods[] = {
    RG_METHOD_F("fromfd", "($type, fd, /)", "An epoll object of an open descriptor.", m_fromfd, RG_MF_CLASS),
    RG_METHOD("close", "($self, /)", "Close the descriptor.", m_close),
    RG_METHOD("fileno", "($self, /)", "The descriptor.", m_fileno),
    RG_METHOD("register", "($self, /, fd, eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)", "Watch a descriptor.", m_register),
    RG_METHOD("modify", "($self, /, fd, eventmask)", "Watch for other events.", m_modify),
    RG_METHOD("unregister", "($self, /, fd)", "Stop watching.", m_unregister),
    RG_METHOD("poll", "($self, /, timeout=None, maxevents=-1)", "Wait; pairs of descriptor and events.", m_poll),
    RG_METHOD("__enter__", "($self, /)", NULL, m_enter),
    RG_METHOD("__exit__", "($self, exc_type=None, exc_value=None, exc_tb=None, /)", NULL, m_close), RG_METHOD_END};
static const RgGetSetDef getset[] = {{"closed", get_closed, NULL, "Whether it is closed."}, RG_GETSET_END};
static const RgTypeSpec spec = {.doc = "A table of watched descriptors: epoll(sizehint=-1, flags=0).",
                                .basicsize = sizeof(Epoll),
                                .cell = {"epoll", NULL, epoll_release},
                                .slots = {.new_ = epoll_new},
                                .methods = methods,
                                .getset = getset};

bool rg_select_add_epoll(RgThread *th, RgModule *m)
{
    static const RgModuleInt rows[] = {
#define C(NAME) {#NAME, NAME},
        C(EPOLLIN) C(EPOLLOUT) C(EPOLLPRI) C(EPOLLERR) C(EPOLLHUP) C(EPOLLRDHUP) C(EPOLLET) C(EPOLLONESHOT) C(EPOLLEXCLUSIVE)
        C(EPOLLRDNORM) C(EPOLLRDBAND) C(EPOLLWRNORM) C(EPOLLWRBAND) C(EPOLLMSG) C(EPOLL_CLOEXEC)
#undef C
    };
    RgType *type = rg_type_new_native(th, "select", "epoll", RG_TYPE(th, object), &spec);
    return type && rg_module_set_ints(th, m, rows, RG_COUNT_OF(rows)) && rg_module_set(th, m, "epoll", rg_from_ptr(type));
}
