/* SPDX-License-Identifier: MIT
 *
 * strbuf.h: growable byte text for printers, errors and file writers (not for Python strings).
 * Always terminated by a NUL not counted in len. On memory exhaustion `failed` is set and appends do nothing.
 */
#ifndef RG_BASE_STRBUF_H
#define RG_BASE_STRBUF_H

#include <stdarg.h>
#include "vm/base/base.h"

typedef struct RgStrBuf {
    char *data;
    size_t len, cap;
    bool failed;
} RgStrBuf;

void rg_strbuf_init(RgStrBuf *b);
void rg_strbuf_fini(RgStrBuf *b);
void rg_strbuf_clear(RgStrBuf *b);
/* Room for so many more bytes at once; when there is none, b->failed. */
void rg_strbuf_reserve(RgStrBuf *b, size_t more);
void rg_strbuf_add(RgStrBuf *b, const void *data, size_t len);
void rg_strbuf_puts(RgStrBuf *b, const char *s);
void rg_strbuf_putc(RgStrBuf *b, char c);
void rg_strbuf_printf(RgStrBuf *b, const char *fmt, ...) RG_PRINTF(2, 3);
void rg_strbuf_vprintf(RgStrBuf *b, const char *fmt, va_list args);
/* Returns the text, malloc'd (rg_mem_free), and empties b; NULL when it had failed. */
char *rg_strbuf_take(RgStrBuf *b);

#endif
