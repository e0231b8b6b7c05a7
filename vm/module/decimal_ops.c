/* SPDX-License-Identifier: MIT
 *
 * decimal_ops.c: operations on decimal numbers that are not arithmetic: comparisons, rounding to a quantity, neighbours, and digit by
 * digit work. Conditions go to the environment; nothing is raised but MemoryError.
 */
#include "vm/module/decimal.h"

#include "vm/base/mem.h"
#include "vm/object/bigint.h"

/* ---- comparisons ---- */

/* Of magnitudes of finite numbers. */
static bool order_finite(RgThread *th, const RgDec *a, const RgDec *b, int *order)
{
    RgDec x = *a, y = *b;
    if (rg_coef_is_zero(&x.c) || rg_coef_is_zero(&y.c)) {
        *order = rg_coef_is_zero(&x.c) ? (rg_coef_is_zero(&y.c) ? 0 : -1) : 1;
        return true;
    }
    if (x.exp != y.exp) {
        int64_t xa = rg_dec_adjusted(th, &x), ya = rg_dec_adjusted(th, &y);
        if (xa == INT64_MIN || ya == INT64_MIN) return false;
        if (xa != ya) {
            *order = xa < ya ? -1 : 1;
            return true;
        }
        RgDec *longer = x.exp > y.exp ? &x : &y;
        if (!rg_coef_shift_left(th, &longer->c, longer->exp - RG_MIN(x.exp, y.exp), &longer->c)) return false;
    }
    *order = rg_coef_compare(&x.c, &y.c);
    return true;
}

bool rg_dec_order(RgThread *th, const RgDec *a, const RgDec *b, bool magnitude, int *order)
{
    bool x = a->negative && !magnitude, y = b->negative && !magnitude;
    *order = 0;
    if (rg_dec_is_zero(a) && rg_dec_is_zero(b)) return true;
    if (x != y) {
        if (rg_dec_is_zero(a)) *order = y ? 1 : -1;
        else *order = x ? -1 : 1;
        return true;
    }
    if (a->kind == RG_DEC_INF || b->kind == RG_DEC_INF) *order = (a->kind == RG_DEC_INF) - (b->kind == RG_DEC_INF);
    else if (!order_finite(th, a, b, order)) return false;
    if (x) *order = -*order;
    return true;
}

/* Of numbers that compare equal: by sign, then by exponent. */
static int order_equal(const RgDec *a, const RgDec *b)
{
    if (a->negative != b->negative) return a->negative ? -1 : 1;
    int order = a->exp < b->exp ? -1 : a->exp > b->exp;
    return a->negative ? -order : order;
}

bool rg_dec_total_order(RgThread *th, const RgDec *a, const RgDec *b, bool magnitude, int *order)
{
    RgDec x = *a, y = *b;
    if (magnitude) x.negative = y.negative = false;
    if (x.negative != y.negative) {
        *order = x.negative ? -1 : 1;
        return true;
    }
    if (rg_dec_is_nan(&x) || rg_dec_is_nan(&y)) {
        if (rg_dec_is_nan(&x) != rg_dec_is_nan(&y)) *order = rg_dec_is_nan(&x) ? 1 : -1;
        else if (x.kind != y.kind) *order = x.kind == RG_DEC_SNAN ? -1 : 1;
        else *order = rg_coef_compare(&x.c, &y.c);
        if (x.negative) *order = -*order;
        return true;
    }
    if (!rg_dec_order(th, &x, &y, false, order)) return false;
    if (!*order && x.kind == RG_DEC_FINITE) *order = order_equal(&x, &y);
    return true;
}

static void set_order(RgDec *r, int order) { rg_dec_set_small(r, order != 0, 0, order < 0); }

bool rg_dec_compare(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, b, e, r), order;
    if (nan) return nan > 0;
    if (!rg_dec_order(th, a, b, false, &order)) return false;
    set_order(r, order);
    return true;
}

bool rg_dec_compare_signal(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    if (rg_dec_is_nan(a) || rg_dec_is_nan(b)) e->status |= RG_DEC_INVALID_OPERATION;
    return rg_dec_compare(th, a, b, e, r);
}

bool rg_dec_compare_total(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int order;
    if (!rg_dec_total_order(th, a, b, false, &order)) return false;
    set_order(r, order);
    return true;
}

bool rg_dec_compare_total_mag(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int order;
    if (!rg_dec_total_order(th, a, b, true, &order)) return false;
    set_order(r, order);
    return true;
}

/* The greater one (sign 1) or the lesser one (sign -1); a quiet NaN gives way to a number. */
static bool choose(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r, int sign, bool magnitude)
{
    int order;
    if (a->kind == RG_DEC_QNAN && !rg_dec_is_nan(b)) {
        *r = *b;
    } else if (b->kind == RG_DEC_QNAN && !rg_dec_is_nan(a)) {
        *r = *a;
    } else {
        int nan = rg_dec_check_nan(th, a, b, e, r);
        if (nan) return nan > 0;
        if (!rg_dec_order(th, a, b, magnitude, &order)) return false;
        if (!order) order = order_equal(a, b);
        *r = order * sign < 0 ? *b : *a;
    }
    return rg_dec_finalize(th, r, e);
}

bool rg_dec_max(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r) { return choose(th, a, b, e, r, 1, false); }
bool rg_dec_min(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r) { return choose(th, a, b, e, r, -1, false); }
bool rg_dec_max_mag(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r) { return choose(th, a, b, e, r, 1, true); }
bool rg_dec_min_mag(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r) { return choose(th, a, b, e, r, -1, true); }

/* ---- signs ---- */

/* a with another sign, rounded; a zero is positive unless the rounding is towards the floor. */
static bool signed_copy(RgThread *th, const RgDec *a, bool negative, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, NULL, e, r);
    if (nan) return nan > 0;
    *r = *a;
    r->negative = negative;
    return rg_dec_finalize(th, r, e);
}

bool rg_dec_apply(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r)
{
    *r = *a;
    return rg_dec_finalize(th, r, e);
}

bool rg_dec_plus(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r)
{
    return signed_copy(th, a, a->negative && (!rg_dec_is_zero(a) || e->rounding == RG_DEC_FLOOR), e, r);
}

bool rg_dec_minus(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r)
{
    return signed_copy(th, a, !a->negative && (!rg_dec_is_zero(a) || e->rounding == RG_DEC_FLOOR), e, r);
}

bool rg_dec_abs(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r) { return signed_copy(th, a, false, e, r); }

bool rg_dec_copy_sign(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    bool negative = b->negative;
    *r = *a;
    r->negative = negative;
    return true;
}

/* ---- exponents ---- */

bool rg_dec_normalize(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, NULL, e, r);
    if (nan) return nan > 0;
    *r = *a;
    if (a->kind == RG_DEC_INF) return true;
    if (!rg_dec_finalize(th, r, e) || r->kind != RG_DEC_FINITE) return !rg_raised(th);
    if (rg_coef_is_zero(&r->c)) {
        r->exp = 0;
        return true;
    }
    return rg_dec_strip(th, r, e->clamp ? rg_dec_etop(e) : e->emax);
}

bool rg_dec_rescale(RgThread *th, const RgDec *a, int64_t exp, RgDecEnv *e, RgDec *r)
{
    RgDecTail tail;
    int64_t more = a->exp - exp;
    *r = *a;
    r->exp = exp;
    if (more >= 0) return rg_coef_shift_left(th, &r->c, more, &r->c);
    if (!rg_coef_is_zero(&r->c)) {
        if (!rg_coef_shift_right(th, &r->c, -more, &r->c, &tail)) return false;
        if (tail) e->status |= RG_DEC_INEXACT;
        if (!rg_coef_round(th, &r->c, tail, r->negative, e->rounding)) return false;
    }
    e->status |= RG_DEC_ROUNDED;
    return true;
}

bool rg_dec_quantize(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, b, e, r);
    if (nan) return nan > 0;
    if (a->kind == RG_DEC_INF || b->kind == RG_DEC_INF) {
        if (a->kind != b->kind) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
        *r = *a;
        return true;
    }
    int64_t exp = b->exp;
    if (exp > e->emax || exp < rg_dec_etiny(e)) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    if (rg_coef_is_zero(&a->c)) {
        rg_dec_set_small(r, 0, exp, a->negative);
        return rg_dec_finalize(th, r, e);
    }
    RgDec x = *a;
    int64_t digits = rg_coef_digits(th, &x.c);
    if (!digits) return false;
    if (digits + x.exp - exp > e->prec) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    uint32_t before = e->status;
    if (!rg_dec_rescale(th, &x, exp, e, r) || !(digits = rg_coef_digits(th, &r->c))) return false;
    if (digits > e->prec || (!rg_coef_is_zero(&r->c) && exp + digits - 1 > e->emax)) {
        e->status = before;
        return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    }
    return rg_dec_finalize(th, r, e);
}

bool rg_dec_integral(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r, bool exact)
{
    int nan = rg_dec_check_nan(th, a, NULL, e, r);
    if (nan) return nan > 0;
    if (a->kind == RG_DEC_INF || a->exp >= 0) {
        *r = *a;
        return true;
    }
    if (rg_coef_is_zero(&a->c)) {
        rg_dec_set_small(r, 0, 0, a->negative);
        return true;
    }
    uint32_t before = e->status;
    if (!rg_dec_rescale(th, a, 0, e, r)) return false;
    if (!exact) e->status = before;
    return true;
}

bool rg_dec_to_integral_exact(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r) { return rg_dec_integral(th, a, e, r, true); }
bool rg_dec_to_integral_value(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r) { return rg_dec_integral(th, a, e, r, false); }

bool rg_dec_is_integral(RgThread *th, const RgDec *a, bool *integral, bool *odd)
{
    RgDec x = *a;
    RgDecTail tail;
    *odd = false;
    *integral = x.kind == RG_DEC_FINITE;
    if (x.kind != RG_DEC_FINITE || rg_coef_is_zero(&x.c) || x.exp > 0) return true;
    if (!rg_coef_shift_right(th, &x.c, -x.exp, &x.c, &tail)) return false;
    *integral = tail == RG_TAIL_ZERO;
    *odd = *integral && rg_coef_mod_small(&x.c, 2);
    return true;
}

bool rg_dec_logb(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, NULL, e, r);
    if (nan) return nan > 0;
    if (a->kind == RG_DEC_INF) {
        rg_dec_set_inf(r, false);
        return true;
    }
    if (rg_coef_is_zero(&a->c)) {
        e->status |= RG_DEC_DIVISION_BY_ZERO;
        rg_dec_set_inf(r, true);
        return true;
    }
    RgDec x = *a;
    int64_t adjusted = rg_dec_adjusted(th, &x);
    if (adjusted == INT64_MIN) return false;
    rg_dec_set_small(r, (uint64_t)(adjusted < 0 ? -adjusted : adjusted), 0, adjusted < 0);
    return rg_dec_finalize(th, r, e);
}

/* b as a count of at most limit: false when it is none. */
static bool count_of(const RgDec *b, int64_t limit, int64_t *out)
{
    if (b->kind != RG_DEC_FINITE || b->exp != 0 || b->c.big || b->c.small > (RgU128)limit) return false;
    *out = b->negative ? -(int64_t)b->c.small : (int64_t)b->c.small;
    return true;
}

bool rg_dec_scaleb(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int64_t n;
    int nan = rg_dec_check_nan(th, a, b, e, r);
    if (nan) return nan > 0;
    if (!count_of(b, 2 * (e->emax + e->prec), &n)) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    *r = *a;
    if (a->kind == RG_DEC_INF) return true;
    r->exp += n;
    return rg_dec_finalize(th, r, e);
}

/* ---- neighbours ---- */

static bool next(RgThread *th, const RgDec *a, bool up, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, NULL, e, r);
    if (nan) return nan > 0;
    if (a->kind == RG_DEC_INF) {
        if (a->negative != up) {
            *r = *a;
            return true;
        }
        rg_dec_set_small(r, 0, rg_dec_etop(e), up); /* the largest finite number */
        return rg_coef_power(th, e->prec, &r->c) && rg_coef_sub(th, &r->c, &(RgCoef){.small = 1}, &r->c);
    }
    RgDecEnv work = *e;
    work.rounding = up ? RG_DEC_CEILING : RG_DEC_FLOOR;
    work.status = 0;
    RgDec tiny, x = *a;
    if (rg_coef_is_zero(&x.c)) {
        rg_dec_set_small(r, 1, rg_dec_etiny(e), !up);
        return true;
    }
    if (!rg_dec_finalize(th, &x, &work)) return false;
    if (!(work.status & RG_DEC_INEXACT)) {
        rg_dec_set_small(&tiny, 1, rg_dec_etiny(e) - 1, !up);
        if (!rg_dec_add(th, &x, &tiny, &work, &x)) return false;
    }
    *r = x;
    return true;
}

bool rg_dec_next_minus(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r) { return next(th, a, false, e, r); }
bool rg_dec_next_plus(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r) { return next(th, a, true, e, r); }

bool rg_dec_next_toward(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, b, e, r), order;
    if (nan) return nan > 0;
    if (!rg_dec_order(th, a, b, false, &order)) return false;
    if (!order) return rg_dec_copy_sign(th, a, b, e, r);
    if (!next(th, a, order < 0, e, r)) return false;
    if (r->kind == RG_DEC_INF) {
        e->status |= RG_DEC_OVERFLOW | RG_DEC_ROUNDED | RG_DEC_INEXACT;
        return true;
    }
    int64_t adjusted = rg_dec_adjusted(th, r);
    if (adjusted == INT64_MIN) return false;
    if (adjusted < e->emin) {
        e->status |= RG_DEC_UNDERFLOW | RG_DEC_SUBNORMAL | RG_DEC_ROUNDED | RG_DEC_INEXACT;
        if (rg_coef_is_zero(&r->c)) e->status |= RG_DEC_CLAMPED;
    }
    return true;
}

/* ---- digits ---- */

bool rg_dec_shift(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int64_t n;
    int nan = rg_dec_check_nan(th, a, b, e, r);
    if (nan) return nan > 0;
    if (!count_of(b, e->prec, &n)) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    *r = *a;
    if (a->kind == RG_DEC_INF) return true;
    RgDecTail tail;
    if (n < 0) return rg_coef_low_digits(th, &r->c, e->prec, &r->c) && rg_coef_shift_right(th, &r->c, -n, &r->c, &tail);
    /* Digits that would be shifted out go first. */
    if (n == e->prec) r->c = (RgCoef){0};
    else if (!rg_coef_low_digits(th, &r->c, e->prec - n, &r->c)) return false;
    return rg_coef_shift_left(th, &r->c, n, &r->c);
}

bool rg_dec_rotate(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int64_t n;
    int nan = rg_dec_check_nan(th, a, b, e, r);
    if (nan) return nan > 0;
    if (!count_of(b, e->prec, &n)) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    *r = *a;
    if (a->kind == RG_DEC_INF) return true;
    if (n < 0) n += e->prec;
    if (!rg_coef_low_digits(th, &r->c, e->prec, &r->c)) return false;
    if (n == 0 || n == e->prec) return true;
    RgCoef high, low;
    RgDecTail tail;
    if (!rg_coef_low_digits(th, &r->c, e->prec - n, &low) || !rg_coef_shift_right(th, &r->c, e->prec - n, &high, &tail)) return false;
    return rg_coef_shift_left(th, &low, n, &low) && rg_coef_add(th, &low, &high, &r->c);
}

/* Text of a logical operand: zeros and ones; NULL: it is none (*invalid) or raised. */
static char *logical_digits(RgThread *th, const RgDec *a, size_t *n, bool *invalid)
{
    *invalid = a->kind != RG_DEC_FINITE || a->negative || a->exp != 0;
    if (*invalid) return NULL;
    char *text = rg_dec_digit_text(th, &a->c, n);
    for (size_t i = 0; text && i < *n && !*invalid; i++) *invalid = text[i] != '0' && text[i] != '1';
    if (!*invalid) return text;
    rg_mem_free(text);
    return NULL;
}

/* op: bit 2 * x + y is the result's digit for digits x and y. */
static bool logical(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r, unsigned op, int64_t least)
{
    size_t na, nb = 0;
    bool invalid;
    char *x = logical_digits(th, a, &na, &invalid), *y = NULL;
    if (x && b) y = logical_digits(th, b, &nb, &invalid);
    if (!x || (b && !y)) {
        rg_mem_free(x);
        return invalid ? rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r) : false;
    }
    int64_t n = (int64_t)RG_MAX(na, nb);
    n = RG_MIN(RG_MAX(n, least), e->prec);
    uint8_t *out = n > (int64_t)1 << 36 ? NULL : rg_mem_alloc((size_t)n);
    for (int64_t i = 0; out && i < n; i++) { /* from the last digit on */
        unsigned p = i < (int64_t)na && x[na - 1 - (size_t)i] == '1', q = i < (int64_t)nb && y[nb - 1 - (size_t)i] == '1';
        out[n - 1 - i] = op >> (2 * p + q) & 1;
    }
    RgValue v = out ? rg_big_from_digits(th, out, (size_t)n, 10, false) : rg_raise_memory(th);
    rg_mem_free(out);
    rg_mem_free(x);
    rg_mem_free(y);
    if (!v) return false;
    rg_dec_set_small(r, 0, 0, false);
    rg_coef_from_int(v, &r->c);
    return true;
}

bool rg_dec_logical_and(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r) { return logical(th, a, b, e, r, 8, 1); }
bool rg_dec_logical_or(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r) { return logical(th, a, b, e, r, 14, 1); }
bool rg_dec_logical_xor(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r) { return logical(th, a, b, e, r, 6, 1); }
bool rg_dec_logical_invert(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r) { return logical(th, a, NULL, e, r, 1, e->prec); }

const char *rg_dec_class(RgThread *th, RgDec *a, const RgDecEnv *e)
{
    if (rg_dec_is_nan(a)) return a->kind == RG_DEC_SNAN ? "sNaN" : "NaN";
    if (a->kind == RG_DEC_INF) return a->negative ? "-Infinity" : "+Infinity";
    if (rg_coef_is_zero(&a->c)) return a->negative ? "-Zero" : "+Zero";
    int64_t adjusted = rg_dec_adjusted(th, a);
    if (adjusted == INT64_MIN) return NULL;
    if (adjusted < e->emin) return a->negative ? "-Subnormal" : "+Subnormal";
    return a->negative ? "-Normal" : "+Normal";
}
