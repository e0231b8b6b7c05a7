/* SPDX-License-Identifier: MIT
 *
 * mark.c: tracing with an explicit stack, so that deep structures need no native stack. A cell is marked when it is
 * pushed and traced when it is popped; popped cells wait a moment in a small ring while their memory is fetched.
 * When the stack cannot grow, marked cells are found again by walking the mark map.
 */
#include "vm/gc/heap_state.h"

enum { RING = 8 };

#ifdef RG_ASSERTIONS
/* A small collection would free `cell`, which `parent` refers to: a store into `parent` went past the barrier. */
static RG_COLD void missing(RgMarker *m, RgCell *parent, RgCell *cell)
{
    m->expected = NULL;
    RG_ASSERT(false, "no barrier: %s %p (flags %x) refers to the young %s %p", parent ? parent->layout->cell_kind->name : "a root",
              (void *)parent, parent ? parent->flags : 0u, cell->layout->cell_kind->name, (void *)cell);
}
#endif

static RG_COLD void push_slow(RgMarker *m, void *cell)
{
    if (rg_vec_grow((void **)&m->stack, &m->cap, m->len + 1, sizeof *m->stack)) {
        m->stack[m->len++] = cell;
    } else {
        m->overflowed = true;
    }
}

RG_INLINE void mark(RgMarker *m, void *cell)
{
    RgHeapState *s = m->state;
    if (!rg_in_heap(s, cell)) return;
    size_t g = rg_granule(s, cell);
    uint64_t bit = 1ull << (g & 63), *word = &s->mark[g >> 6];
    if (*word & bit) return;
    RG_ASSERT(rg_bit(s->alloc, g), "reference to a freed cell %p", cell);
#ifdef RG_ASSERTIONS
    if (RG_UNLIKELY(m->expected) && !rg_bit(m->expected, g)) missing(m, m->parent, cell);
#endif
    *word |= bit;
    if (RG_LIKELY(m->len < m->cap)) {
        m->stack[m->len++] = cell;
    } else {
        push_slow(m, cell);
    }
}

void rg_mark_cell(RgMarker *m, void *cell)
{
    if (cell) mark(m, cell);
}

void rg_mark_again(RgMarker *m, void *cell)
{
    RgHeapState *s = m->state;
    bool marked = rg_bit(s->mark, rg_granule(s, cell));
    mark(m, cell);
    if (!marked) return;
    if (m->len < m->cap) m->stack[m->len++] = cell;
    else push_slow(m, cell);
}

void rg_mark_values(RgMarker *m, const uint64_t *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t v = values[i];
        if (v != 0 && v < (1ull << 48)) mark(m, (void *)(uintptr_t)v);
    }
}

void rg_mark_pairs(RgMarker *m, const uint64_t (*records)[3], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (int k = 1; k < 3; k++) {
            uint64_t v = records[i][k];
            if (v != 0 && v < (1ull << 48)) mark(m, (void *)(uintptr_t)v);
        }
    }
}

/* Reads words that nobody promises to be initialised or accessible to the sanitizers' minds. */
__attribute__((no_sanitize("address", "undefined"))) void rg_mark_conservative(RgMarker *m, const void *from, const void *to)
{
    RgHeapState *s = m->state;
    const uintptr_t *p = (const uintptr_t *)RG_ALIGN_UP((uintptr_t)from, sizeof(uintptr_t));
    size_t size = (size_t)s->top << RG_BLOCK_BITS;
    for (; (const char *)(p + 1) <= (const char *)to; p++) {
        uintptr_t word = *p;
        if (RG_LIKELY(word - (uintptr_t)s->base >= size)) continue;
        void *cell = rg_state_find(s, word);
        if (!cell) continue;
        mark(m, cell);
        if (s->holding && !RG_VEC_PUSH(&s->held, cell)) s->must_be_full = true;
    }
}

RG_INLINE void trace(RgMarker *m, RgCell *cell)
{
    RgCellLayout *layout = cell->layout;
    if (RG_UNLIKELY(!layout)) return;
    mark(m, layout);
    if (!layout->cell_kind->trace) return;
#ifdef RG_ASSERTIONS
    m->parent = cell;
#endif
    cell->flags |= RG_CELL_OLD;
    layout->cell_kind->trace(m, cell);
}

static void drain_stack(RgMarker *m)
{
    RgCell *ring[RING] = {0};
    unsigned at = 0, waiting = 0;
    while (m->len || waiting) {
        RgCell *next = NULL;
        if (m->len) {
            next = m->stack[--m->len];
            __builtin_prefetch(next);
            waiting++;
        }
        RgCell *cell = ring[at];
        ring[at] = next;
        at = (at + 1) % RING;
        if (cell) {
            waiting--;
            trace(m, cell);
        }
    }
}

static void trace_marked(void *cell, void *data)
{
    RgMarker *m = data;
    if (rg_bit(m->state->mark, rg_granule(m->state, cell))) {
        trace(m, cell);
        drain_stack(m);
    }
}

void rg_mark_drain(RgMarker *m)
{
    drain_stack(m);
    while (RG_UNLIKELY(m->overflowed)) {
        m->overflowed = false;
        rg_heap_walk(m->state->heap, trace_marked, m);
    }
}

/* Everything that the roots reach. */
static void mark_from_roots(RgHeapState *s)
{
    RgMarker *m = &s->marker;
    m->len = 0;
    m->overflowed = false;
    rg_roots_mark(s);
    rg_finalize_mark(s);
    rg_mark_drain(m);
}

/* Old cells that were written to are traced again. What only dead ones among them refer to lives until a full collection. */
static void trace_remembered(RgHeapState *s)
{
    for (size_t i = 0; i < s->remembered.len; i++) {
        trace(&s->marker, s->remembered.data[i]);
        rg_mark_drain(&s->marker);
    }
}

/* C code that holds a cell may fill it with plain stores until it lets go of it, as if it were new. So what the native stack
 * named counts as written to, the storage that such cells own included. */
static void remember_held(RgHeapState *s)
{
    for (size_t i = 0; i < s->held.len; i++) {
        void *cell = s->held.data[i], *storage = s->storage_of ? s->storage_of(cell) : NULL;
        rg_gc_written(cell);
        if (storage) rg_gc_written(storage);
    }
    s->held.len = 0;
}

#ifdef RG_ASSERTIONS
/* Proves a small collection: marks everything reachable anew, which must have been marked before. */
static void prove(RgHeapState *s)
{
    size_t size = (size_t)s->top * RG_BLOCK_WORDS * sizeof *s->mark;
    uint64_t *expected = rg_mem_alloc(size);
    if (!expected) return;
    memcpy(expected, s->mark, size);
    memset(s->mark, 0, size);
    s->marker.expected = expected;
    s->marker.parent = NULL;
    mark_from_roots(s);
    s->marker.expected = NULL;
    memcpy(s->mark, expected, size);
    rg_mem_free(expected);
}
#endif

void rg_mark_all(RgHeapState *s)
{
    RgMarker *m = &s->marker;
    if (!s->young) memset(s->mark, 0, (size_t)s->top * RG_BLOCK_WORDS * sizeof *s->mark);
    s->must_be_full = false;
    mark_from_roots(s);
    if (s->young) trace_remembered(s);
#ifdef RG_ASSERTIONS
    if (s->young) prove(s);
#endif
    s->remembered.len = 0;
    remember_held(s);
    /* Weak references to what is unreachable are cleared before finalizers can bring it back (PEP 442). */
    rg_weak_sweep(s);
    rg_mark_drain(m);
    rg_finalize_queue_dead(s);
    rg_mark_drain(m);
}

bool rg_heap_is_marked(RgHeap *heap, const void *cell)
{
    RgHeapState *s = heap->state;
    return !rg_in_heap(s, cell) || rg_bit(s->mark, rg_granule(s, cell));
}
