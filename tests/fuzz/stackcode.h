/* SPDX-License-Identifier: MIT
 *
 * stackcode.h: functions of stack code as short inputs in which little can be wrong that a decoder refuses at once: a .pyc file is
 * built around them. An input is
 *   byte 0     version (index into 3.6 ... 3.14)
 *   byte 1     bits of co_flags and whether there are * and ** parameters
 *   byte 2     parameters: 3 bits positional, 2 bits positional-only, 3 bits keyword-only
 *   byte 3     further local variables, and cell variables (4 bits each)
 *   byte 4     free variables (4 bits), number of rows of the exception table (4 bits)
 *   4 bytes a row: first instruction, number of them, target, depth and lasti
 *   2 bytes an instruction: opcode, argument
 * Jumps and rows count instructions (from where the instruction is; backwards ones backwards); caches and EXTENDED_ARG are put in.
 */
#ifndef RG_FUZZ_STACKCODE_H
#define RG_FUZZ_STACKCODE_H

#include "convert/pycode.h"
#include "vm/base/strbuf.h"

enum { RG_FUZZ_VERSIONS = 9, RG_FUZZ_STACK_HEAD = 5 };

const RgPyVersion *rg_fuzz_version(uint8_t index);
/* A .pyc file's header of that version. */
void rg_fuzz_put_header(RgStrBuf *out, uint8_t version);
/* The .pyc file of an input. Any bytes are one. */
void rg_fuzz_unpack(RgStrBuf *out, const uint8_t *data, size_t size);
/* The input that is most like a function that was read. False: too long to be of use. */
bool rg_fuzz_pack(RgStrBuf *out, const RgPyCode *code);
/* Changes instructions, rows, counts. */
size_t rg_fuzz_mutate_stack(uint8_t *data, size_t size, size_t max, unsigned seed);

#endif
