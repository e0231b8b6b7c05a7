/* SPDX-License-Identifier: MIT
 *
 * posix_system.c: the posix functions that asyncio, socket, pty and mmap programs need beside the plain ones of posix_fd.c and
 * posix_process.c: reads and writes at a position or of several buffers, process descriptors, pseudo-terminals, process groups.
 */
#include <errno.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "vm/interp/interp.h"
#include "vm/module/posix.h"

#define RETRY(RESULT, CALL)                                              \
    do RESULT = (CALL);                                                  \
    while (RESULT < 0 && errno == EINTR && rg_poll(th))

static RgValue number_result(RgThread *th, int64_t r)
{
    if (r < 0) return rg_raised(th) ? RG_ERROR : rg_raise_errno(th, 0);
    return rg_int_from_i64(th, r);
}

static RgValue none_result(RgThread *th, int r)
{
    return number_result(th, r) ? RG_NONE : RG_ERROR;
}

/* ---- positions, several buffers ---- */

RG_POSIX(pread)
{
    int fd;
    int64_t n, offset;
    if (!rg_posix_int(th, args[0], &fd) || !rg_number_as_i64(th, args[1], &n) || !rg_number_as_i64(th, args[2], &offset)) return RG_ERROR;
    if (n < 0) {
        errno = EINVAL;
        return rg_raise_errno(th, 0);
    }
    RgBuffer *room = rg_buffer_new_raw(th, (size_t)RG_MIN(n, 0x7ffff000) + 1);
    if (!room) return RG_ERROR;
    ssize_t got;
    RETRY(got, pread(fd, room->data, (size_t)RG_MIN(n, 0x7ffff000), offset));
    return got < 0 ? number_result(th, got) : rg_from_ptr(rg_bytes_new(th, room->data, got));
}

RG_POSIX(pwrite)
{
    int fd;
    int64_t offset;
    RgBufferView view;
    if (!rg_posix_int(th, args[0], &fd) || !rg_number_as_i64(th, args[2], &offset) || !rg_buffer_get(th, args[1], &view, false)) return RG_ERROR;
    ssize_t put;
    RETRY(put, pwrite(fd, view.data, (size_t)view.len, offset));
    rg_buffer_release(&view);
    return number_result(th, put);
}

/* readv and writev; the views live in C memory, their owners in the tuple. */
static RgValue vectored(RgThread *th, const RgValue *args, const char *fname, bool writable)
{
    int fd;
    if (!rg_posix_int(th, args[0], &fd)) return RG_ERROR;
    if (!rg_is_sequence(th, args[1])) return rg_raise(th, RG_EXC_TypeError, "%s() arg 2 must be a sequence", fname);
    RgTuple *items = rg_to_tuple(th, args[1]);
    if (!items) return RG_ERROR;
    size_t n = rg_tuple_len(items), held = 0;
    RgBufferView *views = calloc(n + 1, sizeof *views);
    struct iovec *vectors = calloc(n + 1, sizeof *vectors);
    bool ok = views && vectors;
    if (!ok) rg_raise_memory(th);
    for (; ok && held < n; held++) {
        if (!rg_buffer_get(th, items->items[held], &views[held], writable)) {
            ok = false;
            break;
        }
        vectors[held] = (struct iovec){views[held].data, (size_t)views[held].len};
    }
    ssize_t r = -1;
    if (ok) RETRY(r, writable ? readv(fd, vectors, (int)n) : writev(fd, vectors, (int)n));
    int error = errno;
    while (held) rg_buffer_release(&views[--held]);
    free(views);
    free(vectors);
    errno = error;
    return number_result(th, r);
}

RG_POSIX(readv)
{
    return vectored(th, args, "readv", true);
}

RG_POSIX(writev)
{
    return vectored(th, args, "writev", false);
}

RG_POSIX(sendfile)
{
    int to, from;
    int64_t count, start = 0;
    if (!rg_posix_int(th, args[0], &to) || !rg_posix_int(th, args[1], &from) || !rg_number_as_i64(th, args[3], &count)) return RG_ERROR;
    if (args[2] != RG_NONE && !rg_number_as_i64(th, args[2], &start)) return RG_ERROR;
    off_t offset = start;
    ssize_t sent;
    RETRY(sent, sendfile(to, from, args[2] == RG_NONE ? NULL : &offset, (size_t)count));
    return number_result(th, sent);
}

RG_POSIX(lockf)
{
    int fd, what, r;
    int64_t len;
    if (!rg_posix_int(th, args[0], &fd) || !rg_posix_int(th, args[1], &what) || !rg_number_as_i64(th, args[2], &len)) return RG_ERROR;
    RETRY(r, lockf(fd, what, len));
    return none_result(th, r);
}

RG_POSIX(posix_fallocate)
{
    int fd;
    int64_t offset, len;
    if (!rg_posix_int(th, args[0], &fd) || !rg_number_as_i64(th, args[1], &offset) || !rg_number_as_i64(th, args[2], &len)) return RG_ERROR;
    errno = posix_fallocate(fd, offset, len);
    return none_result(th, errno ? -1 : 0);
}

/* ---- descriptors of other things ---- */

RG_POSIX(pidfd_open)
{
    int pid, flags = 0;
    if (!rg_posix_int(th, args[0], &pid) || (args[1] != RG_UNBOUND && !rg_posix_int(th, args[1], &flags))) return RG_ERROR;
    return number_result(th, syscall(SYS_pidfd_open, pid, flags));
}

RG_POSIX(memfd_create)
{
    RgPosixPath name;
    int flags = MFD_CLOEXEC;
    if (!rg_posix_path(th, "memfd_create", "name", args[0], 0, &name) || (args[1] != RG_UNBOUND && !rg_posix_int(th, args[1], &flags))) return RG_ERROR;
    return number_result(th, memfd_create(name.text, (unsigned)flags));
}

RG_POSIX(eventfd)
{
    int64_t start;
    int flags = EFD_CLOEXEC;
    if (!rg_number_as_i64(th, args[0], &start) || (args[1] != RG_UNBOUND && !rg_posix_int(th, args[1], &flags))) return RG_ERROR;
    return number_result(th, eventfd((unsigned)start, flags));
}

RG_POSIX(eventfd_read)
{
    int fd, r;
    eventfd_t value;
    if (!rg_posix_int(th, args[0], &fd)) return RG_ERROR;
    RETRY(r, eventfd_read(fd, &value));
    return r < 0 ? number_result(th, r) : rg_int_from_u64(th, value);
}

RG_POSIX(eventfd_write)
{
    int fd, r;
    int64_t value;
    if (!rg_posix_int(th, args[0], &fd) || !rg_number_as_i64(th, args[1], &value)) return RG_ERROR;
    RETRY(r, eventfd_write(fd, (eventfd_t)value));
    return none_result(th, r);
}

RG_POSIX(makedev)
{
    int64_t major_number, minor_number;
    if (!rg_number_as_i64(th, args[0], &major_number) || !rg_number_as_i64(th, args[1], &minor_number)) return RG_ERROR;
    return rg_int_from_i64(th, (int64_t)makedev((unsigned)major_number, (unsigned)minor_number));
}

/* ---- terminals ---- */

RG_POSIX(openpty)
{
    int fds[2];
    if (openpty(&fds[0], &fds[1], NULL, NULL, NULL) < 0) return rg_raise_errno(th, 0);
    for (int i = 0; i < 2; i++) fcntl(fds[i], F_SETFD, FD_CLOEXEC);
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_int(fds[0]), rg_from_int(fds[1])));
}

RG_POSIX(login_tty)
{
    int fd;
    return rg_posix_int(th, args[0], &fd) ? none_result(th, login_tty(fd)) : RG_ERROR;
}

RG_POSIX(ttyname)
{
    int fd;
    if (!rg_posix_int(th, args[0], &fd)) return RG_ERROR;
    const char *name = ttyname(fd);
    return name ? rg_from_ptr(rg_str_from_fs(th, name, strlen(name))) : rg_raise_errno(th, 0);
}

RG_POSIX(ctermid)
{
    char name[L_ctermid] = "";
    ctermid(name);
    return rg_from_ptr(rg_str_from_fs(th, name, strlen(name)));
}

RG_POSIX(tcgetpgrp)
{
    int fd;
    return rg_posix_int(th, args[0], &fd) ? number_result(th, tcgetpgrp(fd)) : RG_ERROR;
}

RG_POSIX(tcsetpgrp)
{
    int fd, group;
    return rg_posix_int(th, args[0], &fd) && rg_posix_int(th, args[1], &group) ? none_result(th, tcsetpgrp(fd, group)) : RG_ERROR;
}

/* ---- groups and sessions of processes ---- */

RG_POSIX(killpg)
{
    int group, number;
    if (!rg_posix_int(th, args[0], &group) || !rg_posix_int(th, args[1], &number)) return RG_ERROR;
    if (killpg(group, number) < 0) return rg_raise_errno(th, 0);
    return !th->poll || rg_poll(th) ? RG_NONE : RG_ERROR;
}

RG_POSIX(getpgid)
{
    int pid;
    return rg_posix_int(th, args[0], &pid) ? number_result(th, getpgid(pid)) : RG_ERROR;
}

RG_POSIX(getsid)
{
    int pid;
    return rg_posix_int(th, args[0], &pid) ? number_result(th, getsid(pid)) : RG_ERROR;
}

RG_POSIX(setpgid)
{
    int pid, group;
    return rg_posix_int(th, args[0], &pid) && rg_posix_int(th, args[1], &group) ? none_result(th, setpgid(pid, group)) : RG_ERROR;
}

RG_POSIX(setpgrp)
{
    return none_result(th, setpgid(0, 0));
}

static const RgMethodDef functions[] = {
    RG_METHOD("pread", "($module, fd, length, offset, /)", "Read at a position.", p_pread),
    RG_METHOD("pwrite", "($module, fd, buffer, offset, /)", "Write at a position.", p_pwrite),
    RG_METHOD("readv", "($module, fd, buffers, /)", "Read into several buffers.", p_readv),
    RG_METHOD("writev", "($module, fd, buffers, /)", "Write several buffers.", p_writev),
    RG_METHOD("sendfile", "($module, /, out_fd, in_fd, offset, count)", "Copy from one descriptor to another.", p_sendfile),
    RG_METHOD("lockf", "($module, fd, command, length, /)", "Lock a part of a file.", p_lockf),
    RG_METHOD("posix_fallocate", "($module, fd, offset, length, /)", "Make sure that there is room for a part of a file.", p_posix_fallocate),
    RG_METHOD("pidfd_open", "($module, /, pid, flags=0)", "A descriptor of a process.", p_pidfd_open),
    RG_METHOD("memfd_create", "($module, /, name, flags=MFD_CLOEXEC)", "A file in memory.", p_memfd_create),
    RG_METHOD("eventfd", "($module, /, initval, flags=EFD_CLOEXEC)", "A counter with a descriptor.", p_eventfd),
    RG_METHOD("eventfd_read", "($module, /, fd)", "The counter, set back.", p_eventfd_read),
    RG_METHOD("eventfd_write", "($module, /, fd, value)", "Add to the counter.", p_eventfd_write),
    RG_METHOD("makedev", "($module, major, minor, /)", "A device number.", p_makedev),
    RG_METHOD("openpty", "($module, /)", "Both ends of a pseudo-terminal.", p_openpty),
    RG_METHOD("login_tty", "($module, fd, /)", "Make a terminal the controlling one and the standard streams.", p_login_tty),
    RG_METHOD("ttyname", "($module, fd, /)", "The path of a terminal.", p_ttyname),
    RG_METHOD("ctermid", "($module, /)", "The path of the controlling terminal.", p_ctermid),
    RG_METHOD("tcgetpgrp", "($module, fd, /)", "The foreground group of a terminal.", p_tcgetpgrp),
    RG_METHOD("tcsetpgrp", "($module, fd, pgid, /)", "Set the foreground group of a terminal.", p_tcsetpgrp),
    RG_METHOD("killpg", "($module, pgid, signal, /)", "Send a signal to a group of processes.", p_killpg),
    RG_METHOD("getpgid", "($module, /, pid)", "The group of a process.", p_getpgid),
    RG_METHOD("getsid", "($module, pid, /)", "The session of a process.", p_getsid),
    RG_METHOD("setpgid", "($module, pid, pgrp, /)", "Put a process into a group.", p_setpgid),
    RG_METHOD("setpgrp", "($module, /)", "Make this process the leader of a group.", p_setpgrp),
    RG_METHOD_END};

bool rg_posix_system_init(RgThread *th, RgModule *m)
{
    static const RgModuleInt rows[] = {
#define C(NAME) {#NAME, NAME},
        C(EFD_CLOEXEC) C(EFD_NONBLOCK) C(EFD_SEMAPHORE) C(MFD_CLOEXEC) C(MFD_ALLOW_SEALING) C(MFD_HUGETLB) C(CLD_EXITED) C(CLD_KILLED)
        C(CLD_DUMPED) C(CLD_TRAPPED) C(CLD_STOPPED) C(CLD_CONTINUED) C(P_PIDFD)
#undef C
    };
    return rg_module_set_ints(th, m, rows, RG_COUNT_OF(rows)) && rg_module_add_functions(th, m, functions);
}
