/* SPDX-License-Identifier: MIT
 *
 * posix_fd.c: functions on file descriptors.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/interp/interp.h"
#include "vm/module/posix.h"

/* Runs a call until it is not interrupted; signal handlers run in between. */
#define RETRY(RESULT, CALL)                                            \
    do RESULT = (CALL);                                                \
    while (RESULT < 0 && errno == EINTR && (rg_poll(th) || (errno = 0)))

static RgValue fd_result(RgThread *th, int64_t r)
{
    if (r < 0) return rg_raised(th) ? RG_ERROR : rg_raise_errno(th, 0);
    return rg_int_from_i64(th, r);
}

static RgValue none_result(RgThread *th, int r)
{
    if (r < 0) return rg_raised(th) ? RG_ERROR : rg_raise_errno(th, 0);
    return RG_NONE;
}

RG_POSIX(close)
{
    int fd;
    return rg_posix_int(th, args[0], &fd) ? none_result(th, close(fd)) : RG_ERROR;
}

RG_POSIX(closerange)
{
    int low, high;
    if (!rg_posix_int(th, args[0], &low) || !rg_posix_int(th, args[1], &high)) return RG_ERROR;
    for (int fd = low < 0 ? 0 : low; fd < high && fd < 65536; fd++) close(fd);
    return RG_NONE;
}

RG_POSIX(read)
{
    int fd;
    int64_t n;
    if (!rg_posix_int(th, args[0], &fd) || !rg_number_as_i64(th, args[1], &n)) return RG_ERROR;
    if (n < 0) {
        errno = EINVAL;
        return rg_raise_errno(th, 0);
    }
    RgBuffer *room = rg_buffer_new(th, (size_t)RG_MIN(n, 0x7ffff000) + 1);
    if (!room) return RG_ERROR;
    ssize_t got;
    RETRY(got, read(fd, room->data, (size_t)RG_MIN(n, 0x7ffff000)));
    return got < 0 ? fd_result(th, got) : rg_from_ptr(rg_bytes_new(th, room->data, got));
}

RG_POSIX(write)
{
    int fd;
    RgBufferView view;
    if (!rg_posix_int(th, args[0], &fd) || !rg_buffer_get(th, args[1], &view, false)) return RG_ERROR;
    ssize_t put;
    RETRY(put, write(fd, view.data, (size_t)view.len));
    rg_buffer_release(&view);
    return fd_result(th, put);
}

RG_POSIX(lseek)
{
    int fd, how;
    int64_t offset;
    if (!rg_posix_int(th, args[0], &fd) || !rg_number_as_i64(th, args[1], &offset) || !rg_posix_int(th, args[2], &how)) return RG_ERROR;
    return fd_result(th, lseek(fd, offset, how));
}

RG_POSIX(fstat)
{
    int fd;
    struct stat st;
    if (!rg_posix_int(th, args[0], &fd)) return RG_ERROR;
    return fstat(fd, &st) < 0 ? rg_raise_errno(th, 0) : rg_posix_stat_result(th, &st);
}

RG_POSIX(isatty)
{
    int fd;
    return rg_posix_int(th, args[0], &fd) ? rg_from_bool(isatty(fd)) : RG_ERROR;
}

RG_POSIX(dup)
{
    int fd;
    return rg_posix_int(th, args[0], &fd) ? fd_result(th, fcntl(fd, F_DUPFD_CLOEXEC, 0)) : RG_ERROR;
}

RG_POSIX(dup2)
{
    int from, to;
    bool inheritable;
    if (!rg_posix_int(th, args[0], &from) || !rg_posix_int(th, args[1], &to) || !rg_posix_flag(th, args[2], true, &inheritable)) {
        return RG_ERROR;
    }
    if (from == to) return fd_result(th, fcntl(from, F_GETFD) < 0 ? -1 : to);
    return fd_result(th, dup3(from, to, inheritable ? 0 : O_CLOEXEC));
}

RG_POSIX(pipe)
{
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) < 0) return rg_raise_errno(th, 0);
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_int(fds[0]), rg_from_int(fds[1])));
}

RG_POSIX(pipe2)
{
    int fds[2], flags;
    if (!rg_posix_int(th, args[0], &flags)) return RG_ERROR;
    if (pipe2(fds, flags) < 0) return rg_raise_errno(th, 0);
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_int(fds[0]), rg_from_int(fds[1])));
}

RG_POSIX(fsync)
{
    int fd;
    return rg_posix_int(th, args[0], &fd) ? none_result(th, fsync(fd)) : RG_ERROR;
}

RG_POSIX(fdatasync)
{
    int fd;
    return rg_posix_int(th, args[0], &fd) ? none_result(th, fdatasync(fd)) : RG_ERROR;
}

RG_POSIX(ftruncate)
{
    int fd;
    int64_t length;
    if (!rg_posix_int(th, args[0], &fd) || !rg_number_as_i64(th, args[1], &length)) return RG_ERROR;
    return none_result(th, ftruncate(fd, length));
}

RG_POSIX(fchdir)
{
    int fd;
    return rg_posix_int(th, args[0], &fd) ? none_result(th, fchdir(fd)) : RG_ERROR;
}

RG_POSIX(fchmod)
{
    int fd, mode;
    if (!rg_posix_int(th, args[0], &fd) || !rg_posix_int(th, args[1], &mode)) return RG_ERROR;
    return none_result(th, fchmod(fd, (mode_t)mode));
}

RG_POSIX(get_inheritable)
{
    int fd;
    if (!rg_posix_int(th, args[0], &fd)) return RG_ERROR;
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 ? rg_raise_errno(th, 0) : rg_from_bool(!(flags & FD_CLOEXEC));
}

RG_POSIX(set_inheritable)
{
    int fd;
    bool on;
    if (!rg_posix_int(th, args[0], &fd) || !rg_posix_flag(th, args[1], false, &on)) return RG_ERROR;
    int flags = fcntl(fd, F_GETFD);
    return none_result(th, flags < 0 ? -1 : fcntl(fd, F_SETFD, on ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC));
}

RG_POSIX(get_blocking)
{
    int fd;
    if (!rg_posix_int(th, args[0], &fd)) return RG_ERROR;
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? rg_raise_errno(th, 0) : rg_from_bool(!(flags & O_NONBLOCK));
}

RG_POSIX(set_blocking)
{
    int fd;
    bool on;
    if (!rg_posix_int(th, args[0], &fd) || !rg_posix_flag(th, args[1], false, &on)) return RG_ERROR;
    int flags = fcntl(fd, F_GETFL);
    return none_result(th, flags < 0 ? -1 : fcntl(fd, F_SETFL, on ? flags & ~O_NONBLOCK : flags | O_NONBLOCK));
}

RG_POSIX(get_terminal_size)
{
    int fd = 1;
    struct winsize w;
    if (args[0] != RG_UNBOUND && !rg_posix_int(th, args[0], &fd)) return RG_ERROR;
    if (ioctl(fd, TIOCGWINSZ, &w) < 0) return rg_raise_errno(th, 0);
    RgValue v[2] = {rg_from_int(w.ws_col), rg_from_int(w.ws_row)};
    return rg_structseq_new(th, rg_posix_type(th, RG_POSIX_TERMINAL), v);
}

RG_POSIX(device_encoding)
{
    int fd;
    if (!rg_posix_int(th, args[0], &fd)) return RG_ERROR;
    return isatty(fd) ? rg_from_ptr(rg_str_from_cstr(th, "UTF-8")) : RG_NONE;
}

static RgValue random_bytes(RgThread *th, RgValue size, unsigned flags)
{
    int64_t n;
    if (!rg_number_as_i64(th, size, &n)) return RG_ERROR;
    if (n < 0) return rg_raise(th, RG_EXC_ValueError, "negative argument not allowed");
    RgBytes *b = rg_bytes_new(th, NULL, n);
    for (int64_t at = 0; b && at < n;) {
        ssize_t got = getrandom(b->data + at, (size_t)(n - at), flags);
        if (got > 0) at += got;
        else if (errno != EINTR) return rg_raise_errno(th, 0);
        else if (!rg_poll(th)) return RG_ERROR;
    }
    return rg_from_ptr(b);
}

RG_POSIX(urandom)
{
    return random_bytes(th, args[0], 0);
}

RG_POSIX(getrandom)
{
    int flags = 0;
    if (args[1] != RG_UNBOUND && !rg_posix_int(th, args[1], &flags)) return RG_ERROR;
    return random_bytes(th, args[0], (unsigned)flags);
}

const RgMethodDef rg_posix_fd_functions[] = {
    RG_METHOD("close", "($module, /, fd)", "Close a descriptor.", p_close),
    RG_METHOD("closerange", "($module, fd_low, fd_high, /)", "Close descriptors.", p_closerange),
    RG_METHOD("read", "($module, fd, length, /)", "Read bytes.", p_read),
    RG_METHOD("write", "($module, fd, data, /)", "Write bytes.", p_write),
    RG_METHOD("lseek", "($module, fd, position, how, /)", "Move the position.", p_lseek),
    RG_METHOD("fstat", "($module, /, fd)", "Status of an open file.", p_fstat),
    RG_METHOD("isatty", "($module, fd, /)", "Whether it is a terminal.", p_isatty),
    RG_METHOD("dup", "($module, fd, /)", "A copy of a descriptor.", p_dup),
    RG_METHOD("dup2", "($module, /, fd, fd2, inheritable=True)", "Copy a descriptor onto another.", p_dup2),
    RG_METHOD("pipe", "($module, /)", "A pipe.", p_pipe),
    RG_METHOD("pipe2", "($module, flags, /)", "A pipe with flags.", p_pipe2),
    RG_METHOD("fsync", "($module, /, fd)", "Write a file to the disk.", p_fsync),
    RG_METHOD("fdatasync", "($module, /, fd)", "Write a file's data to the disk.", p_fdatasync),
    RG_METHOD("ftruncate", "($module, fd, length, /)", "Set the length of a file.", p_ftruncate),
    RG_METHOD("fchdir", "($module, /, fd)", "Change the current directory.", p_fchdir),
    RG_METHOD("fchmod", "($module, /, fd, mode)", "Change permissions.", p_fchmod),
    RG_METHOD("get_inheritable", "($module, fd, /)", "Whether children get the descriptor.", p_get_inheritable),
    RG_METHOD("set_inheritable", "($module, fd, inheritable, /)", "Choose whether children get the descriptor.", p_set_inheritable),
    RG_METHOD("get_blocking", "($module, fd, /)", "Whether reads wait.", p_get_blocking),
    RG_METHOD("set_blocking", "($module, fd, blocking, /)", "Choose whether reads wait.", p_set_blocking),
    RG_METHOD("get_terminal_size", "($module, fd=<unrepresentable>, /)", "Size of the terminal.", p_get_terminal_size),
    RG_METHOD("device_encoding", "($module, /, fd)", "Encoding of a terminal.", p_device_encoding),
    RG_METHOD("urandom", "($module, size, /)", "Random bytes.", p_urandom),
    RG_METHOD("getrandom", "($module, /, size, flags=0)", "Random bytes.", p_getrandom),
    RG_METHOD_END,
};
