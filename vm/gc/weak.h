/* SPDX-License-Identifier: MIT
 *
 * weak.h: weak references. A weak cell names a target that it does not keep alive; when the target dies, or its finalizer
 * is queued, the target field becomes NULL and, if the weak cell wants to be told, it is queued for its callback.
 * The weak cells of one target form a list that begins in a table outside the heap, so targets need no field for it.
 */
#ifndef RG_GC_WEAK_H
#define RG_GC_WEAK_H

#include "vm/gc/heap.h"

typedef struct RgWeakCell {
    RgCell head;
    void *target;            /* NULL: dead */
    struct RgWeakCell *next; /* other weak cells of the target, oldest first; not traced */
    bool notify;             /* queue it when the target dies */
} RgWeakCell;

typedef struct RgWeakSlot { void *target; RgWeakCell *first; } RgWeakSlot; /* target NULL: free; (void *)1: deleted */
typedef struct RgWeakTable { RgWeakSlot *slots; size_t cap, len, used; } RgWeakTable;

/* Links a new weak cell to target (which gets RG_CELL_HAS_WEAKREF); false: no memory. */
bool rg_weak_add(RgHeap *heap, RgWeakCell *cell, void *target) RG_CHECK_RESULT;
/* Unlinks it: its target becomes NULL and no callback comes. */
void rg_weak_clear(RgHeap *heap, RgWeakCell *cell);
/* First weak cell of target, or NULL; follow `next`. */
RgWeakCell *rg_weak_first(RgHeap *heap, const void *target);

#endif
