/* SPDX-License-Identifier: MIT
 *
 * decimal_methods.c: the operations as methods: of Decimal, which take an optional context, and of Context, which take numbers. Each
 * operation is one row of a list; the functions of both types are made from it.
 */
#include "vm/module/decimal.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define METHOD(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
#define CONTEXT(v) RG_AS(RgDecContext, v)

static RgValue unary(RgThread *th, RgDecUnary op, const RgDec *a, RgDecContext *c, RgDecRounding mode)
{
    RgDec r;
    RgDecEnv e = c->env;
    e.status = 0;
    e.rounding = mode;
    return op(th, a, &e, &r) ? rg_decimal_result(th, c, &e, &r) : RG_ERROR;
}

static RgValue binary(RgThread *th, RgDecBinary op, const RgDec *a, const RgDec *b, RgDecContext *c, RgDecRounding mode)
{
    RgDec r;
    RgDecEnv e = c->env;
    e.status = 0;
    e.rounding = mode;
    return op(th, a, b, &e, &r) ? rg_decimal_result(th, c, &e, &r) : RG_ERROR;
}

/* ---- one operand ---- */

static RgValue unary_decimal(RgThread *th, RgDecUnary op, RgValue self, RgValue context)
{
    RgDecContext *c = rg_decimal_context_arg(th, context);
    return c ? unary(th, op, rg_decimal_number(self), c, c->env.rounding) : RG_ERROR;
}

static RgValue unary_context(RgThread *th, RgDecUnary op, RgValue self, RgValue a)
{
    RgDec x;
    return rg_decimal_operand(th, a, &x) ? unary(th, op, &x, CONTEXT(self), CONTEXT(self)->env.rounding) : RG_ERROR;
}

#define UNARY_OF_BOTH(F) \
    F(exp) F(ln) F(log10) F(next_minus) F(next_plus) F(normalize) F(sqrt) F(logb) F(logical_invert)
#define UNARY_OF_CONTEXT(F) F(abs) F(apply) F(minus) F(plus) F(to_integral_exact) F(to_integral_value)
#define MAKE_DECIMAL(NAME) METHOD(d_##NAME) { return unary_decimal(th, rg_dec_##NAME, self, args[0]); }
#define MAKE_CONTEXT(NAME) METHOD(c_##NAME) { return unary_context(th, rg_dec_##NAME, self, args[0]); }
UNARY_OF_BOTH(MAKE_DECIMAL)
UNARY_OF_BOTH(MAKE_CONTEXT)
UNARY_OF_CONTEXT(MAKE_CONTEXT)
#undef MAKE_DECIMAL
#undef MAKE_CONTEXT

static RgValue integral(RgThread *th, RgDecUnary op, RgValue self, const RgValue *args)
{
    RgDecContext *c = rg_decimal_context_arg(th, args[1]);
    if (!c) return RG_ERROR;
    RgDecRounding mode = c->env.rounding;
    return rg_decimal_rounding_arg(th, args[0], &mode) ? unary(th, op, rg_decimal_number(self), c, mode) : RG_ERROR;
}

METHOD(d_to_integral_value) { return integral(th, rg_dec_to_integral_value, self, args); }
METHOD(d_to_integral_exact) { return integral(th, rg_dec_to_integral_exact, self, args); }

/* ---- two operands ---- */

static RgValue binary_decimal(RgThread *th, RgDecBinary op, RgValue self, const RgValue *args)
{
    RgDec b;
    RgDecContext *c = rg_decimal_context_arg(th, args[1]);
    return c && rg_decimal_operand(th, args[0], &b) ? binary(th, op, rg_decimal_number(self), &b, c, c->env.rounding) : RG_ERROR;
}

static RgValue binary_context(RgThread *th, RgDecBinary op, RgValue self, const RgValue *args)
{
    RgDec a, b;
    if (!rg_decimal_operand(th, args[0], &a) || !rg_decimal_operand(th, args[1], &b)) return RG_ERROR;
    return binary(th, op, &a, &b, CONTEXT(self), CONTEXT(self)->env.rounding);
}

#define BINARY_OF_BOTH(F)                                                                                                  \
    F(compare) F(compare_signal) F(compare_total) F(compare_total_mag) F(max) F(max_mag) F(min) F(min_mag) F(next_toward)  \
    F(remainder_near) F(copy_sign) F(logical_and) F(logical_or) F(logical_xor) F(rotate) F(scaleb) F(shift)
#define BINARY_OF_CONTEXT(F) F(add) F(divide) F(divide_int) F(multiply) F(quantize) F(remainder) F(subtract)
#define MAKE_DECIMAL(NAME) METHOD(d_##NAME) { return binary_decimal(th, rg_dec_##NAME, self, args); }
#define MAKE_CONTEXT(NAME) METHOD(c_##NAME) { return binary_context(th, rg_dec_##NAME, self, args); }
BINARY_OF_BOTH(MAKE_DECIMAL)
BINARY_OF_BOTH(MAKE_CONTEXT)
BINARY_OF_CONTEXT(MAKE_CONTEXT)
#undef MAKE_DECIMAL
#undef MAKE_CONTEXT

METHOD(d_quantize)
{
    RgDec b;
    RgDecContext *c = rg_decimal_context_arg(th, args[2]);
    if (!c) return RG_ERROR;
    RgDecRounding mode = c->env.rounding;
    if (!rg_decimal_rounding_arg(th, args[1], &mode) || !rg_decimal_operand(th, args[0], &b)) return RG_ERROR;
    return binary(th, rg_dec_quantize, rg_decimal_number(self), &b, c, mode);
}

METHOD(c_divmod)
{
    RgDec a, b, q, r;
    if (!rg_decimal_operand(th, args[0], &a) || !rg_decimal_operand(th, args[1], &b)) return RG_ERROR;
    RgDecContext *c = CONTEXT(self);
    RgDecEnv e = c->env;
    e.status = 0;
    if (!rg_dec_divmod(th, &a, &b, &e, &q, &r) || !rg_decimal_signal(th, c, e.status)) return RG_ERROR;
    RgValue first = rg_decimal_new(th, &q), second = first ? rg_decimal_new(th, &r) : RG_ERROR;
    return second ? rg_from_ptr(rg_tuple_pair(th, first, second)) : RG_ERROR;
}

static bool same_quantum(const RgDec *a, const RgDec *b)
{
    if (a->kind == RG_DEC_FINITE && b->kind == RG_DEC_FINITE) return a->exp == b->exp;
    return (rg_dec_is_nan(a) && rg_dec_is_nan(b)) || (a->kind == RG_DEC_INF && b->kind == RG_DEC_INF);
}

METHOD(d_same_quantum)
{
    RgDec b;
    if (!rg_decimal_context_arg(th, args[1]) || !rg_decimal_operand(th, args[0], &b)) return RG_ERROR;
    return rg_from_bool(same_quantum(rg_decimal_number(self), &b));
}

METHOD(c_same_quantum)
{
    RgDec a, b;
    if (!rg_decimal_operand(th, args[0], &a) || !rg_decimal_operand(th, args[1], &b)) return RG_ERROR;
    return rg_from_bool(same_quantum(&a, &b));
}

/* ---- three operands ---- */

static RgValue fuse(RgThread *th, const RgDec *a, RgValue second, RgValue third, RgDecContext *c)
{
    RgDec b, d, r;
    if (!rg_decimal_operand(th, second, &b) || !rg_decimal_operand(th, third, &d)) return RG_ERROR;
    RgDecEnv e = c->env;
    e.status = 0;
    return rg_dec_fma(th, a, &b, &d, &e, &r) ? rg_decimal_result(th, c, &e, &r) : RG_ERROR;
}

METHOD(d_fma)
{
    RgDecContext *c = rg_decimal_context_arg(th, args[2]);
    return c ? fuse(th, rg_decimal_number(self), args[0], args[1], c) : RG_ERROR;
}

METHOD(c_fma)
{
    RgDec a;
    return rg_decimal_operand(th, args[0], &a) ? fuse(th, &a, args[1], args[2], CONTEXT(self)) : RG_ERROR;
}

METHOD(c_power)
{
    RgDec a, b, m, r;
    if (!rg_decimal_operand(th, args[0], &a) || !rg_decimal_operand(th, args[1], &b)) return RG_ERROR;
    if (args[2] == RG_UNBOUND || args[2] == RG_NONE) return binary(th, rg_dec_power, &a, &b, CONTEXT(self), CONTEXT(self)->env.rounding);
    if (!rg_decimal_operand(th, args[2], &m)) return RG_ERROR;
    RgDecEnv e = CONTEXT(self)->env;
    e.status = 0;
    return rg_dec_powmod(th, &a, &b, &m, &e, &r) ? rg_decimal_result(th, CONTEXT(self), &e, &r) : RG_ERROR;
}

/* ---- questions ---- */

static bool is_finite(const RgDec *a) { return a->kind == RG_DEC_FINITE; }
static bool is_infinite(const RgDec *a) { return a->kind == RG_DEC_INF; }
static bool is_nan(const RgDec *a) { return rg_dec_is_nan(a); }
static bool is_qnan(const RgDec *a) { return a->kind == RG_DEC_QNAN; }
static bool is_snan(const RgDec *a) { return a->kind == RG_DEC_SNAN; }
static bool is_signed(const RgDec *a) { return a->negative; }
static bool is_zero(const RgDec *a) { return rg_dec_is_zero(a); }

#define QUESTIONS(F) F(is_finite) F(is_infinite) F(is_nan) F(is_qnan) F(is_snan) F(is_signed) F(is_zero)
#define MAKE(NAME)                                                                                         \
    METHOD(d_##NAME) { return rg_from_bool(NAME(rg_decimal_number(self))); }                               \
    METHOD(c_##NAME)                                                                                       \
    {                                                                                                      \
        RgDec a;                                                                                           \
        return rg_decimal_operand(th, args[0], &a) ? rg_from_bool(NAME(&a)) : RG_ERROR;                    \
    }
QUESTIONS(MAKE)
#undef MAKE

/* Whether a is a finite number other than zero, below the normal ones or among them. */
static RgValue is_small(RgThread *th, RgDec a, const RgDecContext *c, bool subnormal)
{
    if (a.kind != RG_DEC_FINITE || rg_coef_is_zero(&a.c)) return RG_FALSE;
    int64_t adjusted = rg_dec_adjusted(th, &a);
    return adjusted == INT64_MIN ? RG_ERROR : rg_from_bool((adjusted < c->env.emin) == subnormal);
}

static RgValue small_decimal(RgThread *th, RgValue self, RgValue context, bool subnormal)
{
    RgDecContext *c = rg_decimal_context_arg(th, context);
    return c ? is_small(th, *rg_decimal_number(self), c, subnormal) : RG_ERROR;
}

static RgValue small_context(RgThread *th, RgValue self, RgValue a, bool subnormal)
{
    RgDec x;
    return rg_decimal_operand(th, a, &x) ? is_small(th, x, CONTEXT(self), subnormal) : RG_ERROR;
}

METHOD(d_is_normal) { return small_decimal(th, self, args[0], false); }
METHOD(d_is_subnormal) { return small_decimal(th, self, args[0], true); }
METHOD(c_is_normal) { return small_context(th, self, args[0], false); }
METHOD(c_is_subnormal) { return small_context(th, self, args[0], true); }

static RgValue number_class(RgThread *th, RgDec a, const RgDecContext *c)
{
    const char *name = rg_dec_class(th, &a, &c->env);
    return name ? rg_from_ptr(rg_str_from_cstr(th, name)) : RG_ERROR;
}

METHOD(d_number_class)
{
    RgDecContext *c = rg_decimal_context_arg(th, args[0]);
    return c ? number_class(th, *rg_decimal_number(self), c) : RG_ERROR;
}

METHOD(c_number_class)
{
    RgDec a;
    return rg_decimal_operand(th, args[0], &a) ? number_class(th, a, CONTEXT(self)) : RG_ERROR;
}

METHOD(d_adjusted)
{
    RgDec a = *rg_decimal_number(self);
    if (a.kind != RG_DEC_FINITE) return rg_from_int(0);
    int64_t adjusted = rg_dec_adjusted(th, &a);
    return adjusted == INT64_MIN ? RG_ERROR : rg_int_from_i64(th, adjusted);
}

METHOD(x_radix) { return rg_decimal_new(th, &(RgDec){.c = {.small = 10}}); }
METHOD(d_same) { return self; }

/* ---- copies and texts ---- */

/* Sign of the copy: 0 as it is, 1 positive, -1 the other one. */
static RgValue copy(RgThread *th, RgDec a, int sign)
{
    if (sign) a.negative = sign < 0 && !a.negative;
    return rg_decimal_new(th, &a);
}

METHOD(d_copy_abs) { return copy(th, *rg_decimal_number(self), 1); }
METHOD(d_copy_negate) { return copy(th, *rg_decimal_number(self), -1); }

static RgValue copy_context(RgThread *th, RgValue v, int sign)
{
    RgDec a;
    return rg_decimal_operand(th, v, &a) ? copy(th, a, sign) : RG_ERROR;
}

METHOD(c_copy_abs) { return copy_context(th, args[0], 1); }
METHOD(c_copy_negate) { return copy_context(th, args[0], -1); }
METHOD(c_copy_decimal) { return rg_is_decimal(th, args[0]) ? args[0] : copy_context(th, args[0], 0); }

METHOD(c_canonical)
{
    if (rg_is_decimal(th, args[0])) return args[0];
    return rg_raise(th, RG_EXC_TypeError, "argument must be a Decimal");
}

METHOD(d_is_canonical) { return RG_TRUE; }
METHOD(c_is_canonical) { return c_canonical(th, self, args, nargs) ? RG_TRUE : RG_ERROR; }

METHOD(d_to_eng_string)
{
    RgDecContext *c = rg_decimal_context_arg(th, args[0]);
    return c ? rg_from_ptr(rg_dec_to_str(th, rg_decimal_number(self), true, c->capitals)) : RG_ERROR;
}

METHOD(c_to_eng_string)
{
    RgDec a;
    return rg_decimal_operand(th, args[0], &a) ? rg_from_ptr(rg_dec_to_str(th, &a, true, CONTEXT(self)->capitals)) : RG_ERROR;
}

METHOD(c_to_sci_string)
{
    RgDec a;
    return rg_decimal_operand(th, args[0], &a) ? rg_from_ptr(rg_dec_to_str(th, &a, false, CONTEXT(self)->capitals)) : RG_ERROR;
}

METHOD(c_create_decimal)
{
    return rg_decimal_convert(th, rg_decimal_type(th, RG_DEC_TYPE_DECIMAL), args[0], CONTEXT(self), false);
}

METHOD(c_create_decimal_from_float)
{
    return rg_decimal_from_double(th, rg_decimal_type(th, RG_DEC_TYPE_DECIMAL), args[0], CONTEXT(self), false);
}

/* ---- the tables ---- */

#define WITH_CONTEXT(NAME) RG_METHOD(#NAME, "($self, /, context=None)", NULL, d_##NAME),
#define WITH_OTHER(NAME) RG_METHOD(#NAME, "($self, /, other, context=None)", NULL, d_##NAME),
#define ALONE(NAME) RG_METHOD(#NAME, "($self, /)", NULL, d_##NAME),
const RgMethodDef rg_decimal_methods[] = {
    UNARY_OF_BOTH(WITH_CONTEXT)
    BINARY_OF_BOTH(WITH_OTHER)
    QUESTIONS(ALONE)
    ALONE(is_canonical)
    RG_METHOD("to_integral", "($self, /, rounding=None, context=None)", NULL, d_to_integral_value),
    RG_METHOD("to_integral_exact", "($self, /, rounding=None, context=None)", NULL, d_to_integral_exact),
    RG_METHOD("to_integral_value", "($self, /, rounding=None, context=None)", NULL, d_to_integral_value),
    RG_METHOD("quantize", "($self, /, exp, rounding=None, context=None)", NULL, d_quantize),
    RG_METHOD("fma", "($self, /, other, third, context=None)", NULL, d_fma),
    RG_METHOD("is_normal", "($self, /, context=None)", NULL, d_is_normal),
    RG_METHOD("is_subnormal", "($self, /, context=None)", NULL, d_is_subnormal),
    RG_METHOD("adjusted", "($self, /)", NULL, d_adjusted),
    RG_METHOD("canonical", "($self, /)", NULL, d_same),
    RG_METHOD("conjugate", "($self, /)", NULL, d_same),
    RG_METHOD("radix", "($self, /)", NULL, x_radix),
    RG_METHOD("copy_abs", "($self, /)", NULL, d_copy_abs),
    RG_METHOD("copy_negate", "($self, /)", NULL, d_copy_negate),
    RG_METHOD("number_class", "($self, /, context=None)", NULL, d_number_class),
    RG_METHOD("to_eng_string", "($self, /, context=None)", NULL, d_to_eng_string),
    RG_METHOD("same_quantum", "($self, /, other, context=None)", NULL, d_same_quantum),
    RG_METHOD_END};

#define ONE_NUMBER(NAME) RG_METHOD(#NAME, "($self, x, /)", NULL, c_##NAME),
#define TWO_NUMBERS(NAME) RG_METHOD(#NAME, "($self, x, y, /)", NULL, c_##NAME),
const RgMethodDef rg_decimal_context_methods[] = {
    UNARY_OF_BOTH(ONE_NUMBER)
    ONE_NUMBER(abs)
    ONE_NUMBER(minus)
    ONE_NUMBER(plus)
    ONE_NUMBER(to_integral_exact)
    ONE_NUMBER(to_integral_value)
    BINARY_OF_BOTH(TWO_NUMBERS)
    BINARY_OF_CONTEXT(TWO_NUMBERS)
    QUESTIONS(ONE_NUMBER)
    ONE_NUMBER(is_canonical)
    RG_METHOD("to_integral", "($self, x, /)", NULL, c_to_integral_value),
    RG_METHOD("divmod", "($self, x, y, /)", NULL, c_divmod),
    RG_METHOD("power", "($self, /, a, b, modulo=None)", NULL, c_power),
    RG_METHOD("fma", "($self, x, y, z, /)", NULL, c_fma),
    RG_METHOD("radix", "($self, /)", NULL, x_radix),
    RG_METHOD("is_normal", "($self, x, /)", NULL, c_is_normal),
    RG_METHOD("is_subnormal", "($self, x, /)", NULL, c_is_subnormal),
    RG_METHOD_F("_apply", "($self, x, /)", NULL, c_apply, RG_MF_NO_SIGNATURE),
    RG_METHOD("canonical", "($self, x, /)", NULL, c_canonical),
    RG_METHOD("copy_abs", "($self, x, /)", NULL, c_copy_abs),
    RG_METHOD("copy_decimal", "($self, x, /)", NULL, c_copy_decimal),
    RG_METHOD("copy_negate", "($self, x, /)", NULL, c_copy_negate),
    RG_METHOD("number_class", "($self, x, /)", NULL, c_number_class),
    RG_METHOD("to_sci_string", "($self, x, /)", NULL, c_to_sci_string),
    RG_METHOD("to_eng_string", "($self, x, /)", NULL, c_to_eng_string),
    RG_METHOD("same_quantum", "($self, x, y, /)", NULL, c_same_quantum),
    RG_METHOD("create_decimal", "($self, num=\"0\", /)", NULL, c_create_decimal),
    RG_METHOD("create_decimal_from_float", "($self, f, /)", NULL, c_create_decimal_from_float),
    RG_METHOD_END};
