/* SPDX-License-Identifier: MIT
 *
 * posix_module.c: the posix module: shared tools, stat results, and set-up.
 */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/module/posix.h"
#include "vm/module/io.h"

#include "vm/object/list.h"

RgValue rg_posix_fspath(RgThread *th, RgValue v)
{
    if (rg_is_str(v) || rg_is_bytes(v)) return v;
    RgValue method = rg_type_lookup_special(th, v, RG_SYM(th, __fspath__));
    if (!method) {
        if (rg_raised(th)) return RG_ERROR;
        return rg_raise(th, RG_EXC_TypeError, "expected str, bytes or os.PathLike object, not %T", v);
    }
    RgValue path = rg_call0(th, method);
    if (!path || rg_is_str(path) || rg_is_bytes(path)) return path;
    return rg_raise(th, RG_EXC_TypeError, "expected %T.__fspath__() to return str or bytes, not %T", v, path);
}

bool rg_posix_int(RgThread *th, RgValue v, int *out)
{
    int64_t i;
    if (!rg_number_as_i64(th, v, &i)) return false;
    if (i != (int)i) {
        rg_raise(th, RG_EXC_OverflowError, i > 0 ? "signed integer is greater than maximum" : "signed integer is less than minimum");
        return false;
    }
    *out = (int)i;
    return true;
}

bool rg_posix_flag(RgThread *th, RgValue v, bool absent, bool *out)
{
    int truth = v == RG_UNBOUND ? absent : rg_truth(th, v);
    *out = truth > 0;
    return truth >= 0;
}

bool rg_posix_dir_fd(RgThread *th, RgValue v, int *out)
{
    *out = AT_FDCWD;
    return v == RG_UNBOUND || v == RG_NONE || rg_posix_int(th, v, out);
}

bool rg_posix_path(RgThread *th, const char *fname, const char *argname, RgValue v, int allow, RgPosixPath *out)
{
    *out = (RgPosixPath){NULL, -1, false, v};
    rg_io_settle(th); /* whoever names a file may look at it */
    if (v == RG_UNBOUND || (v == RG_NONE && (allow & RG_PATH_NONE))) {
        out->text = ".";
        out->object = 0;
        return true;
    }
    if (!rg_is_str(v) && !rg_is_bytes(v)) {
        RgType *type = rg_type_of(th->rt, v);
        if ((allow & RG_PATH_FD) && (rg_is_integer(v) || type->slots.index)) return rg_posix_int(th, v, &out->fd);
        RgValue method = rg_type_lookup_special(th, v, RG_SYM(th, __fspath__));
        if (!method) {
            if (!rg_raised(th)) {
                rg_raise(th, RG_EXC_TypeError, "%s: %s should be string, bytes%s%s%s, not %T", fname, argname,
                         allow ? ", os.PathLike" : " or os.PathLike", !allow ? "" : allow & RG_PATH_FD ? allow & RG_PATH_NONE ? ", integer" : " or integer" : "",
                         allow & RG_PATH_NONE ? " or None" : "", v);
            }
            return false;
        }
        v = rg_posix_fspath(th, v);
        if (!v) return false;
        out->object = v;
    }
    if (rg_is_str(v)) {
        out->text = rg_str_fs(th, RG_STR(v));
        return out->text != NULL;
    }
    RgBytes *b = RG_BYTES(v);
    out->is_bytes = true;
    if (memchr(b->data, 0, (size_t)b->length)) {
        rg_raise(th, RG_EXC_ValueError, "%s: embedded null character in %s", fname, argname);
        return false;
    }
    RgBuffer *copy = rg_buffer_new(th, (size_t)b->length + 1); /* shared bytes may lack the NUL */
    if (!copy) return false;
    memcpy(copy->data, b->data, (size_t)b->length);
    out->text = (char *)copy->data;
    return true;
}

RgValue rg_posix_error(RgThread *th, const RgPosixPath *path)
{
    return rg_raise_errno(th, path->object);
}

RgValue rg_posix_error2(RgThread *th, const RgPosixPath *from, const RgPosixPath *to)
{
    RgStr *text = rg_str_from_cstr(th, strerror(errno));
    RgValue args[5] = {rg_from_int(errno), rg_from_ptr(text), from->object, RG_NONE, to->object};
    return text ? rg_raise_call(th, RG_EXC(th, OSError), args, 5) : RG_ERROR;
}

RgValue rg_posix_text(RgThread *th, const char *s, size_t len, bool bytes)
{
    if (bytes) return rg_from_ptr(rg_bytes_new(th, s, (int64_t)len));
    return rg_from_ptr(rg_str_from_fs(th, s, len));
}

/* ---- stat ---- */

static const char *const stat_fields[] = {"st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", NULL, NULL, NULL,
                                          "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns",
                                          "st_blksize", "st_blocks", "st_rdev"};
static const RgStructSeq stat_desc = RG_STRUCTSEQ(stat_fields, 10, "Result of stat().");
static const char *const statvfs_fields[] = {"f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files",
                                             "f_ffree", "f_favail", "f_flag", "f_namemax", "f_fsid"};
static const RgStructSeq statvfs_desc = RG_STRUCTSEQ(statvfs_fields, 10, "Result of statvfs().");
static const char *const uname_fields[] = {"sysname", "nodename", "release", "version", "machine"};
static const RgStructSeq uname_desc = RG_STRUCTSEQ(uname_fields, 5, "Result of uname().");
static const char *const times_fields[] = {"user", "system", "children_user", "children_system", "elapsed"};
static const RgStructSeq times_desc = RG_STRUCTSEQ(times_fields, 5, "Result of times().");
static const char *const terminal_fields[] = {"columns", "lines"};
static const RgStructSeq terminal_desc = RG_STRUCTSEQ(terminal_fields, 2, "Size of a terminal.");

RgValue rg_posix_stat_result(RgThread *th, const struct stat *st)
{
    const struct timespec *times[3] = {&st->st_atim, &st->st_mtim, &st->st_ctim};
    RgValue v[19] = {rg_from_int(st->st_mode), rg_int_from_u64(th, st->st_ino), rg_int_from_u64(th, st->st_dev),
                     rg_int_from_u64(th, st->st_nlink), rg_from_int(st->st_uid), rg_from_int(st->st_gid),
                     rg_int_from_i64(th, st->st_size)};
    for (int i = 0; i < 3; i++) {
        v[7 + i] = rg_int_from_i64(th, times[i]->tv_sec);
        v[10 + i] = rg_from_double((double)times[i]->tv_sec + 1e-9 * (double)times[i]->tv_nsec);
        v[13 + i] = rg_int_from_i64(th, (int64_t)times[i]->tv_sec * 1000000000 + times[i]->tv_nsec);
    }
    v[16] = rg_int_from_i64(th, st->st_blksize);
    v[17] = rg_int_from_i64(th, st->st_blocks);
    v[18] = rg_int_from_u64(th, st->st_rdev);
    for (int i = 0; i < 19; i++) {
        if (!v[i]) return RG_ERROR;
    }
    return rg_structseq_new(th, rg_posix_type(th, RG_POSIX_STAT), v);
}

static bool add_environ(RgThread *th, RgModule *m)
{
    RgDict *d = rg_dict_new(th);
    for (char **e = environ; d && e && *e; e++) {
        const char *eq = strchr(*e, '=');
        if (!eq) continue;
        RgBytes *key = rg_bytes_new(th, *e, eq - *e), *value = key ? rg_bytes_new(th, eq + 1, (int64_t)strlen(eq + 1)) : NULL;
        if (!value) return false;
        RgValue stored = rg_dict_set_default(th, d, rg_from_ptr(key), rg_from_ptr(value));
        if (!stored) return false;
    }
    return d && rg_module_set(th, m, "environ", rg_from_ptr(d));
}

static bool add_have_functions(RgThread *th, RgModule *m)
{
    static const char *const names[] = {"HAVE_FACCESSAT", "HAVE_FCHDIR", "HAVE_FCHMOD", "HAVE_FCHMODAT", "HAVE_FCHOWN", "HAVE_FCHOWNAT",
                                        "HAVE_FDOPENDIR", "HAVE_FSTATAT", "HAVE_FSTATVFS", "HAVE_FTRUNCATE", "HAVE_FUTIMENS",
                                        "HAVE_LINKAT", "HAVE_LCHOWN", "HAVE_LSTAT", "HAVE_MKDIRAT", "HAVE_MKFIFOAT", "HAVE_OPENAT",
                                        "HAVE_READLINKAT", "HAVE_RENAMEAT", "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT"};
    RgList *l = rg_list_new(th, RG_COUNT_OF(names));
    for (size_t i = 0; l && i < RG_COUNT_OF(names); i++) {
        RgStr *s = rg_intern_cstr(th, names[i]);
        if (!s || !rg_list_append(th, l, rg_from_ptr(s))) return false;
    }
    return l && rg_module_set(th, m, "_have_functions", rg_from_ptr(l));
}

bool rg_module_init_posix(RgThread *th, RgModule *m)
{
    static const struct {
        int which;
        const char *module, *name;
        const RgStructSeq *desc;
    } seqs[] = {
        {RG_POSIX_STAT, "os", "stat_result", &stat_desc},
        {RG_POSIX_STATVFS, "os", "statvfs_result", &statvfs_desc},
        {RG_POSIX_UNAME, "posix", "uname_result", &uname_desc},
        {RG_POSIX_TIMES, "posix", "times_result", &times_desc},
        {RG_POSIX_TERMINAL, "os", "terminal_size", &terminal_desc},
    };
    RgArray *types = rg_array_new(th, RG_POSIX_TYPES);
    if (!types) return false;
    RG_MODULE_STATE(th, posix) = types;
    for (size_t i = 0; i < RG_COUNT_OF(seqs); i++) {
        RgType *type = rg_structseq_type(th, seqs[i].module, seqs[i].name, seqs[i].desc);
        if (!type || !rg_module_set(th, m, seqs[i].name, rg_from_ptr(type))) return false;
        rg_gc_store(types, &types->items[seqs[i].which], rg_from_ptr(type));
    }
    return rg_posix_dir_init(th, m, types) && rg_module_add_functions(th, m, rg_posix_file_functions) &&
           rg_module_add_functions(th, m, rg_posix_fd_functions) && rg_module_add_functions(th, m, rg_posix_process_functions) &&
           rg_module_add_functions(th, m, rg_posix_dir_functions) && rg_module_add_functions(th, m, rg_posix_fork_functions) &&
           rg_posix_system_init(th, m) &&
           rg_posix_add_constants(th, m) && add_environ(th, m) &&
           add_have_functions(th, m) && rg_module_set(th, m, "error", rg_from_ptr(RG_EXC(th, OSError))) &&
           rg_module_set_str(th, m, "__doc__", "Functions of the operating system; use the os module.");
}
