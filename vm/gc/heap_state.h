/* SPDX-License-Identifier: MIT
 *
 * heap_state.h: what the files of vm/gc share: the block table, the two bit maps and the marker.
 *
 * The heap is one reserved address range, cut into blocks of 64 KiB. A block holds cells of one size class, or belongs to a
 * run of blocks that holds one large cell. Two bit maps have one bit per 16 bytes: `alloc` (a cell begins here and its
 * memory has been handed out) and `mark` (reached in this collection). After a collection the mark map becomes the alloc
 * map, so sweeping a block touches no dead cell. In a gap that is being bumped through, alloc bits are set ahead; there
 * a cell whose layout is still NULL is not allocated.
 */
#ifndef RG_GC_HEAP_STATE_H
#define RG_GC_HEAP_STATE_H

#include "vm/base/assert.h"
#include "vm/base/vec.h"
#include "vm/gc/finalize.h"
#include "vm/gc/weak.h"

enum {
    RG_BLOCK_BITS = 16,
    RG_BLOCK_SIZE = 1 << RG_BLOCK_BITS,
    RG_BLOCK_WORDS = RG_BLOCK_SIZE / 16 / 64, /* words of a bit map per block */
    RG_CHUNK = 8192                           /* most bytes of a gap of small cells handed out at once */
};

enum { RG_BLOCK_FREE, RG_BLOCK_SMALL, RG_BLOCK_LARGE, RG_BLOCK_MORE };

typedef struct RgBlock {
    uint8_t state; /* RG_BLOCK_x */
    uint8_t class; /* SMALL: size class */
    bool dirty;    /* memory may be non-zero */
    uint32_t run;  /* LARGE: number of blocks; MORE: distance to the LARGE block */
    uint32_t next; /* SMALL: next block with free cells of the class; 0 ends (stored as index + 1) */
    uint32_t spare;
    uint64_t size; /* LARGE: bytes in use */
} RgBlock;

typedef struct RgClass {
    uint32_t size, per_block, recip; /* recip: ceil(2^32 / size) */
    uint32_t avail;                  /* blocks with free cells, index + 1 */
    uint32_t current;                /* block being filled, index + 1 */
    uint32_t cursor;                 /* offset in it from where to look for the next gap */
} RgClass;

typedef struct RgRoot { RgRootFn fn; void *data; } RgRoot;
typedef struct RgWeakPass { RgWeakFn fn; void *data; } RgWeakPass;

struct RgMarker {
    struct RgHeapState *state;
    void **stack; /* marked cells whose references are not yet traced */
    size_t len, cap;
    bool overflowed; /* the stack could not grow: marked cells must be scanned for */
#ifdef RG_ASSERTIONS
    const uint64_t *expected; /* a proof runs: what a small collection marked, which must be all that is reachable */
    void *parent;             /* the cell being traced */
#endif
};

typedef struct RgHeapState {
    RgHeap *heap;
    char *base;         /* of the reserved range, block-aligned */
    size_t reserved;    /* bytes */
    size_t committed;   /* bytes from base that are readable */
    uint32_t top;       /* blocks ever used: [0, top) */
    uint32_t free_from; /* no free block below this one */
    uint32_t free_count;
    RgBlock *blocks;
    uint64_t *mark, *alloc;
    uint64_t *busy;     /* one bit per block: not free */
    size_t maps_size;   /* bytes of one bit map */
    RgClass classes[RG_HEAP_CLASSES];
    uint8_t class_of[RG_HEAP_SMALL / 16 + 1]; /* by granules */
    uint64_t starts[RG_HEAP_CLASSES][RG_BLOCK_WORDS]; /* where cells of a class that has blocks may begin in one */

    size_t used_blocks;
    size_t since;       /* bytes handed out since the last collection */
    size_t threshold;   /* collect when since + external_since reaches it */
    size_t live;        /* bytes that survived the last collection */
    int64_t external, external_since;
    size_t limit;
    uint64_t stress, stress_left;
    bool enabled, collecting;
    bool young;         /* the collection that runs is a small one */
    bool holding;       /* the native stack is being scanned */
    bool must_be_full;  /* the remembered cells are not complete */
    size_t full_at;     /* live bytes that make the next collection a full one */

    RG_VEC(void *) remembered; /* old cells written to since the last collection; they have lost RG_CELL_OLD */
    RG_VEC(void *) held;       /* cells that the native stack named in this collection */

    RG_VEC(RgRoot) roots;
    RG_VEC(RgWeakPass) weak_passes;
    RG_VEC(void *) releasable;
    RgWeakTable weak;
    RgFinalizers finalizers;
    void *stack_base;
    void *(*storage_of)(void *cell); /* or NULL */
    RgMarker marker;
    RgHeapStats stats;
} RgHeapState;

static inline size_t rg_granule(const RgHeapState *s, const void *p) { return (size_t)((const char *)p - s->base) >> 4; }
static inline bool rg_in_heap(const RgHeapState *s, const void *p)
{
    return (size_t)((const char *)p - s->base) < (size_t)s->top << RG_BLOCK_BITS;
}
static inline bool rg_bit(const uint64_t *map, size_t i) { return map[i >> 6] >> (i & 63) & 1; }
static inline void rg_bit_set(uint64_t *map, size_t i) { map[i >> 6] |= 1ull << (i & 63); }
static inline void rg_bit_clear(uint64_t *map, size_t i) { map[i >> 6] &= ~(1ull << (i & 63)); }

/* heap.c */
void rg_heap_drop_gaps(RgHeapState *s);
void rg_heap_free_blocks(RgHeapState *s, uint32_t first, uint32_t n, bool dirty);
void *rg_state_find(RgHeapState *s, uintptr_t address); /* allocated cell around the address, or NULL */
/* mark.c */
void rg_mark_all(RgHeapState *s);   /* roots, then everything reachable */
void rg_mark_drain(RgMarker *m);
/* sweep.c */
void rg_sweep_all(RgHeapState *s);
/* roots.c */
void rg_roots_mark(RgHeapState *s);
/* weak.c, finalize.c: parts of a collection */
void rg_weak_sweep(RgHeapState *s);
void rg_weak_fini(RgWeakTable *t);
void rg_finalize_queue_dead(RgHeapState *s);
void rg_finalize_mark(RgHeapState *s); /* the queue is a root */
void rg_finalize_fini(RgFinalizers *f);

#endif
