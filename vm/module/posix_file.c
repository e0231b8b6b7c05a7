/* SPDX-License-Identifier: MIT
 *
 * posix_file.c: functions on paths.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "vm/module/posix.h"
#include "vm/object/float.h"

RG_POSIX(fspath)
{
    return rg_posix_fspath(th, args[0]);
}

static RgValue do_stat(RgThread *th, const char *fname, RgValue v, RgValue dir, bool follow)
{
    RgPosixPath path;
    struct stat st;
    int dir_fd;
    if (!rg_posix_path(th, fname, "path", v, follow ? RG_PATH_FD : 0, &path) || !rg_posix_dir_fd(th, dir, &dir_fd)) return RG_ERROR;
    int r = path.text ? fstatat(dir_fd, path.text, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW) : fstat(path.fd, &st);
    return r < 0 ? rg_posix_error(th, &path) : rg_posix_stat_result(th, &st);
}

RG_POSIX(stat)
{
    bool follow;
    return rg_posix_flag(th, args[2], true, &follow) ? do_stat(th, "stat", args[0], args[1], follow) : RG_ERROR;
}

RG_POSIX(lstat)
{
    return do_stat(th, "lstat", args[0], args[1], false);
}

RG_POSIX(access)
{
    RgPosixPath path;
    int mode, dir_fd;
    bool effective, follow;
    if (!rg_posix_path(th, "access", "path", args[0], 0, &path) || !rg_posix_int(th, args[1], &mode) ||
        !rg_posix_dir_fd(th, args[2], &dir_fd) || !rg_posix_flag(th, args[3], false, &effective) ||
        !rg_posix_flag(th, args[4], true, &follow)) {
        return RG_ERROR;
    }
    int flags = (effective ? AT_EACCESS : 0) | (follow ? 0 : AT_SYMLINK_NOFOLLOW);
    return rg_from_bool(faccessat(dir_fd, path.text, mode, flags) == 0);
}

RG_POSIX(open)
{
    RgPosixPath path;
    int flags, mode = 0777, dir_fd;
    if (!rg_posix_path(th, "open", "path", args[0], 0, &path) || !rg_posix_int(th, args[1], &flags)) return RG_ERROR;
    if (args[2] != RG_UNBOUND && !rg_posix_int(th, args[2], &mode)) return RG_ERROR;
    if (!rg_posix_dir_fd(th, args[3], &dir_fd)) return RG_ERROR;
    int fd;
    do fd = openat(dir_fd, path.text, flags | O_CLOEXEC, mode);
    while (fd < 0 && errno == EINTR);
    return fd < 0 ? rg_posix_error(th, &path) : rg_from_int(fd);
}

RG_POSIX(mkdir)
{
    RgPosixPath path;
    int mode = 0777, dir_fd;
    if (!rg_posix_path(th, "mkdir", "path", args[0], 0, &path)) return RG_ERROR;
    if (args[1] != RG_UNBOUND && !rg_posix_int(th, args[1], &mode)) return RG_ERROR;
    if (!rg_posix_dir_fd(th, args[2], &dir_fd)) return RG_ERROR;
    return mkdirat(dir_fd, path.text, (mode_t)mode) < 0 ? rg_posix_error(th, &path) : RG_NONE;
}

RG_POSIX(mkfifo)
{
    RgPosixPath path;
    int mode = 0666, dir_fd;
    if (!rg_posix_path(th, "mkfifo", "path", args[0], 0, &path)) return RG_ERROR;
    if (args[1] != RG_UNBOUND && !rg_posix_int(th, args[1], &mode)) return RG_ERROR;
    if (!rg_posix_dir_fd(th, args[2], &dir_fd)) return RG_ERROR;
    return mkfifoat(dir_fd, path.text, (mode_t)mode) < 0 ? rg_posix_error(th, &path) : RG_NONE;
}

static RgValue unlink_at(RgThread *th, const char *fname, const RgValue *args, int flags)
{
    RgPosixPath path;
    int dir_fd;
    if (!rg_posix_path(th, fname, "path", args[0], 0, &path) || !rg_posix_dir_fd(th, args[1], &dir_fd)) return RG_ERROR;
    return unlinkat(dir_fd, path.text, flags) < 0 ? rg_posix_error(th, &path) : RG_NONE;
}

RG_POSIX(remove)
{
    return unlink_at(th, "remove", args, 0);
}

RG_POSIX(unlink)
{
    return unlink_at(th, "unlink", args, 0);
}

RG_POSIX(rmdir)
{
    return unlink_at(th, "rmdir", args, AT_REMOVEDIR);
}

static RgValue rename_at(RgThread *th, const char *fname, const RgValue *args)
{
    RgPosixPath from, to;
    int from_fd, to_fd;
    if (!rg_posix_path(th, fname, "src", args[0], 0, &from) || !rg_posix_path(th, fname, "dst", args[1], 0, &to) ||
        !rg_posix_dir_fd(th, args[2], &from_fd) || !rg_posix_dir_fd(th, args[3], &to_fd)) {
        return RG_ERROR;
    }
    return renameat(from_fd, from.text, to_fd, to.text) < 0 ? rg_posix_error2(th, &from, &to) : RG_NONE;
}

RG_POSIX(rename)
{
    return rename_at(th, "rename", args);
}

RG_POSIX(replace)
{
    return rename_at(th, "replace", args);
}

RG_POSIX(link)
{
    RgPosixPath from, to;
    int from_fd, to_fd;
    bool follow;
    if (!rg_posix_path(th, "link", "src", args[0], 0, &from) || !rg_posix_path(th, "link", "dst", args[1], 0, &to) ||
        !rg_posix_dir_fd(th, args[2], &from_fd) || !rg_posix_dir_fd(th, args[3], &to_fd) ||
        !rg_posix_flag(th, args[4], true, &follow)) {
        return RG_ERROR;
    }
    int r = linkat(from_fd, from.text, to_fd, to.text, follow ? AT_SYMLINK_FOLLOW : 0);
    return r < 0 ? rg_posix_error2(th, &from, &to) : RG_NONE;
}

RG_POSIX(symlink)
{
    RgPosixPath from, to;
    int dir_fd;
    if (!rg_posix_path(th, "symlink", "src", args[0], 0, &from) || !rg_posix_path(th, "symlink", "dst", args[1], 0, &to) ||
        !rg_posix_dir_fd(th, args[3], &dir_fd)) {
        return RG_ERROR;
    }
    return symlinkat(from.text, dir_fd, to.text) < 0 ? rg_posix_error2(th, &from, &to) : RG_NONE;
}

RG_POSIX(readlink)
{
    RgPosixPath path;
    int dir_fd;
    char text[4096];
    if (!rg_posix_path(th, "readlink", "path", args[0], 0, &path) || !rg_posix_dir_fd(th, args[1], &dir_fd)) return RG_ERROR;
    ssize_t n = readlinkat(dir_fd, path.text, text, sizeof text);
    return n < 0 ? rg_posix_error(th, &path) : rg_posix_text(th, text, (size_t)n, path.is_bytes);
}

RG_POSIX(chmod)
{
    RgPosixPath path;
    int mode, dir_fd;
    bool follow;
    if (!rg_posix_path(th, "chmod", "path", args[0], RG_PATH_FD, &path) || !rg_posix_int(th, args[1], &mode) ||
        !rg_posix_dir_fd(th, args[2], &dir_fd) || !rg_posix_flag(th, args[3], true, &follow)) {
        return RG_ERROR;
    }
    int r = path.text ? fchmodat(dir_fd, path.text, (mode_t)mode, follow ? 0 : AT_SYMLINK_NOFOLLOW) : fchmod(path.fd, (mode_t)mode);
    return r < 0 ? rg_posix_error(th, &path) : RG_NONE;
}

RG_POSIX(chown)
{
    RgPosixPath path;
    int uid, gid, dir_fd;
    bool follow;
    if (!rg_posix_path(th, "chown", "path", args[0], RG_PATH_FD, &path) || !rg_posix_int(th, args[1], &uid) ||
        !rg_posix_int(th, args[2], &gid) || !rg_posix_dir_fd(th, args[3], &dir_fd) || !rg_posix_flag(th, args[4], true, &follow)) {
        return RG_ERROR;
    }
    int r = path.text ? fchownat(dir_fd, path.text, (uid_t)uid, (gid_t)gid, follow ? 0 : AT_SYMLINK_NOFOLLOW)
                      : fchown(path.fd, (uid_t)uid, (gid_t)gid);
    return r < 0 ? rg_posix_error(th, &path) : RG_NONE;
}

RG_POSIX(chdir)
{
    RgPosixPath path;
    if (!rg_posix_path(th, "chdir", "path", args[0], RG_PATH_FD, &path)) return RG_ERROR;
    int r = path.text ? chdir(path.text) : fchdir(path.fd);
    return r < 0 ? rg_posix_error(th, &path) : RG_NONE;
}

RG_POSIX(truncate)
{
    RgPosixPath path;
    int64_t length;
    if (!rg_posix_path(th, "truncate", "path", args[0], RG_PATH_FD, &path) || !rg_number_as_i64(th, args[1], &length)) return RG_ERROR;
    int r = path.text ? truncate(path.text, length) : ftruncate(path.fd, length);
    return r < 0 ? rg_posix_error(th, &path) : RG_NONE;
}

static RgValue current_directory(RgThread *th, bool bytes)
{
    char *cwd = getcwd(NULL, 0);
    if (!cwd) return rg_raise_errno(th, 0);
    RgValue v = rg_posix_text(th, cwd, strlen(cwd), bytes);
    free(cwd);
    return v;
}

RG_POSIX(getcwd)
{
    return current_directory(th, false);
}

RG_POSIX(getcwdb)
{
    return current_directory(th, true);
}

static bool to_timespec(RgThread *th, RgValue v, bool ns, struct timespec *out)
{
    if (ns) {
        RgValue q, r;
        int64_t s, n;
        if (!rg_is_integer(v)) {
            rg_raise(th, RG_EXC_TypeError, "'%T' object cannot be interpreted as an integer", v);
            return false;
        }
        if (!rg_int_divmod(th, v, rg_from_int(1000000000), &q, &r) || !rg_number_as_i64(th, q, &s) || !rg_number_as_i64(th, r, &n)) return false;
        *out = (struct timespec){s, n};
        return true;
    }
    double d;
    if (!rg_number_as_double(th, v, &d)) return false;
    double whole = floor(d);
    *out = (struct timespec){(time_t)whole, (long)((d - whole) * 1e9)};
    return true;
}

RG_POSIX(utime)
{
    RgPosixPath path;
    int dir_fd;
    bool follow;
    struct timespec ts[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    bool has_times = args[1] != RG_UNBOUND && args[1] != RG_NONE, has_ns = args[2] != RG_UNBOUND && args[2] != RG_NONE;
    if (!rg_posix_path(th, "utime", "path", args[0], RG_PATH_FD, &path) || !rg_posix_dir_fd(th, args[3], &dir_fd) ||
        !rg_posix_flag(th, args[4], true, &follow)) {
        return RG_ERROR;
    }
    if (has_times && has_ns) {
        return rg_raise(th, RG_EXC_ValueError, "utime: you may specify either 'times' or 'ns' but not both");
    }
    if (has_times || has_ns) {
        RgValue pair = has_ns ? args[2] : args[1];
        if (!rg_is_tuple(pair) || rg_tuple_len(RG_TUPLE(pair)) != 2) {
            return rg_raise(th, RG_EXC_TypeError, has_ns ? "utime: 'ns' must be a tuple of two ints"
                                                         : "utime: 'times' must be either a tuple of two ints or None");
        }
        for (int i = 0; i < 2; i++) {
            if (!to_timespec(th, RG_TUPLE(pair)->items[i], has_ns, &ts[i])) return RG_ERROR;
        }
    }
    int r = path.text ? utimensat(dir_fd, path.text, ts, follow ? 0 : AT_SYMLINK_NOFOLLOW) : futimens(path.fd, ts);
    return r < 0 ? rg_posix_error(th, &path) : RG_NONE;
}

RG_POSIX(statvfs)
{
    RgPosixPath path;
    struct statvfs s;
    if (!rg_posix_path(th, "statvfs", "path", args[0], RG_PATH_FD, &path)) return RG_ERROR;
    if ((path.text ? statvfs(path.text, &s) : fstatvfs(path.fd, &s)) < 0) return rg_posix_error(th, &path);
    RgValue v[11] = {rg_int_from_u64(th, s.f_bsize), rg_int_from_u64(th, s.f_frsize), rg_int_from_u64(th, s.f_blocks),
                     rg_int_from_u64(th, s.f_bfree), rg_int_from_u64(th, s.f_bavail), rg_int_from_u64(th, s.f_files),
                     rg_int_from_u64(th, s.f_ffree), rg_int_from_u64(th, s.f_favail), rg_int_from_u64(th, s.f_flag),
                     rg_int_from_u64(th, s.f_namemax), rg_int_from_u64(th, s.f_fsid)};
    return rg_structseq_new(th, rg_posix_type(th, RG_POSIX_STATVFS), v);
}

const RgMethodDef rg_posix_file_functions[] = {
    RG_METHOD("fspath", "($module, /, path)", "The file-system path of an object.", p_fspath),
    RG_METHOD("stat", "($module, /, path, *, dir_fd=None, follow_symlinks=True)", "Status of a file.", p_stat),
    RG_METHOD("lstat", "($module, /, path, *, dir_fd=None)", "Status of a file, links not followed.", p_lstat),
    RG_METHOD("access", "($module, /, path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
              "Whether the real user may access a path.", p_access),
    RG_METHOD("open", "($module, /, path, flags, mode=511, *, dir_fd=None)", "A file descriptor.", p_open),
    RG_METHOD("mkdir", "($module, /, path, mode=511, *, dir_fd=None)", "Make a directory.", p_mkdir),
    RG_METHOD("mkfifo", "($module, /, path, mode=438, *, dir_fd=None)", "Make a named pipe.", p_mkfifo),
    RG_METHOD("remove", "($module, /, path, *, dir_fd=None)", "Remove a file.", p_remove),
    RG_METHOD("unlink", "($module, /, path, *, dir_fd=None)", "Remove a file.", p_unlink),
    RG_METHOD("rmdir", "($module, /, path, *, dir_fd=None)", "Remove a directory.", p_rmdir),
    RG_METHOD("rename", "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Rename a file.", p_rename),
    RG_METHOD("replace", "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Rename a file over another.", p_replace),
    RG_METHOD("link", "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", "Make a hard link.", p_link),
    RG_METHOD("symlink", "($module, /, src, dst, target_is_directory=False, *, dir_fd=None)", "Make a symbolic link.", p_symlink),
    RG_METHOD("readlink", "($module, /, path, *, dir_fd=None)", "Target of a symbolic link.", p_readlink),
    RG_METHOD("chmod", "($module, /, path, mode, *, dir_fd=None, follow_symlinks=True)", "Change permissions.", p_chmod),
    RG_METHOD("chown", "($module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)", "Change the owner.", p_chown),
    RG_METHOD("chdir", "($module, /, path)", "Change the current directory.", p_chdir),
    RG_METHOD("truncate", "($module, /, path, length)", "Set the length of a file.", p_truncate),
    RG_METHOD("getcwd", "($module, /)", "The current directory.", p_getcwd),
    RG_METHOD("getcwdb", "($module, /)", "The current directory as bytes.", p_getcwdb),
    RG_METHOD("utime", "($module, /, path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)",
              "Set access and modification times.", p_utime),
    RG_METHOD("statvfs", "($module, /, path)", "Status of a file system.", p_statvfs),
    RG_METHOD_END,
};
