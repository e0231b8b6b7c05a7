/* SPDX-License-Identifier: MIT
 *
 * frame.c: what others see of frames: frame objects, locals(), line numbers, current namespaces; and polling.
 */
#include "vm/interp/mirror.h"
#include "vm/interp/rt.h"
#include "vm/object/weakref.h"

int32_t rg_frame_line(const RgFrame *frame)
{
    return rg_code_position(frame->code->code, (uint32_t)(frame->pc - frame->code->words)).line;
}

int32_t rg_frame_object_line(const RgFrameObject *fo)
{
    if (fo->frame) return rg_frame_line(fo->frame);
    return rg_code_position(fo->code->code, fo->word).line;
}

RgFrameObject *rg_frame_object(RgThread *th, RgFrame *frame)
{
    if (frame->object) return frame->object;
    RgFrameObject *fo = rg_object_new(th, RG_KIND_frame, sizeof *fo);
    if (!fo) return NULL;
    fo->frame = frame;
    fo->code = frame->code;
    fo->globals = frame->globals;
    fo->builtins = frame->builtins;
    fo->back = RG_NONE;
    fo->trace_lines = 1;
    if (frame->flags & RG_FRAME_GENERATOR) {
        fo->generator = frame->extra;
        rg_gc_written(rg_as_object(frame->extra)); /* which the frame is a part of, and it may not run now */
    }
    if (frame->locals) fo->locals = frame->locals;
    frame->object = fo;
    frame->flags |= RG_FRAME_OBJECT;
    return fo;
}

void rg_frame_detach(RgThread *th, RgFrame *frame)
{
    RgFrameObject *fo = frame->object;
    if (!fo) return;
    RgValue pending = rg_exception_take(th);
    RgCodeObject *co = frame->code;
    if (co->nlocals) {
        RgArray *saved = rg_array_new(th, co->nlocals);
        if (saved) {
            memcpy(saved->items, frame->regs, co->nlocals * sizeof(RgValue));
            rg_gc_store_ptr(fo, &fo->saved, saved);
        }
    }
    if (frame->prev) {
        RgFrameObject *back = rg_frame_object(th, frame->prev);
        if (back) rg_gc_store(fo, &fo->back, rg_from_ptr(back));
    }
    fo->word = (uint32_t)(frame->pc - co->words);
    fo->generator = 0;
    fo->frame = NULL;
    frame->object = NULL;
    th->pending = pending; /* memory that was short here is no reason to lose it */
}

void rg_frame_trace(RgMarker *marker, RgFrame *frame)
{
    rg_mark_cell(marker, frame->code);
    rg_mark_cell(marker, frame->function);
    rg_mark_cell(marker, frame->globals);
    rg_mark_cell(marker, frame->builtins);
    rg_mark_value(marker, frame->locals);
    rg_mark_value(marker, frame->extra);
    rg_mark_cell(marker, frame->object);
    rg_mark_conservative(marker, frame->regs, frame->regs + frame->code->nregs);
}

/* Value of local i as locals() shows it: cells opened; 0 when unbound. */
static RgValue local_value(const RgCodeObject *co, const RgValue *regs, uint32_t i)
{
    RgValue v = regs[i];
    if (v == RG_UNBOUND || v == 0) return 0;
    if (co->code->local_kinds[i] & (RG_LOCAL_CELL | RG_LOCAL_FREE) && rg_is_kind(v, RG_KIND_cell)) {
        v = rg_cell_value(v);
        if (v == RG_UNBOUND) return 0;
    }
    return v;
}

RgValue rg_frame_object_locals(RgThread *th, RgFrameObject *fo)
{
    RgCodeObject *co = fo->code;
    const RgValue *regs = fo->frame ? fo->frame->regs : fo->saved ? fo->saved->items : NULL;
    if (!fo->locals) {
        RgDict *d = rg_dict_new(th);
        if (!d) return RG_ERROR;
        rg_gc_store(fo, &fo->locals, rg_from_ptr(d));
    }
    if (!regs || !rg_is_dict(fo->locals)) return fo->locals;
    RgDict *d = RG_DICT(fo->locals);
    bool optimized = co->flags & RG_CO_OPTIMIZED;
    for (uint32_t i = 0; i < co->nlocals; i++) {
        if (!co->code->local_kinds[i] || co->code->local_kinds[i] & RG_LOCAL_MOVED) continue; /* see RG_LOCAL_MOVED */
        if (!optimized && co->code->local_kinds[i] & (RG_LOCAL_FREE | RG_LOCAL_CELL)) continue;
        RgValue name = co->local_names->items[i], v = local_value(co, regs, i);
        if (v) {
            if (!rg_dict_set(th, d, name, v)) return RG_ERROR;
        } else if (optimized && rg_dict_delete(th, d, name) < 0) {
            return RG_ERROR;
        }
    }
    return fo->locals;
}

RgValue rg_frame_locals(RgThread *th, RgFrame *frame)
{
    if (!frame->locals && !(frame->code->flags & RG_CO_OPTIMIZED)) frame->locals = rg_from_ptr(frame->globals);
    if (frame->locals && !(frame->code->flags & RG_CO_OPTIMIZED) && !frame->code->nlocals) return frame->locals;
    RgFrameObject *fo = rg_frame_object(th, frame);
    return fo ? rg_frame_object_locals(th, fo) : RG_ERROR;
}

RgDict *rg_current_globals(RgThread *th) { return th->frame ? th->frame->globals : NULL; }

RgDict *rg_current_builtins(RgThread *th) { return th->frame ? th->frame->builtins : th->rt->builtins; }

bool rg_poll(RgThread *th)
{
    uint32_t why = __atomic_exchange_n(&th->poll, 0, __ATOMIC_ACQ_REL);
    rg_mirror_python_runs_between(th);
    if (why & RG_POLL_BUDGET) {
        __atomic_or_fetch(&th->poll, RG_POLL_BUDGET, __ATOMIC_ACQ_REL); /* every jump and call counts */
        if (th->budget == 0) {
            th->stopping = true;
            rg_raise_call(th, RG_EXC(th, SystemExit), NULL, 0);
            return false;
        }
        th->budget--;
    }
    if (why & RG_POLL_FINALIZERS) {
        RgValue pending = rg_exception_take(th);
        rg_finalizers_run(th);
        th->pending = pending;
    }
    if (why & RG_POLL_SIGNAL && th->rt->signal_hook && !th->rt->signal_hook(th)) return false;
    if (why & RG_POLL_INTERRUPT) {
        rg_raise_call(th, RG_EXC(th, KeyboardInterrupt), NULL, 0);
        return false;
    }
    return true;
}
