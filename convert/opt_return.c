/* SPDX-License-Identifier: MIT
 *
 * opt_return.c: a block that goes on, without a condition, to one that does nothing but return returns itself. What the
 * return merged from its predecessors is then an operand of its own in each of them. Always holds: a return cannot raise
 * and runs nothing, so it does not matter which handler covers it; the other block keeps its remaining predecessors.
 */
#include "convert/pass.h"

#define MAX_PREDS 32 /* edges are found by walking, so blocks with many are left alone */

/* The RETURN of a block that holds nothing else but phis, reads of homes and marks; 0: it is no such block. A phi of a
 * local is a store that somebody who holds the frame may see. */
static uint32_t only_return(const RgIrFunction *f, uint32_t b)
{
    const RgIrBlock *block = &f->blocks[b];
    if (b == f->entry || (block->flags & RG_IRB_HANDLER) || block->npreds > MAX_PREDS) return 0;
    for (uint32_t i = block->first; i; i = f->insns[i].next) {
        unsigned op = f->insns[i].op;
        if (op == OP_RETURN) return i;
        if (op != IR_PHI && op != IR_HOME && op != IR_MARK) return 0;
        if (op == IR_PHI && f->values[f->insns[i].def].home != RG_IR_NO_HOME) return 0;
    }
    return 0;
}

/* Number of the edge from p among the predecessors of b. */
static uint32_t edge_index(const RgIrFunction *f, uint32_t p, uint32_t b)
{
    uint32_t k = 0;
    for (uint32_t e = f->blocks[b].preds; e && f->edges[e].from != p; e = f->edges[e].next)
        k++;
    return k;
}

/* What b returns when it is entered from p; a home that b reads is read by p. */
static RgIrOperand returned(RgIrFunction *f, uint32_t p, uint32_t b, RgIrOperand v)
{
    if (RG_IR_IS_CONST(v)) return v;
    const RgIrInsn *maker = &f->insns[f->values[v].insn];
    if (maker->block != b) return v;
    if (maker->op == IR_PHI) return f->operands[maker->args + edge_index(f, p, b)];
    return rg_ir_home(f, f->values[v].home);
}

/* Copies what b still counts, up to and with its return, to the end of p. */
static void take_over(RgIrFunction *f, uint32_t p, uint32_t b, uint32_t ret)
{
    rg_ir_block_begin(f, p);
    f->at_count = 0;
    RgIrOperand v = returned(f, p, b, f->operands[f->insns[ret].args]);
    for (uint32_t i = f->blocks[b].first; i && !f->failed; i = f->insns[i].next) {
        const RgIrInsn in = f->insns[i];
        if (in.op != IR_MARK && i != ret) continue;
        f->at_pos = in.pos;
        f->at_count = in.count;
        rg_ir_emit(f, in.op, &v, i == ret, 0);
        if (i == ret) break;
    }
    rg_ir_pred_remove(f, b, p);
    f->blocks[p].fall = 0;
}

/* A block without code is jumped through, unless it has a value to bring. */
static bool is_empty(const RgIrFunction *f, uint32_t p, RgIrOperand v)
{
    uint32_t i = f->blocks[p].first;
    while (i && f->insns[i].op == IR_MARK)
        i = f->insns[i].next;
    return !i && (RG_IR_IS_CONST(v) || f->insns[f->values[v].insn].op != IR_PHI);
}

void rg_opt_return(RgConvert *cx, RgIrFunction *f)
{
    for (uint32_t o = 0; o < f->norder && !f->failed; o++) {
        uint32_t p = f->order[o], b = f->blocks[p].fall;
        if (!b || b == p || f->blocks[p].taken) continue;
        uint32_t ret = only_return(f, b);
        if (ret && !is_empty(f, p, f->operands[f->insns[ret].args])) take_over(f, p, b, ret);
    }
}
