/* SPDX-License-Identifier: MIT
 *
 * posix_process.c: processes, users, the system; and the module's constants.
 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/sysmacros.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <dlfcn.h>
#include <unistd.h>

#include "vm/interp/interp.h"
#include "vm/module/posix.h"
#include "vm/module/io.h"
#include "vm/object/list.h"

#define GETTER(NAME)                    \
    RG_POSIX(NAME)                      \
    {                                   \
        return rg_from_int(NAME());     \
    }
GETTER(getpid)
GETTER(getppid)
GETTER(getuid)
GETTER(geteuid)
GETTER(getgid)
GETTER(getegid)
GETTER(getpgrp)
#undef GETTER

RG_POSIX(getlogin)
{
    const char *name = getlogin();
    return name ? rg_posix_text(th, name, strlen(name), false) : rg_raise_errno(th, 0);
}

RG_POSIX(cpu_count)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? rg_from_int(n) : RG_NONE;
}

RG_POSIX(sched_getaffinity)
{
    cpu_set_t set;
    int pid;
    if (!rg_posix_int(th, args[0], &pid)) return RG_ERROR;
    if (sched_getaffinity(pid, sizeof set, &set) < 0) return rg_raise_errno(th, 0);
    RgList *l = rg_list_new(th, 0);
    for (int i = 0; l && i < CPU_SETSIZE; i++) {
        if (CPU_ISSET(i, &set) && !rg_list_append(th, l, rg_from_int(i))) return RG_ERROR;
    }
    return l ? rg_call1(th, rg_from_ptr(RG_TYPE(th, set)), rg_from_ptr(l)) : RG_ERROR;
}

RG_POSIX(_exit)
{
    int status;
    if (!rg_posix_int(th, args[0], &status)) return RG_ERROR;
    rg_io_settle(th);
    _exit(status);
}

RG_POSIX(getgroups)
{
    gid_t ids[1024];
    int n = getgroups((int)RG_COUNT_OF(ids), ids);
    if (n < 0) return rg_raise_errno(th, 0);
    RgList *out = rg_list_new(th, n);
    for (int i = 0; out && i < n; i++)
        if (!rg_list_append(th, out, rg_from_int(ids[i]))) return RG_ERROR;
    return rg_from_ptr(out);
}

RG_POSIX(abort)
{
    abort();
}

RG_POSIX(kill)
{
    int pid, sig;
    if (!rg_posix_int(th, args[0], &pid) || !rg_posix_int(th, args[1], &sig)) return RG_ERROR;
    rg_io_settle(th);
    if (kill(pid, sig) < 0) return rg_raise_errno(th, 0);
    return rg_poll(th) ? RG_NONE : RG_ERROR;
}

RG_POSIX(system)
{
    RgPosixPath command;
    if (!rg_posix_path(th, "system", "command", args[0], 0, &command)) return RG_ERROR;
    return rg_from_int(system(command.text));
}

static RgValue wait_result(RgThread *th, pid_t pid, int status)
{
    if (pid < 0) return rg_raised(th) ? RG_ERROR : rg_raise_errno(th, 0);
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_int(pid), rg_from_int(status)));
}

static RgValue wait_for(RgThread *th, int pid, int options)
{
    int status = 0;
    pid_t r;
    do r = waitpid(pid, &status, options);
    while (r < 0 && errno == EINTR && rg_poll(th));
    return wait_result(th, r, status);
}

RG_POSIX(waitpid)
{
    int pid, options;
    if (!rg_posix_int(th, args[0], &pid) || !rg_posix_int(th, args[1], &options)) return RG_ERROR;
    return wait_for(th, pid, options);
}

RG_POSIX(wait)
{
    return wait_for(th, -1, 0);
}

#define STATUS(NAME, RESULT)                                  \
    RG_POSIX(NAME)                                            \
    {                                                         \
        int status;                                           \
        if (!rg_posix_int(th, args[0], &status)) return RG_ERROR; \
        return RESULT(NAME(status));                          \
    }
STATUS(WIFEXITED, rg_from_bool)
STATUS(WIFSIGNALED, rg_from_bool)
STATUS(WIFSTOPPED, rg_from_bool)
STATUS(WCOREDUMP, rg_from_bool)
STATUS(WEXITSTATUS, rg_from_int)
STATUS(WTERMSIG, rg_from_int)
STATUS(WSTOPSIG, rg_from_int)
#undef STATUS

RG_POSIX(waitstatus_to_exitcode)
{
    int status;
    if (!rg_posix_int(th, args[0], &status)) return RG_ERROR;
    if (WIFEXITED(status)) return rg_from_int(WEXITSTATUS(status));
    if (WIFSIGNALED(status)) return rg_from_int(-WTERMSIG(status));
    return rg_raise(th, RG_EXC_ValueError, "invalid wait status: %i", status);
}

/* A NULL-ended array of C strings out of a sequence of path-like values; lives in a buffer cell whose strings the array keeps. */
static char **text_vector(RgThread *th, const char *fname, RgValue seq, RgArray **keep)
{
    RgTuple *t = rg_to_tuple(th, seq);
    size_t n = t ? rg_tuple_len(t) : 0;
    RgBuffer *vector = t ? rg_buffer_new(th, (n + 1) * sizeof(char *)) : NULL;
    *keep = vector ? rg_array_new(th, n + 2) : NULL;
    if (!*keep) return NULL;
    char **out = (char **)(void *)vector->data;
    for (size_t i = 0; i < n; i++) {
        RgPosixPath p;
        if (!rg_posix_path(th, fname, "argument", t->items[i], 0, &p)) return NULL;
        size_t len = strlen(p.text) + 1;
        RgBuffer *copy = rg_buffer_new(th, len);
        if (!copy) return NULL;
        memcpy(copy->data, p.text, len);
        rg_gc_store(*keep, &(*keep)->items[i], rg_from_ptr(copy));
        out[i] = (char *)copy->data;
    }
    rg_gc_store(*keep, &(*keep)->items[n], rg_from_ptr(vector));
    return out;
}

/* text_vector of a new program's arguments; what: how messages name them. NULL: raised. */
static char **argument_vector(RgThread *th, const char *fname, const char *what, RgValue seq, RgArray **keep)
{
    if (!rg_is_tuple(seq) && !rg_is_list(seq)) {
        (void)rg_raise(th, RG_EXC_TypeError, "%s must be a tuple or list", what);
        return NULL;
    }
    char **argv = text_vector(th, fname, seq, keep);
    if (argv && argv[0] && argv[0][0]) return argv;
    if (argv) (void)rg_raise(th, RG_EXC_ValueError, argv[0] ? "%s first element cannot be empty" : "%s must not be empty", what);
    return NULL;
}

RG_POSIX(execv)
{
    RgPosixPath path;
    RgArray *keep;
    if (!rg_posix_path(th, "execv", "path", args[0], 0, &path)) return RG_ERROR;
    char **argv = argument_vector(th, "execv", "execv() arg 2", args[1], &keep);
    if (!argv) return RG_ERROR;
    execv(path.text, argv);
    return rg_posix_error(th, &path);
}

static RgValue env_entries(RgThread *th, RgValue env)
{
    RgDict *d = rg_dict_new(th);
    RgList *l = d && rg_dict_update(th, d, env) ? rg_list_new(th, d->count) : NULL;
    RgValue k, v;
    for (uint32_t i = 0; l && rg_dict_next(d, &i, &k, &v);) {
        RgPosixPath pk, pv;
        if (!rg_posix_path(th, "execve", "env", k, 0, &pk) || !rg_posix_path(th, "execve", "env", v, 0, &pv)) return RG_ERROR;
        size_t a = strlen(pk.text), b = strlen(pv.text);
        if (!a || strchr(pk.text, '=')) return rg_raise(th, RG_EXC_ValueError, "illegal environment variable name");
        RgBytes *entry = rg_bytes_new(th, NULL, (int64_t)(a + b + 1));
        if (!entry) return RG_ERROR;
        memcpy(entry->data, pk.text, a);
        entry->data[a] = '=';
        memcpy(entry->data + a + 1, pv.text, b);
        if (!rg_list_append(th, l, rg_from_ptr(entry))) return RG_ERROR;
    }
    return rg_from_ptr(l);
}

RG_POSIX(execve)
{
    RgPosixPath path;
    RgArray *keep, *keep_env;
    if (!rg_posix_path(th, "execve", "path", args[0], 0, &path)) return RG_ERROR;
    char **argv = argument_vector(th, "execve", "execve: argv", args[1], &keep);
    if (argv && !rg_is_mapping(th, args[2])) return rg_raise(th, RG_EXC_TypeError, "execve: environment must be a mapping object");
    RgValue entries = argv ? env_entries(th, args[2]) : RG_ERROR;
    char **env = entries ? text_vector(th, "execve", entries, &keep_env) : NULL;
    if (!env) return RG_ERROR;
    execve(path.text, argv, env);
    return rg_posix_error(th, &path);
}

RG_POSIX(putenv)
{
    RgPosixPath key, value;
    if (!rg_posix_path(th, "putenv", "name", args[0], 0, &key) || !rg_posix_path(th, "putenv", "value", args[1], 0, &value)) return RG_ERROR;
    if (strchr(key.text, '=')) return rg_raise(th, RG_EXC_ValueError, "illegal environment variable name");
    return setenv(key.text, value.text, 1) < 0 ? rg_raise_errno(th, 0) : RG_NONE;
}

RG_POSIX(unsetenv)
{
    RgPosixPath key;
    if (!rg_posix_path(th, "unsetenv", "name", args[0], 0, &key)) return RG_ERROR;
    return unsetenv(key.text) < 0 ? rg_raise_errno(th, 0) : RG_NONE;
}

RG_POSIX(strerror)
{
    int code;
    return rg_posix_int(th, args[0], &code) ? rg_from_ptr(rg_str_from_cstr(th, strerror(code))) : RG_ERROR;
}

RG_POSIX(umask)
{
    int mask;
    return rg_posix_int(th, args[0], &mask) ? rg_from_int(umask((mode_t)mask)) : RG_ERROR;
}

RG_POSIX(uname)
{
    struct utsname u;
    if (uname(&u) < 0) return rg_raise_errno(th, 0);
    const char *texts[] = {u.sysname, u.nodename, u.release, u.version, u.machine};
    RgValue v[5];
    for (int i = 0; i < 5; i++) {
        if (!(v[i] = rg_posix_text(th, texts[i], strlen(texts[i]), false))) return RG_ERROR;
    }
    return rg_structseq_new(th, rg_posix_type(th, RG_POSIX_UNAME), v);
}

RG_POSIX(times)
{
    struct tms t;
    double tick = (double)sysconf(_SC_CLK_TCK);
    clock_t now = times(&t);
    RgValue v[5] = {rg_from_double((double)t.tms_utime / tick), rg_from_double((double)t.tms_stime / tick),
                    rg_from_double((double)t.tms_cutime / tick), rg_from_double((double)t.tms_cstime / tick),
                    rg_from_double((double)now / tick)};
    return rg_structseq_new(th, rg_posix_type(th, RG_POSIX_TIMES), v);
}

RG_POSIX(getloadavg)
{
    double d[3];
    if (getloadavg(d, 3) != 3) return rg_raise(th, RG_EXC_OSError, "Load averages are unobtainable");
    return rg_from_ptr(rg_tuple_pack(th, 3, rg_from_double(d[0]), rg_from_double(d[1]), rg_from_double(d[2])));
}

RG_POSIX(sysconf)
{
    int name;
    if (rg_is_str(args[0])) {
        static const struct { const char *name; int value; } names[] = {
            {"SC_PAGESIZE", _SC_PAGESIZE}, {"SC_PAGE_SIZE", _SC_PAGESIZE}, {"SC_NPROCESSORS_ONLN", _SC_NPROCESSORS_ONLN},
            {"SC_NPROCESSORS_CONF", _SC_NPROCESSORS_CONF}, {"SC_CLK_TCK", _SC_CLK_TCK}, {"SC_OPEN_MAX", _SC_OPEN_MAX},
            {"SC_PHYS_PAGES", _SC_PHYS_PAGES}, {"SC_AVPHYS_PAGES", _SC_AVPHYS_PAGES}, {"SC_ARG_MAX", _SC_ARG_MAX},
            {"SC_IOV_MAX", _SC_IOV_MAX}, {"SC_SEM_NSEMS_MAX", _SC_SEM_NSEMS_MAX}};
        size_t i = 0;
        while (i < RG_COUNT_OF(names) && !rg_str_equal_cstr(RG_STR(args[0]), names[i].name)) i++;
        if (i == RG_COUNT_OF(names)) return rg_raise(th, RG_EXC_ValueError, "unrecognized configuration name");
        name = names[i].value;
    } else if (!rg_posix_int(th, args[0], &name)) {
        return RG_ERROR;
    }
    errno = 0;
    long v = sysconf(name);
    return v == -1 && errno ? rg_raise_errno(th, 0) : rg_int_from_i64(th, v);
}

RG_POSIX(major)
{
    int64_t d;
    return rg_number_as_i64(th, args[0], &d) ? rg_from_int(major((dev_t)d)) : RG_ERROR;
}

RG_POSIX(minor)
{
    int64_t d;
    return rg_number_as_i64(th, args[0], &d) ? rg_from_int(minor((dev_t)d)) : RG_ERROR;
}

RG_POSIX(nice)
{
    int n;
    if (!rg_posix_int(th, args[0], &n)) return RG_ERROR;
    errno = 0;
    int r = nice(n);
    return r == -1 && errno ? rg_raise_errno(th, 0) : rg_from_int(r);
}

RG_POSIX(sync)
{
    sync();
    return RG_NONE;
}

RG_POSIX(setsid)
{
    return setsid() < 0 ? rg_raise_errno(th, 0) : RG_NONE;
}

const RgMethodDef rg_posix_process_functions[] = {
#define NOARGS(NAME, DOC) RG_METHOD(#NAME, "($module, /)", DOC, p_##NAME)
    NOARGS(getpid, "Process id."),
    NOARGS(getppid, "Parent's process id."),
    NOARGS(getuid, "User id."),
    NOARGS(geteuid, "Effective user id."),
    NOARGS(getgid, "Group id."),
    NOARGS(getegid, "Effective group id."),
    NOARGS(getpgrp, "Process group id."),
    NOARGS(getlogin, "Name of the user."),
    NOARGS(cpu_count, "Number of processors."),
    NOARGS(abort, "Abort the process."),
    NOARGS(getgroups, "Supplementary groups of the process."),
    NOARGS(wait, "Wait for a child."),
    NOARGS(uname, "Description of the system."),
    NOARGS(times, "Process times."),
    NOARGS(getloadavg, "System load."),
    NOARGS(sync, "Write everything to the disk."),
    NOARGS(setsid, "New session."),
#undef NOARGS
    RG_METHOD("sched_getaffinity", "($module, pid, /)", "Processors a process may use.", p_sched_getaffinity),
    RG_METHOD("_exit", "($module, /, status)", "End the process at once.", p__exit),
    RG_METHOD("kill", "($module, pid, signal, /)", "Send a signal.", p_kill),
    RG_METHOD("system", "($module, /, command)", "Run a shell command.", p_system),
    RG_METHOD("waitpid", "($module, pid, options, /)", "Wait for a child.", p_waitpid),
    RG_METHOD("WIFEXITED", "($module, /, status)", NULL, p_WIFEXITED),
    RG_METHOD("WIFSIGNALED", "($module, /, status)", NULL, p_WIFSIGNALED),
    RG_METHOD("WIFSTOPPED", "($module, /, status)", NULL, p_WIFSTOPPED),
    RG_METHOD("WCOREDUMP", "($module, status, /)", NULL, p_WCOREDUMP),
    RG_METHOD("WEXITSTATUS", "($module, /, status)", NULL, p_WEXITSTATUS),
    RG_METHOD("WTERMSIG", "($module, /, status)", NULL, p_WTERMSIG),
    RG_METHOD("WSTOPSIG", "($module, /, status)", NULL, p_WSTOPSIG),
    RG_METHOD("waitstatus_to_exitcode", "($module, /, status)", "Exit code of a wait status.", p_waitstatus_to_exitcode),
    RG_METHOD("execv", "($module, path, argv, /)", "Replace the process.", p_execv),
    RG_METHOD("execve", "($module, /, path, argv, env)", "Replace the process with an environment.", p_execve),
    RG_METHOD("putenv", "($module, name, value, /)", "Set an environment variable.", p_putenv),
    RG_METHOD("unsetenv", "($module, name, /)", "Remove an environment variable.", p_unsetenv),
    RG_METHOD("strerror", "($module, code, /)", "Text of an error number.", p_strerror),
    RG_METHOD("umask", "($module, mask, /)", "Set the file mode mask.", p_umask),
    RG_METHOD("sysconf", "($module, name, /)", "A limit of the system.", p_sysconf),
    RG_METHOD("major", "($module, device, /)", "Major number of a device.", p_major),
    RG_METHOD("minor", "($module, device, /)", "Minor number of a device.", p_minor),
    RG_METHOD("nice", "($module, increment, /)", "Lower the priority.", p_nice),
    RG_METHOD_END,
};

bool rg_posix_add_constants(RgThread *th, RgModule *m)
{
    static const RgModuleInt rows[] = {
#define C(NAME) {#NAME, NAME},
        C(F_OK) C(R_OK) C(W_OK) C(X_OK) C(O_RDONLY) C(O_WRONLY) C(O_RDWR) C(O_NONBLOCK) C(O_NDELAY) C(O_APPEND) C(O_DSYNC) C(O_RSYNC)
        C(O_SYNC) C(O_NOCTTY) C(O_CREAT) C(O_EXCL) C(O_TRUNC) C(O_CLOEXEC) C(O_DIRECTORY) C(O_NOFOLLOW) C(O_ACCMODE) C(O_PATH)
        C(O_TMPFILE) C(O_NOATIME) C(O_DIRECT) C(O_LARGEFILE) C(O_ASYNC) C(EX_OK) C(EX_USAGE) C(EX_DATAERR) C(EX_NOINPUT) C(EX_NOUSER)
        C(EX_NOHOST) C(EX_UNAVAILABLE) C(EX_SOFTWARE) C(EX_OSERR) C(EX_OSFILE) C(EX_CANTCREAT) C(EX_IOERR) C(EX_TEMPFAIL)
        C(EX_PROTOCOL) C(EX_NOPERM) C(EX_CONFIG) C(WNOHANG) C(WUNTRACED) C(WCONTINUED) C(WEXITED) C(WSTOPPED) C(WNOWAIT) C(P_ALL)
        C(P_PID) C(P_PGID) C(RTLD_LAZY) C(RTLD_NOW) C(RTLD_GLOBAL) C(RTLD_LOCAL) C(SEEK_DATA) C(SEEK_HOLE) C(TMP_MAX) C(F_LOCK)
        C(F_TLOCK) C(F_ULOCK) C(F_TEST) C(GRND_NONBLOCK) C(GRND_RANDOM) C(SCHED_OTHER) C(SCHED_FIFO) C(SCHED_RR)
#undef C
    };
    return rg_module_set_ints(th, m, rows, RG_COUNT_OF(rows));
}
