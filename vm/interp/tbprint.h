/* SPDX-License-Identifier: MIT
 *
 * tbprint.h: parts of the traceback printer that have files of their own.
 */
#ifndef RG_INTERP_TBPRINT_H
#define RG_INTERP_TBPRINT_H

#include "vm/interp/rt.h"

/* tbanchor.c: where an expression's operator or subscript is: byte offsets into the segment. False: no anchors. */
bool rg_tb_anchors(const char *segment, size_t len, size_t *left, size_t *right);
/* suggest.c: a name that may have been meant by a NameError or AttributeError, or NULL (nothing raised). */
RgStr *rg_tb_suggestion(RgThread *th, RgValue exc);

#endif
