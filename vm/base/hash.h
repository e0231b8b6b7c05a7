/* SPDX-License-Identifier: MIT
 *
 * hash.h: the only home of xxHash. XXH3-64 for tables and strings, XXH3-128 for checksums and cache keys.
 */
#ifndef RG_BASE_HASH_H
#define RG_BASE_HASH_H

#include "vm/base/base.h"

typedef struct RgHash128 {
    uint64_t lo, hi;
} RgHash128;

uint64_t rg_hash64(const void *data, size_t len, uint64_t seed);
RgHash128 rg_hash128(const void *data, size_t len);
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define RG_HASH_AVX2
RgHash128 rg_hash128_avx2(const void *data, size_t len); /* the same */
#endif
static inline uint64_t rg_hash_mix(uint64_t x)
{
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93ull;
    x ^= x >> 32;
    return x;
}

#endif
