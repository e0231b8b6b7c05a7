/* SPDX-License-Identifier: MIT
 *
 * opt_cfg.c: removes blocks that nothing reaches any more (after jumps on constants, or code behind a return that the
 * file still had). Handlers live as long as a block that they protect.
 */
#include "convert/pass.h"

/* Marks reachable blocks; returns how many. The values' tmp fields are not big enough a stack: blocks are. */
static uint32_t mark(RgIrFunction *f, uint8_t *seen, uint32_t *stack)
{
    uint32_t n = 0, found = 0;
    seen[f->entry] = 1;
    stack[n++] = f->entry;
    while (n) {
        const RgIrBlock *b = &f->blocks[stack[--n]];
        found++;
        uint32_t to[3] = {b->taken, b->fall, b->handler};
        for (int k = 0; k < 3; k++) {
            if (to[k] && !seen[to[k]]) {
                seen[to[k]] = 1;
                stack[n++] = to[k];
            }
        }
    }
    return found;
}

void rg_opt_cfg(RgConvert *cx, RgIrFunction *f)
{
    if (!f->edges_removed) return; /* what the file cannot reach was not lifted */
    uint8_t *seen = RG_ARENA_ZARRAY(&cx->scratch, uint8_t, f->nblocks);
    uint32_t *stack = RG_ARENA_ARRAY(&cx->scratch, uint32_t, f->nblocks);
    if (!seen || !stack) {
        f->failed = true;
        return;
    }
    if (mark(f, seen, stack) == f->norder) return;
    uint32_t n = 0;
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        if (seen[b])
            f->order[n++] = b;
        else
            rg_ir_block_kill(f, b);
    }
    f->norder = n;
}
