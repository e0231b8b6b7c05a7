/* SPDX-License-Identifier: MIT
 *
 * interval.c: layout order, instruction indexes and the index at which each value without a home is read last.
 *
 * A value's live interval is a hull [definition, last use] without holes. It is right without any dataflow analysis
 * because of two facts. The layout has dominators first, so a path from the definition to a use can leave the hull only over
 * its far end, and come back only over an edge that leads backward in the layout (loops, and handlers or their continuations
 * placed far from their code) into a block where the value is live. So: for each block that is the target of
 * backward edges, every value defined before it and used at or behind its start lasts to the farthest such edge.
 * Exceptional edges count as edges from the end of each protected block.
 */
#include "regalloc/ra.h"

/* ---- layout ---- */

/* Whether every block but the entry has a predecessor, or a block it protects, before it. Then its dominators are. */
static bool order_is_good(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    memset(ra->wanted, 0, f->nblocks);
    ra->wanted[f->entry] = 1;
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        const RgIrBlock *block = &f->blocks[b];
        if (!ra->wanted[b])
            return false;
        ra->wanted[block->taken] = ra->wanted[block->fall] = ra->wanted[block->handler] = 1;
    }
    return true;
}

/* Reverse postorder by depth-first search with an explicit stack; handlers are visited first so that they come last. */
static RgStatus order_compute(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    uint8_t *state = ra->wanted;
    memset(state, 0, f->nblocks);
    ra->todo.len = 0;
    uint32_t n = f->nblocks, at = n;
    uint32_t *post = ra->resolved; /* free until emission */
    if (!RG_VEC_PUSH(&ra->todo, f->entry))
        return ERR_NO_MEMORY;
    state[0] = 4;
    while (ra->todo.len) {
        uint32_t b = ra->todo.data[ra->todo.len - 1];
        const RgIrBlock *block = &f->blocks[b];
        if (state[b] == 4) { /* finished through another entry of the stack */
            ra->todo.len--;
            continue;
        }
        uint32_t next[3] = {block->handler, block->taken, block->fall};
        uint32_t step = state[b];
        if (step < 3) {
            state[b]++;
            uint32_t s = next[step];
            if (s && state[s] == 0 && !RG_VEC_PUSH(&ra->todo, s))
                return ERR_NO_MEMORY;
            continue;
        }
        state[b] = 4;
        ra->todo.len--;
        post[--at] = b;
    }
    f->norder = n - at;
    memcpy(f->order, post + at, f->norder * sizeof *post);
    return RG_OK;
}

/* ---- numbering and last uses ---- */

static inline void use_at(RgRegalloc *ra, RgIrOperand o, uint32_t time)
{
    if (o && !RG_IR_IS_CONST(o) && ra->end[o] < time)
        ra->end[o] = time;
}

static void phi_uses(RgRegalloc *ra, const RgIrInsn *in)
{
    RgIrFunction *f = ra->f;
    uint32_t k = 0;
    for (uint32_t e = f->blocks[in->block].preds; e && k < in->nargs; e = f->edges[e].next, k++) {
        RgIrOperand o = f->operands[in->args + k];
        use_at(ra, o, ra->stop[f->edges[e].from]);
        if (o && !RG_IR_IS_CONST(o))
            ra->hint[o] = in->def;
    }
}

static void number(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    uint32_t time = 1;
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        ra->place[b] = o;
        ra->start[b] = time++;
        for (uint32_t i = f->blocks[b].first; i; i = f->insns[i].next) {
            const RgIrInsn *in = &f->insns[i];
            if (in->op != IR_PHI) {
                const RgIrOperand *args = rg_ir_args(f, in);
                for (uint32_t k = 0; k < in->nargs; k++)
                    if (!RG_IR_IS_CONST(args[k]))
                        ra->end[args[k]] = time; /* slot 0 takes the missing operands */
            }
            time++;
        }
        ra->stop[b] = time++;
    }
    ra->ntimes = time;
}

/* Finds backward edges: headers in layout order with how far values live into them must reach. */
static RgStatus find_headers(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    bool any = false;
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        const RgIrBlock *block = &f->blocks[b];
        uint32_t to[3] = {block->taken, block->fall, block->handler};
        for (int k = 0; k < 3; k++) {
            if (to[k] && ra->place[to[k]] <= o) {
                ra->header_reach[to[k]] = ra->stop[b]; /* blocks come in order: the last one wins */
                any = true;
            }
        }
    }
    ra->headers.len = 0;
    for (uint32_t o = 0; any && o < f->norder; o++)
        if (ra->header_reach[f->order[o]] && !RG_VEC_PUSH(&ra->headers, f->order[o]))
            return ERR_NO_MEMORY;
    return RG_OK;
}

/* First header placed behind layout position `place`. */
static size_t header_behind(const RgRegalloc *ra, uint32_t place)
{
    size_t lo = 0, hi = ra->headers.len;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (ra->place[ra->headers.data[mid]] <= place)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void extend_over_loops(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    for (uint32_t v = 1; v < f->nvalues; v++) {
        if (f->values[v].home != RG_IR_NO_HOME || !ra->end[v])
            continue;
        uint32_t b = f->insns[f->values[v].insn].block;
        if (ra->end[v] <= ra->stop[b])
            continue;
        for (size_t h = header_behind(ra, ra->place[b]); h < ra->headers.len; h++) {
            uint32_t header = ra->headers.data[h];
            if (ra->start[header] > ra->end[v])
                break;
            ra->end[v] = RG_MAX(ra->end[v], ra->header_reach[header]);
        }
    }
}

RgStatus rg_interval_compute(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    if (!order_is_good(ra)) {
        RgStatus st = order_compute(ra);
        if (st)
            return st;
    }
    memset(ra->end, 0, f->nvalues * sizeof *ra->end);
    memset(ra->hint, 0, f->nvalues * sizeof *ra->hint);
    memset(ra->stop, 0, f->nblocks * sizeof *ra->stop);
    memset(ra->place, 0xff, f->nblocks * sizeof *ra->place);
    memset(ra->header_reach, 0, f->nblocks * sizeof *ra->header_reach);
    number(ra);
    for (uint32_t o = 0; o < f->norder; o++)
        for (uint32_t i = f->blocks[f->order[o]].first; i && f->insns[i].op == IR_PHI; i = f->insns[i].next)
            phi_uses(ra, &f->insns[i]);
    RgStatus st = find_headers(ra);
    if (st)
        return st;
    if (ra->headers.len)
        extend_over_loops(ra);
    return RG_OK;
}
