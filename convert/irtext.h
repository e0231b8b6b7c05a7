/* SPDX-License-Identifier: MIT
 *
 * irtext.h: the IR as text, one line an instruction, for dumps and golden tests.
 */
#ifndef RG_CONVERT_IRTEXT_H
#define RG_CONVERT_IRTEXT_H

#include "convert/ir.h"

/* Appends the whole function: blocks in layout order. */
void rg_irtext_print(RgStrBuf *out, const RgIrFunction *f);
void rg_irtext_print_insn(RgStrBuf *out, const RgIrFunction *f, uint32_t insn);

#endif
