/* SPDX-License-Identifier: MIT
 *
 * subprocess_module.c: _posixsubprocess.fork_exec: a child process with its descriptors arranged. Everything that allocates is done
 * before the fork; the child only makes system calls. A failure to start is told through errpipe_write as "OSError:ERRNO:what".
 */
#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vm/interp/interp.h"
#include "vm/module/io.h"
#include "vm/module/posix.h"

typedef struct Child {
    char **argv, **env, **programs;
    const char *cwd;
    int p2c[2], c2p[2], err[2], errpipe_read, errpipe_write;
    bool close_fds, restore_signals, new_session;
    int pgid, umask;
    bool set_gid, set_uid;
    int gid, uid;
    const int *keep;
    size_t nkeep;
} Child;

static bool is_kept(const Child *c, int fd)
{
    for (size_t i = 0; i < c->nkeep; i++) {
        if (c->keep[i] == fd) return true;
    }
    return false;
}

static bool arrange(const Child *c)
{
    int in = c->p2c[0], out = c->c2p[1], err = c->err[1];
    if (c->p2c[1] >= 0) close(c->p2c[1]);
    if (c->c2p[0] >= 0) close(c->c2p[0]);
    if (c->err[0] >= 0) close(c->err[0]);
    close(c->errpipe_read);
    if (out == 0 && (out = dup(out)) < 0) return false;
    while (err == 0 || err == 1) {
        if ((err = dup(err)) < 0) return false;
    }
    const int from[3] = {in, out, err};
    for (int i = 0; i < 3; i++) {
        if (from[i] == i) {
            if (fcntl(i, F_SETFD, 0) < 0) return false;
        } else if (from[i] >= 0 && dup2(from[i], i) < 0) {
            return false;
        }
    }
    return true;
}

static void run_child(const Child *c)
{
    const char *what = "noexec";
    for (size_t i = 0; i < c->nkeep; i++) {
        if (c->keep[i] != c->errpipe_write) fcntl(c->keep[i], F_SETFD, 0);
    }
    if (!arrange(c) || (c->cwd && chdir(c->cwd) < 0)) goto fail;
    if (c->umask >= 0) umask((mode_t)c->umask);
    if (c->restore_signals) {
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
    }
    if (c->new_session && setsid() < 0) goto fail;
    if (c->pgid >= 0 && setpgid(0, c->pgid) < 0) goto fail;
    if (c->set_gid && setregid((gid_t)c->gid, (gid_t)c->gid) < 0) goto fail;
    if (c->set_uid && setreuid((uid_t)c->uid, (uid_t)c->uid) < 0) goto fail;
    if (c->close_fds) {
        long max = sysconf(_SC_OPEN_MAX);
        if (max < 0 || max > 65536) max = 65536;
        for (int fd = 3; fd < max; fd++) {
            if (!is_kept(c, fd)) close(fd);
        }
    }
    int saved = 0;
    for (char **p = c->programs; *p; p++) {
        if (c->env) execve(*p, c->argv, c->env);
        else execv(*p, c->argv);
        if (errno != ENOENT && errno != ENOTDIR && !saved) saved = errno;
    }
    if (saved) errno = saved;
    what = "";
    char text[64];
    int n;
fail:
    n = snprintf(text, sizeof text, "OSError:%X:%s", (unsigned)errno, what);
    if (write(c->errpipe_write, text, (size_t)n) < 0) _exit(254);
    _exit(255);
}

/* NULL-ended C strings of a sequence; the cells are kept by the array. */
static char **strings(RgThread *th, RgValue seq, RgArray **keep)
{
    RgTuple *t = rg_to_tuple(th, seq);
    size_t n = t ? rg_tuple_len(t) : 0;
    RgBuffer *vector = t ? rg_buffer_new(th, (n + 1) * sizeof(char *)) : NULL;
    if (!vector || !(*keep = rg_array_new(th, n + 1))) return NULL;
    char **out = (char **)(void *)vector->data;
    rg_gc_store(*keep, &(*keep)->items[n], rg_from_ptr(vector));
    for (size_t i = 0; i < n; i++) {
        RgPosixPath p;
        if (!rg_posix_path(th, "fork_exec", "argument", t->items[i], 0, &p)) return NULL;
        size_t len = strlen(p.text) + 1;
        RgBuffer *copy = rg_buffer_new(th, len);
        if (!copy) return NULL;
        memcpy(copy->data, p.text, len);
        rg_gc_store(*keep, &(*keep)->items[i], rg_from_ptr(copy));
        out[i] = (char *)copy->data;
    }
    return out;
}

enum { A_ARGS, A_PROGRAMS, A_CLOSE_FDS, A_KEEP, A_CWD, A_ENV, A_P2CREAD, A_P2CWRITE, A_C2PREAD, A_C2PWRITE, A_ERRREAD, A_ERRWRITE,
       A_ERRPIPE_READ, A_ERRPIPE_WRITE, A_RESTORE, A_SESSION, A_PGID, A_GID, A_GROUPS, A_UID, A_UMASK, A_PREEXEC, A_VFORK, A_COUNT };

static bool ids(RgThread *th, const RgValue *args, Child *c)
{
    c->set_gid = args[A_GID] != RG_NONE;
    c->set_uid = args[A_UID] != RG_NONE;
    if ((c->set_gid && !rg_posix_int(th, args[A_GID], &c->gid)) || (c->set_uid && !rg_posix_int(th, args[A_UID], &c->uid))) return false;
    if (args[A_GROUPS] != RG_NONE) {
        rg_raise(th, RG_EXC_NotImplementedError, "fork_exec(): extra groups are not supported");
        return false;
    }
    return true;
}

static RgValue fork_exec(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Child c = {0};
    RgArray *keep_argv, *keep_env = NULL, *keep_programs;
    int *fds[] = {&c.p2c[0], &c.p2c[1], &c.c2p[0], &c.c2p[1], &c.err[0], &c.err[1], &c.errpipe_read, &c.errpipe_write};
    if (nargs != A_COUNT) return rg_raise(th, RG_EXC_TypeError, "fork_exec() takes exactly 23 arguments (%zu given)", nargs);
    for (size_t i = 0; i < RG_COUNT_OF(fds); i++) {
        if (!rg_posix_int(th, args[A_P2CREAD + i], fds[i])) return RG_ERROR;
    }
    if (!rg_posix_flag(th, args[A_CLOSE_FDS], false, &c.close_fds) || !rg_posix_flag(th, args[A_RESTORE], false, &c.restore_signals) ||
        !rg_posix_flag(th, args[A_SESSION], false, &c.new_session) || !rg_posix_int(th, args[A_PGID], &c.pgid) ||
        !rg_posix_int(th, args[A_UMASK], &c.umask) || !ids(th, args, &c)) {
        return RG_ERROR;
    }
    RgPosixPath cwd;
    if (args[A_CWD] != RG_NONE) {
        if (!rg_posix_path(th, "fork_exec", "cwd", args[A_CWD], 0, &cwd)) return RG_ERROR;
        c.cwd = cwd.text;
    }
    if (!(c.argv = strings(th, args[A_ARGS], &keep_argv)) || !(c.programs = strings(th, args[A_PROGRAMS], &keep_programs))) return RG_ERROR;
    if (args[A_ENV] != RG_NONE && !(c.env = strings(th, args[A_ENV], &keep_env))) return RG_ERROR;
    RgTuple *kept = rg_to_tuple(th, args[A_KEEP]);
    RgBuffer *kept_fds = kept ? rg_buffer_new(th, (rg_tuple_len(kept) + 1) * sizeof(int)) : NULL;
    if (!kept_fds) return RG_ERROR;
    c.nkeep = rg_tuple_len(kept);
    c.keep = (const int *)(const void *)kept_fds->data;
    for (size_t i = 0; i < c.nkeep; i++) {
        if (!rg_posix_int(th, kept->items[i], (int *)(void *)kept_fds->data + i)) return RG_ERROR;
    }
    rg_io_settle(th);
    pid_t pid = fork();
    if (pid < 0) return rg_raise_errno(th, 0);
    if (pid == 0) {
        if (args[A_PREEXEC] != RG_NONE && !rg_call0(th, args[A_PREEXEC])) {
            static const char text[] = "SubprocessError:0:Exception occurred in preexec_fn.";
            ssize_t ignored = write(c.errpipe_write, text, sizeof text - 1);
            (void)ignored;
            _exit(255);
        }
        run_child(&c);
    }
    return rg_from_int(pid);
}

static const RgMethodDef functions[] = {
    RG_METHOD_F("fork_exec", "($module, *args)", "Start a child process.", fork_exec, RG_MF_NO_SIGNATURE), RG_METHOD_END};

bool rg_module_init_posixsubprocess(RgThread *th, RgModule *m)
{
    /* Paths and flags are read with posix's tools. */
    return rg_import_module(th, "posix") && rg_module_add_functions(th, m, functions);
}
