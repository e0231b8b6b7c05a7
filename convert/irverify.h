/* SPDX-License-Identifier: MIT
 *
 * irverify.h: checks what ir.h promises: operand counts, terminators, edges, dominance, handlers, pinned homes, use
 * counts.
 */
#ifndef RG_CONVERT_IRVERIFY_H
#define RG_CONVERT_IRVERIFY_H

#include "convert/ir.h"

/* ERR_IR_INVALID with a sentence in cx->err when f is broken after `stage`. */
RgStatus rg_irverify(RgConvert *cx, const RgIrFunction *f, const char *stage) RG_CHECK_RESULT;

#endif
