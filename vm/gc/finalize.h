/* SPDX-License-Identifier: MIT
 *
 * finalize.h: finalizers (PEP 442) and weak reference callbacks. A collection only queues: an unreachable cell with a
 * finalizer is kept alive with all it refers to, and handed out once by rg_finalize_next at a safe point. If it is
 * unreachable again later, it dies without further notice.
 */
#ifndef RG_GC_FINALIZE_H
#define RG_GC_FINALIZE_H

#include "vm/gc/heap.h"

typedef struct RgFinalizers {
    void **cells; /* registered and reachable so far */
    size_t len, cap;
    void **queue; /* to be handed out; roots */
    size_t head, queued, queue_cap;
    void (*notify)(void *data); /* called when the queue becomes non-empty */
    void *data;
} RgFinalizers;

/* The cell's finalizer shall run before it dies. False: no memory. */
bool rg_finalize_add(RgHeap *heap, void *cell) RG_CHECK_RESULT;
void rg_finalize_set_notify(RgHeap *heap, void (*notify)(void *data), void *data);
/* Next queued cell (an RgWeakCell whose target died, or a cell to finalize), or NULL. */
void *rg_finalize_next(RgHeap *heap);
static inline bool rg_finalize_is_queued(const RgFinalizers *f) { return f->head < f->queued; }
/* Queues every cell that still has its finalizer to run (end of the program). */
void rg_finalize_queue_all(RgHeap *heap);

#endif
