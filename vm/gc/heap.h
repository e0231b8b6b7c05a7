/* SPDX-License-Identifier: MIT
 *
 * heap.h: the tracing heap: precise, non-moving mark and sweep over size-segregated blocks with side mark bits.
 * It knows no Python types: a cell's first word leads to a layout, the layout to a RgCellKind with a trace function.
 *
 * Rules for everyone who allocates (docs/gc-rules.md):
 *  - A collection can happen inside every allocation, and nowhere else except rg_heap_collect and safe points.
 *  - Plain pointers and values in C locals are roots (conservative scan of the native stack, interior pointers
 *    included). Register stacks are scanned value by value, also conservatively: a stale register is harmless.
 *  - Cells come zeroed. A zero word is no reference.
 *  - malloc'd memory is never scanned.
 *  - Every store of a reference into an existing cell goes through rg_gc_store (value words) or rg_gc_store_ptr.
 *
 * Small collections are those of Demers et al., "Combining generational and conservative garbage collection" (POPL 1990): mark
 * bits are sticky, so whatever survived a collection is old, and remains so without being moved.
 */
#ifndef RG_GC_HEAP_H
#define RG_GC_HEAP_H

#include "vm/base/base.h"

typedef struct RgHeap RgHeap;
typedef struct RgMarker RgMarker;

typedef struct RgCellKind {
    const char *name;
    /* Calls rg_mark_value / rg_mark_cell on everything the cell refers to, its layout excepted. NULL: no references. */
    void (*trace)(RgMarker *marker, void *cell);
    /* Frees what is outside the heap; runs during sweep: touches no other cell, runs no Python. NULL: nothing. */
    void (*release)(RgHeap *heap, void *cell);
} RgCellKind;

/* Every cell begins with this (RgObject in vm/object/object.h is the same layout with names for the runtime). */
typedef struct RgCell {
    struct RgCellLayout *layout; /* itself a cell (or static), marked with the cell */
    uint8_t kind, exact, flags, aux8;
    uint32_t aux;
} RgCell;

/* Bits of RgCell.flags that the heap owns; the others belong to the object model. */
enum {
    RG_CELL_HAS_FINALIZER = 0x80, RG_CELL_FINALIZED = 0x40, RG_CELL_HAS_WEAKREF = 0x20,
    RG_CELL_OLD = 0x10 /* survived a collection and was not written to since: the next small collection does not trace it */
};

typedef struct RgCellLayout {
    RgCell head;
    const RgCellKind *cell_kind;
    struct RgHeap *heap; /* where its cells live */
} RgCellLayout;

RgHeap *rg_heap_new(void) RG_CHECK_RESULT;
void rg_heap_free(RgHeap *heap); /* releases every cell */

/* Size classes: multiples of 16 up to RG_HEAP_FINE, then four per doubling up to RG_HEAP_SMALL; larger cells are alone in
 * a run of blocks. A class hands out cells by bumping a pointer through zeroed gaps between live cells. */
enum { RG_HEAP_FINE = 256, RG_HEAP_SMALL = 16384, RG_HEAP_CLASSES = 41 };
typedef struct RgHeapGap { char *next, *end; } RgHeapGap;
struct RgHeap {
    RgHeapGap gaps[RG_HEAP_CLASSES]; /* by size class; class of a fine size: its number of 16-byte granules */
    struct RgHeapState *state;       /* everything else: heap_state.h */
};

void *rg_heap_alloc_slow(RgHeap *heap, size_t size, RgCellLayout *layout) RG_CHECK_RESULT;
void rg_heap_add_release(RgHeap *heap, void *cell); /* remembers that the cell's kind has a release function */

/* The next cell of a fine size class, zeroed and without a layout, or NULL when its gap is used up. */
static inline void *rg_heap_bump(RgHeap *heap, size_t size)
{
    if (RG_UNLIKELY(size > RG_HEAP_FINE)) return NULL;
    size_t granules = (size + 15) / 16;
    RgHeapGap *gap = &heap->gaps[granules];
    char *p = gap->next;
    if (RG_UNLIKELY(p >= gap->end)) return NULL;
    gap->next = p + granules * 16;
    return p;
}

/* Zeroed memory of at least size bytes (>= 16), 16-byte aligned, with cell->layout set. NULL when memory is short or
 * over the limit. May collect first. A NULL layout is for bootstrapping only: the cell must get one before the first
 * collection. */
RG_CHECK_RESULT static inline void *rg_heap_alloc(RgHeap *heap, size_t size, RgCellLayout *layout)
{
    RgCell *cell = rg_heap_bump(heap, size);
    if (RG_UNLIKELY(!cell)) return rg_heap_alloc_slow(heap, size, layout);
    cell->layout = layout;
    if (RG_UNLIKELY(layout && layout->cell_kind->release)) rg_heap_add_release(heap, cell);
    return cell;
}
/* The same, but only the first 16 bytes are sure to be zero: for callers who write the contents in full, references
 * before the next allocation. */
void *rg_heap_alloc_raw(RgHeap *heap, size_t size, RgCellLayout *layout) RG_CHECK_RESULT;
/* Usable size of a cell (its size class or large size). */
size_t rg_heap_cell_size(RgHeap *heap, const void *cell);
/* Tries to grow a large cell in place or by remapping nothing: true when the cell now has at least size bytes. */
bool rg_heap_try_grow(RgHeap *heap, void *cell, size_t size);
/* Tells the heap about bytes held outside (negative when given back): they count towards the next collection. */
void rg_heap_external(RgHeap *heap, int64_t bytes);

void rg_heap_collect(RgHeap *heap);            /* full collection now; finalizers are queued, not run */
void rg_heap_collect_young(RgHeap *heap);      /* of what was allocated since the last one; full when that is due */
/* gc.disable(): collections become rare (there is no other way to get memory back, so they do not stop). */
void rg_heap_set_enabled(RgHeap *heap, bool enabled);
bool rg_heap_is_enabled(RgHeap *heap);
void rg_heap_set_stress(RgHeap *heap, uint64_t every); /* collect at every Nth allocation; 0 off */
void rg_heap_set_limit(RgHeap *heap, size_t bytes);    /* 0: none */

typedef struct RgHeapStats {
    uint64_t collections, full_collections, allocated_bytes, live_bytes, heap_bytes, pause_ns_total, pause_ns_max, cells_live;
} RgHeapStats;
void rg_heap_stats(RgHeap *heap, RgHeapStats *out);

/* Roots. A provider is called in each collection and marks what it knows. */
typedef void (*RgRootFn)(RgMarker *marker, void *data);
bool rg_heap_add_root(RgHeap *heap, RgRootFn fn, void *data) RG_CHECK_RESULT;
void rg_heap_remove_root(RgHeap *heap, RgRootFn fn, void *data);
/* The native stack to scan conservatively: from the collection's own frame up to base. */
void rg_heap_set_stack_base(RgHeap *heap, void *base);
/* fn: the cell that holds the contents of this one and belongs to it alone (a list's array), or NULL. */
void rg_heap_set_storage_of(RgHeap *heap, void *(*fn)(void *cell));

/* A weak pass is called after marking, when it is known which cells die, and drops what names dying cells from tables
 * outside the heap (or in cells that are not traced). It allocates nothing. */
typedef void (*RgWeakFn)(RgHeap *heap, void *data);
bool rg_heap_add_weak_pass(RgHeap *heap, RgWeakFn fn, void *data) RG_CHECK_RESULT;
bool rg_heap_is_marked(RgHeap *heap, const void *cell); /* only in weak passes; true for what is not in the heap */
bool rg_heap_collects_young(RgHeap *heap); /* only in weak passes: what was old at the last collection lives */

/* For trace functions and root providers. Values that are no references are ignored. */
void rg_mark_cell(RgMarker *marker, void *cell /* exact cell pointer or NULL */);
/* The same for a cell that is written to without the barrier (a running generator): traced though it may be old. */
void rg_mark_again(RgMarker *marker, void *cell);
void rg_mark_values(RgMarker *marker, const uint64_t *values, size_t n); /* exact values (vm/object/value.h) */
void rg_mark_pairs(RgMarker *marker, const uint64_t (*records)[3], size_t n); /* the second and third word of each are values */
void rg_mark_conservative(RgMarker *marker, const void *from, const void *to); /* any words, any contents */
static inline void rg_mark_value(RgMarker *marker, uint64_t value)
{
    if (value != 0 && value < (1ull << 48)) rg_mark_cell(marker, (void *)(uintptr_t)value);
}

/* Walks all live cells (gc.get_objects, heapcheck). The callback may not allocate. */
void rg_heap_walk(RgHeap *heap, void (*fn)(void *cell, void *data), void *data);
/* True when p points at the start of an allocated cell. */
bool rg_heap_is_cell(RgHeap *heap, const void *p);
/* The cell that contains address p, or NULL. */
void *rg_heap_find_cell(RgHeap *heap, const void *p);

/* Weak references: weak.h. Finalizers (PEP 442): finalize.h. */

/* The write barrier: whoever stores a reference into a cell that may be old says so, before or after. The next small
 * collection traces the cell then. */
void rg_gc_remember(void *cell);
static inline void rg_gc_written(void *cell)
{
    if (RG_UNLIKELY(((RgCell *)cell)->flags & RG_CELL_OLD)) rg_gc_remember(cell);
}
/* A store with its barrier. owner is the cell that contains slot. */
static inline void rg_gc_store(void *owner, uint64_t *slot, uint64_t value)
{
    *slot = value;
    rg_gc_written(owner);
}
#define rg_gc_store_ptr(owner, slot, p) (*(slot) = (p), rg_gc_written(owner))

#endif
