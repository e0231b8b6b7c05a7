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

enum { RG_STRF_INTERNED = 1, RG_STRF_CACHED_ATTR = 2, RG_STRF_NO_CACHE = 4, RG_STRF_ASCII = 8 };

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

RgStr *rg_str_new(RgThread *th, int64_t length, uint32_t maxchar) RG_CHECK_RESULT; /* uninitialised characters; maxchar must be exact class */
RgStr *rg_str_from_utf8(RgThread *th, const char *data, size_t len) RG_CHECK_RESULT; /* surrogates allowed; invalid: UnicodeDecodeError */
RgStr *rg_str_from_cstr(RgThread *th, const char *s) RG_CHECK_RESULT;
RgStr *rg_str_from_latin1(RgThread *th, const uint8_t *data, int64_t len) RG_CHECK_RESULT;
RgStr *rg_str_from_ucs4(RgThread *th, const uint32_t *data, int64_t len) RG_CHECK_RESULT; /* narrows */
RgStr *rg_str_from_char(RgThread *th, uint32_t c) RG_CHECK_RESULT;
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

/* Builder for runtime strings: grows one buffer, linear. Lives on the C stack (its storage cell is a root there). */
typedef struct RgStrBuilder {
    RgThread *th;
    RgBuffer *storage;
    int64_t length, cap; /* characters */
    int width;
    uint32_t maxchar;
    bool failed; /* MemoryError is pending */
} RgStrBuilder;
void rg_builder_init(RgStrBuilder *b, RgThread *th, int64_t expected);
void rg_builder_char(RgStrBuilder *b, uint32_t c);
void rg_builder_ascii(RgStrBuilder *b, const char *s, size_t len);
void rg_builder_cstr(RgStrBuilder *b, const char *ascii);
void rg_builder_str(RgStrBuilder *b, const RgStr *s);
void rg_builder_sub(RgStrBuilder *b, const RgStr *s, int64_t from, int64_t to);
void rg_builder_fill(RgStrBuilder *b, uint32_t c, int64_t n);
void rg_builder_printf(RgStrBuilder *b, const char *fmt, ...) RG_PRINTF(2, 3);
RgStr *rg_builder_finish(RgStrBuilder *b) RG_CHECK_RESULT;

#endif
