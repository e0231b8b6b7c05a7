/* SPDX-License-Identifier: MIT
 *
 * str_format.h: the syntax of format strings, for str.format and the _string module. Positions are indices into the string.
 */
#ifndef RG_TYPE_STR_FORMAT_H
#define RG_TYPE_STR_FORMAT_H

#include "vm/object/str.h"

typedef struct RgFormatPiece {
    int64_t text_from, text_to; /* literal text */
    bool field;                 /* a replacement field follows it: */
    bool nested;                /* its specification has fields itself */
    uint32_t conversion;        /* 0 none */
    int64_t name_from, name_to;
    int64_t spec_from, spec_to;
} RgFormatPiece;

/* Next piece of s[*at:end]: 1, 0 at the end, -1 raised. */
int rg_format_next_piece(RgThread *th, const RgStr *s, int64_t *at, int64_t end, RgFormatPiece *piece);
/* End of the first part of a field name ("a" of "a.b[0]"). */
int64_t rg_format_first_end(const RgStr *s, int64_t from, int64_t to);
/* Next ".name" or "[key]" of a field name: 1, 0 at the end, -1 raised. *index: the key as an integer, or -1. */
int rg_format_next_accessor(RgThread *th, const RgStr *s, int64_t *at, int64_t end, bool *is_attr, int64_t *index, int64_t *from,
                            int64_t *to);
/* Decimal number s[from:to]: -1 when it is none, -2 raised (too large). */
int64_t rg_format_integer_of(RgThread *th, const RgStr *s, int64_t from, int64_t to);

#endif
