/* SPDX-License-Identifier: MIT
 *
 * hash_shani.c: one block of SHA-1 and of SHA-256 with the instructions that x86 processors have for them. hash_algos.c calls these
 * functions only where the processor says that it has them. A message schedule is four vectors of four words, in turn.
 */
#include "vm/module/hash_algos.h"

#ifdef RG_HASH_SHANI
#pragma GCC target("sha,sse4.1,ssse3")
#include <immintrin.h>

static __m128i load(const void *p) { return _mm_loadu_si128(p); }

void rg_sha256_block_ni(uint32_t h[8], const uint8_t *p, const uint32_t k[64])
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i low = _mm_shuffle_epi32(load(h), 0xb1), high = _mm_shuffle_epi32(load(h + 4), 0x1b), m[4];
    __m128i abef = _mm_alignr_epi8(low, high, 8), cdgh = _mm_blend_epi16(high, low, 0xf0);
    const __m128i abef_before = abef, cdgh_before = cdgh;
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++) {
        __m128i *w = &m[i & 3];
        if (i < 4) {
            *w = _mm_shuffle_epi8(load(p + 16 * i), swap);
        } else {
            __m128i last = m[(i + 3) & 3], middle = _mm_alignr_epi8(last, m[(i + 2) & 3], 4);
            *w = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(*w, m[(i + 1) & 3]), middle), last);
        }
        __m128i sum = _mm_add_epi32(*w, load(k + 4 * i));
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
        abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
    }
    abef = _mm_shuffle_epi32(_mm_add_epi32(abef, abef_before), 0x1b);
    cdgh = _mm_shuffle_epi32(_mm_add_epi32(cdgh, cdgh_before), 0xb1);
    _mm_storeu_si128((void *)h, _mm_blend_epi16(abef, cdgh, 0xf0));
    _mm_storeu_si128((void *)(h + 4), _mm_alignr_epi8(cdgh, abef, 8));
}

void rg_sha1_block_ni(uint32_t h[5], const uint8_t *p)
{
    const __m128i swap = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
    __m128i abcd = _mm_shuffle_epi32(load(h), 0x1b), e = _mm_set_epi32((int)h[4], 0, 0, 0), m[4], before = abcd;
    const __m128i first = abcd, e_first = e;
    int i = 0;
    /* Four rounds; the function of the rounds is part of the instruction. */
#define STEP(FN)                                                                                                           \
    do {                                                                                                                   \
        __m128i *w = &m[i & 3];                                                                                            \
        if (i < 4) *w = _mm_shuffle_epi8(load(p + 16 * i), swap);                                                          \
        else *w = _mm_sha1msg2_epu32(_mm_xor_si128(_mm_sha1msg1_epu32(*w, m[(i + 1) & 3]), m[(i + 2) & 3]), m[(i + 3) & 3]); \
        e = i ? _mm_sha1nexte_epu32(before, *w) : _mm_add_epi32(e, *w);                                                    \
        before = abcd;                                                                                                     \
        abcd = _mm_sha1rnds4_epu32(abcd, e, FN);                                                                           \
    } while (0)
#pragma GCC unroll 5
    for (; i < 5; i++) STEP(0);
#pragma GCC unroll 5
    for (; i < 10; i++) STEP(1);
#pragma GCC unroll 5
    for (; i < 15; i++) STEP(2);
#pragma GCC unroll 5
    for (; i < 20; i++) STEP(3);
#undef STEP
    e = _mm_sha1nexte_epu32(before, e_first);
    _mm_storeu_si128((void *)h, _mm_shuffle_epi32(_mm_add_epi32(abcd, first), 0x1b));
    h[4] = (uint32_t)_mm_extract_epi32(e, 3);
}
#endif
