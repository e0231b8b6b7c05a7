/* SPDX-License-Identifier: MIT
 *
 * rt.h: the interpreter's complete slow paths: what a handler calls when its inline fast path does not apply. Each is the
 * reference semantics of its opcode. They fail with an exception pending and never touch the loop's own registers,
 * except through the frame that they are given.
 */
#ifndef RG_INTERP_RT_H
#define RG_INTERP_RT_H

#include "vm/code/op.h"
#include "vm/interp/interp.h"
#include "vm/object/bytes.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/set.h"

#define RG_FRAME_OF(regs_) ((RgFrame *)(void *)((char *)(regs_) - offsetof(RgFrame, regs)))
#define RG_PICK(frame, o) (((o) & RG_OPERAND_CONST) ? (frame)->code->consts[(o) & RG_OPERAND_MAX] : (frame)->regs[o])

/* rt_arith.c */
RgValue rg_rt_binary(RgThread *th, RgArith op, RgValue a, RgValue b);
RgValue rg_rt_inplace(RgThread *th, RgArith op, RgValue a, RgValue b);
int rg_rt_truth(RgThread *th, RgValue v);

/* rt_operator.c: the same, unless a Python method does it that the loop can enter: then its frame was made, and the answer is
 * RG_ENTERED or RG_TEST_ENTERED. how: RG_LINKAGE of flags and the words of the instruction. */
#define RG_ENTERED ((RgValue)1) /* no value */
#define RG_TEST_ENTERED 2
RgValue rg_rt_binary_enter(RgThread *th, RgArith op, RgValue a, RgValue b, uint64_t how);
RgValue rg_rt_inplace_enter(RgThread *th, RgArith op, RgValue a, RgValue b, uint64_t how);
RgValue rg_rt_compare_enter(RgThread *th, RgValue a, RgValue b, RgCmp op);                 /* rt_arith.c */
int rg_rt_compare_jump(RgThread *th, RgValue a, RgValue b, RgCmp op, bool sense); /* jumps when the truth is `sense` */
bool rg_rt_enter_compare(RgThread *th, RgValue a, RgValue b, RgCmp op, uint64_t how); /* the first method's frame was made */
RgValue rg_rt_getitem_enter(RgThread *th, RgValue v, RgValue key, uint64_t how);
RgValue rg_rt_setitem_enter(RgThread *th, RgValue v, RgValue key, RgValue value);
int rg_rt_contains_enter(RgThread *th, RgValue container, RgValue item, uint64_t how);
int rg_rt_truth_enter(RgThread *th, RgValue v, uint64_t how);
/* frame, whose method has returned NotImplemented and which was popped just now: the operator's result. */
RgValue rg_rt_operator_rest(RgThread *th, RgFrame *frame);
/* Truth of what a method entered for a test returned; extra: low half of the frame's. */
int rg_rt_operator_test(RgThread *th, uint32_t extra, RgValue v);

/* rt_name.c */
RgValue rg_rt_load_global(RgThread *th, RgFrame *frame, RgInlineCache *ic);
bool rg_rt_store_global(RgThread *th, RgFrame *frame, RgInlineCache *ic, RgValue value);
bool rg_rt_delete_global(RgThread *th, RgFrame *frame, RgInlineCache *ic);
RgValue rg_rt_load_name(RgThread *th, RgFrame *frame, RgInlineCache *ic);
bool rg_rt_store_name(RgThread *th, RgFrame *frame, RgInlineCache *ic, RgValue value);
bool rg_rt_delete_name(RgThread *th, RgFrame *frame, RgInlineCache *ic);
RgValue rg_rt_load_classderef(RgThread *th, RgFrame *frame, uint32_t local);
RgValue rg_rt_deref_error(RgThread *th, RgFrame *frame, uint32_t local);
RgValue rg_rt_unbound_error(RgThread *th, RgFrame *frame, uint32_t local);
RgValue rg_rt_load_build_class(RgThread *th, RgFrame *frame);
bool rg_rt_setup_annotations(RgThread *th, RgFrame *frame);
RgValue rg_rt_import_name(RgThread *th, RgFrame *frame, RgStr *name, RgValue fromlist, RgValue level);
RgValue rg_rt_import_from(RgThread *th, RgValue module, RgStr *name);
bool rg_rt_import_star(RgThread *th, RgFrame *frame, RgValue module);
bool rg_rt_print_expr(RgThread *th, RgValue v);

/* Builtins of code whose globals are `globals`: its __builtins__ (a module's namespace or a dict), else the runtime's. */
RgDict *rg_function_builtins(RgThread *th, RgDict *globals);

/* rt_item.c */
int rg_rt_contains(RgThread *th, RgValue container, RgValue item); /* 1, 0, -1 raised */
RgValue rg_rt_getitem(RgThread *th, RgValue v, RgValue key);
RgValue rg_rt_get_slice(RgThread *th, RgValue v, RgValue from, RgValue to);
bool rg_rt_store_slice(RgThread *th, RgValue v, RgValue from, RgValue to, RgValue value);
bool rg_rt_unpack(RgThread *th, RgFrame *frame, RgValue v, const RgWord *list, uint32_t n);
/* The parts of the next item of iterator `it` when it makes tuples of n parts; a RgParts (iterfast.h). */
#define RG_RT_PARTS 4
int rg_rt_next_parts(RgThread *th, RgValue it, uint32_t n, RgValue parts[RG_RT_PARTS]);
bool rg_rt_unpack_ex(RgThread *th, RgFrame *frame, RgValue v, const RgWord *list, uint32_t n, uint32_t star);
RgValue rg_rt_build_set(RgThread *th, RgFrame *frame, const RgWord *list, uint32_t n);
RgValue rg_rt_build_map(RgThread *th, RgFrame *frame, const RgWord *list, uint32_t n);
RgValue rg_rt_build_const_key_map(RgThread *th, RgFrame *frame, RgValue keys, const RgWord *list, uint32_t n);
RgValue rg_rt_build_string(RgThread *th, RgFrame *frame, const RgWord *list, uint32_t n);
bool rg_rt_list_extend(RgThread *th, RgValue list, RgValue v);
bool rg_rt_dict_update(RgThread *th, RgValue dict, RgValue v);
bool rg_rt_dict_merge(RgThread *th, RgValue dict, RgValue v, RgValue func);
RgValue rg_rt_format(RgThread *th, RgValue v, uint32_t conversion, RgValue spec /* or 0 */);
RgValue rg_rt_match_keys(RgThread *th, RgValue subject, RgValue keys);
RgValue rg_rt_match_class(RgThread *th, RgValue subject, RgValue cls, RgValue count, RgValue names);

/* rt_call.c: calls. */
/* Begins a call: either returns a new frame, not yet entered, whose dest and skip are to be set by the caller, or does the
 * whole call and returns NULL with its result in *out. first: index of the first operand of the list that is an
 * argument; self: extra first argument, or RG_UNBOUND. */
RgFrame *rg_rt_call_begin(RgThread *th, RgFrame *frame, RgValue callee, RgValue self, const RgWord *list, uint32_t first,
                          uint32_t n, RgTuple *kwnames, RgValue *out);
/* Same for arguments in a tuple and keywords in a dict (or NULL). */
RgFrame *rg_rt_call_ex_begin(RgThread *th, RgFrame *frame, RgValue callee, RgValue args, RgValue kwargs, RgValue *out);
RgValue rg_rt_make_function(RgThread *th, RgFrame *frame, uint32_t bits, RgValue code, const RgWord *list);
/* Frame on top of the register stack, header filled; locals beyond argcount not. NULL: RecursionError or MemoryError. */
RgFrame *rg_rt_push_frame(RgThread *th, RgFunction *fn, RgFrame *prev);
bool rg_rt_stack_room(RgThread *th, size_t words); /* else raises RecursionError */

/* args.c: fills all locals of a frame of fn from the arguments. */
bool rg_args_bind(RgThread *th, RgFunction *fn, RgValue *regs, const RgValue *args, size_t nargs, RgTuple *kwnames);

/* rt_exc.c */
bool rg_rt_raise(RgThread *th, RgValue exc, RgValue cause, uint32_t mode); /* true: a re-raise (adds no traceback entry) */
int rg_rt_exc_match(RgThread *th, RgValue exc, RgValue type);
bool rg_rt_eg_match(RgThread *th, RgValue exc, RgValue type, RgValue *match, RgValue *rest);
RgValue rg_rt_prep_reraise_star(RgThread *th, RgValue orig, RgValue list);
bool rg_rt_before_with(RgThread *th, RgValue mgr, bool async, RgValue *exit, RgValue *enter);
RgValue rg_rt_with_except_start(RgThread *th, RgValue exit, RgValue exc);

/* gen.c */
/* The running frame moves into a new generator (or coroutine ...); the frame is popped. NULL: raised, frame untouched. */
RgGenerator *rg_gen_from_frame(RgThread *th, RgFrame *frame);
/* Frame of a resumable generator made current: pushed on th->frame, value delivered. False: raised ("already executing"). */
bool rg_gen_enter(RgThread *th, RgGenerator *gen, RgFrame *prev, uint32_t flags, RgValue value);
void rg_gen_finish(RgThread *th, RgGenerator *gen);  /* at return or exception: pops the frame */
void rg_gen_convert_stop(RgThread *th, RgGenerator *gen); /* a StopIteration that escapes becomes a RuntimeError */
/* One send to a generator-like object with all checks: yielded value, RG_STOP with *result, RG_ERROR. */
RgValue rg_gen_send(RgThread *th, RgGenerator *gen, RgValue value, RgValue *result);
/* Throws an exception object into it, through what it awaits. Same results. */
RgValue rg_gen_throw(RgThread *th, RgGenerator *gen, RgValue exc, RgValue *result);
bool rg_gen_init(RgRuntime *rt) RG_CHECK_RESULT; /* tells the heap about generators that run */
bool rg_gen_close(RgThread *th, RgGenerator *gen);
/* Exception object from the arguments of throw(type[, value[, traceback]]). */
RgValue rg_gen_throw_args(RgThread *th, RgValue type, RgValue value, RgValue traceback);
/* Result of a send as a method gives it: the value, or StopIteration(result) raised. */
RgValue rg_gen_method_result(RgThread *th, RgValue v, RgValue result);
/* The value of the pending StopIteration, which is cleared; 0: something else is pending. */
RgValue rg_gen_fetch_stop(RgThread *th);
const char *rg_gen_kind_name(const RgGenerator *gen); /* "generator", "coroutine", "async generator" */
/* SEND to something that is no plain generator: yielded value, or RG_STOP with *result. */
RgValue rg_gen_send_any(RgThread *th, RgValue it, RgValue value, RgValue *result);
RgValue rg_gen_yield_from_iter(RgThread *th, RgFrame *frame, RgValue v);
RgValue rg_gen_awaitable(RgThread *th, RgValue v, uint32_t where);
RgValue rg_gen_aiter(RgThread *th, RgValue v);
RgValue rg_gen_anext(RgThread *th, RgValue v);
RgValue rg_async_gen_wrap(RgThread *th, RgValue v);

/* A site that has missed this often is not specialised again. */
#define RG_IC_LIMIT 6
/* ic.c: inline caches and quickening. Each does the operation itself and may rewrite the instruction at pc. */
RgValue rg_ic_load_attr(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue obj);
bool rg_ic_store_attr(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue obj, RgValue value);
RgValue rg_ic_load_method(RgThread *th, RgInlineCache *ic, RgValue obj, RgValue *self);
/* Callee for CALL_METHOD: *self is RG_UNBOUND or the receiver. */
RgValue rg_ic_find_method(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue obj, uint32_t nargs, RgValue *self);
void rg_ic_quicken_call(RgThread *th, RgWord *pc, RgInlineCache *ic, RgValue callee, uint32_t nargs);

/* link.c */
RgValue rg_link_const(RgThread *th, RgCodeUnit *unit, const RgConst *c);

/* unwind.c: the pending exception leaves the instruction at frame->pc. True: frame->pc is the handler's first instruction
 * and its registers are written; false: no handler in this frame. trace: add a traceback entry first. */
bool rg_unwind(RgThread *th, RgFrame *frame, bool trace);
/* For an exception raised again: the frame goes back to instruction lasti (an int saved by a handler) for its line number. */
bool rg_unwind_at(RgThread *th, RgFrame *frame, RgValue lasti);

/* What the fields of an inline cache mean, by kind. Never 0, so that the cache's last word is no pointer for the collector. */
enum {
    RG_IC_COLD = 1,
    RG_IC_GLOBAL,        /* key: globals' version; index: entry */
    RG_IC_BUILTIN,       /* key: globals' version, value: builtins' version; index: entry */
    RG_IC_SLOT,          /* key: shape; index: byte offset in the object */
    RG_IC_OVERFLOW,      /* key: shape; index: overflow slot */
    RG_IC_VALUE,         /* key: shape, or the object itself; value */
    RG_IC_MEMBER,        /* key: shape; index: byte offset */
    RG_IC_MODULE,        /* key: namespace's version; index: entry */
    RG_IC_ADD,           /* key: old shape; value: new shape; index: byte offset */
    RG_IC_METHOD,        /* key: shape; value: function to call with self */
    RG_IC_PROPERTY,      /* key: shape; value: getter, a Python function */
    RG_IC_CALL,          /* key: code, native or type */
    RG_IC_NEVER          /* gave up: generic path only */
};
/* Versions as cache keys: tagged, so that they are no pointers. */
#define RG_IC_VERSION(v) ((uint64_t)(v) | RG_TAG_INT)

/* Kind of exact object, by the inline test that every fast path begins with. */
RG_INLINE bool rg_exactly(RgValue v, RgKind kind)
{
    return v < (1ull << 48) && ((const RgObject *)(uintptr_t)v)->exact == kind;
}
/* An instance of a class: all that can have methods written in Python. */
RG_INLINE bool rg_rt_of_class(RgValue v) { return rg_is_object(v) && !rg_as_object(v)->exact; }
/* Truth of an exact container; -1: not known. */
RG_INLINE int rg_rt_quick_truth(RgValue v)
{
    if (!rg_is_object(v)) return -1;
    switch (rg_as_object(v)->exact) {
    case RG_KIND_str: return RG_STR(v)->length != 0;
    case RG_KIND_list: return RG_LIST(v)->length != 0;
    case RG_KIND_tuple: return RG_TUPLE(v)->head.aux != 0;
    case RG_KIND_dict: return RG_DICT(v)->count != 0;
    default: return -1;
    }
}
/* Equality of two exact strs: most that differ do so in length or in their first byte. */
RG_INLINE bool rg_rt_same_str(RgValue x, RgValue y)
{
    if (x == y) return true;
    const RgStr *s = (const RgStr *)(uintptr_t)x, *t = (const RgStr *)(uintptr_t)y;
    if (s->length != t->length || (s->length && s->data[0] != t->data[0])) return false;
    return rg_str_equal(s, t);
}

#endif
