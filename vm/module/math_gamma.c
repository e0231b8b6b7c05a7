/* SPDX-License-Identifier: MIT
 *
 * math_gamma.c: gamma and log-gamma by Lanczos' approximation with N = 13 and g = 6.02468..., in the order of operations that
 * gives CPython's last digits; the C library's functions differ there. Arguments that are errors are the caller's business.
 */
#include "vm/module/math.h"

#include <math.h>

#define LANCZOS_G 6.024680040776729583740234375

static const double numerator[] = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408};
static const double denominator[] = {0,       39916800, 120543840, 150917976, 105258076, 45995730, 13339535,
                                     2637558, 357423,   32670,     1925,      66,        1};
#define TERMS ((int)RG_COUNT_OF(numerator))

/* The quotient of the two polynomials; for big x in powers of 1/x, which cannot overflow. */
static double lanczos_sum(double x)
{
    double above = 0, below = 0;
    if (x < 5) {
        for (int i = TERMS - 1; i >= 0; i--) {
            above = above * x + numerator[i];
            below = below * x + denominator[i];
        }
    } else {
        for (int i = 0; i < TERMS; i++) {
            above = above / x + numerator[i];
            below = below / x + denominator[i];
        }
    }
    return above / below;
}

/* sin(pi x), exact at the integers. */
static double sin_pi(double x)
{
    double y = fmod(fabs(x), 2), r;
    switch ((int)round(2 * y)) {
    case 0: r = sin(M_PI * y); break;
    case 1: r = cos(M_PI * (y - 0.5)); break;
    case 2: r = sin(M_PI * (1 - y)); break;
    case 3: r = -cos(M_PI * (y - 1.5)); break;
    default: r = sin(M_PI * (y - 2)); break;
    }
    return copysign(1, x) * r;
}

double rg_math_gamma(double x)
{
    const double shift = LANCZOS_G - 0.5;
    double a = fabs(x);
    if (a < 1e-20) return 1 / x;
    if (a > 200) return x < 0 ? 0 / sin_pi(x) : INFINITY;
    double y = a + shift;
    /* What rounding took from y; pow() magnifies it. */
    double lost = a > shift ? y - a - shift : y - shift - a;
    lost = lost * LANCZOS_G / y;
    double r;
    if (x < 0) {
        r = -M_PI / sin_pi(a) / a * exp(y) / lanczos_sum(a);
        r -= lost * r;
    } else {
        r = lanczos_sum(a) / exp(y);
        r += lost * r;
    }
    double factor = a < 140 ? pow(y, a - 0.5) : pow(y, a / 2 - 0.25);
    for (int i = a < 140 ? 1 : 2; i > 0; i--)
        r = x < 0 ? r / factor : r * factor;
    return r;
}

double rg_math_lgamma(double x)
{
    const double log_pi = 1.144729885849400174143427351353058711647;
    double a = fabs(x);
    if (a < 1e-20) return -log(a);
    if (x == 1 || x == 2) return 0;
    double r = log(lanczos_sum(a)) - LANCZOS_G;
    r += (a - 0.5) * (log(a + LANCZOS_G - 0.5) - 1);
    if (x < 0) r = log_pi - log(fabs(sin_pi(a))) - log(a) - r;
    return r;
}
