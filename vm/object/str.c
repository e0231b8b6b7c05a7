/* SPDX-License-Identifier: MIT
 *
 * str.c: compact strings: making, joining, cutting, comparing and hashing them.
 *
 * Always holds: a string has the narrowest width that fits its characters, RG_STRF_ASCII exactly when all are below 0x80, and,
 * when its characters follow the struct, a zero character behind them. Strings with a shared buffer (concatenation results and
 * instances of subclasses) have no terminator. A shared buffer's data begins with the 8-byte count of bytes in use.
 */
#include "vm/object/str.h"

#include <stdarg.h>
#include <stdio.h>

#include "vm/base/hash.h"
#include "vm/base/mem.h"
#include "vm/base/utf8.h"
#include "vm/object/bytes.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"

#define HIGH_BITS 0x8080808080808080ull
#define STORAGE_HEAD 8
#define SHARE_MIN 64 /* bytes from which a concatenation's result gets room to grow */

/* ---- raw characters ---- */

void rg_chars_convert(void *to, int to_width, const void *from, int from_width, int64_t n)
{
    const uint8_t *f1 = from;
    const uint16_t *f2 = from;
    const uint32_t *f4 = from;
    uint8_t *t1 = to;
    uint16_t *t2 = to;
    uint32_t *t4 = to;
    switch (to_width * 8 + from_width) {
    case 2 * 8 + 1:
        for (int64_t i = 0; i < n; i++)
            t2[i] = f1[i];
        break;
    case 4 * 8 + 1:
        for (int64_t i = 0; i < n; i++)
            t4[i] = f1[i];
        break;
    case 4 * 8 + 2:
        for (int64_t i = 0; i < n; i++)
            t4[i] = f2[i];
        break;
    case 1 * 8 + 2:
        for (int64_t i = 0; i < n; i++)
            t1[i] = (uint8_t)f2[i];
        break;
    case 1 * 8 + 4:
        for (int64_t i = 0; i < n; i++)
            t1[i] = (uint8_t)f4[i];
        break;
    default:
        for (int64_t i = 0; i < n; i++)
            t2[i] = (uint16_t)f4[i];
        break;
    }
}

static bool bytes_are_ascii(const uint8_t *p, int64_t n)
{
    uint64_t bits = 0;
    while (n >= 32) {
        uint64_t w[4];
        memcpy(w, p, 32);
        bits = w[0] | w[1] | w[2] | w[3];
        if (bits & HIGH_BITS)
            return false;
        p += 32;
        n -= 32;
    }
    bits = 0;
    for (; n > 0; n--)
        bits |= *p++;
    return !(bits & 0x80);
}

/* All bits of n characters, looked at in pieces: behind a piece that shows that nothing narrower fits nobody need look. */
#define BITS_OF(NAME, TYPE, FULL) \
    static uint32_t NAME(const TYPE *p, int64_t n) \
    { \
        uint32_t all = 0; \
        while (n > 0 && all < FULL) { \
            int64_t piece = RG_MIN(n, 64); \
            for (int64_t i = 0; i < piece; i++) all |= p[i]; \
            p += piece; \
            n -= piece; \
        } \
        return all; \
    }
BITS_OF(bits_of_2, uint16_t, 0x100)
BITS_OF(bits_of_4, uint32_t, 0x10000)
#undef BITS_OF

uint32_t rg_chars_class(const void *data, int width, int64_t n)
{
    if (width == 1)
        return bytes_are_ascii(data, n) ? 0x7f : 0xff;
    uint32_t all = width == 2 ? bits_of_2(data, n) : bits_of_4(data, n);
    return all < 0x80 ? 0x7f : all < 0x100 ? 0xff : all < 0x10000 ? 0xffff : 0x10ffff;
}

/* ---- making ---- */

/* rg_str_new, inline; what is not written here is zero or about to be filled. */
static inline RgStr *new_str(RgThread *th, int64_t length, int width, bool ascii)
{
    if (RG_UNLIKELY(length > INT64_MAX / 8)) {
        rg_raise_memory(th);
        return NULL;
    }
    RgStr *s = rg_object_make_raw(th, RG_KIND_str, sizeof(RgStr) + (size_t)(length + 1) * (size_t)width);
    if (RG_UNLIKELY(!s)) return NULL;
    s->head.aux8 = (uint8_t)width;
    s->head.aux = ascii ? RG_STRF_ASCII : 0;
    s->length = length;
    s->hash = 0;
    s->buffer = NULL;
    s->data = (uint8_t *)(s + 1);
    rg_str_put(s, length, 0);
    return s;
}

RgStr *rg_str_new(RgThread *th, int64_t length, uint32_t maxchar)
{
    return new_str(th, length, rg_char_width(maxchar), maxchar < 0x80);
}

RgStr *rg_str_from_chars(RgThread *th, const void *data, int width, int64_t len)
{
    if (len == 0 && th->rt->empty_str)
        return th->rt->empty_str;
    if (len == 1)
        return rg_str_from_char(th, rg_char_at(data, width, 0));
    uint32_t max = rg_chars_class(data, width, len);
    RgStr *s = rg_str_new(th, len, max);
    if (s)
        rg_chars_copy(s->data, s->head.aux8, data, width, len);
    return s;
}

RgStr *rg_str_from_ascii(RgThread *th, const char *data, size_t len)
{
    if (len <= 1 && th->rt->empty_str)
        return len ? rg_str_from_char(th, (uint8_t)data[0]) : th->rt->empty_str;
    RgStr *s = new_str(th, (int64_t)len, 1, true);
    if (s)
        memcpy(s->data, data, len);
    return s;
}

RgStr *rg_str_from_latin1(RgThread *th, const uint8_t *data, int64_t len)
{
    return rg_str_from_chars(th, data, 1, len);
}

RgStr *rg_str_from_ucs4(RgThread *th, const uint32_t *data, int64_t len)
{
    return rg_str_from_chars(th, data, 4, len);
}

RgStr *rg_str_from_char(RgThread *th, uint32_t c)
{
    if (c < 256 && th->rt->latin1[c])
        return th->rt->latin1[c];
    RgStr *s = rg_str_new(th, 1, c);
    if (s)
        rg_str_put(s, 0, c);
    return s;
}

/* Raises UnicodeDecodeError for the UTF-8 bytes at data + bad. */
static RG_COLD void raise_invalid_utf8(RgThread *th, const char *data, size_t len, size_t bad)
{
    RgStr *s = rg_codec_decode(th, (const uint8_t *)data, (int64_t)len, "utf-8", "strict");
    if (s) /* only surrogates stood in the way of the strict decoder: cannot be, but never leave without an exception */
        rg_raise(th, RG_EXC_ValueError, "invalid UTF-8 at byte %zu", bad);
}

RgStr *rg_str_from_scanned(RgThread *th, const char *data, size_t len, size_t count, uint32_t max)
{
    if (count == 1)
        return rg_str_from_char(th, max);
    RgStr *s = rg_str_new(th, (int64_t)count, max);
    if (s)
        rg_utf8_to_chars(s->data, s->head.aux8, data, len);
    return s;
}

RgStr *rg_str_from_utf8(RgThread *th, const char *data, size_t len)
{
    if (bytes_are_ascii((const uint8_t *)data, (int64_t)len))
        return rg_str_from_ascii(th, data, len);
    size_t count, bad;
    uint32_t max;
    if (!rg_utf8_scan(data, len, true, &count, &max, &bad)) {
        raise_invalid_utf8(th, data, len, bad);
        return NULL;
    }
    return rg_str_from_scanned(th, data, len, count, max);
}

RgStr *rg_str_from_cstr(RgThread *th, const char *s)
{
    return rg_str_from_utf8(th, s, strlen(s));
}

RgStr *rg_str_printf(RgThread *th, const char *fmt, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    RgStr *s = NULL;
    if (n >= 0 && (size_t)n < sizeof small) {
        s = rg_str_from_utf8(th, small, (size_t)n);
    } else {
        char *text = n < 0 ? NULL : rg_mem_alloc((size_t)n + 1);
        if (text) {
            vsnprintf(text, (size_t)n + 1, fmt, again);
            s = rg_str_from_utf8(th, text, (size_t)n);
            rg_mem_free(text);
        } else {
            rg_raise_memory(th);
        }
    }
    va_end(again);
    return s;
}

RgStr *rg_str_exact(RgThread *th, RgStr *s)
{
    if (s->head.exact == RG_KIND_str)
        return s;
    return rg_str_from_chars(th, s->data, s->head.aux8, s->length);
}

/* ---- concatenation ---- */

static uint8_t *storage_chars(RgBuffer *b) { return b->data + STORAGE_HEAD; }

static uint64_t storage_used(const RgBuffer *b)
{
    uint64_t used;
    memcpy(&used, b->data, sizeof used);
    return used;
}

static void storage_set_used(RgBuffer *b, uint64_t used)
{
    memcpy(b->data, &used, sizeof used);
}

/* A string header over n characters of the class `max` at the start of a shared buffer. */
static RgStr *new_shared(RgThread *th, RgBuffer *buffer, int64_t n, int width, uint32_t max)
{
    RgStr *s = rg_object_make(th, RG_KIND_str, sizeof(RgStr));
    if (!s)
        return NULL;
    s->head.aux8 = (uint8_t)width;
    s->head.aux = RG_STRF_CONCAT | (max < 0x80 ? RG_STRF_ASCII : 0);
    s->length = n;
    s->data = storage_chars(buffer);
    rg_gc_store_ptr(s, &s->buffer, buffer);
    return s;
}

/* a + b where a is a concatenation itself: into a's buffer when a ends where the buffer's used part ends, else into a new one. */
static RgStr *concat_growing(RgThread *th, RgStr *a, RgStr *b, int64_t n, uint32_t max)
{
    int width = rg_char_width(max);
    uint64_t a_bytes = (uint64_t)a->length * (uint64_t)width, need = (uint64_t)n * (uint64_t)width;
    RgBuffer *buffer = a->buffer;
    bool fits = buffer && a->head.aux8 == width && a->data == storage_chars(buffer) && storage_used(buffer) == a_bytes;
    if (fits && need + STORAGE_HEAD > buffer->cap) {
        size_t want = sizeof(RgBuffer) + STORAGE_HEAD + need + need / 2;
        fits = rg_heap_try_grow(th->heap, buffer, want);
        if (fits)
            buffer->cap = rg_heap_cell_size(th->heap, buffer) - sizeof(RgBuffer);
    }
    if (!fits) {
        RgBuffer *fresh = rg_buffer_new(th, STORAGE_HEAD + need + need / 2);
        if (!fresh)
            return NULL;
        rg_chars_copy(storage_chars(fresh), width, a->data, a->head.aux8, a->length);
        buffer = fresh;
    }
    RgStr *s = new_shared(th, buffer, n, width, max);
    if (!s)
        return NULL;
    if (b->length == 1)
        rg_char_put(storage_chars(buffer), width, a->length, rg_str_at(b, 0));
    else
        rg_chars_copy(storage_chars(buffer) + a_bytes, width, b->data, b->head.aux8, b->length);
    storage_set_used(buffer, need);
    return s;
}

RgStr *rg_str_concat(RgThread *th, RgStr *a, RgStr *b)
{
    if (b->length == 0 && a->head.exact)
        return a;
    if (a->length == 0 && b->head.exact)
        return b;
    int64_t n = a->length + b->length;
    if ((a->head.aux & RG_STRF_CONCAT) && n >= SHARE_MIN)
        return concat_growing(th, a, b, n, RG_MAX(rg_str_class(a), rg_str_class(b)));
    int wa = rg_str_width(a), wb = rg_str_width(b), width = RG_MAX(wa, wb);
    RgStr *s = new_str(th, n, width, (a->head.aux & b->head.aux & RG_STRF_ASCII) != 0);
    if (!s)
        return NULL;
    rg_chars_copy(s->data, width, a->data, wa, a->length);
    rg_chars_copy(s->data + a->length * width, width, b->data, wb, b->length);
    s->head.aux |= RG_STRF_CONCAT;
    return s;
}

RgStr *rg_str_slice(RgThread *th, RgStr *s, int64_t from, int64_t to)
{
    RG_ASSERT(from >= 0 && to <= s->length, "%lld:%lld of %lld", (long long)from, (long long)to, (long long)s->length);
    if (to <= from)
        return th->rt->empty_str;
    if (from == 0 && to == s->length && s->head.exact)
        return s;
    int width = s->head.aux8;
    if (to - from > 1 && rg_str_is_ascii(s)) {
        RgStr *part = new_str(th, to - from, 1, true);
        if (part)
            memcpy(part->data, s->data + from, (size_t)(to - from));
        return part;
    }
    return rg_str_from_chars(th, s->data + from * width, width, to - from);
}

RgStr *rg_str_repeat(RgThread *th, RgStr *s, int64_t n)
{
    if (n <= 0 || s->length == 0)
        return th->rt->empty_str;
    if (n == 1 && s->head.exact)
        return s;
    if (s->length > INT64_MAX / n) {
        rg_raise(th, RG_EXC_OverflowError, "repeated string is too long");
        return NULL;
    }
    RgStr *r = rg_str_new(th, s->length * n, rg_str_class(s));
    if (!r)
        return NULL;
    int width = s->head.aux8;
    size_t unit = (size_t)s->length * (size_t)width, total = unit * (size_t)n, done = unit;
    if (unit == 1) {
        memset(r->data, s->data[0], total);
        return r;
    }
    memcpy(r->data, s->data, unit);
    while (done < total) {
        size_t part = RG_MIN(done, total - done);
        memcpy(r->data + done, r->data, part);
        done += part;
    }
    return r;
}

RgStr *rg_str_join(RgThread *th, RgStr *sep, const RgValue *items, size_t n)
{
    if (n == 0)
        return th->rt->empty_str;
    if (n == 1 && rg_is_exact(items[0], RG_KIND_str))
        return RG_STR(items[0]);
    uint32_t max = n > 1 ? rg_str_class(sep) : 0x7f;
    if (sep->length == 0)
        max = 0x7f;
    int64_t total = 0, sep_len = sep->length;
    for (size_t i = 0; i < n; i++) {
        if (RG_UNLIKELY(!rg_is_str(items[i]))) {
            rg_raise(th, RG_EXC_TypeError, "sequence item %lld: expected str instance, %T found", (long long)i, items[i]);
            return NULL;
        }
        RgStr *s = RG_STR(items[i]);
        uint32_t c = rg_str_class(s);
        max = RG_MAX(max, c);
        if (__builtin_add_overflow(total, s->length, &total) || (i && __builtin_add_overflow(total, sep_len, &total))) {
            rg_raise(th, RG_EXC_OverflowError, "join() result is too long for a Python string");
            return NULL;
        }
    }
    RgStr *r = rg_str_new(th, total, max);
    if (!r)
        return NULL;
    int width = r->head.aux8;
    uint8_t *p = r->data;
    for (size_t i = 0; i < n; i++) {
        if (i && sep_len) {
            rg_chars_copy(p, width, sep->data, sep->head.aux8, sep_len);
            p += sep_len * width;
        }
        RgStr *s = RG_STR(items[i]);
        rg_chars_copy(p, width, s->data, s->head.aux8, s->length);
        p += s->length * width;
    }
    return r;
}

/* ---- hash and comparison ---- */

uint64_t rg_str_hash(RgRuntime *rt, RgStr *s)
{
    if (RG_UNLIKELY(s->hash == 0)) {
        uint64_t h = rg_hash64(s->data, (size_t)s->length * s->head.aux8, rt->hash_seed);
        if (h == 0 || h == UINT64_MAX)
            h = 1;
        s->hash = h;
    }
    return s->hash;
}

bool rg_str_equal(const RgStr *a, const RgStr *b)
{
    if (a == b)
        return true;
    if (a->length != b->length || a->head.aux8 != b->head.aux8)
        return false;
    if (a->hash && b->hash && a->hash != b->hash)
        return false;
    return memcmp(a->data, b->data, (size_t)a->length * a->head.aux8) == 0;
}

int rg_str_compare(const RgStr *a, const RgStr *b)
{
    if (a == b)
        return 0;
    int64_t n = RG_MIN(a->length, b->length);
    if (a->head.aux8 == 1 && b->head.aux8 == 1) {
        if (n && a->data[0] != b->data[0]) /* most often the answer, and sooner than a call */
            return a->data[0] < b->data[0] ? -1 : 1;
        int c = memcmp(a->data, b->data, (size_t)n);
        if (c)
            return c < 0 ? -1 : 1;
    } else {
        for (int64_t i = 0; i < n; i++) {
            uint32_t x = rg_str_at(a, i), y = rg_str_at(b, i);
            if (x != y)
                return x < y ? -1 : 1;
        }
    }
    return a->length < b->length ? -1 : a->length > b->length;
}

bool rg_str_equal_cstr(const RgStr *s, const char *ascii)
{
    size_t n = strlen(ascii);
    return (uint64_t)s->length == n && rg_str_is_ascii(s) && memcmp(s->data, ascii, n) == 0;
}

/* ---- UTF-8 and file names ---- */

static RgBuffer *utf8_buffer(RgThread *th, RgStr *s, bool escape, size_t *len)
{
    RgBuffer *b = rg_buffer_new(th, (size_t)s->length * (s->head.aux8 == 1 ? 2 : s->head.aux8 == 2 ? 3 : 4) + 1);
    if (!b)
        return NULL;
    uint8_t *p = b->data;
    if (!escape)
        p = rg_utf8_from_chars(p, s->data, s->head.aux8, (size_t)s->length);
    for (int64_t i = 0; escape && i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        if (c >= 0xdc80 && c <= 0xdcff)
            *p++ = (uint8_t)c;
        else
            p += rg_utf8_put(p, c);
    }
    *p = 0;
    *len = (size_t)(p - b->data);
    return b;
}

const char *rg_str_utf8(RgThread *th, RgStr *s, size_t *len)
{
    if (rg_str_is_ascii(s) && !s->buffer) {
        if (len)
            *len = (size_t)s->length;
        return (const char *)s->data;
    }
    size_t n;
    RgBuffer *b = utf8_buffer(th, s, false, &n);
    if (!b)
        return NULL;
    if (len)
        *len = n;
    return (const char *)b->data;
}

static bool has_surrogates(const RgStr *s, bool only_unescapable)
{
    if (s->head.aux8 == 1)
        return false;
    bool any;
    rg_utf8_size(s->data, s->head.aux8, (size_t)s->length, &any);
    if (!any || !only_unescapable)
        return any;
    for (int64_t i = 0; i < s->length; i++) {
        uint32_t c = rg_str_at(s, i);
        if (c >= 0xd800 && c <= 0xdfff && !(c >= 0xdc80 && c <= 0xdcff))
            return true;
    }
    return false;
}

const char *rg_str_utf8_strict(RgThread *th, RgStr *s, size_t *len)
{
    if (RG_UNLIKELY(has_surrogates(s, false))) {
        rg_codec_encode(th, s, "utf-8", "strict");
        return NULL;
    }
    return rg_str_utf8(th, s, len);
}

const char *rg_str_fs(RgThread *th, RgStr *s)
{
    if (rg_chars_find_char(s->data, s->head.aux8, s->length, 0) >= 0) {
        rg_raise(th, RG_EXC_ValueError, "embedded null byte");
        return NULL;
    }
    if (rg_str_is_ascii(s))
        return rg_str_utf8(th, s, NULL);
    if (RG_UNLIKELY(has_surrogates(s, true))) {
        rg_codec_encode(th, s, "utf-8", "surrogateescape");
        return NULL;
    }
    size_t n;
    RgBuffer *b = utf8_buffer(th, s, true, &n);
    return b ? (const char *)b->data : NULL;
}

RgStr *rg_str_from_fs(RgThread *th, const char *path, size_t len)
{
    size_t count, bad;
    uint32_t max;
    if (rg_utf8_scan(path, len, false, &count, &max, &bad))
        return rg_str_from_utf8(th, path, len);
    return rg_codec_decode(th, (const uint8_t *)path, (int64_t)len, "utf-8", "surrogateescape");
}
