/* SPDX-License-Identifier: MIT
 *
 * resource_module.c: resource: limits of the process and what it has used.
 */
#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/tuple.h"

#define R(NAME) static RgValue r_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static const char *const usage_fields[] = {"ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt",
                                           "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw",
                                           "ru_nivcsw"};
static const RgStructSeq usage_desc = RG_STRUCTSEQ(usage_fields, 16, "What a process has used.");

R(getrusage)
{
    int64_t who;
    struct rusage u;
    if (!rg_number_as_i64(th, args[0], &who)) return RG_ERROR;
    if (getrusage((int)who, &u) < 0) {
        if (errno == EINVAL) return rg_raise(th, RG_EXC_ValueError, "invalid who parameter");
        return rg_raise_errno(th, 0);
    }
    long counts[] = {u.ru_maxrss, u.ru_ixrss, u.ru_idrss, u.ru_isrss, u.ru_minflt, u.ru_majflt, u.ru_nswap, u.ru_inblock,
                     u.ru_oublock, u.ru_msgsnd, u.ru_msgrcv, u.ru_nsignals, u.ru_nvcsw, u.ru_nivcsw};
    RgValue values[16] = {rg_from_double((double)u.ru_utime.tv_sec + (double)u.ru_utime.tv_usec * 1e-6),
                          rg_from_double((double)u.ru_stime.tv_sec + (double)u.ru_stime.tv_usec * 1e-6)};
    for (size_t i = 0; i < RG_COUNT_OF(counts); i++)
        if (!(values[i + 2] = rg_int_from_i64(th, counts[i]))) return RG_ERROR;
    return rg_structseq_new(th, RG_MODULE_STATE(th, resource), values);
}

static bool resource_argument(RgThread *th, RgValue v, int *out)
{
    int64_t i;
    if (!rg_number_as_i64(th, v, &i)) return false;
    *out = (int)i;
    if (i >= 0 && i < RLIM_NLIMITS) return true;
    rg_raise(th, RG_EXC_ValueError, "invalid resource specified");
    return false;
}

static RgValue limit_value(RgThread *th, rlim_t limit)
{
    return limit == RLIM_INFINITY ? rg_from_int(-1) : rg_int_from_u64(th, limit);
}

static RgValue limits(RgThread *th, const struct rlimit *l)
{
    RgValue soft = limit_value(th, l->rlim_cur), hard = limit_value(th, l->rlim_max);
    return soft && hard ? rg_from_ptr(rg_tuple_pack(th, 2, soft, hard)) : RG_ERROR;
}

R(getrlimit)
{
    int which;
    struct rlimit l;
    if (!resource_argument(th, args[0], &which)) return RG_ERROR;
    return getrlimit((__rlimit_resource_t)which, &l) < 0 ? rg_raise_errno(th, 0) : limits(th, &l);
}

static bool limits_argument(RgThread *th, RgValue v, struct rlimit *l)
{
    RgTuple *t = rg_to_tuple(th, v);
    int64_t soft, hard;
    if (!t) return false;
    if (rg_tuple_len(t) != 2) {
        rg_raise(th, RG_EXC_ValueError, "expected a tuple of 2 integers");
        return false;
    }
    if (!rg_number_as_i64(th, t->items[0], &soft) || !rg_number_as_i64(th, t->items[1], &hard)) return false;
    *l = (struct rlimit){.rlim_cur = (rlim_t)soft, .rlim_max = (rlim_t)hard};
    return true;
}

static RgValue limit_failed(RgThread *th)
{
    if (errno == EINVAL) return rg_raise(th, RG_EXC_ValueError, "current limit exceeds maximum limit");
    if (errno == EPERM) return rg_raise(th, RG_EXC_ValueError, "not allowed to raise maximum limit");
    return rg_raise_errno(th, 0);
}

R(setrlimit)
{
    int which;
    struct rlimit l;
    if (!resource_argument(th, args[0], &which) || !limits_argument(th, args[1], &l)) return RG_ERROR;
    return setrlimit((__rlimit_resource_t)which, &l) < 0 ? limit_failed(th) : RG_NONE;
}

R(prlimit)
{
    int which;
    int64_t pid;
    struct rlimit l, old;
    if (!rg_number_as_i64(th, args[0], &pid) || !resource_argument(th, args[1], &which)) return RG_ERROR;
    bool set = args[2] != RG_UNBOUND && args[2] != RG_NONE;
    if (set && !limits_argument(th, args[2], &l)) return RG_ERROR;
    if (prlimit((pid_t)pid, (enum __rlimit_resource)which, set ? &l : NULL, &old) < 0)
        return errno == EINVAL ? limit_failed(th) : rg_raise_errno(th, 0);
    return limits(th, &old);
}

R(getpagesize)
{
    return rg_from_int(sysconf(_SC_PAGESIZE));
}

static const RgMethodDef functions[] = {
    RG_METHOD("getrusage", "($module, who, /)", "What a process has used.", r_getrusage),
    RG_METHOD("getrlimit", "($module, resource, /)", "A resource's soft and hard limits.", r_getrlimit),
    RG_METHOD("setrlimit", "($module, resource, limits, /)", "Set a resource's limits.", r_setrlimit),
    RG_METHOD_F("prlimit", "($module, pid, resource, limits=None, /)", "Get and set limits of a process.", r_prlimit, RG_MF_NO_SIGNATURE),
    RG_METHOD("getpagesize", "($module, /)", "Bytes of a page of memory.", r_getpagesize),
    RG_METHOD_END};

static const RgModuleInt constants[] = {{"RLIMIT_CPU", RLIMIT_CPU}, {"RLIMIT_FSIZE", RLIMIT_FSIZE}, {"RLIMIT_DATA", RLIMIT_DATA}, {"RLIMIT_STACK", RLIMIT_STACK},
                 {"RLIMIT_CORE", RLIMIT_CORE}, {"RLIMIT_NOFILE", RLIMIT_NOFILE}, {"RLIMIT_OFILE", RLIMIT_OFILE}, {"RLIMIT_AS", RLIMIT_AS},
                 {"RLIMIT_RSS", RLIMIT_RSS}, {"RLIMIT_NPROC", RLIMIT_NPROC}, {"RLIMIT_MEMLOCK", RLIMIT_MEMLOCK},
                 {"RLIMIT_MSGQUEUE", RLIMIT_MSGQUEUE}, {"RLIMIT_NICE", RLIMIT_NICE}, {"RLIMIT_RTPRIO", RLIMIT_RTPRIO},
                 {"RLIMIT_RTTIME", RLIMIT_RTTIME}, {"RLIMIT_SIGPENDING", RLIMIT_SIGPENDING}, {"RLIM_INFINITY", -1},
                 {"RUSAGE_SELF", RUSAGE_SELF}, {"RUSAGE_CHILDREN", RUSAGE_CHILDREN}, {"RUSAGE_THREAD", RUSAGE_THREAD}};

bool rg_module_init_resource(RgThread *th, RgModule *m)
{
    RgType *type = rg_structseq_type(th, "resource", "struct_rusage", &usage_desc);
    RG_MODULE_STATE(th, resource) = type;
    if (!type) return false;
    if (!rg_module_set_ints(th, m, constants, RG_COUNT_OF(constants))) return false;
    return rg_module_set(th, m, "struct_rusage", rg_from_ptr(type)) && rg_module_add_functions(th, m, functions) &&
           rg_module_set(th, m, "error", rg_from_ptr(RG_EXC(th, OSError))) &&
           rg_module_set_str(th, m, "__doc__", "Limits of the process and what it has used.");
}
