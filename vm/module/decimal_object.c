/* SPDX-License-Identifier: MIT
 *
 * decimal_object.c: the Decimal type: how decimals are made from other objects, and what operators and the numeric protocols do.
 */
#include <math.h>

#include "vm/base/mem.h"
#include "vm/module/decimal.h"
#include "vm/object/bigint.h"
#include "vm/object/float.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/textnum.h"
#include "vm/object/tuple.h"

/* ---- making ---- */

static void decimal_trace(RgMarker *marker, void *cell) { rg_mark_value(marker, ((RgDecimal *)cell)->d.c.big); }

RgValue rg_decimal_new_of(RgThread *th, RgType *type, const RgDec *d)
{
    RgDecimal *o = rg_object_new_of(th, type, 0);
    if (!o) return RG_ERROR;
    o->d = *d;
    return rg_from_ptr(o);
}

RgValue rg_decimal_new(RgThread *th, const RgDec *d) { return rg_decimal_new_of(th, rg_decimal_type(th, RG_DEC_TYPE_DECIMAL), d); }

RgValue rg_decimal_result(RgThread *th, RgDecContext *c, const RgDecEnv *e, const RgDec *d)
{
    return !e->status || rg_decimal_signal(th, c, e->status) ? rg_decimal_new(th, d) : RG_ERROR;
}

bool rg_dec_from_int(RgThread *th, RgValue v, RgDec *out)
{
    *out = (RgDec){.negative = rg_int_sign(v) < 0};
    rg_coef_from_int(v, &out->c);
    if (out->c.big) out->c.big = out->negative ? rg_int_neg(th, v) : rg_int_normalize(th, v);
    return !out->c.big || !rg_raised(th);
}

static RgValue unsupported(RgThread *th, RgValue v)
{
    return rg_raise(th, RG_EXC_TypeError, "conversion from %T to Decimal is not supported", v);
}

/* 1 converted, 0 neither Decimal nor int, -1 raised. */
static int operand(RgThread *th, RgValue v, RgDec *out)
{
    if (rg_is_decimal(th, v)) {
        *out = *rg_decimal_number(v);
        return 1;
    }
    return rg_is_integer(v) ? (rg_dec_from_int(th, v, out) ? 1 : -1) : 0;
}

/* Both operands of an operator: RG_NONE, or what the operator is to answer. */
static RgValue operands(RgThread *th, RgValue a, RgDec *x, RgValue b, RgDec *y)
{
    int known = operand(th, a, x);
    if (known == 1) known = operand(th, b, y);
    return known == 1 ? RG_NONE : known ? RG_ERROR : RG_NOT_IMPLEMENTED;
}

bool rg_decimal_operand(RgThread *th, RgValue v, RgDec *out)
{
    int known = operand(th, v, out);
    if (!known) unsupported(th, v);
    return known == 1;
}

/* ---- conversions ----
 * Exact ones find InvalidOperation when a number is beyond the limits of every context; others round to the context. */

static RgValue convert_dec(RgThread *th, RgType *type, RgDec *d, RgDecContext *c, bool exact)
{
    RgDecEnv e = c->env;
    if (exact) rg_dec_max_env(&e);
    e.status = 0;
    if (!rg_dec_finalize(th, d, &e)) return RG_ERROR;
    if (exact && (e.status & (RG_DEC_INEXACT | RG_DEC_ROUNDED | RG_DEC_CLAMPED))) rg_dec_invalid(&e, RG_DEC_INVALID_OPERATION, d);
    if (exact) e.status &= RG_DEC_ANY_INVALID;
    return !e.status || rg_decimal_signal(th, c, e.status) ? rg_decimal_new_of(th, type, d) : RG_ERROR;
}

static RgValue convert_text(RgThread *th, RgType *type, const char *text, size_t n, RgDecContext *c, bool exact)
{
    RgDecEnv e = c->env;
    RgDec d;
    if (exact) rg_dec_max_env(&e);
    e.status = 0;
    if (!rg_dec_parse(th, text, n, &e, &d)) return RG_ERROR;
    if (e.status) return rg_decimal_signal(th, c, e.status) ? rg_decimal_new_of(th, type, &d) : RG_ERROR;
    return convert_dec(th, type, &d, c, exact);
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f); }

/* Exact conversion ignores white space around a number, and underscores. */
static RgValue convert_str(RgThread *th, RgType *type, RgStr *s, RgDecContext *c, bool exact)
{
    RgBuffer *ascii = rg_textnum_ascii(th, s);
    if (!ascii) return RG_ERROR;
    const char *text = (const char *)ascii->data;
    size_t from = 0, to = (size_t)s->length, n = 0;
    if (!exact) return convert_text(th, type, text, to, c, exact);
    while (from < to && is_space(text[from])) from++;
    while (to > from && is_space(text[to - 1])) to--;
    for (size_t i = from; i < to; i++)
        if (text[i] != '_') ascii->data[n++] = (uint8_t)text[i];
    return convert_text(th, type, text, n, c, exact);
}

static void double_to_dec(double x, uint64_t *mantissa, int *exp2)
{
    int e;
    double m = frexp(fabs(x), &e);
    *mantissa = (uint64_t)ldexp(m, 53);
    *exp2 = e - 53;
    while (*mantissa && !(*mantissa & 1)) *mantissa >>= 1, ++*exp2;
}

/* The value of a float, exactly: m * 2**e is m * 2**e for e >= 0, else m * 5**-e with exponent e. */
static bool exact_double(RgThread *th, double x, RgDec *d)
{
    uint64_t mantissa;
    int exp2;
    *d = (RgDec){.negative = signbit(x) != 0};
    if (isnan(x)) { /* floats do not show the sign of a NaN */
        *d = (RgDec){.kind = RG_DEC_QNAN};
        return true;
    }
    if (isinf(x)) {
        d->kind = RG_DEC_INF;
        return true;
    }
    if (x == 0) return true;
    double_to_dec(x, &mantissa, &exp2);
    RgValue m = rg_int_from_u64(th, mantissa), v = RG_ERROR;
    if (!m) return false;
    if (exp2 >= 0) {
        v = rg_big_shl(th, m, (uint64_t)exp2);
    } else {
        RgValue power = rg_big_pow(th, rg_from_int(5), (uint64_t)-exp2);
        if (power) v = rg_int_mul(th, m, power);
        d->exp = exp2;
    }
    if (!v) return false;
    rg_coef_from_int(v, &d->c);
    return true;
}

RgValue rg_decimal_from_double(RgThread *th, RgType *type, RgValue v, RgDecContext *c, bool exact)
{
    RgDec d;
    if (!rg_is_integer(v) && !rg_is_float(v)) return rg_raise(th, RG_EXC_TypeError, "argument must be int or float");
    if (rg_is_integer(v) ? !rg_dec_from_int(th, v, &d) : !exact_double(th, rg_float_value(v), &d)) return RG_ERROR;
    return convert_dec(th, type, &d, c, exact);
}

static RgValue bad_tuple(RgThread *th, const char *message) { return rg_raise(th, RG_EXC_ValueError, "%s", message); }

/* (sign, digits, exponent) */
static RgValue convert_tuple(RgThread *th, RgType *type, RgValue v, RgDecContext *c, bool exact)
{
    RgTuple *t = rg_to_tuple(th, v);
    int64_t sign, exp = 0;
    if (!t) return RG_ERROR;
    if (rg_tuple_len(t) != 3) return bad_tuple(th, "argument must be a sequence of length 3");
    if (!rg_is_integer(t->items[0]) || !rg_int_as_i64(t->items[0], &sign) || sign < 0 || sign > 1)
        return bad_tuple(th, "sign must be an integer with the value 0 or 1");
    const char *special = NULL;
    RgValue last = t->items[2];
    if (rg_is_str(last)) {
        if (rg_str_equal_cstr(RG_STR(last), "F")) special = "Inf";
        else if (rg_str_equal_cstr(RG_STR(last), "n")) special = "NaN";
        else if (rg_str_equal_cstr(RG_STR(last), "N")) special = "sNaN";
        else return bad_tuple(th, "string argument in the third position must be 'F', 'n' or 'N'");
    } else if (!rg_is_integer(last)) {
        return bad_tuple(th, "exponent must be an integer");
    } else if (!rg_int_as_i64(last, &exp)) {
        return rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C ssize_t");
    }
    if (!rg_is_tuple(t->items[1]) && !rg_is_list(t->items[1])) return bad_tuple(th, "coefficient must be a tuple of digits");
    RgTuple *digits = rg_to_tuple(th, t->items[1]);
    if (!digits) return RG_ERROR;
    RgStrBuilder b;
    rg_builder_init(&b, th, (int64_t)rg_tuple_len(digits) + 40);
    if (sign) rg_builder_char(&b, '-');
    if (special) rg_builder_cstr(&b, special);
    bool infinite = special && *special == 'I';
    if (!rg_tuple_len(digits) && !special) rg_builder_char(&b, '0');
    for (size_t i = 0; i < rg_tuple_len(digits); i++) {
        int64_t digit;
        if (!rg_is_integer(digits->items[i]) || !rg_int_as_i64(digits->items[i], &digit) || digit < 0 || digit > 9)
            return bad_tuple(th, "coefficient must be a tuple of digits");
        if (!infinite) rg_builder_char(&b, (uint32_t)('0' + digit));
    }
    if (!special) rg_builder_printf(&b, "E%lld", (long long)exp);
    RgStr *s = rg_builder_finish(&b);
    return s ? convert_text(th, type, (const char *)s->data, (size_t)s->length, c, exact) : RG_ERROR;
}

static RgValue convert_decimal(RgThread *th, RgType *type, RgValue v, RgDecContext *c, bool exact)
{
    RgDec d = *rg_decimal_number(v);
    if (exact) {
        RgType *decimal = rg_decimal_type(th, RG_DEC_TYPE_DECIMAL);
        return type == decimal && rg_type_of(th->rt, v) == decimal ? v : rg_decimal_new_of(th, type, &d);
    }
    if (rg_dec_is_nan(&d) && !rg_coef_is_zero(&d.c)) {
        int64_t digits = rg_coef_digits(th, &d.c);
        if (!digits) return RG_ERROR;
        if (digits > c->env.prec - c->env.clamp) { /* a payload that does not fit */
            RgDecEnv e = {0};
            rg_dec_invalid(&e, RG_DEC_CONVERSION_SYNTAX, &d);
            return rg_decimal_signal(th, c, e.status) ? rg_decimal_new_of(th, type, &d) : RG_ERROR;
        }
    }
    return convert_dec(th, type, &d, c, exact);
}

RgValue rg_decimal_convert(RgThread *th, RgType *type, RgValue v, RgDecContext *c, bool exact)
{
    if (v == RG_UNBOUND) v = rg_from_int(0);
    if (rg_is_decimal(th, v)) return convert_decimal(th, type, v, c, exact);
    if (rg_is_str(v)) return convert_str(th, type, RG_STR(v), c, exact);
    if (rg_is_integer(v)) {
        RgDec d;
        return rg_dec_from_int(th, v, &d) ? convert_dec(th, type, &d, c, exact) : RG_ERROR;
    }
    if (rg_is_tuple(v) || rg_is_list(v)) return convert_tuple(th, type, v, c, exact);
    if (!rg_is_float(v)) return unsupported(th, v);
    return rg_decimal_signal(th, c, RG_DEC_FLOAT_OPERATION) ? rg_decimal_from_double(th, type, v, c, exact) : RG_ERROR;
}

static RgValue decimal_make(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue v[2] = {nargs == 1 && !kwnames ? args[0] : RG_UNBOUND, RG_UNBOUND};
    if ((nargs != 1 || kwnames) && !rg_args_parse(th, "Decimal", "(value=\"0\", context=None)", args, nargs, kwnames, v)) return RG_ERROR;
    RgDecContext *c = rg_decimal_context_arg(th, v[1]);
    return c ? rg_decimal_convert(th, type, v[0], c, true) : RG_ERROR;
}

/* ---- operators ---- */

static RgValue binary(RgThread *th, RgDecBinary op, RgValue a, RgValue b)
{
    RgDec x, y, r;
    RgValue answer = operands(th, a, &x, b, &y);
    if (answer != RG_NONE) return answer;
    RgDecContext *c = rg_decimal_context(th);
    if (!c) return RG_ERROR;
    RgDecEnv e = c->env;
    e.status = 0;
    return op(th, &x, &y, &e, &r) ? rg_decimal_result(th, c, &e, &r) : RG_ERROR;
}

static RgValue unary(RgThread *th, RgDecUnary op, RgValue a)
{
    RgDec r;
    RgDecContext *c = rg_decimal_context(th);
    if (!c) return RG_ERROR;
    RgDecEnv e = c->env;
    e.status = 0;
    return op(th, rg_decimal_number(a), &e, &r) ? rg_decimal_result(th, c, &e, &r) : RG_ERROR;
}

static RgValue n_add(RgThread *th, RgValue a, RgValue b) { return binary(th, rg_dec_add, a, b); }
static RgValue n_sub(RgThread *th, RgValue a, RgValue b) { return binary(th, rg_dec_subtract, a, b); }
static RgValue n_mul(RgThread *th, RgValue a, RgValue b) { return binary(th, rg_dec_multiply, a, b); }
static RgValue n_div(RgThread *th, RgValue a, RgValue b) { return binary(th, rg_dec_divide, a, b); }
static RgValue n_floordiv(RgThread *th, RgValue a, RgValue b) { return binary(th, rg_dec_divide_int, a, b); }
static RgValue n_mod(RgThread *th, RgValue a, RgValue b) { return binary(th, rg_dec_remainder, a, b); }
static RgValue n_neg(RgThread *th, RgValue a) { return unary(th, rg_dec_minus, a); }
static RgValue n_pos(RgThread *th, RgValue a) { return unary(th, rg_dec_plus, a); }
static RgValue n_abs(RgThread *th, RgValue a) { return unary(th, rg_dec_abs, a); }

static RgValue n_divmod(RgThread *th, RgValue a, RgValue b)
{
    RgDec x, y, q, r;
    RgValue answer = operands(th, a, &x, b, &y);
    if (answer != RG_NONE) return answer;
    RgDecContext *c = rg_decimal_context(th);
    if (!c) return RG_ERROR;
    RgDecEnv e = c->env;
    e.status = 0;
    if (!rg_dec_divmod(th, &x, &y, &e, &q, &r) || !rg_decimal_signal(th, c, e.status)) return RG_ERROR;
    RgValue first = rg_decimal_new(th, &q), second = first ? rg_decimal_new(th, &r) : RG_ERROR;
    return second ? rg_from_ptr(rg_tuple_pair(th, first, second)) : RG_ERROR;
}

static RgValue n_pow(RgThread *th, RgValue a, RgValue b, RgValue m)
{
    RgDec x, y, z, r;
    if (m == RG_NONE) return binary(th, rg_dec_power, a, b);
    RgValue answer = operands(th, a, &x, b, &y);
    if (answer == RG_NONE) answer = operands(th, b, &y, m, &z);
    if (answer != RG_NONE) return answer;
    RgDecContext *c = rg_decimal_context(th);
    if (!c) return RG_ERROR;
    RgDecEnv e = c->env;
    e.status = 0;
    return rg_dec_powmod(th, &x, &y, &z, &e, &r) ? rg_decimal_result(th, c, &e, &r) : RG_ERROR;
}

static int decimal_truth(RgThread *th, RgValue self) { return !rg_dec_is_zero(rg_decimal_number(self)); }

static RgValue decimal_str(RgThread *th, RgValue self)
{
    RgDecContext *c = rg_decimal_context(th);
    return c ? rg_from_ptr(rg_dec_to_str(th, rg_decimal_number(self), false, c->capitals)) : RG_ERROR;
}

static RgValue decimal_repr(RgThread *th, RgValue self)
{
    RgValue s = decimal_str(th, self);
    return s ? rg_from_ptr(rg_format(th, "Decimal('%U')", RG_STR(s))) : RG_ERROR;
}

static RgValue n_float(RgThread *th, RgValue self)
{
    const RgDec *d = rg_decimal_number(self);
    if (d->kind == RG_DEC_SNAN) return rg_raise(th, RG_EXC_ValueError, "cannot convert signaling NaN to float");
    if (d->kind == RG_DEC_QNAN) return rg_from_double(d->negative ? -NAN : NAN);
    RgStr *s = rg_dec_to_str(th, d, false, true);
    return s ? rg_float_parse(th, s) : RG_ERROR;
}

/* The int that a number is when it is rounded that way. */
static RgValue rounded_int(RgThread *th, RgValue self, RgDecRounding mode)
{
    RgDec d = *rg_decimal_number(self), r;
    if (rg_dec_is_nan(&d)) return rg_raise(th, RG_EXC_ValueError, "cannot convert NaN to integer");
    if (d.kind == RG_DEC_INF) return rg_raise(th, RG_EXC_OverflowError, "cannot convert Infinity to integer");
    RgDecEnv e;
    rg_dec_max_env(&e);
    e.rounding = mode;
    if (!rg_dec_rescale(th, &d, 0, &e, &r)) return RG_ERROR;
    RgValue v = rg_coef_to_int(th, &r.c);
    return v && r.negative ? rg_int_neg(th, v) : v;
}

static RgValue n_int(RgThread *th, RgValue self) { return rounded_int(th, self, RG_DEC_DOWN); }

/* ---- comparison and hash ---- */

/* The other operand as a number to compare with: 1, 0 not of ours, -1 raised. a is scaled when b is a fraction. */
static int comparable(RgThread *th, RgValue v, RgCmp op, RgDecContext *c, RgDec *a, RgDec *b)
{
    bool equality = op == RG_EQ || op == RG_NE;
    int known = operand(th, v, b);
    if (known) return known;
    if (rg_is_kind(v, RG_KIND_complex)) {
        RgComplex *z = RG_AS(RgComplex, v);
        if (!equality || z->imag != 0) return 0;
        return exact_double(th, z->real, b) ? 1 : -1;
    }
    if (rg_is_float(v)) {
        if (equality) c->env.status |= RG_DEC_FLOAT_OPERATION;
        else if (!rg_decimal_signal(th, c, RG_DEC_FLOAT_OPERATION)) return -1;
        return exact_double(th, rg_float_value(v), b) ? 1 : -1;
    }
    int rational = rg_is_instance(th, v, rg_decimal_item(th, RG_DEC_RATIONAL));
    if (rational <= 0) return rational;
    RgValue numerator = rg_attr_get_cstr(th, v, "numerator"), denominator = numerator ? rg_attr_get_cstr(th, v, "denominator") : RG_ERROR;
    if (!denominator) return -1;
    if (!rg_is_integer(numerator) || !rg_is_integer(denominator)) {
        rg_raise(th, RG_EXC_TypeError, "an integer is required");
        return -1;
    }
    RgDec scale;
    if (!rg_dec_from_int(th, numerator, b) || !rg_dec_from_int(th, denominator, &scale)) return -1;
    return a->kind != RG_DEC_FINITE || rg_coef_mul(th, &a->c, &scale.c, &a->c) ? 1 : -1;
}

static RgValue decimal_compare(RgThread *th, RgValue self, RgValue other, RgCmp op)
{
    RgDecContext *c = rg_decimal_context(th);
    if (!c) return RG_ERROR;
    RgDec a = *rg_decimal_number(self), b;
    int order, known = comparable(th, other, op, c, &a, &b);
    if (known <= 0) return known ? RG_ERROR : RG_NOT_IMPLEMENTED;
    if (rg_dec_is_nan(&a) || rg_dec_is_nan(&b)) {
        bool signals = a.kind == RG_DEC_SNAN || b.kind == RG_DEC_SNAN || (op != RG_EQ && op != RG_NE);
        if (signals && !rg_decimal_signal(th, c, RG_DEC_INVALID_OPERATION)) return RG_ERROR;
        return rg_from_bool(op == RG_NE);
    }
    if (!rg_dec_order(th, &a, &b, false, &order)) return RG_ERROR;
    switch (op) {
    case RG_LT: return rg_from_bool(order < 0);
    case RG_LE: return rg_from_bool(order <= 0);
    case RG_EQ: return rg_from_bool(order == 0);
    case RG_NE: return rg_from_bool(order != 0);
    case RG_GT: return rg_from_bool(order > 0);
    case RG_GE: break;
    }
    return rg_from_bool(order >= 0);
}

#define HASH_PRIME ((1ull << 61) - 1)

static uint64_t power_mod(uint64_t base, uint64_t n)
{
    uint64_t r = 1;
    for (; n; n >>= 1) {
        if (n & 1) r = (uint64_t)((RgU128)r * base % HASH_PRIME);
        base = (uint64_t)((RgU128)base * base % HASH_PRIME);
    }
    return r;
}

/* As ints, floats and fractions of the same value hash: modulo the prime 2**61 - 1. */
static bool decimal_hash(RgThread *th, RgValue self, int64_t *out)
{
    const RgDec *d = rg_decimal_number(self);
    if (d->kind == RG_DEC_SNAN) {
        rg_raise(th, RG_EXC_TypeError, "Cannot hash a signaling NaN value");
        return false;
    }
    if (d->kind == RG_DEC_QNAN) return rg_object_hash(th, self, out);
    if (d->kind == RG_DEC_INF) {
        *out = d->negative ? -314159 : 314159;
        return true;
    }
    /* 1/10 is 10**(p - 2) there, and exponents count modulo p - 1. */
    uint64_t n = (uint64_t)(d->exp < 0 ? -d->exp : d->exp) % (HASH_PRIME - 1);
    uint64_t scale = power_mod(d->exp < 0 ? power_mod(10, HASH_PRIME - 2) : 10, n);
    int64_t h = (int64_t)((RgU128)rg_coef_mod_small(&d->c, HASH_PRIME) * scale % HASH_PRIME);
    if (d->negative) h = -h;
    *out = h == -1 ? -2 : h;
    return true;
}

/* ---- methods of numbers ---- */

#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

METHOD(trunc) { return rounded_int(th, self, RG_DEC_DOWN); }
METHOD(floor) { return rounded_int(th, self, RG_DEC_FLOOR); }
METHOD(ceil) { return rounded_int(th, self, RG_DEC_CEILING); }

METHOD(round)
{
    if (args[0] == RG_UNBOUND) return rounded_int(th, self, RG_DEC_HALF_EVEN);
    int64_t n;
    if (!rg_is_integer(args[0])) return rg_raise(th, RG_EXC_TypeError, "optional arg must be an integer");
    if (!rg_int_as_i64(args[0], &n)) return rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C ssize_t");
    RgDecContext *c = rg_decimal_context(th);
    if (!c) return RG_ERROR;
    RgDec unit, r;
    rg_dec_set_small(&unit, 1, n == INT64_MIN ? INT64_MAX : -n, false);
    RgDecEnv e = c->env;
    e.status = 0;
    return rg_dec_quantize(th, rg_decimal_number(self), &unit, &e, &r) ? rg_decimal_result(th, c, &e, &r) : RG_ERROR;
}

METHOD(complex)
{
    RgValue v = n_float(th, self);
    return v ? rg_complex_new(th, rg_float_value(v), 0) : RG_ERROR;
}

METHOD(same) { return self; }

METHOD(sizeof)
{
    const RgDec *d = rg_decimal_number(self);
    return rg_int_from_i64(th, 104 + (d->c.big ? (int64_t)rg_int_bit_length(d->c.big) / 8 : 0));
}

METHOD(reduce)
{
    RgValue s = decimal_str(th, self);
    RgTuple *t = s ? rg_tuple_pack(th, 1, s) : NULL;
    return t ? rg_from_ptr(rg_tuple_pair(th, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(t))) : RG_ERROR;
}

METHOD(from_float)
{
    RgDecContext *c = rg_decimal_context(th);
    RgType *type = RG_AS(RgType, self), *decimal = rg_decimal_type(th, RG_DEC_TYPE_DECIMAL);
    RgValue v = c ? rg_decimal_from_double(th, decimal, args[0], c, true) : RG_ERROR;
    return !v || type == decimal ? v : rg_call1(th, self, v);
}

static RgValue digit_tuple(RgThread *th, const RgCoef *c)
{
    size_t n;
    char *text = rg_dec_digit_text(th, c, &n);
    if (!text) return RG_ERROR;
    RgTuple *t = rg_tuple_new(th, n);
    for (size_t i = 0; t && i < n; i++) t->items[i] = rg_from_int(text[i] - '0');
    rg_mem_free(text);
    return rg_from_ptr(t);
}

METHOD(as_tuple)
{
    const RgDec *d = rg_decimal_number(self);
    static const char *const marks[] = {NULL, "F", "n", "N"};
    RgValue exp = d->kind == RG_DEC_FINITE ? rg_int_from_i64(th, d->exp) : rg_from_ptr(rg_intern_cstr(th, marks[d->kind]));
    if (!exp) return RG_ERROR;
    RgValue digits = rg_dec_is_nan(d) && rg_coef_is_zero(&d->c) ? rg_from_ptr(rg_tuple_new(th, 0)) : digit_tuple(th, &d->c);
    return digits ? rg_call3(th, rg_decimal_item(th, RG_DEC_TYPE_TUPLE), rg_from_int(d->negative), digits, exp) : RG_ERROR;
}

METHOD(as_integer_ratio)
{
    const RgDec *d = rg_decimal_number(self);
    if (rg_dec_is_nan(d)) return rg_raise(th, RG_EXC_ValueError, "cannot convert NaN to integer ratio");
    if (d->kind == RG_DEC_INF) return rg_raise(th, RG_EXC_OverflowError, "cannot convert Infinity to integer ratio");
    RgCoef c = d->c, scale;
    if (rg_coef_is_zero(&c)) return rg_from_ptr(rg_tuple_pair(th, rg_from_int(0), rg_from_int(1)));
    if (!rg_coef_power(th, RG_MAX(-d->exp, 0), &scale) || !rg_coef_shift_left(th, &c, RG_MAX(d->exp, 0), &c)) return RG_ERROR;
    RgValue top = rg_coef_to_int(th, &c), bottom = top ? rg_coef_to_int(th, &scale) : RG_ERROR;
    RgValue gcd = bottom ? rg_int_gcd(th, top, bottom) : RG_ERROR;
    if (!gcd || !(top = rg_int_floordiv(th, top, gcd)) || !(bottom = rg_int_floordiv(th, bottom, gcd))) return RG_ERROR;
    if (d->negative && !(top = rg_int_neg(th, top))) return RG_ERROR;
    return rg_from_ptr(rg_tuple_pair(th, top, bottom));
}

static RgValue get_real(RgThread *th, RgValue self) { return self; }
static RgValue get_imag(RgThread *th, RgValue self) { return rg_decimal_new(th, &(RgDec){0}); }

static const RgMethodDef number_methods[] = {
    RG_METHOD_F("from_float", "($type, f, /)", "The exact value of a float or an int.", m_from_float, RG_MF_CLASS),
    RG_METHOD("as_tuple", "($self, /)", "Sign, digits and exponent.", m_as_tuple),
    RG_METHOD("as_integer_ratio", "($self, /)", "Two ints whose ratio is the number, without a common factor.", m_as_integer_ratio),
    RG_METHOD_F("__copy__", "($self, /)", NULL, m_same, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__deepcopy__", "($self, memo, /)", NULL, m_same, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__format__", "($self, spec, override=None, /)", NULL, rg_decimal_format, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reduce__", "($self, /)", NULL, m_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__round__", "($self, ndigits=None, /)", NULL, m_round, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__ceil__", "($self, /)", NULL, m_ceil, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__floor__", "($self, /)", NULL, m_floor, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__trunc__", "($self, /)", NULL, m_trunc, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__complex__", "($self, /)", NULL, m_complex, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__sizeof__", "($self, /)", NULL, m_sizeof, RG_MF_NO_SIGNATURE),
    RG_METHOD_END};
static const RgGetSetDef getset[] = {{"real", get_real, NULL, NULL}, {"imag", get_imag, NULL, NULL}, RG_GETSET_END};
static const RgTypeSpec spec = {.doc = "A decimal number of any precision.",
                                .signature = "(value=\"0\", context=None)", .flags = RG_TF_BASETYPE, .basicsize = sizeof(RgDecimal),
                                .cell = {"decimal", decimal_trace, NULL},
                                .slots = {.new_ = decimal_make, .repr = decimal_repr, .str = decimal_str, .hash = decimal_hash,
                                          .compare = decimal_compare, .truth = decimal_truth, .add = n_add, .sub = n_sub, .mul = n_mul,
                                          .truediv = n_div, .floordiv = n_floordiv, .mod = n_mod, .divmod = n_divmod, .pow = n_pow,
                                          .neg = n_neg, .pos = n_pos, .abs = n_abs, .int_ = n_int, .float_ = n_float},
                                .methods = number_methods, .getset = getset};

RgType *rg_decimal_make_type(RgThread *th)
{
    RgType *type = rg_type_new_native(th, "decimal", "Decimal", RG_TYPE(th, object), &spec);
    return type && rg_type_add_descriptors(th, type, rg_decimal_methods, NULL) ? type : NULL;
}
