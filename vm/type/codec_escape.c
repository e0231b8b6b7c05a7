/* SPDX-License-Identifier: MIT
 *
 * codec_escape.c: Python's escape sequences as encodings: unicode_escape, raw_unicode_escape and the bytes form escape_decode.
 */
#include <stdio.h>

#include "vm/interp/interp.h"
#include "vm/type/codec.h"

RgValue rg_codec_unicode_escape_encode(RgThread *th, RgStr *s)
{
    RgByteOut out;
    rg_byteout_init(&out, th, s->length);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        char text[16];
        if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
            rg_byteout_byte(&out, '\\');
            rg_byteout_byte(&out, c == '\\' ? '\\' : c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
        } else if (c >= ' ' && c < 127) {
            rg_byteout_byte(&out, (uint8_t)c);
        } else {
            int n = snprintf(text, sizeof text, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
            rg_byteout_add(&out, text, n);
        }
    }
    return rg_byteout_finish(&out);
}

RgValue rg_codec_raw_unicode_escape_encode(RgThread *th, RgStr *s)
{
    RgByteOut out;
    rg_byteout_init(&out, th, s->length);
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        char text[16];
        if (c < 0x100)
            rg_byteout_byte(&out, (uint8_t)c);
        else
            rg_byteout_add(&out, text, snprintf(text, sizeof text, c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
    }
    return rg_byteout_finish(&out);
}

typedef struct Unescape {
    RgThread *th;
    const uint8_t *data;
    int64_t len;
    const char *errors, *encoding;
    RgStrBuilder out;
    uint8_t invalid; /* the first character that no escape has after its backslash, or 0 */
} Unescape;

static int hex_value(uint8_t c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static int64_t unescape_error(Unescape *u, int64_t start, int64_t end, const char *reason)
{
    RgBytes *b = rg_bytes_new(u->th, u->data, u->len);
    RgValue text;
    int64_t at;
    if (!b || !rg_codec_handle(u->th, RG_CODEC_DECODE, u->errors, u->encoding, rg_from_ptr(b), start, end, reason, &text, &at))
        return -1;
    rg_builder_str(&u->out, RG_STR(text));
    return at;
}

/* Hex digits after data[start] = '\\', data[start + 1] = x, u or U; -2: incomplete. */
static int64_t unescape_hex(Unescape *u, int64_t start, int digits, bool final)
{
    static const char *const reasons[] = {"truncated \\xXX escape", "truncated \\uXXXX escape", "truncated \\UXXXXXXXX escape"};
    uint32_t c = 0;
    int64_t i = start + 2;
    for (int k = 0; k < digits; k++, i++) {
        int v = i < u->len ? hex_value(u->data[i]) : -1;
        if (v < 0) {
            if (i >= u->len && !final)
                return -2;
            return unescape_error(u, start, i, reasons[digits / 4]);
        }
        c = c << 4 | (uint32_t)v;
    }
    if (c > 0x10ffff)
        return unescape_error(u, start, i, "illegal Unicode character");
    rg_builder_char(&u->out, c);
    return i;
}

static int64_t unescape_name(Unescape *u, int64_t start, bool final)
{
    RgThread *th = u->th;
    int64_t i = start + 2, end = i;
    if (i < u->len && u->data[i] == '{') {
        while (end < u->len && u->data[end] != '}')
            end++;
        if (end < u->len && end > i + 1) {
            RgStr *name = rg_str_from_latin1(th, u->data + i + 1, end - i - 1);
            RgValue module = name ? rg_import_module(th, "unicodedata") : RG_ERROR;
            RgValue lookup = module == RG_ERROR ? RG_ERROR : rg_attr_get_cstr(th, module, "lookup");
            if (lookup == RG_ERROR)
                return -1;
            RgValue c = rg_call1(th, lookup, rg_from_ptr(name));
            if (c == RG_ERROR || RG_STR(c)->length != 1) { /* named sequences are no characters */
                if (c == RG_ERROR && !rg_raised_is(th, RG_EXC_KeyError))
                    return -1;
                rg_exception_clear(th);
                return unescape_error(u, start, end + 1, "unknown Unicode character name");
            }
            rg_builder_str(&u->out, RG_STR(c));
            return end + 1;
        }
        if (end >= u->len && !final)
            return -2;
    } else if (i >= u->len && !final) {
        return -2;
    }
    return unescape_error(u, start, RG_MIN(end, u->len), "malformed \\N character escape");
}

/* Warns of the first escape that means nothing. */
static bool warn_invalid(RgThread *th, uint8_t c)
{
    return !c || rg_warn(th, RG_EXC_DeprecationWarning, 1, "invalid escape sequence '\\%c'", c);
}

/* The escape at data[i] = '\\'. */
static int64_t unescape_one(Unescape *u, int64_t i, bool final)
{
    if (i + 1 >= u->len)
        return final ? unescape_error(u, i, u->len, "\\ at end of string") : -2;
    uint8_t c = u->data[i + 1];
    static const char plain[] = "\\'\"abfnrtv", values[] = "\\'\"\a\b\f\n\r\t\v";
    const char *p = strchr(plain, c);
    if (c == '\n')
        return i + 2;
    if (c && p) {
        rg_builder_char(&u->out, (uint8_t)values[p - plain]);
        return i + 2;
    }
    if (c >= '0' && c <= '7') {
        uint32_t v = 0;
        int64_t k = i + 1;
        for (; k < i + 4 && k < u->len && u->data[k] >= '0' && u->data[k] <= '7'; k++)
            v = v * 8 + (uint32_t)(u->data[k] - '0');
        if (k == u->len && k < i + 4 && !final)
            return -2;
        rg_builder_char(&u->out, v);
        return k;
    }
    switch (c) {
    case 'x':
        return unescape_hex(u, i, 2, final);
    case 'u':
        return unescape_hex(u, i, 4, final);
    case 'U':
        return unescape_hex(u, i, 8, final);
    case 'N':
        return unescape_name(u, i, final);
    default:
        if (!u->invalid)
            u->invalid = c;
        rg_builder_char(&u->out, '\\');
        rg_builder_char(&u->out, c);
        return i + 2;
    }
}

RgStr *rg_codec_unicode_escape_decode(RgThread *th, const uint8_t *data, int64_t len, const char *errors, int64_t *consumed)
{
    Unescape u = {.th = th, .data = data, .len = len, .errors = errors, .encoding = "unicodeescape"};
    rg_builder_init(&u.out, th, len);
    int64_t i = 0;
    while (i < len) {
        if (data[i] != '\\') {
            rg_builder_char(&u.out, data[i++]);
            continue;
        }
        int64_t next = unescape_one(&u, i, !consumed);
        if (next == -1)
            return NULL;
        if (next == -2)
            break;
        i = next;
    }
    if (consumed)
        *consumed = i;
    if (!warn_invalid(th, u.invalid))
        return NULL;
    return rg_builder_finish(&u.out);
}

RgStr *rg_codec_raw_unicode_escape_decode(RgThread *th, const uint8_t *data, int64_t len, const char *errors, int64_t *consumed)
{
    Unescape u = {.th = th, .data = data, .len = len, .errors = errors, .encoding = "rawunicodeescape"};
    rg_builder_init(&u.out, th, len);
    int64_t i = 0;
    while (i < len) {
        if (data[i] == '\\' && i + 1 >= len && consumed)
            break;
        if (data[i] != '\\' || i + 1 >= len || (data[i + 1] != 'u' && data[i + 1] != 'U')) {
            rg_builder_char(&u.out, data[i++]);
            if (data[i - 1] == '\\' && i < len)
                rg_builder_char(&u.out, data[i++]);
            continue;
        }
        int64_t next = unescape_hex(&u, i, data[i + 1] == 'u' ? 4 : 8, !consumed);
        if (next == -1)
            return NULL;
        if (next == -2)
            break;
        i = next;
    }
    if (consumed)
        *consumed = i;
    return rg_builder_finish(&u.out);
}

RgValue rg_codec_escape_decode(RgThread *th, const uint8_t *data, int64_t len, const char *errors)
{
    uint8_t invalid = 0;
    RgByteOut out;
    rg_byteout_init(&out, th, len);
    for (int64_t i = 0; i < len;) {
        uint8_t c = data[i++];
        if (c != '\\') {
            rg_byteout_byte(&out, c);
            continue;
        }
        if (i == len)
            return rg_raise(th, RG_EXC_ValueError, "Trailing \\ in string");
        c = data[i++];
        static const char plain[] = "\\'\"abfnrtv", values[] = "\\'\"\a\b\f\n\r\t\v";
        const char *p = c ? strchr(plain, c) : NULL;
        if (c == '\n') {
            continue;
        } else if (p) {
            rg_byteout_byte(&out, (uint8_t)values[p - plain]);
        } else if (c >= '0' && c <= '7') {
            unsigned v = c - '0';
            for (int k = 0; k < 2 && i < len && data[i] >= '0' && data[i] <= '7'; k++)
                v = v * 8 + (data[i++] - '0');
            rg_byteout_byte(&out, (uint8_t)v);
        } else if (c == 'x') {
            if (i + 1 < len && hex_value(data[i]) >= 0 && hex_value(data[i + 1]) >= 0) {
                rg_byteout_byte(&out, (uint8_t)(hex_value(data[i]) << 4 | hex_value(data[i + 1])));
                i += 2;
            } else if (!errors || strcmp(errors, "strict") == 0) {
                return rg_raise(th, RG_EXC_ValueError, "invalid \\x escape at position %lld", (long long)(i - 2));
            } else {
                if (strcmp(errors, "replace") == 0)
                    rg_byteout_byte(&out, '?');
                else if (strcmp(errors, "ignore") != 0)
                    return rg_raise(th, RG_EXC_ValueError, "decoding error; unknown error handling code: %s", errors);
                if (i < len && hex_value(data[i]) >= 0)
                    i++;
            }
        } else {
            if (!invalid)
                invalid = c;
            rg_byteout_byte(&out, '\\');
            rg_byteout_byte(&out, c);
        }
    }
    return warn_invalid(th, invalid) ? rg_byteout_finish(&out) : RG_ERROR;
}
