/* SPDX-License-Identifier: MIT
 *
 * dtoa.c: the shortest decimal of a double by integer arithmetic; everything else exactly on top of the C library,
 * which rounds correctly in both directions, with a short cut for reading at most 15 digits and small powers of ten,
 * where one multiplication or division by an exact power of ten is correctly rounded. Always holds: the default
 * rounding mode is in force.
 */
#include "vm/base/dtoa.h"

#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "vm/base/mem.h"

#define MAX_EXACT_POWER  22 /* 10**22 is the last power of ten that a double holds exactly */
#define MAX_SHORT_DIGITS 15 /* every decimal of so many digits survives a trip through a double */

static const double powers_of_ten[MAX_EXACT_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                          1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                          1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* strtod in the "C" locale. The text is NUL-terminated and a plain decimal. */
static double read_decimal(const char *text)
{
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!c_locale) return strtod(text, NULL);
    double value = strtod_l(text, NULL, c_locale);
    freelocale(c_locale);
    return value;
}

static int strip_zeros(char *digits)
{
    size_t len = strlen(digits);
    while (len > 1 && digits[len - 1] == '0')
        len--;
    digits[len] = '\0';
    return (int)len;
}

/* Writes n > 0 in decimal; returns its length. */
static int put_digits(uint64_t n, char *digits)
{
    char text[24];
    int len = 0;
    for (; n; n /= 10)
        text[len++] = (char)('0' + n % 10);
    for (int i = 0; i < len; i++)
        digits[i] = text[len - 1 - i];
    digits[len] = '\0';
    return len;
}

/* 10**k as 128 bits, rounded up: see dtoa_powers.inc. */
#define MIN_POWER (-292)
static const struct {
    uint64_t hi, lo;
} powers[] = {
#include "vm/base/dtoa_powers.inc"
};

/* Upper 64 bits of power * factor / 2**64 with the lowest bit set when anything below was not zero. */
static uint64_t multiply_to_odd(int power, uint64_t factor)
{
    unsigned __int128 low = (unsigned __int128)powers[power - MIN_POWER].lo * factor;
    unsigned __int128 high = (unsigned __int128)powers[power - MIN_POWER].hi * factor + (uint64_t)(low >> 64);
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

/* The shortest decimal in the interval that rounds to x, and the nearest to x of these: R. Giulietti's Schubfach
 * method. x is finite and positive; the decimal is the result times 10**exponent. */
static uint64_t shortest_decimal(double x, int *exponent)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    uint64_t fraction = bits & 0xfffffffffffffull;
    int biased = (int)(bits >> 52);
    uint64_t c = biased ? fraction | 1ull << 52 : fraction;
    int q = (biased ? biased : 1) - 1075;
    bool odd = c & 1, narrow = fraction == 0 && biased > 1; /* narrow: doubles lie closer below x than above */
    int k = (q * 1262611 - (narrow ? 524031 : 0)) >> 22;    /* floor(log10(2**q)), or of three quarters of it */
    int h = q + ((-k * 1741647) >> 19) + 1;
    uint64_t lower = multiply_to_odd(-k, (4 * c - 2 + narrow) << h) + odd;
    uint64_t middle = multiply_to_odd(-k, (4 * c) << h);
    uint64_t upper = multiply_to_odd(-k, (4 * c + 2) << h) - odd;
    uint64_t s = middle / 4;
    if (s >= 10) {
        uint64_t tens = s / 10;
        bool below = lower <= 40 * tens, above = 40 * tens + 40 <= upper;
        if (below != above) {
            *exponent = k + 1;
            return tens + above;
        }
    }
    *exponent = k;
    bool below = lower <= 4 * s, above = 4 * s + 4 <= upper;
    if (below != above) return s + above;
    uint64_t half = 4 * s + 2;
    return s + (middle > half || (middle == half && (s & 1)));
}

int rg_dtoa_shortest(double x, char *digits)
{
    int exponent;
    x = fabs(x);
    if (x == 0) {
        memcpy(digits, "0", 2);
        return 1;
    }
    int len = put_digits(shortest_decimal(x, &exponent), digits);
    strip_zeros(digits);
    return len + exponent;
}

/* Lays out DIGITS with the decimal point at point, at least min_places digits after it (-1: no point at all then). */
static void put_fixed(RgStrBuf *out, const char *digits, int len, int point, int places, bool alt)
{
    if (point <= 0) rg_strbuf_putc(out, '0');
    for (int i = 0; i < point; i++)
        rg_strbuf_putc(out, i < len ? digits[i] : '0');
    if (places > 0 || alt) rg_strbuf_putc(out, '.');
    for (int i = point; i < point + places; i++)
        rg_strbuf_putc(out, i >= 0 && i < len ? digits[i] : '0');
}

static void put_exponent(RgStrBuf *out, const char *digits, int len, int point, int places, bool alt, bool upper)
{
    put_fixed(out, digits, len, 1, places, alt);
    int exponent = point - 1;
    rg_strbuf_printf(out, "%c%c%02d", upper ? 'E' : 'e', exponent < 0 ? '-' : '+', abs(exponent));
}

/* Fixed notation by 128-bit arithmetic, rounded to nearest even: x >= 0, precision 0..17, if x * 10**precision is small enough. */
static bool fixed_exactly(RgStrBuf *out, double x, int precision, bool alt)
{
    static const uint64_t tens[] = {1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u,
                                    10000000000u, 100000000000u, 1000000000000u, 10000000000000u, 100000000000000u,
                                    1000000000000000u, 10000000000000000u, 100000000000000000u};
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(x, &exponent), 53);
    int shift = 53 - exponent; /* x = mantissa / 2**shift */
    if (shift < 0 || shift > 120)
        return false;
    unsigned __int128 scaled = (unsigned __int128)mantissa * tens[precision], whole = scaled >> shift;
    if (whole >> 63)
        return false;
    if (shift) {
        unsigned __int128 rest = scaled & (((unsigned __int128)1 << shift) - 1), half = (unsigned __int128)1 << (shift - 1);
        if (rest > half || (rest == half && (whole & 1)))
            whole++;
    }
    char text[48], *end = text + sizeof text, *p = end;
    uint64_t n = (uint64_t)whole;
    for (int i = 0; i < precision; i++, n /= 10)
        *--p = (char)('0' + n % 10);
    if (precision || alt)
        *--p = '.';
    do {
        *--p = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    rg_strbuf_add(out, p, (size_t)(end - p));
    return true;
}

/* 'e' and 'f' straight from the C library, which is exact at any precision; the locale's point is put right. */
static void put_by_printf(RgStrBuf *out, double x, bool exponent, int precision, bool alt, bool upper)
{
    if (!exponent && precision <= 17 && fixed_exactly(out, x, precision, alt))
        return;
    size_t start = out->len;
    rg_strbuf_printf(out, exponent ? (alt ? "%#.*e" : "%.*e") : (alt ? "%#.*f" : "%.*f"), precision, x);
    if (out->failed) return;
    for (size_t i = start; i < out->len; i++) {
        char *c = &out->data[i];
        if (*c == 'e' && upper)
            *c = 'E';
        else if (!(*c >= '0' && *c <= '9') && *c != 'e' && *c != '+' && *c != '-')
            *c = '.';
    }
}

static void put_general(RgStrBuf *out, double x, int precision, unsigned flags, bool upper)
{
    if (precision == 0) precision = 1;
    char *digits = rg_mem_alloc((size_t)precision + 64);
    char *text = rg_mem_alloc((size_t)precision + 64);
    if (!digits || !text) {
        out->failed = true;
        rg_mem_free(digits);
        rg_mem_free(text);
        return;
    }
    snprintf(text, (size_t)precision + 64, "%.*e", precision - 1, x);
    int len = 0;
    char *p = text;
    for (; *p && *p != 'e'; p++) {
        if (*p >= '0' && *p <= '9') digits[len++] = *p;
    }
    digits[len] = '\0';
    int point = atoi(p + 1) + 1;
    bool alt = flags & RG_DTOA_ALT, dot_0 = flags & RG_DTOA_DOT_0;
    if (!alt) len = strip_zeros(digits);
    if (point <= -4 || point > precision - (dot_0 ? 1 : 0)) {
        put_exponent(out, digits, len, point, alt ? precision - 1 : len - 1, alt, upper);
    } else {
        int places = alt ? precision - point : len - point;
        if (places < 0) places = 0;
        if (dot_0 && places == 0) places = 1;
        put_fixed(out, digits, len, point, places, alt);
    }
    rg_mem_free(digits);
    rg_mem_free(text);
}

static void put_shortest(RgStrBuf *out, double x, unsigned flags)
{
    char digits[24];
    int point = rg_dtoa_shortest(x, digits), len = (int)strlen(digits);
    bool alt = flags & RG_DTOA_ALT;
    if (point <= -4 || point > 16) {
        put_exponent(out, digits, len, point, len - 1, alt, false);
        return;
    }
    int places = len - point < 0 ? 0 : len - point;
    if (places == 0 && (flags & RG_DTOA_DOT_0)) places = 1;
    put_fixed(out, digits, len, point, places, alt);
}

void rg_dtoa_format(RgStrBuf *out, double x, char code, int precision, unsigned flags)
{
    bool upper = code == 'E' || code == 'F' || code == 'G';
    if (isnan(x)) {
        if (flags & RG_DTOA_SIGN) rg_strbuf_putc(out, '+');
        rg_strbuf_puts(out, upper ? "NAN" : "nan");
        return;
    }
    if (signbit(x))
        rg_strbuf_putc(out, '-');
    else if (flags & RG_DTOA_SIGN)
        rg_strbuf_putc(out, '+');
    x = fabs(x);
    if (isinf(x)) {
        rg_strbuf_puts(out, upper ? "INF" : "inf");
        return;
    }
    if (precision < 0) precision = 6;
    switch (code) {
    case 'e':
    case 'E': put_by_printf(out, x, true, precision, flags & RG_DTOA_ALT, upper); break;
    case 'f':
    case 'F':
        put_by_printf(out, x, false, precision, flags & RG_DTOA_ALT, upper);
        if (precision == 0 && (flags & RG_DTOA_DOT_0)) rg_strbuf_puts(out, flags & RG_DTOA_ALT ? "0" : ".0");
        break;
    case 'g':
    case 'G': put_general(out, x, precision, flags, upper); break;
    default: put_shortest(out, x, flags); break;
    }
}

size_t rg_dtoa_repr(double x, char *buf)
{
    char digits[24], *p = buf;
    if (isnan(x)) {
        memcpy(buf, "nan", 4);
        return 3;
    }
    if (signbit(x)) *p++ = '-';
    if (isinf(x)) {
        memcpy(p, "inf", 4);
        return (size_t)(p - buf) + 3;
    }
    int point = rg_dtoa_shortest(x, digits), len = (int)strlen(digits);
    if (point <= -4 || point > 16) {
        *p++ = digits[0];
        if (len > 1) {
            *p++ = '.';
            memcpy(p, digits + 1, (size_t)len - 1);
            p += len - 1;
        }
        return (size_t)(p - buf) + (size_t)sprintf(p, "e%c%02d", point - 1 < 0 ? '-' : '+', abs(point - 1));
    }
    if (point <= 0) {
        *p++ = '0';
        *p++ = '.';
        for (int i = point; i < 0; i++)
            *p++ = '0';
        memcpy(p, digits, (size_t)len);
        p += len;
    } else {
        for (int i = 0; i < RG_MAX(point, len); i++) {
            if (i == point) *p++ = '.';
            *p++ = i < len ? digits[i] : '0';
        }
        if (len <= point) {
            *p++ = '.';
            *p++ = '0';
        }
    }
    *p = '\0';
    return (size_t)(p - buf);
}

/* Case-insensitive: does [s, end) begin with word (lower case)? */
static bool begins_with(const char *s, const char *end, const char *word)
{
    for (; *word; word++, s++) {
        if (s == end || tolower((unsigned char)*s) != *word) return false;
    }
    return true;
}

static const char *parse_special(const char *s, const char *end, double *value)
{
    if (begins_with(s, end, "infinity")) {
        *value = INFINITY;
        return s + 8;
    }
    if (begins_with(s, end, "inf")) {
        *value = INFINITY;
        return s + 3;
    }
    if (begins_with(s, end, "nan")) {
        *value = NAN;
        return s + 3;
    }
    return NULL;
}

static bool is_digit(const char *s, const char *end)
{
    return s < end && *s >= '0' && *s <= '9';
}

/* The general case: the C library, on a terminated copy. */
static bool parse_slowly(const char *s, const char *end, double *value)
{
    char small[128], *text = small;
    size_t len = (size_t)(end - s);
    if (len >= sizeof small && !(text = rg_mem_alloc(len + 1))) return false;
    memcpy(text, s, len);
    text[len] = '\0';
    *value = read_decimal(text);
    if (text != small) rg_mem_free(text);
    return true;
}

const char *rg_dtoa_parse(const char *s, const char *end, double *value, bool *overflow)
{
    bool negative = false;
    if (overflow) *overflow = false;
    const char *p = s;
    if (p < end && (*p == '+' || *p == '-')) negative = *p++ == '-';
    const char *start = p, *special = parse_special(p, end, value);
    if (special) {
        if (negative) *value = -*value;
        return special;
    }
    uint64_t mantissa = 0; /* of the first 19 significant digits */
    int ndigits = 0, scale = 0;
    bool any = false;
    for (; is_digit(p, end); p++) {
        any = true;
        if (mantissa == 0 && *p == '0') continue;
        if (ndigits++ < 19) mantissa = mantissa * 10 + (uint64_t)(*p - '0');
    }
    if (p < end && *p == '.') {
        const char *q = p + 1;
        for (; is_digit(q, end); q++) {
            any = true;
            scale--;
            if (mantissa == 0 && *q == '0') continue;
            if (ndigits++ < 19) mantissa = mantissa * 10 + (uint64_t)(*q - '0');
        }
        p = q;
    }
    if (!any) return NULL;
    if (p < end && (*p == 'e' || *p == 'E')) {
        const char *q = p + 1;
        bool minus = q < end && *q == '-';
        if (q < end && (*q == '-' || *q == '+')) q++;
        if (is_digit(q, end)) {
            int exponent = 0;
            for (; is_digit(q, end); q++) {
                if (exponent < 100000) exponent = exponent * 10 + (*q - '0');
            }
            scale += minus ? -exponent : exponent;
            p = q;
        }
    }
    double x;
    if (ndigits <= MAX_SHORT_DIGITS && scale >= -MAX_EXACT_POWER && scale <= MAX_EXACT_POWER) {
        x = (double)mantissa;
        x = scale < 0 ? x / powers_of_ten[-scale] : x * powers_of_ten[scale];
    } else if (!parse_slowly(start, p, &x)) {
        return NULL;
    }
    if (overflow && isinf(x)) *overflow = true;
    *value = negative ? -x : x;
    return p;
}
