/* SPDX-License-Identifier: MIT
 *
 * cmath_module.c: complex functions on the C library's, whose treatment of special values (C99 annex G) CPython's tables follow.
 */
#include <complex.h>
#include <math.h>
#undef I
#ifndef CMPLX /* glibc defines it for GCC only */
#define CMPLX(re, im) __builtin_complex((double)(re), (double)(im))
#endif

#include "vm/module/registry.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/call.h"

typedef double complex Complex;

static bool to_complex(RgThread *th, RgValue v, Complex *out)
{
    if (rg_is_kind(v, RG_KIND_complex)) {
        *out = CMPLX(RG_AS(RgComplex, v)->real, RG_AS(RgComplex, v)->imag);
        return true;
    }
    RgValue method = rg_is_object(v) && !rg_is_float(v) && !rg_is_integer(v) ? rg_type_lookup_special(th, v, RG_SYM(th, __complex__)) : 0;
    if (method) {
        RgValue z = rg_call0(th, method);
        if (!z) return false;
        if (!rg_is_kind(z, RG_KIND_complex)) {
            rg_raise(th, RG_EXC_TypeError, "__complex__ returned non-complex (type %T)", z);
            return false;
        }
        return to_complex(th, z, out);
    }
    double d;
    if (rg_raised(th) || !rg_number_as_double(th, v, &d)) return false;
    *out = CMPLX(d, 0.0);
    return true;
}

static RgValue from_complex(RgThread *th, Complex z)
{
    return rg_complex_new(th, creal(z), cimag(z));
}

static bool is_finite(Complex z) { return isfinite(creal(z)) && isfinite(cimag(z)); }
static bool has_nan(Complex z) { return isnan(creal(z)) || isnan(cimag(z)); }
static bool has_inf(Complex z) { return isinf(creal(z)) || isinf(cimag(z)); }

/* A finite argument with an infinite result is an overflow; a NaN out of no NaN is outside the domain. */
static RgValue checked(RgThread *th, Complex z, Complex r, bool pole)
{
    if (is_finite(z) && has_inf(r)) {
        return pole ? rg_raise(th, RG_EXC_ValueError, "math domain error") : rg_raise(th, RG_EXC_OverflowError, "math range error");
    }
    if (!has_nan(z) && has_nan(r) && (is_finite(z) || !has_inf(r))) {
        if (is_finite(z) || !pole) return has_inf(z) && !is_finite(z) ? from_complex(th, r) : rg_raise(th, RG_EXC_ValueError, "math domain error");
    }
    return from_complex(th, r);
}

#define CMATH(NAME) static RgValue c_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
#define UNARY(NAME, FN, POLE)                                             \
    CMATH(NAME)                                                           \
    {                                                                     \
        Complex z;                                                        \
        return to_complex(th, args[0], &z) ? checked(th, z, FN(z), POLE) : RG_ERROR; \
    }
UNARY(acos, cacos, false)
/* C99 has nan + pi/2 i for acosh(0 + nan i); Python gives no number at all. */
static Complex acosh_of(Complex z)
{
    return creal(z) == 0 && isnan(cimag(z)) ? CMPLX(NAN, NAN) : cacosh(z);
}
UNARY(acosh, acosh_of, false)
UNARY(asin, casin, false)
UNARY(asinh, casinh, false)
UNARY(atan, catan, true)
UNARY(atanh, catanh, true)
UNARY(cos, ccos, false)
UNARY(cosh, ccosh, false)
UNARY(exp, cexp, false)
UNARY(sin, csin, false)
UNARY(sinh, csinh, false)
UNARY(sqrt, csqrt, false)
UNARY(tan, ctan, false)
UNARY(tanh, ctanh, false)
#undef UNARY

CMATH(log)
{
    Complex z, base;
    if (!to_complex(th, args[0], &z)) return RG_ERROR;
    if (z == 0) return rg_raise(th, RG_EXC_ValueError, "math domain error");
    Complex r = clog(z);
    if (args[1] == RG_UNBOUND) return from_complex(th, r);
    if (!to_complex(th, args[1], &base)) return RG_ERROR;
    if (base == 0) return rg_raise(th, RG_EXC_ValueError, "math domain error");
    Complex b = clog(base);
    RgComplexValue q;
    if (!rg_complex_quotient((RgComplexValue){creal(r), cimag(r)}, (RgComplexValue){creal(b), cimag(b)}, &q)) {
        return rg_raise(th, RG_EXC_ZeroDivisionError, "complex division by zero");
    }
    return rg_complex_new(th, q.real, q.imag);
}

CMATH(log10)
{
    Complex z;
    if (!to_complex(th, args[0], &z)) return RG_ERROR;
    if (z == 0) return rg_raise(th, RG_EXC_ValueError, "math domain error");
    Complex r = clog(z);
    return rg_complex_new(th, creal(r) / M_LN10, cimag(r) / M_LN10);
}

CMATH(phase)
{
    Complex z;
    return to_complex(th, args[0], &z) ? rg_from_double(atan2(cimag(z), creal(z))) : RG_ERROR;
}

CMATH(polar)
{
    Complex z;
    if (!to_complex(th, args[0], &z)) return RG_ERROR;
    double r = hypot(creal(z), cimag(z));
    if (isinf(r) && is_finite(z)) return rg_raise(th, RG_EXC_OverflowError, "absolute value too large");
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_double(r), rg_from_double(atan2(cimag(z), creal(z)))));
}

CMATH(rect)
{
    double r, phi;
    if (!rg_number_as_double(th, args[0], &r) || !rg_number_as_double(th, args[1], &phi)) return RG_ERROR;
    if (phi == 0) return rg_complex_new(th, r, r * phi);
    if (isinf(phi) && r != 0 && !isnan(r)) return rg_raise(th, RG_EXC_ValueError, "math domain error");
    return rg_complex_new(th, r * cos(phi), r * sin(phi));
}

CMATH(isfinite)
{
    Complex z;
    return to_complex(th, args[0], &z) ? rg_from_bool(is_finite(z)) : RG_ERROR;
}

CMATH(isnan)
{
    Complex z;
    return to_complex(th, args[0], &z) ? rg_from_bool(has_nan(z)) : RG_ERROR;
}

CMATH(isinf)
{
    Complex z;
    return to_complex(th, args[0], &z) ? rg_from_bool(has_inf(z)) : RG_ERROR;
}

CMATH(isclose)
{
    Complex a, b;
    double rel = 1e-9, abs_tol = 0;
    if (!to_complex(th, args[0], &a) || !to_complex(th, args[1], &b)) return RG_ERROR;
    if (args[2] != RG_UNBOUND && !rg_number_as_double(th, args[2], &rel)) return RG_ERROR;
    if (args[3] != RG_UNBOUND && !rg_number_as_double(th, args[3], &abs_tol)) return RG_ERROR;
    if (rel < 0 || abs_tol < 0) return rg_raise(th, RG_EXC_ValueError, "tolerances must be non-negative");
    if (a == b) return RG_TRUE;
    if (has_inf(a) || has_inf(b)) return RG_FALSE;
    double diff = cabs(a - b);
    return rg_from_bool(diff <= rel * cabs(b) || diff <= rel * cabs(a) || diff <= abs_tol);
}

#define FN1(NAME, DOC) RG_METHOD(#NAME, "($module, z, /)", DOC, c_##NAME)
static const RgMethodDef functions[] = {
    FN1(acos, "Arc cosine."), FN1(acosh, "Inverse hyperbolic cosine."), FN1(asin, "Arc sine."), FN1(asinh, "Inverse hyperbolic sine."),
    FN1(atan, "Arc tangent."), FN1(atanh, "Inverse hyperbolic tangent."), FN1(cos, "Cosine."), FN1(cosh, "Hyperbolic cosine."),
    FN1(exp, "Exponential."), FN1(log10, "Logarithm to base 10."), FN1(phase, "Argument."), FN1(polar, "Polar coordinates."),
    FN1(sin, "Sine."), FN1(sinh, "Hyperbolic sine."), FN1(sqrt, "Square root."), FN1(tan, "Tangent."), FN1(tanh, "Hyperbolic tangent."),
    FN1(isfinite, "Both parts are finite."), FN1(isnan, "A part is NaN."), FN1(isinf, "A part is infinite."),
    RG_METHOD("log", "($module, z, base=<unrepresentable>, /)", "Logarithm.", c_log),
    RG_METHOD("rect", "($module, r, phi, /)", "From polar coordinates.", c_rect),
    RG_METHOD("isclose", "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)", "Whether two numbers are close.", c_isclose), RG_METHOD_END};

bool rg_module_init_cmath(RgThread *th, RgModule *m)
{
    static const struct { const char *name; double value; } reals[] = {{"pi", M_PI}, {"e", M_E}, {"tau", 2 * M_PI}, {"inf", INFINITY}, {"nan", NAN}};
    for (size_t i = 0; i < RG_COUNT_OF(reals); i++) {
        if (!rg_module_set(th, m, reals[i].name, rg_from_double(reals[i].value))) return false;
    }
    RgValue infj = rg_complex_new(th, 0, INFINITY), nanj = rg_complex_new(th, 0, NAN);
    return infj && nanj && rg_module_set(th, m, "infj", infj) && rg_module_set(th, m, "nanj", nanj) &&
           rg_module_add_functions(th, m, functions);
}
