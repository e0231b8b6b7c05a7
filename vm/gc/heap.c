/* SPDX-License-Identifier: MIT
 *
 * heap.c: address space, blocks and allocation. Invariants are in heap_state.h.
 * A gap given to a fine size class is zeroed first, so that allocation itself writes nothing but the layout. Larger cells
 * are zeroed one by one, or not at all for those who fill them (rg_heap_alloc_raw).
 */
#include "vm/gc/heap_state.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { MIN_THRESHOLD = 8 << 20, LEAST_GROWTH = 16 << 20, COMMIT_STEP = 4 << 20, HUGE_COMMIT_STEP = 32 << 20, NO_HUGE_BELOW = 64 << 20 };
#define NO_BLOCK UINT32_MAX

static void *map_lazily(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) return NULL;
    madvise(p, size, MADV_NOHUGEPAGE); /* touched sparsely */
    return p;
}

static void unmap(void *p, size_t size)
{
    if (p) munmap(p, size);
}

/* Reserves the largest range that the system grants, 64 GiB at most, with tables for it. */
static bool reserve(RgHeapState *s)
{
    for (size_t size = 64ull << 30; size >= 32u << 20; size /= 2) {
        size_t nblocks = size >> RG_BLOCK_BITS;
        char *raw = mmap(NULL, size + RG_BLOCK_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (raw == MAP_FAILED) continue;
        s->maps_size = size / 16 / 8;
        s->blocks = map_lazily(nblocks * sizeof(RgBlock));
        s->busy = map_lazily(nblocks / 8);
        s->mark = map_lazily(s->maps_size);
        s->alloc = map_lazily(s->maps_size);
        if (s->blocks && s->busy && s->mark && s->alloc) {
            char *base = (char *)RG_ALIGN_UP((uintptr_t)raw, RG_BLOCK_SIZE);
            if (base > raw) munmap(raw, (size_t)(base - raw));
            if (base < raw + RG_BLOCK_SIZE) munmap(base + size, (size_t)(raw + RG_BLOCK_SIZE - base));
            s->base = base;
            s->reserved = size;
            /* Small programs should stay small; beyond, huge pages are welcome. */
            if (size > NO_HUGE_BELOW) {
                madvise(base, NO_HUGE_BELOW, MADV_NOHUGEPAGE);
                madvise(base + NO_HUGE_BELOW, size - NO_HUGE_BELOW, MADV_HUGEPAGE);
            }
            return true;
        }
        munmap(raw, size + RG_BLOCK_SIZE);
        unmap(s->blocks, nblocks * sizeof(RgBlock));
        unmap(s->busy, nblocks / 8);
        unmap(s->mark, s->maps_size);
        unmap(s->alloc, s->maps_size);
        s->blocks = NULL;
        s->busy = s->mark = s->alloc = NULL;
    }
    return false;
}

static void init_classes(RgHeapState *s)
{
    uint32_t c = 1, size = 16;
    for (uint32_t step = 16; size <= RG_HEAP_SMALL; c++) {
        RgClass *k = &s->classes[c];
        k->size = size;
        k->per_block = RG_BLOCK_SIZE / size;
        k->recip = (uint32_t)(((1ull << 32) + size - 1) / size);
        if (size >= RG_HEAP_FINE && (size & (size - 1)) == 0) step = size / 4;
        size += step;
    }
    RG_ASSERT(c == RG_HEAP_CLASSES, "%u classes", c);
    c = 1;
    for (uint32_t g = 0; g <= RG_HEAP_SMALL / 16; g++) {
        if (g * 16 > s->classes[c].size) c++;
        s->class_of[g] = (uint8_t)c;
    }
}

RgHeap *rg_heap_new(void)
{
    RgHeap *heap = rg_mem_calloc(1, sizeof *heap);
    RgHeapState *s = rg_mem_calloc(1, sizeof *s);
    if (!heap || !s || !reserve(s)) {
        rg_mem_free(heap);
        rg_mem_free(s);
        return NULL;
    }
    heap->state = s;
    s->heap = heap;
    s->enabled = true;
    s->threshold = MIN_THRESHOLD;
    s->marker.state = s;
    init_classes(s);
    return heap;
}

void rg_heap_free(RgHeap *heap)
{
    if (!heap) return;
    RgHeapState *s = heap->state;
    for (size_t i = 0; i < s->releasable.len; i++) {
        RgCell *cell = s->releasable.data[i];
        cell->layout->cell_kind->release(heap, cell);
    }
    RG_VEC_FINI(&s->releasable);
    RG_VEC_FINI(&s->roots);
    RG_VEC_FINI(&s->remembered);
    RG_VEC_FINI(&s->held);
    RG_VEC_FINI(&s->weak_passes);
    rg_weak_fini(&s->weak);
    rg_finalize_fini(&s->finalizers);
    rg_mem_free(s->marker.stack);
    size_t nblocks = s->reserved >> RG_BLOCK_BITS;
    unmap(s->blocks, nblocks * sizeof(RgBlock));
    unmap(s->busy, nblocks / 8);
    unmap(s->mark, s->maps_size);
    unmap(s->alloc, s->maps_size);
    unmap(s->base, s->reserved);
    rg_mem_free(s);
    rg_mem_free(heap);
}

/* ---- blocks ---- */

static bool commit(RgHeapState *s, size_t bytes)
{
    if (bytes <= s->committed) return true;
    size_t to = RG_ALIGN_UP(bytes, bytes > NO_HUGE_BELOW ? HUGE_COMMIT_STEP : COMMIT_STEP);
    if (to > s->reserved) to = s->reserved;
    if (bytes > to) return false;
    if (mprotect(s->base + s->committed, to - s->committed, PROT_READ | PROT_WRITE)) {
        to = bytes;
        if (mprotect(s->base + s->committed, to - s->committed, PROT_READ | PROT_WRITE)) return false;
    }
    s->committed = to;
    return true;
}

/* First block >= from whose busy bit equals bit, below top; else top. */
static uint32_t scan_busy(const RgHeapState *s, uint32_t from, bool bit)
{
    uint32_t top = s->top;
    while (from < top) {
        uint64_t word = s->busy[from >> 6];
        if (!bit) word = ~word;
        word >>= from & 63;
        if (word) {
            from += (uint32_t)__builtin_ctzll(word);
            return from < top ? from : top;
        }
        from = (from | 63) + 1;
    }
    return top;
}

static void take_blocks(RgHeapState *s, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++) rg_bit_set(s->busy, i);
    s->used_blocks += n;
    s->free_count -= n;
}

/* n adjacent blocks, or NO_BLOCK. */
static uint32_t find_blocks(RgHeapState *s, uint32_t n)
{
    if (s->free_count >= n) {
        uint32_t first = scan_busy(s, s->free_from, false);
        s->free_from = first;
        while (first < s->top) {
            uint32_t end = n == 1 ? first + 1 : scan_busy(s, first, true);
            if (end - first >= n) {
                take_blocks(s, first, n);
                return first;
            }
            first = scan_busy(s, end, false);
        }
    }
    /* Free blocks at the very end serve as the beginning of the new run. */
    uint32_t first = s->top;
    while (first > 0 && !rg_bit(s->busy, first - 1)) first--;
    if (((size_t)first + n) << RG_BLOCK_BITS > s->reserved || !commit(s, ((size_t)first + n) << RG_BLOCK_BITS)) return NO_BLOCK;
    s->free_count += first + n - s->top;
    s->top = first + n;
    take_blocks(s, first, n);
    return first;
}

void rg_heap_free_blocks(RgHeapState *s, uint32_t first, uint32_t n, bool dirty)
{
    for (uint32_t i = first; i < first + n; i++) {
        s->blocks[i].state = RG_BLOCK_FREE;
        s->blocks[i].dirty |= dirty;
        rg_bit_clear(s->busy, i);
    }
    s->used_blocks -= n;
    s->free_count += n;
    if (first < s->free_from) s->free_from = first;
}

/* ---- allocation ---- */

static bool over_limit(const RgHeapState *s, size_t more)
{
    return s->limit && (s->used_blocks << RG_BLOCK_BITS) + more > s->limit;
}

static bool wants_collection(RgHeapState *s)
{
    if (s->collecting) return false;
    if (RG_UNLIKELY(s->stress) && --s->stress_left == 0) {
        s->stress_left = s->stress;
        return true;
    }
    int64_t total = (int64_t)s->since + s->external_since;
    if (RG_LIKELY(total < (int64_t)s->threshold)) return false;
    return s->enabled || total >= (int64_t)(RG_MAX(s->threshold, (size_t)64 << 20) * 4);
}

void rg_heap_drop_gaps(RgHeapState *s)
{
    memset(s->heap->gaps, 0, sizeof s->heap->gaps);
    for (int c = 0; c < RG_HEAP_CLASSES; c++) {
        s->classes[c].current = 0;
        s->classes[c].cursor = 0;
    }
}

/* First granule in [from, to) whose bit is set, or to. */
static uint32_t next_bit(const uint64_t *map, uint32_t from, uint32_t to)
{
    uint64_t word = from < to ? map[from >> 6] >> (from & 63) << (from & 63) : 0;
    for (from &= ~63u; from < to; word = map[from >> 6]) {
        if (word) return RG_MIN(from + (uint32_t)__builtin_ctzll(word), to);
        if ((from += 64) >= to) break;
    }
    return to;
}

/* The next gap of the current block of class c becomes the class's bump gap. */
static bool next_gap(RgHeapState *s, uint32_t c)
{
    RgClass *k = &s->classes[c];
    uint32_t block = k->current - 1, size = k->size, granules = size / 16, w = k->cursor >> 10;
    if (w >= RG_BLOCK_WORDS) return false;
    uint64_t *map = s->alloc + (size_t)block * RG_BLOCK_WORDS;
    const uint64_t *starts = s->starts[c];
    uint64_t free = starts[w] & ~map[w] & (~0ull << (k->cursor >> 4 & 63));
    while (!free) {
        if (++w == RG_BLOCK_WORDS) return false;
        free = starts[w] & ~map[w];
    }
    uint32_t first = w * 64 + (uint32_t)__builtin_ctzll(free);
    uint32_t chunk = size <= RG_HEAP_FINE ? RG_CHUNK : RG_BLOCK_SIZE / 2;
    uint32_t most = RG_MIN(k->per_block * granules, first + chunk / size * granules);
    uint32_t last = next_bit(map, first, most), at = first * 16, to = last * 16;
    for (uint32_t i = first; i < last; i = (i | 63) + 1) {
        uint64_t range = ~0ull << (i & 63);
        if ((i | 63) >= last) range &= ~0ull >> (64 - (last & 63)); /* last & 63 is not 0 here */
        map[i >> 6] |= starts[i >> 6] & range;
    }
    k->cursor = to;
    char *p = s->base + ((size_t)block << RG_BLOCK_BITS);
    if (s->blocks[block].dirty) {
        if (to - at <= RG_HEAP_FINE) /* between live cells: shorter than a call */
            for (uint32_t i = at; i < to; i += 16) memset(p + i, 0, 16);
        else if (size <= RG_HEAP_FINE) memset(p + at, 0, to - at);
        else /* only what shows that there is no cell yet: alloc_small clears the rest */
            for (uint32_t i = at; i < to; i += size) memset(p + i, 0, sizeof(RgCell));
    }
    s->heap->gaps[c] = (RgHeapGap){p + at, p + to};
    s->since += to - at;
    return true;
}

static bool refill(RgHeapState *s, uint32_t c)
{
    RgClass *k = &s->classes[c];
    for (;;) {
        if (k->current) {
            if (next_gap(s, c)) return true;
            s->blocks[k->current - 1].dirty = true;
            k->current = 0;
        }
        if (k->avail) {
            k->current = k->avail;
            k->avail = s->blocks[k->current - 1].next;
        } else {
            uint32_t block = over_limit(s, RG_BLOCK_SIZE) ? NO_BLOCK : find_blocks(s, 1);
            if (block == NO_BLOCK) return false;
            memset(s->alloc + (size_t)block * RG_BLOCK_WORDS, 0, RG_BLOCK_WORDS * 8);
            memset(s->mark + (size_t)block * RG_BLOCK_WORDS, 0, RG_BLOCK_WORDS * 8);
            if (!s->starts[c][0]) /* the class's first block */
                for (uint32_t i = 0; i < k->per_block; i++) rg_bit_set(s->starts[c], i * (k->size / 16));
            s->blocks[block].state = RG_BLOCK_SMALL;
            s->blocks[block].class = (uint8_t)c;
            k->current = block + 1;
        }
        k->cursor = 0;
    }
}

static void *alloc_large(RgHeapState *s, size_t size, bool raw)
{
    if (size > s->reserved || over_limit(s, size)) return NULL;
    size = RG_ALIGN_UP(size, 16);
    uint32_t n = (uint32_t)((size + RG_BLOCK_SIZE - 1) >> RG_BLOCK_BITS);
    uint32_t first = find_blocks(s, n);
    if (first == NO_BLOCK) return NULL;
    char *p = s->base + ((size_t)first << RG_BLOCK_BITS);
    size_t left = size;
    for (uint32_t i = 0; i < n; i++) {
        RgBlock *b = &s->blocks[first + i];
        if (b->dirty && !raw) memset(p + ((size_t)i << RG_BLOCK_BITS), 0, RG_MIN(left, (size_t)RG_BLOCK_SIZE));
        left -= RG_MIN(left, (size_t)RG_BLOCK_SIZE);
        b->state = i ? RG_BLOCK_MORE : RG_BLOCK_LARGE;
        b->run = i ? i : n;
    }
    if (raw) memset(p, 0, sizeof(RgCell));
    s->blocks[first].size = size;
    memset(s->alloc + (size_t)first * RG_BLOCK_WORDS, 0, RG_BLOCK_WORDS * 8);
    memset(s->mark + (size_t)first * RG_BLOCK_WORDS, 0, RG_BLOCK_WORDS * 8);
    rg_bit_set(s->alloc, rg_granule(s, p));
    s->since += size;
    return p;
}

static void *alloc_small(RgHeapState *s, size_t size, bool raw)
{
    uint32_t c = s->class_of[(size + 15) / 16];
    RgHeapGap *gap = &s->heap->gaps[c];
    if (gap->next >= gap->end && !refill(s, c)) return NULL;
    char *p = gap->next;
    gap->next = p + s->classes[c].size;
    if (size > RG_HEAP_FINE && !raw && s->blocks[rg_granule(s, p) >> (RG_BLOCK_BITS - 4)].dirty)
        memset(p + sizeof(RgCell), 0, s->classes[c].size - sizeof(RgCell));
    if (RG_UNLIKELY(s->stress)) {
        /* The inline path must not find room: give the rest of the gap back. */
        uint32_t size_of = s->classes[c].size;
        for (char *q = gap->next; q < gap->end; q += size_of) rg_bit_clear(s->alloc, rg_granule(s, q));
        s->classes[c].cursor = (uint32_t)((size_t)(gap->next - s->base) & (RG_BLOCK_SIZE - 1));
        if (s->classes[c].cursor == 0) s->classes[c].cursor = RG_BLOCK_SIZE;
        gap->next = gap->end = NULL;
    }
    return p;
}

RG_INLINE void *alloc_cell(RgHeap *heap, size_t size, RgCellLayout *layout, bool raw)
{
    RgHeapState *s = heap->state;
    bool small = size <= RG_HEAP_SMALL;
    if (small && !s->stress) { /* medium sizes have no inline path */
        RgHeapGap *gap = &heap->gaps[s->class_of[(size + 15) / 16]];
        if (gap->next < gap->end) goto allocate;
    }
    if (RG_UNLIKELY(wants_collection(s))) rg_heap_collect_young(heap);
allocate:;
    RgCell *cell = small ? alloc_small(s, size, raw) : alloc_large(s, size, raw);
    if (RG_UNLIKELY(!cell) && !s->collecting) {
        rg_heap_collect(heap);
        cell = small ? alloc_small(s, size, raw) : alloc_large(s, size, raw);
    }
    if (!cell) return NULL;
    cell->layout = layout;
    if (RG_UNLIKELY(layout && layout->cell_kind->release)) rg_heap_add_release(heap, cell);
    return cell;
}

void *rg_heap_alloc_slow(RgHeap *heap, size_t size, RgCellLayout *layout) { return alloc_cell(heap, size, layout, false); }

void *rg_heap_alloc_raw(RgHeap *heap, size_t size, RgCellLayout *layout)
{
    return size <= RG_HEAP_FINE ? rg_heap_alloc(heap, size, layout) : alloc_cell(heap, size, layout, true);
}

void rg_heap_add_release(RgHeap *heap, void *cell)
{
    RgHeapState *s = heap->state;
    /* Without memory for the note the cell's outside memory leaks; the cell itself stays sound. */
    if (!RG_VEC_PUSH(&s->releasable, cell)) return;
}

size_t rg_heap_cell_size(RgHeap *heap, const void *cell)
{
    RgHeapState *s = heap->state;
    const RgBlock *b = &s->blocks[rg_granule(s, cell) >> (RG_BLOCK_BITS - 4)];
    return b->state == RG_BLOCK_LARGE ? b->size : s->classes[b->class].size;
}

bool rg_heap_try_grow(RgHeap *heap, void *cell, size_t size)
{
    RgHeapState *s = heap->state;
    uint32_t first = (uint32_t)(rg_granule(s, cell) >> (RG_BLOCK_BITS - 4));
    RgBlock *b = &s->blocks[first];
    if (b->state != RG_BLOCK_LARGE) return size <= s->classes[b->class].size;
    size = RG_ALIGN_UP(size, 16);
    if (size <= b->size) return true;
    uint32_t n = (uint32_t)((size + RG_BLOCK_SIZE - 1) >> RG_BLOCK_BITS), more = n - b->run;
    if (size > s->reserved || (more && over_limit(s, (size_t)more << RG_BLOCK_BITS))) return false;
    uint32_t at = first + b->run;
    if (more) {
        if (at < s->top && scan_busy(s, at, true) - at < more && scan_busy(s, at, true) != s->top) return false;
        if ((size_t)at + more > s->top) {
            if (((size_t)at + more) << RG_BLOCK_BITS > s->reserved || !commit(s, ((size_t)at + more) << RG_BLOCK_BITS))
                return false;
            s->free_count += at + more - s->top;
            s->top = at + more;
        }
        take_blocks(s, at, more);
    }
    char *p = cell;
    for (uint32_t i = (uint32_t)(b->size >> RG_BLOCK_BITS); i < n; i++) {
        RgBlock *each = &s->blocks[first + i];
        size_t from = RG_MAX((size_t)i << RG_BLOCK_BITS, b->size), to = RG_MIN((size_t)(i + 1) << RG_BLOCK_BITS, size);
        if (each->dirty && from < to) memset(p + from, 0, to - from);
        if (i >= b->run) {
            each->state = RG_BLOCK_MORE;
            each->run = i;
        }
    }
    b->run = n;
    s->since += size - b->size;
    b->size = size;
    return true;
}

/* ---- looking up ---- */

void *rg_state_find(RgHeapState *s, uintptr_t address)
{
    size_t offset = address - (uintptr_t)s->base;
    if (offset >= (size_t)s->top << RG_BLOCK_BITS) return NULL;
    uint32_t i = (uint32_t)(offset >> RG_BLOCK_BITS);
    const RgBlock *b = &s->blocks[i];
    char *cell;
    if (b->state == RG_BLOCK_SMALL) {
        const RgClass *k = &s->classes[b->class];
        uint32_t n = (uint32_t)(((offset & (RG_BLOCK_SIZE - 1)) * (uint64_t)k->recip) >> 32);
        if (n >= k->per_block) return NULL;
        cell = s->base + ((size_t)i << RG_BLOCK_BITS) + (size_t)n * k->size;
    } else {
        if (b->state == RG_BLOCK_FREE) return NULL;
        if (b->state == RG_BLOCK_MORE) i -= b->run;
        cell = s->base + ((size_t)i << RG_BLOCK_BITS);
    }
    if (!rg_bit(s->alloc, rg_granule(s, cell)) || !((RgCell *)(void *)cell)->layout) return NULL;
    return cell;
}

void *rg_heap_find_cell(RgHeap *heap, const void *p)
{
    return rg_state_find(heap->state, (uintptr_t)p);
}

bool rg_heap_is_cell(RgHeap *heap, const void *p)
{
    return p && rg_state_find(heap->state, (uintptr_t)p) == p;
}

void rg_heap_walk(RgHeap *heap, void (*fn)(void *cell, void *data), void *data)
{
    RgHeapState *s = heap->state;
    for (uint32_t i = 0; i < s->top; i++) {
        uint8_t state = s->blocks[i].state;
        if (state != RG_BLOCK_SMALL && state != RG_BLOCK_LARGE) continue;
        for (size_t w = 0; w < RG_BLOCK_WORDS; w++) {
            for (uint64_t bits = s->alloc[(size_t)i * RG_BLOCK_WORDS + w]; bits; bits &= bits - 1) {
                size_t granule = ((size_t)i * RG_BLOCK_WORDS + w) * 64 + (size_t)__builtin_ctzll(bits);
                RgCell *cell = (void *)(s->base + granule * 16);
                if (cell->layout) fn(cell, data);
            }
        }
    }
}

/* ---- collection ---- */

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void collect(RgHeap *heap, bool young)
{
    RgHeapState *s = heap->state;
    if (s->collecting) return;
    s->collecting = true;
    s->young = young;
    uint64_t start = now_ns();
    s->stats.allocated_bytes += s->since;
    rg_heap_drop_gaps(s);
    rg_mark_all(s);
    rg_sweep_all(s);
    s->since = 0;
    s->external_since = 0;
    size_t live = s->live + (size_t)RG_MAX(s->external, 0);
    if (!young) s->full_at = live + RG_MAX((size_t)LEAST_GROWTH, live);
    s->must_be_full |= live >= s->full_at;
    s->threshold = RG_MAX((size_t)MIN_THRESHOLD, live / 4);
    uint64_t pause = now_ns() - start;
    s->stats.collections++;
    s->stats.full_collections += !young;
    s->stats.pause_ns_total += pause;
    if (pause > s->stats.pause_ns_max) s->stats.pause_ns_max = pause;
    s->collecting = false;
    if (s->finalizers.notify && rg_finalize_is_queued(&s->finalizers)) s->finalizers.notify(s->finalizers.data);
}

void rg_heap_collect(RgHeap *heap)
{
    collect(heap, false);
}

void rg_heap_collect_young(RgHeap *heap)
{
    RgHeapState *s = heap->state;
    collect(heap, !s->must_be_full && (!s->stress || s->stats.collections % 4));
}

bool rg_heap_collects_young(RgHeap *heap)
{
    return heap->state->young;
}

void rg_gc_remember(void *cell)
{
    RgCell *c = cell;
    RgHeapState *s = c->layout->heap->state;
    c->flags &= (uint8_t)~RG_CELL_OLD;
    if (!RG_VEC_PUSH(&s->remembered, cell)) s->must_be_full = true;
}

void rg_heap_external(RgHeap *heap, int64_t bytes)
{
    heap->state->external += bytes;
    heap->state->external_since += bytes;
}

void rg_heap_set_enabled(RgHeap *heap, bool enabled)
{
    heap->state->enabled = enabled;
}

bool rg_heap_is_enabled(RgHeap *heap)
{
    return heap->state->enabled;
}

void rg_heap_set_stress(RgHeap *heap, uint64_t every)
{
    heap->state->stress = heap->state->stress_left = every;
    if (every) rg_heap_drop_gaps(heap->state);
}

void rg_heap_set_limit(RgHeap *heap, size_t bytes)
{
    heap->state->limit = bytes;
}

void rg_heap_stats(RgHeap *heap, RgHeapStats *out)
{
    RgHeapState *s = heap->state;
    *out = s->stats;
    out->allocated_bytes += s->since;
    out->live_bytes = s->live + s->since;
    out->heap_bytes = s->used_blocks << RG_BLOCK_BITS;
}
