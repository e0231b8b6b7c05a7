/* SPDX-License-Identifier: MIT
 *
 * decimal_text.c: decimal numbers from text and to text.
 */
#include "vm/base/mem.h"
#include "vm/module/decimal.h"
#include "vm/object/bigint.h"
#include "vm/object/str.h"

/* ---- from text ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Digits with at most one point among them, to a coefficient. */
static bool read_digits(RgThread *th, const char *s, size_t n, RgCoef *out)
{
    *out = (RgCoef){0};
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_digit(s[i]) || (!count && s[i] == '0')) continue;
        if (++count <= 38) out->small = out->small * 10 + (RgU128)(s[i] - '0');
    }
    out->digits = count ? (int64_t)count : 1;
    if (count <= 38) return true;
    uint8_t *digits = rg_mem_alloc(count);
    if (!digits) {
        rg_raise_memory(th);
        return false;
    }
    size_t at = 0;
    for (size_t i = 0; i < n; i++)
        if (is_digit(s[i]) && (at || s[i] != '0')) digits[at++] = (uint8_t)(s[i] - '0');
    RgValue v = rg_big_from_digits(th, digits, count, 10, false);
    rg_mem_free(digits);
    if (!v) return false;
    rg_coef_from_int(v, out);
    out->digits = (int64_t)count;
    return true;
}

static bool syntax(RgDecEnv *e, RgDec *r) { return rg_dec_invalid(e, RG_DEC_CONVERSION_SYNTAX, r); }

static bool same_word(const char *s, size_t n, const char *word)
{
    size_t i = 0;
    for (; i < n && word[i] && (s[i] | 0x20) == word[i]; i++) {}
    return i == n && !word[i];
}

/* Reads the exponent behind an E: clipped far outside of what a context can have; false: it is none. */
static bool read_exponent(const char *s, size_t n, int64_t *exp)
{
    size_t i = n && (*s == '+' || *s == '-');
    if (i == n) return false;
    int64_t v = 0;
    for (; i < n; i++) {
        if (!is_digit(s[i])) return false;
        if (v < 4000000000000000000 / 10) v = v * 10 + (s[i] - '0');
        else v = 4000000000000000000;
    }
    *exp = *s == '-' ? -v : v;
    return true;
}

bool rg_dec_parse(RgThread *th, const char *s, size_t n, RgDecEnv *e, RgDec *r)
{
    *r = (RgDec){0};
    if (n && (*s == '+' || *s == '-')) {
        r->negative = *s == '-';
        s++, n--;
    }
    if (same_word(s, n, "inf") || same_word(s, n, "infinity")) {
        r->kind = RG_DEC_INF;
        return true;
    }
    bool signals = n && (*s | 0x20) == 's';
    if (n >= (size_t)3 + signals && same_word(s + signals, 3, "nan")) {
        s += 3 + signals, n -= (size_t)3 + signals;
        for (size_t i = 0; i < n; i++)
            if (!is_digit(s[i])) return syntax(e, r);
        r->kind = signals ? RG_DEC_SNAN : RG_DEC_QNAN;
        if (!read_digits(th, s, n, &r->c)) return false;
        if (!rg_coef_is_zero(&r->c) && r->c.digits > e->prec - e->clamp) return syntax(e, r);
        return true;
    }
    size_t end = 0, point = SIZE_MAX, digits = 0;
    for (; end < n && (is_digit(s[end]) || (s[end] == '.' && point == SIZE_MAX)); end++) {
        if (s[end] == '.') point = end;
        else digits++;
    }
    int64_t exp = 0;
    if (!digits) return syntax(e, r);
    if (end < n && ((s[end] | 0x20) != 'e' || !read_exponent(s + end + 1, n - end - 1, &exp))) return syntax(e, r);
    if (point != SIZE_MAX) exp -= (int64_t)(end - point - 1);
    r->exp = exp;
    return read_digits(th, s, end, &r->c);
}

/* ---- to text ---- */

char *rg_dec_digit_text(RgThread *th, const RgCoef *c, size_t *len)
{
    if (c->big) return rg_big_digits(th, c->big, 10, len);
    char *text = rg_mem_alloc(48), buffer[48], *at = buffer + sizeof buffer;
    if (!text) {
        rg_raise_memory(th);
        return NULL;
    }
    RgU128 v = c->small;
    while (v >> 64) {
        uint64_t low = (uint64_t)(v % 1000000000000000000u);
        v /= 1000000000000000000u;
        for (int i = 0; i < 18; i++, low /= 10) *--at = (char)('0' + low % 10);
    }
    uint64_t rest = (uint64_t)v;
    do *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    *len = (size_t)(buffer + sizeof buffer - at);
    memcpy(text, at, *len);
    return text;
}

static RgStr *special_text(RgThread *th, const RgDec *d)
{
    RgStrBuilder b;
    rg_builder_init(&b, th, 16);
    if (d->negative) rg_builder_char(&b, '-');
    if (d->kind == RG_DEC_INF) {
        rg_builder_cstr(&b, "Infinity");
        return rg_builder_finish(&b);
    }
    rg_builder_cstr(&b, d->kind == RG_DEC_SNAN ? "sNaN" : "NaN");
    if (!rg_coef_is_zero(&d->c)) {
        size_t n;
        char *payload = rg_dec_digit_text(th, &d->c, &n);
        if (!payload) return NULL;
        rg_builder_ascii(&b, payload, n);
        rg_mem_free(payload);
    }
    return rg_builder_finish(&b);
}

/* Where the point goes in the n digits: so many digits are in front of it. */
static int64_t point_of(const RgDec *d, int64_t n, bool engineering)
{
    int64_t left = d->exp + n;
    if (d->exp <= 0 && left > -6) return left;
    if (!engineering) return 1;
    if (!rg_coef_is_zero(&d->c)) return ((left - 1) % 3 + 3) % 3 + 1;
    return ((left + 1) % 3 + 3) % 3 - 1;
}

RgStr *rg_dec_to_str(RgThread *th, const RgDec *d, bool engineering, bool capitals)
{
    if (d->kind != RG_DEC_FINITE) return special_text(th, d);
    size_t len;
    char *digits = rg_dec_digit_text(th, &d->c, &len);
    if (!digits) return NULL;
    int64_t n = (int64_t)len, point = point_of(d, n, engineering), exponent = d->exp + n - point;
    RgStrBuilder b;
    rg_builder_init(&b, th, n + 32);
    if (d->negative) rg_builder_char(&b, '-');
    if (point <= 0) {
        rg_builder_cstr(&b, "0.");
        rg_builder_fill(&b, '0', -point);
        rg_builder_ascii(&b, digits, len);
    } else if (point >= n) {
        rg_builder_ascii(&b, digits, len);
        rg_builder_fill(&b, '0', point - n);
    } else {
        rg_builder_ascii(&b, digits, (size_t)point);
        rg_builder_char(&b, '.');
        rg_builder_ascii(&b, digits + point, len - (size_t)point);
    }
    rg_mem_free(digits);
    if (exponent) rg_builder_printf(&b, "%c%+lld", capitals ? 'E' : 'e', (long long)exponent);
    return rg_builder_finish(&b);
}
