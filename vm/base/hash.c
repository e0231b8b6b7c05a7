/* SPDX-License-Identifier: MIT
 *
 * hash.c: with hash_avx2.c the only files that include xxHash.
 */
#include "vm/base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t rg_hash64(const void *data, size_t len, uint64_t seed)
{
    return XXH3_64bits_withSeed(data, len, seed);
}

RgHash128 rg_hash128(const void *data, size_t len)
{
#ifdef RG_HASH_AVX2
    if (len > 1024 && __builtin_cpu_supports("avx2")) return rg_hash128_avx2(data, len);
#endif
    XXH128_hash_t h = XXH3_128bits(data, len);
    return (RgHash128){.lo = h.low64, .hi = h.high64};
}
