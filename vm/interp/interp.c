/* SPDX-License-Identifier: MIT
 *
 * interp.c: the interpreter: entry points, dispatch and label table. The handlers are in interp_*.inc.
 *
 * The loop keeps four things in machine registers: pc (head of the current instruction), r (the frame's registers; the frame
 * header lies just before them), k (constants above it, inline caches below it) and th. Rules of a handler:
 *  - SAVE() before anything that may raise, allocate or run Python: it stores pc into the frame.
 *  - A destination register is written only when the instruction has succeeded.
 *  - Exact-type fast path inline, everything else one rg_rt_ call.
 *  - Python-to-Python calls, generator resumption and class instantiation change r, k and pc; they never recurse in C.
 */
#pragma GCC optimize("no-gcse", "no-crossjumping")
#include "vm/interp/mirror.h"
#include "vm/interp/pair.h"
#include "vm/interp/polycache.h"
#include "vm/interp/resume.h"
#include "vm/interp/rt.h"
#include "vm/interp/steptrace.h"
#include "vm/object/iterfast.h"

/* What the counting copy of the loop (interp_count.c) does on the way; nothing in the loop itself. An instruction that
 * replaces itself by a special form and starts over is at the same pc of the same frame as before: it began once. */
#ifdef RG_COUNTING
#define STEP_BEGIN() \
    do { \
        if (pc != step_pc || r != step_r) rg_steps_begin(th, FRAME, pc); \
        step_pc = pc; \
        step_r = r; \
    } while (0)
#define STEP(what) (rg_steps_count(th, FRAME, pc, what), (void)(step_pc = NULL))
#define STEP_RETURNED(prev) rg_steps_count(th, prev, (prev)->pc, RG_STEP_NEXT)
#define STEP_RAISED() rg_steps_raised(th, FRAME)
#define STEP_HANDLED() ((void)(step_pc = NULL))
#define STEP_SUSPENDED(frame) const RgWord *step_from = (frame)->pc
#define STEP_RESUMED(frame) rg_steps_resumed(th, frame, step_from)
#else
#define STEP_BEGIN() ((void)0)
#define STEP(what) ((void)0)
#define STEP_RETURNED(prev) ((void)0)
#define STEP_RAISED() ((void)0)
#define STEP_HANDLED() ((void)0)
#define STEP_SUSPENDED(frame) ((void)0)
#define STEP_RESUMED(frame) ((void)0)
#endif

/* GCC's allocator prefers temporaries of the slow paths to what every handler needs; what has a register of its own
 * stays there. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define IN_REGISTER(name) __asm__(name)
#else
#define IN_REGISTER(name)
#endif

#ifdef RG_SWITCH_DISPATCH
#define TARGET(NAME) case OP_##NAME:
#define DISPATCH() goto dispatch
#define BEGIN_AS(op) \
    do { \
        as = (op); \
        goto dispatch_as; \
    } while (0)
#else
#define TARGET(NAME) L_##NAME:
#define DISPATCH() \
    do { \
        STEP_BEGIN(); \
        goto *table[(uint8_t)*pc]; \
    } while (0)
/* The handler of opcode op, for the instruction at pc. */
#define BEGIN_AS(op) goto *table[op]
#endif
#define NEXT(n) \
    do { \
        STEP(RG_STEP_NEXT); \
        pc += (n); \
        DISPATCH(); \
    } while (0)
/* Takes the jump whose instruction has n words and whose offset is `off`. */
#define JUMP_BY(n, off) \
    do { \
        STEP(RG_STEP_JUMPED); \
        pc += (int64_t)(int32_t)(off) + (n); \
        if (RG_UNLIKELY(th->poll)) goto poll; \
        DISPATCH(); \
    } while (0)
#define FRAME RG_FRAME_OF(r)
#define SAVE() ((void)(FRAME->pc = pc))
#define A RG_INSN_A(*pc)
#define B RG_INSN_B(*pc)
#define C RG_INSN_C(*pc)
#define BC RG_INSN_BC(*pc)
#define OPERAND(o) ((((o) & RG_OPERAND_CONST) ? k : r)[(o) & RG_OPERAND_MAX])
#define CACHE(i) (&((RgInlineCache *)(void *)k)[-1 - (int64_t)(i)])
/* The opcode of the instruction at pc, where OP_LOAD_POINTS may stand. */
#define OPCODE() (RG_LIKELY((uint8_t)*pc != OP_LOAD_POINTS) ? (uint8_t)*pc : rg_code_opcode(FRAME->code, pc))
#define REWRITE(op) rg_code_set_opcode(FRAME->code, (RgWord *)(uintptr_t)pc, (op))
/* The instruction takes another form and starts over. */
#define BECOME(op) \
    do { \
        REWRITE(op); \
        BEGIN_AS(op); \
    } while (0)
/* Stores the result of a call that may have failed. */
#define RESULT(n, expr) \
    do { \
        RgValue result_ = (expr); \
        if (RG_UNLIKELY(!result_)) goto error; \
        r[A] = result_; \
        NEXT(n); \
    } while (0)
/* The same for a call that may have entered a method instead. */
#define RESULT_OR_ENTER(n, expr) \
    do { \
        RgValue result_ = (expr); \
        if (RG_UNLIKELY(result_ <= RG_ENTERED)) { \
            if (result_) goto entered; \
            goto error; \
        } \
        r[A] = result_; \
        NEXT(n); \
    } while (0)
/* Sets the bool or int `t` to the outcome of a test that may have entered a method, or failed. */
#define TEST_OR_ENTER(t, expr) \
    do { \
        int test_ = (expr); \
        if (RG_UNLIKELY((unsigned)test_ > 1)) { \
            if (test_ == RG_TEST_ENTERED) goto entered; \
            goto error; \
        } \
        t = test_; \
    } while (0)
/* Count and list of an instruction whose fixed part has n words. */
#define LIST(n) \
    uint32_t count = C; \
    const RgWord *list = pc + (n); \
    if (RG_UNLIKELY(count == RG_LIST_EXTENDED)) count = *list++

/* The operands of the list, `count` of them, into to[0], to[1] ... */
#define FILL_OPERANDS(first_) \
    do { \
        RgValue *to_ = (first_); \
        const RgWord *from_ = list; \
        uint32_t left_ = count; \
        for (; left_ >= 2; left_ -= 2, to_ += 2) { \
            RgWord pair_ = *from_++; \
            to_[0] = OPERAND(RG_PAIR_LO(pair_)); \
            to_[1] = OPERAND(RG_PAIR_HI(pair_)); \
        } \
        if (left_) to_[0] = OPERAND(RG_PAIR_LO(*from_)); \
    } while (0)
/* Enters function fn_ with all its arguments already in new->regs. */
#define ENTER_FUNCTION(fn_, words, frame_flags) \
    do { \
        fn = (fn_); \
        new->linkage = RG_LINKAGE(frame_flags, A, words); \
        goto enter_function; \
    } while (0)

/* Room and depth for one more frame of co without asking anybody; no frame hook. */
RG_INLINE bool frame_fits(RgThread *th, const RgCodeObject *co)
{
    return (char *)th->stack_end - (char *)th->stack_top > (int64_t)co->frame_bytes && th->depth < th->inline_depth;
}

/* Runs the frame, which is th->frame already, until it (flags: RG_FRAME_ENTRY) ends or yields. throwing: begin by raising
 * the pending exception at its current instruction. */
#ifdef RG_COUNTING
RgValue rg_interp_run_counting(RgThread *th, RgFrame *start, bool throwing)
#else
static RgValue run(RgThread *th, RgFrame *start, bool throwing)
#endif
{
#ifndef RG_SWITCH_DISPATCH
    static const void *const labels[256] = {
#define OP(NAME, A_, B_, C_, W, EFF, DOC) [OP_##NAME] = &&L_##NAME,
#define QUICK(NAME, BASE, DOC) [OP_##NAME] = &&L_##NAME,
#include "vm/code/ops.def"
#undef OP
    };
#endif
    RgValue *r = start->regs;
    register const RgValue *k IN_REGISTER("r15") = start->code->consts;
    const RgWord *pc = start->pc;
#ifndef RG_SWITCH_DISPATCH
    register const void *const *table IN_REGISTER("r12") = labels;
    __asm__("" : "+r"(table)); /* hides that it is an address to be had at any time: computing it costs every dispatch */
#endif
    RgFrame *new;
    RgFunction *fn; /* of a frame that begins */
    RgValue v;      /* its address is taken nowhere: it lives in a register */
#ifdef RG_SWITCH_DISPATCH
    unsigned as; /* the opcode that is executed */
#endif
#ifdef RG_COUNTING
    const RgWord *step_pc = NULL; /* the instruction that began last, NULL once it is over */
    const RgValue *step_r = NULL;
#endif

    if (throwing) goto error;
    DISPATCH();

#ifdef RG_SWITCH_DISPATCH
dispatch:
    STEP_BEGIN();
    as = (uint8_t)*pc;
dispatch_as:
    switch ((RgOp)as) {
#endif
#include "vm/interp/interp_load.inc"
#include "vm/interp/interp_arith.inc"
#include "vm/interp/interp_branch.inc"
#include "vm/interp/interp_call.inc"
#include "vm/interp/interp_item.inc"
#include "vm/interp/interp_pair.inc"
#include "vm/interp/interp_exc.inc"
#include "vm/interp/interp_gen.inc"
#ifdef RG_SWITCH_DISPATCH
    case RG_OP_COUNT: break;
    }
    RG_UNREACHABLE("opcode %u", as);
#endif

    /* A new frame of fn, arguments and linkage set: fill the rest, and begin it. */
enter_function:
    rg_frame_fill(th, new, fn, fn->code, FRAME);
    /* A new frame, all filled: begin it. */
enter:
    th->depth++;
    th->frame = new;
begin:
    r = new->regs;
    k = new->code->consts;
    pc = new->code->words;
    if (RG_UNLIKELY(th->poll)) goto poll;
    DISPATCH();

    /* A method's frame was made: begin it. */
entered:
    new = th->frame;
    goto begin;

poll:
    SAVE();
    if (!rg_poll(th)) goto error;
    DISPATCH();

    /* v is the result of the current frame. */
do_return: {
    RgFrame *f = FRAME;
    uint32_t flags = f->flags;
    if (RG_UNLIKELY(flags & ~(uint32_t)RG_FRAME_TAIL)) goto return_special;
    RgFrame *prev = f->prev;
    th->stack_top = (RgValue *)(void *)f;
    th->depth--;
    th->frame = prev;
    if (flags) { /* v is the result of the caller as well */
        STEP_RETURNED(prev);
        pc = prev->pc;
        r = prev->regs;
        k = prev->code->consts;
        goto do_return;
    }
    uint32_t dest = f->dest;
    STEP_RETURNED(prev);
    pc = prev->pc + f->skip;
    r = prev->regs;
    k = prev->code->consts;
    r[dest] = v;
    DISPATCH();
}

return_special: {
    RgFrame *f = FRAME;
    uint32_t flags = f->flags;
    RgFrame *prev = f->prev;
    f->pc = pc;
    if (flags & RG_FRAME_METHOD) goto return_method;
    if (flags & RG_FRAME_OBJECT && !(flags & RG_FRAME_GENERATOR)) rg_frame_detach(th, f);
    if (flags & RG_FRAME_GENERATOR) {
        rg_gen_finish(th, RG_GENERATOR(f->extra));
    } else {
        th->stack_top = (RgValue *)(void *)f;
        th->depth--;
        th->frame = prev;
    }
    if (flags & RG_FRAME_CONSTRUCTOR) {
        RgValue instance = f->extra;
        if (RG_UNLIKELY(v != RG_NONE)) {
            rg_raise(th, RG_EXC_TypeError, "__init__() should return None, not '%T'", v);
            if (flags & RG_FRAME_ENTRY) return RG_ERROR;
            r = prev->regs;
            k = prev->code->consts;
            pc = prev->pc;
            goto error;
        }
        v = instance;
    }
    if (flags & RG_FRAME_ENTRY) return v;
    pc = prev->pc;
    r = prev->regs;
    k = prev->code->consts;
    if (flags & RG_FRAME_TAIL) {
        STEP_RETURNED(prev);
        goto do_return;
    }
    if (flags & RG_FRAME_FOR_LOOP) { /* exhausted */
        if (OPCODE() == OP_FOR_ITER) JUMP_BY(2, pc[1]);
        NEXT(2);
    }
    if (flags & RG_FRAME_SEND) {
        r[A] = v;
        if (prev->flags & RG_FRAME_GENERATOR) RG_GENERATOR(prev->extra)->awaiting = 0;
        JUMP_BY(2, pc[1]);
    }
    STEP_RETURNED(prev);
    r[f->dest] = v;
    pc += f->skip;
    DISPATCH();
}

    /* v is what a method returned that an instruction entered by itself. */
return_method: {
    RgFrame *f = FRAME;
    uint64_t linkage = f->linkage;
    RgFrame *prev = f->prev;
    if (linkage & RG_FRAME_OBJECT) rg_frame_detach(th, f);
    uint32_t extra = (uint32_t)f->extra;
    th->stack_top = (RgValue *)(void *)f;
    th->depth -= linkage & RG_FRAME_DEEP ? 2 : 1;
    th->frame = prev;
    pc = prev->pc;
    r = prev->regs;
    k = prev->code->consts;
    if (linkage & RG_FRAME_OPERATOR && v == RG_NOT_IMPLEMENTED) {
        v = rg_rt_operator_rest(th, f);
        if (RG_UNLIKELY(!v)) goto error;
    }
    if (linkage & RG_FRAME_TEST) {
        int t = v == RG_TRUE ? 1 : v == RG_FALSE ? 0 : rg_rt_operator_test(th, extra, v);
        if (RG_UNLIKELY(t < 0)) goto error;
        if (linkage & RG_FRAME_NOT) t ^= 1;
        if (linkage & RG_FRAME_JUMP) {
            if (t) JUMP_BY(2, pc[1]);
            NEXT(2);
        }
        v = rg_from_bool(t);
    }
    if (linkage & RG_FRAME_TAIL) {
        STEP_RETURNED(prev);
        goto do_return;
    }
    if (linkage & RG_FRAME_FIRST) {
        pc--;
        switch (OPCODE()) {
        case OP_MUL_ADD: goto mul_add_second;
        case OP_MUL_SUB: goto mul_sub_second;
        case OP_GET_ITEM2: goto get_item2_second;
        default: goto add_item_second;
        }
    }
    if (!(linkage & RG_FRAME_DISCARD)) r[(uint16_t)(linkage >> 16)] = v;
    NEXT((uint32_t)(linkage >> 32));
}

    /* The pending exception has this frame's current instruction as its origin (error) or only passes (reraise). */
error:
    STEP_RAISED();
    if (rg_unwind(th, FRAME, true)) goto handler;
    goto leave;
reraise:
    if (rg_unwind(th, FRAME, false)) goto handler;
leave: {
    RgFrame *f = FRAME;
    uint32_t flags = f->flags;
    RgFrame *prev = f->prev;
    if (flags & RG_FRAME_GENERATOR) {
        RgGenerator *gen = RG_GENERATOR(f->extra);
        rg_gen_finish(th, gen);
        rg_gen_convert_stop(th, gen);
    } else {
        if (flags & RG_FRAME_OBJECT) rg_frame_detach(th, f);
        th->stack_top = (RgValue *)(void *)f;
        th->depth -= flags & RG_FRAME_DEEP ? 2 : 1;
        th->frame = prev;
    }
    if (flags & RG_FRAME_ENTRY) return RG_ERROR;
    r = prev->regs;
    k = prev->code->consts;
    goto error;
}
handler:
    STEP_HANDLED();
    pc = FRAME->pc;
    if (RG_UNLIKELY(th->poll)) goto poll;
    DISPATCH();
}

#ifndef RG_COUNTING
static RgValue run_either(RgThread *th, RgFrame *start, bool throwing)
{
    return RG_LIKELY(!th->rt->steps) ? run(th, start, throwing) : rg_interp_run_counting(th, start, throwing);
}

RgValue rg_interp_default_eval(RgThread *th, RgFrame *frame)
{
    char here;
    if (RG_UNLIKELY(&here < th->native_limit)) {
        rg_recursion_failed(th, "");
        rg_frame_detach(th, frame);
        th->frame = frame->prev;
        th->stack_top = (RgValue *)(void *)frame;
        th->depth--;
        return RG_ERROR;
    }
    return run_either(th, frame, false);
}

/* Enters a frame made for C callers. */
static RgValue run_entry(RgThread *th, RgFrame *frame)
{
    frame->flags |= RG_FRAME_ENTRY;
    rg_mirror_python_runs(th);
    th->depth++;
    th->frame = frame;
    if (RG_UNLIKELY(th->rt->frame_hook != NULL)) return th->rt->frame_hook->eval(th, frame, th->rt->frame_hook->data);
    return rg_interp_default_eval(th, frame);
}

RgValue rg_interp_call_function(RgThread *th, RgValue func, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgFunction *fn = RG_AS(RgFunction, func);
    RgFrame *frame = rg_rt_push_frame(th, fn, th->frame);
    if (!frame) return RG_ERROR;
    if (!rg_args_bind(th, fn, frame->regs, args, nargs, kwnames)) {
        th->stack_top = (RgValue *)(void *)frame;
        return RG_ERROR;
    }
    return run_entry(th, frame);
}

/* Runs code that has parameters as a call without arguments. */
static RgValue run_function_code(RgThread *th, RgCodeObject *code, RgDict *globals, RgValue locals, RgTuple *closure)
{
    RgFunction *fn = rg_function_new(th, code, globals);
    if (!fn) return RG_ERROR;
    if (closure) rg_gc_store_ptr(fn, &fn->closure, closure);
    RgFrame *frame = rg_rt_push_frame(th, fn, th->frame);
    if (!frame) return RG_ERROR;
    if (!rg_args_bind(th, fn, frame->regs, NULL, 0, NULL)) {
        th->stack_top = (RgValue *)(void *)frame;
        return RG_ERROR;
    }
    if (!(code->flags & RG_CO_OPTIMIZED)) frame->locals = locals;
    return run_entry(th, frame);
}

RgValue rg_interp_run_code(RgThread *th, RgCodeObject *code, RgDict *globals, RgValue locals, RgTuple *closure)
{
    RG_ASSERT(code->code->nfree == (closure ? rg_tuple_len(closure) : 0), "closure for %u", code->code->nfree);
    if (code->argcount || code->kwonly || code->flags & (RG_CO_VARARGS | RG_CO_VARKEYWORDS))
        return run_function_code(th, code, globals, locals, closure);
    if (!rg_rt_stack_room(th, code->frame_words)) return RG_ERROR;
    RgDict *builtins = rg_function_builtins(th, globals);
    if (!builtins) return RG_ERROR;
    RgFrame *frame = (RgFrame *)(void *)th->stack_top;
    memset(frame, 0, sizeof *frame);
    frame->prev = th->frame;
    frame->pc = code->words;
    frame->code = code;
    frame->globals = globals;
    frame->builtins = builtins;
    frame->locals = code->flags & RG_CO_OPTIMIZED ? 0 : locals;
    th->stack_top += code->frame_words;
    for (uint32_t i = 0; i < code->nlocals; i++) frame->regs[i] = RG_UNBOUND;
    for (uint32_t i = 0; i < code->nentry + code->nentry_cells; i++) { /* a function's code run by exec() */
        rg_code_arm(code, i);
        frame->regs[code->entry_reg + i] = RG_UNBOUND;
    }
    if (closure)
        for (size_t i = 0, n = rg_tuple_len(closure); i < n; i++) frame->regs[code->nlocals - n + i] = closure->items[i];
    if (!code->mirrors || code->flags & RG_CO_OPTIMIZED) return run_entry(th, frame);
    rg_mirror_enter_namespace(code);
    RgValue v = run_entry(th, frame);
    rg_mirror_leave_namespace(code);
    return v;
}

RgValue rg_interp_resume(RgThread *th, RgGenerator *gen, RgValue value, RgValue *result)
{
    char here;
    bool throwing = value == 0;
    if (RG_UNLIKELY(&here < th->native_limit)) {
        rg_recursion_failed(th, "");
        return RG_ERROR;
    }
    RgValue exc = throwing ? rg_exception_take(th) : 0;
    const RgWord *from = gen->frame->pc;
    rg_mirror_python_runs(th);
    if ((throwing || RG_UNLIKELY(!rg_gen_resume_at_yield(th, gen, th->frame, RG_FRAME_ENTRY, value))) &&
        !rg_gen_enter(th, gen, th->frame, RG_FRAME_ENTRY, value))
        return RG_ERROR;
    if (throwing && gen->handles) rg_raise_object(th, exc); /* its context is what the generator handles */
    else if (throwing) th->pending = exc;                                    /* and stays what it is when there is none */
    if (RG_UNLIKELY(th->rt->steps)) rg_steps_resumed(th, gen->frame, from);
    RgValue v = run_either(th, gen->frame, throwing);
    if (!v) return RG_ERROR;
    if (gen->state != RG_GEN_FINISHED) return v;
    *result = v;
    return RG_STOP;
}
#endif
