/* SPDX-License-Identifier: MIT
 *
 * float.c: operations on doubles that need Python's rules: text, hashing, modulo, power; and complex cells.
 */
#include "vm/object/float.h"

#include <errno.h>
#include <math.h>

#include "vm/base/dtoa.h"
#include "vm/object/str.h"
#include "vm/object/textnum.h"

#define HASH_BITS 61
#define HASH_MODULUS (((uint64_t)1 << HASH_BITS) - 1)
#define HASH_INF 314159

RgStr *rg_float_repr(RgThread *th, double d)
{
    char text[32];
    size_t len = rg_dtoa_repr(d, text);
    return rg_str_from_latin1(th, (const uint8_t *)text, (int64_t)len);
}

RgStr *rg_float_format(RgThread *th, double d, char code, int precision, int flags)
{
    RgStrBuf text;
    rg_strbuf_init(&text);
    rg_dtoa_format(&text, d, code, precision, (unsigned)flags);
    RgStr *s = NULL;
    if (text.failed) rg_raise_memory(th);
    else s = rg_str_from_latin1(th, (const uint8_t *)text.data, (int64_t)text.len);
    rg_strbuf_fini(&text);
    return s;
}

/* The 28 bits at a time reduction modulo 2**61 - 1, so that equal numbers of all types hash alike. */
int64_t rg_float_hash(double d, RgValue identity)
{
    if (!isfinite(d)) {
        if (isinf(d)) return d > 0 ? HASH_INF : -HASH_INF;
        int64_t h = (int64_t)(identity >> 4 | identity << 60);
        return h == -1 ? -2 : h;
    }
    if (d == (double)(int64_t)RG_MAX(-1e15, RG_MIN(d, 1e15))) {
        int64_t i = (int64_t)d;
        return i == -1 ? -2 : i;
    }
    int e;
    double m = frexp(d, &e);
    bool negative = m < 0;
    if (negative) m = -m;
    uint64_t x = 0;
    while (m != 0) {
        x = ((x << 28) & HASH_MODULUS) | x >> (HASH_BITS - 28);
        m *= 268435456.0;
        e -= 28;
        uint64_t y = (uint64_t)m;
        m -= (double)y;
        x += y;
        if (x >= HASH_MODULUS) x -= HASH_MODULUS;
    }
    e = e >= 0 ? e % HASH_BITS : HASH_BITS - 1 - ((-1 - e) % HASH_BITS);
    x = ((x << e) & HASH_MODULUS) | x >> (HASH_BITS - e);
    int64_t h = negative ? -(int64_t)x : (int64_t)x;
    return h == -1 ? -2 : h;
}

/* Underscores are taken out when each stands between two digits; false when one does not. */
static bool strip_underscores(const char *s, size_t len, RgStrBuf *out)
{
    char prev = 0;
    for (size_t i = 0; i < len; i++) {
        bool digit = s[i] >= '0' && s[i] <= '9';
        if (s[i] == '_') {
            if (!(prev >= '0' && prev <= '9')) return false;
        } else {
            if (prev == '_' && !digit) return false;
            rg_strbuf_putc(out, s[i]);
        }
        prev = s[i];
    }
    return prev != '_';
}

bool rg_float_parse_text(const char *s, size_t len, double *out)
{
    const char *end = s + len;
    while (s < end && (*s == ' ' || (*s >= 9 && *s <= 13))) s++;
    while (end > s && (end[-1] == ' ' || (end[-1] >= 9 && end[-1] <= 13))) end--;
    if (s == end) return false;
    if (!memchr(s, '_', (size_t)(end - s))) return rg_dtoa_parse(s, end, out, NULL) == end;
    RgStrBuf plain;
    rg_strbuf_init(&plain);
    bool ok = strip_underscores(s, (size_t)(end - s), &plain) && !plain.failed && plain.len > 0 &&
              rg_dtoa_parse(plain.data, plain.data + plain.len, out, NULL) == plain.data + plain.len;
    rg_strbuf_fini(&plain);
    return ok;
}

RgValue rg_float_parse(RgThread *th, RgStr *s)
{
    double d;
    RgBuffer *ascii = rg_textnum_ascii(th, s);
    if (!ascii) return RG_ERROR;
    if (rg_float_parse_text((const char *)ascii->data, (size_t)s->length, &d)) return rg_from_double(d);
    return rg_raise(th, RG_EXC_ValueError, "could not convert string to float: %R", rg_from_ptr(s));
}

RgValue rg_complex_new(RgThread *th, double real, double imag)
{
    RgComplex *z = rg_object_new(th, RG_KIND_complex, sizeof *z);
    if (!z) return RG_ERROR;
    z->real = real;
    z->imag = imag;
    return rg_from_ptr(z);
}

double rg_float_mod(double a, double b)
{
    double mod = fmod(a, b);
    if (mod == 0) return copysign(0.0, b);
    return (b < 0) != (mod < 0) ? mod + b : mod;
}

double rg_float_floordiv(double a, double b)
{
    double mod = fmod(a, b);
    double div = (a - mod) / b;
    if (mod != 0 && (b < 0) != (mod < 0)) div -= 1.0;
    if (div == 0) return copysign(0.0, a / b);
    double whole = floor(div);
    return div - whole > 0.5 ? whole + 1.0 : whole;
}

static bool is_odd(double d)
{
    return fmod(fabs(d), 2.0) == 1.0;
}

RgValue rg_float_pow(RgThread *th, double a, double b)
{
    if (b == 0) return rg_from_double(1.0);
    if (isnan(a)) return rg_from_double(a);
    if (isnan(b)) return rg_from_double(a == 1.0 ? 1.0 : b);
    if (isinf(b)) {
        a = fabs(a);
        if (a == 1.0) return rg_from_double(1.0);
        return rg_from_double((b > 0) == (a > 1.0) ? fabs(b) : 0.0);
    }
    if (isinf(a)) {
        bool odd = is_odd(b);
        if (b > 0) return rg_from_double(odd ? a : fabs(a));
        return rg_from_double(odd ? copysign(0.0, a) : 0.0);
    }
    if (a == 0) {
        if (b < 0) return rg_raise(th, RG_EXC_ZeroDivisionError, "0.0 cannot be raised to a negative power");
        return rg_from_double(is_odd(b) ? a : 0.0);
    }
    bool negate = false;
    if (a < 0) {
        if (b != floor(b)) return rg_complex_pow(th, a, 0, b, 0);
        a = -a;
        negate = is_odd(b);
    }
    if (a == 1.0) return rg_from_double(negate ? -1.0 : 1.0);
    double r = pow(a, b);
    if (isinf(r)) {
        errno = ERANGE;
        RgValue args[2] = {rg_from_int(ERANGE), rg_from_ptr(rg_str_from_cstr(th, strerror(ERANGE)))};
        return args[1] ? rg_raise_call(th, RG_EXC(th, OverflowError), args, 2) : RG_ERROR;
    }
    return rg_from_double(negate ? -r : r);
}
