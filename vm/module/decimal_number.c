/* SPDX-License-Identifier: MIT
 *
 * decimal_number.c: arithmetic of decimal numbers: coefficients (128 bits inline, ints beyond), rounding into a context, and addition,
 * multiplication and division.
 * Always holds: a coefficient has an int only when it needs more than 128 bits.
 */
#include "vm/module/decimal.h"
#include "vm/object/bigint.h"

static const uint64_t powers[20] = {1ull, 10ull, 100ull, 1000ull, 10000ull, 100000ull, 1000000ull, 10000000ull, 100000000ull,
                                    1000000000ull, 10000000000ull, 100000000000ull, 1000000000000ull, 10000000000000ull,
                                    100000000000000ull, 1000000000000000ull, 10000000000000000ull, 100000000000000000ull,
                                    1000000000000000000ull, 10000000000000000000ull};
enum { POWERS_128 = 38, ENORMOUS = 100000 /* a precision that one does not fill for nothing */ };

RgU128 rg_dec_power128(int64_t k)
{
    return k < 20 ? powers[k] : (RgU128)powers[19] * powers[k - 19];
}

/* ---- coefficients ---- */

void rg_coef_from_int(RgValue v, RgCoef *out)
{
    RgIntView view;
    rg_int_view(&view, v);
    *out = (RgCoef){0};
    if (view.n > 2) {
        out->big = v;
    } else {
        if (view.n > 1) out->small = (RgU128)view.limbs[1] << 64;
        if (view.n) out->small |= view.limbs[0];
    }
}

RgValue rg_coef_to_int(RgThread *th, const RgCoef *c)
{
    if (c->big) return c->big;
    return c->small >> 47 ? rg_big_from_u128(th, c->small, false) : rg_from_int((int64_t)c->small);
}

/* The result of integer arithmetic; RG_ERROR: raised. */
static bool from_value(RgValue v, RgCoef *out)
{
    if (!v) return false;
    rg_coef_from_int(v, out);
    return true;
}

static RgValue power_value(RgThread *th, int64_t k)
{
    RgArray *kept = RG_AS(RgArray, rg_decimal_item(th, RG_DEC_POWERS));
    if (k < RG_DEC_POWERS_KEPT && kept->items[k]) return kept->items[k];
    if (k > RG_DEC_MAX_DIGITS) return rg_raise_memory(th);
    RgValue v = rg_big_pow(th, rg_from_int(10), (uint64_t)k);
    if (v && k < RG_DEC_POWERS_KEPT) rg_gc_store(kept, &kept->items[k], v);
    return v;
}

bool rg_coef_power(RgThread *th, int64_t k, RgCoef *out)
{
    if (k > POWERS_128) return from_value(power_value(th, k), out);
    *out = (RgCoef){.small = rg_dec_power128(k)};
    return true;
}

int rg_coef_compare(const RgCoef *a, const RgCoef *b)
{
    if (!a->big && !b->big) return a->small < b->small ? -1 : a->small > b->small;
    if (!a->big || !b->big) return a->big ? 1 : -1;
    return rg_big_compare(a->big, b->big);
}

static int bits128(RgU128 v)
{
    uint64_t high = (uint64_t)(v >> 64), low = (uint64_t)v;
    return high ? 128 - __builtin_clzll(high) : low ? 64 - __builtin_clzll(low) : 0;
}

int64_t rg_coef_digits(RgThread *th, RgCoef *c)
{
    if (c->digits) return c->digits;
    if (!c->big) {
        int guess = bits128(c->small) * 1233 >> 12; /* log10(2), good for 128 bits */
        if (guess > POWERS_128) guess = POWERS_128;
        return c->digits = c->small ? guess + (c->small >= rg_dec_power128(guess)) : 1;
    }
    /* floor((bits - 1) * log10(2)) + 1 digits at least; one more when it is not below the next power of ten. */
    uint64_t bits = rg_int_bit_length(c->big);
    int64_t least = (int64_t)((RgU128)(bits - 1) * 0x4d104d427de7fbccull >> 64) + 1;
    int64_t most = (int64_t)((RgU128)bits * 0x4d104d427de7fbcdull >> 64) + 1;
    if (least != most) {
        RgCoef power;
        if (!rg_coef_power(th, least, &power)) return 0;
        if (rg_coef_compare(c, &power) >= 0) least++;
    }
    return c->digits = least;
}

static bool slow(RgThread *th, RgValue (*op)(RgThread *, RgValue, RgValue), const RgCoef *a, const RgCoef *b, RgCoef *out)
{
    RgValue x = rg_coef_to_int(th, a), y = x ? rg_coef_to_int(th, b) : RG_ERROR;
    return y && from_value(op(th, x, y), out);
}

bool rg_coef_add(RgThread *th, const RgCoef *a, const RgCoef *b, RgCoef *out)
{
    RgU128 sum;
    if (a->big || b->big || __builtin_add_overflow(a->small, b->small, &sum)) return slow(th, rg_int_add, a, b, out);
    *out = (RgCoef){.small = sum};
    return true;
}

bool rg_coef_sub(RgThread *th, const RgCoef *a, const RgCoef *b, RgCoef *out)
{
    if (a->big) return slow(th, rg_int_sub, a, b, out);
    *out = (RgCoef){.small = a->small - b->small};
    return true;
}

bool rg_coef_mul(RgThread *th, const RgCoef *a, const RgCoef *b, RgCoef *out)
{
    if (a->big || b->big) return slow(th, rg_int_mul, a, b, out);
    if (!((a->small | b->small) >> 64)) {
        *out = (RgCoef){.small = (RgU128)(uint64_t)a->small * (uint64_t)b->small};
        return true;
    }
    RgU128 product;
    if (bits128(a->small) + bits128(b->small) > 128 || __builtin_mul_overflow(a->small, b->small, &product))
        return slow(th, rg_int_mul, a, b, out);
    *out = (RgCoef){.small = product};
    return true;
}

/* Division of 128 bits; by far the most divisors and dividends are shorter. */
static RgU128 divide128(RgU128 a, RgU128 b, RgU128 *r)
{
    if (!((a | b) >> 64)) {
        *r = (uint64_t)a % (uint64_t)b;
        return (uint64_t)a / (uint64_t)b;
    }
    RgU128 q = a / b;
    *r = a - q * b;
    return q;
}

bool rg_coef_divmod(RgThread *th, const RgCoef *a, const RgCoef *b, RgCoef *q, RgCoef *r)
{
    if (!a->big && !b->big) {
        RgU128 rest, quotient = divide128(a->small, b->small, &rest);
        *q = (RgCoef){.small = quotient};
        *r = (RgCoef){.small = rest};
        return true;
    }
    RgValue x = rg_coef_to_int(th, a), y = x ? rg_coef_to_int(th, b) : RG_ERROR, quotient, rest;
    return y && rg_big_divmod(th, x, y, &quotient, &rest) && from_value(quotient, q) && from_value(rest, r);
}

bool rg_coef_shift_left(RgThread *th, const RgCoef *a, int64_t k, RgCoef *out)
{
    RgCoef power;
    if (!k || rg_coef_is_zero(a)) {
        *out = *a;
        return true;
    }
    int64_t digits = a->digits;
    if (!rg_coef_power(th, k, &power) || !rg_coef_mul(th, a, &power, out)) return false;
    if (digits) out->digits = digits + k;
    return true;
}

bool rg_coef_shift_right(RgThread *th, RgCoef *a, int64_t k, RgCoef *out, RgDecTail *tail)
{
    *tail = RG_TAIL_ZERO;
    if (!k || rg_coef_is_zero(a)) {
        *out = *a;
        return true;
    }
    int64_t digits = rg_coef_digits(th, a);
    if (!digits) return false;
    if (k > digits) {
        *tail = RG_TAIL_BELOW;
        *out = (RgCoef){0};
        return true;
    }
    RgCoef power, rest;
    if (!rg_coef_power(th, k, &power) || !rg_coef_divmod(th, a, &power, out, &rest)) return false;
    if (digits > k) out->digits = digits - k;
    if (rg_coef_is_zero(&rest)) return true;
    if (!rg_coef_sub(th, &power, &rest, &power)) return false;
    int order = rg_coef_compare(&rest, &power); /* the rest against what is missing to a unit */
    *tail = order < 0 ? RG_TAIL_BELOW : order ? RG_TAIL_ABOVE : RG_TAIL_HALF;
    return true;
}

bool rg_coef_low_digits(RgThread *th, RgCoef *a, int64_t k, RgCoef *out)
{
    int64_t digits = rg_coef_digits(th, a);
    RgCoef power, q;
    if (!digits) return false;
    if (digits <= k) {
        *out = *a;
        return true;
    }
    return rg_coef_power(th, k, &power) && rg_coef_divmod(th, a, &power, &q, out);
}

uint64_t rg_coef_mod_small(const RgCoef *a, uint64_t m)
{
    return a->big ? rg_big_mod_small(a->big, m) : (uint64_t)(a->small % m);
}

static bool rounds_up(const RgCoef *c, RgDecTail tail, bool negative, RgDecRounding mode)
{
    if (tail == RG_TAIL_ZERO) return false;
    switch (mode) {
    case RG_DEC_UP: return true;
    case RG_DEC_CEILING: return !negative;
    case RG_DEC_FLOOR: return negative;
    case RG_DEC_HALF_UP: return tail >= RG_TAIL_HALF;
    case RG_DEC_HALF_DOWN: return tail == RG_TAIL_ABOVE;
    case RG_DEC_HALF_EVEN: return tail == RG_TAIL_ABOVE || (tail == RG_TAIL_HALF && rg_coef_mod_small(c, 2));
    case RG_DEC_05UP: return rg_coef_mod_small(c, 5) == 0;
    case RG_DEC_DOWN:
    case RG_DEC_ROUNDINGS: break;
    }
    return false;
}

bool rg_coef_round(RgThread *th, RgCoef *c, RgDecTail tail, bool negative, RgDecRounding mode)
{
    return !rounds_up(c, tail, negative, mode) || rg_coef_add(th, c, &(RgCoef){.small = 1}, c);
}

bool rg_dec_strip(RgThread *th, RgDec *d, int64_t limit)
{
    if (rg_coef_is_zero(&d->c) || d->exp >= limit) return true;
    int64_t k = 1;
    while (k < limit - d->exp && k < ((int64_t)1 << 40) && rg_coef_digits(th, &d->c) > 2 * k) k *= 2;
    for (; k; k /= 2) {
        RgCoef power, q, r;
        if (d->exp + k > limit || rg_coef_digits(th, &d->c) <= k) continue;
        if (!rg_coef_power(th, k, &power) || !rg_coef_divmod(th, &d->c, &power, &q, &r)) return false;
        if (!rg_coef_is_zero(&r)) continue;
        int64_t digits = d->c.digits;
        d->c = q;
        d->c.digits = digits - k;
        d->exp += k;
        k *= 2; /* once more: the same power may fit again */
    }
    return !rg_raised(th);
}

/* ---- results ---- */

bool rg_dec_invalid(RgDecEnv *e, uint32_t condition, RgDec *r)
{
    e->status |= condition;
    *r = (RgDec){.kind = RG_DEC_QNAN};
    return true;
}

/* A payload keeps the digits that fit. */
static bool fix_nan(RgThread *th, RgDec *r, const RgDecEnv *e)
{
    int64_t room = e->prec - e->clamp;
    if (rg_coef_is_zero(&r->c)) return true;
    if (!room) {
        r->c = (RgCoef){0};
        return true;
    }
    return rg_coef_low_digits(th, &r->c, room, &r->c);
}

int rg_dec_check_nan(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    const RgDec *nan = NULL;
    if (a->kind < RG_DEC_QNAN && (!b || b->kind < RG_DEC_QNAN)) return 0;
    if (a->kind == RG_DEC_SNAN) nan = a;
    else if (b && b->kind == RG_DEC_SNAN) nan = b;
    else nan = a->kind == RG_DEC_QNAN ? a : b;
    if (nan->kind == RG_DEC_SNAN) e->status |= RG_DEC_INVALID_OPERATION;
    *r = *nan;
    r->kind = RG_DEC_QNAN;
    return fix_nan(th, r, e) ? 1 : -1;
}

int64_t rg_dec_adjusted(RgThread *th, RgDec *d)
{
    int64_t digits = rg_coef_digits(th, &d->c);
    return digits ? d->exp + digits - 1 : INT64_MIN;
}

static bool overflow(RgThread *th, RgDec *r, RgDecEnv *e)
{
    bool infinite = e->rounding != RG_DEC_DOWN && e->rounding != RG_DEC_05UP &&
                    !(e->rounding == RG_DEC_CEILING && r->negative) && !(e->rounding == RG_DEC_FLOOR && !r->negative);
    e->status |= RG_DEC_OVERFLOW | RG_DEC_INEXACT | RG_DEC_ROUNDED;
    if (infinite) {
        rg_dec_set_inf(r, r->negative);
        return true;
    }
    r->exp = rg_dec_etop(e);
    return rg_coef_power(th, e->prec, &r->c) && rg_coef_sub(th, &r->c, &(RgCoef){.small = 1}, &r->c);
}

static bool finalize_zero(RgDec *r, RgDecEnv *e)
{
    int64_t low = rg_dec_etiny(e), high = e->clamp ? rg_dec_etop(e) : e->emax;
    if (r->exp < low || r->exp > high) {
        r->exp = r->exp < low ? low : high;
        e->status |= RG_DEC_CLAMPED;
    }
    return true;
}

static bool drop_digits(RgThread *th, RgDec *r, RgDecEnv *e, int64_t k)
{
    RgDecTail tail;
    if (!rg_coef_shift_right(th, &r->c, k, &r->c, &tail)) return false;
    r->exp += k;
    e->status |= RG_DEC_ROUNDED;
    if (tail) e->status |= RG_DEC_INEXACT;
    return rg_coef_round(th, &r->c, tail, r->negative, e->rounding);
}

/* An exponent that is too large for full precision gives way to zeros, if the context wants that. */
static bool fold_down(RgThread *th, RgDec *r, RgDecEnv *e)
{
    if (!e->clamp || r->exp <= rg_dec_etop(e)) return true;
    int64_t k = r->exp - rg_dec_etop(e);
    e->status |= RG_DEC_CLAMPED;
    r->exp -= k;
    return rg_coef_shift_left(th, &r->c, k, &r->c);
}

static bool finalize_subnormal(RgThread *th, RgDec *r, RgDecEnv *e)
{
    int64_t etiny = rg_dec_etiny(e);
    uint32_t before = e->status;
    e->status |= RG_DEC_SUBNORMAL;
    if (r->exp >= etiny) return fold_down(th, r, e);
    e->status &= ~(uint32_t)RG_DEC_INEXACT;
    if (!drop_digits(th, r, e, etiny - r->exp)) return false;
    if (e->status & RG_DEC_INEXACT) {
        e->status |= RG_DEC_UNDERFLOW;
        if (rg_coef_is_zero(&r->c)) e->status |= RG_DEC_CLAMPED;
    }
    e->status |= before & RG_DEC_INEXACT;
    return true;
}

bool rg_dec_finalize(RgThread *th, RgDec *r, RgDecEnv *e)
{
    if (r->kind != RG_DEC_FINITE) return r->kind == RG_DEC_INF || fix_nan(th, r, e);
    if (rg_coef_is_zero(&r->c)) return finalize_zero(r, e);
    int64_t digits = rg_coef_digits(th, &r->c);
    if (!digits) return false;
    int64_t adjusted = r->exp + digits - 1;
    if (adjusted > e->emax) return overflow(th, r, e);
    if (adjusted < e->emin) return finalize_subnormal(th, r, e);
    if (digits > e->prec) {
        if (!drop_digits(th, r, e, digits - e->prec) || !(digits = rg_coef_digits(th, &r->c))) return false;
        if (digits > e->prec) { /* 99...9 became 100...0 */
            RgDecTail tail;
            if (!rg_coef_shift_right(th, &r->c, 1, &r->c, &tail)) return false;
            r->exp++;
        }
        if (r->exp + e->prec - 1 > e->emax) return overflow(th, r, e);
    }
    return fold_down(th, r, e);
}

/* ---- addition ---- */

/* a + b of finite numbers, exactly but for digits far behind the precision. */
static bool add_finite(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    RgDec high = *a, low = *b;
    if (high.exp < low.exp) high = *b, low = *a;
    if (high.exp != low.exp) {
        if (!rg_coef_is_zero(&high.c)) {
            int64_t digits = rg_coef_digits(th, &high.c), adjusted = rg_dec_adjusted(th, &low);
            if (!digits || adjusted == INT64_MIN) return false;
            /* What lies behind every digit that matters is as good as a 1 there. */
            int64_t behind = high.exp - 1 + (digits > e->prec ? 0 : digits - e->prec - 1);
            if (adjusted < behind) rg_dec_set_small(&low, !rg_coef_is_zero(&low.c), behind, low.negative);
            if (!rg_coef_shift_left(th, &high.c, high.exp - low.exp, &high.c)) return false;
        }
        high.exp = low.exp;
    }
    r->kind = RG_DEC_FINITE;
    r->exp = low.exp;
    if (high.negative == low.negative) {
        r->negative = high.negative;
        return rg_coef_add(th, &high.c, &low.c, &r->c);
    }
    int order = rg_coef_compare(&high.c, &low.c);
    r->negative = order ? (order > 0 ? high.negative : low.negative) : e->rounding == RG_DEC_FLOOR;
    return order < 0 ? rg_coef_sub(th, &low.c, &high.c, &r->c) : rg_coef_sub(th, &high.c, &low.c, &r->c);
}

static bool sum(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    if (a->kind == RG_DEC_INF || b->kind == RG_DEC_INF) {
        if (a->kind == b->kind && a->negative != b->negative) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
        rg_dec_set_inf(r, a->kind == RG_DEC_INF ? a->negative : b->negative);
        return true;
    }
    return add_finite(th, a, b, e, r) && rg_dec_finalize(th, r, e);
}

bool rg_dec_add(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, b, e, r);
    return nan ? nan > 0 : sum(th, a, b, e, r);
}

bool rg_dec_subtract(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, b, e, r);
    if (nan) return nan > 0;
    RgDec minus = *b;
    minus.negative = !minus.negative;
    return sum(th, a, &minus, e, r);
}

/* ---- multiplication ---- */

/* 256 bits, least significant limb first. */
typedef struct Wide {
    uint64_t limbs[4];
} Wide;

static Wide multiply_wide(RgU128 a, RgU128 b)
{
    uint64_t a0 = (uint64_t)a, a1 = (uint64_t)(a >> 64), b0 = (uint64_t)b, b1 = (uint64_t)(b >> 64);
    RgU128 low = (RgU128)a0 * b0, high = (RgU128)a1 * b1, left = (RgU128)a1 * b0, right = (RgU128)a0 * b1;
    RgU128 middle = (low >> 64) + (uint64_t)left + (uint64_t)right;
    high += (left >> 64) + (right >> 64) + (middle >> 64);
    return (Wide){{(uint64_t)low, (uint64_t)middle, (uint64_t)high, (uint64_t)(high >> 64)}};
}

static bool wide_less(const Wide *a, const Wide *b)
{
    for (int i = 3; i >= 0; i--)
        if (a->limbs[i] != b->limbs[i]) return a->limbs[i] < b->limbs[i];
    return false;
}

/* a becomes a / d; the rest. */
static uint64_t divide_wide(Wide *a, uint64_t d)
{
    uint64_t rest = 0;
    for (int i = 3; i >= 0; i--) {
        RgU128 part = (RgU128)rest << 64 | a->limbs[i];
        if (!(part >> 64)) {
            a->limbs[i] = (uint64_t)part / d;
            rest = (uint64_t)part % d;
        } else {
            a->limbs[i] = (uint64_t)(part / d);
            rest = (uint64_t)(part - (RgU128)a->limbs[i] * d);
        }
    }
    return rest;
}

/* The usual product of two numbers of full precision: up to 76 digits of which at most 38 are kept. False: it is none; nothing was
 * done. True: r is rounded, and has one digit too many when that ended in a carry. */
static bool multiply_rounded(const RgDec *a, const RgDec *b, int64_t adigits, int64_t bdigits, RgDecEnv *e, RgDec *r)
{
    Wide product = multiply_wide(a->c.small, b->c.small);
    Wide limit = multiply_wide(rg_dec_power128(adigits - 1), rg_dec_power128(bdigits));
    int64_t digits = adigits + bdigits - wide_less(&product, &limit), drop = digits - e->prec;
    int64_t adjusted = a->exp + b->exp + digits - 1;
    if (drop <= 0 || drop > POWERS_128 || adjusted < e->emin || adjusted > e->emax) return false;
    int64_t first = RG_MIN(drop, 19);
    uint64_t low = divide_wide(&product, powers[first]), high = drop > first ? divide_wide(&product, powers[drop - first]) : 0;
    RgU128 rest = (RgU128)high * powers[first] + low, missing = rg_dec_power128(drop) - rest;
    RgDecTail tail = !rest ? RG_TAIL_ZERO : rest < missing ? RG_TAIL_BELOW : rest == missing ? RG_TAIL_HALF : RG_TAIL_ABOVE;
    RgDec out = {.exp = a->exp + b->exp + drop, .negative = a->negative != b->negative};
    out.c.small = (RgU128)product.limbs[1] << 64 | product.limbs[0];
    out.c.small += rounds_up(&out.c, tail, out.negative, e->rounding);
    e->status |= RG_DEC_ROUNDED | (tail ? RG_DEC_INEXACT : 0);
    *r = out;
    return true;
}

static bool product(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r) /* no NaNs; not rounded */
{
    bool negative = a->negative != b->negative;
    if (a->kind == RG_DEC_INF || b->kind == RG_DEC_INF) {
        if (rg_dec_is_zero(a) || rg_dec_is_zero(b)) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
        rg_dec_set_inf(r, negative);
        return true;
    }
    int64_t exp = a->exp + b->exp;
    if (!rg_coef_mul(th, &a->c, &b->c, &r->c)) return false;
    r->exp = exp;
    r->kind = RG_DEC_FINITE;
    r->negative = negative;
    return true;
}

bool rg_dec_multiply(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, b, e, r);
    if (nan) return nan > 0;
    if (e->prec <= POWERS_128 && !a->c.big && !b->c.big && bits128(a->c.small) + bits128(b->c.small) > 128) {
        RgCoef x = a->c, y = b->c;
        int64_t xdigits = rg_coef_digits(th, &x), ydigits = rg_coef_digits(th, &y);
        if (xdigits <= POWERS_128 && ydigits <= POWERS_128 && multiply_rounded(a, b, xdigits, ydigits, e, r))
            return rg_dec_finalize(th, r, e);
    }
    return product(th, a, b, e, r) && rg_dec_finalize(th, r, e);
}

bool rg_dec_fma(RgThread *th, const RgDec *a, const RgDec *b, const RgDec *c, RgDecEnv *e, RgDec *r)
{
    RgDec p;
    RgDecEnv work = *e;
    work.status = 0;
    int nan = rg_dec_check_nan(th, a, b, &work, &p);
    if (nan < 0 || (!nan && !product(th, a, b, &work, &p))) return false;
    e->status |= work.status;
    if (!work.status) return rg_dec_add(th, &p, c, e, r);
    *r = p; /* the product was invalid: what would be added does not count */
    return true;
}

/* ---- division ---- */

bool rg_dec_divide(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, b, e, r);
    if (nan) return nan > 0;
    bool negative = a->negative != b->negative;
    if (a->kind == RG_DEC_INF) {
        if (b->kind == RG_DEC_INF) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
        rg_dec_set_inf(r, negative);
        return true;
    }
    if (b->kind == RG_DEC_INF) {
        rg_dec_set_small(r, 0, rg_dec_etiny(e), negative);
        e->status |= RG_DEC_CLAMPED;
        return true;
    }
    if (rg_coef_is_zero(&b->c)) {
        if (rg_coef_is_zero(&a->c)) return rg_dec_invalid(e, RG_DEC_DIVISION_UNDEFINED, r);
        e->status |= RG_DEC_DIVISION_BY_ZERO;
        rg_dec_set_inf(r, negative);
        return true;
    }
    int64_t ideal = a->exp - b->exp;
    if (rg_coef_is_zero(&a->c)) {
        rg_dec_set_small(r, 0, ideal, negative);
        return rg_dec_finalize(th, r, e);
    }
    RgCoef x = a->c, y = b->c, rest;
    int64_t xdigits = rg_coef_digits(th, &x), ydigits = rg_coef_digits(th, &y);
    if (!xdigits || !ydigits) return false;
    if (e->prec > ENORMOUS && e->prec > xdigits + 4 * ydigits) { /* more digits than that come only from what does not end */
        RgDecEnv less = *e;
        RgDec exact;
        less.prec = xdigits + 4 * ydigits;
        less.status = 0;
        if (!rg_dec_divide(th, a, b, &less, &exact)) return false;
        if (!less.status) {
            *r = exact;
            return rg_dec_finalize(th, r, e);
        }
    }
    int64_t shift = ydigits - xdigits + e->prec + 1;
    if (shift > 0 ? !rg_coef_shift_left(th, &x, shift, &x) : !rg_coef_shift_left(th, &y, -shift, &y)) return false;
    if (!rg_coef_divmod(th, &x, &y, &r->c, &rest)) return false;
    r->kind = RG_DEC_FINITE;
    r->negative = negative;
    r->exp = ideal - shift;
    if (rg_coef_is_zero(&rest)) {
        if (!rg_dec_strip(th, r, ideal)) return false;
    } else if (rg_coef_mod_small(&r->c, 5) == 0) { /* so that it is rounded as what has more digits */
        if (!rg_coef_add(th, &r->c, &(RgCoef){.small = 1}, &r->c)) return false;
    }
    return rg_dec_finalize(th, r, e);
}

/* Integer quotient and rest of finite numbers, b != 0; q NULL when not wanted. *impossible: the quotient has too many digits. */
static bool whole(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *q, RgDec *r, bool *impossible)
{
    RgDec x = *a, y = *b;
    int64_t ideal = RG_MIN(a->exp, b->exp), ahead = rg_dec_adjusted(th, &x), behind = rg_dec_adjusted(th, &y);
    if (ahead == INT64_MIN || behind == INT64_MIN) return false;
    bool negative = a->negative != b->negative;
    *impossible = false;
    if (rg_coef_is_zero(&x.c) || ahead < behind) {
        if (!rg_coef_shift_left(th, &x.c, x.exp - ideal, &x.c)) return false;
        x.exp = ideal;
        rg_dec_set_small(q, 0, 0, negative);
        *r = x;
        return true;
    }
    if (ahead - behind > e->prec) {
        *impossible = true;
        return true;
    }
    if (!rg_coef_shift_left(th, &x.c, x.exp - ideal, &x.c) || !rg_coef_shift_left(th, &y.c, y.exp - ideal, &y.c)) return false;
    RgDec quotient = {.negative = negative}, rest = {.exp = ideal, .negative = a->negative};
    if (!rg_coef_divmod(th, &x.c, &y.c, &quotient.c, &rest.c)) return false;
    int64_t digits = rg_coef_digits(th, &quotient.c);
    if (!digits) return false;
    *impossible = digits > e->prec;
    *q = quotient;
    *r = rest;
    return true;
}

bool rg_dec_divide_int(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, b, e, r);
    if (nan) return nan > 0;
    bool negative = a->negative != b->negative, impossible;
    if (a->kind == RG_DEC_INF) {
        if (b->kind == RG_DEC_INF) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
        rg_dec_set_inf(r, negative);
        return true;
    }
    if (b->kind == RG_DEC_INF) {
        rg_dec_set_small(r, 0, 0, negative);
        return true;
    }
    if (rg_coef_is_zero(&b->c)) {
        if (rg_coef_is_zero(&a->c)) return rg_dec_invalid(e, RG_DEC_DIVISION_UNDEFINED, r);
        e->status |= RG_DEC_DIVISION_BY_ZERO;
        rg_dec_set_inf(r, negative);
        return true;
    }
    RgDec q, rest;
    if (!whole(th, a, b, e, &q, &rest, &impossible)) return false;
    if (impossible) return rg_dec_invalid(e, RG_DEC_DIVISION_IMPOSSIBLE, r);
    *r = q;
    return rg_dec_finalize(th, r, e);
}

/* The cases of a remainder that need no division: true, *done when r is the result. */
static bool remainder_special(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r, bool *done)
{
    *done = true;
    int nan = rg_dec_check_nan(th, a, b, e, r);
    if (nan) return nan > 0;
    if (a->kind == RG_DEC_INF) return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    if (b->kind == RG_DEC_INF) {
        *r = *a;
        return rg_dec_finalize(th, r, e);
    }
    if (rg_coef_is_zero(&b->c)) {
        return rg_dec_invalid(e, rg_coef_is_zero(&a->c) ? RG_DEC_DIVISION_UNDEFINED : RG_DEC_INVALID_OPERATION, r);
    }
    *done = false;
    return true;
}

bool rg_dec_remainder(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    bool done, impossible;
    RgDec q, rest;
    if (!remainder_special(th, a, b, e, r, &done) || done) return !rg_raised(th);
    if (!whole(th, a, b, e, &q, &rest, &impossible)) return false;
    if (impossible) return rg_dec_invalid(e, RG_DEC_DIVISION_IMPOSSIBLE, r);
    *r = rest;
    return rg_dec_finalize(th, r, e);
}

bool rg_dec_remainder_near(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r)
{
    bool done, impossible;
    RgDec q, rest, divisor = *b, twice;
    if (!remainder_special(th, a, b, e, r, &done) || done) return !rg_raised(th);
    if (!whole(th, a, b, e, &q, &rest, &impossible)) return false;
    if (impossible) return rg_dec_invalid(e, RG_DEC_DIVISION_IMPOSSIBLE, r);
    /* rest.exp is the smaller one; a divisor whose adjusted exponent is far above the rest's is more than twice the rest. */
    int64_t above = rg_dec_adjusted(th, &divisor), at = rg_dec_adjusted(th, &rest);
    if (above == INT64_MIN || at == INT64_MIN) return false;
    if (!rg_coef_is_zero(&rest.c) && above <= at + 1) {
        if (!rg_coef_shift_left(th, &divisor.c, divisor.exp - rest.exp, &divisor.c)) return false;
        if (!rg_coef_add(th, &rest.c, &rest.c, &twice.c)) return false;
        int order = rg_coef_compare(&twice.c, &divisor.c);
        if (order > 0 || (order == 0 && rg_coef_mod_small(&q.c, 2))) {
            if (!rg_coef_sub(th, &divisor.c, &rest.c, &rest.c)) return false;
            rest.negative = !rest.negative;
            if (!rg_coef_add(th, &q.c, &(RgCoef){.small = 1}, &q.c)) return false;
            int64_t digits = rg_coef_digits(th, &q.c);
            if (!digits) return false;
            if (digits > e->prec) return rg_dec_invalid(e, RG_DEC_DIVISION_IMPOSSIBLE, r);
        }
    }
    *r = rest;
    return rg_dec_finalize(th, r, e);
}

bool rg_dec_divmod(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *q, RgDec *r)
{
    int nan = rg_dec_check_nan(th, a, b, e, q);
    bool negative = a->negative != b->negative, impossible;
    if (nan) {
        *r = *q;
        return nan > 0;
    }
    if (a->kind == RG_DEC_INF) {
        if (b->kind == RG_DEC_INF) rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, q);
        else rg_dec_set_inf(q, negative);
        return rg_dec_invalid(e, RG_DEC_INVALID_OPERATION, r);
    }
    if (b->kind == RG_DEC_INF) {
        RgDec rest = *a;
        rg_dec_set_small(q, 0, 0, negative);
        *r = rest;
        return rg_dec_finalize(th, r, e);
    }
    if (rg_coef_is_zero(&b->c)) {
        if (rg_coef_is_zero(&a->c)) {
            rg_dec_invalid(e, RG_DEC_DIVISION_UNDEFINED, q);
        } else {
            rg_dec_set_inf(q, negative);
            e->status |= RG_DEC_DIVISION_BY_ZERO | RG_DEC_INVALID_OPERATION;
        }
        return rg_dec_invalid(e, 0, r);
    }
    if (!whole(th, a, b, e, q, r, &impossible)) return false;
    if (impossible) return rg_dec_invalid(e, RG_DEC_DIVISION_IMPOSSIBLE, q) && rg_dec_invalid(e, 0, r);
    return rg_dec_finalize(th, q, e) && rg_dec_finalize(th, r, e);
}
