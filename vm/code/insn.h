/* SPDX-License-Identifier: MIT
 *
 * insn.h: encoding and decoding of instruction words. See op_format.def for the layouts.
 */
#ifndef RG_CODE_INSN_H
#define RG_CODE_INSN_H

#include "vm/code/code.h"

#define RG_INSN(op, a, b, c)                                                                                           \
    ((RgWord)(uint8_t)(op) | (RgWord)(uint8_t)(a) << 8 | (RgWord)(uint8_t)(b) << 16 | (RgWord)(uint8_t)(c) << 24)
#define RG_INSN_OP(w) ((uint8_t)(w))
#define RG_INSN_A(w)  ((uint8_t)((w) >> 8))
#define RG_INSN_B(w)  ((uint8_t)((w) >> 16))
#define RG_INSN_C(w)  ((uint8_t)((w) >> 24))
#define RG_INSN_BC(w) ((uint16_t)((w) >> 16))

/* 16-bit operands of lists, pairs and R16 fields. */
#define RG_OPERAND_CONST   0x8000u
#define RG_OPERAND_MAX     0x7fffu /* largest register or constant index an operand can name */
#define RG_REGISTER_MAX    0x7fffu /* a frame has at most this many registers plus one */
#define RG_SHORT_REGISTERS 256u    /* registers reachable by 8-bit fields */
#define RG_LIST_EXTENDED   255u    /* C value that says: the count is in the word before the list */
#define RG_PAIR(lo, hi)    ((RgWord)(uint16_t)(lo) | (RgWord)(uint16_t)(hi) << 16)
#define RG_PAIR_LO(w)      ((uint16_t)(w))
#define RG_PAIR_HI(w)      ((uint16_t)((w) >> 16))
/* Operand i of the list that begins at word pointer p. */
#define RG_LIST_AT(p, i) ((uint16_t)((p)[(i) >> 1] >> (((i)&1) * 16)))
#define RG_LIST_WORDS(n) (((uint32_t)(n) + 1) / 2)

#endif
