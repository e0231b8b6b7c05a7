/* SPDX-License-Identifier: MIT
 *
 * str_builder.c: growing a string piece by piece in one buffer. The width is that of the widest character so far; capacity
 * doubles, so the whole costs time linear in the result. After a failure (MemoryError pending) all calls do nothing.
 */
#include <stdarg.h>
#include <stdio.h>

#include "vm/base/mem.h"
#include "vm/object/raise.h"
#include "vm/object/str.h"

static bool fail(RgStrBuilder *b)
{
    b->failed = true;
    b->cap = b->length = 0;
    return false;
}

void rg_builder_grow_init(RgStrBuilder *b, int64_t expected)
{
    b->storage = rg_buffer_new_raw(b->th, (size_t)expected);
    if (!b->storage) {
        fail(b);
        return;
    }
    b->cap = expected;
    b->data = b->storage->data;
}

/* Room for n more characters of class max. */
static bool make_room(RgStrBuilder *b, int64_t n, uint32_t max)
{
    if (b->failed)
        return false;
    int width = rg_char_width(max);
    if (RG_LIKELY(b->cap - b->length >= n && width <= b->width)) {
        if (max > b->maxchar)
            b->maxchar = max;
        return true;
    }
    if (width < b->width)
        width = b->width;
    int64_t cap = b->cap;
    if (cap - b->length < n) {
        if (n > INT64_MAX / 16 - b->length) {
            rg_raise_memory(b->th);
            return fail(b);
        }
        cap = RG_MAX(cap * 2, b->length + n);
    }
    RgBuffer *fresh = rg_buffer_new_raw(b->th, (size_t)cap * (size_t)width);
    if (!fresh) return fail(b);
    rg_chars_copy(fresh->data, width, b->data, b->width, b->length);
    b->storage = fresh;
    b->data = fresh->data;
    b->cap = cap;
    b->width = width;
    if (max > b->maxchar)
        b->maxchar = max;
    return true;
}

static uint32_t class_of(uint32_t c)
{
    return c < 0x80 ? 0x7f : c < 0x100 ? 0xff : c < 0x10000 ? 0xffff : 0x10ffff;
}

void rg_builder_char_slow(RgStrBuilder *b, uint32_t c)
{
    if (make_room(b, 1, class_of(c)))
        rg_char_put(b->data, b->width, b->length++, c);
}

void rg_builder_ascii_slow(RgStrBuilder *b, const char *s, size_t len)
{
    if (make_room(b, (int64_t)len, 0x7f)) {
        rg_chars_copy(b->data + b->length * b->width, b->width, s, 1, (int64_t)len);
        b->length += (int64_t)len;
    }
}

void rg_builder_str_slow(RgStrBuilder *b, const RgStr *s)
{
    if (make_room(b, s->length, rg_str_class(s))) {
        rg_chars_copy(b->data + b->length * b->width, b->width, s->data, s->head.aux8, s->length);
        b->length += s->length;
    }
}

void rg_builder_sub(RgStrBuilder *b, const RgStr *s, int64_t from, int64_t to)
{
    if (to <= from)
        return;
    int width = s->head.aux8;
    const uint8_t *p = s->data + from * width;
    uint32_t max = rg_str_is_ascii(s) ? 0x7f : rg_chars_class(p, width, to - from);
    if (make_room(b, to - from, max)) {
        rg_chars_copy(b->data + b->length * b->width, b->width, p, width, to - from);
        b->length += to - from;
    }
}

void rg_builder_fill_slow(RgStrBuilder *b, uint32_t c, int64_t n)
{
    if (!make_room(b, n, class_of(c)))
        return;
    if (b->width == 1) {
        memset(b->data + b->length, (int)c, (size_t)n);
    } else {
        for (int64_t i = 0; i < n; i++)
            rg_char_put(b->data, b->width, b->length + i, c);
    }
    b->length += n;
}

void rg_builder_printf(RgStrBuilder *b, const char *fmt, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    if (n >= 0 && (size_t)n < sizeof small) {
        rg_builder_ascii(b, small, (size_t)n);
    } else {
        char *text = n < 0 ? NULL : rg_mem_alloc((size_t)n + 1);
        if (text) {
            vsnprintf(text, (size_t)n + 1, fmt, again);
            rg_builder_ascii(b, text, (size_t)n);
            rg_mem_free(text);
        } else if (!b->failed) {
            rg_raise_memory(b->th);
            fail(b);
        }
    }
    va_end(again);
}

RgStr *rg_builder_finish(RgStrBuilder *b)
{
    if (b->failed)
        return NULL;
    if (b->length <= 1)
        return b->length ? rg_str_from_char(b->th, rg_char_at(b->data, b->width, 0)) : b->th->rt->empty_str;
    RgStr *s = rg_str_new(b->th, b->length, b->maxchar);
    if (s)
        rg_chars_copy(s->data, rg_str_width(s), b->data, b->width, b->length);
    return s;
}
