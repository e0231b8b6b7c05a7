/* SPDX-License-Identifier: MIT
 *
 * image_rows.h: how an image keeps the rows of positions and origins: as differences from the row before, in a byte or
 * a few each. Any rows come back as they were.
 */
#ifndef RG_CODE_IMAGE_ROWS_H
#define RG_CODE_IMAGE_ROWS_H

#include "vm/base/strbuf.h"
#include "vm/code/code.h"

void rg_image_put_positions(RgStrBuf *out, const RgPosition *rows, uint32_t n);
void rg_image_put_origins(RgStrBuf *out, const RgOrigin *rows, uint32_t n);

/* n rows from the bytes at *p, which moves behind them; false: the bytes end before the rows do, or code none. A row
 * takes a byte at least: so n may be checked against the bytes before there is room for the rows. */
bool rg_image_take_positions(const uint8_t **p, const uint8_t *end, RgPosition *rows, uint32_t n) RG_CHECK_RESULT;
bool rg_image_take_origins(const uint8_t **p, const uint8_t *end, RgOrigin *rows, uint32_t n) RG_CHECK_RESULT;

#endif
