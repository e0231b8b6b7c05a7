/* SPDX-License-Identifier: MIT
 *
 * bitset.c: whole-set operations, a word at a time.
 */
#include "vm/base/bitset.h"

void rg_bitset_fill(uint64_t *set, size_t n)
{
    memset(set, 0xff, RG_BITSET_WORDS(n) * sizeof *set);
    if (n % 64) set[n / 64] = ((uint64_t)1 << (n % 64)) - 1;
}

bool rg_bitset_union(uint64_t *to, const uint64_t *from, size_t n)
{
    uint64_t changed = 0;
    for (size_t i = 0, words = RG_BITSET_WORDS(n); i < words; i++) {
        changed |= from[i] & ~to[i];
        to[i] |= from[i];
    }
    return changed != 0;
}

bool rg_bitset_intersect(uint64_t *to, const uint64_t *from, size_t n)
{
    uint64_t changed = 0;
    for (size_t i = 0, words = RG_BITSET_WORDS(n); i < words; i++) {
        changed |= to[i] & ~from[i];
        to[i] &= from[i];
    }
    return changed != 0;
}

bool rg_bitset_subtract(uint64_t *to, const uint64_t *from, size_t n)
{
    uint64_t changed = 0;
    for (size_t i = 0, words = RG_BITSET_WORDS(n); i < words; i++) {
        changed |= to[i] & from[i];
        to[i] &= ~from[i];
    }
    return changed != 0;
}

bool rg_bitset_transfer(uint64_t *to, const uint64_t *gen, const uint64_t *in, const uint64_t *kill, size_t n)
{
    uint64_t changed = 0;
    for (size_t i = 0, words = RG_BITSET_WORDS(n); i < words; i++) {
        uint64_t added = gen[i] | (in[i] & ~kill[i]);
        changed |= added & ~to[i];
        to[i] |= added;
    }
    return changed != 0;
}

size_t rg_bitset_count(const uint64_t *set, size_t n)
{
    size_t count = 0;
    for (size_t i = 0, words = RG_BITSET_WORDS(n); i < words; i++)
        count += (size_t)__builtin_popcountll(set[i]);
    return count;
}

size_t rg_bitset_next(const uint64_t *set, size_t n, size_t from)
{
    if (from >= n) return n;
    size_t i = from / 64, words = RG_BITSET_WORDS(n);
    uint64_t word = set[i] & (~(uint64_t)0 << (from % 64));
    while (word == 0) {
        if (++i == words) return n;
        word = set[i];
    }
    size_t found = i * 64 + (size_t)__builtin_ctzll(word);
    return found < n ? found : n;
}
