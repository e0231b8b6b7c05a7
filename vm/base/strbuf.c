/* SPDX-License-Identifier: MIT
 *
 * strbuf.c: growable byte text. Growth doubles, so that n appends cost O(total bytes).
 */
#include "vm/base/strbuf.h"

#include <stdio.h>

#include "vm/base/mem.h"

void rg_strbuf_init(RgStrBuf *b)
{
    *b = (RgStrBuf){.data = (char *)""}; /* never written while cap is 0 */
}

void rg_strbuf_fini(RgStrBuf *b)
{
    if (b->cap) rg_mem_free(b->data);
    rg_strbuf_init(b);
}

void rg_strbuf_clear(RgStrBuf *b)
{
    b->len = 0;
    if (b->cap) b->data[0] = '\0';
    b->failed = false;
}

/* Room for extra more bytes and the terminator. */
static bool reserve(RgStrBuf *b, size_t extra)
{
    if (b->failed) return false;
    if (RG_UNLIKELY(extra >= SIZE_MAX / 2 - b->len)) {
        b->failed = true;
        return false;
    }
    size_t need = b->len + extra + 1;
    if (RG_LIKELY(need <= b->cap)) return true;
    size_t cap = b->cap ? b->cap * 2 : 64;
    if (cap < need) cap = need;
    char *data = rg_mem_realloc(b->cap ? b->data : NULL, cap);
    if (!data) {
        b->failed = true;
        return false;
    }
    b->data = data;
    b->cap = cap;
    return true;
}

void rg_strbuf_reserve(RgStrBuf *b, size_t more)
{
    (void)reserve(b, more);
}

void rg_strbuf_add(RgStrBuf *b, const void *data, size_t len)
{
    if (!reserve(b, len)) return;
    if (len) memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void rg_strbuf_puts(RgStrBuf *b, const char *s)
{
    rg_strbuf_add(b, s, strlen(s));
}

void rg_strbuf_putc(RgStrBuf *b, char c)
{
    rg_strbuf_add(b, &c, 1);
}

void rg_strbuf_vprintf(RgStrBuf *b, const char *fmt, va_list args)
{
    if (!reserve(b, 80)) return;
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(b->data + b->len, b->cap - b->len, fmt, args);
    if (n < 0) {
        b->failed = true;
    } else if ((size_t)n < b->cap - b->len) {
        b->len += (size_t)n;
    } else if (reserve(b, (size_t)n)) {
        vsnprintf(b->data + b->len, b->cap - b->len, fmt, again);
        b->len += (size_t)n;
    }
    if (b->cap) b->data[b->len] = '\0';
    va_end(again);
}

void rg_strbuf_printf(RgStrBuf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    rg_strbuf_vprintf(b, fmt, args);
    va_end(args);
}

char *rg_strbuf_take(RgStrBuf *b)
{
    char *text = NULL;
    if (!b->failed) {
        if (b->cap)
            text = b->data;
        else
            text = rg_mem_strdup("");
        if (text) rg_strbuf_init(b);
    }
    if (!text) rg_strbuf_fini(b);
    return text;
}
