/* SPDX-License-Identifier: MIT
 *
 * pyline.h: line tables to source positions.
 */
#ifndef RG_CONVERT_PYLINE_H
#define RG_CONVERT_PYLINE_H

#include "convert/decode.h"

/* Fills sc->positions; instructions that the table leaves out get line 0. Any bytes are safe. */
RgStatus rg_pyline_decode(RgArena *arena, RgStackCode *sc, RgError *error) RG_CHECK_RESULT;
/* The same for the formats before 3.11, which have lines only (pyline_old.c). */
RgStatus rg_pyline_decode_old(RgArena *arena, RgStackCode *sc, RgError *error) RG_CHECK_RESULT;

#endif
