/* SPDX-License-Identifier: MIT
 *
 * str.h: compact strings: 1, 2 or 4 bytes a character (the narrowest that fits, always), immutable.
 * `data` points into the string's own cell or into a shared RgBuffer (`buffer`): concatenation onto a string that ends where
 * its buffer's used part ends appends in place and shares, so `s += t` in a loop is linear; older strings see their own prefix only.
 * Hash: XXH3-64 with the runtime's seed, over the narrowest representation, so equal strings hash equally; 0 = not computed.
 */
#ifndef RG_OBJECT_STR_H
#define RG_OBJECT_STR_H

#include "vm/object/thread.h"

enum {
    RG_STRF_INTERNED = 1, RG_STRF_CACHED_ATTR = 2, RG_STRF_NO_CACHE = 4, RG_STRF_ASCII = 8,
    RG_STRF_CONCAT = 16 /* made by concatenation: the next one onto it gets a shared buffer with room to grow */
};

struct RgStr {
    RgObject head;    /* aux8: bytes per character (1, 2, 4); aux: RG_STRF_x */
    int64_t length;   /* characters */
    uint64_t hash;    /* 0: not yet */
    uint8_t *data;
    RgBuffer *buffer; /* shared storage, or NULL when the characters follow this struct */
};

#define RG_STR(v) RG_AS(RgStr, v)
static inline bool rg_is_str(RgValue v) { return rg_is_kind(v, RG_KIND_str); }
static inline int rg_str_width(const RgStr *s) { return s->head.aux8; }
static inline uint32_t rg_str_at(const RgStr *s, int64_t i)
{
    if (RG_LIKELY(s->head.aux8 == 1)) return s->data[i];
    return s->head.aux8 == 2 ? ((const uint16_t *)(const void *)s->data)[i] : ((const uint32_t *)(const void *)s->data)[i];
}

static inline bool rg_str_is_ascii(const RgStr *s) { return s->head.aux & RG_STRF_ASCII; }
static inline uint32_t rg_char_at(const void *data, int width, int64_t i)
{
    if (width == 1) return ((const uint8_t *)data)[i];
    return width == 2 ? ((const uint16_t *)data)[i] : ((const uint32_t *)data)[i];
}
static inline void rg_char_put(void *data, int width, int64_t i, uint32_t c)
{
    if (width == 1) ((uint8_t *)data)[i] = (uint8_t)c;
    else if (width == 2) ((uint16_t *)data)[i] = (uint16_t)c;
    else ((uint32_t *)data)[i] = c;
}
/* Fills in a character of a string that nobody else has seen yet. */
static inline void rg_str_put(RgStr *s, int64_t i, uint32_t c) { rg_char_put(s->data, s->head.aux8, i, c); }
static inline int rg_char_width(uint32_t maxchar) { return maxchar < 0x100 ? 1 : maxchar < 0x10000 ? 2 : 4; }
/* Copies n characters between widths (to the same or a wider one, or a narrower one they fit). */
void rg_chars_convert(void *to, int to_width, const void *from, int from_width, int64_t n);
static inline void rg_chars_copy(void *to, int to_width, const void *from, int from_width, int64_t n)
{
    if (RG_LIKELY(to_width == from_width)) memcpy(to, from, (size_t)RG_MAX(n, 0) * (size_t)to_width);
    else rg_chars_convert(to, to_width, from, from_width, n);
}
/* Upper bound class of the characters: 0x7f, 0xff, 0xffff or 0x10ffff, the smallest that holds for [data, data + n). */
uint32_t rg_chars_class(const void *data, int width, int64_t n);
static inline uint32_t rg_str_class(const RgStr *s) /* same, for a whole string, in O(1) */
{
    return rg_str_is_ascii(s) ? 0x7f : s->head.aux8 == 1 ? 0xff : s->head.aux8 == 2 ? 0xffff : 0x10ffff;
}
/* Index of c in the characters, or -1. */
int64_t rg_chars_find_char(const void *data, int width, int64_t n, uint32_t c);
int64_t rg_chars_rfind_char(const void *data, int width, int64_t n, uint32_t c);
/* Index of needle (m characters, same width) in hay, or -1. m > 0. Linear. */
int64_t rg_chars_find(const void *hay, int64_t n, const void *needle, int64_t m, int width, bool reverse);

RgStr *rg_str_new(RgThread *th, int64_t length, uint32_t maxchar) RG_CHECK_RESULT; /* uninitialised characters; maxchar must be exact class */
RgStr *rg_str_from_utf8(RgThread *th, const char *data, size_t len) RG_CHECK_RESULT; /* surrogates allowed; invalid: UnicodeDecodeError */
/* The same for data in which rg_utf8_scan found `count` characters, the largest of them `max`. */
RgStr *rg_str_from_scanned(RgThread *th, const char *data, size_t len, size_t count, uint32_t max) RG_CHECK_RESULT;
RgStr *rg_str_from_cstr(RgThread *th, const char *s) RG_CHECK_RESULT;
RgStr *rg_str_from_ascii(RgThread *th, const char *data, size_t len) RG_CHECK_RESULT; /* all below 0x80: not looked at */
RgStr *rg_str_from_latin1(RgThread *th, const uint8_t *data, int64_t len) RG_CHECK_RESULT;
RgStr *rg_str_from_ucs4(RgThread *th, const uint32_t *data, int64_t len) RG_CHECK_RESULT; /* narrows */
RgStr *rg_str_from_chars(RgThread *th, const void *data, int width, int64_t len) RG_CHECK_RESULT; /* narrows */
RgStr *rg_str_from_char(RgThread *th, uint32_t c) RG_CHECK_RESULT;
RgStr *rg_str_repeat(RgThread *th, RgStr *s, int64_t n) RG_CHECK_RESULT;
/* s itself when it is exactly a str, else an exact copy (shares the characters). */
RgStr *rg_str_exact(RgThread *th, RgStr *s) RG_CHECK_RESULT;
RgStr *rg_str_printf(RgThread *th, const char *fmt, ...) RG_PRINTF(2, 3) RG_CHECK_RESULT; /* plain C formats */
RgStr *rg_str_concat(RgThread *th, RgStr *a, RgStr *b) RG_CHECK_RESULT;
RgStr *rg_str_slice(RgThread *th, RgStr *s, int64_t from, int64_t to) RG_CHECK_RESULT; /* in range */
RgStr *rg_str_join(RgThread *th, RgStr *sep, const RgValue *items, size_t n) RG_CHECK_RESULT; /* checks that items are str */
uint64_t rg_str_hash(RgRuntime *rt, RgStr *s);
bool rg_str_equal(const RgStr *a, const RgStr *b);
int rg_str_compare(const RgStr *a, const RgStr *b); /* by code points: <0, 0, >0 */
bool rg_str_equal_cstr(const RgStr *s, const char *ascii);
int64_t rg_str_find(const RgStr *s, const RgStr *sub, int64_t from, int64_t to, bool reverse); /* index or -1; two-way or better: never quadratic */
/* UTF-8 text of s (surrogatepass), NUL-terminated; lives as long as the returned cell is referenced (kept in a buffer cell). *len may be NULL. */
const char *rg_str_utf8(RgThread *th, RgStr *s, size_t *len);
/* As rg_str_utf8, but lone surrogates raise UnicodeEncodeError ('utf-8' codec...). */
const char *rg_str_utf8_strict(RgThread *th, RgStr *s, size_t *len);
/* File-system form: surrogateescape; ValueError on embedded NUL. */
const char *rg_str_fs(RgThread *th, RgStr *s);
RgStr *rg_str_from_fs(RgThread *th, const char *path, size_t len);

/* intern.c: the one string equal to s. */
RgStr *rg_intern(RgThread *th, RgStr *s);
RgStr *rg_intern_cstr(RgThread *th, const char *s);
RgStr *rg_intern_utf8(RgThread *th, const char *data, size_t len);
static inline bool rg_str_is_interned(const RgStr *s) { return s->head.aux & RG_STRF_INTERNED; }
bool rg_intern_init(RgThread *th); /* makes rt->symbols, latin1, empty_str */
void rg_intern_fini(RgRuntime *rt);    /* after the heap is gone */

/* Builder for runtime strings: grows one buffer, linear. Lives on the C stack (its storage cell is a root there). After a
 * failure there is no room (cap is 0), so that what writes in place needs to look at nothing else. */
typedef struct RgStrBuilder {
    RgThread *th;
    RgBuffer *storage; /* NULL while the characters fit `local` */
    uint8_t *data;     /* the characters: in storage or local (so a builder must not be copied) */
    int64_t length, cap; /* characters */
    int width;
    uint32_t maxchar;
    bool failed; /* MemoryError is pending */
    uint8_t local[104] __attribute__((aligned(8)));
} RgStrBuilder;
void rg_builder_grow_init(RgStrBuilder *b, int64_t expected);
void rg_builder_char_slow(RgStrBuilder *b, uint32_t c);
void rg_builder_ascii_slow(RgStrBuilder *b, const char *s, size_t len);
void rg_builder_fill_slow(RgStrBuilder *b, uint32_t c, int64_t n);
void rg_builder_str_slow(RgStrBuilder *b, const RgStr *s);

static inline void rg_builder_init(RgStrBuilder *b, RgThread *th, int64_t expected)
{
    b->th = th;
    b->storage = NULL;
    b->data = b->local;
    b->length = 0;
    b->cap = sizeof b->local;
    b->width = 1;
    b->maxchar = 0x7f;
    b->failed = false;
    if (expected > b->cap) rg_builder_grow_init(b, expected);
}
static inline bool rg_builder_has_room(const RgStrBuilder *b, int64_t n) /* for n ASCII characters, one byte each */
{
    return b->width == 1 && b->cap - b->length >= n;
}
static inline void rg_builder_char(RgStrBuilder *b, uint32_t c)
{
    if (RG_LIKELY(c < 0x80 && rg_builder_has_room(b, 1))) b->data[b->length++] = (uint8_t)c;
    else rg_builder_char_slow(b, c);
}
static inline void rg_builder_ascii(RgStrBuilder *b, const char *s, size_t len)
{
    if (RG_LIKELY(rg_builder_has_room(b, (int64_t)len))) {
        memcpy(b->data + b->length, s, len);
        b->length += (int64_t)len;
    } else {
        rg_builder_ascii_slow(b, s, len);
    }
}
static inline void rg_builder_cstr(RgStrBuilder *b, const char *ascii) { rg_builder_ascii(b, ascii, strlen(ascii)); }
static inline void rg_builder_str(RgStrBuilder *b, const RgStr *s)
{
    if (RG_LIKELY(rg_str_is_ascii(s))) rg_builder_ascii(b, (const char *)s->data, (size_t)s->length);
    else rg_builder_str_slow(b, s);
}
static inline void rg_builder_fill(RgStrBuilder *b, uint32_t c, int64_t n)
{
    if (n > 0) rg_builder_fill_slow(b, c, n);
}
void rg_builder_sub(RgStrBuilder *b, const RgStr *s, int64_t from, int64_t to);
void rg_builder_printf(RgStrBuilder *b, const char *fmt, ...) RG_PRINTF(2, 3);
RgStr *rg_builder_finish(RgStrBuilder *b) RG_CHECK_RESULT;

#endif
