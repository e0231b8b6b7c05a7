/* SPDX-License-Identifier: MIT
 *
 * heapcheck.c: the heap verifier. Reads only; usable at any safe point.
 */
#include "vm/gc/heapcheck.h"
#include "vm/gc/heap_state.h"

#include <stdio.h>

typedef struct Check { RgHeapState *s; size_t faults; bool report; } Check;

static void fault(Check *c, const char *what, const void *where)
{
    c->faults++;
    if (c->report) fprintf(stderr, "heap: %s at %p\n", what, where);
}

static void check_cell(void *p, void *data)
{
    Check *c = data;
    RgCell *cell = p;
    RgCellLayout *layout = cell->layout;
    if (rg_in_heap(c->s, layout) && rg_state_find(c->s, (uintptr_t)layout) != layout) {
        fault(c, "layout is no cell", cell);
    } else if (!layout->cell_kind) {
        fault(c, "layout without a kind", cell);
    }
}

size_t rg_heap_check(RgHeap *heap, bool report)
{
    Check c = {heap->state, 0, report};
    RgHeapState *s = heap->state;
    size_t used = 0;
    for (uint32_t i = 0; i < s->top; i++) {
        const RgBlock *b = &s->blocks[i];
        bool busy = rg_bit(s->busy, i);
        if (busy != (b->state != RG_BLOCK_FREE)) fault(&c, "block state and busy map differ", b);
        used += busy;
        if (b->state == RG_BLOCK_MORE && (b->run > i || s->blocks[i - b->run].state != RG_BLOCK_LARGE))
            fault(&c, "part of no large cell", b);
        if (b->state == RG_BLOCK_SMALL && (b->class == 0 || b->class >= RG_HEAP_CLASSES)) fault(&c, "bad size class", b);
    }
    if (used != s->used_blocks) fault(&c, "wrong number of used blocks", s);
    rg_heap_walk(heap, check_cell, &c);
    return c.faults;
}
