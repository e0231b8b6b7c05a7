/* SPDX-License-Identifier: MIT
 *
 * fcntl_module.c: fcntl, ioctl and file locks. A bytes argument is a structure that the system fills in: the result is its copy.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "vm/interp/interp.h"
#include "vm/module/posix.h"
#include "vm/module/select.h"

enum { ROOM = 1024 };

/* Calls again after an interruption, with signal handlers in between. */
#define RETRY(RESULT, CALL)                                              \
    do RESULT = (CALL);                                                  \
    while (RESULT < 0 && errno == EINTR && rg_poll(th))

static RgValue failed(RgThread *th) { return rg_raised(th) ? RG_ERROR : rg_raise_errno(th, 0); }

/* The text or read-only bytes of an argument, copied to room: 1, 0 it is neither, -1 raised. */
static int structure(RgThread *th, const char *fname, RgValue v, char *room, size_t *len)
{
    const void *data;
    if (rg_is_str(v)) {
        if (!(data = rg_str_utf8_strict(th, RG_STR(v), len))) return -1;
    } else if (rg_is_bytes(v)) {
        data = RG_BYTES(v)->data;
        *len = (size_t)RG_BYTES(v)->length;
    } else {
        return 0;
    }
    if (*len > ROOM) {
        rg_raise(th, RG_EXC_ValueError, "%s string arg too long", fname);
        return -1;
    }
    memcpy(room, data, *len);
    room[*len] = 0;
    return 1;
}

static RgValue f_fcntl(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int fd, cmd, r;
    char room[ROOM + 1];
    size_t len;
    uint32_t arg;
    if (!rg_select_fd(th, args[0], &fd) || !rg_posix_int(th, args[1], &cmd)) return RG_ERROR;
    int given = args[2] == RG_UNBOUND ? 0 : structure(th, "fcntl", args[2], room, &len);
    if (given < 0 || (!given && !rg_select_mask(th, args[2], 0, &arg))) return RG_ERROR;
    if (given) {
        RETRY(r, fcntl(fd, cmd, room));
        return r < 0 ? failed(th) : rg_from_ptr(rg_bytes_new(th, room, (int64_t)len));
    }
    RETRY(r, fcntl(fd, cmd, (int)arg));
    return r < 0 ? failed(th) : rg_from_int(r);
}

/* ioctl on a writable buffer: changed in place, the result is the call's; or, not to be changed, as with bytes. */
static RgValue ioctl_buffer(RgThread *th, int fd, uint32_t request, RgBufferView *view, bool mutate)
{
    char room[ROOM + 1];
    size_t len = (size_t)view->len;
    void *data = view->data;
    if (len <= ROOM) {
        memcpy(room, view->data, len);
        room[len] = 0;
        data = room;
    } else if (!mutate) {
        return rg_raise(th, RG_EXC_ValueError, "ioctl string arg too long");
    }
    int r;
    RETRY(r, ioctl(fd, request, data));
    if (mutate && data == room) memcpy(view->data, room, len);
    if (r < 0) return failed(th);
    return mutate ? rg_from_int(r) : rg_from_ptr(rg_bytes_new(th, room, (int64_t)len));
}

static RgValue f_ioctl(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int fd, r, number;
    uint32_t request;
    char room[ROOM + 1];
    size_t len;
    bool mutate;
    if (!rg_select_fd(th, args[0], &fd) || !rg_select_mask(th, args[1], 0, &request) || !rg_posix_flag(th, args[3], true, &mutate)) return RG_ERROR;
    int given = args[2] == RG_UNBOUND ? 0 : structure(th, "ioctl", args[2], room, &len);
    if (given < 0) return RG_ERROR;
    if (given) {
        RETRY(r, ioctl(fd, request, room));
        return r < 0 ? failed(th) : rg_from_ptr(rg_bytes_new(th, room, (int64_t)len));
    }
    RgBufferView view;
    if (args[2] != RG_UNBOUND && rg_buffer_supported(args[2])) {
        if (!rg_buffer_get(th, args[2], &view, mutate)) return RG_ERROR;
        RgValue v = ioctl_buffer(th, fd, request, &view, mutate);
        rg_buffer_release(&view);
        return v;
    }
    number = 0;
    if (args[2] != RG_UNBOUND && !rg_posix_int(th, args[2], &number)) return RG_ERROR;
    RETRY(r, ioctl(fd, request, (long)number));
    return r < 0 ? failed(th) : rg_from_int(r);
}

static RgValue f_flock(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int fd, op, r;
    if (!rg_select_fd(th, args[0], &fd) || !rg_posix_int(th, args[1], &op)) return RG_ERROR;
    RETRY(r, flock(fd, op));
    return r < 0 ? failed(th) : RG_NONE;
}

static RgValue f_lockf(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int fd, op, whence = 0, r;
    int64_t len = 0, start = 0;
    if (!rg_select_fd(th, args[0], &fd) || !rg_posix_int(th, args[1], &op)) return RG_ERROR;
    if (args[4] != RG_UNBOUND && !rg_posix_int(th, args[4], &whence)) return RG_ERROR;
    struct flock lock = {.l_type = F_UNLCK, .l_whence = (short)whence};
    if (op != LOCK_UN) {
        if (!(op & (LOCK_SH | LOCK_EX))) return rg_raise(th, RG_EXC_ValueError, "unrecognized lockf argument");
        lock.l_type = op & LOCK_SH ? F_RDLCK : F_WRLCK;
    }
    if ((args[2] != RG_UNBOUND && !rg_number_as_i64(th, args[2], &len)) || (args[3] != RG_UNBOUND && !rg_number_as_i64(th, args[3], &start))) {
        return RG_ERROR;
    }
    lock.l_len = len;
    lock.l_start = start;
    RETRY(r, fcntl(fd, op & LOCK_NB ? F_SETLK : F_SETLKW, &lock));
    return r < 0 ? failed(th) : RG_NONE;
}

static const RgMethodDef functions[] = {
    RG_METHOD("fcntl", "($module, fd, cmd, arg=0, /)", "The system call, with an int or a structure.", f_fcntl),
    RG_METHOD("ioctl", "($module, fd, request, arg=0, mutate_flag=True, /)", "The system call, with an int, a structure or a buffer.", f_ioctl),
    RG_METHOD("flock", "($module, fd, operation, /)", "Lock a file.", f_flock),
    RG_METHOD("lockf", "($module, fd, cmd, len=0, start=0, whence=0, /)", "Lock a part of a file.", f_lockf), RG_METHOD_END};

bool rg_module_init_fcntl(RgThread *th, RgModule *m)
{
    static const RgModuleInt rows[] = {
#define C(NAME) {#NAME, NAME},
        C(LOCK_SH) C(LOCK_EX) C(LOCK_NB) C(LOCK_UN) C(LOCK_MAND) C(LOCK_READ) C(LOCK_WRITE) C(LOCK_RW) C(F_DUPFD) C(F_DUPFD_CLOEXEC)
        C(F_GETFD) C(F_SETFD) C(F_GETFL) C(F_SETFL) C(F_GETLK) C(F_SETLK) C(F_SETLKW) C(F_GETLK64) C(F_SETLK64) C(F_SETLKW64)
        C(F_OFD_GETLK) C(F_OFD_SETLK) C(F_OFD_SETLKW) C(F_GETOWN) C(F_SETOWN) C(F_GETSIG) C(F_SETSIG) C(F_RDLCK) C(F_WRLCK)
        C(F_UNLCK) C(F_SETLEASE) C(F_GETLEASE) C(F_NOTIFY) C(F_EXLCK) C(F_SHLCK) C(F_SETPIPE_SZ) C(F_GETPIPE_SZ) C(F_ADD_SEALS)
        C(F_GET_SEALS) C(F_SEAL_SEAL) C(F_SEAL_SHRINK) C(F_SEAL_GROW) C(F_SEAL_WRITE) C(FD_CLOEXEC) C(FASYNC) C(DN_ACCESS)
        C(DN_MODIFY) C(DN_CREATE) C(DN_DELETE) C(DN_RENAME) C(DN_ATTRIB) C(DN_MULTISHOT)
#undef C
    };
    return rg_module_set_ints(th, m, rows, RG_COUNT_OF(rows)) && rg_module_add_functions(th, m, functions);
}
