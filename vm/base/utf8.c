/* SPDX-License-Identifier: MIT
 *
 * utf8.c: UTF-8 by the Unicode standard's table of well-formed sequences (no overlong forms, nothing over U+10FFFF);
 * surrogates only on request. Runs of ASCII are scanned eight bytes at a time.
 */
#include "vm/base/utf8.h"

#define HIGH_BITS 0x8080808080808080ull

RG_INLINE int32_t next_char(const uint8_t **p, const uint8_t *end, bool allow_surrogates)
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

int32_t rg_utf8_next(const uint8_t **p, const uint8_t *end, bool allow_surrogates)
{
    return next_char(p, end, allow_surrogates);
}

RG_INLINE size_t put_char(uint8_t *out, uint32_t c)
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

size_t rg_utf8_put(uint8_t *out, uint32_t c)
{
    return put_char(out, c);
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
        int32_t c = next_char(&p, end, allow_surrogates);
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

/* A text of one width of characters, in a loop of its own each. */
#define DECODE(TYPE) \
    do { \
        TYPE *out = to; \
        while (p < end) { \
            uint32_t c = *p; \
            if (c < 0x80) { \
                *out++ = (TYPE)c; \
                p++; \
            } else if (c < 0xe0) { \
                *out++ = (TYPE)((c & 0x1f) << 6 | (p[1] & 0x3fu)); \
                p += 2; \
            } else if (c < 0xf0) { \
                *out++ = (TYPE)((c & 0xf) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu)); \
                p += 3; \
            } else { \
                *out++ = (TYPE)((c & 7) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu)); \
                p += 4; \
            } \
        } \
    } while (0)

void rg_utf8_to_chars(void *to, int width, const void *data, size_t len)
{
    const uint8_t *p = data, *end = p + len;
    if (width == 1) DECODE(uint8_t);
    else if (width == 2) DECODE(uint16_t);
    else DECODE(uint32_t);
}
#undef DECODE

size_t rg_utf8_size(const void *chars, int width, size_t n, bool *surrogates)
{
    size_t size = n;
    *surrogates = false;
    if (width == 1) {
        const uint8_t *p = chars;
        for (size_t i = 0; i < n; i++) size += p[i] >> 7;
    } else if (width == 2) {
        const uint16_t *p = chars;
        uint32_t found = 0;
        for (size_t i = 0; i < n; i++) {
            uint32_t c = p[i];
            size += (c > 0x7f) + (c > 0x7ff);
            found |= (c & 0xf800) == 0xd800;
        }
        *surrogates = found;
    } else {
        const uint32_t *p = chars;
        uint32_t found = 0;
        for (size_t i = 0; i < n; i++) {
            uint32_t c = p[i];
            size += (c > 0x7f) + (c > 0x7ff) + (c > 0xffff);
            found |= (c & 0xfffff800) == 0xd800;
        }
        *surrogates = found;
    }
    return size;
}

#define ENCODE(TYPE) \
    do { \
        const TYPE *p = chars; \
        for (size_t i = 0; i < n; i++) to += put_char(to, p[i]); \
    } while (0)

uint8_t *rg_utf8_from_chars(uint8_t *to, const void *chars, int width, size_t n)
{
    if (width == 1) ENCODE(uint8_t);
    else if (width == 2) ENCODE(uint16_t);
    else ENCODE(uint32_t);
    return to;
}
#undef ENCODE
