/* SPDX-License-Identifier: MIT
 *
 * disasm.h: register code as text, the language of asm.h. Always holds: assembling the text of a unit gives the same
 * unit again (docs/code-format.md describes the language).
 */
#ifndef RG_CODE_DISASM_H
#define RG_CODE_DISASM_H

#include "vm/base/strbuf.h"
#include "vm/code/code.h"

enum {
    RG_DISASM_COMMENTS = 1 /* end-of-line comments: values of constants, names of sites and locals, word offsets */
};

/* The instruction whose head is at word, without a newline: "ADD r2, r0, k1"; jumps lead to "L" and the target word. */
void rg_disasm_insn(RgStrBuf *out, const RgCode *code, uint32_t word, unsigned flags);
/* A constant as Python would write it, on one line; code objects as <code NAME>. At most about limit bytes. */
void rg_disasm_const(RgStrBuf *out, const RgConst *k, size_t limit);
/* One code object, or all of a unit. unit is what nested code objects are numbered in. */
void rg_disasm_code(RgStrBuf *out, const RgCodeUnit *unit, const RgCode *code, unsigned flags);
void rg_disasm_unit(RgStrBuf *out, const RgCodeUnit *unit, unsigned flags);

#endif
