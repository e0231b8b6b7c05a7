/* SPDX-License-Identifier: MIT
 *
 * thread_module.c: _thread for one thread of execution: locks, recursive locks, thread-local objects. Starting a second thread is
 * refused with CPython's error; a wait that could never end raises instead of hanging.
 */
#include <math.h>
#include <time.h>
#include <unistd.h>

#include "vm/interp/interp.h"
#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/type/types.h"

#define THREAD_ID 0x7000
#define TIMEOUT_MAX 9223372036.0

typedef struct Lock {
    RgObject head;
    int64_t count; /* 0 free; RLock: depth */
} Lock;

typedef struct Local {
    RgObject head;
    RgAttrs attrs;
} Local;

enum { TYPE_LOCK, TYPE_RLOCK, TYPE_LOCAL, TYPE_COUNT };

static RgType *type_at(RgThread *th, int which)
{
    return RG_AS(RgType, ((RgArray *)RG_MODULE_STATE(th, thread))->items[which]);
}

/* acquire(blocking=True, timeout=-1): the argument rules, then what a single thread can do. */
static RgValue acquire(RgThread *th, Lock *lock, const RgValue *args, bool recursive)
{
    double timeout = -1;
    int blocking = args[0] == RG_UNBOUND ? 1 : rg_truth(th, args[0]);
    if (blocking < 0 || (args[1] != RG_UNBOUND && !rg_number_as_double(th, args[1], &timeout))) return RG_ERROR;
    if (!blocking && timeout != -1) {
        return rg_raise(th, RG_EXC_ValueError, "can't specify a timeout for a non-blocking call");
    }
    if (timeout < 0 && timeout != -1) return rg_raise(th, RG_EXC_ValueError, "timeout value must be a non-negative number");
    if (timeout > TIMEOUT_MAX) return rg_raise(th, RG_EXC_OverflowError, "timeout value is too large");
    if (lock->count == 0 || recursive) {
        lock->count++;
        return RG_TRUE;
    }
    if (!blocking || timeout == 0) return RG_FALSE;
    if (timeout < 0) {
        return rg_raise(th, RG_EXC_RuntimeError, "deadlock: the only thread waits for a lock that it holds");
    }
    struct timespec ts = {(time_t)timeout, (long)((timeout - floor(timeout)) * 1e9)};
    nanosleep(&ts, NULL);
    return rg_poll(th) ? RG_FALSE : RG_ERROR;
}

static RgValue lock_acquire(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return acquire(th, RG_AS(Lock, self), args, false);
}

static RgValue lock_release(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Lock *lock = RG_AS(Lock, self);
    if (lock->count == 0) return rg_raise(th, RG_EXC_RuntimeError, "release unlocked lock");
    lock->count--;
    return RG_NONE;
}

static RgValue lock_locked(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_from_bool(RG_AS(Lock, self)->count != 0);
}

static RgValue lock_enter(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue none[2] = {RG_UNBOUND, RG_UNBOUND};
    return acquire(th, RG_AS(Lock, self), none, false);
}

static RgValue lock_reset(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RG_AS(Lock, self)->count = 0;
    return RG_NONE;
}

static RgValue lock_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "<%s %s object at %p>", RG_AS(Lock, self)->count ? "locked" : "unlocked",
                                 rg_type_of(th->rt, self)->cname, (void *)(uintptr_t)self));
}

static RgValue rlock_acquire(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return acquire(th, RG_AS(Lock, self), args, true);
}

static RgValue rlock_enter(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RG_AS(Lock, self)->count++;
    return RG_TRUE;
}

static RgValue rlock_release(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Lock *lock = RG_AS(Lock, self);
    if (lock->count == 0) return rg_raise(th, RG_EXC_RuntimeError, "cannot release un-acquired lock");
    lock->count--;
    return RG_NONE;
}

static RgValue rlock_save(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Lock *lock = RG_AS(Lock, self);
    if (lock->count == 0) return rg_raise(th, RG_EXC_RuntimeError, "cannot release un-acquired lock");
    int64_t count = lock->count;
    lock->count = 0;
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_int(count), rg_from_int(THREAD_ID)));
}

static RgValue rlock_restore(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t count;
    if (!rg_is_tuple(args[0]) || !rg_number_as_i64(th, RG_TUPLE(args[0])->items[0], &count)) {
        return rg_raised(th) ? RG_ERROR : rg_raise(th, RG_EXC_TypeError, "a tuple is required");
    }
    RG_AS(Lock, self)->count = count;
    return RG_NONE;
}

static RgValue rlock_repr(RgThread *th, RgValue self)
{
    Lock *lock = RG_AS(Lock, self);
    return rg_from_ptr(rg_format(th, "<%s %s object owner=%d count=%lld at %p>", lock->count ? "locked" : "unlocked",
                                 rg_type_of(th->rt, self)->cname, lock->count ? THREAD_ID : 0, (long long)lock->count,
                                 (void *)(uintptr_t)self));
}

static RgValue rlock_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return rg_from_ptr(rg_object_new_of(th, type, 0));
}

static const RgMethodDef lock_methods[] = {
    RG_METHOD("acquire", "($self, /, blocking=True, timeout=-1)", "Take the lock.", lock_acquire),
    RG_METHOD("acquire_lock", "($self, /, blocking=True, timeout=-1)", "Take the lock.", lock_acquire),
    RG_METHOD("release", "($self, /)", "Give the lock back.", lock_release),
    RG_METHOD("release_lock", "($self, /)", "Give the lock back.", lock_release),
    RG_METHOD("locked", "($self, /)", "Whether the lock is held.", lock_locked),
    RG_METHOD("locked_lock", "($self, /)", "Whether the lock is held.", lock_locked),
    RG_METHOD("__enter__", "($self, /)", NULL, lock_enter),
    RG_METHOD("__exit__", "($self, *args)", NULL, lock_release),
    RG_METHOD("_at_fork_reinit", "($self, /)", NULL, lock_reset),
    RG_METHOD_END,
};
static const RgTypeSpec lock_spec = {.flags = RG_TF_WEAKREF | RG_TF_NO_NEW,
                                     .basicsize = sizeof(Lock),
                                     .cell = {"lock", NULL, NULL},
                                     .slots = {.repr = lock_repr},
                                     .methods = lock_methods};

static const RgMethodDef rlock_methods[] = {
    RG_METHOD("acquire", "($self, /, blocking=True, timeout=-1)", "Take the lock once more.", rlock_acquire),
    RG_METHOD("release", "($self, /)", "Give the lock back once.", rlock_release),
    RG_METHOD("__enter__", "($self, /)", NULL, rlock_enter),
    RG_METHOD("__exit__", "($self, *args)", NULL, rlock_release),
    RG_METHOD("_is_owned", "($self, /)", NULL, lock_locked),
    RG_METHOD("_release_save", "($self, /)", NULL, rlock_save),
    RG_METHOD("_acquire_restore", "($self, state, /)", NULL, rlock_restore),
    RG_METHOD("_at_fork_reinit", "($self, /)", NULL, lock_reset),
    RG_METHOD_END,
};
static const RgTypeSpec rlock_spec = {.flags = RG_TF_WEAKREF | RG_TF_BASETYPE,
                                      .basicsize = sizeof(Lock),
                                      .cell = {"RLock", NULL, NULL},
                                      .slots = {.repr = rlock_repr, .new_ = rlock_new},
                                      .methods = rlock_methods};

static void local_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((Local *)cell)->attrs.extra);
}

static RgValue local_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if ((nargs || kwnames) && type->slots.init == RG_TYPE(th, object)->slots.init) {
        return rg_raise(th, RG_EXC_TypeError, "Initialization arguments are not supported");
    }
    return rg_from_ptr(rg_object_new_of(th, type, 0));
}

static const RgGetSetDef local_getset[] = {{"__dict__", rg_object_get_dict, rg_object_set_dict, NULL}, RG_GETSET_END};
static const RgTypeSpec local_spec = {.doc = "Thread-local data.",
                                      .flags = RG_TF_WEAKREF | RG_TF_BASETYPE | RG_TF_ATTRS,
                                      .basicsize = sizeof(Local),
                                      .cell = {"_local", local_trace, NULL},
                                      .slots = {.new_ = local_new},
                                      .getset = local_getset};

#define THREAD(NAME) static RgValue f_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

THREAD(allocate_lock)
{
    return rg_from_ptr(rg_object_new_of(th, type_at(th, TYPE_LOCK), 0));
}

THREAD(get_ident)
{
    return rg_from_int(THREAD_ID);
}

THREAD(get_native_id)
{
    return rg_from_int(getpid());
}

THREAD(start_new_thread)
{
    return rg_raise(th, RG_EXC_RuntimeError, "can't start new thread");
}

THREAD(count)
{
    return rg_from_int(0);
}

THREAD(exit)
{
    return rg_raise_call(th, RG_EXC(th, SystemExit), NULL, 0);
}

THREAD(interrupt_main)
{
    th->poll |= RG_POLL_INTERRUPT;
    return RG_NONE;
}

THREAD(excepthook)
{
    RgValue value = rg_attr_get_cstr(th, args[0], "exc_value");
    if (!value) return RG_ERROR;
    return rg_is_exception(value) && !rg_traceback_print(th, value, 0) ? RG_ERROR : RG_NONE;
}

static const RgMethodDef functions[] = {
    RG_METHOD("allocate_lock", "($module, /)", "A new lock.", f_allocate_lock),
    RG_METHOD("allocate", "($module, /)", "A new lock.", f_allocate_lock),
    RG_METHOD("_set_sentinel", "($module, /)", "A lock that is free when the thread ends.", f_allocate_lock),
    RG_METHOD("get_ident", "($module, /)", "Number of the thread.", f_get_ident),
    RG_METHOD("get_native_id", "($module, /)", "The system's number of the thread.", f_get_native_id),
    RG_METHOD("start_new_thread", "($module, function, args, kwargs={}, /)", "Not supported.", f_start_new_thread),
    RG_METHOD("start_new", "($module, function, args, kwargs={}, /)", "Not supported.", f_start_new_thread),
    RG_METHOD("_count", "($module, /)", "Number of other threads.", f_count),
    RG_METHOD("stack_size", "($module, size=0, /)", "Stack size of new threads.", f_count),
    RG_METHOD("exit", "($module, /)", "Raise SystemExit.", f_exit),
    RG_METHOD("exit_thread", "($module, /)", "Raise SystemExit.", f_exit),
    RG_METHOD("interrupt_main", "($module, signum=2, /)", "Interrupt the main thread.", f_interrupt_main),
    RG_METHOD("_excepthook", "($module, args, /)", "Print an exception that ended a thread.", f_excepthook),
    RG_METHOD_END,
};

static const char *const hook_fields[] = {"exc_type", "exc_value", "exc_traceback", "thread"};
static const RgStructSeq hook_desc = RG_STRUCTSEQ(hook_fields, 4, "Arguments of threading.excepthook.");

bool rg_module_init_thread(RgThread *th, RgModule *m)
{
    static const struct {
        const char *name;
        const RgTypeSpec *spec;
    } types[TYPE_COUNT] = {{"lock", &lock_spec}, {"RLock", &rlock_spec}, {"_local", &local_spec}};
    RgArray *state = rg_array_new(th, TYPE_COUNT);
    if (!state) return false;
    RG_MODULE_STATE(th, thread) = state;
    for (int i = 0; i < TYPE_COUNT; i++) {
        RgType *type = rg_type_new_native(th, "_thread", types[i].name, RG_TYPE(th, object), types[i].spec);
        if (!type || !rg_module_set(th, m, i == TYPE_LOCK ? "LockType" : types[i].name, rg_from_ptr(type))) return false;
        rg_gc_store(state, &state->items[i], rg_from_ptr(type));
    }
    RgType *hook = rg_structseq_type(th, "_thread", "_ExceptHookArgs", &hook_desc);
    return hook && rg_module_set(th, m, "_ExceptHookArgs", rg_from_ptr(hook)) && rg_module_add_functions(th, m, functions) &&
           rg_module_set(th, m, "error", rg_from_ptr(RG_EXC(th, RuntimeError))) &&
           rg_module_set(th, m, "TIMEOUT_MAX", rg_from_double(TIMEOUT_MAX)) &&
           rg_module_set_str(th, m, "__doc__", "Low-level threading for a single thread.");
}
