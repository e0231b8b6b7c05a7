/* SPDX-License-Identifier: MIT
 *
 * cfg.h: basic blocks of stack code, and what lifting must know before it starts: depth of the operand stack,
 * dominators, which locals and which stack slots may differ from what they were at the end of a block's immediate
 * dominator, and which locals are surely bound. Exceptional edges are edges like others: from every block that may
 * raise to its landing.
 *
 * A landing is the block that an exception enters: either the handler's own block or, when that can also be entered
 * otherwise, an empty block (start == end) in front of it.
 * Always holds: only reachable blocks have rpo != RG_NO_BLOCK, and only they are scanned; depths are consistent and
 * never negative; order[] is a reverse postorder, so that every forward edge goes up in it.
 */
#ifndef RG_CONVERT_CFG_H
#define RG_CONVERT_CFG_H

#include "convert/decode.h"

#define RG_NO_BLOCK UINT32_MAX

typedef struct RgCfgBlock {
    uint32_t start, end;  /* instructions */
    uint32_t taken, fall; /* successors, or RG_NO_BLOCK */
    uint32_t range;       /* exception table row that covers it, or RG_NO_BLOCK */
    uint32_t handler;     /* landing of its exceptions when it may raise any, or RG_NO_BLOCK */
    uint32_t depth;       /* operand stack at entry */
    uint32_t exit_depth;  /* behind the last instruction, before what its edges pop or push */
    uint32_t low;         /* stack slots below it are not written here, nor on the way in */
    uint32_t raise_low;   /* the same up to its last instruction that may raise */
    uint32_t join_low;    /* slots below hold what they held at the end of idom, or, with mid_idom, at its beginning */
    uint32_t preds, npreds, nexc_preds; /* first in cfg->preds: npreds ordinary ones, then the exceptional ones */
    uint32_t rpo, idom;
    uint32_t child, sibling;    /* dominator tree, in reverse postorder */
    uint32_t tree_in, tree_out; /* a dominates b: a.tree_in <= b.tree_in && b.tree_out <= a.tree_out */
    uint32_t landing;           /* first landing in front of this block, or RG_NO_BLOCK */
    uint32_t next_landing;      /* of the same target */
    uint32_t landing_range;     /* landings: row that gives depth and lasti; else RG_NO_BLOCK */
    bool may_raise;
    bool back_target; /* some edge to it is retreating */
    bool mid_idom;    /* some way here leaves idom by an exception: what idom defines is not known here */
} RgCfgBlock;

typedef struct RgCfg {
    const RgStackCode *sc;
    RgCfgBlock *blocks; /* code blocks in the order of the file, then extra landings */
    uint32_t nblocks, ncode_blocks;
    uint32_t *order; /* reachable blocks in reverse postorder */
    uint32_t *tree;  /* the same in preorder of the dominator tree */
    uint32_t norder;
    uint32_t *preds;
    uint32_t max_depth;
    bool joins; /* some block has more than one predecessor, or is entered by exceptions */
    bool loops; /* some block is a back_target */
    bool irreducible;
    uint32_t set_words; /* of one set of locals */
    uint64_t *sets;     /* RG_CFG_SETS sets for each block */
} RgCfg;

/* Sets of locals of a block. */
enum {
    RG_CFG_DEFS,     /* stored or deleted in it */
    RG_CFG_BOUND,    /* bound at its end because of something in it */
    RG_CFG_DELETED,  /* deleted somewhere in it */
    RG_CFG_STALE,    /* at its beginning they may differ from what they were at the end of idom */
    RG_CFG_BOUND_IN, /* surely bound at its beginning */
    RG_CFG_SETS
};

static inline uint64_t *rg_cfg_set(const RgCfg *cfg, uint32_t block, unsigned which)
{
    return cfg->sets + ((size_t)block * RG_CFG_SETS + which) * cfg->set_words;
}
static inline bool rg_cfg_set_has(const uint64_t *set, uint32_t local)
{
    return set[local >> 6] >> (local & 63) & 1;
}
static inline void rg_cfg_set_add(uint64_t *set, uint32_t local)
{
    set[local >> 6] |= 1ull << (local & 63);
}
static inline void rg_cfg_set_remove(uint64_t *set, uint32_t local)
{
    set[local >> 6] &= ~(1ull << (local & 63));
}

/* Everything above, in arena. Checks what lifting relies on: stack depths, locals' numbers and kinds. */
RgStatus rg_cfg_build(RgArena *arena, const RgStackCode *sc, RgCfg *out, RgError *error) RG_CHECK_RESULT;
void rg_cfg_print(RgStrBuf *out, const RgCfg *cfg);

#endif
