/* SPDX-License-Identifier: MIT
 *
 * int.h: integers: inline when they fit 48 bits (always then, for exact ints), else RgBigInt on GMP (bigint.c).
 * Instances of int subclasses (bool is inline, not one) are RgBigInt cells of kind int with exact == 0, of any magnitude.
 */
#ifndef RG_OBJECT_INT_H
#define RG_OBJECT_INT_H

#include "vm/object/protocol.h"

typedef struct RgBigInt {
    RgObject head;    /* aux: number of limbs; aux8: 1 when negative */
    uint64_t limbs[]; /* least significant first, no leading zero limb */
} RgBigInt;

/* int or int subclass or bool. */
static inline bool rg_is_integer(RgValue v) { return rg_is_int(v) || rg_is_bool(v) || rg_is_kind(v, RG_KIND_int); }
static inline bool rg_is_big(RgValue v) { return rg_is_kind(v, RG_KIND_int); }

RgValue rg_int_from_i64(RgThread *th, int64_t i);
RgValue rg_int_from_u64(RgThread *th, uint64_t u);
RgValue rg_int_from_double(RgThread *th, double d);  /* truncates; OverflowError/ValueError for inf, nan */
RgValue rg_int_from_bytes_le(RgThread *th, const uint8_t *data, size_t len, bool negative); /* magnitude */
RgValue rg_int_parse(RgThread *th, const char *digits, size_t len, int base, RgValue original /* for the message */); /* int(str, base) rules */
bool rg_int_as_i64(RgValue v, int64_t *out);         /* any integer; false when it does not fit (nothing raised) */
bool rg_int_as_u64_mask(RgValue v, uint64_t *out);   /* two's complement low 64 bits */
bool rg_int_to_double(RgThread *th, RgValue v, double *out) RG_CHECK_RESULT; /* correctly rounded; OverflowError */
int rg_int_sign(RgValue v);
int rg_int_compare(RgValue a, RgValue b);            /* any integers */
int rg_int_compare_double(RgValue a, double d);      /* exact; d not NaN */
int64_t rg_int_hash(RgValue v);                      /* CPython's modulus 2^61 - 1; never -1 */
RgValue rg_int_normalize(RgThread *th, RgValue v);   /* exact int of the same value (bool and subclasses too) */
uint64_t rg_int_bit_length(RgValue v);
size_t rg_int_digits(uint64_t u, int base, char *end); /* digits in front of end (64 at most); how many */
RgStr *rg_int_to_str(RgThread *th, RgValue v, int base); /* no prefix; base 10 obeys int_max_str_digits */

/* Arithmetic on any integers (bool and subclasses included); exact results. Division by zero raises. */
RgValue rg_int_add(RgThread *th, RgValue a, RgValue b);
RgValue rg_int_sub(RgThread *th, RgValue a, RgValue b);
RgValue rg_int_mul(RgThread *th, RgValue a, RgValue b);
RgValue rg_int_floordiv(RgThread *th, RgValue a, RgValue b);
RgValue rg_int_mod(RgThread *th, RgValue a, RgValue b);
bool rg_int_divmod(RgThread *th, RgValue a, RgValue b, RgValue *q, RgValue *r) RG_CHECK_RESULT;
RgValue rg_int_truediv(RgThread *th, RgValue a, RgValue b); /* correctly rounded */
RgValue rg_int_pow(RgThread *th, RgValue a, RgValue b, RgValue mod /* or RG_NONE */);
RgValue rg_int_shl(RgThread *th, RgValue a, RgValue b);
RgValue rg_int_shr(RgThread *th, RgValue a, RgValue b);
RgValue rg_int_and(RgThread *th, RgValue a, RgValue b);
RgValue rg_int_or(RgThread *th, RgValue a, RgValue b);
RgValue rg_int_xor(RgThread *th, RgValue a, RgValue b);
RgValue rg_int_neg(RgThread *th, RgValue a);
RgValue rg_int_invert(RgThread *th, RgValue a);
RgValue rg_int_gcd(RgThread *th, RgValue a, RgValue b);
RgValue rg_int_isqrt(RgThread *th, RgValue a);

#endif
