/* SPDX-License-Identifier: MIT
 *
 * math_integer.c: math's functions on integers: comb, perm, factorial, gcd, lcm, isqrt, prod.
 */
#include "vm/module/math.h"

#include "vm/object/bigint.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define MATH(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

MATH(factorial)
{
    RgValue v = rg_number_index(th, args[0]);
    if (!v) return RG_ERROR;
    if (rg_int_sign(v) < 0) return rg_raise(th, RG_EXC_ValueError, "factorial() not defined for negative values");
    int64_t n;
    if (!rg_int_as_i64(v, &n)) {
        return rg_raise(th, RG_EXC_OverflowError, "factorial() argument should not exceed %ld", (long)INT64_MAX);
    }
    return rg_big_factorial(th, (uint64_t)n);
}

static bool nonnegative(RgThread *th, RgValue v, const char *name, RgValue *out)
{
    *out = rg_number_index(th, v);
    if (!*out) return false;
    if (rg_int_sign(*out) >= 0) return true;
    rg_raise(th, RG_EXC_ValueError, "%s must be a non-negative integer", name);
    return false;
}

MATH(comb)
{
    RgValue n, k;
    if (!(n = rg_number_index(th, args[0])) || !(k = rg_number_index(th, args[1]))) return RG_ERROR;
    if (!nonnegative(th, n, "n", &n) || !nonnegative(th, k, "k", &k)) return RG_ERROR;
    RgValue rest = rg_int_sub(th, n, k);
    if (!rest) return RG_ERROR;
    if (rg_int_sign(rest) < 0) return rg_from_int(0);
    if (rg_int_compare(rest, k) < 0) k = rest;
    int64_t small;
    if (!rg_int_as_i64(k, &small)) {
        return rg_raise(th, RG_EXC_OverflowError, "min(n - k, k) must not exceed %lld", (long long)INT64_MAX);
    }
    return rg_big_comb(th, n, (uint64_t)small);
}

/* Product of the k factors n, n-1, ..., by halves, so that operands stay balanced. */
static RgValue falling(RgThread *th, RgValue n, int64_t k)
{
    if (k == 0) return rg_from_int(1);
    if (k <= 8) {
        RgValue r = n, f = n;
        for (int64_t i = 1; i < k && r; i++) {
            f = rg_int_sub(th, f, rg_from_int(1));
            r = f ? rg_int_mul(th, r, f) : RG_ERROR;
        }
        return r;
    }
    RgValue low = rg_int_sub(th, n, rg_from_int(k / 2));
    RgValue a = low ? falling(th, n, k / 2) : RG_ERROR, b = a ? falling(th, low, k - k / 2) : RG_ERROR;
    return b ? rg_int_mul(th, a, b) : RG_ERROR;
}

MATH(perm)
{
    RgValue n, k;
    if (args[1] == RG_UNBOUND || args[1] == RG_NONE) return m_factorial(th, self, args, 1);
    if (!(n = rg_number_index(th, args[0])) || !(k = rg_number_index(th, args[1]))) return RG_ERROR;
    if (!nonnegative(th, n, "n", &n) || !nonnegative(th, k, "k", &k)) return RG_ERROR;
    if (!(n = rg_int_normalize(th, n))) return RG_ERROR;
    if (rg_int_compare(k, n) > 0) return rg_from_int(0);
    int64_t small;
    if (!rg_int_as_i64(k, &small) || !rg_fits_int(small)) {
        return rg_raise(th, RG_EXC_OverflowError, "k must not exceed %lld", (long long)INT64_MAX);
    }
    return falling(th, n, small);
}

MATH(gcd)
{
    RgValue r = rg_from_int(0);
    for (size_t i = 0; i < nargs; i++) {
        RgValue v = rg_number_index(th, args[i]);
        r = v ? rg_int_gcd(th, r, v) : RG_ERROR;
        if (!r) return RG_ERROR;
    }
    return r;
}

MATH(lcm)
{
    RgValue r = rg_from_int(1);
    for (size_t i = 0; i < nargs; i++) {
        RgValue v = rg_number_index(th, args[i]);
        if (!v) return RG_ERROR;
        if (rg_int_sign(v) == 0 || rg_int_sign(r) == 0) {
            r = rg_from_int(0);
            continue;
        }
        RgValue g = rg_int_gcd(th, r, v), q = g ? rg_int_floordiv(th, r, g) : RG_ERROR;
        r = q ? rg_int_mul(th, q, v) : RG_ERROR;
        if (r && rg_int_sign(r) < 0) r = rg_int_neg(th, r);
        if (!r) return RG_ERROR;
    }
    return r;
}

MATH(isqrt)
{
    RgValue v = rg_number_index(th, args[0]);
    return v ? rg_int_isqrt(th, v) : RG_ERROR;
}

static bool multiply(RgThread *th, RgValue item, void *data)
{
    RgValue *r = data;
    if (rg_is_double(*r) && rg_is_double(item)) *r = rg_from_double(rg_as_double(*r) * rg_as_double(item));
    else if (rg_is_int(*r) && rg_is_int(item)) *r = rg_int_mul(th, *r, item);
    else *r = rg_number_binary(th, RG_MUL, *r, item);
    return *r != RG_ERROR;
}

MATH(prod)
{
    RgValue r = args[1] == RG_UNBOUND ? rg_from_int(1) : args[1];
    return rg_iterate(th, args[0], multiply, &r) ? r : RG_ERROR;
}

const RgMethodDef rg_math_integer_functions[] = {
    RG_METHOD("comb", "($module, n, k, /)", "Number of ways to choose k of n.", m_comb),
    RG_METHOD("factorial", "($module, n, /)", "n!", m_factorial),
    RG_METHOD_F("gcd", "($module, *integers)", "Greatest common divisor.", m_gcd, RG_MF_NO_SIGNATURE),
    RG_METHOD("isqrt", "($module, n, /)", "Integral part of the square root.", m_isqrt),
    RG_METHOD_F("lcm", "($module, *integers)", "Least common multiple.", m_lcm, RG_MF_NO_SIGNATURE),
    RG_METHOD("perm", "($module, n, k=None, /)", "Number of ways to choose k of n in order.", m_perm),
    RG_METHOD("prod", "($module, iterable, /, *, start=1)", "Product of the items and a start value.", m_prod),
    RG_METHOD_END,
};
