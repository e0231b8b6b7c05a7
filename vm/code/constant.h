/* SPDX-License-Identifier: MIT
 *
 * constant.h: neutral constants, the converter's and the image's form of Python's immutable literals.
 * Always holds: a constant is immutable once built, owns nothing (its arena or mapped file does) and knows no heap.
 */
#ifndef RG_CODE_CONSTANT_H
#define RG_CODE_CONSTANT_H

#include "vm/base/base.h"

struct RgCode;

/* Text as UTF-8, lone surrogates allowed (written as 3 bytes, like CPython's marshal); not terminated. */
typedef struct RgStrRef {
    const char *data;
    uint32_t len; /* bytes */
} RgStrRef;

typedef enum RgConstKind {
    RG_CONST_NONE,
    RG_CONST_TRUE,
    RG_CONST_FALSE,
    RG_CONST_ELLIPSIS,
    RG_CONST_INT,           /* u.i: any 64-bit integer */
    RG_CONST_BIGINT,        /* u.bytes: magnitude, little-endian, no leading zero byte at the top; flags has the sign */
    RG_CONST_FLOAT,         /* u.f */
    RG_CONST_COMPLEX,       /* u.complex: real, imaginary */
    RG_CONST_STR,           /* u.bytes */
    RG_CONST_BYTES,         /* u.bytes */
    RG_CONST_TUPLE,         /* u.items, len of them */
    RG_CONST_FROZENSET,     /* u.items, len of them, in the order of the file */
    RG_CONST_CODE,          /* u.code */
    RG_CONST_STOP_ITERATION /* 3.6 and 3.7 never; reserved by marshal */
} RgConstKind;

enum { RG_CONSTF_NEGATIVE = 1, RG_CONSTF_INTERNED = 2, RG_CONSTF_ASCII = 4 };

#define RG_CONST_DEPTH_MAX 200 /* tuples within tuples */
#define RG_CONST_WEIGHT_MAX (1u << 24) /* constants, and 16 bytes of text each, with what is shared written out */

typedef struct RgConst {
    uint8_t kind;  /* RgConstKind */
    uint8_t flags; /* RG_CONSTF_x */
    uint32_t len;  /* bytes or items */
    union {
        int64_t i;
        double f;
        const double *complex; /* two */
        const char *bytes;
        const struct RgConst *const *items;
        const struct RgCode *code;
    } u;
} RgConst;

/* Same type and value in Python's sense of constant merging: 0.0 and -0.0, 1 and 1.0 and True differ. Code: identity.
 */
bool rg_constant_equal(const RgConst *a, const RgConst *b);
uint64_t rg_constant_hash(const RgConst *c);

#endif
