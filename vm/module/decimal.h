/* SPDX-License-Identifier: MIT
 *
 * decimal.h: what the files of the _decimal module share: decimal numbers, contexts, and arithmetic on them.
 *
 * A number is worked on as an RgDec in a C local: a coefficient (an integer >= 0), an exponent of ten, a sign, or a special value.
 * Coefficients below 2**128 are held inline, others are int values, so scratch memory is the collector's and nothing is freed by hand.
 * Operations collect conditions (RG_DEC_x bits) in an RgDecEnv; who called them decides what is raised (rg_decimal_signal).
 */
#ifndef RG_MODULE_DECIMAL_H
#define RG_MODULE_DECIMAL_H

#include "vm/module/registry.h"
#include "vm/object/protocol.h"

typedef unsigned __int128 RgU128;

typedef struct RgCoef {
    RgU128 small;   /* the coefficient when big is 0 */
    RgValue big;    /* an int of more than 128 bits, or 0 */
    int64_t digits; /* decimal digits (1 for zero), 0: not counted yet */
} RgCoef;

typedef enum RgDecKind { RG_DEC_FINITE, RG_DEC_INF, RG_DEC_QNAN, RG_DEC_SNAN } RgDecKind;

typedef struct RgDec {
    RgCoef c;    /* NaNs: the payload; infinities: 0 */
    int64_t exp; /* specials: 0 */
    uint8_t kind;
    bool negative;
} RgDec;

enum { /* conditions; the bits of InvalidOperation are told apart in the exception's argument */
    RG_DEC_CLAMPED = 0x1, RG_DEC_CONVERSION_SYNTAX = 0x2, RG_DEC_DIVISION_BY_ZERO = 0x4, RG_DEC_DIVISION_IMPOSSIBLE = 0x8,
    RG_DEC_DIVISION_UNDEFINED = 0x10, RG_DEC_FLOAT_OPERATION = 0x20, RG_DEC_INEXACT = 0x40, RG_DEC_INVALID_CONTEXT = 0x80,
    RG_DEC_INVALID_OPERATION = 0x100, RG_DEC_OVERFLOW = 0x200, RG_DEC_ROUNDED = 0x400, RG_DEC_SUBNORMAL = 0x800,
    RG_DEC_UNDERFLOW = 0x1000,
    RG_DEC_ANY_INVALID = RG_DEC_CONVERSION_SYNTAX | RG_DEC_DIVISION_IMPOSSIBLE | RG_DEC_DIVISION_UNDEFINED | RG_DEC_INVALID_CONTEXT |
                         RG_DEC_INVALID_OPERATION
};

typedef enum RgDecRounding {
    RG_DEC_UP, RG_DEC_DOWN, RG_DEC_CEILING, RG_DEC_FLOOR, RG_DEC_HALF_UP, RG_DEC_HALF_DOWN, RG_DEC_HALF_EVEN, RG_DEC_05UP, RG_DEC_ROUNDINGS
} RgDecRounding;

#define RG_DEC_MAX_PREC 999999999999999999
#define RG_DEC_MIN_ETINY (-2 * RG_DEC_MAX_PREC + 1)

/* What arithmetic needs to know of a context, and the conditions that it met. */
typedef struct RgDecEnv {
    int64_t prec, emax, emin;
    RgDecRounding rounding;
    bool clamp;
    uint32_t status;
} RgDecEnv;

static inline int64_t rg_dec_etiny(const RgDecEnv *e) { return e->emin - (e->prec - 1); }
static inline int64_t rg_dec_etop(const RgDecEnv *e) { return e->emax - (e->prec - 1); }

typedef struct RgDecimal {
    RgObject head;
    RgDec d;
} RgDecimal;

typedef struct RgDecContext {
    RgObject head;
    RgDecEnv env;       /* env.status: the flags */
    uint32_t traps;     /* conditions that raise */
    bool capitals;
    RgValue signals[2]; /* SignalDicts for the flags and the traps, 0: not asked for yet */
} RgDecContext;

enum RgDecState { /* items of the module's state */
    RG_DEC_TYPE_DECIMAL, RG_DEC_TYPE_CONTEXT, RG_DEC_TYPE_SIGNALS, RG_DEC_TYPE_MANAGER, RG_DEC_TYPE_TUPLE, RG_DEC_VARIABLE,
    RG_DEC_TEMPLATES, /* DefaultContext, BasicContext, ExtendedContext */
    RG_DEC_CACHED = RG_DEC_TEMPLATES + 3, /* the context found last, for the variables of RG_DEC_CACHED_VARS */
    RG_DEC_CACHED_VARS, RG_DEC_POWERS, RG_DEC_RATIONAL, RG_DEC_SIGNAL_CLASSES,
    RG_DEC_STATE_ITEMS = RG_DEC_SIGNAL_CLASSES + 16
};
enum { RG_DEC_POWERS_KEPT = 512 }; /* powers of ten beyond 128 bits that are kept once they were computed */
static inline RgValue rg_decimal_item(RgThread *th, int item) { return ((RgArray *)RG_MODULE_STATE(th, decimal))->items[item]; }
static inline RgType *rg_decimal_type(RgThread *th, int item) { return RG_AS(RgType, rg_decimal_item(th, item)); }

/* No number gets more digits than this: more memory than there is. */
#define RG_DEC_MAX_DIGITS ((int64_t)1 << 35)

/* ---- decimal_number.c: coefficients, rounding and the four operations ----
 * False: raised (memory is short). The result may be the same struct as an operand. */
static inline bool rg_coef_is_zero(const RgCoef *c) { return !c->big && !c->small; }
static inline bool rg_dec_is_zero(const RgDec *d) { return d->kind == RG_DEC_FINITE && rg_coef_is_zero(&d->c); }
static inline bool rg_dec_is_nan(const RgDec *d) { return d->kind >= RG_DEC_QNAN; }
RgU128 rg_dec_power128(int64_t k); /* 10**k, 0 <= k <= 38 */
bool rg_coef_power(RgThread *th, int64_t k, RgCoef *out) RG_CHECK_RESULT;
void rg_coef_from_int(RgValue v, RgCoef *out); /* an int >= 0 */
RgValue rg_coef_to_int(RgThread *th, const RgCoef *c);
int64_t rg_coef_digits(RgThread *th, RgCoef *c); /* 0: raised */
int rg_coef_compare(const RgCoef *a, const RgCoef *b);
bool rg_coef_add(RgThread *th, const RgCoef *a, const RgCoef *b, RgCoef *out) RG_CHECK_RESULT;
bool rg_coef_sub(RgThread *th, const RgCoef *a, const RgCoef *b, RgCoef *out) RG_CHECK_RESULT; /* a >= b */
bool rg_coef_mul(RgThread *th, const RgCoef *a, const RgCoef *b, RgCoef *out) RG_CHECK_RESULT;
bool rg_coef_divmod(RgThread *th, const RgCoef *a, const RgCoef *b, RgCoef *q, RgCoef *r) RG_CHECK_RESULT;
bool rg_coef_shift_left(RgThread *th, const RgCoef *a, int64_t k, RgCoef *out) RG_CHECK_RESULT;
/* How what was dropped compares with half a unit of what is left. */
typedef enum RgDecTail { RG_TAIL_ZERO, RG_TAIL_BELOW, RG_TAIL_HALF, RG_TAIL_ABOVE } RgDecTail;
bool rg_coef_shift_right(RgThread *th, RgCoef *a, int64_t k, RgCoef *out, RgDecTail *tail) RG_CHECK_RESULT;
bool rg_coef_low_digits(RgThread *th, RgCoef *a, int64_t k, RgCoef *out) RG_CHECK_RESULT;
uint64_t rg_coef_mod_small(const RgCoef *a, uint64_t m);
bool rg_coef_round(RgThread *th, RgCoef *c, RgDecTail tail, bool negative, RgDecRounding mode) RG_CHECK_RESULT;
/* Trailing zeros go, most of them: exp does not rise above limit. */
bool rg_dec_strip(RgThread *th, RgDec *d, int64_t limit) RG_CHECK_RESULT;

static inline void rg_dec_set_small(RgDec *r, uint64_t coefficient, int64_t exp, bool negative)
{
    *r = (RgDec){.c = {.small = coefficient}, .exp = exp, .negative = negative};
}
static inline void rg_dec_set_inf(RgDec *r, bool negative) { *r = (RgDec){.kind = RG_DEC_INF, .negative = negative}; }
bool rg_dec_invalid(RgDecEnv *e, uint32_t condition, RgDec *r); /* a NaN; true */
/* 1: r is the NaN that operands that are NaNs give; 0: none is one; -1 raised. b may be NULL. */
int rg_dec_check_nan(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r);
int64_t rg_dec_adjusted(RgThread *th, RgDec *d); /* INT64_MIN: raised */
bool rg_dec_finalize(RgThread *th, RgDec *r, RgDecEnv *e) RG_CHECK_RESULT;

typedef bool (*RgDecUnary)(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r);
typedef bool (*RgDecBinary)(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r);
#define RG_DEC_UNARY(NAME) bool rg_dec_##NAME(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r) RG_CHECK_RESULT
#define RG_DEC_BINARY(NAME) bool rg_dec_##NAME(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *r) RG_CHECK_RESULT
RG_DEC_BINARY(add);
RG_DEC_BINARY(subtract);
RG_DEC_BINARY(multiply);
RG_DEC_BINARY(divide);
RG_DEC_BINARY(divide_int);
RG_DEC_BINARY(remainder);
RG_DEC_BINARY(remainder_near);
bool rg_dec_divmod(RgThread *th, const RgDec *a, const RgDec *b, RgDecEnv *e, RgDec *q, RgDec *r) RG_CHECK_RESULT;
bool rg_dec_fma(RgThread *th, const RgDec *a, const RgDec *b, const RgDec *c, RgDecEnv *e, RgDec *r) RG_CHECK_RESULT;

/* ---- decimal_ops.c: comparisons, quantities and digits ---- */
bool rg_dec_order(RgThread *th, const RgDec *a, const RgDec *b, bool magnitude, int *order) RG_CHECK_RESULT; /* no NaNs */
bool rg_dec_total_order(RgThread *th, const RgDec *a, const RgDec *b, bool magnitude, int *order) RG_CHECK_RESULT;
bool rg_dec_rescale(RgThread *th, const RgDec *a, int64_t exp, RgDecEnv *e, RgDec *r) RG_CHECK_RESULT; /* no limit of precision */
bool rg_dec_integral(RgThread *th, const RgDec *a, RgDecEnv *e, RgDec *r, bool exact) RG_CHECK_RESULT;
bool rg_dec_is_integral(RgThread *th, const RgDec *a, bool *integral, bool *odd) RG_CHECK_RESULT;
const char *rg_dec_class(RgThread *th, RgDec *a, const RgDecEnv *e); /* NULL: raised */
RG_DEC_UNARY(apply);
RG_DEC_UNARY(plus);
RG_DEC_UNARY(minus);
RG_DEC_UNARY(abs);
RG_DEC_UNARY(normalize);
RG_DEC_UNARY(to_integral_exact);
RG_DEC_UNARY(to_integral_value);
RG_DEC_UNARY(logb);
RG_DEC_UNARY(logical_invert);
RG_DEC_UNARY(next_minus);
RG_DEC_UNARY(next_plus);
RG_DEC_BINARY(compare);
RG_DEC_BINARY(compare_signal);
RG_DEC_BINARY(compare_total);
RG_DEC_BINARY(compare_total_mag);
RG_DEC_BINARY(max);
RG_DEC_BINARY(max_mag);
RG_DEC_BINARY(min);
RG_DEC_BINARY(min_mag);
RG_DEC_BINARY(next_toward);
RG_DEC_BINARY(quantize);
RG_DEC_BINARY(copy_sign);
RG_DEC_BINARY(logical_and);
RG_DEC_BINARY(logical_or);
RG_DEC_BINARY(logical_xor);
RG_DEC_BINARY(rotate);
RG_DEC_BINARY(scaleb);
RG_DEC_BINARY(shift);

/* ---- decimal_math.c: roots, logarithms and powers ---- */
RG_DEC_UNARY(sqrt);
RG_DEC_UNARY(exp);
RG_DEC_UNARY(ln);
RG_DEC_UNARY(log10);
RG_DEC_BINARY(power);
bool rg_dec_powmod(RgThread *th, const RgDec *a, const RgDec *b, const RgDec *m, RgDecEnv *e, RgDec *r) RG_CHECK_RESULT;

/* ---- decimal_text.c ---- */
bool rg_dec_parse(RgThread *th, const char *s, size_t n, RgDecEnv *e, RgDec *r) RG_CHECK_RESULT; /* exact; conditions in e */
RgStr *rg_dec_to_str(RgThread *th, const RgDec *d, bool engineering, bool capitals);
char *rg_dec_digit_text(RgThread *th, const RgCoef *c, size_t *len); /* rg_mem_free; NULL: raised */
RgValue rg_decimal_format(RgThread *th, RgValue self, const RgValue *args, size_t nargs);

/* ---- decimal_context.c ---- */
RgDecContext *rg_decimal_context(RgThread *th);                  /* the current one; NULL: raised */
RgDecContext *rg_decimal_context_arg(RgThread *th, RgValue v);   /* that, or the one given (None, unbound: none) */
/* The conditions become flags, or an exception. */
bool rg_decimal_signal(RgThread *th, RgDecContext *c, uint32_t status) RG_CHECK_RESULT;
bool rg_decimal_rounding_arg(RgThread *th, RgValue v, RgDecRounding *out) RG_CHECK_RESULT; /* None, unbound: untouched */
void rg_dec_max_env(RgDecEnv *e);
bool rg_decimal_init_contexts(RgThread *th, RgModule *m) RG_CHECK_RESULT;

/* ---- decimal_object.c ---- */
static inline const RgDec *rg_decimal_number(RgValue v) { return &RG_AS(RgDecimal, v)->d; }
static inline bool rg_is_decimal(RgThread *th, RgValue v)
{
    if (!rg_is_object(v)) return false;
    RgType *type = rg_type_of(th->rt, v), *decimal = rg_decimal_type(th, RG_DEC_TYPE_DECIMAL);
    return type == decimal || rg_type_is_subtype(type, decimal);
}
RgValue rg_decimal_new(RgThread *th, const RgDec *d);
RgValue rg_decimal_new_of(RgThread *th, RgType *type, const RgDec *d);
/* e's conditions are signalled, then the number is made. */
RgValue rg_decimal_result(RgThread *th, RgDecContext *c, const RgDecEnv *e, const RgDec *d);
bool rg_dec_from_int(RgThread *th, RgValue v, RgDec *out) RG_CHECK_RESULT;
/* Operand of a context's method: Decimal or int, else TypeError. */
bool rg_decimal_operand(RgThread *th, RgValue v, RgDec *out) RG_CHECK_RESULT;
/* What Decimal(v) is (exact) or what context.create_decimal(v) is. */
RgValue rg_decimal_convert(RgThread *th, RgType *type, RgValue v, RgDecContext *c, bool exact);
RgValue rg_decimal_from_double(RgThread *th, RgType *type, RgValue v, RgDecContext *c, bool exact);
RgType *rg_decimal_make_type(RgThread *th);
extern const RgMethodDef rg_decimal_methods[], rg_decimal_context_methods[]; /* decimal_methods.c */

#endif
