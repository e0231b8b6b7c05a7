/* SPDX-License-Identifier: MIT
 *
 * str_spec.c: the format-specification mini-language: __format__ of int, float, complex and str.
 *     [[fill]align][sign][z][#][0][width][grouping][.precision][type]
 */
#include <math.h>

#include "vm/base/dtoa.h"
#include "vm/object/float.h"
#include "vm/type/str_methods.h"

typedef struct FormatSpec {
    uint32_t fill, align, type; /* type 0: none */
    uint32_t sign;              /* 0 none given */
    bool alternate, no_neg_0, fill_given, align_given;
    uint32_t grouping;          /* 0, ',' or '_' */
    int group_size;             /* 3, or 4 for '_' with b, o, x */
    int64_t width, precision;   /* -1 none */
} FormatSpec;

/* The text parts of a number: sign, prefix, integral digits, rest. */
typedef struct NumberText {
    bool negative;
    const char *prefix;
    const char *digits;
    int64_t ndigits;
    const char *rest;
    int64_t nrest;
    uint32_t single; /* 'c': one character as the rest */
} NumberText;

static bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

/* Decimal digits at *at: false raised; *out unchanged when there are none. */
static bool spec_number(RgThread *th, const RgStr *s, int64_t *at, int64_t *out, bool *any)
{
    int64_t n = 0;
    *any = false;
    for (; *at < s->length; ++*at) {
        uint32_t c = rg_str_at(s, *at);
        int d = c < 0x80 ? (c >= '0' && c <= '9' ? (int)(c - '0') : -1) : rg_unicode_decimal(c);
        if (d < 0)
            break;
        *any = true;
        if (n > (INT64_MAX - d) / 10) {
            rg_raise(th, RG_EXC_ValueError, "Too many decimal digits in format string");
            return false;
        }
        n = n * 10 + d;
    }
    if (*any)
        *out = n;
    return true;
}

static bool raise_grouping(RgThread *th, uint32_t group, uint32_t type)
{
    if (type > 32 && type < 128)
        rg_raise(th, RG_EXC_ValueError, "Cannot specify '%c' with '%c'.", (int)group, (int)type);
    else
        rg_raise(th, RG_EXC_ValueError, "Cannot specify '%c' with '\\x%x'.", (int)group, (unsigned)type);
    return false;
}

static bool check_grouping(RgThread *th, FormatSpec *f)
{
    f->group_size = 3;
    if (!f->grouping)
        return true;
    switch (f->type) {
    case 0:
    case 'd':
    case 'e':
    case 'f':
    case 'g':
    case 'E':
    case 'F':
    case 'G':
    case '%':
        return true;
    case 'b':
    case 'o':
    case 'x':
    case 'X':
        if (f->grouping == '_') {
            f->group_size = 4;
            return true;
        }
        return raise_grouping(th, f->grouping, f->type);
    default:
        return raise_grouping(th, f->grouping, f->type);
    }
}

static bool parse_spec(RgThread *th, const RgStr *s, RgValue value, uint32_t default_type, uint32_t default_align, FormatSpec *f)
{
    int64_t at = 0, n = s->length;
    bool any;
    *f = (FormatSpec){.fill = ' ', .align = default_align, .type = default_type, .width = -1, .precision = -1};
    if (n - at >= 2 && is_align(rg_str_at(s, at + 1))) {
        f->fill = rg_str_at(s, at);
        f->align = rg_str_at(s, at + 1);
        f->fill_given = f->align_given = true;
        at += 2;
    } else if (n - at >= 1 && is_align(rg_str_at(s, at))) {
        f->align = rg_str_at(s, at++);
        f->align_given = true;
    }
    if (at < n && (rg_str_at(s, at) == '+' || rg_str_at(s, at) == '-' || rg_str_at(s, at) == ' '))
        f->sign = rg_str_at(s, at++);
    if (at < n && rg_str_at(s, at) == 'z') {
        f->no_neg_0 = true;
        at++;
    }
    if (at < n && rg_str_at(s, at) == '#') {
        f->alternate = true;
        at++;
    }
    if (!f->fill_given && at < n && rg_str_at(s, at) == '0') {
        f->fill = '0';
        if (!f->align_given && default_align == '>')
            f->align = '=';
        at++;
    }
    if (!spec_number(th, s, &at, &f->width, &any))
        return false;
    if (at < n && rg_str_at(s, at) == ',') {
        f->grouping = ',';
        at++;
    }
    if (at < n && rg_str_at(s, at) == '_') {
        if (f->grouping) {
            rg_raise(th, RG_EXC_ValueError, "Cannot specify both ',' and '_'.");
            return false;
        }
        f->grouping = '_';
        at++;
    }
    if (at < n && rg_str_at(s, at) == ',' && f->grouping == '_') {
        rg_raise(th, RG_EXC_ValueError, "Cannot specify both ',' and '_'.");
        return false;
    }
    if (at < n && rg_str_at(s, at) == '.') {
        at++;
        if (!spec_number(th, s, &at, &f->precision, &any))
            return false;
        if (!any) {
            rg_raise(th, RG_EXC_ValueError, "Format specifier missing precision");
            return false;
        }
    }
    if (n - at > 1) {
        rg_raise(th, RG_EXC_ValueError, "Invalid format specifier '%U' for object of type '%T'", s, value);
        return false;
    }
    if (at < n)
        f->type = rg_str_at(s, at);
    return check_grouping(th, f);
}

static RgValue raise_unknown_type(RgThread *th, uint32_t type, RgValue value)
{
    if (type > 32 && type < 128)
        return rg_raise(th, RG_EXC_ValueError, "Unknown format code '%c' for object of type '%T'", (int)type, value);
    return rg_raise(th, RG_EXC_ValueError, "Unknown format code '\\x%x' for object of type '%T'", (unsigned)type, value);
}

/* ---- laying out numbers ---- */

/* Digits with separators, at least min_width wide (zeros in front), into the builder. */
static void put_grouped(RgStrBuilder *b, const char *digits, int64_t ndigits, int64_t min_width, uint32_t sep, int size)
{
    if (ndigits == 0 && min_width <= 0)
        return;
    if (!sep) {
        rg_builder_fill(b, '0', min_width - ndigits);
        rg_builder_ascii(b, digits, (size_t)ndigits);
        return;
    }
    /* How many digits there will be in all, zeros included: the smallest count whose grouped width reaches min_width. */
    int64_t total = 0, remaining = ndigits, need = min_width;
    for (;;) {
        int64_t most = RG_MAX(RG_MAX(remaining, need), 1), len = RG_MIN((int64_t)size, most);
        total += len;
        remaining -= RG_MIN(remaining, len);
        need -= len;
        if (remaining <= 0 && need <= 0)
            break;
        need -= 1;
    }
    int64_t zeros = total - ndigits;
    for (int64_t i = 0; i < total; i++) {
        if (i && (total - i) % size == 0)
            rg_builder_char(b, sep);
        rg_builder_char(b, i < zeros ? '0' : (uint8_t)digits[i - zeros]);
    }
}

static int64_t grouped_width(int64_t ndigits, uint32_t sep, int size)
{
    return ndigits + (sep && ndigits ? (ndigits - 1) / size : 0);
}

static void put_number(RgStrBuilder *b, const FormatSpec *f, const NumberText *t)
{
    uint32_t sign = t->negative ? '-' : f->sign == '+' ? '+' : f->sign == ' ' ? ' ' : 0;
    int64_t nprefix = t->prefix ? (int64_t)strlen(t->prefix) : 0, nrest = t->single ? 1 : t->nrest;
    int64_t outside = (sign != 0) + nprefix + nrest;
    int64_t min_digits = f->fill == '0' && f->align == '=' && t->ndigits ? f->width - outside : 0;
    int64_t grouped = grouped_width(t->ndigits, f->grouping, f->group_size), left = 0, inner = 0, right = 0;
    int64_t room = f->width - outside - RG_MAX(grouped, min_digits);
    if (room > 0) {
        switch (f->align) {
        case '<':
            right = room;
            break;
        case '^':
            left = room / 2;
            right = room - left;
            break;
        case '=':
            inner = room;
            break;
        default:
            left = room;
            break;
        }
    }
    rg_builder_fill(b, f->fill, left);
    if (sign)
        rg_builder_char(b, sign);
    if (nprefix)
        rg_builder_cstr(b, t->prefix);
    rg_builder_fill(b, f->fill, inner);
    put_grouped(b, t->digits, t->ndigits, min_digits, f->grouping, f->group_size);
    if (t->single)
        rg_builder_char(b, t->single);
    else
        rg_builder_ascii(b, t->rest, (size_t)t->nrest);
    rg_builder_fill(b, f->fill, right);
}

/* ---- float ---- */

/* Text of d for type and precision; the caller owns *out. */
static bool float_text(RgThread *th, RgStrBuf *out, double d, uint32_t type, int64_t precision, unsigned flags)
{
    rg_strbuf_init(out);
    rg_dtoa_format(out, d, (char)type, (int)precision, flags);
    if (out->failed) {
        rg_strbuf_fini(out);
        rg_raise_memory(th);
        return false;
    }
    return true;
}

/* Splits text into sign, integral digits and rest. */
static NumberText split_float(const RgStrBuf *text, bool no_neg_0)
{
    NumberText t = {0};
    const char *p = text->data, *end = p + text->len;
    if (p < end && *p == '-') {
        t.negative = true;
        p++;
    }
    if (t.negative && no_neg_0) {
        const char *q = p;
        while (q < end && (*q == '0' || *q == '.'))
            q++;
        if (q == end || *q == 'e' || *q == 'E' || *q == '%')
            t.negative = false;
    }
    t.digits = p;
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    t.ndigits = p - t.digits;
    t.rest = p;
    t.nrest = end - p;
    return t;
}

static RgValue format_double(RgThread *th, double d, FormatSpec *f, RgValue value)
{
    unsigned flags = f->alternate ? RG_DTOA_ALT : 0;
    uint32_t type = f->type;
    int64_t precision = f->precision;
    bool percent = false;
    if (precision > INT32_MAX)
        return rg_raise(th, RG_EXC_ValueError, "precision too big");
    switch (type) {
    case 0:
        flags |= RG_DTOA_DOT_0;
        type = precision < 0 ? 'r' : 'g';
        break;
    case 'n':
        type = 'g';
        break;
    case '%':
        type = 'f';
        d *= 100;
        percent = true;
        break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        break;
    default:
        return raise_unknown_type(th, f->type, value);
    }
    if (precision < 0)
        precision = type == 'r' ? 0 : 6;
    RgStrBuf text;
    if (!float_text(th, &text, d, type, precision, flags))
        return RG_ERROR;
    if (percent)
        rg_strbuf_putc(&text, '%');
    RgStrBuilder b;
    rg_builder_init(&b, th, (int64_t)text.len + RG_MIN(RG_MAX(f->width, 0), 1 << 20));
    NumberText t = split_float(&text, f->no_neg_0);
    put_number(&b, f, &t);
    rg_strbuf_fini(&text);
    return rg_str_result(rg_builder_finish(&b));
}

RgValue rg_format_float(RgThread *th, RgValue value, RgStr *spec)
{
    FormatSpec f;
    if (spec->length == 0)
        return rg_str_result(rg_str_of(th, value));
    if (!parse_spec(th, spec, value, 0, '>', &f))
        return RG_ERROR;
    return format_double(th, rg_float_value(value), &f, value);
}

/* ---- int ---- */

static RgValue format_char(RgThread *th, RgValue value, FormatSpec *f)
{
    int64_t c;
    if (f->sign)
        return rg_raise(th, RG_EXC_ValueError, "Sign not allowed with integer format specifier 'c'");
    if (f->alternate)
        return rg_raise(th, RG_EXC_ValueError, "Alternate form (#) not allowed with integer format specifier 'c'");
    if (!rg_int_as_i64(value, &c))
        return rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C long");
    if (c < 0 || c > 0x10ffff)
        return rg_raise(th, RG_EXC_OverflowError, "%%c arg not in range(0x110000)");
    RgStrBuilder b;
    rg_builder_init(&b, th, RG_MIN(f->width, 1 << 20));
    if (c == 0) { /* `single` cannot express it: the rest is the literal's terminator */
        NumberText t = {.digits = "", .rest = "", .nrest = 1};
        put_number(&b, f, &t);
        return rg_str_result(rg_builder_finish(&b));
    }
    NumberText t = {.single = (uint32_t)c, .digits = "", .rest = ""};
    put_number(&b, f, &t);
    return rg_str_result(rg_builder_finish(&b));
}

static RgValue format_integer(RgThread *th, RgValue value, FormatSpec *f)
{
    int base = 10;
    NumberText t = {.rest = ""};
    switch (f->type) {
    case 'b':
        base = 2;
        t.prefix = f->alternate ? "0b" : NULL;
        break;
    case 'o':
        base = 8;
        t.prefix = f->alternate ? "0o" : NULL;
        break;
    case 'x':
    case 'X':
        base = 16;
        t.prefix = !f->alternate ? NULL : f->type == 'X' ? "0X" : "0x";
        break;
    default:
        break;
    }
    char small[72], *end = small + sizeof small;
    const char *p;
    int64_t n, i;
    RgBuffer *upper = NULL;
    if (rg_is_int(value)) {
        i = rg_as_int(value);
        t.negative = i < 0;
        n = (int64_t)rg_int_digits(i < 0 ? -(uint64_t)i : (uint64_t)i, base, end);
        p = end - n;
    } else {
        RgStr *text = rg_int_to_str(th, value, base);
        if (!text)
            return RG_ERROR;
        p = (const char *)text->data;
        n = text->length;
        if (*p == '-') {
            t.negative = true;
            p++;
            n--;
        }
    }
    if (f->type == 'X') {
        upper = rg_buffer_new(th, (size_t)n + 1);
        if (!upper)
            return RG_ERROR;
        for (int64_t k = 0; k < n; k++)
            upper->data[k] = (uint8_t)(p[k] >= 'a' && p[k] <= 'f' ? p[k] - 32 : p[k]);
        p = (const char *)upper->data;
    }
    t.digits = p;
    t.ndigits = n;
    RgStrBuilder b;
    rg_builder_init(&b, th, n + 2 + RG_MIN(RG_MAX(f->width, 0), 1 << 20));
    put_number(&b, f, &t);
    return rg_str_result(rg_builder_finish(&b));
}

RgValue rg_format_int(RgThread *th, RgValue value, RgStr *spec)
{
    FormatSpec f;
    if (spec->length == 0)
        return rg_str_result(rg_str_of(th, value));
    if (!parse_spec(th, spec, value, 'd', '>', &f))
        return RG_ERROR;
    switch (f.type) {
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': {
        double d;
        if (!rg_int_to_double(th, value, &d))
            return RG_ERROR;
        return format_double(th, d, &f, value);
    }
    case 'b':
    case 'c':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
    case 'n':
        if (f.precision >= 0)
            return rg_raise(th, RG_EXC_ValueError, "Precision not allowed in integer format specifier");
        if (f.no_neg_0)
            return rg_raise(th, RG_EXC_ValueError, "Negative zero coercion (z) not allowed in integer format specifier");
        return f.type == 'c' ? format_char(th, value, &f) : format_integer(th, value, &f);
    default:
        return raise_unknown_type(th, f.type, value);
    }
}

/* ---- complex ---- */

RgValue rg_format_complex(RgThread *th, RgValue value, RgStr *spec)
{
    FormatSpec f;
    RgComplex *z = RG_AS(RgComplex, value);
    if (spec->length == 0)
        return rg_str_result(rg_str_of(th, value));
    if (!parse_spec(th, spec, value, 0, '>', &f))
        return RG_ERROR;
    if (f.type && (f.type > 127 || !strchr("eEfFgGn", (int)f.type)))
        return raise_unknown_type(th, f.type, value);
    if (f.fill == '0')
        return rg_raise(th, RG_EXC_ValueError, "Zero padding is not allowed in complex format specifier");
    if (f.align == '=')
        return rg_raise(th, RG_EXC_ValueError, "'=' alignment flag is not allowed in complex format specifier");
    unsigned flags = f.alternate ? RG_DTOA_ALT : 0;
    uint32_t type = f.type;
    bool skip_real = false, parens = false;
    switch (type) {
    case 0:
        type = f.precision < 0 ? 'r' : 'g';
        skip_real = z->real == 0 && !signbit(z->real);
        parens = !skip_real;
        break;
    case 'n':
        type = 'g';
        break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        break;
    default:
        return raise_unknown_type(th, f.type, value);
    }
    int64_t precision = f.precision >= 0 ? f.precision : type == 'r' ? 0 : 6;
    if (precision > INT32_MAX)
        return rg_raise(th, RG_EXC_ValueError, "precision too big");
    RgStrBuf re, im;
    if (!float_text(th, &re, z->real, type, precision, flags))
        return RG_ERROR;
    if (!float_text(th, &im, z->imag, type, precision, flags)) {
        rg_strbuf_fini(&re);
        return RG_ERROR;
    }
    NumberText tr = split_float(&re, f.no_neg_0), ti = split_float(&im, f.no_neg_0);
    FormatSpec part = f;
    part.width = -1;
    part.fill = 0;
    part.align = '<';
    RgStrBuilder b;
    rg_builder_init(&b, th, (int64_t)(re.len + im.len) + 4);
    if (parens)
        rg_builder_char(&b, '(');
    if (!skip_real) {
        put_number(&b, &part, &tr);
        part.sign = '+'; /* between the parts */
    }
    put_number(&b, &part, &ti);
    rg_builder_char(&b, 'j');
    if (parens)
        rg_builder_char(&b, ')');
    rg_strbuf_fini(&re);
    rg_strbuf_fini(&im);
    RgStr *text = rg_builder_finish(&b);
    if (!text || f.width <= text->length)
        return rg_str_result(text);
    int64_t room = f.width - text->length, left = f.align == '<' ? 0 : f.align == '^' ? room / 2 : room;
    rg_builder_init(&b, th, f.width);
    rg_builder_fill(&b, f.fill, left);
    rg_builder_str(&b, text);
    rg_builder_fill(&b, f.fill, room - left);
    return rg_str_result(rg_builder_finish(&b));
}

/* ---- str ---- */

RgValue rg_format_str(RgThread *th, RgValue value, RgStr *spec)
{
    FormatSpec f;
    RgStr *s = RG_STR(value);
    if (spec->length == 0)
        return rg_is_exact(value, RG_KIND_str) ? value : rg_str_result(rg_str_of(th, value));
    if (!parse_spec(th, spec, value, 's', '<', &f))
        return RG_ERROR;
    if (f.type != 's')
        return raise_unknown_type(th, f.type, value);
    if (f.sign)
        return rg_raise(th, RG_EXC_ValueError, f.sign == ' ' ? "Space not allowed in string format specifier"
                                                              : "Sign not allowed in string format specifier");
    if (f.no_neg_0)
        return rg_raise(th, RG_EXC_ValueError, "Negative zero coercion (z) not allowed in string format specifier");
    if (f.alternate)
        return rg_raise(th, RG_EXC_ValueError, "Alternate form (#) not allowed in string format specifier");
    if (f.align == '=')
        return rg_raise(th, RG_EXC_ValueError, "'=' alignment not allowed in string format specifier");
    int64_t n = f.precision >= 0 && f.precision < s->length ? f.precision : s->length;
    if (f.width <= n)
        return rg_str_result(n == s->length ? rg_str_exact(th, s) : rg_str_slice(th, s, 0, n));
    int64_t room = f.width - n, left = f.align == '>' ? room : f.align == '^' ? room / 2 : 0;
    RgStrBuilder b;
    rg_builder_init(&b, th, f.width);
    rg_builder_fill(&b, f.fill, left);
    rg_builder_sub(&b, s, 0, n);
    rg_builder_fill(&b, f.fill, room - left);
    return rg_str_result(rg_builder_finish(&b));
}

RG_STR_METHOD(__format__)
{
    RgStr *spec;
    if (!rg_args_str(th, "__format__", 0, args[0], &spec))
        return RG_ERROR;
    return rg_format_str(th, self, spec);
}
