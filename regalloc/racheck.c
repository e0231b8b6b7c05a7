/* SPDX-License-Identifier: MIT
 *
 * racheck.c: proves an allocation right, sharing nothing with the code that made it: runs every block symbolically over
 * register contents until nothing changes, then looks whether each operand's register holds that operand's value.
 * Content of a register is the number of the value last written to it; where paths disagree, a number that stands for
 * "what register r holds at the entry of block b". Reading a home (HOME) writes nothing: its value stands for the
 * content found there. So homes are checked too: only their newest definition counts.
 */
#include "regalloc/ra.h"
#include "vm/base/mem.h"

#define UNSET      UINT32_MAX
#define MAX_ROUNDS 64 /* far more than loops nest; given up silently behind it */

typedef struct Check {
    RgConvert *cx;
    const RgIrFunction *f;
    uint32_t nregs;
    uint32_t *in;     /* by block and register: content at the entry */
    uint32_t *out;    /* content at the end, UNSET while the block has not been run */
    uint32_t *raised; /* content whenever the block may raise; a number of its own when that varies */
    uint32_t *jumped; /* by block: content of FOR_ITER's register on the edge where it defines nothing */
    uint8_t *differs; /* by block and register: the edges into the block bring different contents */
    uint8_t *run;     /* by block: run in this round */
    uint32_t *now;    /* contents in the block that runs */
    uint32_t *home;   /* by value of a HOME: the content that it read */
    bool changed, report;
    RgStatus status;
} Check;

static inline uint32_t *row(const Check *c, uint32_t *table, uint32_t b)
{
    return table + (size_t)b * c->nregs;
}

static inline uint32_t merged(const Check *c, uint32_t b, uint32_t r)
{
    return c->f->nvalues + b * c->nregs + r;
}

static inline uint32_t varying(const Check *c, uint32_t b, uint32_t r)
{
    return c->f->nvalues + (c->f->nblocks + b) * c->nregs + r;
}

static void complain(Check *c, uint32_t insn, RgIrOperand o, uint32_t found)
{
    if (c->status) return;
    const RgIrInsn *in = &c->f->insns[insn];
    c->status =
        rg_error_set(c->cx->error, ERR_IR_INVALID, UINT64_MAX, "%s: b%u %s reads v%u in r%u, which holds content %u",
                     c->f->printable_name ? c->f->printable_name : "?", in->block, rg_ir_op_name(in->op), o,
                     c->f->values[o].home, found);
}

static void check_use(Check *c, uint32_t insn, RgIrOperand o, const uint32_t *state)
{
    if (!o || RG_IR_IS_CONST(o)) return;
    uint32_t r = c->f->values[o].home;
    uint32_t want = c->f->insns[c->f->values[o].insn].op == IR_HOME ? c->home[o] : o;
    if (r >= c->nregs || state[r] != want) complain(c, insn, o, r < c->nregs ? state[r] : 0);
}

/* ---- entry states ---- */

static const RgIrInsn *last_insn(const RgIrFunction *f, uint32_t b)
{
    uint32_t i = f->blocks[b].last;
    while (i && f->insns[i].op == IR_MARK)
        i = f->insns[i].prev;
    return &f->insns[i];
}

/* Content of register r on the edge from -> to. */
static uint32_t edge_content(const Check *c, uint32_t from, uint32_t to, uint32_t r)
{
    const RgIrBlock *p = &c->f->blocks[from];
    if (p->taken == to && p->fall != to) {
        const RgIrInsn *last = last_insn(c->f, from);
        if (last->op == OP_FOR_ITER && c->f->values[last->def].home == r && row(c, c->out, from)[r] != UNSET)
            return c->jumped[from];
    }
    return row(c, c->out, from)[r];
}

static void merge_into(const Check *c, uint32_t b, uint32_t r, uint32_t *acc, uint32_t content)
{
    if (content == UNSET || *acc == content) return;
    *acc = *acc == UNSET ? content : merged(c, b, r);
}

/* What the predecessors that have been run bring; registers known to differ get the block's own number. */
static void enter_ordinary(Check *c, uint32_t b)
{
    const RgIrFunction *f = c->f;
    uint32_t *in = row(c, c->in, b);
    for (uint32_t r = 0; r < c->nregs; r++) {
        uint32_t acc = b == f->entry ? 0 : UNSET;
        for (uint32_t e = f->blocks[b].preds; e; e = f->edges[e].next)
            merge_into(c, b, r, &acc, edge_content(c, f->edges[e].from, b, r));
        in[r] = c->differs[(size_t)b * c->nregs + r] ? merged(c, b, r) : acc;
    }
}

/* Handlers gather what their blocks bring while those run; see leave_to_handler. */
static void enter_handler(Check *c, uint32_t b)
{
    uint32_t *in = row(c, c->in, b);
    for (uint32_t r = 0; r < c->nregs; r++)
        if (c->differs[(size_t)b * c->nregs + r]) in[r] = merged(c, b, r);
}

static void leave_to_handler(Check *c, uint32_t b)
{
    uint32_t h = c->f->blocks[b].handler;
    const uint32_t *raised = row(c, c->raised, b);
    for (uint32_t r = 0; h && r < c->nregs; r++) {
        uint32_t *in = &row(c, c->in, h)[r];
        if (!c->run[h]) {
            merge_into(c, h, r, in, raised[r]);
        } else if (*in != raised[r] && *in != merged(c, h, r)) {
            c->differs[(size_t)h * c->nregs + r] = 1;
            c->changed = true;
        }
    }
}

/* Whether the edges that lead backward bring what was assumed; what differs is known from the next round on. */
static void check_assumptions(Check *c, uint32_t b)
{
    const RgIrFunction *f = c->f;
    const uint32_t *in = row(c, c->in, b);
    for (uint32_t e = f->blocks[b].preds; e; e = f->edges[e].next) {
        for (uint32_t r = 0; r < c->nregs; r++) {
            uint32_t content = edge_content(c, f->edges[e].from, b, r);
            if (content != UNSET && content != in[r] && in[r] != merged(c, b, r)) {
                c->differs[(size_t)b * c->nregs + r] = 1;
                c->changed = true;
            }
        }
    }
}

/* ---- blocks ---- */

static void check_phis(Check *c, uint32_t b)
{
    const RgIrFunction *f = c->f;
    uint32_t index = 0;
    for (uint32_t e = f->blocks[b].preds; e; e = f->edges[e].next, index++) {
        uint32_t from = f->edges[e].from;
        for (uint32_t r = 0; r < c->nregs; r++)
            c->now[r] = edge_content(c, from, b, r);
        for (uint32_t i = f->blocks[b].first; i && f->insns[i].op == IR_PHI; i = f->insns[i].next)
            check_use(c, i, f->operands[f->insns[i].args + index], c->now);
    }
}

static void define(Check *c, const RgIrInsn *in, uint32_t b, bool may_raise_later)
{
    for (uint32_t k = 0; k < in->ndefs; k++) {
        uint32_t r = c->f->values[in->def + k].home;
        if (r >= c->nregs) continue;
        c->now[r] = in->def + k;
        if (may_raise_later) row(c, c->raised, b)[r] = varying(c, b, r);
    }
}

static void run_block(Check *c, uint32_t b)
{
    const RgIrFunction *f = c->f;
    const RgIrBlock *block = &f->blocks[b];
    uint32_t *in = row(c, c->in, b), *out = row(c, c->out, b);
    if (c->report) check_phis(c, b);
    memcpy(c->now, in, c->nregs * sizeof *in);
    memcpy(row(c, c->raised, b), in, c->nregs * sizeof *in);
    for (uint32_t i = block->first; i; i = f->insns[i].next) {
        const RgIrInsn *insn = &f->insns[i];
        if (insn->op == IR_MARK) continue;
        if (insn->op == IR_HOME) {
            c->home[insn->def] = c->now[f->values[insn->def].home];
            continue;
        }
        if (insn->op != IR_PHI && c->report)
            for (uint32_t k = 0; k < insn->nargs; k++)
                check_use(c, i, f->operands[insn->args + k], c->now);
        if (insn->op == OP_FOR_ITER) c->jumped[b] = c->now[f->values[insn->def].home];
        define(c, insn, b, true);
    }
    memcpy(out, c->now, c->nregs * sizeof *out);
    c->run[b] = 1;
    leave_to_handler(c, b);
}

static void round_of_all(Check *c)
{
    const RgIrFunction *f = c->f;
    if (!c->report) {
        size_t cells = (size_t)f->nblocks * c->nregs;
        memset(c->in, 0xff, cells * sizeof *c->in);
        memset(c->out, 0xff, cells * sizeof *c->out);
        memset(c->run, 0, f->nblocks);
    }
    for (uint32_t o = 0; o < f->norder && !c->status; o++) {
        uint32_t b = f->order[o];
        if (!c->report) {
            if (f->blocks[b].flags & RG_IRB_HANDLER)
                enter_handler(c, b);
            else
                enter_ordinary(c, b);
        }
        run_block(c, b);
    }
    for (uint32_t o = 0; o < f->norder && !c->report; o++)
        check_assumptions(c, f->order[o]);
}

RgStatus rg_racheck_run(RgConvert *cx, RgRegalloc *ra)
{
    const RgIrFunction *f = ra->f;
    Check c = {.cx = cx, .f = f, .nregs = ra->nregs};
    uint64_t cells = (uint64_t)f->nblocks * (c.nregs + 1);
    if (cells > 1u << 22) return RG_OK; /* quadratic: not for giants */
    c.in = rg_mem_calloc(4 * (size_t)cells + 2 * (size_t)f->nblocks + c.nregs + f->nvalues + 1, sizeof *c.in);
    if (!c.in) return ERR_NO_MEMORY;
    c.out = c.in + cells;
    c.raised = c.out + cells;
    c.jumped = c.raised + cells;
    c.now = c.jumped + f->nblocks;
    c.home = c.now + c.nregs;
    c.differs = (uint8_t *)(c.home + f->nvalues);
    c.run = c.differs + cells;
    uint32_t rounds = 0;
    do {
        c.changed = false;
        round_of_all(&c);
    } while (c.changed && ++rounds < MAX_ROUNDS);
    if (!c.changed) {
        c.report = true;
        round_of_all(&c);
    }
    rg_mem_free(c.in);
    return c.status;
}
