/* SPDX-License-Identifier: MIT
 *
 * unicode.h: properties and case mappings of characters (Unicode 14.0, as CPython 3.11). No state, no allocation.
 */
#ifndef RG_OBJECT_UNICODE_H
#define RG_OBJECT_UNICODE_H

#include "vm/base/base.h"

enum { /* bits of rg_unicode_flags; the same numbers are in gen_unicode.py */
    RG_UC_ALPHA = 1 << 0, RG_UC_DECIMAL = 1 << 1, RG_UC_DIGIT = 1 << 2, RG_UC_NUMERIC = 1 << 3,
    RG_UC_LOWER = 1 << 4, RG_UC_UPPER = 1 << 5, RG_UC_TITLE = 1 << 6, RG_UC_SPACE = 1 << 7,
    RG_UC_PRINT = 1 << 8, RG_UC_START = 1 << 9 /* identifiers */, RG_UC_CONTINUE = 1 << 10,
    RG_UC_CASED = 1 << 11, RG_UC_IGNORABLE = 1 << 12 /* case-ignorable */,
    RG_UC_ALNUM = RG_UC_ALPHA | RG_UC_DECIMAL | RG_UC_DIGIT | RG_UC_NUMERIC
};

uint32_t rg_unicode_flags(uint32_t c);
int rg_unicode_decimal(uint32_t c); /* 0..9, or -1 */
int rg_unicode_digit(uint32_t c);   /* also superscripts and the like */
/* Full mappings: 1 to 3 characters into out; returns how many. */
int rg_unicode_upper(uint32_t c, uint32_t out[3]);
int rg_unicode_lower(uint32_t c, uint32_t out[3]);
int rg_unicode_title(uint32_t c, uint32_t out[3]);
int rg_unicode_fold(uint32_t c, uint32_t out[3]);
/* Simple mapping to one character (re's IGNORECASE). */
uint32_t rg_unicode_simple_lower(uint32_t c);
uint32_t rg_unicode_simple_upper(uint32_t c);

static inline bool rg_unicode_is_space(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f);
    return rg_unicode_flags(c) & RG_UC_SPACE;
}
static inline bool rg_unicode_is_print(uint32_t c)
{
    return c < 0x80 ? c >= 32 && c < 127 : (rg_unicode_flags(c) & RG_UC_PRINT) != 0;
}
static inline bool rg_unicode_is_linebreak(uint32_t c)
{
    return (c >= 10 && c <= 13) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

#endif
