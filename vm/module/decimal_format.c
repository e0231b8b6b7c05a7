/* SPDX-License-Identifier: MIT
 *
 * decimal_format.c: Decimal.__format__: [[fill]align][sign][z][0][width][,][.precision][type], with what a locale asks for in an
 * optional mapping (decimal_point, grouping, thousands_sep).
 */
#include "vm/base/mem.h"
#include "vm/module/decimal.h"
#include "vm/object/dict.h"
#include "vm/object/str.h"

typedef struct Spec {
    uint32_t fill;
    char align, sign; /* align 'z': zeros behind the sign */
    bool no_negative_zero, local; /* local: type n */
    int64_t width, precision; /* precision -1: none */
    char type;
    RgStr *point, *separator; /* NULL: ".", none */
    char grouping[16];        /* sizes of groups from the right; the last one repeats, 127 ends them */
} Spec;

enum { NUMBERS_MAX = 999999999 };

/* ---- reading ---- */

static bool read_number(const RgStr *s, int64_t *at, int64_t *out)
{
    int64_t v = 0;
    for (; *at < s->length; ++*at) {
        uint32_t c = rg_str_at(s, *at);
        if (c < '0' || c > '9') break;
        if ((v = v * 10 + (int64_t)(c - '0')) > NUMBERS_MAX) return false;
    }
    *out = v;
    return true;
}

static bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }
static uint32_t peek(const RgStr *s, int64_t at) { return at < s->length ? rg_str_at(s, at) : 0; }

static bool read_spec(const RgStr *s, bool capitals, Spec *spec)
{
    int64_t at = 0;
    *spec = (Spec){.fill = ' ', .align = '>', .sign = '-', .precision = -1, .type = capitals ? 'G' : 'g'};
    bool aligned = true, grouped = false;
    if (s->length > 1 && is_align(peek(s, 1))) {
        spec->fill = rg_str_at(s, 0);
        spec->align = (char)rg_str_at(s, 1);
        at = 2;
    } else if (is_align(peek(s, 0))) {
        spec->align = (char)rg_str_at(s, at++);
    } else {
        aligned = false;
    }
    uint32_t c = peek(s, at);
    if (c == '+' || c == '-' || c == ' ') spec->sign = (char)c, at++;
    if (peek(s, at) == 'z') spec->no_negative_zero = true, at++;
    if (peek(s, at) == '0') {
        if (aligned) return false;
        spec->align = 'z';
        at++;
    }
    if (peek(s, at) >= '0' && peek(s, at) <= '9' && !read_number(s, &at, &spec->width)) return false;
    if (peek(s, at) == ',') {
        grouped = true;
        strcpy(spec->grouping, "\3");
        at++;
    }
    if (peek(s, at) == '.') {
        c = peek(s, ++at);
        if (c < '0' || c > '9' || !read_number(s, &at, &spec->precision)) return false;
    }
    c = peek(s, at);
    if (at < s->length && c < 0x80 && c && strchr("EeFfGgNn%", (int)c)) {
        spec->type = (char)c;
        at++;
        if ((c | 0x20) == 'n') {
            if (grouped) return false;
            spec->local = true;
            spec->type = c == 'N' ? 'G' : 'g';
        }
    }
    return at == s->length;
}

static bool override_text(RgThread *th, RgValue dict, const char *key, RgStr **out)
{
    RgValue v = rg_dict_get_cstr(th, RG_DICT(dict), key);
    if (!v) return true;
    if (rg_is_str(v)) {
        *out = RG_STR(v);
        return true;
    }
    rg_raise(th, RG_EXC_TypeError, "bad argument type for built-in operation");
    return false;
}

/* A point of 1 to 4 bytes must be given unless the specification asks for one itself; a separator has up to 4 bytes. */
static bool read_override(RgThread *th, RgValue dict, Spec *spec)
{
    RgStr *grouping = NULL;
    size_t point = 1, separator = 0;
    if (!rg_is_dict(dict)) {
        rg_raise(th, RG_EXC_TypeError, "optional argument must be a dict");
        return false;
    }
    if (!override_text(th, dict, "decimal_point", &spec->point) || !override_text(th, dict, "thousands_sep", &spec->separator) ||
        !override_text(th, dict, "grouping", &grouping)) return false;
    if (spec->point && !rg_str_utf8(th, spec->point, &point)) return false;
    if (spec->separator && !rg_str_utf8(th, spec->separator, &separator)) return false;
    bool good = (spec->point || spec->local || *spec->grouping) && point && point <= 4 && separator <= 4;
    if (!spec->separator && !*spec->grouping) grouping = NULL;
    if (grouping) {
        good = good && grouping->length < (int64_t)sizeof spec->grouping;
        *spec->grouping = 0;
        for (int64_t i = 0; good && i < grouping->length; i++) {
            uint32_t c = rg_str_at(grouping, i);
            good = c < 0x80;
            spec->grouping[i] = (char)c;
            spec->grouping[i + 1] = 0;
        }
    }
    if (good) return true;
    rg_raise(th, RG_EXC_ValueError, "invalid override dict");
    return false;
}

/* ---- writing ---- */

/* The number rounded as the specification asks; *place: digits in front of the point. */
static bool round_to_spec(RgThread *th, RgDec *d, const Spec *spec, RgDecEnv *e, int64_t *place)
{
    char type = (char)(spec->type | 0x20);
    bool fixed = type == 'f' || spec->type == '%', zero = rg_coef_is_zero(&d->c);
    int64_t digits = rg_coef_digits(th, &d->c), keep = type == 'g' ? RG_MAX(spec->precision, 1) : spec->precision + 1;
    if (!digits) return false;
    if (spec->type == '%') d->exp += 2;
    *place = 1;
    if (spec->precision >= 0 && fixed) {
        if (!rg_dec_rescale(th, d, -spec->precision, e, d)) return false;
    } else if (spec->precision >= 0 && type == 'e' && zero) {
        *place = 1 - spec->precision;
    } else if (spec->precision >= 0 && (type == 'e' || digits > keep)) {
        if (!rg_dec_rescale(th, d, d->exp + digits - keep, e, d)) return false;
        if (rg_coef_digits(th, &d->c) > keep && !rg_dec_rescale(th, d, d->exp + 1, e, d)) return false;
    }
    if (fixed && rg_coef_is_zero(&d->c) && d->exp > 0) d->exp = 0;
    digits = rg_coef_digits(th, &d->c);
    if (fixed && (d->exp > RG_DEC_MAX_DIGITS || d->exp < -RG_DEC_MAX_DIGITS)) {
        rg_raise_memory(th);
        return false;
    }
    if (fixed || (type == 'g' && d->exp <= 0 && d->exp + digits > -6)) *place = d->exp + digits;
    return digits != 0;
}

/* The digits in front of the point, grouped, with zeros in front so that they take width places. */
static void write_grouped(RgStrBuilder *b, const char *digits, int64_t n, int64_t zeros, const Spec *spec, int64_t width)
{
    /* Breaks are found from the right, and written from the left. */
    int64_t total = n + zeros, separator = spec->separator ? spec->separator->length : 1, places = 0;
    const char *group = spec->grouping;
    bool grouping = *group && *group != 127 && (!spec->separator || separator);
    int64_t left = grouping ? *group : INT64_MAX, written = 0;
    for (int64_t i = 0; i < total || (places < width && spec->align == 'z'); i++) {
        if (i && left == 0) {
            places += separator;
            if (group[1]) group++;
            left = *group == 127 ? INT64_MAX : *group;
        }
        places++, left--, written = i + 1;
    }
    /* Now the same sizes again: how many digits are to the right of each digit decides. */
    for (int64_t i = written; i-- > 0;) {
        if (i < zeros || i >= total) rg_builder_char(b, '0');
        else rg_builder_char(b, (uint32_t)digits[total - 1 - i]);
        if (!grouping || !i) continue;
        int64_t at = i;
        const char *g = spec->grouping;
        while (at > 0 && *g != 127 && at >= *g) {
            at -= *g;
            if (g[1]) g++;
            else if (at >= *g) at %= *g;
        }
        if (at) continue;
        if (spec->separator) rg_builder_str(b, spec->separator);
        else rg_builder_char(b, ',');
    }
}

/* Sign, digits and exponent without padding, zeros behind the sign excepted. */
static bool write_number(RgThread *th, RgStrBuilder *b, const RgDec *d, const Spec *spec, int64_t place)
{
    size_t len;
    char *digits = rg_dec_digit_text(th, &d->c, &len);
    if (!digits) return false;
    int64_t n = (int64_t)len, exponent = d->exp + n - place;
    RgStrBuilder tail;
    rg_builder_init(&tail, th, 0);
    if (place < n) {
        if (spec->point) rg_builder_str(&tail, spec->point);
        else rg_builder_char(&tail, '.');
        rg_builder_fill(&tail, '0', -place);
        rg_builder_ascii(&tail, digits + RG_MAX(place, 0), len - (size_t)RG_MAX(place, 0));
    }
    if ((spec->type | 0x20) == 'e' || ((spec->type | 0x20) == 'g' && exponent))
        rg_builder_printf(&tail, "%c%+lld", spec->type == 'E' || spec->type == 'G' ? 'E' : 'e', (long long)exponent);
    if (spec->type == '%') rg_builder_char(&tail, '%');
    char sign = d->negative ? '-' : spec->sign;
    if (sign != '-' || d->negative) rg_builder_char(b, (uint32_t)sign);
    int64_t width = spec->width - tail.length - b->length;
    if (place <= 0) write_grouped(b, "0", 1, 0, spec, width);
    else write_grouped(b, digits, RG_MIN(place, n), RG_MAX(place - n, 0), spec, width);
    rg_mem_free(digits);
    RgStr *s = rg_builder_finish(&tail);
    if (!s) return false;
    rg_builder_str(b, s);
    return true;
}

static RgStr *pad(RgThread *th, RgStr *s, const Spec *spec)
{
    int64_t missing = spec->width - s->length, before;
    if (missing <= 0) return s;
    bool sign = s->length && (rg_str_at(s, 0) == '-' || rg_str_at(s, 0) == '+' || rg_str_at(s, 0) == ' ');
    RgStrBuilder b;
    rg_builder_init(&b, th, spec->width);
    switch (spec->align) {
    case '<': before = 0; break;
    case '^': before = missing / 2; break;
    default: before = missing; break;
    }
    int64_t head = spec->align == '=' && sign;
    rg_builder_sub(&b, s, 0, head);
    rg_builder_fill(&b, spec->fill, before);
    rg_builder_sub(&b, s, head, s->length);
    rg_builder_fill(&b, spec->fill, missing - before);
    return rg_builder_finish(&b);
}

RgValue rg_decimal_format(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgDecContext *c = rg_decimal_context(th);
    Spec spec;
    if (!c) return RG_ERROR;
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "format arg must be str");
    if (!read_spec(RG_STR(args[0]), c->capitals, &spec)) return rg_raise(th, RG_EXC_ValueError, "invalid format string");
    if (args[1] != RG_UNBOUND && !read_override(th, args[1], &spec)) return RG_ERROR;
    RgDec d = *rg_decimal_number(self);
    RgDecEnv e = c->env;
    int64_t place = 0;
    RgStrBuilder b;
    rg_builder_init(&b, th, 0);
    if (d.kind != RG_DEC_FINITE) {
        RgStr *s = rg_dec_to_str(th, &d, false, true);
        if (!s) return RG_ERROR;
        if (!d.negative && spec.sign != '-') rg_builder_char(&b, (uint32_t)spec.sign);
        rg_builder_str(&b, s);
        if (spec.type == '%') rg_builder_char(&b, '%');
        if (spec.align == 'z') spec.align = '>';
    } else {
        if (!round_to_spec(th, &d, &spec, &e, &place)) return RG_ERROR;
        if (spec.no_negative_zero && rg_coef_is_zero(&d.c)) d.negative = false;
        if (!write_number(th, &b, &d, &spec, place)) return RG_ERROR;
    }
    RgStr *s = rg_builder_finish(&b);
    return s ? rg_from_ptr(pad(th, s, &spec)) : RG_ERROR;
}
