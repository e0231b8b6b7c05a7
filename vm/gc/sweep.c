/* SPDX-License-Identifier: MIT
 *
 * sweep.c: reclaiming. The mark map becomes the alloc map; what remains to do is per block, not per cell: empty blocks
 * are given back, blocks with room are listed by class. Dead cells are visited only if their kind has a release function
 * (and in assertion builds, to be poisoned).
 */
#include "vm/gc/heap_state.h"

#include <sys/mman.h>

static void release_dead(RgHeapState *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->releasable.len; i++) {
        RgCell *cell = s->releasable.data[i];
        if (rg_bit(s->mark, rg_granule(s, cell))) {
            s->releasable.data[kept++] = cell;
        } else {
            cell->layout->cell_kind->release(s->heap, cell);
        }
    }
    s->releasable.len = kept;
}

#ifdef RG_ASSERTIONS
/* Dead memory reads as 0xdb.., which is neither a pointer nor a plausible value. */
static void poison_dead(RgHeapState *s)
{
    for (size_t w = 0; w < (size_t)s->top * RG_BLOCK_WORDS; w++) {
        uint8_t state = s->blocks[w / RG_BLOCK_WORDS].state;
        if (state != RG_BLOCK_SMALL && state != RG_BLOCK_LARGE) continue;
        for (uint64_t dead = s->alloc[w] & ~s->mark[w]; dead; dead &= dead - 1) {
            char *cell = s->base + (w * 64 + (size_t)__builtin_ctzll(dead)) * 16;
            memset(cell, 0xdb, RG_MIN(rg_heap_cell_size(s->heap, cell), (size_t)RG_HEAP_SMALL));
            s->blocks[w / RG_BLOCK_WORDS].dirty = true;
        }
    }
}
#endif

static uint32_t count_marks(const uint64_t *map)
{
    /* Bits of each byte are added up in bytes, bytes in words: without a counting instruction that beats a call a word. */
    uint64_t n = 0;
    for (int w = 0; w < RG_BLOCK_WORDS; w++) {
        uint64_t x = map[w];
        if (!x) continue;
        x -= x >> 1 & 0x5555555555555555u;
        x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
        x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
        n += x * 0x0101010101010101u >> 56;
    }
    return (uint32_t)n;
}

/* Gives the memory of free blocks back to the system where more lies idle than the program is likely to want again. */
static void trim(RgHeapState *s)
{
    const size_t keep = RG_MAX((size_t)32 << 20, s->live) >> RG_BLOCK_BITS;
    size_t idle = 0; /* blocks; those given back before are not among them */
    for (uint32_t i = 0; i < s->top; i++)
        idle += s->blocks[i].state == RG_BLOCK_FREE && s->blocks[i].dirty;
    for (uint32_t i = s->top; i-- > 0 && idle > keep;) {
        if (s->blocks[i].state != RG_BLOCK_FREE || !s->blocks[i].dirty) continue;
        uint32_t end = i + 1;
        while (i > 0 && s->blocks[i - 1].state == RG_BLOCK_FREE) i--;
        if (madvise(s->base + ((size_t)i << RG_BLOCK_BITS), (size_t)(end - i) << RG_BLOCK_BITS, MADV_DONTNEED) != 0) return;
        for (uint32_t k = i; k < end; k++) {
            idle -= s->blocks[k].dirty;
            s->blocks[k].dirty = false;
        }
    }
}

/* The memory of a large cell goes back at once, unless it is small enough to be worth clearing by hand. */
static void free_large(RgHeapState *s, uint32_t first)
{
    RgBlock *b = &s->blocks[first];
    uint32_t n = b->run;
    bool dirty = true;
    if (n >= 16 && madvise(s->base + ((size_t)first << RG_BLOCK_BITS), (size_t)n << RG_BLOCK_BITS, MADV_DONTNEED) == 0) {
        dirty = false;
        for (uint32_t i = first; i < first + n; i++) s->blocks[i].dirty = false;
    }
    rg_heap_free_blocks(s, first, n, dirty);
}

void rg_sweep_all(RgHeapState *s)
{
    for (size_t i = 0; i < s->weak_passes.len; i++) s->weak_passes.data[i].fn(s->heap, s->weak_passes.data[i].data);
    release_dead(s);
#ifdef RG_ASSERTIONS
    poison_dead(s);
#endif
    uint64_t *old = s->alloc;
    s->alloc = s->mark;
    s->mark = old;
    /* Marks stay until the next full collection: who has one is old. */
    memcpy(s->mark, s->alloc, (size_t)s->top * RG_BLOCK_WORDS * sizeof *s->mark);
    uint32_t last[RG_HEAP_CLASSES] = {0};
    for (int c = 0; c < RG_HEAP_CLASSES; c++) s->classes[c].avail = 0;
    s->live = 0;
    s->stats.cells_live = 0;
    for (uint32_t i = 0; i < s->top; i++) {
        RgBlock *b = &s->blocks[i];
        if (b->state == RG_BLOCK_SMALL) {
            RgClass *k = &s->classes[b->class];
            uint32_t n = count_marks(s->alloc + (size_t)i * RG_BLOCK_WORDS);
            b->dirty = true;
            b->next = 0;
            s->live += (size_t)n * k->size;
            s->stats.cells_live += n;
            if (n == 0) {
                rg_heap_free_blocks(s, i, 1, true);
            } else if (n < k->per_block) {
                if (last[b->class]) s->blocks[last[b->class] - 1].next = i + 1;
                else k->avail = i + 1;
                last[b->class] = i + 1;
            }
        } else if (b->state == RG_BLOCK_LARGE) {
            uint32_t n = b->run;
            if (rg_bit(s->alloc, (size_t)i * RG_BLOCK_WORDS * 64)) {
                s->live += b->size;
                s->stats.cells_live++;
            } else {
                free_large(s, i);
            }
            i += n - 1;
        }
    }
    trim(s);
}
