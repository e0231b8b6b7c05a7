/* SPDX-License-Identifier: MIT
 *
 * asm.h: text to register code, for tests and experiments. The language is what disasm.h prints; what a hand-written
 * program may leave out (names, positions, ...) has a default. The result is not verified: callers run rg_verify_unit.
 */
#ifndef RG_CODE_ASM_H
#define RG_CODE_ASM_H

#include "vm/base/status.h"
#include "vm/code/code.h"

/* On failure the detail in *error begins with "line N: " and *out is NULL. */
RgStatus rg_asm_unit(const char *text, size_t len, RgCodeUnit **out, RgError *error);

#endif
