/* SPDX-License-Identifier: MIT
 *
 * finalize.c: registering cells with finalizers and queueing those that became unreachable.
 */
#include "vm/gc/heap_state.h"

bool rg_finalize_add(RgHeap *heap, void *cell)
{
    RgFinalizers *f = &heap->state->finalizers;
    RgCell *c = cell;
    if (c->flags & (RG_CELL_HAS_FINALIZER | RG_CELL_FINALIZED)) return true;
    if (f->len == f->cap && !rg_vec_grow((void **)&f->cells, &f->cap, f->len + 1, sizeof *f->cells)) return false;
    f->cells[f->len++] = cell;
    c->flags |= RG_CELL_HAS_FINALIZER;
    return true;
}

void rg_finalize_set_notify(RgHeap *heap, void (*notify)(void *data), void *data)
{
    heap->state->finalizers.notify = notify;
    heap->state->finalizers.data = data;
}

static bool queue(RgFinalizers *f, RgCell *cell)
{
    if (f->queued == f->queue_cap && !rg_vec_grow((void **)&f->queue, &f->queue_cap, f->queued + 1, sizeof *f->queue)) return false;
    f->queue[f->queued++] = cell;
    cell->flags |= RG_CELL_FINALIZED;
    return true;
}

void *rg_finalize_next(RgHeap *heap)
{
    RgFinalizers *f = &heap->state->finalizers;
    if (f->head == f->queued) {
        f->head = f->queued = 0;
        return NULL;
    }
    return f->queue[f->head++];
}

void rg_finalize_queue_all(RgHeap *heap)
{
    RgFinalizers *f = &heap->state->finalizers;
    for (size_t i = 0; i < f->len; i++)
        if (!queue(f, f->cells[i])) return;
    f->len = 0;
}

void rg_finalize_queue_dead(RgHeapState *s)
{
    RgFinalizers *f = &s->finalizers;
    size_t kept = 0, first = f->queued;
    for (size_t i = 0; i < f->len; i++) {
        RgCell *cell = f->cells[i];
        if (rg_bit(s->mark, rg_granule(s, cell)) || !queue(f, cell)) f->cells[kept++] = cell;
    }
    f->len = kept;
    for (size_t i = first; i < f->queued; i++) rg_mark_cell(&s->marker, f->queue[i]);
    /* Without memory for the queue the cell stays registered and must stay alive. */
    for (size_t i = 0; i < kept; i++) rg_mark_cell(&s->marker, f->cells[i]);
}

void rg_finalize_mark(RgHeapState *s)
{
    RgFinalizers *f = &s->finalizers;
    for (size_t i = f->head; i < f->queued; i++) rg_mark_cell(&s->marker, f->queue[i]);
}

void rg_finalize_fini(RgFinalizers *f)
{
    rg_mem_free(f->cells);
    rg_mem_free(f->queue);
    memset(f, 0, sizeof *f);
}
