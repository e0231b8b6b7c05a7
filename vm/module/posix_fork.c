/* SPDX-License-Identifier: MIT
 *
 * posix_fork.c: os.fork and the functions that os.register_at_fork wants called around it.
 * Always holds: those "before" run from the last to the first, the others in the order of registration; their errors are reported
 * and do not keep the process from forking.
 */
#include <errno.h>
#include <unistd.h>

#include "vm/module/io.h"
#include "vm/module/posix.h"
#include "vm/object/call.h"
#include "vm/object/list.h"

enum { BEFORE, IN_CHILD, IN_PARENT };

/* One list per moment, made when first needed; NULL: none yet, or raised. */
static RgList *hooks(RgThread *th, int when, bool make)
{
    RgArray *state = RG_MODULE_STATE(th, posix);
    RgValue *at = &state->items[RG_POSIX_AT_FORK + when];
    if (!*at && make) {
        RgList *l = rg_list_new(th, 0);
        if (!l) return NULL;
        rg_gc_store(state, at, rg_from_ptr(l));
    }
    return *at ? RG_LIST(*at) : NULL;
}

static void run_hooks(RgThread *th, int when)
{
    RgList *l = hooks(th, when, false);
    RgList *copy = l ? rg_list_from(th, l->items, (size_t)l->length) : NULL; /* a hook may register others */
    for (int64_t i = 0; copy && i < copy->length; i++) {
        RgValue fn = copy->items[when == BEFORE ? copy->length - 1 - i : i];
        if (!rg_call0(th, fn)) rg_write_unraisable(th, fn, NULL);
    }
    if (rg_raised(th)) rg_exception_clear(th); /* no memory for the copy */
}

static RgValue p_fork(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)self;
    (void)args;
    (void)nargs;
    run_hooks(th, BEFORE);
    rg_io_settle(th); /* or both would write it */
    pid_t pid = fork();
    int error = errno;
    run_hooks(th, pid == 0 ? IN_CHILD : IN_PARENT);
    errno = error;
    return pid < 0 ? rg_raise_errno(th, 0) : rg_from_int(pid);
}

static RgValue p_register_at_fork(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    static const char *const names[] = {"before", "after_in_child", "after_in_parent"};
    (void)self;
    (void)nargs;
    if (args[0] == RG_UNBOUND && args[1] == RG_UNBOUND && args[2] == RG_UNBOUND)
        return rg_raise(th, RG_EXC_TypeError, "At least one argument is required.");
    for (int i = 0; i < 3; i++)
        if (args[i] != RG_UNBOUND && !rg_is_callable(th, args[i]))
            return rg_raise(th, RG_EXC_TypeError, "'%s' must be callable, not %T", names[i], args[i]);
    for (int i = 0; i < 3; i++) {
        if (args[i] == RG_UNBOUND) continue;
        RgList *l = hooks(th, i, true);
        if (!l || !rg_list_append(th, l, args[i])) return RG_ERROR;
    }
    return RG_NONE;
}

const RgMethodDef rg_posix_fork_functions[] = {
    RG_METHOD("fork", "($module, /)", "Fork the process.", p_fork),
    RG_METHOD("register_at_fork", "($module, /, *, before=<unrepresentable>, after_in_child=<unrepresentable>, after_in_parent=<unrepresentable>)",
              "Register functions to be called around fork().", p_register_at_fork),
    RG_METHOD_END,
};
