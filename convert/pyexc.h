/* SPDX-License-Identifier: MIT
 *
 * pyexc.h: how versions tell which instructions an exception handler protects, to one form: sorted disjoint ranges.
 */
#ifndef RG_CONVERT_PYEXC_H
#define RG_CONVERT_PYEXC_H

#include "convert/decode.h"

/* Fills sc->ranges and marks the leaders that they make. Needs sc->unit_insn. Any bytes are safe. */
RgStatus rg_pyexc_decode(RgArena *arena, RgStackCode *sc, RgError *error) RG_CHECK_RESULT;

#endif
