/* SPDX-License-Identifier: MIT
 *
 * utf8.h: UTF-8 codec. Lone surrogates may be allowed (marshal's "surrogatepass") or refused.
 */
#ifndef RG_BASE_UTF8_H
#define RG_BASE_UTF8_H

#include "vm/base/base.h"

/* Decodes one code point at *p (< end), advances *p. Returns -1 at an invalid sequence and leaves *p there. */
int32_t rg_utf8_next(const uint8_t **p, const uint8_t *end, bool allow_surrogates);
/* Writes c as UTF-8 (1..4 bytes; surrogates are written as 3 bytes) and returns the length. */
size_t rg_utf8_put(uint8_t *out, uint32_t c);
/* Counts code points and finds the largest (for ASCII text any bound below 0x80); returns false at the first invalid
 * byte (its offset in *bad). */
bool rg_utf8_scan(const void *data, size_t len, bool allow_surrogates, size_t *count, uint32_t *max, size_t *bad);

/* Whole texts at once. Characters have 1, 2 or 4 bytes (width); surrogates are characters like all others here. */
/* Decodes well-formed data into characters that are wide enough. */
void rg_utf8_to_chars(void *to, int width, const void *data, size_t len);
/* Bytes that n characters become; *surrogates tells whether there are any among them. */
size_t rg_utf8_size(const void *chars, int width, size_t n, bool *surrogates);
/* Writes them; returns the end. */
uint8_t *rg_utf8_from_chars(uint8_t *to, const void *chars, int width, size_t n);

#endif
