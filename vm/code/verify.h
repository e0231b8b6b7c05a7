/* SPDX-License-Identifier: MIT
 *
 * verify.h: decides whether register code may be executed. Always holds: code that is accepted names only registers,
 * constants, sites, locals and words that exist; jumps and handlers lead to instruction heads; nothing falls off the
 * end; nothing is read before it is written; and the registers that some opcodes use without a check hold what these
 * trust. docs/verifier.md has the whole list.
 */
#ifndef RG_CODE_VERIFY_H
#define RG_CODE_VERIFY_H

#include "vm/base/status.h"
#include "vm/code/code.h"

/* One code object. scratch is used and left grown; the caller resets or frees it. On failure error->offset is the byte
 * offset inside the code's words and the detail names the function and the word. */
RgStatus rg_verify_code(const RgCode *code, RgArena *scratch, RgError *error);
/* All of a unit, and that the nesting of its code objects is a tree listed outer before inner. */
RgStatus rg_verify_unit(const RgCodeUnit *unit, RgError *error);

#define RG_NO_WORD UINT32_MAX /* an error that is no instruction's */

/* verify_types.c: the flow-sensitive part. */
RgStatus rg_verify_types(const RgCode *code, RgArena *scratch, RgError *error);
/* verify_mirror.c: mirrors and load points. heads: words that begin an instruction; sites: those that instructions have
 * claimed, to which it adds; body: first word behind the prologue. */
RgStatus rg_verify_mirrors(const RgCode *code, const uint64_t *heads, uint64_t *sites, uint32_t body, RgArena *scratch,
                           RgError *error);
/* Fills *error for an instruction of code, as the functions above do. */
RgStatus rg_verify_fail(RgError *error, RgStatus status, const RgCode *code, uint32_t word, const char *fmt, ...)
    RG_PRINTF(5, 6);

#endif
