/* SPDX-License-Identifier: MIT
 *
 * interval.c: layout order, instruction indexes and the index at which each value without a home is read last.
 *
 * A value's live interval is a hull [definition, last use] without holes. It is right without any dataflow analysis
 * because of two facts. The layout has dominators first, so a path from the definition to a use can leave the hull only
 * over its far end, and come back only over an edge that leads backward in the layout (loops, and handlers or their
 * continuations placed far from their code) into a block where the value is live. So: for each block that is the target
 * of backward edges, every value defined before it and used at or behind its start lasts to the farthest such edge.
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
        if (!ra->wanted[b]) return false;
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
    if (!RG_VEC_PUSH(&ra->todo, f->entry)) return ERR_NO_MEMORY;
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
            if (s && state[s] == 0 && !RG_VEC_PUSH(&ra->todo, s)) return ERR_NO_MEMORY;
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

/* Moves what only handlers reach behind everything else, so that protected code falls through to what follows it. */
static RgStatus sink_cold_blocks(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    uint32_t handlers = 0;
    for (uint32_t o = 0; o < f->norder; o++)
        handlers += f->blocks[f->order[o]].handler != 0;
    if (!handlers) return RG_OK;
    uint8_t *hot = ra->wanted;
    memset(hot, 0, f->nblocks);
    ra->todo.len = 0;
    hot[0] = hot[f->entry] = 1;
    if (!RG_VEC_PUSH(&ra->todo, f->entry)) return ERR_NO_MEMORY;
    while (ra->todo.len) {
        const RgIrBlock *b = &f->blocks[ra->todo.data[--ra->todo.len]];
        uint32_t to[2] = {b->taken, b->fall};
        for (int k = 0; k < 2; k++) {
            if (hot[to[k]]) continue;
            hot[to[k]] = 1;
            if (!RG_VEC_PUSH(&ra->todo, to[k])) return ERR_NO_MEMORY;
        }
    }
    uint32_t n = 0, cold = 0;
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        if (hot[b]) {
            f->order[n++] = b;
        } else {
            f->blocks[b].flags |= RG_IRB_COLD;
            ra->resolved[cold++] = b; /* free until emission */
        }
    }
    memcpy(f->order + n, ra->resolved, cold * sizeof *ra->resolved);
    return RG_OK;
}

/* ---- numbering and last uses ---- */

static bool phi_uses(RgRegalloc *ra, const RgIrInsn *in)
{
    RgIrFunction *f = ra->f;
    uint32_t k = 0;
    for (uint32_t e = f->blocks[in->block].preds; e && k < in->nargs; e = f->edges[e].next, k++) {
        RgIrOperand o = f->operands[in->args + k];
        uint32_t from = f->edges[e].from;
        *(f->blocks[from].taken == in->block ? &ra->taken_index[from] : &ra->fall_index[from]) = k;
        if (!o || RG_IR_IS_CONST(o)) continue;
        ra->hint[o] = in->def;
        ra->end[o] = RG_MAX(ra->end[o], ra->stop[from]);
        if (!RG_VEC_PUSH(&ra->crossing, o)) return false;
    }
    return true;
}

static RgStatus all_phi_uses(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    memset(ra->hint, 0, f->nvalues * sizeof *ra->hint);
    for (uint32_t o = 0; o < f->norder && f->nphis; o++)
        for (uint32_t i = f->blocks[f->order[o]].first; i && f->insns[i].op == IR_PHI; i = f->insns[i].next)
            if (!phi_uses(ra, &f->insns[i])) return ERR_NO_MEMORY;
    return RG_OK;
}

/* Numbers instructions; a value that is used when neither its definition nor a use before was in this block crosses. */
static RgStatus number(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    uint32_t time = 1;
    ra->crossing.len = 0;
    ra->end[0] = UINT32_MAX; /* takes the missing operands */
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o], start = time++;
        ra->place[b] = o;
        ra->start[b] = start;
        for (uint32_t i = f->blocks[b].first; i; time++) {
            const RgIrInsn *in = &f->insns[i];
            const RgIrOperand *args = rg_ir_args(f, in);
            uint32_t n = in->op == IR_PHI ? 0 : in->nargs;
            for (uint32_t k = 0; k < n; k++) {
                if (RG_IR_IS_CONST(args[k])) continue;
                if (ra->end[args[k]] < start && !RG_VEC_PUSH(&ra->crossing, args[k])) return ERR_NO_MEMORY;
                ra->end[args[k]] = time;
            }
            for (uint32_t k = 0; k < in->ndefs; k++)
                ra->end[in->def + k] = time;
            i = in->next;
        }
        ra->stop[b] = time++;
    }
    ra->ntimes = time;
    return RG_OK;
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
        if (ra->header_reach[f->order[o]] && !RG_VEC_PUSH(&ra->headers, f->order[o])) return ERR_NO_MEMORY;
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
    for (size_t k = 0; k < ra->crossing.len; k++) {
        uint32_t v = ra->crossing.data[k];
        if (f->values[v].home != RG_IR_NO_HOME) continue;
        uint32_t b = f->insns[f->values[v].insn].block;
        for (size_t h = header_behind(ra, ra->place[b]); h < ra->headers.len; h++) {
            uint32_t header = ra->headers.data[h];
            if (ra->start[header] > ra->end[v]) break;
            ra->end[v] = RG_MAX(ra->end[v], ra->header_reach[header]);
        }
    }
}

RgStatus rg_interval_compute(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    RgStatus st = ra->opt ? sink_cold_blocks(ra) : RG_OK;
    if (st) return st;
    if (!order_is_good(ra) && (st = order_compute(ra))) return st;
    memset(ra->stop, 0, f->nblocks * sizeof *ra->stop);
    memset(ra->place, 0xff, f->nblocks * sizeof *ra->place);
    memset(ra->header_reach, 0, f->nblocks * sizeof *ra->header_reach);
    st = number(ra);
    if (!st) st = all_phi_uses(ra);
    if (!st) st = find_headers(ra);
    if (!st && ra->headers.len) extend_over_loops(ra);
    return st;
}
