/* SPDX-License-Identifier: MIT
 *
 * decode.h: the instructions of one code object as an array: arguments complete, inline caches gone, jump targets as
 * indices, protected ranges and source positions by instruction. Nothing behind this knows which version it came from.
 * Always holds: every target and range boundary is the index of an instruction (a range's end may be ninsns).
 */
#ifndef RG_CONVERT_DECODE_H
#define RG_CONVERT_DECODE_H

#include "convert/ir.h"
#include "convert/pycode.h"
#include "convert/pyop.h"

typedef struct RgStackInsn {
    uint8_t op;       /* RgPyOp */
    uint8_t flags;    /* RG_STACKF_x */
    uint8_t prefixes; /* EXTENDED_ARG words before it */
    uint8_t caches;   /* inline cache words behind it */
    uint32_t arg;
    uint32_t unit;   /* of the opcode itself, in 2-byte units from the start of co_code */
    uint32_t target; /* jumps: index of the target instruction */
} RgStackInsn;
enum {
    RG_STACKF_LEADER = 1, /* a basic block begins here: control arrives, came from a branch, or protection changes */
    RG_STACKF_TARGET = 2  /* target of a jump */
};

/* One row of the exception table: instructions [start, end) are handled at target with the operand stack cut to depth,
 * the position of the raising instruction (if lasti) and the exception pushed. Rows are sorted and do not overlap. */
typedef struct RgStackRange {
    uint32_t start, end, target, depth;
    bool lasti;
} RgStackRange;

typedef struct RgStackCode {
    const RgPyCode *code;
    RgStackInsn *insns;
    uint32_t ninsns, nunits, extended_args;
    uint32_t nleaders;  /* instructions with RG_STACKF_LEADER */
    uint64_t *leaders;  /* the same as bits, by instruction; one behind the last may be set */
    uint32_t *branches; /* instructions that jump, stop or end a block */
    uint32_t nbranches;
    uint32_t *unit_insn; /* instruction whose first word (prefix included) is at that unit, or RG_NO_INSN; [nunits] is
                            ninsns */
    RgStackRange *ranges;
    uint32_t nranges;
    RgIrPos *positions; /* by instruction */
} RgStackCode;
#define RG_NO_INSN UINT32_MAX

static inline void rg_decode_mark_leader(RgStackCode *sc, uint32_t insn, uint8_t flags)
{
    sc->nleaders += !(sc->insns[insn].flags & RG_STACKF_LEADER);
    sc->insns[insn].flags |= flags | RG_STACKF_LEADER;
    sc->leaders[insn / 64] |= 1ull << (insn % 64);
}

/* Decodes all of code into arena. */
RgStatus rg_decode(RgArena *arena, const RgPyCode *code, RgStackCode *out, RgError *error) RG_CHECK_RESULT;
/* The same without positions, for a look at the instructions only. */
RgStatus rg_decode_bare(RgArena *arena, const RgPyCode *code, RgStackCode *out, RgError *error) RG_CHECK_RESULT;
/* The instructions that the file has, not expanded to canonical ones, with positions. */
RgStatus rg_decode_file(RgArena *arena, const RgPyCode *code, RgStackCode *out, RgError *error) RG_CHECK_RESULT;
/* Text of one instruction's argument as `dis` shows it ("" when there is none): constants and names by value. */
void rg_decode_print_arg(RgStrBuf *out, const RgStackCode *sc, uint32_t insn);

#endif
