/* SPDX-License-Identifier: MIT
 *
 * racheck.c: proves an allocation right, sharing nothing with the code that made it. Every read demands that its
 * register holds its value. Where the block itself does not show that, the demand goes to the block's entry and from
 * there to the ends of all blocks before it, until each way back has met the definition; any other write of the
 * register on the way is an error, and so is the function's entry. Reading a home (HOME) writes nothing: its value
 * stands for the content found there. So homes are checked too: only their newest definition counts. Costs time and
 * memory by the number of pairs of a block and a value that lives into it.
 */
#include "regalloc/ra.h"
#include "vm/base/map.h"
#include "vm/base/mem.h"

#define MAX_DEMANDS ((size_t)1 << 22) /* what is left then is believed */

/* What a register holds when a block raises, if that is no value: nothing raises; what the block found in it; one or the other. */
enum { NEVER = UINT32_MAX, AS_FOUND = UINT32_MAX - 1, VARIES = 0 };

/* A phi's operand: read at the end of a block, on one edge. */
typedef struct EdgeUse {
    uint32_t from, insn;
    RgIrOperand value;
} EdgeUse;

typedef struct Check {
    RgConvert *cx;
    const RgIrFunction *f;
    uint32_t nregs;
    uint32_t *now, *written; /* by register: content, if this block wrote it */
    uint32_t *found, *read;  /* by register: the HOME that stands for what this block found in it, if there is one */
    uint32_t *content;       /* by value: itself; of a HOME what it found, itself if that is from before the block */
    uint32_t *kept; /* by block: content of its FOR_ITER's register on the edge where that writes nothing, or 0 */
    uint32_t *covered, *covered_next; /* by block: the blocks that it handles exceptions of */
    uint32_t *wrote, nwrote;          /* registers that this block wrote */
    uint32_t *at, *shown;             /* of those: how often the block may have raised before the last write, and what was in them then */
    uint32_t raises;                  /* how often this block may have raised so far */
    RgMap last;                       /* block and register: content at the end, if the block wrote it */
    RgMap raised;                     /* the same: content whenever the block raises */
    RgMap demands;                    /* block and value: the instruction that reads it */
    RG_VEC(uint64_t) todo;            /* demands to be passed on */
    RG_VEC(EdgeUse) edge_uses;
    RgStatus status;
} Check;

static inline uint64_t pair(uint32_t block, uint32_t x)
{
    return (uint64_t)block << 32 | x;
}

static void complain(Check *c, uint32_t insn, uint32_t value, uint32_t found)
{
    if (c->status) return;
    const RgIrInsn *in = &c->f->insns[insn];
    c->status =
        rg_error_set(c->cx->error, ERR_IR_INVALID, UINT64_MAX, "%s: b%u %s reads v%u in r%u, which holds content %u",
                     c->f->printable_name ? c->f->printable_name : "?", in->block, rg_ir_op_name(in->op), value,
                     c->f->values[value].home, found);
}

static void no_memory(Check *c)
{
    if (!c->status) c->status = ERR_NO_MEMORY;
}

/* The value must be in its register when block b begins; `insn` wants it. */
static void demand(Check *c, uint32_t b, uint32_t value, uint32_t insn)
{
    const RgIrInsn *maker = &c->f->insns[c->f->values[value].insn];
    bool added;
    if (maker->op == IR_HOME && maker->block == b) return; /* it is what the block finds there */
    uint64_t *by = rg_map_put(&c->demands, pair(b, value), &added);
    if (!by || (added && !RG_VEC_PUSH(&c->todo, pair(b, value)))) {
        no_memory(c);
    } else if (added) {
        *by = insn;
    }
}

/* ---- blocks by themselves ---- */

static void check_use(Check *c, uint32_t b, uint32_t insn, RgIrOperand o)
{
    if (!o || RG_IR_IS_CONST(o)) return;
    uint32_t r = c->f->values[o].home, value = c->content[o];
    if (r >= c->nregs) {
        complain(c, insn, o, 0);
    } else if (c->written[r] == b) {
        if (c->now[r] != value) complain(c, insn, o, c->now[r]);
    } else if (c->read[r] != b || c->found[r] != value) {
        demand(c, b, value, insn);
    }
}

/* What the written register r holds may have been seen by a handler since it was put there. */
static void show(Check *c, uint32_t r, uint32_t content)
{
    if (c->at[r] == c->raises) return;
    c->shown[r] = c->shown[r] == NEVER || c->shown[r] == content ? content : VARIES;
}

static void define(Check *c, uint32_t b, const RgIrInsn *in)
{
    for (uint32_t k = 0; k < in->ndefs; k++) {
        uint32_t v = in->def + k, r = c->f->values[v].home;
        c->content[v] = v;
        if (r >= c->nregs) continue;
        if (c->written[r] == b) {
            show(c, r, c->now[r]);
        } else {
            c->wrote[c->nwrote++] = r;
            c->shown[r] = c->raises ? AS_FOUND : NEVER;
        }
        c->now[r] = v;
        c->written[r] = b;
        c->at[r] = c->raises;
    }
}

static void end_block(Check *c, uint32_t b)
{
    for (uint32_t i = 0; i < c->nwrote; i++) {
        const uint32_t r = c->wrote[i];
        uint64_t *last = rg_map_put(&c->last, pair(b, r), NULL), *raised;
        if (last) *last = c->now[r];
        show(c, r, c->now[r]);
        raised = c->shown[r] == AS_FOUND ? last : rg_map_put(&c->raised, pair(b, r), NULL);
        if (!last || !raised) no_memory(c);
        else if (raised != last) *raised = c->shown[r];
    }
    c->nwrote = 0;
}

static void read_home(Check *c, uint32_t b, const RgIrInsn *in)
{
    uint32_t v = in->def, r = c->f->values[v].home;
    c->content[v] = v;
    if (r >= c->nregs) return;
    if (c->written[r] == b) {
        c->content[v] = c->now[r];
    } else if (c->read[r] == b) {
        c->content[v] = c->found[r];
    } else {
        c->read[r] = b;
        c->found[r] = v;
    }
}

static void note_phi(Check *c, uint32_t b, uint32_t insn)
{
    const RgIrFunction *f = c->f;
    uint32_t k = f->insns[insn].args;
    for (uint32_t e = f->blocks[b].preds; e; e = f->edges[e].next, k++) {
        EdgeUse use = {f->edges[e].from, insn, f->operands[k]};
        if (use.value && !RG_IR_IS_CONST(use.value) && !RG_VEC_PUSH(&c->edge_uses, use)) no_memory(c);
    }
}

static void run_block(Check *c, uint32_t b)
{
    const RgIrFunction *f = c->f;
    /* Phis are written before the block begins; where a jump leads to, a signal's exception may be raised first of all. An instruction that
     * raises has written nothing, but one of two parts, or that writes several registers, may have written some. */
    bool begins = true;
    c->raises = 0;
    for (uint32_t i = f->blocks[b].first; i; i = f->insns[i].next) {
        const RgIrInsn *in = &f->insns[i];
        if (in->op == IR_HOME) {
            read_home(c, b, in);
            continue;
        }
        const uint32_t effects = rg_ir_effects(in->op);
        const bool raises = in->op == IR_POINT || effects & (F_RAISE | F_ALLOC);
        if (in->op == IR_PHI) {
            note_phi(c, b, i);
        } else {
            c->raises += begins && !(f->blocks[b].flags & RG_IRB_HANDLER);
            begins = false;
            for (uint32_t k = 0; k < in->nargs; k++)
                check_use(c, b, i, rg_ir_args(f, in)[k]);
        }
        if (in->op == OP_FOR_ITER) {
            uint32_t r = f->values[in->def].home;
            c->kept[b] = r < c->nregs && c->written[r] == b ? c->now[r] : 0;
        }
        c->raises += raises;
        define(c, b, in);
        c->raises += raises && (effects & F_PARTS || in->ndefs > 1);
    }
    c->raises += begins && !(f->blocks[b].flags & RG_IRB_HANDLER);
    end_block(c, b);
    uint32_t handler = f->blocks[b].handler;
    if (handler) {
        c->covered_next[b] = c->covered[handler];
        c->covered[handler] = b;
    }
}

/* ---- ways back ---- */

static uint32_t last_insn(const RgIrFunction *f, uint32_t b)
{
    uint32_t i = f->blocks[b].last;
    while (i && f->insns[i].op == IR_MARK)
        i = f->insns[i].prev;
    return i;
}

/* The value must be in its register on the edge from -> to. */
static void demand_at_edge(Check *c, uint32_t from, uint32_t to, uint32_t value, uint32_t insn)
{
    const RgIrFunction *f = c->f;
    const RgIrBlock *p = &f->blocks[from];
    const uint32_t r = f->values[value].home;
    const uint64_t *last = rg_map_lookup(&c->last, pair(from, r));
    uint32_t content = last ? (uint32_t)*last : 0;
    if (r >= c->nregs) {
        complain(c, insn, value, 0);
        return;
    }
    if (content && p->taken == to && p->fall != to) {
        const RgIrInsn *end = &f->insns[last_insn(f, from)];
        if (end->op == OP_FOR_ITER && f->values[end->def].home == r) content = c->kept[from];
    }
    if (!content)
        demand(c, from, value, insn);
    else if (content != value)
        complain(c, insn, value, content);
}

static void pass_on(Check *c, uint32_t b, uint32_t value)
{
    const RgIrFunction *f = c->f;
    const uint64_t *by = rg_map_lookup(&c->demands, pair(b, value));
    uint32_t insn = by ? (uint32_t)*by : 0;
    if (b == f->entry) complain(c, insn, value, 0);
    for (uint32_t e = f->blocks[b].preds; e; e = f->edges[e].next)
        demand_at_edge(c, f->edges[e].from, b, value, insn);
    for (uint32_t p = c->covered[b]; p; p = c->covered_next[p]) {
        const uint64_t *raised = rg_map_lookup(&c->raised, pair(p, f->values[value].home));
        if (!raised)
            demand(c, p, value, insn);
        else if (*raised != value && *raised != NEVER)
            complain(c, insn, value, (uint32_t)*raised);
    }
}

static void check_function(Check *c)
{
    const RgIrFunction *f = c->f;
    for (uint32_t o = 0; o < f->norder; o++)
        run_block(c, f->order[o]);
    for (size_t k = 0; k < c->edge_uses.len && !c->status; k++) {
        const EdgeUse *use = &c->edge_uses.data[k];
        demand_at_edge(c, use->from, f->insns[use->insn].block, c->content[use->value], use->insn);
    }
    while (c->todo.len && !c->status && c->demands.len < MAX_DEMANDS) {
        uint64_t next = c->todo.data[--c->todo.len];
        pass_on(c, (uint32_t)(next >> 32), (uint32_t)next);
    }
}

RgStatus rg_racheck_run(RgConvert *cx, RgRegalloc *ra)
{
    const RgIrFunction *f = ra->f;
    Check c = {.cx = cx, .f = f, .nregs = ra->nregs};
    rg_map_init(&c.last);
    rg_map_init(&c.raised);
    rg_map_init(&c.demands);
    size_t n = 7 * (size_t)c.nregs + f->nvalues + 3 * (size_t)f->nblocks;
    uint32_t *tables = rg_mem_calloc(n + 1, sizeof *tables);
    if (!tables) return ERR_NO_MEMORY;
    c.now = tables;
    c.written = c.now + c.nregs;
    c.found = c.written + c.nregs;
    c.read = c.found + c.nregs;
    c.wrote = c.read + c.nregs;
    c.at = c.wrote + c.nregs;
    c.shown = c.at + c.nregs;
    c.content = c.shown + c.nregs;
    c.kept = c.content + f->nvalues;
    c.covered = c.kept + f->nblocks;
    c.covered_next = c.covered + f->nblocks;
    check_function(&c);
    rg_mem_free(tables);
    rg_map_fini(&c.last);
    rg_map_fini(&c.raised);
    rg_map_fini(&c.demands);
    RG_VEC_FINI(&c.todo);
    RG_VEC_FINI(&c.edge_uses);
    return c.status;
}
