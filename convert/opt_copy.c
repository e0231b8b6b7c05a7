/* SPDX-License-Identifier: MIT
 *
 * opt_copy.c: copy propagation. A copy without a home is replaced by its operand where that is a constant or itself a
 * value without a home. A copy of a value with a home stays: it is there because the home changes before the copy is
 * used. Dead copies are left to opt_dce.
 */
#include "convert/pass.h"

/* The copies found are marked in value.tmp with their final replacement. */
static bool find(RgIrFunction *f)
{
    bool any = false;
    for (uint32_t v = 1; v < f->nvalues; v++) {
        f->values[v].tmp = 0;
        const RgIrInsn *in = &f->insns[f->values[v].insn];
        if (in->op != IR_COPY || in->def != v || f->values[v].home != RG_IR_NO_HOME || !f->values[v].uses) continue;
        RgIrOperand o = f->operands[in->args];
        /* Values are numbered as they are made: what o stands for is known already. */
        if (!RG_IR_IS_CONST(o)) {
            if (f->values[o].home != RG_IR_NO_HOME || o >= v) continue;
            if (f->values[o].tmp) o = f->values[o].tmp;
        }
        f->values[v].tmp = o;
        any = true;
    }
    return any;
}

void rg_opt_copy(RgConvert *cx, RgIrFunction *f)
{
    if (!f->ncopies || !find(f)) return;
    for (uint32_t b = 0; b < f->norder; b++) {
        for (uint32_t i = f->blocks[f->order[b]].first; i; i = f->insns[i].next) {
            const RgIrInsn *in = &f->insns[i];
            RgIrOperand *args = rg_ir_args(f, in);
            for (uint32_t k = 0; k < in->nargs; k++) {
                if (!args[k] || RG_IR_IS_CONST(args[k]) || !f->values[args[k]].tmp) continue;
                RgIrOperand now = f->values[args[k]].tmp;
                rg_ir_unuse(f, args[k]);
                rg_ir_use(f, now);
                args[k] = now;
            }
        }
    }
}
