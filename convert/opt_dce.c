/* SPDX-License-Identifier: MIT
 *
 * opt_dce.c: removes instructions that do nothing but make values that nobody uses. Stores to homes always stay:
 * locals(), tracebacks and handlers may look. One walk backwards suffices but for phis in cycles, which are rare and
 * harmless.
 */
#include "convert/pass.h"

static bool removable(const RgIrFunction *f, const RgIrInsn *in)
{
    if (!in->ndefs || in->op == OP_PUSH_EXC_INFO || in->op == IR_CAUGHT || in->op == IR_LASTI || in->op == IR_HOME ||
        in->op == IR_PARAM || (rg_ir_effects(in->op) & ~(uint32_t)F_ALLOC))
        return false;
    for (uint32_t k = 0; k < in->ndefs; k++)
        if (f->values[in->def + k].uses || f->values[in->def + k].home != RG_IR_NO_HOME) return false;
    return true;
}

/* Whether there is a first one; what it used may follow it. */
static bool any_removable(const RgIrFunction *f)
{
    for (uint32_t v = 1; v < f->nvalues; v++)
        if (!f->values[v].uses && f->values[v].home == RG_IR_NO_HOME && removable(f, &f->insns[f->values[v].insn]))
            return true;
    return false;
}

void rg_opt_dce(RgConvert *cx, RgIrFunction *f)
{
    if (!any_removable(f)) return;
    for (uint32_t o = f->norder; o-- > 0;) {
        const RgIrBlock *b = &f->blocks[f->order[o]];
        for (uint32_t i = b->last; i;) {
            uint32_t prev = f->insns[i].prev;
            if (removable(f, &f->insns[i])) rg_ir_remove(f, i);
            i = prev;
        }
    }
}
