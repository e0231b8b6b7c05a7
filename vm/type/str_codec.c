/* SPDX-License-Identifier: MIT
 *
 * str_codec.c: the built-in text encodings (UTF-8, Latin-1, ASCII, UTF-16, UTF-32) with every error handler.
 */
#include <stdio.h>

#include "vm/base/utf8.h"
#include "vm/type/codec.h"

/* ---- names ---- */

static const struct CodecName {
    const char *name; /* lower case, '_' for every separator */
    RgCodec codec;
} codec_names[] = {
    {"utf_8", RG_CODEC_UTF8}, {"utf8", RG_CODEC_UTF8}, {"latin_1", RG_CODEC_LATIN1}, {"latin1", RG_CODEC_LATIN1},
    {"iso_8859_1", RG_CODEC_LATIN1}, {"iso8859_1", RG_CODEC_LATIN1}, {"ascii", RG_CODEC_ASCII}, {"us_ascii", RG_CODEC_ASCII},
    {"utf_16", RG_CODEC_UTF16}, {"utf16", RG_CODEC_UTF16}, {"utf_32", RG_CODEC_UTF32}, {"utf32", RG_CODEC_UTF32},
    {"utf_16_le", RG_CODEC_UTF16_LE}, {"utf_16_be", RG_CODEC_UTF16_BE}, {"utf_16le", RG_CODEC_UTF16_LE},
    {"utf_16be", RG_CODEC_UTF16_BE}, {"utf_32_le", RG_CODEC_UTF32_LE}, {"utf_32_be", RG_CODEC_UTF32_BE},
    {"utf_32le", RG_CODEC_UTF32_LE}, {"utf_32be", RG_CODEC_UTF32_BE},
};

RgCodec rg_codec_by_name(const char *name)
{
    char norm[16];
    size_t n = 0;
    for (const char *p = name; *p; p++) {
        if (n + 1 == sizeof norm)
            return RG_CODEC_NONE;
        char c = *p;
        norm[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '-' || c == ' ' ? '_' : c;
    }
    norm[n] = '\0';
    for (size_t i = 0; i < RG_COUNT_OF(codec_names); i++) {
        if (strcmp(codec_names[i].name, norm) == 0)
            return codec_names[i].codec;
    }
    return RG_CODEC_NONE;
}

const char *rg_codec_name(RgCodec codec)
{
    static const char *const names[] = {"", "utf-8", "latin-1", "ascii", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
                                        "utf-32-le", "utf-32-be"};
    return names[codec];
}

/* ---- growing bytes ---- */

void rg_byteout_init(RgByteOut *b, RgThread *th, int64_t expected)
{
    *b = (RgByteOut){.th = th};
    b->storage = rg_buffer_new(th, (size_t)RG_MAX(expected, 16));
    b->failed = !b->storage;
}

uint8_t *rg_byteout_room(RgByteOut *b, int64_t n)
{
    if (b->failed)
        return NULL;
    if ((uint64_t)(b->length + n) > b->storage->cap) {
        RgBuffer *fresh = rg_buffer_new(b->th, RG_MAX((size_t)b->storage->cap * 2, (size_t)(b->length + n)));
        if (!fresh) {
            b->failed = true;
            return NULL;
        }
        memcpy(fresh->data, b->storage->data, (size_t)b->length);
        b->storage = fresh;
    }
    b->length += n;
    return b->storage->data + b->length - n;
}

void rg_byteout_add(RgByteOut *b, const void *data, int64_t n)
{
    uint8_t *p = n > 0 ? rg_byteout_room(b, n) : NULL;
    if (p)
        memcpy(p, data, (size_t)n);
}

void rg_byteout_byte(RgByteOut *b, uint8_t c)
{
    uint8_t *p = rg_byteout_room(b, 1);
    if (p)
        *p = c;
}

RgValue rg_byteout_finish(RgByteOut *b)
{
    if (b->failed)
        return RG_ERROR;
    RgBytes *r = rg_bytes_new(b->th, b->storage->data, b->length);
    return r ? rg_from_ptr(r) : RG_ERROR;
}

/* ---- encoding ---- */

typedef struct Encoder {
    RgThread *th;
    RgStr *s;
    RgCodec codec;
    const char *errors;
    RgByteOut out;
} Encoder;

static void put_unit16(RgByteOut *out, uint32_t c, bool big)
{
    uint8_t *p = rg_byteout_room(out, 2);
    if (p) {
        p[big ? 1 : 0] = (uint8_t)c;
        p[big ? 0 : 1] = (uint8_t)(c >> 8);
    }
}

/* Appends c; false when the encoding has no form for it. */
static bool put_char(Encoder *e, uint32_t c)
{
    uint8_t *p;
    bool surrogate = c >= 0xd800 && c <= 0xdfff;
    switch (e->codec) {
    case RG_CODEC_LATIN1:
    case RG_CODEC_ASCII:
        if (c >= (e->codec == RG_CODEC_ASCII ? 0x80u : 0x100u))
            return false;
        rg_byteout_byte(&e->out, (uint8_t)c);
        return true;
    case RG_CODEC_UTF16:
    case RG_CODEC_UTF16_LE:
    case RG_CODEC_UTF16_BE: {
        bool big = e->codec == RG_CODEC_UTF16_BE;
        if (surrogate)
            return false;
        if (c >= 0x10000) {
            put_unit16(&e->out, 0xd7c0 + (c >> 10), big);
            c = 0xdc00 | (c & 0x3ff);
        }
        put_unit16(&e->out, c, big);
        return true;
    }
    case RG_CODEC_UTF32:
    case RG_CODEC_UTF32_LE:
    case RG_CODEC_UTF32_BE:
        if (surrogate)
            return false;
        p = rg_byteout_room(&e->out, 4);
        for (int i = 0; p && i < 4; i++)
            p[e->codec == RG_CODEC_UTF32_BE ? 3 - i : i] = (uint8_t)(c >> 8 * i);
        return true;
    default:
        if (surrogate)
            return false;
        if ((p = rg_byteout_room(&e->out, 4)))
            e->out.length += (int64_t)rg_utf8_put(p, c) - 4;
        return true;
    }
}

static const char *encode_reason(RgCodec codec)
{
    return codec == RG_CODEC_ASCII    ? "ordinal not in range(128)"
           : codec == RG_CODEC_LATIN1 ? "ordinal not in range(256)"
                                      : "surrogates not allowed";
}

/* How far the run of unencodable characters from i reaches. */
static int64_t bad_run(const Encoder *e, int64_t i)
{
    uint32_t limit = e->codec == RG_CODEC_ASCII ? 0x80 : 0x100;
    int64_t end = i + 1;
    if (e->codec == RG_CODEC_UTF8) {
        while (end < e->s->length && (rg_str_at(e->s, end) & ~0x7ffu) == 0xd800)
            end++;
    } else if (e->codec <= RG_CODEC_ASCII) {
        while (end < e->s->length && rg_str_at(e->s, end) >= limit)
            end++;
    }
    return end;
}

/* Asks the error handler about the characters at i; -1 raised, else where to go on. */
static int64_t encode_error(Encoder *e, int64_t i)
{
    RgThread *th = e->th;
    RgValue text;
    int64_t end = bad_run(e, i), at;
    const char *name = rg_codec_name(e->codec), *reason = encode_reason(e->codec);
    if (!rg_codec_handle(th, RG_CODEC_ENCODE, e->errors, name, rg_from_ptr(e->s), i, end, reason, &text, &at))
        return -1;
    if (rg_is_bytes(text)) {
        int64_t unit = e->codec >= RG_CODEC_UTF32 ? 4 : e->codec >= RG_CODEC_UTF16 ? 2 : 1;
        if (RG_BYTES(text)->length % unit) { /* no whole code units */
            rg_codec_raise(th, RG_CODEC_ENCODE, name, rg_from_ptr(e->s), i, end, reason);
            return -1;
        }
        rg_byteout_add(&e->out, RG_BYTES(text)->data, RG_BYTES(text)->length);
        return at;
    }
    RgStr *r = RG_STR(text);
    for (int64_t k = 0; k < r->length; k++) {
        if (!put_char(e, rg_str_at(r, k))) {
            rg_codec_raise(th, RG_CODEC_ENCODE, name, rg_from_ptr(e->s), i, end, reason);
            return -1;
        }
    }
    return at;
}

RgValue rg_codec_encode_with(RgThread *th, RgStr *s, RgCodec codec, const char *errors)
{
    if ((rg_str_is_ascii(s) && codec <= RG_CODEC_ASCII) || (s->head.aux8 == 1 && codec == RG_CODEC_LATIN1)) {
        RgBytes *b = rg_bytes_new(th, s->data, s->length);
        return b ? rg_from_ptr(b) : RG_ERROR;
    }
    if (codec == RG_CODEC_UTF8) {
        bool surrogates;
        size_t size = rg_utf8_size(s->data, s->head.aux8, (size_t)s->length, &surrogates);
        if (!surrogates) {
            RgBytes *b = rg_bytes_new(th, NULL, (int64_t)size);
            if (b)
                rg_utf8_from_chars(b->data, s->data, s->head.aux8, (size_t)s->length);
            return b ? rg_from_ptr(b) : RG_ERROR;
        }
    }
    Encoder e = {.th = th, .s = s, .codec = codec, .errors = errors};
    rg_byteout_init(&e.out, th, s->length * (codec >= RG_CODEC_UTF32 ? 4 : codec >= RG_CODEC_UTF16 ? 2 : s->head.aux8) + 4);
    if (codec == RG_CODEC_UTF16)
        rg_byteout_add(&e.out, "\xff\xfe", 2);
    else if (codec == RG_CODEC_UTF32)
        rg_byteout_add(&e.out, "\xff\xfe\0\0", 4);
    for (int64_t i = 0; i < s->length && !e.out.failed;) {
        if (put_char(&e, rg_str_at(s, i)))
            i++;
        else if ((i = encode_error(&e, i)) < 0)
            return RG_ERROR;
    }
    return rg_byteout_finish(&e.out);
}

RgValue rg_codec_encode(RgThread *th, RgStr *s, const char *encoding, const char *errors)
{
    return rg_codec_encode_any(th, rg_from_ptr(s), encoding, errors);
}

/* ---- decoding ---- */

typedef struct Decoder {
    RgThread *th;
    const uint8_t *data;
    int64_t len;
    const char *encoding, *errors;
    RgStrBuilder out;
    RgValue object; /* bytes for exceptions, made at the first error */
} Decoder;

/* Handles the undecodable bytes [start, end): -1 raised, else where to go on. */
static int64_t decode_error(Decoder *d, int64_t start, int64_t end, const char *reason)
{
    RgThread *th = d->th;
    if (d->errors && strcmp(d->errors, "ignore") == 0)
        return end;
    if (d->errors && strcmp(d->errors, "replace") == 0) {
        rg_builder_char(&d->out, 0xfffd);
        return end;
    }
    if (!d->object) {
        RgBytes *b = rg_bytes_new(th, d->data, d->len);
        if (!b)
            return -1;
        d->object = rg_from_ptr(b);
    }
    RgValue text;
    int64_t at;
    if (!rg_codec_handle(th, RG_CODEC_DECODE, d->errors, d->encoding, d->object, start, end, reason, &text, &at))
        return -1;
    rg_builder_str(&d->out, RG_STR(text));
    return at;
}

/* Length of the well-formed beginning of the sequence at p (1 .. need), by the table of well-formed UTF-8. */
static int64_t good_prefix(const uint8_t *p, int64_t left, int need)
{
    if (left < 2)
        return 1;
    uint8_t low = 0x80, high = 0xbf;
    if (p[0] == 0xe0)
        low = 0xa0;
    else if (p[0] == 0xed)
        high = 0x9f;
    else if (p[0] == 0xf0)
        low = 0x90;
    else if (p[0] == 0xf4)
        high = 0x8f;
    if (p[1] < low || p[1] > high)
        return 1;
    int64_t n = 2;
    while (n < need && n < left && (p[n] & 0xc0) == 0x80)
        n++;
    return n;
}

static bool decode_utf8(Decoder *d, int64_t *consumed)
{
    const uint8_t *data = d->data;
    int64_t i = 0, len = d->len;
    while (i < len) {
        int64_t run = i;
        while (run < len && data[run] < 0x80)
            run++;
        if (run > i) {
            rg_builder_ascii(&d->out, (const char *)data + i, (size_t)(run - i));
            i = run;
            continue;
        }
        const uint8_t *p = data + i;
        int32_t c = rg_utf8_next(&p, data + len, false);
        if (c >= 0) {
            rg_builder_char(&d->out, (uint32_t)c);
            i = p - data;
            continue;
        }
        uint8_t b = data[i];
        if (b < 0xc2 || b > 0xf4) {
            i = decode_error(d, i, i + 1, "invalid start byte");
        } else {
            int need = b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
            int64_t good = good_prefix(data + i, len - i, need);
            if (good == len - i && good < need) {
                if (consumed) {
                    *consumed = i;
                    return !d->out.failed;
                }
                i = decode_error(d, i, len, "unexpected end of data");
            } else {
                i = decode_error(d, i, i + good, "invalid continuation byte");
            }
        }
        if (i < 0)
            return false;
    }
    if (consumed)
        *consumed = len;
    return !d->out.failed;
}

static bool decode_ascii(Decoder *d)
{
    for (int64_t i = 0; i < d->len;) {
        int64_t run = i;
        while (run < d->len && d->data[run] < 0x80)
            run++;
        rg_builder_ascii(&d->out, (const char *)d->data + i, (size_t)(run - i));
        i = run;
        if (i < d->len && (i = decode_error(d, i, i + 1, "ordinal not in range(128)")) < 0)
            return false;
    }
    return !d->out.failed;
}

static uint32_t unit16(const uint8_t *p, bool big) { return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0]; }

static bool decode_utf16(Decoder *d, int64_t i, bool big, int64_t *consumed)
{
    while (i < d->len) {
        int64_t left = d->len - i;
        if (left < 2) {
            if (consumed)
                break;
            if ((i = decode_error(d, i, d->len, "truncated data")) < 0)
                return false;
            continue;
        }
        uint32_t c = unit16(d->data + i, big);
        if ((c & 0xf800) != 0xd800) {
            rg_builder_char(&d->out, c);
            i += 2;
        } else if (c >= 0xdc00) {
            i = decode_error(d, i, i + 2, "illegal encoding");
        } else if (left < 4) {
            if (consumed)
                break;
            i = decode_error(d, i, d->len, "unexpected end of data");
        } else {
            uint32_t low = unit16(d->data + i + 2, big);
            if ((low & 0xfc00) == 0xdc00) {
                rg_builder_char(&d->out, 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff));
                i += 4;
            } else {
                i = decode_error(d, i, i + 2, "illegal UTF-16 surrogate");
            }
        }
        if (i < 0)
            return false;
    }
    if (consumed)
        *consumed = i;
    return !d->out.failed;
}

static bool decode_utf32(Decoder *d, int64_t i, bool big, int64_t *consumed)
{
    while (i < d->len) {
        if (d->len - i < 4) {
            if (consumed)
                break;
            i = decode_error(d, i, d->len, "truncated data");
        } else {
            const uint8_t *p = d->data + i;
            uint32_t c = 0;
            for (int k = 0; k < 4; k++)
                c |= (uint32_t)p[big ? 3 - k : k] << 8 * k;
            if (c >= 0xd800 && c <= 0xdfff) {
                i = decode_error(d, i, i + 4, "code point in surrogate code point range(0xd800, 0xe000)");
            } else if (c > 0x10ffff) {
                i = decode_error(d, i, i + 4, "code point not in range(0x110000)");
            } else {
                rg_builder_char(&d->out, c);
                i += 4;
            }
        }
        if (i < 0)
            return false;
    }
    if (consumed)
        *consumed = i;
    return !d->out.failed;
}

/* Byte order: from the codec, the caller or a mark, which is then skipped. */
static bool find_order(RgCodec codec, const uint8_t *data, int64_t len, int *order, int64_t *skip)
{
    bool wide = codec >= RG_CODEC_UTF32;
    int o = codec == RG_CODEC_UTF16_LE || codec == RG_CODEC_UTF32_LE   ? -1
            : codec == RG_CODEC_UTF16_BE || codec == RG_CODEC_UTF32_BE ? 1
            : order                                                   ? *order
                                                                      : 0;
    *skip = 0;
    if (o == 0 && wide && len >= 4) {
        o = memcmp(data, "\xff\xfe\0\0", 4) == 0 ? -1 : memcmp(data, "\0\0\xfe\xff", 4) == 0 ? 1 : 0;
        *skip = o ? 4 : 0;
    } else if (o == 0 && !wide && len >= 2) {
        o = data[0] == 0xff && data[1] == 0xfe ? -1 : data[0] == 0xfe && data[1] == 0xff ? 1 : 0;
        *skip = o ? 2 : 0;
    }
    if (order)
        *order = o;
    return o == 1;
}

RgStr *rg_codec_decode_with(RgThread *th, const uint8_t *data, int64_t len, RgCodec codec, const char *errors, int64_t *consumed,
                            int *order)
{
    if (codec == RG_CODEC_LATIN1 || (codec <= RG_CODEC_ASCII && rg_chars_class(data, 1, len) == 0x7f)) {
        if (consumed)
            *consumed = len;
        return rg_str_from_latin1(th, data, len);
    }
    size_t count, bad;
    uint32_t max;
    if (codec == RG_CODEC_UTF8 && rg_utf8_scan(data, (size_t)len, false, &count, &max, &bad)) {
        if (consumed)
            *consumed = len;
        return rg_str_from_scanned(th, (const char *)data, (size_t)len, count, max);
    }
    Decoder d = {.th = th, .data = data, .len = len, .encoding = rg_codec_name(codec), .errors = errors};
    bool ok, big;
    int64_t skip;
    rg_builder_init(&d.out, th, codec >= RG_CODEC_UTF32 ? len / 4 : codec >= RG_CODEC_UTF16 ? len / 2 : len);
    switch (codec) {
    case RG_CODEC_ASCII:
        ok = decode_ascii(&d);
        if (consumed)
            *consumed = len;
        break;
    case RG_CODEC_UTF16:
    case RG_CODEC_UTF16_LE:
    case RG_CODEC_UTF16_BE:
        big = find_order(codec, data, len, order, &skip);
        if (codec == RG_CODEC_UTF16)
            d.encoding = big ? "utf-16-be" : "utf-16-le";
        ok = decode_utf16(&d, skip, big, consumed);
        break;
    case RG_CODEC_UTF32:
    case RG_CODEC_UTF32_LE:
    case RG_CODEC_UTF32_BE:
        big = find_order(codec, data, len, order, &skip);
        if (codec == RG_CODEC_UTF32)
            d.encoding = big ? "utf-32-be" : "utf-32-le";
        ok = decode_utf32(&d, skip, big, consumed);
        break;
    default:
        ok = decode_utf8(&d, consumed);
        break;
    }
    return ok ? rg_builder_finish(&d.out) : NULL;
}

RgStr *rg_codec_decode(RgThread *th, const uint8_t *data, int64_t len, const char *encoding, const char *errors)
{
    RgCodec codec = rg_codec_by_name(encoding);
    if (codec != RG_CODEC_NONE)
        return rg_codec_decode_with(th, data, len, codec, errors, NULL, NULL);
    RgBytes *b = rg_bytes_new(th, data, len);
    RgValue v = b ? rg_codec_decode_any(th, rg_from_ptr(b), encoding, errors) : RG_ERROR;
    return v == RG_ERROR ? NULL : RG_STR(v);
}
