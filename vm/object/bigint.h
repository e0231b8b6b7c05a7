/* SPDX-License-Identifier: MIT
 *
 * bigint.h: the slow half of integers: operations on magnitudes of any size, over GMP. Used by int.c, which has the fast
 * paths for inline operands; nobody else needs it. Every function takes any integer values (inline, bool, big, subclass).
 */
#ifndef RG_OBJECT_BIGINT_H
#define RG_OBJECT_BIGINT_H

#include "vm/object/int.h"

/* An integer seen as sign and magnitude. limbs may point at `small`: initialise in place, do not copy. n is 0 for zero. */
typedef struct RgIntView {
    const uint64_t *limbs;
    size_t n;
    bool negative;
    uint64_t small;
} RgIntView;
static inline void rg_int_view(RgIntView *view, RgValue v)
{
    if (rg_is_int(v) || rg_is_bool(v)) {
        int64_t i = rg_is_int(v) ? rg_as_int(v) : (int64_t)(v & 1);
        view->negative = i < 0;
        view->small = i < 0 ? -(uint64_t)i : (uint64_t)i;
        view->limbs = &view->small;
        view->n = i != 0;
        return;
    }
    RgBigInt *big = RG_AS(RgBigInt, v);
    view->limbs = big->limbs;
    view->n = big->head.aux;
    view->negative = big->head.aux8;
}

/* The exact int of sign and magnitude; limbs are copied. */
RgValue rg_big_from_limbs(RgThread *th, const uint64_t *limbs, size_t n, bool negative);
RgValue rg_big_from_u128(RgThread *th, unsigned __int128 magnitude, bool negative);

RgValue rg_big_add(RgThread *th, RgValue a, RgValue b, bool subtract);
RgValue rg_big_mul(RgThread *th, RgValue a, RgValue b);
/* Floor division; q or r may be NULL when not wanted. b is not zero. */
bool rg_big_divmod(RgThread *th, RgValue a, RgValue b, RgValue *q, RgValue *r) RG_CHECK_RESULT;
RgValue rg_big_truediv(RgThread *th, RgValue a, RgValue b); /* b is not zero */
RgValue rg_big_pow(RgThread *th, RgValue base, uint64_t exponent);
RgValue rg_big_powmod(RgThread *th, RgValue base, RgValue exponent, RgValue mod); /* exponent >= 0, mod != 0 */
/* Inverse of a modulo |mod|, or RG_UNBOUND when there is none. */
RgValue rg_big_invert_mod(RgThread *th, RgValue a, RgValue mod);
RgValue rg_big_shl(RgThread *th, RgValue a, uint64_t bits);
RgValue rg_big_shr(RgThread *th, RgValue a, uint64_t bits);
RgValue rg_big_bitop(RgThread *th, RgValue a, RgValue b, char op /* & | ^ */);
RgValue rg_big_gcd(RgThread *th, RgValue a, RgValue b);
RgValue rg_big_isqrt(RgThread *th, RgValue a); /* a >= 0 */
int rg_big_compare(RgValue a, RgValue b);
double rg_big_frexp(RgValue a, int64_t *exponent); /* a = result * 2**exponent, 0.5 <= |result| < 1, rounded to even */
uint64_t rg_big_mod_small(RgValue a, uint64_t modulus); /* of the magnitude */
uint64_t rg_big_popcount(RgValue a);                    /* of the magnitude */
/* Text in a base of 2..36, sign included; malloc'd (rg_mem_free) or NULL: MemoryError raised. */
char *rg_big_digits(RgThread *th, RgValue a, int base, size_t *len);
/* Upper bound of that text's length. */
size_t rg_big_digits_bound(RgValue a, int base);
/* Value of n digit values (0 .. base - 1), most significant first. */
RgValue rg_big_from_digits(RgThread *th, const uint8_t *digits, size_t n, int base, bool negative);
/* For math.factorial and math.comb. */
RgValue rg_big_factorial(RgThread *th, uint64_t n);
RgValue rg_big_comb(RgThread *th, RgValue n, uint64_t k); /* n >= k >= 0 */

#endif
