/* SPDX-License-Identifier: MIT
 *
 * resume.h: resuming and suspending generators, as far as the loop does it without a call.
 *
 * Always holds: what rg_gen_resume_at_yield refuses rg_gen_enter does, and it has changed nothing then.
 */
#ifndef RG_INTERP_RESUME_H
#define RG_INTERP_RESUME_H

#include "vm/code/op.h"
#include "vm/interp/frame.h"

/* The nearly only case of rg_gen_enter: gen is suspended at a YIELD, and there is room. The caller sees to the mirrors of the
 * frame that resumes it. */
RG_INLINE bool rg_gen_resume_at_yield(RgThread *th, RgGenerator *gen, RgFrame *prev, uint32_t flags, RgValue value)
{
    if (RG_UNLIKELY(gen->state != RG_GEN_SUSPENDED || th->depth >= th->inline_depth)) return false;
    RgFrame *frame = gen->frame;
    const RgWord *pc = frame->pc;
    if (RG_UNLIKELY(RG_INSN_OP(*pc) != OP_YIELD)) return false;
    RgValue handled = gen->handled;
    frame->regs[RG_INSN_A(*pc)] = value;
    frame->pc = pc + 1;
    frame->prev = prev;
    frame->flags = (uint16_t)(RG_FRAME_GENERATOR | flags | (frame->flags & RG_FRAME_OBJECT));
    gen->awaiting = 0;
    rg_gc_store(gen, &gen->inherited, th->handled);
    if (RG_UNLIKELY(handled != RG_NONE)) th->handled = handled;
    gen->state = RG_GEN_RUNNING;
    th->frame = frame;
    th->depth++;
    return true;
}

/* The running generator's frame is popped. */
RG_INLINE void rg_gen_leave(RgThread *th, RgGenerator *gen, RgFrame *frame)
{
    RgValue handled = th->handled, inherited = gen->inherited;
    rg_gc_store(gen, &gen->handled, gen->handles ? handled : RG_NONE);
    th->handled = inherited;
    gen->inherited = RG_NONE;
    th->frame = frame->prev;
    th->depth--;
    frame->prev = NULL;
    frame->flags &= RG_FRAME_GENERATOR | RG_FRAME_OBJECT;
}

#endif
