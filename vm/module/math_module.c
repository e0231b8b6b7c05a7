/* SPDX-License-Identifier: MIT
 *
 * math_module.c: the math module: real functions on the C library with Python's rules for errors. The integer functions are in
 * math_integer.c.
 */
#include "vm/module/math.h"

#include <errno.h>
#include <math.h>

#include "vm/object/bigint.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define MATH(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static RgValue domain_error(RgThread *th)
{
    return rg_raise(th, RG_EXC_ValueError, "math domain error");
}

static RgValue range_error(RgThread *th)
{
    return rg_raise(th, RG_EXC_OverflowError, "math range error");
}

static inline bool to_double(RgThread *th, RgValue v, double *out)
{
    if (RG_LIKELY(rg_is_double(v))) {
        *out = rg_as_double(v);
        return true;
    }
    if (rg_is_int(v)) {
        *out = (double)rg_as_int(v);
        return true;
    }
    return rg_number_as_double(th, v, out);
}

/* A result that is NaN or infinite although the argument was not tells what went wrong. */
static inline RgValue checked(RgThread *th, double x, double r, bool can_overflow)
{
    if (RG_UNLIKELY(!isfinite(r))) {
        if (isnan(r) && !isnan(x)) return domain_error(th);
        if (isinf(r) && isfinite(x)) return can_overflow ? range_error(th) : domain_error(th);
    }
    return rg_from_double(r);
}

#define UNARY(NAME, FN, CAN_OVERFLOW)                                 \
    MATH(NAME)                                                        \
    {                                                                 \
        double x;                                                     \
        if (!to_double(th, args[0], &x)) return RG_ERROR;             \
        return checked(th, x, FN(x), CAN_OVERFLOW);                   \
    }
UNARY(acos, acos, false)
UNARY(acosh, acosh, false)
UNARY(asin, asin, false)
UNARY(asinh, asinh, false)
UNARY(atan, atan, false)
UNARY(atanh, atanh, false)
UNARY(cbrt, cbrt, false)
UNARY(cos, cos, false)
UNARY(cosh, cosh, true)
UNARY(erf, erf, false)
UNARY(erfc, erfc, false)
UNARY(exp, exp, true)
UNARY(exp2, exp2, true)
UNARY(expm1, expm1, true)
UNARY(fabs, fabs, false)
UNARY(log1p, log1p, false)
UNARY(sin, sin, false)
UNARY(sinh, sinh, true)
UNARY(sqrt, sqrt, false)
UNARY(tan, tan, false)
UNARY(tanh, tanh, false)
#undef UNARY

#define PREDICATE(NAME)                                     \
    MATH(NAME)                                              \
    {                                                       \
        double x;                                           \
        if (!to_double(th, args[0], &x)) return RG_ERROR;   \
        return rg_from_bool(NAME(x));                       \
    }
PREDICATE(isfinite)
PREDICATE(isinf)
PREDICATE(isnan)
#undef PREDICATE

static bool two_doubles(RgThread *th, const RgValue *args, double *x, double *y)
{
    return to_double(th, args[0], x) && to_double(th, args[1], y);
}

MATH(atan2)
{
    double y, x;
    return two_doubles(th, args, &y, &x) ? rg_from_double(atan2(y, x)) : RG_ERROR;
}

MATH(copysign)
{
    double x, y;
    return two_doubles(th, args, &x, &y) ? rg_from_double(copysign(x, y)) : RG_ERROR;
}

MATH(nextafter)
{
    double x, y;
    return two_doubles(th, args, &x, &y) ? rg_from_double(nextafter(x, y)) : RG_ERROR;
}

MATH(fmod)
{
    double x, y;
    if (!two_doubles(th, args, &x, &y)) return RG_ERROR;
    if (isinf(y) && isfinite(x)) return rg_from_double(x);
    double r = fmod(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? domain_error(th) : rg_from_double(r);
}

MATH(remainder)
{
    double x, y;
    if (!two_doubles(th, args, &x, &y)) return RG_ERROR;
    double r = remainder(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? domain_error(th) : rg_from_double(r);
}

MATH(pow)
{
    double x, y;
    if (!two_doubles(th, args, &x, &y)) return RG_ERROR;
    double r = pow(x, y);
    if (!isfinite(r) && isfinite(x) && isfinite(y)) {
        if (isnan(r)) return domain_error(th);
        return x == 0 ? domain_error(th) : range_error(th);
    }
    return rg_from_double(r);
}

MATH(degrees)
{
    double x;
    return to_double(th, args[0], &x) ? rg_from_double(x * (180.0 / M_PI)) : RG_ERROR;
}

MATH(radians)
{
    double x;
    return to_double(th, args[0], &x) ? rg_from_double(x * (M_PI / 180.0)) : RG_ERROR;
}

MATH(gamma)
{
    static const double small[] = {1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800, 39916800, 479001600, 6227020800.0,
                                   87178291200.0, 1307674368000.0, 20922789888000.0, 355687428096000.0, 6402373705728000.0,
                                   121645100408832000.0, 2432902008176640000.0, 51090942171709440000.0, 1124000727777607680000.0};
    double x;
    if (!to_double(th, args[0], &x)) return RG_ERROR;
    if (isnan(x) || (isinf(x) && x > 0)) return rg_from_double(x);
    if (isinf(x) || x == 0 || (x < 0 && x == floor(x))) return domain_error(th);
    if (x == floor(x) && x <= 23) return rg_from_double(small[(int)x - 1]);
    return checked(th, x, rg_math_gamma(x), true);
}

MATH(lgamma)
{
    double x;
    if (!to_double(th, args[0], &x)) return RG_ERROR;
    if (isinf(x)) return rg_from_double(INFINITY);
    if (x <= 0 && x == floor(x)) return domain_error(th);
    return checked(th, x, rg_math_lgamma(x), true);
}

static double log_of(double x)
{
    return x > 0 ? log(x) : x == 0 ? -INFINITY : NAN;
}

static double log2_of(double x)
{
    return x > 0 ? log2(x) : x == 0 ? -INFINITY : NAN;
}

static double log10_of(double x)
{
    return x > 0 ? log10(x) : x == 0 ? -INFINITY : NAN;
}

/* An int beyond the doubles is taken apart into fraction and exponent. */
static bool logarithm(RgThread *th, RgValue v, double (*fn)(double), double *out)
{
    double x;
    if (rg_is_integer(v) && !rg_is_int(v)) {
        if (rg_int_sign(v) <= 0) return domain_error(th), false;
        int64_t e;
        double m = rg_big_frexp(v, &e);
        *out = e > 1024 ? fn(m) + fn(2.0) * (double)e : fn(ldexp(m, (int)e));
        if (e == 1024 && isinf(*out)) *out = fn(m) + fn(2.0) * (double)e;
        return true;
    }
    if (!to_double(th, v, &x)) return false;
    *out = fn(x);
    if (isfinite(*out) || isnan(x) || (isinf(x) && x > 0)) return true;
    domain_error(th);
    return false;
}

MATH(log)
{
    double num, den;
    if (!logarithm(th, args[0], log_of, &num)) return RG_ERROR;
    if (args[1] == RG_UNBOUND) return rg_from_double(num);
    if (!logarithm(th, args[1], log_of, &den)) return RG_ERROR;
    if (den == 0) return rg_raise(th, RG_EXC_ZeroDivisionError, "float division by zero");
    return rg_from_double(num / den);
}

MATH(log2)
{
    double r;
    return logarithm(th, args[0], log2_of, &r) ? rg_from_double(r) : RG_ERROR;
}

MATH(log10)
{
    double r;
    return logarithm(th, args[0], log10_of, &r) ? rg_from_double(r) : RG_ERROR;
}

MATH(frexp)
{
    double x;
    int e = 0;
    if (!to_double(th, args[0], &x)) return RG_ERROR;
    if (isfinite(x)) x = frexp(x, &e);
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_double(x), rg_from_int(e)));
}

MATH(ldexp)
{
    double x;
    int64_t e;
    if (!to_double(th, args[0], &x)) return RG_ERROR;
    if (!rg_is_integer(args[1])) return rg_raise(th, RG_EXC_TypeError, "Expected an int as second argument to ldexp.");
    if (!rg_int_as_i64(args[1], &e)) e = rg_int_sign(args[1]) < 0 ? INT64_MIN : INT64_MAX;
    if (x == 0 || !isfinite(x)) return rg_from_double(x);
    if (e > INT32_MAX) return range_error(th);
    if (e < INT32_MIN) return rg_from_double(copysign(0.0, x));
    double r = ldexp(x, (int)e);
    return isinf(r) ? range_error(th) : rg_from_double(r);
}

MATH(modf)
{
    double x, whole;
    if (!to_double(th, args[0], &x)) return RG_ERROR;
    double fraction = modf(x, &whole);
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_double(fraction), rg_from_double(whole)));
}

MATH(ulp)
{
    double x;
    if (!to_double(th, args[0], &x)) return RG_ERROR;
    if (isnan(x)) return rg_from_double(x);
    x = fabs(x);
    if (isinf(x)) return rg_from_double(x);
    double up = nextafter(x, INFINITY);
    if (isinf(up)) return rg_from_double(x - nextafter(x, -INFINITY));
    return rg_from_double(up - x);
}

static RgValue integral(RgThread *th, RgValue v, RgStr *method, double (*fn)(double))
{
    if (rg_is_double(v)) return rg_int_from_double(th, fn(rg_as_double(v)));
    if (rg_is_int(v)) return v;
    RgValue bound = rg_type_lookup_special(th, v, method);
    if (bound) return rg_call0(th, bound);
    double x;
    return !rg_raised(th) && to_double(th, v, &x) ? rg_int_from_double(th, fn(x)) : RG_ERROR;
}

MATH(ceil)
{
    return integral(th, args[0], RG_SYM(th, __ceil__), ceil);
}

MATH(floor)
{
    return integral(th, args[0], RG_SYM(th, __floor__), floor);
}

MATH(trunc)
{
    if (rg_is_double(args[0])) return rg_int_from_double(th, rg_as_double(args[0]));
    RgValue bound = rg_type_lookup_special(th, args[0], RG_SYM(th, __trunc__));
    if (bound) return rg_call0(th, bound);
    return rg_raised(th) ? RG_ERROR : rg_raise(th, RG_EXC_TypeError, "type %T doesn't define __trunc__ method", args[0]);
}

MATH(isclose)
{
    double a, b, rel = 1e-9, abs_tol = 0;
    if (!two_doubles(th, args, &a, &b)) return RG_ERROR;
    if (args[2] != RG_UNBOUND && !to_double(th, args[2], &rel)) return RG_ERROR;
    if (args[3] != RG_UNBOUND && !to_double(th, args[3], &abs_tol)) return RG_ERROR;
    if (rel < 0 || abs_tol < 0) return rg_raise(th, RG_EXC_ValueError, "tolerances must be non-negative");
    if (a == b) return RG_TRUE;
    if (isinf(a) || isinf(b)) return RG_FALSE;
    double diff = fabs(b - a);
    return rg_from_bool(diff <= fabs(rel * b) || diff <= fabs(rel * a) || diff <= abs_tol);
}

/* Square root of a sum of squares, scaled against overflow, in the wider format so that one rounding remains. */
static double norm(const double *x, size_t n)
{
    double max = 0;
    bool nan = false;
    for (size_t i = 0; i < n; i++) {
        if (isinf(x[i])) return INFINITY;
        if (isnan(x[i])) nan = true;
        max = fmax(max, fabs(x[i]));
    }
    if (nan) return NAN;
    if (max == 0 || n == 1) return max;
    int e;
    frexp(max, &e);
    long double sum = 0, rest = 0;
    for (size_t i = 0; i < n; i++) {
        long double v = ldexpl((long double)x[i], -e), s = v * v, t = sum + s;
        rest += sum >= s ? (sum - t) + s : (s - t) + sum;
        sum = t;
    }
    return (double)ldexpl(sqrtl(sum + rest), e);
}

MATH(hypot)
{
    double room[16], *x = room;
    RgBuffer *big = NULL;
    if (nargs > RG_COUNT_OF(room)) {
        big = rg_buffer_new(th, nargs * sizeof *x);
        if (!big) return RG_ERROR;
        x = (double *)(void *)big->data;
    }
    for (size_t i = 0; i < nargs; i++) {
        if (!to_double(th, args[i], &x[i])) return RG_ERROR;
    }
    return rg_from_double(norm(x, nargs));
}

MATH(dist)
{
    RgTuple *p = rg_to_tuple(th, args[0]), *q = p ? rg_to_tuple(th, args[1]) : NULL;
    if (!q) return RG_ERROR;
    size_t n = rg_tuple_len(p);
    if (n != rg_tuple_len(q)) return rg_raise(th, RG_EXC_ValueError, "both points must have the same number of dimensions");
    RgBuffer *room = rg_buffer_new(th, (n + 1) * sizeof(double));
    if (!room) return RG_ERROR;
    double *x = (double *)(void *)room->data;
    for (size_t i = 0; i < n; i++) {
        double a, b;
        if (!to_double(th, p->items[i], &a) || !to_double(th, q->items[i], &b)) return RG_ERROR;
        x[i] = fabs(a - b);
    }
    return rg_from_double(norm(x, n));
}

/* Shewchuk's partial sums: non-overlapping doubles whose exact sum is the sum so far. */
typedef struct Partials {
    RgThread *th;
    double *p;
    RgBuffer *storage;
    size_t n, cap;
    double special, infinities;
} Partials;

static bool add_partial(RgThread *th, RgValue item, void *data)
{
    Partials *s = data;
    double x;
    if (!to_double(th, item, &x)) return false;
    double original = x;
    size_t kept = 0;
    for (size_t i = 0; i < s->n; i++) {
        double y = s->p[i];
        if (fabs(x) < fabs(y)) {
            double t = x;
            x = y;
            y = t;
        }
        double hi = x + y, lo = y - (hi - x);
        if (lo != 0) s->p[kept++] = lo;
        x = hi;
    }
    s->n = kept;
    if (x == 0) return true;
    if (!isfinite(x)) {
        if (isfinite(original)) {
            rg_raise(th, RG_EXC_OverflowError, "intermediate overflow in fsum");
            return false;
        }
        if (isinf(original)) s->infinities += original;
        s->special += original;
        s->n = 0;
        return true;
    }
    if (s->n == s->cap) {
        RgBuffer *more = rg_buffer_new(th, s->cap * 2 * sizeof(double));
        if (!more) return false;
        memcpy(more->data, s->p, s->n * sizeof(double));
        s->storage = more;
        s->p = (double *)(void *)more->data;
        s->cap *= 2;
    }
    s->p[s->n++] = x;
    return true;
}

MATH(fsum)
{
    Partials s = {.th = th, .cap = 32};
    if (!(s.storage = rg_buffer_new(th, s.cap * sizeof(double)))) return RG_ERROR;
    s.p = (double *)(void *)s.storage->data;
    if (!rg_iterate(th, args[0], add_partial, &s)) return RG_ERROR;
    if (s.special != 0) {
        if (isnan(s.infinities)) return rg_raise(th, RG_EXC_ValueError, "-inf + inf in fsum");
        return rg_from_double(s.special);
    }
    if (s.n == 0) return rg_from_double(0.0);
    size_t n = s.n;
    double hi = s.p[--n], lo = 0;
    while (n > 0) {
        double x = hi, y = s.p[--n];
        hi = x + y;
        lo = y - (hi - x);
        if (lo != 0) break;
    }
    /* Half-even rounding may need one more look at the sign of what is left. */
    if (n > 0 && ((lo < 0 && s.p[n - 1] < 0) || (lo > 0 && s.p[n - 1] > 0))) {
        double y = lo * 2, x = hi + y;
        if (y == x - hi) hi = x;
    }
    return rg_from_double(hi);
}

#define FN1(NAME, DOC) RG_METHOD(#NAME, "($module, x, /)", DOC, m_##NAME)
static const RgMethodDef functions[] = {
    FN1(acos, "Arc cosine in radians."),
    FN1(acosh, "Inverse hyperbolic cosine."),
    FN1(asin, "Arc sine in radians."),
    FN1(asinh, "Inverse hyperbolic sine."),
    FN1(atan, "Arc tangent in radians."),
    RG_METHOD("atan2", "($module, y, x, /)", "Arc tangent of y/x by the signs of both.", m_atan2),
    FN1(atanh, "Inverse hyperbolic tangent."),
    FN1(cbrt, "Cube root."),
    FN1(ceil, "The smallest int that is not below x."),
    RG_METHOD("copysign", "($module, x, y, /)", "The size of x with the sign of y.", m_copysign),
    FN1(cos, "Cosine."),
    FN1(cosh, "Hyperbolic cosine."),
    FN1(degrees, "Radians to degrees."),
    RG_METHOD("dist", "($module, p, q, /)", "Euclidean distance of two points.", m_dist),
    FN1(erf, "Error function."),
    FN1(erfc, "Complementary error function."),
    FN1(exp, "e to the power x."),
    FN1(exp2, "2 to the power x."),
    FN1(expm1, "exp(x)-1 without loss for small x."),
    FN1(fabs, "Absolute value as a float."),
    FN1(floor, "The largest int that is not above x."),
    RG_METHOD("fmod", "($module, x, y, /)", "C's fmod.", m_fmod),
    FN1(frexp, "Fraction and exponent of x."),
    RG_METHOD("fsum", "($module, seq, /)", "Exact sum of floats, rounded once.", m_fsum),
    FN1(gamma, "Gamma function."),
    RG_METHOD_F("hypot", "($module, *coordinates)", "Euclidean norm.", m_hypot, RG_MF_NO_SIGNATURE),
    RG_METHOD("isclose", "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)", "Whether two numbers are close.", m_isclose),
    FN1(isfinite, "Neither infinity nor NaN."),
    FN1(isinf, "Whether x is an infinity."),
    FN1(isnan, "Whether x is a NaN."),
    RG_METHOD("ldexp", "($module, x, i, /)", "x * 2**i.", m_ldexp),
    FN1(lgamma, "Logarithm of the absolute value of gamma(x)."),
    RG_METHOD_F("log", "($module, x, base=<unrepresentable>, /)", "Logarithm, natural or to a base.", m_log, RG_MF_NO_SIGNATURE),
    FN1(log10, "Logarithm to base 10."),
    FN1(log1p, "log(1+x) without loss for small x."),
    FN1(log2, "Logarithm to base 2."),
    FN1(modf, "Fractional and integral parts."),
    RG_METHOD("nextafter", "($module, x, y, /)", "The next float after x towards y.", m_nextafter),
    RG_METHOD("pow", "($module, x, y, /)", "x to the power y as a float.", m_pow),
    FN1(radians, "Degrees to radians."),
    RG_METHOD("remainder", "($module, x, y, /)", "IEEE 754 remainder.", m_remainder),
    FN1(sin, "Sine."),
    FN1(sinh, "Hyperbolic sine."),
    FN1(sqrt, "Square root."),
    FN1(tan, "Tangent."),
    FN1(tanh, "Hyperbolic tangent."),
    FN1(trunc, "x without its fraction."),
    FN1(ulp, "Value of the last digit of x."),
    RG_METHOD_END,
};

bool rg_module_init_math(RgThread *th, RgModule *m)
{
    return rg_module_set_str(th, m, "__doc__", "Mathematical functions on real numbers.") &&
           rg_module_add_functions(th, m, functions) && rg_module_add_functions(th, m, rg_math_integer_functions) &&
           rg_module_set(th, m, "pi", rg_from_double(M_PI)) && rg_module_set(th, m, "e", rg_from_double(M_E)) &&
           rg_module_set(th, m, "tau", rg_from_double(2 * M_PI)) && rg_module_set(th, m, "inf", rg_from_double(INFINITY)) &&
           rg_module_set(th, m, "nan", rg_from_double(NAN));
}
