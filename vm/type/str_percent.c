/* SPDX-License-Identifier: MIT
 *
 * str_percent.c: `format % args` of str and bytes. Both share one engine; bytes results are built as Latin-1 text and then copied.
 */
#include "vm/base/dtoa.h"
#include "vm/object/float.h"
#include "vm/type/str_methods.h"

enum { F_LEFT = 1, F_SIGN = 2, F_BLANK = 4, F_ALT = 8, F_ZERO = 16 };

typedef struct Percent {
    RgThread *th;
    RgStrBuilder out;
    const void *fmt;
    int width_of_fmt;
    int64_t at, length;
    bool bytes, ascii; /* ascii: the format is known to be */
    RgValue args, dict; /* dict: 0 when args is no mapping */
    int64_t index, count; /* next positional argument; count -1: args is the only one (index -2, then -1) */
} Percent;

typedef struct Spec {
    uint32_t conv;
    unsigned flags;
    int64_t width, precision; /* -1 none */
} Spec;

static uint32_t fmt_at(const Percent *p, int64_t i) { return rg_char_at(p->fmt, p->width_of_fmt, i); }

static RgValue next_argument(Percent *p)
{
    if (p->index < p->count) {
        int64_t i = p->index++;
        return p->count < 0 ? p->args : RG_TUPLE(p->args)->items[i];
    }
    return rg_raise(p->th, RG_EXC_TypeError, "not enough arguments for format string");
}

/* ---- parsing one specifier ---- */

static bool parse_key(Percent *p)
{
    RgThread *th = p->th;
    if (!p->dict) {
        rg_raise(th, RG_EXC_TypeError, "format requires a mapping");
        return false;
    }
    int64_t start = ++p->at;
    int depth = 1;
    while (p->at < p->length && depth > 0) {
        uint32_t c = fmt_at(p, p->at++);
        if (c == ')')
            depth--;
        else if (c == '(')
            depth++;
    }
    if (depth > 0 || p->at >= p->length) {
        rg_raise(th, RG_EXC_ValueError, "incomplete format key");
        return false;
    }
    const uint8_t *text = (const uint8_t *)p->fmt + start * p->width_of_fmt;
    int64_t n = p->at - 1 - start;
    void *key = p->bytes ? (void *)rg_bytes_new(th, text, n) : (void *)rg_str_from_chars(th, text, p->width_of_fmt, n);
    if (!key)
        return false;
    p->args = rg_getitem(th, p->dict, rg_from_ptr(key));
    p->count = -1;
    p->index = -2;
    return p->args != RG_ERROR;
}

/* A number or '*'. */
static bool parse_number(Percent *p, int64_t *out, bool precision, Spec *spec)
{
    RgThread *th = p->th;
    if (p->at < p->length && fmt_at(p, p->at) == '*') {
        p->at++;
        RgValue v = next_argument(p);
        if (v == RG_ERROR)
            return false;
        if (!rg_is_integer(v)) {
            rg_raise(th, RG_EXC_TypeError, "* wants int");
            return false;
        }
        int64_t limit = precision ? INT32_MAX : INT64_MAX;
        if (!rg_int_as_i64(v, out) || *out > limit || *out < -limit) {
            rg_raise(th, RG_EXC_OverflowError, precision ? "Python int too large to convert to C int"
                                                         : "Python int too large to convert to C ssize_t");
            return false;
        }
        if (*out < 0) {
            if (!precision)
                spec->flags |= F_LEFT;
            *out = precision ? 0 : -*out;
        }
        return true;
    }
    for (; p->at < p->length; p->at++) {
        uint32_t c = fmt_at(p, p->at);
        if (c < '0' || c > '9')
            break;
        int64_t n = *out < 0 ? 0 : *out;
        if (n > ((precision ? INT32_MAX : INT64_MAX) - (int64_t)(c - '0')) / 10) {
            rg_raise(th, RG_EXC_ValueError, precision ? "precision too big" : "width too big");
            return false;
        }
        *out = n * 10 + (c - '0');
    }
    return true;
}

static bool parse_spec(Percent *p, Spec *spec)
{
    *spec = (Spec){.width = -1, .precision = -1};
    if (p->at < p->length && fmt_at(p, p->at) >= 'a') { /* nothing but the conversion */
        spec->conv = fmt_at(p, p->at);
        if (spec->conv != 'h' && spec->conv != 'l') {
            p->at++;
            return true;
        }
    }
    if (p->at < p->length && fmt_at(p, p->at) == '(' && !parse_key(p))
        return false;
    for (; p->at < p->length; p->at++) {
        uint32_t c = fmt_at(p, p->at);
        unsigned f = c == '-' ? F_LEFT : c == '+' ? F_SIGN : c == ' ' ? F_BLANK : c == '#' ? F_ALT : c == '0' ? F_ZERO : 0;
        if (!f)
            break;
        spec->flags |= f;
    }
    if (!parse_number(p, &spec->width, false, spec))
        return false;
    if (p->at < p->length && fmt_at(p, p->at) == '.') {
        p->at++;
        spec->precision = 0;
        if (!parse_number(p, &spec->precision, true, spec))
            return false;
    }
    if (p->at < p->length) {
        uint32_t c = fmt_at(p, p->at);
        if (c == 'h' || c == 'l' || c == 'L')
            p->at++;
    }
    if (p->at >= p->length) {
        rg_raise(p->th, RG_EXC_ValueError, "incomplete format");
        return false;
    }
    spec->conv = fmt_at(p, p->at++);
    return true;
}

/* ---- writing ---- */

static void put_text(Percent *p, const Spec *spec, const RgStr *s)
{
    int64_t n = spec->precision >= 0 && spec->precision < s->length ? spec->precision : s->length;
    if (!(spec->flags & F_LEFT))
        rg_builder_fill(&p->out, ' ', spec->width - n);
    rg_builder_sub(&p->out, s, 0, n);
    if (spec->flags & F_LEFT)
        rg_builder_fill(&p->out, ' ', spec->width - n);
}

/* text: number with optional '-', prefix (0x, 0o) already in it when has_prefix. */
static void put_number(Percent *p, const Spec *spec, const char *text, int64_t n, bool has_prefix)
{
    RgStrBuilder *b = &p->out;
    char sign = 0;
    bool zero = spec->flags & F_ZERO, left = spec->flags & F_LEFT;
    if (n && (*text == '-' || *text == '+')) {
        sign = *text++;
        n--;
    } else if (spec->flags & F_SIGN) {
        sign = '+';
    } else if (spec->flags & F_BLANK) {
        sign = ' ';
    }
    int64_t pad = spec->width - n - (sign != 0);
    if (!left && !zero)
        rg_builder_fill(b, ' ', pad);
    if (sign)
        rg_builder_char(b, (uint32_t)sign);
    if (has_prefix) {
        rg_builder_ascii(b, text, 2);
        text += 2;
        n -= 2;
    }
    if (!left && zero)
        rg_builder_fill(b, '0', pad);
    rg_builder_ascii(b, text, (size_t)n);
    if (left)
        rg_builder_fill(b, ' ', pad);
}

/* Digits, prefix and sign of an inline int without a precision, made on the native stack. */
static void put_small(Percent *p, const Spec *spec, int64_t i)
{
    char text[72], *end = text + sizeof text;
    int base = spec->conv == 'o' ? 8 : spec->conv == 'x' || spec->conv == 'X' ? 16 : 10;
    char *q = end - rg_int_digits(i < 0 ? -(uint64_t)i : (uint64_t)i, base, end);
    bool prefix = base != 10 && (spec->flags & F_ALT);
    if (spec->conv == 'X')
        for (char *c = q; c < end; c++) *c = (char)(*c >= 'a' ? *c - 32 : *c);
    if (prefix) {
        *--q = (char)spec->conv;
        *--q = '0';
    }
    if (i < 0)
        *--q = '-';
    if (spec->width < 0 && !(spec->flags & (F_SIGN | F_BLANK)))
        rg_builder_ascii(&p->out, q, (size_t)(end - q));
    else
        put_number(p, spec, q, end - q, prefix);
}

/* An integer for d, i, u, o, x, X: 0 with nothing raised when v is no number. */
static RgValue to_integer(RgThread *th, uint32_t conv, RgValue v)
{
    if (rg_is_integer(v))
        return v;
    RgType *t = rg_type_of(th->rt, v);
    bool number = rg_is_float(v) || t->slots.index || t->slots.int_ || t->slots.float_ || rg_is_kind(v, RG_KIND_complex);
    if (!number)
        return 0;
    RgValue r = conv == 'o' || conv == 'x' || conv == 'X' ? rg_number_index(th, v) : rg_number_int(th, v);
    if (r == RG_ERROR && rg_raised_is(th, RG_EXC_TypeError)) {
        rg_exception_clear(th);
        return 0;
    }
    return r;
}

static bool put_integer(Percent *p, const Spec *spec, RgValue v)
{
    RgThread *th = p->th;
    if (rg_is_int(v) && spec->precision < 0) {
        put_small(p, spec, rg_as_int(v));
        return true;
    }
    RgValue i = to_integer(th, spec->conv, v);
    if (i == 0) {
        if (rg_raised(th))
            return false;
        bool index = spec->conv == 'o' || spec->conv == 'x' || spec->conv == 'X';
        rg_raise(th, RG_EXC_TypeError, "%%%c format: %s is required, not %T", (int)(spec->conv == 'i' && p->bytes ? 'd' : spec->conv),
                 index ? "an integer" : "a real number", v);
        return false;
    }
    int base = spec->conv == 'o' ? 8 : spec->conv == 'x' || spec->conv == 'X' ? 16 : 10;
    RgStr *s = rg_int_to_str(th, i, base);
    if (!s)
        return false;
    if (base == 10 && spec->width < 0 && spec->precision < 0 && !(spec->flags & (F_SIGN | F_BLANK))) {
        rg_builder_str(&p->out, s);
        return true;
    }
    const char *digits = (const char *)s->data;
    int64_t n = s->length;
    bool prefix = base != 10 && (spec->flags & F_ALT), negative = *digits == '-';
    if (negative) {
        digits++;
        n--;
    }
    int64_t zeros = spec->precision > n ? spec->precision - n : 0, total = negative + prefix * 2 + zeros + n;
    RgBuffer *text = rg_buffer_new(th, (size_t)total + 1);
    if (!text)
        return false;
    char *q = (char *)text->data;
    if (negative)
        *q++ = '-';
    if (prefix) {
        *q++ = '0';
        *q++ = (char)spec->conv;
    }
    memset(q, '0', (size_t)zeros);
    q += zeros;
    for (int64_t k = 0; k < n; k++)
        *q++ = spec->conv == 'X' && digits[k] >= 'a' ? (char)(digits[k] - 32) : digits[k];
    put_number(p, spec, (const char *)text->data, total, prefix);
    return true;
}

static bool put_float(Percent *p, const Spec *spec, RgValue v)
{
    RgThread *th = p->th;
    double d;
    if (!rg_number_as_double(th, v, &d)) {
        if (p->bytes && rg_raised_is(th, RG_EXC_TypeError)) {
            rg_exception_clear(th);
            rg_raise(th, RG_EXC_TypeError, "float argument required, not %T", v);
        }
        return false;
    }
    RgStrBuf text;
    rg_strbuf_init(&text);
    int64_t precision = spec->precision < 0 ? 6 : spec->precision;
    rg_dtoa_format(&text, d, (char)spec->conv, (int)precision, spec->flags & F_ALT ? RG_DTOA_ALT : 0);
    if (text.failed) {
        rg_raise_memory(th);
        return false;
    }
    put_number(p, spec, text.data, (int64_t)text.len, false);
    rg_strbuf_fini(&text);
    return true;
}

static bool put_char(Percent *p, const Spec *spec, RgValue v)
{
    RgThread *th = p->th;
    RgStr *s;
    if (p->bytes) {
        int64_t c = -1;
        if (rg_is_bytes(v) && RG_BYTES(v)->length == 1) {
            c = RG_BYTES(v)->data[0];
        } else if (rg_is_bytearray(v) && RG_AS(RgByteArray, v)->length == 1) {
            c = rg_bytearray_data(RG_AS(RgByteArray, v))[0];
        } else if (rg_is_integer(v) || rg_type_of(th->rt, v)->slots.index) {
            RgValue i = rg_number_index(th, v);
            if (i == RG_ERROR)
                return false;
            if (!rg_int_as_i64(i, &c) || c < 0 || c > 255) {
                rg_raise(th, RG_EXC_OverflowError, "%%c arg not in range(256)");
                return false;
            }
        } else {
            rg_raise(th, RG_EXC_TypeError, "%%c requires an integer in range(256) or a single byte");
            return false;
        }
        s = rg_str_from_char(th, (uint32_t)c);
    } else if (rg_is_str(v)) {
        if (RG_STR(v)->length != 1) {
            rg_raise(th, RG_EXC_TypeError, "%%c requires int or char");
            return false;
        }
        s = RG_STR(v);
    } else {
        if (!rg_is_integer(v) && !rg_type_of(th->rt, v)->slots.index) {
            rg_raise(th, RG_EXC_TypeError, "%%c requires int or char");
            return false;
        }
        RgValue i = rg_number_index(th, v);
        int64_t c;
        if (i == RG_ERROR)
            return false;
        if (!rg_int_as_i64(i, &c) || c < 0 || c > 0x10ffff) {
            rg_raise(th, RG_EXC_OverflowError, "%%c arg not in range(0x110000)");
            return false;
        }
        s = rg_str_from_char(th, (uint32_t)c);
    }
    if (!s)
        return false;
    Spec whole = *spec;
    whole.precision = -1;
    put_text(p, &whole, s);
    return true;
}

/* %s and %b of bytes: the bytes of v, as Latin-1 text. */
static RgStr *bytes_text(RgThread *th, RgValue v)
{
    if (!rg_buffer_supported(v)) {
        RgValue fn = rg_type_lookup_special(th, v, RG_SYM(th, __bytes__));
        if (!fn) {
            if (!rg_raised(th))
                rg_raise(th, RG_EXC_TypeError,
                         "%%b requires a bytes-like object, or an object that implements __bytes__, not '%T'", v);
            return NULL;
        }
        RgValue r = rg_call0(th, fn);
        if (r == RG_ERROR)
            return NULL;
        if (!rg_is_bytes(r)) {
            rg_raise(th, RG_EXC_TypeError, "__bytes__ returned non-bytes (type %T)", r);
            return NULL;
        }
        v = r;
    }
    RgBufferView view;
    if (!rg_buffer_get(th, v, &view, false))
        return NULL;
    RgStr *s = rg_str_from_latin1(th, view.data, view.len);
    rg_buffer_release(&view);
    return s;
}

static bool put_argument(Percent *p, const Spec *spec, RgValue v)
{
    RgThread *th = p->th;
    RgStr *s;
    switch (spec->conv) {
    case 'b':
        if (!p->bytes)
            break;
        /* fall through */
    case 's':
        s = p->bytes ? bytes_text(th, v) : rg_is_exact(v, RG_KIND_str) ? RG_STR(v) : rg_str_of(th, v);
        if (s)
            put_text(p, spec, s);
        return s != NULL;
    case 'r':
        s = p->bytes ? rg_ascii(th, v) : rg_repr(th, v);
        if (s)
            put_text(p, spec, s);
        return s != NULL;
    case 'a':
        s = rg_ascii(th, v);
        if (s)
            put_text(p, spec, s);
        return s != NULL;
    case 'c':
        return put_char(p, spec, v);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
        return put_integer(p, spec, v);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        return put_float(p, spec, v);
    default:
        break;
    }
    rg_raise(th, RG_EXC_ValueError, "unsupported format character '%c' (0x%x) at index %lld",
             spec->conv > 31 && spec->conv < 128 ? (int)spec->conv : '?', (unsigned)spec->conv, (long long)(p->at - 1));
    return false;
}

static RgStr *format_all(Percent *p)
{
    RgThread *th = p->th;
    RgValue args = p->args;
    if (rg_is_tuple(args)) {
        p->count = (int64_t)rg_tuple_len(RG_TUPLE(args));
    } else {
        p->count = -1;
        p->index = -2;
    }
    bool text_like = rg_is_str(args) || (p->bytes && (rg_is_bytes(args) || rg_is_bytearray(args)));
    if (!rg_is_tuple(args) && !text_like && rg_is_object(args) && rg_type_of(th->rt, args)->slots.getitem)
        p->dict = args;
    rg_builder_init(&p->out, th, p->length + 32);
    while (p->at < p->length) {
        int64_t start = p->at;
        const uint8_t *rest = (const uint8_t *)p->fmt + start * p->width_of_fmt;
        int64_t n = rg_chars_find_char(rest, p->width_of_fmt, p->length - start, '%');
        if (n < 0)
            n = p->length - start;
        if (n) {
            if (p->ascii || (p->width_of_fmt == 1 && rg_chars_class(rest, 1, n) == 0x7f)) {
                rg_builder_ascii(&p->out, (const char *)rest, (size_t)n);
            } else {
                for (int64_t i = 0; i < n; i++)
                    rg_builder_char(&p->out, fmt_at(p, start + i));
            }
            p->at = start + n;
            if (p->at >= p->length)
                break;
        }
        p->at++;
        if (p->at < p->length && fmt_at(p, p->at) == '%') {
            rg_builder_char(&p->out, '%');
            p->at++;
            continue;
        }
        Spec spec;
        if (!parse_spec(p, &spec))
            return NULL;
        RgValue v = next_argument(p);
        if (v == RG_ERROR || !put_argument(p, &spec, v))
            return NULL;
    }
    if (p->index < p->count && !p->dict) {
        rg_raise(th, RG_EXC_TypeError, p->bytes ? "not all arguments converted during bytes formatting"
                                                : "not all arguments converted during string formatting");
        return NULL;
    }
    return rg_builder_finish(&p->out);
}

RgValue rg_str_percent(RgThread *th, RgStr *format, RgValue args)
{
    Percent p = {.th = th, .fmt = format->data, .width_of_fmt = format->head.aux8, .length = format->length, .args = args,
                 .ascii = rg_str_is_ascii(format)};
    return rg_str_result(format_all(&p));
}

RgValue rg_bytes_percent(RgThread *th, const uint8_t *format, int64_t len, RgValue args, bool to_bytearray)
{
    Percent p = {.th = th, .fmt = format, .width_of_fmt = 1, .length = len, .args = args, .bytes = true};
    RgStr *s = format_all(&p);
    if (!s)
        return RG_ERROR;
    void *r = to_bytearray ? (void *)rg_bytearray_new(th, s->data, s->length) : (void *)rg_bytes_new(th, s->data, s->length);
    return r ? rg_from_ptr(r) : RG_ERROR;
}
