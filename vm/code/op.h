/* SPDX-License-Identifier: MIT
 *
 * op.h: the opcode enum and everything that can be asked of an opcode, all derived from ops.def and op_format.def.
 */
#ifndef RG_CODE_OP_H
#define RG_CODE_OP_H

#include "vm/code/insn.h"

typedef enum RgOp {
#define OP(NAME, A, B, C, W, EFF, DOC) OP_##NAME,
#define QUICK(NAME, BASE, DOC)         OP_##NAME,
#include "vm/code/ops.def"
#undef OP
    RG_OP_COUNT
} RgOp;

/* Effect bits of ops.def. */
enum {
    F_RAISE = 1 << 0,
    F_RUN_ONLY = 1 << 1,
    F_RUN = F_RAISE | F_RUN_ONLY,
    F_ALLOC = 1 << 2,
    F_RD_LOCALS = 1 << 3,
    F_WR_LOCALS = 1 << 4,
    F_RD_GLOBALS = 1 << 5,
    F_WR_GLOBALS = 1 << 6,
    F_RD_ATTRS = 1 << 7,
    F_WR_ATTRS = 1 << 8,
    F_RD_ITEMS = 1 << 9,
    F_WR_ITEMS = 1 << 10,
    F_BRANCH = 1 << 11,
    F_STOP = 1 << 12,
    F_JUMPS = 1 << 13,
    F_COMMUTES = 1 << 14,
    F_PURE_EXACT = 1 << 15,
    F_PARTS = 1 << 16,
};

typedef enum RgRole {
#define ROLE(name, doc) RG_ROLE_##name,
#include "vm/code/op_format.def"
    RG_ROLE_COUNT_
} RgRole;

typedef enum RgWords {
#define WORDS(name, items, doc) RG_WORDS_##name,
#include "vm/code/op_format.def"
    RG_WORDS_COUNT_
} RgWords;

typedef struct RgOpInfo {
    const char *name;
    uint8_t role[3]; /* RgRole of A, B, C */
    uint8_t words;   /* RgWords */
    uint8_t fixed;   /* words of the instruction without its list */
    bool list;       /* a list follows */
    uint32_t effects;
    uint8_t base; /* for quickened forms the opcode whose roles, words and effects they share, else itself */
    bool quick;
    const char *doc;
} RgOpInfo;

extern const RgOpInfo rg_op_info[RG_OP_COUNT];
extern const char *const rg_words_items[RG_WORDS_COUNT_]; /* "IKL" ... */

extern const char *const rg_role_doc[RG_ROLE_COUNT_];
extern const char *const rg_words_doc[RG_WORDS_COUNT_];

/* Opcode by mnemonic (base forms only), or -1. */
int rg_op_lookup(const char *name, size_t len);
/* Words of the whole instruction at w, head included. Needs w[1..] readable as far as the layout's fixed part. */
static inline uint32_t rg_op_length(const RgWord *w)
{
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(*w)];
    uint32_t n = info->fixed, count;
    if (!info->list) return n;
    count = RG_INSN_C(*w);
    if (count == RG_LIST_EXTENDED) count = w[n++];
    return n + RG_LIST_WORDS(count);
}
/* An attribute that was loaded before the instruction is loaded again behind it, not taken from a mirror: it calls, stores
 * attributes, or lets other code run as a matter of course. */
bool rg_op_bars_attrs(unsigned op);
/* Where a generator waits that delegates by the SEND at word `send`: the YIELD behind it, with nothing but copies between; 0: there
 * is none. */
uint32_t rg_op_waits_at(const RgWord *words, uint32_t nwords, uint32_t send);
/* XXH3 of the tables: changes whenever the meaning of an image may have. */
uint64_t rg_op_table_stamp(void);

#endif
