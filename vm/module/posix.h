/* SPDX-License-Identifier: MIT
 *
 * posix.h: what the files of the posix module share: path arguments, the module's types and its function tables.
 */
#ifndef RG_MODULE_POSIX_H
#define RG_MODULE_POSIX_H

#include <fcntl.h>

#include "vm/module/registry.h"
#include "vm/object/bytes.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

typedef struct RgPosixPath {
    const char *text; /* NULL when fd is used */
    int fd;
    bool is_bytes;
    RgValue object;   /* as given after __fspath__: the filename of errors */
} RgPosixPath;

enum { RG_PATH_FD = 1 /* an int is a descriptor */, RG_PATH_NONE = 2 /* None or absent: "." */ };
bool rg_posix_path(RgThread *th, const char *fname, const char *argname, RgValue v, int allow, RgPosixPath *out) RG_CHECK_RESULT;
RgValue rg_posix_error(RgThread *th, const RgPosixPath *path);
RgValue rg_posix_error2(RgThread *th, const RgPosixPath *from, const RgPosixPath *to);
/* dir_fd argument: AT_FDCWD when None or absent. */
bool rg_posix_dir_fd(RgThread *th, RgValue v, int *out) RG_CHECK_RESULT;
bool rg_posix_int(RgThread *th, RgValue v, int *out) RG_CHECK_RESULT;
bool rg_posix_flag(RgThread *th, RgValue v, bool absent, bool *out) RG_CHECK_RESULT;
/* Text of the file system as str or bytes. */
RgValue rg_posix_text(RgThread *th, const char *s, size_t len, bool bytes);
RgValue rg_posix_fspath(RgThread *th, RgValue v); /* os.fspath */

enum { RG_POSIX_STAT, RG_POSIX_STATVFS, RG_POSIX_UNAME, RG_POSIX_TIMES, RG_POSIX_TERMINAL, RG_POSIX_DIRENTRY, RG_POSIX_SCANDIR,
       RG_POSIX_AT_FORK /* three lists, posix_fork.c */, RG_POSIX_TYPES = RG_POSIX_AT_FORK + 3 };
static inline RgType *rg_posix_type(RgThread *th, int which)
{
    return RG_AS(RgType, ((RgArray *)RG_MODULE_STATE(th, posix))->items[which]);
}
struct stat;
RgValue rg_posix_stat_result(RgThread *th, const struct stat *st);
bool rg_posix_dir_init(RgThread *th, RgModule *m, RgArray *types) RG_CHECK_RESULT;
bool rg_posix_system_init(RgThread *th, RgModule *m) RG_CHECK_RESULT;
bool rg_posix_add_constants(RgThread *th, RgModule *m) RG_CHECK_RESULT;

extern const RgMethodDef rg_posix_file_functions[], rg_posix_fd_functions[], rg_posix_process_functions[], rg_posix_dir_functions[],
    rg_posix_fork_functions[];

#define RG_POSIX(NAME) static RgValue p_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

#endif
