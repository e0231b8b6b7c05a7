/* SPDX-License-Identifier: MIT
 *
 * value.h: the NaN-boxed value word.
 *
 *   0000 pppp pppp pppp   pointer to an RgObject (never 0)
 *   0001 .... to fff9 ... double: its bits plus 2^48 (NaNs are made canonical, sign kept, before boxing)
 *   fffe 0000 0000 00nn   singletons
 *   ffff iiii iiii iiii   inline integer, 48 bits, two's complement
 *
 * 0 is RG_ERROR: the result of a function that raised. So an object pointer is its own value, both-ints is one AND and
 * one unsigned compare, and a failed call is one test against zero.
 */
#ifndef RG_OBJECT_VALUE_H
#define RG_OBJECT_VALUE_H

#include "vm/base/assert.h"

typedef uint64_t RgValue;

#define RG_ERROR ((RgValue)0)
#define RG_TAG_INT (0xffffull << 48)
#define RG_TAG_SPECIAL (0xfffeull << 48)
#define RG_DOUBLE_OFFSET (1ull << 48)
#define RG_DOUBLE_LAST (0xfff8ull << 48) /* bits of the largest canonical double (negative NaN) */

#define RG_FALSE (RG_TAG_SPECIAL | 0)
#define RG_TRUE (RG_TAG_SPECIAL | 1)
#define RG_NONE (RG_TAG_SPECIAL | 2)
#define RG_ELLIPSIS (RG_TAG_SPECIAL | 3)
#define RG_NOT_IMPLEMENTED (RG_TAG_SPECIAL | 4)
#define RG_UNBOUND (RG_TAG_SPECIAL | 5) /* no value here: unbound local, missing argument, "delete" in setters */
#define RG_STOP RG_UNBOUND              /* iternext: exhausted, with no exception pending */

#define RG_INT_BITS 48
#define RG_INT_MAX ((int64_t)((1ull << 47) - 1))
#define RG_INT_MIN (-RG_INT_MAX - 1)

static inline bool rg_is_object(RgValue v) { return v < (1ull << 48); } /* v must not be RG_ERROR */
static inline bool rg_is_int(RgValue v) { return v >= RG_TAG_INT; }     /* inline int only, bool excluded */
static inline bool rg_is_double(RgValue v) { return v - RG_DOUBLE_OFFSET <= RG_DOUBLE_LAST; }
static inline bool rg_is_bool(RgValue v) { return (v | 1) == RG_TRUE; }
static inline bool rg_both_int(RgValue a, RgValue b) { return (a & b) >= RG_TAG_INT; }
static inline bool rg_fits_int(int64_t i) { return i >= RG_INT_MIN && i <= RG_INT_MAX; }

static inline RgValue rg_from_int(int64_t i) /* i must fit */
{
    RG_ASSERT(rg_fits_int(i), "%lld", (long long)i);
    return (uint64_t)i | RG_TAG_INT;
}
static inline int64_t rg_as_int(RgValue v) { return (int64_t)(v << 16) >> 16; }
static inline RgValue rg_from_bool(bool b) { return RG_FALSE | (RgValue)b; }
static inline RgValue rg_from_double(double d)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    if (RG_UNLIKELY(d != d)) bits = (bits & (1ull << 63)) | 0x7ff8ull << 48;
    return bits + RG_DOUBLE_OFFSET;
}
static inline double rg_as_double(RgValue v)
{
    uint64_t bits = v - RG_DOUBLE_OFFSET;
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

#endif
