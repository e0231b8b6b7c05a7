/* SPDX-License-Identifier: MIT
 *
 * gen.c: generators, coroutines and async generators: creation, resumption, suspension, throwing and closing.
 *
 * A suspended generator's frame has pc at its YIELD (or at RETURN_GENERATOR before the first resumption). While it runs,
 * `inherited` is what its resumer was handling, and `handles` tells whether th->handled is the generator's own (it may be the same
 * exception: a resumer that handles an exception can throw that one).
 */
#include "vm/gc/finalize.h"
#include "vm/interp/mirror.h"
#include "vm/interp/resume.h"
#include "vm/interp/rt.h"

/* Generators that run write to their registers as all code does, without the barrier. */
static void mark_running(RgMarker *marker, void *data)
{
    RgRuntime *rt = data;
    for (RgFrame *frame = rt->main_thread ? rt->main_thread->frame : NULL; frame; frame = frame->prev)
        if (frame->flags & RG_FRAME_GENERATOR) rg_mark_again(marker, rg_as_object(frame->extra));
}

bool rg_gen_init(RgRuntime *rt)
{
    return rg_heap_add_root(rt->heap, mark_running, rt);
}

const char *rg_gen_kind_name(const RgGenerator *gen)
{
    switch (gen->head.kind) {
    case RG_KIND_coroutine: return "coroutine";
    case RG_KIND_async_generator: return "async generator";
    default: return "generator";
    }
}

RgGenerator *rg_gen_from_frame(RgThread *th, RgFrame *frame)
{
    RgCodeObject *co = frame->code;
    RgKind kind = co->flags & RG_CO_COROUTINE         ? RG_KIND_coroutine
                  : co->flags & RG_CO_ASYNC_GENERATOR ? RG_KIND_async_generator
                                                      : RG_KIND_generator;
    RgGenerator *gen = rg_object_new(th, kind, sizeof *gen);
    if (!gen) return NULL;
    RgBuffer *storage = rg_buffer_new(th, (size_t)co->frame_words * sizeof(RgValue));
    if (!storage) return NULL;
    RgFrame *own = (RgFrame *)(void *)storage->data;
    /* Locals and entry mirrors. Nothing else holds anything yet, and words left there by frames of others would keep things alive. */
    memcpy(own, frame, sizeof *own + co->nlocals * sizeof(RgValue));
    memcpy(own->regs + co->entry_reg, frame->regs + co->entry_reg, (co->nentry + co->nentry_cells) * sizeof(RgValue));
    own->prev = NULL;
    own->extra = rg_from_ptr(gen);
    own->flags = RG_FRAME_GENERATOR | (frame->flags & RG_FRAME_OBJECT);
    if (own->object) {
        own->object->frame = own;
        rg_gc_store(own->object, &own->object->generator, rg_from_ptr(gen));
    }
    gen->frame = own;
    gen->storage = storage;
    gen->handled = gen->inherited = RG_NONE;
    gen->code = co;
    gen->name = frame->function ? frame->function->name : co->name;
    gen->qualname = frame->function ? frame->function->qualname : co->qualname;
    gen->state = RG_GEN_CREATED;
    /* Only code with handlers can tell whether it was closed; a coroutine complains when it never ran. */
    if ((co->code->nhandlers || kind != RG_KIND_generator) && !rg_finalize_add(th->heap, gen)) {
        rg_raise_memory(th);
        return NULL;
    }
    th->stack_top = (RgValue *)(void *)frame;
    th->depth--;
    th->frame = frame->prev;
    return gen;
}

bool rg_gen_enter(RgThread *th, RgGenerator *gen, RgFrame *prev, uint32_t flags, RgValue value)
{
    RgFrame *frame = gen->frame;
    if (RG_UNLIKELY(gen->state == RG_GEN_RUNNING)) {
        rg_raise(th, RG_EXC_ValueError, "%s already executing", rg_gen_kind_name(gen));
        return false;
    }
    if (RG_UNLIKELY(th->depth >= th->rt->recursion_limit)) return rg_recursion_failed(th, "");
    RgWord w = *frame->pc;
    if (value) {
        switch (rg_code_opcode(gen->code, frame->pc)) {
        case OP_RETURN_GENERATOR: frame->pc++; break;
        case OP_SEND: /* the end of a delegation that throw() saw */
            frame->regs[RG_INSN_A(w)] = value;
            frame->pc += 2 + (int64_t)(int32_t)frame->pc[1];
            break;
        default:
            frame->regs[RG_INSN_A(w)] = value;
            frame->pc++;
            break;
        }
    }
    if (!(flags & RG_FRAME_ENTRY)) rg_mirror_python_runs(th);
    gen->awaiting = 0;
    frame->prev = prev;
    frame->flags = (uint16_t)(RG_FRAME_GENERATOR | flags | (frame->flags & RG_FRAME_OBJECT));
    rg_gc_store(gen, &gen->inherited, th->handled);
    if (gen->handled != RG_NONE) th->handled = gen->handled;
    gen->state = RG_GEN_RUNNING;
    th->frame = frame;
    th->depth++;
    return true;
}

void rg_gen_finish(RgThread *th, RgGenerator *gen)
{
    RgFrame *frame = gen->frame;
    if (frame->flags & RG_FRAME_OBJECT) rg_frame_detach(th, frame);
    rg_gen_leave(th, gen, frame);
    gen->handled = RG_NONE;
    gen->handles = false;
    gen->state = RG_GEN_FINISHED;
    gen->awaiting = 0;
    gen->frame = NULL;
    gen->storage = NULL;
}

void rg_gen_convert_stop(RgThread *th, RgGenerator *gen)
{
    RgExc what;
    if (rg_raised_is(th, RG_EXC_StopIteration))
        what = RG_EXC_StopIteration;
    else if (gen->head.kind == RG_KIND_async_generator && rg_raised_is(th, RG_EXC_StopAsyncIteration))
        what = RG_EXC_StopAsyncIteration;
    else
        return;
    RgValue cause = rg_exception_take(th);
    rg_raise(th, RG_EXC_RuntimeError, "%s raised %s", rg_gen_kind_name(gen),
             what == RG_EXC_StopIteration ? "StopIteration" : "StopAsyncIteration");
    if (!rg_raised_is(th, RG_EXC_RuntimeError)) return;
    RgException *e = RG_EXCEPTION(th->pending);
    rg_gc_store(e, &e->cause, cause);
    rg_gc_store(e, &e->context, cause);
    e->suppress_context = true;
}

/* ---- sending ---- */

RgValue rg_gen_send(RgThread *th, RgGenerator *gen, RgValue value, RgValue *result)
{
    *result = RG_NONE;
    if (gen->state == RG_GEN_CREATED && value != RG_NONE)
        return rg_raise(th, RG_EXC_TypeError, "can't send non-None value to a just-started %s", rg_gen_kind_name(gen));
    if (gen->state == RG_GEN_FINISHED) {
        if (gen->head.kind == RG_KIND_coroutine)
            return rg_raise(th, RG_EXC_RuntimeError, "cannot reuse already awaited coroutine");
        return RG_STOP;
    }
    return rg_interp_resume(th, gen, value, result);
}

RgValue rg_gen_fetch_stop(RgThread *th)
{
    if (!rg_raised_is(th, RG_EXC_StopIteration)) return 0;
    RgValue exc = rg_exception_take(th);
    RgValue v = RG_EXCEPTION(exc)->fields[RG_XF_STOP_VALUE];
    return v ? v : RG_NONE;
}

RgValue rg_gen_send_any(RgThread *th, RgValue it, RgValue value, RgValue *result)
{
    *result = RG_NONE;
    if (rg_exactly(it, RG_KIND_generator) || rg_exactly(it, RG_KIND_coroutine))
        return rg_gen_send(th, RG_GENERATOR(it), value, result);
    RgValue v;
    if (value == RG_NONE) {
        RgType *type = rg_type_of(th->rt, it);
        if (!type->slots.next) return rg_raise(th, RG_EXC_TypeError, "'%T' object is not an iterator", it);
        /* The slot of a class drops what its StopIteration carries: ask the method itself. */
        v = rg_type_is_heap(type) ? rg_type_call_special(th, it, RG_SYM(th, __next__), NULL, 0) : type->slots.next(th, it);
    } else {
        v = rg_call_method1(th, it, RG_SYM(th, send), value);
    }
    if (v) return v;
    v = rg_gen_fetch_stop(th);
    if (!v) return RG_ERROR;
    *result = v;
    return RG_STOP;
}

RgValue rg_gen_method_result(RgThread *th, RgValue v, RgValue result)
{
    if (v != RG_STOP) return v;
    if (result == RG_NONE) return rg_raise_call(th, RG_EXC(th, StopIteration), NULL, 0);
    /* Not raise_value: a tuple or an exception as the value must stay one argument. */
    return rg_raise_call(th, RG_EXC(th, StopIteration), &result, 1);
}

/* ---- throwing and closing ---- */

RgValue rg_gen_throw_args(RgThread *th, RgValue type, RgValue value, RgValue traceback)
{
    if (traceback != RG_NONE && traceback != RG_UNBOUND && !rg_is_kind(traceback, RG_KIND_traceback))
        return rg_raise(th, RG_EXC_TypeError, "throw() third argument must be a traceback object");
    RgValue exc;
    if (rg_is_type(type) && RG_AS(RgType, type)->flags & RG_TF_EXCEPTION) {
        if (value == RG_UNBOUND || value == RG_NONE) {
            exc = rg_call0(th, type);
        } else if (rg_is_exception(value) && rg_type_is_subtype(rg_type_of(th->rt, value), RG_AS(RgType, type))) {
            exc = value;
        } else if (rg_is_tuple(value)) {
            exc = rg_call_tuple(th, type, RG_TUPLE(value), NULL);
        } else {
            exc = rg_call1(th, type, value);
        }
        if (exc && !rg_is_exception(exc))
            return rg_raise(th, RG_EXC_TypeError, "calling %R should have returned an instance of BaseException, not %T", type,
                            exc);
    } else if (rg_is_exception(type)) {
        if (value != RG_UNBOUND && value != RG_NONE)
            return rg_raise(th, RG_EXC_TypeError, "instance exception may not have a separate value");
        exc = type;
    } else {
        return rg_raise(th, RG_EXC_TypeError, "exceptions must be classes or instances deriving from BaseException, not %T",
                        type);
    }
    if (exc && traceback != RG_UNBOUND && traceback != RG_NONE && !rg_exception_set_traceback(th, exc, traceback))
        return RG_ERROR;
    return exc;
}

/* Closes what a yield from or await delegates to. */
static bool close_delegate(RgThread *th, RgValue it)
{
    if (rg_exactly(it, RG_KIND_generator) || rg_exactly(it, RG_KIND_coroutine)) return rg_gen_close(th, RG_GENERATOR(it));
    RgValue close = rg_attr_lookup(th, it, RG_SYM(th, close));
    if (!close) {
        rg_write_unraisable(th, it, NULL);
        return true;
    }
    return close == RG_UNBOUND || rg_call0(th, close) != 0;
}

static RgValue throw_here(RgThread *th, RgGenerator *gen, RgValue exc, RgValue *result)
{
    th->pending = exc;
    return rg_interp_resume(th, gen, 0, result);
}

/* The verifier has followed a delegation's end from its SEND and the YIELD that belongs to it: whoever is suspended elsewhere, with
 * other things in its registers, delegates no more. */
static bool is_delegating(const RgGenerator *gen)
{
    if (!gen->awaiting) return false;
    const RgCode *code = gen->code->code;
    return gen->frame->pc == gen->code->words + rg_op_waits_at(code->words, code->nwords, gen->send_word);
}

/* Throws into the delegate; what it does decides how gen goes on. */
static RgValue throw_delegate(RgThread *th, RgGenerator *gen, RgValue exc, RgValue *result)
{
    RgValue it = gen->awaiting, sub = RG_NONE, v;
    uint8_t state = gen->state;
    if (rg_exactly(it, RG_KIND_generator) || rg_exactly(it, RG_KIND_coroutine)) {
        gen->state = RG_GEN_RUNNING;
        v = rg_gen_throw(th, RG_GENERATOR(it), exc, &sub);
    } else {
        RgValue method = rg_attr_lookup(th, it, RG_SYM(th, throw));
        if (!method) return RG_ERROR;
        if (method == RG_UNBOUND) return throw_here(th, gen, exc, result);
        gen->state = RG_GEN_RUNNING;
        v = rg_call1(th, method, exc);
        if (!v && (sub = rg_gen_fetch_stop(th))) v = RG_STOP;
    }
    gen->state = state;
    if (v && v != RG_STOP) return v;
    if (!v) return rg_interp_resume(th, gen, 0, result);
    gen->frame->pc = gen->code->words + gen->send_word;
    return rg_interp_resume(th, gen, sub, result);
}

RgValue rg_gen_throw(RgThread *th, RgGenerator *gen, RgValue exc, RgValue *result)
{
    *result = RG_NONE;
    if (gen->state == RG_GEN_FINISHED) {
        if (gen->head.kind == RG_KIND_coroutine)
            return rg_raise(th, RG_EXC_RuntimeError, "cannot reuse already awaited coroutine");
        th->pending = exc; /* as it is: what is being handled is not its context */
        return RG_ERROR;
    }
    if (gen->state == RG_GEN_RUNNING) return rg_raise(th, RG_EXC_ValueError, "%s already executing", rg_gen_kind_name(gen));
    if (is_delegating(gen)) {
        if (!rg_exception_matches(th, exc, rg_from_ptr(RG_EXC(th, GeneratorExit))))
            return throw_delegate(th, gen, exc, result);
        RgValue it = gen->awaiting;
        gen->state = RG_GEN_RUNNING;
        bool ok = close_delegate(th, it);
        gen->state = RG_GEN_SUSPENDED;
        if (!ok) return rg_interp_resume(th, gen, 0, result);
    }
    return throw_here(th, gen, exc, result);
}

/* Drops a generator that cannot notice being closed. */
static void finish_quietly(RgThread *th, RgGenerator *gen)
{
    if (gen->frame->flags & RG_FRAME_OBJECT) rg_frame_detach(th, gen->frame);
    gen->state = RG_GEN_FINISHED;
    gen->awaiting = 0;
    gen->frame = NULL;
    gen->storage = NULL;
}

bool rg_gen_close(RgThread *th, RgGenerator *gen)
{
    if (gen->state == RG_GEN_RUNNING) {
        rg_raise(th, RG_EXC_ValueError, "%s already executing", rg_gen_kind_name(gen));
        return false;
    }
    if (gen->state == RG_GEN_FINISHED) return true;
    gen->closed = true;
    bool delegate_ok = true;
    if (gen->state == RG_GEN_SUSPENDED && gen->awaiting) {
        gen->state = RG_GEN_RUNNING;
        delegate_ok = close_delegate(th, gen->awaiting);
        gen->state = RG_GEN_SUSPENDED;
    }
    if (delegate_ok && (gen->state == RG_GEN_CREATED || !gen->code->code->nhandlers)) {
        finish_quietly(th, gen);
        return true;
    }
    RgValue result = RG_NONE, v;
    if (delegate_ok) {
        RgValue exc = rg_call0(th, rg_from_ptr(RG_EXC(th, GeneratorExit)));
        if (!exc) return false;
        v = throw_here(th, gen, exc, &result);
    } else {
        v = rg_interp_resume(th, gen, 0, &result);
    }
    if (v == RG_STOP) return true;
    if (v) {
        rg_raise(th, RG_EXC_RuntimeError, "%s ignored GeneratorExit", rg_gen_kind_name(gen));
        return false;
    }
    if (!rg_raised_is(th, RG_EXC_GeneratorExit) && !rg_raised_is(th, RG_EXC_StopIteration)) return false;
    rg_exception_clear(th);
    return true;
}

/* ---- await and friends ---- */

RgValue rg_gen_yield_from_iter(RgThread *th, RgFrame *frame, RgValue v)
{
    if (rg_exactly(v, RG_KIND_generator)) return v;
    if (rg_is_kind(v, RG_KIND_coroutine)) {
        if (frame->code->flags & (RG_CO_COROUTINE | RG_CO_ITERABLE_COROUTINE)) return v;
        return rg_raise(th, RG_EXC_TypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return rg_iter(th, v);
}

static RgValue await_type_error(RgThread *th, RgValue v, uint32_t where)
{
    if (where == 1)
        return rg_raise(th, RG_EXC_TypeError,
                        "'async with' received an object from __aenter__ that does not implement __await__: %T", v);
    if (where == 2)
        return rg_raise(th, RG_EXC_TypeError,
                        "'async with' received an object from __aexit__ that does not implement __await__: %T", v);
    return rg_raise(th, RG_EXC_TypeError, "object %T can't be used in 'await' expression", v);
}

RgValue rg_gen_awaitable(RgThread *th, RgValue v, uint32_t where)
{
    if (rg_is_kind(v, RG_KIND_coroutine)) {
        if (RG_GENERATOR(v)->awaiting)
            return rg_raise(th, RG_EXC_RuntimeError, "coroutine is being awaited already");
        return v;
    }
    if (rg_exactly(v, RG_KIND_generator) && RG_GENERATOR(v)->code->flags & RG_CO_ITERABLE_COROUTINE) return v;
    RgType *type = rg_type_of(th->rt, v);
    if (!type->slots.await) return await_type_error(th, v, where);
    RgValue it = type->slots.await(th, v);
    if (!it) return RG_ERROR;
    if (rg_is_kind(it, RG_KIND_coroutine)) return rg_raise(th, RG_EXC_TypeError, "__await__() returned a coroutine");
    if (!rg_is_iterator(th, it))
        return rg_raise(th, RG_EXC_TypeError, "__await__() returned non-iterator of type '%T'", it);
    return it;
}

RgValue rg_gen_aiter(RgThread *th, RgValue v)
{
    RgType *type = rg_type_of(th->rt, v);
    if (!type->slots.aiter)
        return rg_raise(th, RG_EXC_TypeError, "'async for' requires an object with __aiter__ method, got %T", v);
    RgValue it = type->slots.aiter(th, v);
    if (it && !rg_type_of(th->rt, it)->slots.anext)
        return rg_raise(th, RG_EXC_TypeError,
                        "'async for' received an object from __aiter__ that does not implement __anext__: %T", it);
    return it;
}

RgValue rg_gen_anext(RgThread *th, RgValue v)
{
    RgType *type = rg_type_of(th->rt, v);
    if (rg_exactly(v, RG_KIND_async_generator)) return type->slots.anext(th, v);
    if (!type->slots.anext)
        return rg_raise(th, RG_EXC_TypeError, "'async for' requires an iterator with __anext__ method, got %T", v);
    RgValue next = type->slots.anext(th, v);
    if (!next) return RG_ERROR;
    RgValue awaitable = rg_gen_awaitable(th, next, 0);
    if (awaitable || !rg_raised_is(th, RG_EXC_TypeError)) return awaitable;
    RgValue cause = rg_exception_take(th);
    rg_raise(th, RG_EXC_TypeError, "'async for' received an invalid object from __anext__: %T", next);
    if (rg_raised_is(th, RG_EXC_TypeError)) {
        RgException *e = RG_EXCEPTION(th->pending);
        rg_gc_store(e, &e->cause, cause);
        rg_gc_store(e, &e->context, cause);
        e->suppress_context = true;
    }
    return RG_ERROR;
}
