/* SPDX-License-Identifier: MIT
 *
 * verify_flow.h: blocks and edges of register code for the flow-sensitive parts of verification, and what those parts
 * know of a register. Always holds once rg_verify_flow has succeeded: blocks cover the words in order, every jump,
 * handler and handled range begins at a block's start, and a block has one handler or none.
 */
#ifndef RG_CODE_VERIFY_FLOW_H
#define RG_CODE_VERIFY_FLOW_H

#include "vm/code/verify.h"

/* What a register is known to hold, on every path: a set of these. Nothing: perhaps a word of an earlier frame. */
enum {
    RG_HOLDS_WORD = 1 << 0,      /* something that was put there: a value or UNBOUND */
    RG_HOLDS_VALUE = 1 << 1,     /* and not UNBOUND */
    RG_HOLDS_LIST = 1 << 2,      /* an exact list */
    RG_HOLDS_SET = 1 << 3,       /* an exact set */
    RG_HOLDS_DICT = 1 << 4,      /* an exact dict */
    RG_HOLDS_CELL = 1 << 5,      /* a cell */
    RG_HOLDS_STR = 1 << 6,       /* a str, perhaps of a subclass */
    RG_HOLDS_EXCEPTION = 1 << 7, /* an exception */
    RG_HOLDS_HANDLED = 1 << 8,   /* an exception or None */
    RG_HOLDS_LASTI = 1 << 9      /* an int: the word offset that a handler's entry wrote */
};

typedef struct RgVerifyBlock {
    uint32_t start, end; /* words */
    uint32_t handler;    /* index of the handler of its exceptions, or UINT32_MAX */
    bool target;         /* a call, jump or handler leads here, so that a signal's exception may be raised here */
} RgVerifyBlock;

typedef struct RgVerifyFlow {
    const RgCode *code;
    RgArena *scratch;
    RgError *error;
    RgVerifyBlock *blocks;
    uint32_t nblocks;
    uint32_t *block_of; /* by word: the block that begins there; of other words nothing is said */
    uint32_t *sends;    /* by word: 1 + the SEND for which a generator waits at the YIELD there, or 0; NULL: there is none */
} RgVerifyFlow;

/* Rounds over all blocks after which code is refused: far more than the nesting of loops that a compiler accepts. */
#define RG_VERIFY_ROUNDS 200

/* Fills *flow, whose arrays come from scratch. The words' structure, jumps and handlers have been checked before. */
RgStatus rg_verify_flow(RgVerifyFlow *flow, const RgCode *code, RgArena *scratch, RgError *error);
/* Fills *sends as above. A delegation that ends while the generator waits goes on at the target of the SEND, with what the registers
 * hold at the YIELD. False: no memory. */
bool rg_verify_sends(const RgCode *code, RgArena *scratch, uint32_t **sends) RG_CHECK_RESULT;
/* Target of the jump instruction whose head is at word `at` and whose length is `length`. */
static inline uint32_t rg_verify_target(const RgCode *code, uint32_t at, uint32_t length)
{
    return (uint32_t)((int64_t)at + length + (int32_t)code->words[at + 1]);
}

#endif
