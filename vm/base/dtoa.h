/* SPDX-License-Identifier: MIT
 *
 * dtoa.h: floats to text and back, as Python prints and reads them. Independent of the C locale.
 */
#ifndef RG_BASE_DTOA_H
#define RG_BASE_DTOA_H

#include "vm/base/strbuf.h"

enum {
    RG_DTOA_SIGN = 1,  /* '+' before what is not negative (also before nan) */
    RG_DTOA_DOT_0 = 2, /* ".0" after what would look like an int */
    RG_DTOA_ALT = 4    /* always a point; 'g' keeps trailing zeros */
};

/* repr(): the shortest decimal that reads back as x, with ".0" when it looks like an int. Returns the length (< 32). */
size_t rg_dtoa_repr(double x, char *buf);
/* The digits of that decimal (at most 17, no trailing zeros, "0" for zero), NUL-terminated; x is finite, its sign is
 * ignored. Value = 0.DIGITS * 10**(return value), as in "decimal point position". */
int rg_dtoa_shortest(double x, char *digits);
/* format() of x: code is one of e E f F g G r (r: shortest, precision unused); NULs never appear. */
void rg_dtoa_format(RgStrBuf *out, double x, char code, int precision, unsigned flags);
/* Reads the longest prefix of [s, end) that is a decimal float literal: sign, digits with a point, exponent; or inf,
 * infinity, nan in any case. Correctly rounded. Returns the end of what was read, or NULL when nothing was.
 * Overflow gives an infinity with *overflow set (may be NULL). Underscores are not accepted. */
const char *rg_dtoa_parse(const char *s, const char *end, double *value, bool *overflow);

#endif
