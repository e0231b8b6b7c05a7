/* SPDX-License-Identifier: MIT
 *
 * racheck.c: proves an allocation right, sharing nothing with the code that made it: runs every block symbolically over
 * register contents until nothing changes, then looks whether each operand's register holds that operand's value.
 * Content of a register is the number of a value, or 0 when paths disagree. Homes are checked too: only the newest
 * definition counts as content.
 */
#include "regalloc/ra.h"
#include "vm/base/mem.h"

typedef struct Check {
    RgConvert *cx;
    const RgRegalloc *ra;
    const RgIrFunction *f;
    uint32_t nregs;
    uint32_t *in;      /* contents at block entry, nregs a block */
    uint8_t *seen;     /* entry state is there */
    uint32_t *now;     /* contents during one block */
    uint32_t *edge;    /* contents on an edge */
    bool report;       /* last round: complain */
    RgStatus status;
} Check;

/* Joins what one edge brings into the entry state of `to`; true when that changed. */
static bool join(Check *c, uint32_t to, const uint32_t *state)
{
    uint32_t *in = c->in + (size_t)to * c->nregs;
    if (!c->seen[to]) {
        c->seen[to] = 1;
        memcpy(in, state, c->nregs * sizeof *in);
        return true;
    }
    bool changed = false;
    for (uint32_t r = 0; r < c->nregs; r++) {
        if (in[r] && in[r] != state[r]) {
            in[r] = 0;
            changed = true;
        }
    }
    return changed;
}

static void complain(Check *c, uint32_t insn, RgIrOperand o, uint32_t found)
{
    if (c->status)
        return;
    const RgIrInsn *in = &c->f->insns[insn];
    c->status = rg_error_set(c->cx->error, ERR_IR_INVALID, UINT64_MAX, "%s: b%u %s reads v%u in r%u, which holds v%u",
                             c->f->printable_name ? c->f->printable_name : "?", in->block, rg_ir_op_name(in->op), o,
                             c->f->values[o].home, found);
}

static void check_use(Check *c, uint32_t insn, RgIrOperand o)
{
    if (!o || RG_IR_IS_CONST(o) || !c->report)
        return;
    uint32_t r = c->f->values[o].home;
    if (r >= c->nregs || c->now[r] != o)
        complain(c, insn, o, r < c->nregs ? c->now[r] : 0);
}

/* Values of one instruction enter their registers. */
static void define(Check *c, const RgIrInsn *in, uint32_t *state)
{
    for (uint32_t k = 0; k < in->ndefs; k++)
        if (c->f->values[in->def + k].home < c->nregs)
            state[c->f->values[in->def + k].home] = in->def + k;
}

/* Follows an edge: phis take their operands all at once. */
static bool follow(Check *c, uint32_t from, uint32_t to, uint32_t nth)
{
    const RgIrFunction *f = c->f;
    const RgIrBlock *b = &f->blocks[to];
    memcpy(c->edge, c->now, c->nregs * sizeof *c->edge);
    uint32_t index = 0;
    for (uint32_t e = b->preds; e; e = f->edges[e].next, index++)
        if (f->edges[e].from == from && nth-- == 0)
            break;
    for (uint32_t i = b->first; i && f->insns[i].op == IR_PHI; i = f->insns[i].next) {
        const RgIrInsn *phi = &f->insns[i];
        check_use(c, i, index < phi->nargs ? f->operands[phi->args + index] : 0);
        define(c, phi, c->edge);
    }
    return join(c, to, c->edge);
}

/* What handlers see: every state in the block before an instruction that may raise. */
static bool follow_handler(Check *c, uint32_t to)
{
    return to && join(c, to, c->now);
}

static bool check_block(Check *c, uint32_t b)
{
    const RgIrFunction *f = c->f;
    const RgIrBlock *block = &f->blocks[b];
    memcpy(c->now, c->in + (size_t)b * c->nregs, c->nregs * sizeof *c->now);
    bool changed = follow_handler(c, block->handler);
    const RgIrInsn *last = NULL;
    for (uint32_t i = block->first; i; i = f->insns[i].next) {
        const RgIrInsn *in = &f->insns[i];
        if (in->op == IR_PHI || in->op == IR_MARK)
            continue;
        const RgIrOperand *args = rg_ir_args(f, in);
        for (uint32_t k = 0; k < in->nargs; k++)
            check_use(c, i, args[k]);
        last = in;
        if (in->op == OP_FOR_ITER)
            break; /* defines on one edge only */
        define(c, in, c->now);
        changed |= follow_handler(c, block->handler);
    }
    if (block->taken)
        changed |= follow(c, b, block->taken, 0);
    if (last && last->op == OP_FOR_ITER)
        define(c, last, c->now);
    if (block->fall)
        changed |= follow(c, b, block->fall, block->fall == block->taken);
    return changed;
}

RgStatus rg_racheck_run(RgConvert *cx, RgRegalloc *ra)
{
    const RgIrFunction *f = ra->f;
    Check c = {.cx = cx, .ra = ra, .f = f, .nregs = ra->nregs};
    uint64_t cells = (uint64_t)f->nblocks * (c.nregs + 1);
    if (cells > 1u << 24)
        return RG_OK; /* quadratic: not for giants */
    c.in = rg_mem_alloc((size_t)cells * sizeof *c.in);
    c.now = rg_mem_calloc(2 * (size_t)c.nregs + 2, sizeof *c.now);
    c.seen = rg_mem_calloc(f->nblocks, 1);
    if (c.in && c.now && c.seen) {
        c.edge = c.now + c.nregs;
        join(&c, f->entry, c.now);
        for (bool changed = true; changed;) {
            changed = false;
            for (uint32_t o = 0; o < f->norder; o++)
                if (c.seen[f->order[o]])
                    changed |= check_block(&c, f->order[o]);
        }
        c.report = true;
        for (uint32_t o = 0; o < f->norder; o++)
            if (c.seen[f->order[o]])
                check_block(&c, f->order[o]);
    } else {
        c.status = ERR_NO_MEMORY;
    }
    rg_mem_free(c.in);
    rg_mem_free(c.now);
    rg_mem_free(c.seen);
    return c.status;
}
