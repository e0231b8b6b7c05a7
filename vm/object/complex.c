/* SPDX-License-Identifier: MIT
 *
 * complex.c: complex arithmetic and text.
 */
#include <errno.h>
#include <math.h>

#include "vm/base/dtoa.h"
#include "vm/object/float.h"
#include "vm/object/str.h"
#include "vm/object/textnum.h"

RgComplexValue rg_complex_product(RgComplexValue a, RgComplexValue b)
{
    return (RgComplexValue){a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

/* Smith's method: scales by the larger part of the divisor. */
bool rg_complex_quotient(RgComplexValue a, RgComplexValue b, RgComplexValue *out)
{
    double abs_real = fabs(b.real), abs_imag = fabs(b.imag);
    if (abs_real >= abs_imag) {
        if (abs_real == 0) return false;
        double ratio = b.imag / b.real, denom = b.real + b.imag * ratio;
        *out = (RgComplexValue){(a.real + a.imag * ratio) / denom, (a.imag - a.real * ratio) / denom};
    } else if (abs_imag >= abs_real) {
        double ratio = b.real / b.imag, denom = b.real * ratio + b.imag;
        *out = (RgComplexValue){(a.real * ratio + a.imag) / denom, (a.imag * ratio - a.real) / denom};
    } else {
        *out = (RgComplexValue){NAN, NAN};
    }
    return true;
}

static RgComplexValue power_unsigned(RgComplexValue x, long n)
{
    RgComplexValue r = {1, 0}, p = x;
    for (long mask = 1; mask > 0 && n >= mask; mask <<= 1) {
        if (n & mask) r = rg_complex_product(r, p);
        p = rg_complex_product(p, p);
    }
    return r;
}

static bool general_power(RgComplexValue a, RgComplexValue b, RgComplexValue *out)
{
    if (b.real == 0 && b.imag == 0) {
        *out = (RgComplexValue){1, 0};
        return true;
    }
    if (a.real == 0 && a.imag == 0) {
        *out = (RgComplexValue){0, 0};
        return b.imag == 0 && b.real >= 0;
    }
    double vabs = hypot(a.real, a.imag), len = pow(vabs, b.real), at = atan2(a.imag, a.real), phase = at * b.real;
    if (b.imag != 0) {
        len /= exp(at * b.imag);
        phase += b.imag * log(vabs);
    }
    *out = (RgComplexValue){len * cos(phase), len * sin(phase)};
    return true;
}

RgValue rg_complex_pow(RgThread *th, double areal, double aimag, double breal, double bimag)
{
    RgComplexValue a = {areal, aimag}, b = {breal, bimag}, p;
    bool ok = true;
    if (bimag == 0 && breal == floor(breal) && fabs(breal) <= 100.0) {
        long n = (long)breal;
        if (n > 0) {
            p = power_unsigned(a, n);
        } else {
            RgComplexValue down = power_unsigned(a, -n);
            ok = rg_complex_quotient((RgComplexValue){1, 0}, down, &p);
        }
    } else {
        ok = general_power(a, b, &p);
    }
    if (!ok) return rg_raise(th, RG_EXC_ZeroDivisionError, "0.0 to a negative or complex power");
    if (isinf(p.real) || isinf(p.imag)) return rg_raise(th, RG_EXC_OverflowError, "complex exponentiation");
    return rg_complex_new(th, p.real, p.imag);
}

RgStr *rg_complex_repr(RgThread *th, double real, double imag)
{
    RgStrBuf text;
    rg_strbuf_init(&text);
    if (real == 0 && !signbit(real)) {
        rg_dtoa_format(&text, imag, 'r', 0, 0);
        rg_strbuf_putc(&text, 'j');
    } else {
        rg_strbuf_putc(&text, '(');
        rg_dtoa_format(&text, real, 'r', 0, 0);
        rg_dtoa_format(&text, imag, 'r', 0, RG_DTOA_SIGN);
        rg_strbuf_puts(&text, "j)");
    }
    RgStr *s = NULL;
    if (text.failed) rg_raise_memory(th);
    else s = rg_str_from_latin1(th, (const uint8_t *)text.data, (int64_t)text.len);
    rg_strbuf_fini(&text);
    return s;
}

/* A float at *s: rg_dtoa_parse after underscores were taken out. */
static bool read_float(const char **s, const char *end, double *out)
{
    const char *next = rg_dtoa_parse(*s, end, out, NULL);
    if (!next) return false;
    *s = next;
    return true;
}

static bool parse_parts(const char *s, const char *end, double *real, double *imag)
{
    bool bracket = false;
    *real = *imag = 0;
#define SKIP_SPACE() while (s < end && (*s == ' ' || (*s >= 9 && *s <= 13))) s++
    SKIP_SPACE();
    if (s < end && *s == '(') {
        bracket = true;
        s++;
        SKIP_SPACE();
    }
    double z;
    if (read_float(&s, end, &z)) {
        if (s < end && (*s == '+' || *s == '-')) {
            *real = z;
            if (!read_float(&s, end, imag)) {
                *imag = *s == '-' ? -1.0 : 1.0;
                s++;
            }
            if (s == end || (*s | 32) != 'j') return false;
            s++;
        } else if (s < end && (*s | 32) == 'j') {
            *imag = z;
            s++;
        } else {
            *real = z;
        }
    } else {
        double sign = 1.0;
        if (s < end && (*s == '+' || *s == '-')) sign = *s++ == '-' ? -1.0 : 1.0;
        if (s == end || (*s | 32) != 'j') return false;
        *imag = sign;
        s++;
    }
    SKIP_SPACE();
    if (bracket) {
        if (s == end || *s != ')') return false;
        s++;
        SKIP_SPACE();
    }
    return s == end;
#undef SKIP_SPACE
}

RgValue rg_complex_parse(RgThread *th, RgStr *str)
{
    RgBuffer *ascii = rg_textnum_ascii(th, str);
    if (!ascii) return RG_ERROR;
    char *text = (char *)ascii->data;
    size_t len = 0;
    bool ok = true;
    char prev = 0;
    for (int64_t i = 0; i < str->length; i++) { /* underscores only between digits */
        char c = text[i];
        bool digit = c >= '0' && c <= '9';
        if ((c == '_' && !(prev >= '0' && prev <= '9')) || (prev == '_' && !digit)) ok = false;
        prev = c;
        if (c != '_') text[len++] = c;
    }
    double real, imag;
    if (!ok || prev == '_')
        return rg_raise(th, RG_EXC_ValueError, "could not convert string to complex: %R", rg_from_ptr(str));
    if (parse_parts(text, text + len, &real, &imag)) return rg_complex_new(th, real, imag);
    return rg_raise(th, RG_EXC_ValueError, "complex() arg is a malformed string");
}
