/* SPDX-License-Identifier: MIT
 *
 * float_type.c: what Python sees of float: slots and methods.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "vm/base/dtoa.h"
#include "vm/object/bytes.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/type/str_methods.h"

/* Operand of a mixed operation: 1 converted, 0 not a number of ours, -1 raised. */
static inline int operand(RgThread *th, RgValue v, double *out)
{
    if (RG_LIKELY(rg_is_double(v))) {
        *out = rg_as_double(v);
        return 1;
    }
    if (rg_is_integer(v)) return rg_int_to_double(th, v, out) ? 1 : -1;
    if (rg_is_kind(v, RG_KIND_float)) {
        *out = RG_AS(RgFloatObject, v)->value;
        return 1;
    }
    return 0;
}

#define OPERANDS(a, b)                                                     \
    double x, y;                                                           \
    int state = operand(th, a, &x);                                        \
    if (state == 1) state = operand(th, b, &y);                            \
    if (state != 1) return state ? RG_ERROR : RG_NOT_IMPLEMENTED

static RgValue zero_division(RgThread *th, const char *text)
{
    return rg_raise(th, RG_EXC_ZeroDivisionError, "%s", text);
}

static RgValue float_add(RgThread *th, RgValue a, RgValue b)
{
    OPERANDS(a, b);
    return rg_from_double(x + y);
}

static RgValue float_sub(RgThread *th, RgValue a, RgValue b)
{
    OPERANDS(a, b);
    return rg_from_double(x - y);
}

static RgValue float_mul(RgThread *th, RgValue a, RgValue b)
{
    OPERANDS(a, b);
    return rg_from_double(x * y);
}

static RgValue float_truediv(RgThread *th, RgValue a, RgValue b)
{
    OPERANDS(a, b);
    return y == 0 ? zero_division(th, "float division by zero") : rg_from_double(x / y);
}

static RgValue float_floordiv(RgThread *th, RgValue a, RgValue b)
{
    OPERANDS(a, b);
    return y == 0 ? zero_division(th, "float floor division by zero") : rg_from_double(rg_float_floordiv(x, y));
}

static RgValue float_mod(RgThread *th, RgValue a, RgValue b)
{
    OPERANDS(a, b);
    return y == 0 ? zero_division(th, "float modulo") : rg_from_double(rg_float_mod(x, y));
}

static RgValue float_divmod(RgThread *th, RgValue a, RgValue b)
{
    OPERANDS(a, b);
    if (y == 0) return zero_division(th, "float divmod()");
    RgTuple *pair = rg_tuple_pack(th, 2, rg_from_double(rg_float_floordiv(x, y)), rg_from_double(rg_float_mod(x, y)));
    return rg_from_ptr(pair);
}

static RgValue float_pow(RgThread *th, RgValue a, RgValue b, RgValue mod)
{
    if (mod != RG_NONE) {
        return rg_raise(th, RG_EXC_TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
    }
    OPERANDS(a, b);
    return rg_float_pow(th, x, y);
}

static RgValue float_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    double x, y;
    if (!rg_is_float(a)) return RG_NOT_IMPLEMENTED;
    x = rg_float_value(a);
    int c;
    if (rg_is_float(b)) {
        y = rg_float_value(b);
        if (isnan(x) || isnan(y)) return rg_from_bool(op == RG_NE);
        c = x < y ? -1 : x > y;
    } else if (rg_is_integer(b)) {
        if (isnan(x)) return rg_from_bool(op == RG_NE);
        c = -rg_int_compare_double(b, x);
    } else {
        return RG_NOT_IMPLEMENTED;
    }
    static const uint8_t truth[] = {[RG_LT] = 1, [RG_LE] = 3, [RG_EQ] = 2, [RG_NE] = 5, [RG_GT] = 4, [RG_GE] = 6};
    return rg_from_bool(truth[op] >> (c + 1) & 1);
}

static RgValue float_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_float_repr(th, rg_float_value(self)));
}

static bool float_hash(RgThread *th, RgValue self, int64_t *out)
{
    *out = rg_float_hash(rg_float_value(self), self);
    return true;
}

static int float_truth(RgThread *th, RgValue self)
{
    return rg_float_value(self) != 0;
}

static RgValue float_neg(RgThread *th, RgValue self)
{
    return rg_from_double(-rg_float_value(self));
}

static RgValue float_pos(RgThread *th, RgValue self)
{
    return rg_from_double(rg_float_value(self));
}

static RgValue float_abs(RgThread *th, RgValue self)
{
    return rg_from_double(fabs(rg_float_value(self)));
}

static RgValue float_int(RgThread *th, RgValue self)
{
    return rg_int_from_double(th, rg_float_value(self));
}

static RgValue float_from(RgThread *th, RgValue x)
{
    if (rg_is_double(x)) return x;
    if (rg_is_exact(x, RG_KIND_str)) return rg_float_parse(th, RG_STR(x));
    RgType *type = rg_type_of(th->rt, x);
    if (type->slots.float_ || type->slots.index) return rg_number_float(th, x);
    if (rg_is_str(x)) return rg_float_parse(th, RG_STR(x));
    if (!rg_buffer_supported(x)) {
        return rg_raise(th, RG_EXC_TypeError, "float() argument must be a string or a real number, not '%T'", x);
    }
    RgBufferView view;
    double d;
    if (!rg_buffer_get(th, x, &view, false)) return RG_ERROR;
    bool ok = rg_float_parse_text((const char *)view.data, (size_t)view.len, &d);
    rg_buffer_release(&view);
    return ok ? rg_from_double(d) : rg_raise(th, RG_EXC_ValueError, "could not convert string to float: %R", x);
}

static RgValue float_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw_new(th, "float", type, kwnames)) return RG_ERROR;
    if (!rg_args_count(th, "float", nargs, 0, 1)) return RG_ERROR;
    RgValue v = nargs ? float_from(th, args[0]) : rg_from_double(0.0);
    if (v == RG_ERROR || type == RG_TYPE(th, float)) return v;
    RgFloatObject *f = rg_object_new_of(th, type, 0);
    if (!f) return RG_ERROR;
    f->value = rg_float_value(v);
    return rg_from_ptr(f);
}

/* ---- methods ---- */

static RgValue m_itself(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return float_pos(th, self);
}

static RgValue m_trunc(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return float_int(th, self);
}

static RgValue m_floor(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_int_from_double(th, floor(rg_float_value(self)));
}

static RgValue m_ceil(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_int_from_double(th, ceil(rg_float_value(self)));
}

/* Decimal rounding of the exact binary value, half to even, through exactly rounded text. */
static bool round_to(double x, int ndigits, double *out)
{
    char text[400];
    if (ndigits >= 0) {
        snprintf(text, sizeof text, "%.*f", ndigits, x);
    } else {
        snprintf(text, sizeof text, "%.25e", x);
        int precision = atoi(strchr(text, 'e') + 1) + ndigits;
        if (precision < 0) {
            double unit = 0;
            snprintf(text, sizeof text, "5e%d", -ndigits - 1);
            rg_dtoa_parse(text, text + strlen(text), &unit, NULL);
            snprintf(text, sizeof text, "%s1e%d", x < 0 ? "-" : "", -ndigits);
            if (!(precision == -1 && fabs(x) > unit)) {
                *out = copysign(0.0, x);
                return true;
            }
        } else {
            snprintf(text, sizeof text, "%.*e", precision, x);
        }
    }
    bool overflow = false;
    rg_dtoa_parse(text, text + strlen(text), out, &overflow);
    return !overflow && isfinite(*out);
}

static RgValue m_round(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    double x = rg_float_value(self);
    if (args[0] == RG_UNBOUND || args[0] == RG_NONE) return rg_int_from_double(th, isfinite(x) ? rint(x) : x);
    int64_t ndigits;
    if (!rg_number_as_index(th, args[0], &ndigits, RG_EXC_BaseException)) return RG_ERROR;
    if (!isfinite(x) || ndigits > 323) return rg_from_double(x);
    if (ndigits < -308) return rg_from_double(0.0 * x);
    double r;
    if (!round_to(x, (int)ndigits, &r)) return rg_raise(th, RG_EXC_OverflowError, "rounded value too large to represent");
    return rg_from_double(r);
}

static RgValue m_as_integer_ratio(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    double x = rg_float_value(self);
    if (isinf(x)) return rg_raise(th, RG_EXC_OverflowError, "cannot convert Infinity to integer ratio");
    if (isnan(x)) return rg_raise(th, RG_EXC_ValueError, "cannot convert NaN to integer ratio");
    int e;
    double m = frexp(x, &e);
    for (int i = 0; i < 300 && m != floor(m); i++) {
        m *= 2.0;
        e--;
    }
    RgValue n = rg_int_from_double(th, m), d = rg_from_int(1);
    if (n && e > 0) n = rg_int_shl(th, n, rg_from_int(e));
    else if (n) d = rg_int_shl(th, d, rg_from_int(-e));
    return n && d ? rg_from_ptr(rg_tuple_pack(th, 2, n, d)) : RG_ERROR;
}

static RgValue m_is_integer(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    double x = rg_float_value(self);
    return rg_from_bool(isfinite(x) && floor(x) == x);
}

static RgValue m_hex(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    double x = rg_float_value(self);
    if (!isfinite(x)) return float_repr(th, self);
    const char *sign = signbit(x) ? "-" : "";
    if (x == 0) return rg_from_ptr(rg_str_printf(th, "%s0x0.0p+0", sign));
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int e = (int)(bits >> 52 & 0x7ff);
    unsigned long long fraction = bits & (((uint64_t)1 << 52) - 1);
    return rg_from_ptr(rg_str_printf(th, "%s0x%d.%013llxp%+d", sign, e != 0, fraction, e ? e - 1023 : -1022));
}

/* True when s is what float.fromhex takes; out gets it with 0x before the digits, or as inf or nan. */
static bool normalise_hex(const char *s, const char *end, char *out, size_t room)
{
    char *o = out;
    if (end - s + 3 > (ptrdiff_t)room) return false;
    if (s < end && (*s == '+' || *s == '-')) *o++ = *s++;
    if (end - s >= 3 && (strncasecmp(s, "inf", 3) == 0 || strncasecmp(s, "nan", 3) == 0)) {
        bool known = (end - s == 3) || (end - s == 8 && strncasecmp(s, "infinity", 8) == 0);
        memcpy(o, s, (size_t)(end - s));
        o[end - s] = 0;
        return known;
    }
    if (end - s >= 2 && s[0] == '0' && (s[1] | 32) == 'x') s += 2;
    *o++ = '0';
    *o++ = 'x';
    int digits = 0, points = 0;
    for (; s < end; s++) {
        char c = (char)(*s | 32);
        if ((*s >= '0' && *s <= '9') || (c >= 'a' && c <= 'f')) digits++;
        else if (*s == '.' && !points) points++;
        else break;
        *o++ = *s;
    }
    if (!digits) return false;
    if (s < end) {
        if ((*s | 32) != 'p') return false;
        *o++ = *s++;
        if (s < end && (*s == '+' || *s == '-')) *o++ = *s++;
        if (s == end) return false;
        for (; s < end; s++) {
            if (*s < '0' || *s > '9') return false;
            *o++ = *s;
        }
    }
    *o = 0;
    return true;
}

/* m * 2^e, and a little more when `more`: rounded to the nearest double, ties to even. */
static double round_scaled(uint64_t m, int64_t e, bool more)
{
    if (!m) return 0;
    int64_t bits = 64 - __builtin_clzll(m), top = e + bits; /* the value is in [2^(top-1), 2^top) */
    int64_t keep = top - 1 < -1022 ? top + 1074 : 53, drop = bits - keep;
    if (top > 1024) return INFINITY;
    if (keep < 0) return 0;
    if (drop <= 0) return ldexp((double)m, (int)e);
    uint64_t rest = drop == 64 ? m : m & (((uint64_t)1 << drop) - 1), half = (uint64_t)1 << (drop - 1);
    uint64_t kept = drop == 64 ? 0 : m >> drop;
    if (rest > half || (rest == half && (more || (kept & 1)))) kept++;
    return ldexp((double)kept, (int)(e + drop));
}

/* What normalise_hex made of a finite number. (strtod rounds some of the smallest wrongly.) */
static double hex_value(const char *s)
{
    bool negative = *s == '-', point = false, more = false;
    uint64_t m = 0;
    int64_t e = 0, x = 0;
    for (s += 2 + (*s == '-' || *s == '+'); *s && *s != 'p' && *s != 'P'; s++) {
        if (*s == '.') {
            point = true;
            continue;
        }
        unsigned digit = *s <= '9' ? (unsigned)(*s - '0') : (unsigned)((*s | 32) - 'a' + 10);
        if (point) e -= 4;
        if (!(m >> 60)) {
            m = m << 4 | digit;
        } else {
            more |= digit != 0;
            e += 4;
        }
    }
    if (*s) {
        bool down = *++s == '-';
        for (s += *s == '-' || *s == '+'; *s; s++) x = RG_MIN(x * 10 + (*s - '0'), INT64_MAX / 64);
        e += down ? -x : x;
    }
    double d = round_scaled(m, e, more);
    return negative ? -d : d;
}

static RgValue m_fromhex(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "bad argument type for built-in operation");
    size_t len;
    const char *s = rg_str_utf8(th, RG_STR(args[0]), &len), *end = s + len;
    if (!s) return RG_ERROR;
    while (s < end && (*s == ' ' || (*s >= 9 && *s <= 13))) s++;
    while (end > s && (end[-1] == ' ' || (end[-1] >= 9 && end[-1] <= 13))) end--;
    RgBuffer *room = rg_buffer_new(th, len + 8);
    if (!room) return RG_ERROR;
    if (!normalise_hex(s, end, (char *)room->data, len + 8)) {
        return rg_raise(th, RG_EXC_ValueError, "invalid hexadecimal floating-point string");
    }
    bool number = memchr(room->data, 'x', 4) != NULL;
    double d = number ? hex_value((char *)room->data) : strtod((char *)room->data, NULL);
    if (number && isinf(d)) {
        return rg_raise(th, RG_EXC_OverflowError, "hexadecimal value too large to represent as a float");
    }
    if (self == rg_from_ptr(RG_TYPE(th, float))) return rg_from_double(d);
    return rg_call1(th, self, rg_from_double(d));
}

static RgValue m_getnewargs(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_from_ptr(rg_tuple_pack(th, 1, float_pos(th, self)));
}

static RgValue m_getformat(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "__getformat__() argument must be str, not %T", args[0]);
    if ((rg_str_equal_cstr(RG_STR(args[0]), "double") || rg_str_equal_cstr(RG_STR(args[0]), "float"))) {
        return rg_from_ptr(rg_str_from_cstr(th, "IEEE, little-endian"));
    }
    return rg_raise(th, RG_EXC_ValueError, "__getformat__() argument 1 must be 'double' or 'float'");
}

static RgValue m_format(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "__format__() argument must be str, not %T", args[0]);
    return rg_format_float(th, self, RG_STR(args[0]));
}

static RgValue get_imag(RgThread *th, RgValue self)
{
    return rg_from_double(0.0);
}

static const RgMethodDef float_methods[] = {
    RG_METHOD("conjugate", "($self, /)", "Return self, the complex conjugate of a float.", m_itself),
    RG_METHOD("__trunc__", "($self, /)", "The integral part, towards zero.", m_trunc),
    RG_METHOD("__floor__", "($self, /)", "The largest int that is not above self.", m_floor),
    RG_METHOD("__ceil__", "($self, /)", "The smallest int that is not below self.", m_ceil),
    RG_METHOD("__round__", "($self, ndigits=None, /)", "Round half to even; an int when ndigits is None.", m_round),
    RG_METHOD("as_integer_ratio", "($self, /)", "A pair of ints whose quotient is exactly self.", m_as_integer_ratio),
    RG_METHOD_F("fromhex", "($type, string, /)", "The float of a hexadecimal text.", m_fromhex, RG_MF_CLASS),
    RG_METHOD("hex", "($self, /)", "Hexadecimal text of the value.", m_hex),
    RG_METHOD("is_integer", "($self, /)", "True when the value is integral.", m_is_integer),
    RG_METHOD("__getnewargs__", "($self, /)", NULL, m_getnewargs),
    RG_METHOD_F("__getformat__", "($type, typestr, /)", "How the machine stores floats.", m_getformat, RG_MF_CLASS),
    RG_METHOD("__format__", "($self, format_spec, /)", "Format as the specification asks.", m_format),
    RG_METHOD_END,
};

static const RgGetSetDef float_getset[] = {
    {"real", float_pos, NULL, "the real part of a complex number"},
    {"imag", get_imag, NULL, "the imaginary part of a complex number"},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_float = {
    .doc = "Convert a string or number to a floating point number, if possible.",
    .signature = "(x=0, /)",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgFloatObject),
    .cell = {"float", NULL, NULL},
    .slots = {.repr = float_repr,
              .hash = float_hash,
              .compare = float_compare,
              .new_ = float_new,
              .truth = float_truth,
              .add = float_add,
              .sub = float_sub,
              .mul = float_mul,
              .truediv = float_truediv,
              .floordiv = float_floordiv,
              .mod = float_mod,
              .divmod = float_divmod,
              .pow = float_pow,
              .neg = float_neg,
              .pos = float_pos,
              .abs = float_abs,
              .int_ = float_int,
              .float_ = float_pos},
    .methods = float_methods,
    .getset = float_getset,
};
