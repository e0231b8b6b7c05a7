/* SPDX-License-Identifier: MIT
 *
 * bitset.h: dense sets of small integers for dataflow: plain arrays of 64-bit words, usually from an arena. A set of n
 * members is an array of RG_BITSET_WORDS(n) words; bits beyond n are kept zero by all operations but fill.
 */
#ifndef RG_BASE_BITSET_H
#define RG_BASE_BITSET_H

#include "vm/base/arena.h"

#define RG_BITSET_WORDS(n) (((size_t)(n) + 63) / 64)

/* Empty set, or NULL (the arena's failed flag is set). */
static inline uint64_t *rg_bitset_new(RgArena *arena, size_t n)
{
    return RG_ARENA_ZARRAY(arena, uint64_t, RG_BITSET_WORDS(n) + (n == 0));
}

static inline bool rg_bitset_has(const uint64_t *set, size_t i)
{
    return set[i / 64] >> (i % 64) & 1;
}

static inline void rg_bitset_add(uint64_t *set, size_t i)
{
    set[i / 64] |= (uint64_t)1 << (i % 64);
}

static inline void rg_bitset_remove(uint64_t *set, size_t i)
{
    set[i / 64] &= ~((uint64_t)1 << (i % 64));
}

/* Adds i; true when it was not there. */
static inline bool rg_bitset_insert(uint64_t *set, size_t i)
{
    uint64_t bit = (uint64_t)1 << (i % 64), old = set[i / 64];
    set[i / 64] = old | bit;
    return !(old & bit);
}

static inline void rg_bitset_clear(uint64_t *set, size_t n)
{
    memset(set, 0, RG_BITSET_WORDS(n) * sizeof *set);
}

static inline void rg_bitset_copy(uint64_t *to, const uint64_t *from, size_t n)
{
    memcpy(to, from, RG_BITSET_WORDS(n) * sizeof *to);
}

static inline bool rg_bitset_equal(const uint64_t *a, const uint64_t *b, size_t n)
{
    return memcmp(a, b, RG_BITSET_WORDS(n) * sizeof *a) == 0;
}

/* All of 0..n-1. */
void rg_bitset_fill(uint64_t *set, size_t n);
/* to |= from, to &= from, to &= ~from; true when to changed. */
bool rg_bitset_union(uint64_t *to, const uint64_t *from, size_t n);
bool rg_bitset_intersect(uint64_t *to, const uint64_t *from, size_t n);
bool rg_bitset_subtract(uint64_t *to, const uint64_t *from, size_t n);
/* to |= gen | (in & ~kill); true when to changed: one step of a backward or forward problem. */
bool rg_bitset_transfer(uint64_t *to, const uint64_t *gen, const uint64_t *in, const uint64_t *kill, size_t n);
size_t rg_bitset_count(const uint64_t *set, size_t n);
/* Smallest member >= from, or n when there is none. */
size_t rg_bitset_next(const uint64_t *set, size_t n, size_t from);

#define RG_BITSET_EACH(i, set, n)                                                                                      \
    for (size_t i = rg_bitset_next((set), (n), 0); i < (n); i = rg_bitset_next((set), (n), i + 1))

#endif
