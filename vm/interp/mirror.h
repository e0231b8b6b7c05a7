/* SPDX-License-Identifier: MIT
 *
 * mirror.h: mirrors at run time: registers that stand for the loads of a name (docs/decisions/0008-mirrors.md).
 *
 * Always holds: at a load point whose mirror is not armed the register of the mirror equals what the load would give.
 * Whoever can no longer promise that arms the mirror; from then on its load points do their loads.
 */
#ifndef RG_INTERP_MIRROR_H
#define RG_INTERP_MIRROR_H

#include "vm/interp/frame.h"

/* Values for the definitions of a mirror in register reg: RG_UNBOUND, with the mirror armed, when it cannot be kept. They
 * run no Python code and raise nothing. */
RgValue rg_mirror_load_global(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg);
RgValue rg_mirror_load_name(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg);
RgValue rg_mirror_load_attr(RgThread *th, RgFrame *frame, RgInlineCache *ic, uint32_t reg, RgValue module);

/* Arms the mirror of register reg, if there is one, and those whose base it is. */
void rg_mirror_arm(RgCodeObject *co, uint32_t reg);

/* Does the loads of the armed mirrors at the frame's place. The opcode to go on with; -1: one raised, and the traceback has
 * its entry. */
int rg_mirror_load_points(RgThread *th, RgFrame *frame);

#endif
