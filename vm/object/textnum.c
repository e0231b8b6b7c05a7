/* SPDX-License-Identifier: MIT
 *
 * textnum.c: decimal digits and white space outside ASCII, for int(), float() and complex() of a str.
 */
#include "vm/object/textnum.h"

/* The zero of each run of ten decimal digits, ascending (Unicode 14). */
static const uint32_t zeros[] = {
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
    0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0,
    0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60,
    0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0};

static int decimal_of(uint32_t c)
{
    size_t low = 0, high = RG_COUNT_OF(zeros);
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (zeros[mid] > c) high = mid;
        else low = mid + 1;
    }
    return low && c - zeros[low - 1] < 10 ? (int)(c - zeros[low - 1]) : -1;
}

static bool is_wide_space(uint32_t c)
{
    return (c >= 0x1c && c <= 0x1f) || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

RgBuffer *rg_textnum_ascii(RgThread *th, const RgStr *s)
{
    RgBuffer *out = rg_buffer_new(th, (size_t)s->length + 1);
    if (!out) return NULL;
    if (rg_str_width(s) == 1 && (s->head.aux & RG_STRF_ASCII)) {
        memcpy(out->data, s->data, (size_t)s->length);
        return out;
    }
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        int d;
        if (c < 0x1c || (c > 0x1f && c < 0x7f)) out->data[i] = (uint8_t)c;
        else if (is_wide_space(c)) out->data[i] = ' ';
        else if ((d = decimal_of(c)) >= 0) out->data[i] = (uint8_t)('0' + d);
        else out->data[i] = '?';
    }
    return out;
}
