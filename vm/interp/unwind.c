/* SPDX-License-Identifier: MIT
 *
 * unwind.c: finds handlers for the pending exception and records tracebacks. Printing them is tbprint.c.
 */
#include "vm/interp/rt.h"

void rg_traceback_add_at(RgThread *th, RgFrame *frame, uint32_t word)
{
    RgValue exc = th->pending;
    RG_ASSERT(exc != 0 && rg_is_exception(exc), "%llx", (unsigned long long)exc);
    th->pending = 0;
    RgFrameObject *fo = rg_frame_object(th, frame);
    RgTraceback *tb = fo ? rg_object_new(th, RG_KIND_traceback, sizeof *tb) : NULL;
    if (tb) {
        RgException *e = RG_EXCEPTION(exc);
        tb->next = e->traceback ? e->traceback : RG_NONE;
        tb->frame = rg_from_ptr(fo);
        tb->code = frame->code;
        tb->word = word;
        tb->lineno = rg_code_position(frame->code->code, word).line;
        rg_gc_store(e, &e->traceback, rg_from_ptr(tb));
    }
    th->pending = exc; /* without memory the entry is missing, the exception is not */
}

void rg_traceback_add(RgThread *th, RgFrame *frame)
{
    rg_traceback_add_at(th, frame, (uint32_t)(frame->pc - frame->code->words));
}

/* lasti: the instruction that the frame shows as its current one from now on (f_lineno), and that handlers are told of. */
static bool unwind(RgThread *th, RgFrame *frame, bool trace, uint32_t lasti)
{
    if (frame->flags & RG_FRAME_GENERATOR) RG_GENERATOR(frame->extra)->awaiting = 0;
    if (RG_UNLIKELY(!rg_is_exception(th->pending))) rg_raise(th, RG_EXC_SystemError, "exception expected");
    if (trace) rg_traceback_add(th, frame);
    RgCodeObject *co = frame->code;
    uint32_t word = (uint32_t)(frame->pc - co->words);
    const RgHandler *h = rg_code_handler(co->code, word);
    if (!h || RG_UNLIKELY(th->stopping)) {
        frame->pc = co->words + lasti;
        return false;
    }
    RgValue exc = th->pending;
    th->pending = 0;
    if (h->exc_reg != RG_NO_REGISTER) frame->regs[h->exc_reg] = exc;
    if (h->lasti_reg != RG_NO_REGISTER) frame->regs[h->lasti_reg] = rg_from_int(lasti);
    frame->pc = co->words + h->target;
    return true;
}

bool rg_unwind(RgThread *th, RgFrame *frame, bool trace)
{
    return unwind(th, frame, trace, (uint32_t)(frame->pc - frame->code->words));
}

bool rg_unwind_at(RgThread *th, RgFrame *frame, RgValue lasti)
{
    uint32_t word = (uint32_t)(frame->pc - frame->code->words);
    bool known = rg_is_int(lasti) && rg_as_int(lasti) >= 0 && rg_as_int(lasti) < (int64_t)frame->code->code->nwords;
    return unwind(th, frame, false, known ? (uint32_t)rg_as_int(lasti) : word);
}
