/* SPDX-License-Identifier: MIT
 *
 * thread.h: RgThread: one thread of Python execution: its pending exception, handled exceptions, frames and limits.
 */
#ifndef RG_OBJECT_THREAD_H
#define RG_OBJECT_THREAD_H

#include "vm/object/object.h"

/* Reasons to poll: set asynchronously (signal handlers) or by other parts; taken jumps and calls look at th->poll. */
enum { RG_POLL_SIGNAL = 1, RG_POLL_FINALIZERS = 2, RG_POLL_JIT = 4, RG_POLL_INTERRUPT = 8, RG_POLL_BUDGET = 16 };

struct RgThread {
    RgRuntime *rt;
    RgHeap *heap;         /* == rt->heap */
    volatile uint32_t poll; /* RG_POLL_x bits */
    bool stopping;        /* the budget is spent: no handler catches what is raised from now on */
    uint64_t budget;      /* polls left while RG_POLL_BUDGET is set */
    RgValue pending;      /* exception raised and not yet caught (an exception object), or 0 */
    RgValue handled;      /* exception being handled (sys.exc_info), or RG_NONE; saved and restored by PUSH_EXC_INFO/POP_EXCEPT
                             and by generators */
    RgFrame *frame;       /* innermost Python frame, or NULL */
    RgValue *stack_base, *stack_end; /* the register stack: reserved address space that never moves */
    RgValue *stack_top;   /* first free word */
    int32_t depth;        /* Python frames and native recursion, against rt->recursion_limit */
    int32_t inline_depth; /* below it the loop makes frames itself: the limit, 0 while there is a frame hook */
    char *native_limit;   /* lowest native stack address allowed; below it RecursionError */
    RgValue context_value; /* contextvars' current context, or 0 */
    RgValue async_gen_hooks[2]; /* sys.set_asyncgen_hooks: firstiter, finalizer; 0 none */
    RgValue trace_fn, profile_fn; /* sys.settrace / setprofile, 0 none */
    struct RgReprEntry *repr_active; /* vm/type/repr.c */
};

RgRuntime *rg_runtime_alloc(void) RG_CHECK_RESULT; /* heap, main thread; no types yet (vm/type/types.c makes them) */
void rg_runtime_dealloc(RgRuntime *rt);

/* Native recursion guard for C functions that may recurse through Python objects (repr, compare, calls):
 *     if (!rg_recursion_enter(th, " while getting the repr of an object")) return RG_ERROR; ... rg_recursion_leave(th); */
void rg_recursion_set(RgRuntime *rt, int32_t limit, struct RgFrameHook *hook); /* rt's recursion_limit and frame_hook */
bool rg_recursion_failed(RgThread *th, const char *where); /* raises RecursionError, returns false */
static inline bool rg_recursion_enter(RgThread *th, const char *where)
{
    char here;
    if (RG_UNLIKELY(th->depth >= th->rt->recursion_limit || &here < th->native_limit)) return rg_recursion_failed(th, where);
    th->depth++;
    return true;
}
static inline void rg_recursion_leave(RgThread *th) { th->depth--; }

/* rg_object_new without a call, for the builtin kinds whose cells need no release. */
RG_CHECK_RESULT static inline void *rg_object_make(RgThread *th, RgKind kind, size_t size)
{
    RgObject *o = rg_heap_bump(th->heap, size);
    if (RG_UNLIKELY(!o)) return rg_object_new(th, kind, size);
    o->shape = th->rt->shapes[kind];
    RG_ASSERT(!o->shape || !((RgCellLayout *)(void *)o->shape)->cell_kind->release, "kind %d is released", (int)kind);
    o->kind = o->exact = (uint8_t)kind;
    return o;
}
RG_CHECK_RESULT static inline void *rg_object_make_raw(RgThread *th, RgKind kind, size_t size)
{
    return RG_LIKELY(size <= RG_HEAP_FINE) ? rg_object_make(th, kind, size) : rg_object_new_raw(th, kind, size);
}

#define RG_SYM(th, name) ((th)->rt->symbols[SYM_##name])
#define RG_TYPE(th, name) ((th)->rt->types[RG_KIND_##name])
#define RG_EXC(th, name) ((th)->rt->exceptions[RG_EXC_##name])

#endif
