/* SPDX-License-Identifier: MIT
 *
 * dtoa.c: exact conversions on top of the C library's, which rounds correctly in both directions, with short cuts for
 * the decimals that programs mostly meet: at most 15 digits and small powers of ten, where one multiplication or
 * division by an exact power of ten is already correctly rounded. Always holds: the default rounding mode is in force.
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

/* Writes the digits of x > 0 rounded to n places; returns the decimal point position. */
static int round_digits(double x, int n, char *digits)
{
    char text[64];
    snprintf(text, sizeof text, "%.*e", n - 1, x);
    size_t len = 0;
    const char *p = text;
    for (; *p && *p != 'e'; p++) {
        if (*p >= '0' && *p <= '9') digits[len++] = *p;
    }
    digits[len] = '\0';
    return atoi(p + 1) + 1;
}

static double value_of(const char *digits, int point)
{
    char text[48];
    snprintf(text, sizeof text, "0.%se%d", digits, point);
    /* The point above is what the current locale does not change: it is a literal of ours. */
    return read_decimal(text);
}

static int strip_zeros(char *digits)
{
    size_t len = strlen(digits);
    while (len > 1 && digits[len - 1] == '0')
        len--;
    digits[len] = '\0';
    return (int)len;
}

/* Adds one unit in the last place; false when that carries out of the top digit. */
static bool next_decimal(char *digits)
{
    for (size_t i = strlen(digits); i-- > 0;) {
        if (digits[i] != '9') {
            digits[i]++;
            return true;
        }
        digits[i] = '0';
    }
    return false;
}

/* Numbers like 0.1, 2.5 and 1234.0: finds the fewest decimal places k for which m / 10**k is x, m a small integer. As
 * m < 10**15 and 10**k are exact, the division rounds correctly, so m and k are a decimal that reads back as x, and the
 * only one of its length. */
static bool short_digits(double x, char *digits, int *point)
{
    if (x >= 1e15 || x < 1e-5) return false;
    for (int k = 0; k <= 19; k++) {
        double scaled = x * powers_of_ten[k];
        if (scaled >= 1e15) return false;
        double m = nearbyint(scaled);
        if (m / powers_of_ten[k] != x || m == 0) continue;
        char text[24];
        size_t len = 0;
        for (uint64_t rest = (uint64_t)m; rest; rest /= 10)
            text[len++] = (char)('0' + rest % 10);
        for (size_t i = 0; i < len; i++)
            digits[i] = text[len - 1 - i];
        digits[len] = '\0';
        *point = (int)len - k;
        strip_zeros(digits);
        return true;
    }
    return false;
}

int rg_dtoa_shortest(double x, char *digits)
{
    x = fabs(x);
    int point;
    if (x == 0) {
        memcpy(digits, "0", 2);
        return 1;
    }
    if (short_digits(x, digits, &point)) return point;
    int exponent;
    bool power_of_two = frexp(x, &exponent) == 0.5;
    for (int n = x < 2.2250738585072014e-308 ? 1 : MAX_SHORT_DIGITS; n <= 17; n++) {
        point = round_digits(x, n, digits);
        if (value_of(digits, point) == x) break;
        /* Below a power of two doubles lie twice as dense as above it: the nearest decimal below may miss x while the
         * next one above still reads back as it. */
        if (power_of_two && next_decimal(digits) && value_of(digits, point) == x) break;
    }
    strip_zeros(digits);
    return point;
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

/* 'e' and 'f' straight from the C library, which is exact at any precision; the locale's point is put right. */
static void put_by_printf(RgStrBuf *out, double x, bool exponent, int precision, bool alt, bool upper)
{
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
