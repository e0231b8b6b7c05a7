/* SPDX-License-Identifier: MIT
 *
 * utf8.c: UTF-8 by the Unicode standard's table of well-formed sequences (no overlong forms, nothing over U+10FFFF);
 * surrogates only on request. Runs of ASCII are scanned eight bytes at a time.
 */
#include "vm/base/utf8.h"

#define HIGH_BITS 0x8080808080808080ull

int32_t rg_utf8_next(const uint8_t **p, const uint8_t *end, bool allow_surrogates)
{
    const uint8_t *s = *p;
    uint32_t c = s[0];
    size_t left = (size_t)(end - s);
    if (c < 0x80) {
        *p = s + 1;
        return (int32_t)c;
    }
    if (c < 0xc2 || c > 0xf4) return -1;
    if (c < 0xe0) {
        if (left < 2 || (s[1] & 0xc0) != 0x80) return -1;
        *p = s + 2;
        return (int32_t)((c & 0x1f) << 6 | (s[1] & 0x3fu));
    }
    if (c < 0xf0) {
        if (left < 3 || (s[1] & 0xc0) != 0x80 || (s[2] & 0xc0) != 0x80) return -1;
        c = (c & 0xf) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
        if (c < 0x800 || (!allow_surrogates && c >= 0xd800 && c <= 0xdfff)) return -1;
        *p = s + 3;
        return (int32_t)c;
    }
    if (left < 4 || (s[1] & 0xc0) != 0x80 || (s[2] & 0xc0) != 0x80 || (s[3] & 0xc0) != 0x80) return -1;
    c = (c & 7) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
    if (c < 0x10000 || c > 0x10ffff) return -1;
    *p = s + 4;
    return (int32_t)c;
}

size_t rg_utf8_put(uint8_t *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (uint8_t)(0xc0 | c >> 6);
        out[1] = (uint8_t)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (uint8_t)(0xe0 | c >> 12);
        out[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        out[2] = (uint8_t)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (uint8_t)(0xf0 | c >> 18);
    out[1] = (uint8_t)(0x80 | (c >> 12 & 0x3f));
    out[2] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
    out[3] = (uint8_t)(0x80 | (c & 0x3f));
    return 4;
}

bool rg_utf8_scan(const void *data, size_t len, bool allow_surrogates, size_t *count, uint32_t *max, size_t *bad)
{
    const uint8_t *start = data, *p = start, *end = start + len;
    size_t n = 0;
    uint32_t largest = 0;
    while (p < end) {
        uint64_t eight;
        while (end - p >= 8 && (memcpy(&eight, p, 8), (eight & HIGH_BITS) == 0)) {
            p += 8;
            n += 8;
            largest = RG_MAX(largest, 0x7fu);
        }
        if (p == end) break;
        int32_t c = rg_utf8_next(&p, end, allow_surrogates);
        if (c < 0) {
            if (bad) *bad = (size_t)(p - start);
            return false;
        }
        n++;
        largest = RG_MAX(largest, (uint32_t)c);
    }
    if (count) *count = n;
    if (max) *max = largest;
    return true;
}
