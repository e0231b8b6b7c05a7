/* SPDX-License-Identifier: MIT
 *
 * layout.c: the order in which code is written: the IR's order without blocks that hold nothing (edges go through
 * them), and each small loop header repeated behind the last block that jumps back to it, so that a round of the loop
 * costs one jump. Always holds: a copy of a header writes the same registers as the header itself, so nothing else
 * changes.
 */
#include "regalloc/ra.h"

/* A block that holds only marks and phis (whose moves are on the edges into it) and goes somewhere else. */
static bool is_empty(const RgIrFunction *f, uint32_t b)
{
    const RgIrBlock *block = &f->blocks[b];
    if (!block->fall || block->fall == b || (block->flags & RG_IRB_HANDLER)) return false;
    for (uint32_t i = block->first; i; i = f->insns[i].next)
        if (f->insns[i].op != IR_MARK && f->insns[i].op != IR_PHI) return false;
    const RgIrBlock *to = &f->blocks[block->fall];
    return !to->first || f->insns[to->first].op != IR_PHI; /* phis know their predecessors by name */
}

/* Every edge repeats the counts of the empty blocks that it goes through; compilers leave few in a row. */
#define MAX_THROUGH 16

static bool is_near(const RgIrFunction *f, uint32_t b, uint32_t end)
{
    uint32_t steps = 0;
    for (; b != end && steps < MAX_THROUGH; steps++)
        b = f->blocks[b].fall;
    return b == end;
}

/* resolved[b]: the block that an edge to b reaches. Cycles of empty blocks keep one of them, long rows of them a part. */
static void resolve(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    for (uint32_t b = 0; b < f->nblocks; b++)
        ra->resolved[b] = b;
    if (!ra->opt) return;
    for (uint32_t o = f->norder; o-- > 0;) {
        uint32_t b = f->order[o], to = f->blocks[b].fall;
        if (b == f->entry || !is_empty(f, b)) continue;
        /* A forward edge's target is resolved already; a backward edge is followed once, which suffices. */
        uint32_t end = ra->resolved[to];
        if (end != b) ra->resolved[b] = end;
    }
    /* Targets of backward edges may have been resolved after their sources. */
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o], end = ra->resolved[b], steps = 0;
        while (ra->resolved[end] != end && end != b && steps++ < f->norder)
            end = ra->resolved[end];
        ra->resolved[b] = ra->resolved[end] == end && is_near(f, b, end) ? end : b;
    }
}

static void want(RgRegalloc *ra, uint32_t b)
{
    if (b) ra->wanted[ra->resolved[b]] = 1;
}

/* A header small enough to stand at the loop's bottom too: marks, a few instructions, a jump that can be turned round.
 */
static bool is_small_header(const RgIrFunction *f, uint32_t b)
{
    const RgIrBlock *block = &f->blocks[b];
    if (!block->taken || !block->fall || (block->flags & RG_IRB_HANDLER) || b == f->entry) return false;
    uint32_t n = 0;
    for (uint32_t i = block->first; i; i = f->insns[i].next) {
        unsigned op = f->insns[i].op;
        if (op == IR_MARK || op == IR_PHI || op == IR_HOME || op == IR_POINT) continue;
        if (op >= RG_OP_COUNT && op != IR_COPY) return false;
        if (++n > 4) return false;
        if (i == block->last) return op < RG_OP_COUNT && rg_fuse_inverse(op) != 0;
    }
    return false;
}

/* For each loop header worth it: the last block that goes back to it without a condition gets the copy behind it. */
static void plan_copies(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    for (size_t h = 0; h < ra->headers.len; h++) {
        uint32_t b = ra->headers.data[h], last = 0;
        if (ra->resolved[b] != b || !is_small_header(f, b)) continue;
        for (uint32_t e = f->blocks[b].preds; e; e = f->edges[e].next) {
            uint32_t p = f->edges[e].from;
            if (ra->place[p] == UINT32_MAX || ra->place[p] <= ra->place[b] ||
                ((f->blocks[p].flags & ~f->blocks[b].flags) & RG_IRB_COLD))
                continue;
            if (!last || ra->place[p] > ra->place[last]) last = p;
        }
        /* An empty block that jumps back is gone: the copy stands behind what was before it in the layout. */
        if (!last || f->blocks[last].taken || f->blocks[last].fall != b) continue;
        ra->copy_label[b] = 0; /* numbered below */
        ra->copy_next[b] = ra->copy_after[last];
        ra->copy_after[last] = b;
    }
}

uint32_t rg_layout_label_new(RgRegalloc *ra)
{
    return RG_VEC_PUSH(&ra->labels, UINT32_MAX) ? (uint32_t)ra->labels.len - 1 : 0;
}

static bool add_item(RgRegalloc *ra, uint32_t block, bool copy, uint32_t *label)
{
    RgRaItem item = {block, copy};
    *label = rg_layout_label_new(ra);
    return *label && RG_VEC_PUSH(&ra->seq, item);
}

RgStatus rg_layout_plan(RgRegalloc *ra)
{
    RgIrFunction *f = ra->f;
    memset(ra->copy_label, 0xff, f->nblocks * sizeof *ra->copy_label);
    memset(ra->copy_after, 0, f->nblocks * sizeof *ra->copy_after);
    memset(ra->wanted, 0, f->nblocks);
    resolve(ra);
    if (ra->opt) plan_copies(ra);
    ra->seq.len = ra->labels.len = 0;
    rg_layout_label_new(ra); /* label 0: of instructions that do not jump */
    want(ra, f->entry);
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        if (ra->resolved[b] == b) {
            want(ra, f->blocks[b].taken);
            want(ra, f->blocks[b].fall);
            want(ra, f->blocks[b].handler);
        }
    }
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        if (ra->wanted[b] && ra->resolved[b] == b && !add_item(ra, b, false, &ra->label[b])) return ERR_NO_MEMORY;
        for (uint32_t h = ra->copy_after[b]; h; h = ra->copy_next[h])
            if (!add_item(ra, h, true, &ra->copy_label[h])) return ERR_NO_MEMORY;
    }
    return RG_OK;
}
