/* SPDX-License-Identifier: MIT
 *
 * decimal_math.c: square roots, exponentials, logarithms and powers of decimal numbers. Exponentials and logarithms are computed as
 * binary fixed-point integers with guard digits, and again with more of them while the rounding is in doubt, so they are correctly
 * rounded (half to even, whatever the context says). Powers go through them, with a few digits more than the context asks for.
 */
#include "vm/module/decimal.h"
#include "vm/object/bigint.h"

enum { EXPONENT_DIGITS = 19, GUARD_DIGITS = 10, SURE = 100 /* units of the last computed digit: more than any error there */ };

static bool finalize_even(RgThread *th, RgDec *r, RgDecEnv *e)
{
    RgDecRounding mode = e->rounding;
    e->rounding = RG_DEC_HALF_EVEN;
    bool ok = rg_dec_finalize(th, r, e);
    e->rounding = mode;
    return ok;
}

/* The whole root of c, and what is left. */
static bool square_root(RgThread *th, const RgCoef *c, RgCoef *root, RgCoef *rest)
{
    RgCoef square;
    RgValue v = rg_coef_to_int(th, c), w = v ? rg_big_isqrt(th, v) : RG_ERROR;
    if (!w) return false;
    rg_coef_from_int(w, root);
    return rg_coef_mul(th, root, root, &square) && rg_coef_sub(th, c, &square, rest);
}

bool rg_dec_sqrt(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, NULL, e, r);
    if (nan) return nan > 0;
    int64_t ideal = a->exp >> 1; /* towards minus infinity */
    if (rg_dec_is_zero(a)) {
        rg_dec_set_small(r, 0, ideal, a->negative);
        return rg_dec_finalize(th, r, e);
    }
    if (a->negative) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    if (a->kind == RG_DEC_INF) {
        *r = *a;
        return true;
    }
    /* An even exponent, and so many digits that the root has one more than the precision. */
    RgCoef c = a->c, rest, root;
    RgDecTail tail = RG_TAIL_ZERO;
    if ((a->exp & 1) && !rg_coef_shift_left(th, &c, 1, &c)) return false;
    if (!square_root(th, &c, &root, &rest)) return false;
    if (rg_coef_is_zero(&rest)) {
        *r = (RgDec){.c = root, .exp = ideal};
        return finalize_even(th, r, e);
    }
    int64_t digits = rg_coef_digits(th, &c), shift = e->prec + 1 - (digits + 1) / 2;
    if (!digits) return false;
    if (shift >= 0 ? !rg_coef_shift_left(th, &c, 2 * shift, &c) : !rg_coef_shift_right(th, &c, -2 * shift, &c, &tail)) return false;
    if (!square_root(th, &c, &root, &rest)) return false;
    *r = (RgDec){.c = root, .exp = ideal - shift};
    if (tail == RG_TAIL_ZERO && rg_coef_is_zero(&rest)) {
        if (!rg_dec_strip(th, r, ideal)) return false;
    } else if (rg_coef_mod_small(&root, 5) == 0 && !rg_coef_add(th, &root, &(RgCoef){.small = 1}, &r->c)) {
        return false;
    }
    return finalize_even(th, r, e);
}

/* ---- fixed-point numbers: ints that stand for themselves divided by 2**bits ---- */

static RgValue product(RgThread *th, RgValue a, RgValue b, int64_t bits)
{
    RgValue v = a && b ? rg_int_mul(th, a, b) : RG_ERROR;
    return v ? rg_big_shr(th, v, (uint64_t)bits) : RG_ERROR;
}

static RgValue quotient(RgThread *th, RgValue a, RgValue b, int64_t bits)
{
    RgValue v = a && b ? rg_big_shl(th, a, (uint64_t)bits) : RG_ERROR;
    return v ? rg_int_floordiv(th, v, b) : RG_ERROR;
}

static RgValue plus(RgThread *th, RgValue a, RgValue b) { return a && b ? rg_int_add(th, a, b) : RG_ERROR; }
static RgValue minus(RgThread *th, RgValue a, RgValue b) { return a && b ? rg_int_sub(th, a, b) : RG_ERROR; }
static RgValue times(RgThread *th, RgValue a, int64_t n) { return a ? rg_int_mul(th, a, rg_from_int(n)) : RG_ERROR; }

/* The inverse hyperbolic tangent of 1/n. */
static RgValue atanh_inverse(RgThread *th, int64_t n, int64_t bits)
{
    RgValue one = rg_big_shl(th, rg_from_int(1), (uint64_t)bits);
    RgValue term = one ? rg_int_floordiv(th, one, rg_from_int(n)) : RG_ERROR, sum = term;
    for (int64_t i = 3; sum && term != rg_from_int(0); i += 2) {
        term = rg_int_floordiv(th, term, rg_from_int(n * n));
        RgValue part = term ? rg_int_floordiv(th, term, rg_from_int(i)) : RG_ERROR;
        sum = plus(th, sum, part);
    }
    return sum;
}

/* Both logarithms that reductions need: ln 2 = 14 A + 10 B + 6 C and ln 10 = 46 A + 34 B + 20 C, A, B, C of 31, 49, 161. */
static RgValue log_constant(RgThread *th, bool ten, int64_t bits)
{
    RgValue a = atanh_inverse(th, 31, bits + 10), b = a ? atanh_inverse(th, 49, bits + 10) : RG_ERROR;
    RgValue c = b ? atanh_inverse(th, 161, bits + 10) : RG_ERROR;
    RgValue v = plus(th, plus(th, times(th, a, ten ? 46 : 14), times(th, b, ten ? 34 : 10)), times(th, c, ten ? 20 : 6));
    return v ? rg_big_shr(th, v, 10) : RG_ERROR;
}

/* Halvings of an argument that pay for themselves. */
static int64_t halvings(int64_t bits)
{
    int64_t k = 4;
    while (k * k < bits) k++;
    return k;
}

/* e**x for 0 <= x < 3. */
static RgValue exp_fixed(RgThread *th, RgValue x, int64_t bits)
{
    int64_t k = halvings(bits), wide = bits + 2 * k + 16;
    RgValue one = rg_big_shl(th, rg_from_int(1), (uint64_t)wide), t = rg_big_shl(th, x, (uint64_t)(wide - bits - k));
    RgValue term = t, sum = plus(th, one, t);
    for (int64_t i = 2; sum && term && term != rg_from_int(0); i++) {
        term = product(th, term, t, wide);
        if (term) term = rg_int_floordiv(th, term, rg_from_int(i));
        sum = plus(th, sum, term);
    }
    for (int64_t i = 0; sum && i < k; i++) sum = product(th, sum, sum, wide);
    return sum && term ? rg_big_shr(th, sum, (uint64_t)(wide - bits)) : RG_ERROR;
}

/* ln x for x >= 1. */
static RgValue ln_fixed(RgThread *th, RgValue x, int64_t bits)
{
    int64_t twos = (int64_t)rg_int_bit_length(x) - bits - 1, k = halvings(bits) / 2, wide = bits + 2 * k + 16;
    RgValue one = rg_big_shl(th, rg_from_int(1), (uint64_t)wide), m = rg_big_shl(th, x, (uint64_t)(wide - bits));
    if (!one || !m || !(m = rg_big_shr(th, m, (uint64_t)twos))) return RG_ERROR;
    for (int64_t i = 0; i < k; i++) {
        if (!(m = rg_big_shl(th, m, (uint64_t)wide)) || !(m = rg_big_isqrt(th, m))) return RG_ERROR;
    }
    RgValue z = quotient(th, minus(th, m, one), plus(th, m, one), wide), square = product(th, z, z, wide);
    RgValue power = z, sum = z;
    for (int64_t i = 3; sum && power && power != rg_from_int(0); i += 2) {
        power = product(th, power, square, wide);
        sum = plus(th, sum, power ? rg_int_floordiv(th, power, rg_from_int(i)) : RG_ERROR);
    }
    if (!sum || !power || !(sum = rg_big_shl(th, sum, (uint64_t)(k + 1)))) return RG_ERROR;
    if (twos) sum = plus(th, sum, times(th, log_constant(th, false, wide), twos));
    return sum ? rg_big_shr(th, sum, (uint64_t)(wide - bits)) : RG_ERROR;
}

/* c * 10**exp as a fixed-point number. */
static RgValue fixed_of(RgThread *th, const RgCoef *c, int64_t exp, int64_t bits)
{
    RgCoef power;
    RgValue v = rg_coef_to_int(th, c);
    if (!v || !rg_coef_power(th, exp < 0 ? -exp : exp, &power)) return RG_ERROR;
    RgValue p = rg_coef_to_int(th, &power);
    if (exp < 0) return quotient(th, v, p, bits);
    v = p ? rg_int_mul(th, v, p) : RG_ERROR;
    return v ? rg_big_shl(th, v, (uint64_t)bits) : RG_ERROR;
}

static int64_t bits_of(int64_t digits) { return digits * 10 / 3 + 32; }

static bool too_many(RgThread *th, int64_t digits)
{
    if (digits > RG_DEC_MAX_DIGITS) rg_raise_memory(th);
    return digits > RG_DEC_MAX_DIGITS;
}

/* The digits of a value whose last one may be wrong: *sure when they round to prec digits beyond doubt; then r is a number that rounds
 * as the true one does. */
static bool digits_known(RgThread *th, RgValue v, int64_t exp, int64_t prec, RgDec *r, bool *sure)
{
    RgCoef c, power, q, rest, half;
    *sure = false;
    if (!v) return false;
    rg_coef_from_int(v, &c);
    int64_t digits = rg_coef_digits(th, &c), spare = digits - prec;
    if (!digits) return false;
    if (spare < 4) return true;
    if (!rg_coef_power(th, spare, &power) || !rg_coef_divmod(th, &c, &power, &q, &rest)) return false;
    if (!rg_coef_divmod(th, &power, &(RgCoef){.small = 2}, &half, &q)) return false;
    bool above = rg_coef_compare(&rest, &half) > 0;
    if (above ? !rg_coef_sub(th, &rest, &half, &rest) : !rg_coef_sub(th, &half, &rest, &rest)) return false;
    *sure = rg_coef_compare(&rest, &(RgCoef){.small = SURE}) > 0;
    /* A last digit of 1 says that the number goes on. */
    *r = (RgDec){.exp = exp - 1};
    return rg_coef_shift_left(th, &c, 1, &r->c) && rg_coef_add(th, &r->c, &(RgCoef){.small = 1}, &r->c);
}

/* ---- exponentials ---- */

/* 1, or -1, with so many zeros behind the point. */
static bool padded_one(RgThread *th, int64_t zeros, bool negative, RgDec *r)
{
    *r = (RgDec){.exp = -zeros, .negative = negative};
    return rg_coef_power(th, zeros, &r->c);
}

bool rg_dec_exp(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, NULL, e, r);
    if (nan) return nan > 0;
    if (a->kind == RG_DEC_INF) {
        if (a->negative) rg_dec_set_small(r, 0, 0, false);
        else *r = *a;
        return true;
    }
    if (rg_coef_is_zero(&a->c)) {
        rg_dec_set_small(r, 1, 0, false);
        return true;
    }
    RgDec x = *a;
    int64_t adjusted = rg_dec_adjusted(th, &x);
    if (adjusted == INT64_MIN) return false;
    if (adjusted >= EXPONENT_DIGITS) { /* beyond every exponent */
        rg_dec_set_small(r, 1, a->negative ? rg_dec_etiny(e) - 2 : e->emax + 1, false);
        return finalize_even(th, r, e);
    }
    if (too_many(th, e->prec)) return false;
    if (adjusted < -e->prec - 1) { /* 1, and something that cannot be seen */
        e->status |= RG_DEC_INEXACT | RG_DEC_ROUNDED;
        return padded_one(th, e->prec - 1, false, r);
    }
    bool sure = false;
    for (int64_t guard = GUARD_DIGITS; !sure; guard *= 2) {
        int64_t p = e->prec + guard, bits = bits_of(p + 2 * RG_MAX(adjusted, 0) + 4), k;
        RgValue v = fixed_of(th, &x.c, x.exp, bits), ten = v ? log_constant(th, true, bits) : RG_ERROR, tens, rest;
        if (!ten) return false;
        if (x.negative) v = rg_int_neg(th, v);
        if (!v || !rg_int_divmod(th, v, ten, &tens, &rest) || !rg_int_as_i64(tens, &k)) return false;
        RgCoef power;
        RgValue scaled = exp_fixed(th, rest, bits);
        if (!scaled || !rg_coef_power(th, p, &power)) return false;
        if (!digits_known(th, product(th, scaled, rg_coef_to_int(th, &power), bits), k - p, e->prec, r, &sure)) return false;
    }
    return finalize_even(th, r, e);
}

/* ---- logarithms ---- */

/* The adjusted exponent of x - 1 for 0.1 <= x < 10, x != 1; else 0. */
static bool distance_from_one(RgThread *th, const RgDec *x, int64_t adjusted, int64_t *out)
{
    RgCoef one, difference;
    *out = 0;
    if ((adjusted != 0 && adjusted != -1) || x->exp >= 0) return true;
    if (!rg_coef_power(th, -x->exp, &one)) return false;
    bool above = rg_coef_compare(&x->c, &one) > 0;
    if (above ? !rg_coef_sub(th, &x->c, &one, &difference) : !rg_coef_sub(th, &one, &x->c, &difference)) return false;
    int64_t digits = rg_coef_digits(th, &difference);
    *out = x->exp + digits - 1;
    return digits != 0;
}

/* ln a, or log10 a; a is positive, finite and not a power that has an exact logarithm. */
static bool logarithm(RgThread *th, const RgDec *a, bool common, RgDecEnv *e, RgDec *r)
{
    RgDec x = *a;
    int64_t adjusted = rg_dec_adjusted(th, &x), distance;
    bool sure = false;
    if (too_many(th, e->prec)) return false;
    if (adjusted == INT64_MIN || !distance_from_one(th, &x, adjusted, &distance)) return false;
    for (int64_t guard = GUARD_DIGITS; !sure; guard *= 2) {
        int64_t p = e->prec + guard - RG_MIN(distance, 0), bits = bits_of(p + EXPONENT_DIGITS + 4);
        RgValue m = fixed_of(th, &x.c, x.exp - adjusted, bits), v = m ? ln_fixed(th, m, bits) : RG_ERROR;
        RgValue ten = v && (adjusted || common) ? log_constant(th, true, bits) : v;
        if (!ten) return false;
        if (adjusted) v = plus(th, v, rg_int_mul(th, ten, rg_int_from_i64(th, adjusted)));
        if (common) v = quotient(th, v, ten, bits);
        if (!v) return false;
        bool negative = rg_int_sign(v) < 0;
        if (negative && !(v = rg_int_neg(th, v))) return false;
        RgCoef power;
        if (!rg_coef_power(th, p, &power)) return false;
        if (!digits_known(th, product(th, v, rg_coef_to_int(th, &power), bits), -p, e->prec, r, &sure)) return false;
        r->negative = negative;
    }
    return finalize_even(th, r, e);
}

/* The cases of logarithms that are not numbers to compute; *done: r is the result. */
static bool logarithm_special(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r, bool *done)
{
    *done = true;
    int nan = rg_dec_check_nan(th, a, NULL, e, r);
    if (nan) return nan > 0;
    if (rg_dec_is_zero(a)) {
        rg_dec_set_inf(r, true);
        return true;
    }
    if (a->negative) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    if (a->kind == RG_DEC_INF) {
        *r = *a;
        return true;
    }
    *done = false;
    return true;
}

static const RgDec one = {.c = {.small = 1}};

bool rg_dec_ln(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r)
{
    bool done;
    int order;
    if (!logarithm_special(th, a, e, r, &done)) return false;
    if (done) return true;
    if (!rg_dec_order(th, a, &one, false, &order)) return false;
    if (order) return logarithm(th, a, false, e, r);
    rg_dec_set_small(r, 0, 0, false);
    return true;
}

bool rg_dec_log10(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r)
{
    bool done;
    if (!logarithm_special(th, a, e, r, &done)) return false;
    if (done) return true;
    RgDec x = *a, power = {0};
    int64_t adjusted = rg_dec_adjusted(th, &x);
    if (adjusted == INT64_MIN || !rg_coef_power(th, adjusted - x.exp, &power.c)) return false;
    if (rg_coef_compare(&power.c, &x.c)) return logarithm(th, a, true, e, r);
    rg_dec_set_small(r, (uint64_t)(adjusted < 0 ? -adjusted : adjusted), 0, adjusted < 0);
    return finalize_even(th, r, e);
}

/* ---- powers ---- */

/* a**b where |a| is 1. */
static bool power_of_one(RgThread *th, const RgDec *a, const RgDec *b, bool integral, bool negative, RgDecEnv *e, RgDec *r)
{
    if (!integral) {
        e->status |= RG_DEC_INEXACT | RG_DEC_ROUNDED;
        return padded_one(th, e->prec - 1, negative, r);
    }
    if (b->negative) {
        rg_dec_set_small(r, 1, 0, negative);
        return true;
    }
    RgDec places, scale;
    RgDecEnv work;
    rg_dec_max_env(&work);
    rg_dec_set_small(&scale, (uint64_t)(a->exp < 0 ? -a->exp : 0), 0, false);
    if (!rg_dec_multiply(th, b, &scale, &work, &places)) return false;
    int64_t zeros = e->prec - 1;
    RgDec limit;
    int order;
    rg_dec_set_small(&limit, (uint64_t)zeros, 0, false);
    if (!rg_dec_order(th, &places, &limit, false, &order)) return false;
    if (order > 0) {
        e->status |= RG_DEC_ROUNDED;
    } else {
        if (!rg_dec_rescale(th, &places, 0, &work, &places)) return false;
        zeros = (int64_t)places.c.small;
    }
    return padded_one(th, zeros, negative, r);
}

static bool overflown(RgThread *th, bool small, bool negative, RgDecEnv *e, RgDec *r)
{
    rg_dec_set_small(r, 1, small ? rg_dec_etiny(e) - 2 : e->emax + 1, negative);
    return rg_dec_finalize(th, r, e);
}

static int64_t count_digits(int64_t n)
{
    int64_t digits = 1;
    for (n = n < 0 ? -n : n; n >= 10; n /= 10) digits++;
    return digits;
}

/* Whether a**b is surely outside of the exponents: 1 too large, -1 too small, 0 not surely, -2 raised. |log10 a| is at least
 * 10**magnitude, |b| at least 10**its adjusted exponent. */
static int out_of_bounds(RgThread *th, const RgDec *a, const RgDec *b, const RgDecEnv *e)
{
    RgDec x = *a, y = *b;
    int64_t ax = rg_dec_adjusted(th, &x), ay = rg_dec_adjusted(th, &y), magnitude;
    int order;
    x.negative = false;
    if (ax == INT64_MIN || ay == INT64_MIN || !rg_dec_order(th, &x, &one, false, &order)) return -2;
    if (ax > 0) {
        magnitude = count_digits(ax) - 1;
    } else if (ax < -1) {
        magnitude = count_digits(ax + 1) - 1;
    } else {
        if (!distance_from_one(th, &x, ax, &magnitude)) return -2;
        magnitude -= ax == 0 ? 2 : 1;
    }
    bool large = (order > 0) != b->negative;
    if (ay + magnitude <= count_digits(large ? e->emax : rg_dec_etiny(e))) return 0;
    return large ? 1 : -1;
}

/* a**n by squaring, n >= 1. */
static bool power_count(RgThread *th, const RgDec *a, const RgCoef *n, RgDecEnv *work, RgDec *r)
{
    RgDec base = *a;
    RgValue count = rg_coef_to_int(th, n);
    if (!count) return false;
    *r = base;
    for (int64_t bit = (int64_t)rg_int_bit_length(count) - 2; bit >= 0; bit--) {
        if (!rg_dec_multiply(th, r, r, work, r)) return false;
        RgValue shifted = rg_big_shr(th, count, (uint64_t)bit);
        uint64_t low = 0;
        if (!shifted) return false;
        rg_int_as_u64_mask(shifted, &low);
        if ((low & 1) && !rg_dec_multiply(th, r, &base, work, r)) return false;
        if (r->kind != RG_DEC_FINITE || (rg_coef_is_zero(&r->c) && (work->status & RG_DEC_CLAMPED))) break;
    }
    return true;
}

static bool power_integral(RgThread *th, const RgDec *a, const RgDec *b, bool negative, RgDecEnv *e, RgDec *r)
{
    RgDec base = *a, n = *b;
    RgDecEnv work = *e;
    int64_t digits = rg_coef_digits(th, &n.c);
    if (!digits) return false;
    work.prec += digits + n.exp + 2;
    work.rounding = RG_DEC_HALF_EVEN;
    work.clamp = false;
    work.status = 0;
    base.negative = false;
    if (b->negative) {
        work.prec++;
        if (!rg_dec_divide(th, &one, &base, &work, &base)) return false;
    }
    RgDecTail tail;
    if (n.exp >= 0 ? !rg_coef_shift_left(th, &n.c, n.exp, &n.c) : !rg_coef_shift_right(th, &n.c, -n.exp, &n.c, &tail)) return false;
    if (!power_count(th, &base, &n.c, &work, r)) return false;
    e->status |= work.status;
    if (r->kind == RG_DEC_INF) return overflown(th, false, negative, e, r);
    r->negative = negative;
    return rg_dec_finalize(th, r, e);
}

static bool power_real(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    RgDec base = *a, logarithm;
    RgDecEnv work = *e;
    int64_t digits = rg_coef_digits(th, &base.c);
    if (!digits) return false;
    work.prec = RG_MAX(digits, e->prec) + 4 + EXPONENT_DIGITS;
    work.rounding = RG_DEC_HALF_EVEN;
    work.clamp = false;
    work.emax = RG_DEC_MAX_PREC;
    work.emin = -RG_DEC_MAX_PREC;
    if (!rg_dec_ln(th, a, &work, &logarithm) || !rg_dec_multiply(th, &logarithm, b, &work, &logarithm)) return false;
    work.status = RG_DEC_INEXACT | RG_DEC_ROUNDED;
    if (!rg_dec_exp(th, &logarithm, &work, r)) return false;
    e->status |= work.status;
    int order = 1;
    if (r->kind == RG_DEC_INF) return overflown(th, false, false, e, r);
    if (!rg_dec_order(th, r, &one, false, &order)) return false;
    if (!order && !padded_one(th, e->prec - 1, false, r)) return false;
    return rg_dec_finalize(th, r, e);
}

/* a**b where one of them is infinite (and a is no zero). */
static bool power_infinite(RgThread *th, const RgDec *a, const RgDec *b, bool negative, RgDecEnv *e, RgDec *r)
{
    int order = 1;
    bool grows = !b->negative;
    if (b->kind == RG_DEC_INF) {
        if (!rg_dec_order(th, a, &one, false, &order)) return false;
        if (!order) {
            e->status |= RG_DEC_INEXACT | RG_DEC_ROUNDED;
            return padded_one(th, e->prec - 1, negative, r);
        }
        grows = (order > 0) == grows;
    } else if (rg_dec_is_zero(b)) {
        rg_dec_set_small(r, 1, 0, negative);
        return true;
    }
    if (grows) rg_dec_set_inf(r, negative);
    else rg_dec_set_small(r, 0, 0, negative);
    return true;
}

bool rg_dec_power(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, b, e, r), order;
    bool integral, odd;
    RgDec x = *a, y = *b; /* r may be one of them */
    if (nan) return nan > 0;
    if (!rg_dec_is_integral(th, &y, &integral, &odd)) return false;
    bool negative = integral && x.negative && odd;
    if (rg_dec_is_zero(&x)) {
        if (rg_dec_is_zero(&y)) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
        if (y.negative) rg_dec_set_inf(r, negative);
        else rg_dec_set_small(r, 0, 0, negative);
        return true;
    }
    if (x.negative && !integral) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    if (x.kind == RG_DEC_INF || y.kind == RG_DEC_INF) return power_infinite(th, &x, &y, negative, e, r);
    if (rg_dec_is_zero(&y)) {
        rg_dec_set_small(r, 1, 0, negative);
        return true;
    }
    if (!rg_dec_order(th, &x, &one, true, &order)) return false;
    if (!order) return power_of_one(th, &x, &y, integral, negative, e, r);
    int bounds = out_of_bounds(th, &x, &y, e);
    if (bounds) return bounds != -2 && overflown(th, bounds < 0, negative, e, r);
    return integral ? power_integral(th, &x, &y, negative, e, r) : power_real(th, &x, &y, e, r);
}

/* The int that an integral number is; *valid false: it is none. */
static RgValue integer_of(RgThread *th, const RgDec *a, bool *valid)
{
    RgDec x = *a;
    RgDecEnv work;
    bool odd;
    rg_dec_max_env(&work);
    if (!rg_dec_is_integral(th, a, valid, &odd)) return RG_ERROR;
    if (!*valid) return RG_NONE;
    return rg_dec_rescale(th, &x, 0, &work, &x) ? rg_coef_to_int(th, &x.c) : RG_ERROR;
}

bool rg_dec_powmod(RgThread *th, const RgDec *a, const RgDec *b, const RgDec *m, RgDecEnv *e, RgDec *r)
{
    if (rg_dec_is_nan(a) || rg_dec_is_nan(b) || rg_dec_is_nan(m)) {
        const RgDec *first = a->kind == RG_DEC_SNAN ? a : b->kind == RG_DEC_SNAN ? b : m->kind == RG_DEC_SNAN ? m : NULL;
        if (!first) first = rg_dec_is_nan(a) ? a : rg_dec_is_nan(b) ? b : m;
        return rg_dec_check_nan(th, first, NULL, e, r) > 0;
    }
    RgDec modulus = *m;
    int64_t digits = rg_coef_digits(th, &modulus.c);
    if (!digits) return false;
    bool integral[3], odd[3];
    const RgDec *all[3] = {a, b, m};
    for (int i = 0; i < 3; i++)
        if (!rg_dec_is_integral(th, all[i], &integral[i], &odd[i])) return false;
    if (!integral[0] || !integral[1] || !integral[2] || rg_dec_is_zero(m) || (b->negative && !rg_dec_is_zero(b)) ||
        digits + m->exp > e->prec || (rg_dec_is_zero(a) && rg_dec_is_zero(b))) {
        return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    }
    bool negative = a->negative && odd[1], valid;
    RgValue mod = integer_of(th, m, &valid), exponent = mod ? integer_of(th, b, &valid) : RG_ERROR, base = RG_ERROR;
    if (!exponent) return false;
    if (a->exp > 0) { /* a power of ten need not be written out */
        RgValue power = rg_int_from_i64(th, a->exp), c = rg_coef_to_int(th, &a->c);
        power = power && c ? rg_big_powmod(th, rg_from_int(10), power, mod) : RG_ERROR;
        base = power ? rg_int_mul(th, c, power) : RG_ERROR;
    } else {
        base = integer_of(th, a, &valid);
    }
    RgValue v = base ? rg_big_powmod(th, base, exponent, mod) : RG_ERROR;
    if (!v) return false;
    rg_dec_set_small(r, 0, 0, negative);
    rg_coef_from_int(v, &r->c);
    return true;
}
