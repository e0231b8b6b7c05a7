/* SPDX-License-Identifier: MIT
 *
 * hash.c: the only file that includes xxHash.
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
    XXH128_hash_t h = XXH3_128bits(data, len);
    return (RgHash128){.lo = h.low64, .hi = h.high64};
}
