/* SPDX-License-Identifier: MIT
 *
 * mirror.h: mirrors at run time: registers that stand for the loads of a name (docs/decisions/0008-mirrors.md).
 *
 * Always holds: at a load point whose mirror is not armed the register of the mirror equals what the load would give.
 * Whoever can no longer promise that arms the mirror; from then on its load points do their loads.
 */
#ifndef RG_INTERP_MIRROR_H
#define RG_INTERP_MIRROR_H

#include "vm/code/op.h"
#include "vm/interp/frame.h"

/* ---- definitions: the instruction that writes register reg, which is a mirror's ---- */

/* Values for the LOAD_MIRROR opcodes: RG_UNBOUND, with the mirror armed, when it cannot be kept. They run no Python code and
 * raise nothing. */
RgValue rg_mirror_load_global(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg);
RgValue rg_mirror_load_name(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg);
RgValue rg_mirror_load_attr(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg, RgValue obj);
void rg_mirror_load_failed(RgCodeObject *co, uint32_t reg); /* by LOAD_MIRROR_DEREF: the cell is empty */
/* STORE_NAME_MIRROR. */
bool rg_mirror_store_name(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg, RgValue value);
/* LOAD_GLOBAL, LOAD_NAME or LOAD_ATTR (of obj) has loaded into reg, which may or may not be a mirror's; co->mirrors is not
 * NULL. ic: filled by the load. */
void rg_mirror_defined_name(RgThread *th, RgFrame *frame, const RgInlineCache *ic, uint32_t reg);
void rg_mirror_defined_attr(RgThread *th, RgCodeObject *co, RgWord head, RgValue obj, RgStr *name);

/* The first call: loads the mirrors that frames have from their beginning. */
void rg_mirror_load_entry(RgThread *th, RgCodeObject *co);

/* ---- load points ---- */

/* Does the loads of the armed mirrors at the frame's place. The opcode to go on with; -1: one raised, and the traceback has
 * its entry. */
int rg_mirror_load_points(RgThread *th, RgFrame *frame);

/* ---- what may change under a mirror ---- */

/* Whether the converter takes it that Python code runs below the instruction that the frame is at. */
bool rg_mirror_expects_python(const RgFrame *frame);
/* Python code is about to run below the current frame, entered from C or in the middle of an instruction. At some
 * instructions the converter expects that; at others attributes are no longer what they were. */
RG_INLINE void rg_mirror_python_runs(RgThread *th)
{
    RgFrame *f = th->frame;
    if (RG_UNLIKELY(f && f->code->mirrors && f->code->mirrors->attrs) && !rg_mirror_expects_python(f))
        rg_code_arm_kind(f->code, RG_MIRROR_ATTR);
}
/* The same for an instruction of frames of co at which the converter does not expect that. */
RG_INLINE void rg_mirror_python_runs_unseen(RgCodeObject *co)
{
    if (RG_UNLIKELY(co->mirrors && co->mirrors->attrs)) rg_code_arm_kind(co, RG_MIRROR_ATTR);
}
/* The same between two instructions. */
RG_INLINE void rg_mirror_python_runs_between(RgThread *th)
{
    if (th->frame) rg_code_arm_kind(th->frame->code, RG_MIRROR_ATTR);
}
/* LOAD_ATTR into reg enters the getter of a property. */
void rg_mirror_enters_getter(RgCodeObject *co, uint32_t reg);

/* A frame of co with a namespace begins and ends. */
void rg_mirror_enter_namespace(RgCodeObject *co);
void rg_mirror_leave_namespace(RgCodeObject *co);

#endif
