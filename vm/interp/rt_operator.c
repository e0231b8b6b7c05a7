/* SPDX-License-Identifier: MIT
 *
 * rt_operator.c: operators, items, tests and attributes whose method is a Python function: the loop enters the method's
 * frame as it does a call's, instead of going through a slot and a second loop.
 *
 * Always holds: what is entered is the method that the general path would call first, with the same arguments. A frame with
 * RG_FRAME_OPERATOR has the two operands above its registers, because what follows NotImplemented needs them; they are
 * gone with the frame. A refusal has changed nothing.
 */
#include "vm/interp/mirror.h"
#include "vm/interp/rt.h"
#include "vm/interp/steptrace.h"
#include "vm/object/slotfns.h"

/* What the result of a test is: kept in the frame's `extra`. */
enum { TEST_COMPARISON = 1 << 24, TEST_CONTAINS = 2 << 24, TEST_BOOL = 3 << 24, TEST_LEN = 4 << 24, TEST_MASK = 7 << 24 };

/* Enters method(args ...); how: the frame's linkage without the register. False: it is to be called the general way. */
static bool enter(RgThread *th, RgValue method, const RgValue *args, uint32_t nargs, uint64_t how, uint32_t extra)
{
    if (!method || !rg_exactly(method, RG_KIND_function)) return false;
    RgFunction *fn = RG_AS(RgFunction, method);
    RgCodeObject *co = fn->code;
    RgFrame *prev = th->frame, *new = (RgFrame *)(void *)th->stack_top;
    int32_t levels = how & RG_FRAME_DEEP ? 2 : 1;
    if (co->exact_args != nargs || co->flags & (RG_CO_GENERATOR | RG_CO_COROUTINE | RG_CO_ASYNC_GENERATOR)) return false;
    if ((char *)th->stack_end - (char *)new <= (int64_t)co->frame_bytes + 64 || th->depth + levels > th->inline_depth) return false;
    if (how & RG_FRAME_FIRST) rg_mirror_python_runs_unseen(prev->code);
    else rg_mirror_python_runs(th);
    for (uint32_t i = 0; i < nargs; i++) new->regs[i] = args[i];
    new->linkage = how | RG_LINKAGE(0, RG_INSN_A(*prev->pc), 0);
    new->extra = rg_from_int(extra);
    rg_frame_fill(th, new, fn, co, prev);
    th->depth += levels;
    th->frame = new;
    return true;
}

/* The same for an operator's first method. */
static bool enter_operator(RgThread *th, const RgOperator *first, RgValue a, RgValue b, uint64_t how, uint32_t extra)
{
    RgValue args[2] = {first->self, first->other};
    if (!enter(th, first->method, args, 2, how | RG_FRAME_OPERATOR, first->rest | extra)) return false;
    th->stack_top[0] = a;
    th->stack_top[1] = b;
    th->stack_top += 2;
    return true;
}

/* The first method of a op b, or of a op= b, is entered. */
static __attribute__((noinline)) bool enter_arith(RgThread *th, RgArith op, bool inplace, RgValue a, RgValue b, uint64_t how)
{
    RgOperator first;
    return rg_number_first(th, op, inplace, a, b, &first) && enter_operator(th, &first, a, b, how, 0);
}

RgValue rg_rt_binary_enter(RgThread *th, RgArith op, RgValue a, RgValue b, uint64_t how)
{
    if (RG_UNLIKELY(rg_rt_of_class(a) || rg_rt_of_class(b)) && enter_arith(th, op, false, a, b, how)) return RG_ENTERED;
    return rg_rt_binary(th, op, a, b);
}

RgValue rg_rt_inplace_enter(RgThread *th, RgArith op, RgValue a, RgValue b, uint64_t how)
{
    if (RG_UNLIKELY(rg_rt_of_class(a) || rg_rt_of_class(b)) && enter_arith(th, op, true, a, b, how)) return RG_ENTERED;
    return rg_rt_inplace(th, op, a, b);
}

bool rg_rt_enter_compare(RgThread *th, RgValue a, RgValue b, RgCmp op, uint64_t how)
{
    RgOperator first;
    return rg_compare_first(th, op, a, b, &first) &&
           enter_operator(th, &first, a, b, how | RG_FRAME_COMPARE | RG_FRAME_DEEP, how & RG_FRAME_TEST ? TEST_COMPARISON : 0);
}

static __attribute__((noinline)) bool enter_getitem(RgThread *th, RgValue v, RgValue key, uint64_t how)
{
    RgType *type = rg_object_type(rg_as_object(v));
    RgValue args[2] = {v, key};
    return type->slots.getitem == rg_slotfn_getitem_BINARY &&
           enter(th, rg_type_lookup(th, type, RG_SYM(th, __getitem__)), args, 2, how, 0);
}

RgValue rg_rt_getitem_enter(RgThread *th, RgValue v, RgValue key, uint64_t how)
{
    return rg_rt_of_class(v) && enter_getitem(th, v, key, how) ? RG_ENTERED : rg_rt_getitem(th, v, key);
}

RgValue rg_rt_setitem_enter(RgThread *th, RgValue v, RgValue key, RgValue value)
{
    if (rg_rt_of_class(v)) {
        RgType *type = rg_object_type(rg_as_object(v));
        RgValue args[3] = {v, key, value};
        if (type->slots.setitem == rg_slotfn_setitem &&
            enter(th, rg_type_lookup(th, type, RG_SYM(th, __setitem__)), args, 3, RG_LINKAGE(RG_FRAME_DISCARD, 0, 1), 0))
            return RG_ENTERED;
    }
    return rg_setitem(th, v, key, value) ? RG_NONE : RG_ERROR;
}

static __attribute__((noinline)) bool enter_contains(RgThread *th, RgValue container, RgValue item, uint64_t how)
{
    RgType *type = rg_object_type(rg_as_object(container));
    RgValue args[2] = {container, item};
    return type->slots.contains == rg_slotfn_contains &&
           enter(th, rg_type_lookup(th, type, RG_SYM(th, __contains__)), args, 2, how | RG_FRAME_TEST, TEST_CONTAINS);
}

int rg_rt_contains_enter(RgThread *th, RgValue container, RgValue item, uint64_t how)
{
    return rg_rt_of_class(container) && enter_contains(th, container, item, how) ? RG_TEST_ENTERED : rg_rt_contains(th, container, item);
}

int rg_rt_truth_enter(RgThread *th, RgValue v, uint64_t how)
{
    if (rg_rt_of_class(v)) {
        RgType *type = rg_object_type(rg_as_object(v));
        bool has_bool = type->slots.truth == rg_slotfn_truth;
        if ((has_bool || (!type->slots.truth && type->slots.len == rg_slotfn_len)) &&
            enter(th, rg_type_lookup(th, type, has_bool ? RG_SYM(th, __bool__) : RG_SYM(th, __len__)), &v, 1, how | RG_FRAME_TEST,
                  has_bool ? TEST_BOOL : TEST_LEN))
            return RG_TEST_ENTERED;
    }
    return rg_rt_truth(th, v);
}

RgValue rg_rt_operator_rest(RgThread *th, RgFrame *frame)
{
    const RgValue *operands = (const RgValue *)(void *)frame + frame->code->frame_words;
    uint32_t rest = (uint32_t)rg_as_int(frame->extra) & ~(uint32_t)TEST_MASK;
    RgValue a = operands[0], b = operands[1];
    return frame->flags & RG_FRAME_COMPARE ? rg_compare_rest(th, rest, a, b) : rg_number_rest(th, rest, a, b);
}

int rg_rt_operator_test(RgThread *th, uint32_t extra, RgValue v)
{
    int t;
    switch (extra & TEST_MASK) {
    case TEST_COMPARISON:
        t = rg_rt_truth(th, v);
        if (t < 0) rg_steps_second_failed(th);
        return t;
    case TEST_BOOL: return rg_slotfn_truth_result(th, v);
    case TEST_LEN: {
        int64_t n = rg_slotfn_len_result(th, v);
        return n < 0 ? -1 : n > 0;
    }
    default: return rg_truth(th, v);
    }
}
