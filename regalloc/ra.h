/* SPDX-License-Identifier: MIT
 *
 * ra.h: what the allocator's own files share. One RgRegalloc lives in an RgConvert and is reused for every function, so
 * its arrays only grow. Always holds: after allocation every value's home is its register; nothing here points into a
 * unit's arena.
 */
#ifndef RG_REGALLOC_RA_H
#define RG_REGALLOC_RA_H

#include "regalloc/regalloc.h"
#include "vm/base/vec.h"

/* A place in the emitted order: a block, or a header repeated at the bottom of its loop. */
typedef struct RgRaItem {
    uint32_t block;
    bool copy;
} RgRaItem;

typedef struct RgRaFixup {
    uint32_t word;  /* J word to fill */
    uint32_t after; /* first word after its instruction */
    uint32_t label;
} RgRaFixup;

/* Code that belongs on an edge but has no room there: emitted behind the function. */
typedef struct RgRaTrampoline {
    uint32_t from, to; /* blocks */
    uint32_t label, target_label;
    uint32_t pos, handler;
    uint32_t scratch, wide; /* a move that comes before the phis' moves, or RG_NO_REGISTER */
} RgRaTrampoline;

typedef struct RgRegalloc {
    /* by value */
    uint32_t *end;  /* instruction index of the last use, or of the definition */
    uint32_t *hint; /* a phi that the value feeds, or 0 */
    uint32_t *expire_next;
    uint32_t cap_values;
    /* by block */
    uint32_t *place;        /* index in the layout, UINT32_MAX: not laid out */
    uint32_t *start, *stop; /* instruction indexes of its boundaries */
    uint32_t *taken_index,
        *fall_index;    /* of its edges among the predecessors of their targets, where those have phis */
    uint32_t *resolved; /* where an edge to this block really goes */
    uint32_t *label, *copy_label;
    uint32_t *copy_after; /* chain of headers to repeat behind this block */
    uint32_t *copy_next;
    uint8_t *wanted; /* some emitted edge or handler leads here */
    uint32_t cap_blocks;
    /* by instruction index in layout order */
    uint32_t *expire;
    uint32_t cap_times, ntimes;
    /* registers */
    uint64_t *free_map;             /* bit set: free */
    uint32_t free_words, free_low;  /* words; no free bit below word free_low */
    uint32_t *move_loc, *move_pred; /* parallel moves, by register */
    uint32_t cap_regs, cap_moves;
    RG_VEC(uint32_t) headers;  /* blocks that some later block leads back to, in layout order */
    RG_VEC(uint32_t) crossing; /* values used outside the block that defines them; some several times */
    uint32_t *header_reach;    /* by block: instruction index to which values live into it must last, 0: none */
    RG_VEC(uint64_t) moves;    /* destination << 32 | source operand of one edge */
    RG_VEC(uint32_t) ready, todo;
    RG_VEC(RgRaItem) seq;
    RG_VEC(RgRaFixup) fixups;
    RG_VEC(uint32_t) labels; /* word offset, by label */
    RG_VEC(RgRaTrampoline) tramps;
    RgWord *words;
    RgPosition *positions; /* room for two by word */
    RgSite *sites;         /* the same, and for the mirrors */
    uint32_t cap_words;
    RG_VEC(RgHandler) handlers;
    RG_VEC(RgOrigin) origins;
    RG_VEC(RgOrigin) pending; /* runs of stack instructions that wait for the next word */
    RG_VEC(RgOrigin) second;  /* those of the second part of the instruction being written */
    RG_VEC(uint32_t) waiting; /* POINTs that wait for the next instruction */
    RG_VEC(RgLoadPoint) points;
    RG_VEC(RgMirror) mirrors;
    /* of the function at hand */
    RgIrFunction *f;
    uint32_t short_regs;       /* registers that 8-bit fields may name */
    uint32_t scratch;          /* first of three scratch registers, RG_NO_REGISTER when none is needed */
    uint32_t nfree;            /* the last so many locals are free variables */
    uint32_t nparams;          /* the first so many are parameters */
    uint32_t home_shift;       /* this many registers more for homes than f has (0 or 3) */
    uint32_t nmoved, moved_to; /* parameters in scratch registers, and the first of the homes that they are moved to */
    uint32_t nregs;            /* registers used, without the one that breaks cycles of moves */
    uint32_t seed;
    bool cycle_temp; /* register nregs is needed too */
    bool opt;
} RgRegalloc;

/* Gives every block and value slot of f a place in ra's arrays. */
RgStatus rg_ra_reserve(RgRegalloc *ra) RG_CHECK_RESULT;
/* Room for parallel moves among nregs + 1 registers. */
RgStatus rg_ra_reserve_moves(RgRegalloc *ra) RG_CHECK_RESULT;
/* Room for so many words of code and what comes with them. */
bool rg_ra_reserve_words(RgRegalloc *ra, size_t n) RG_CHECK_RESULT;

/* fuse.c: chooses the final opcodes. Afterwards operands are constants only where the encoding takes them. */
void rg_fuse_run(RgConvert *cx, RgIrFunction *f, bool opt);
/* The same jump on the opposite outcome, or 0. */
unsigned rg_fuse_inverse(unsigned op);

/* interval.c: sees to an order in which dominators come first, numbers instructions, finds last uses. */
RgStatus rg_interval_compute(RgRegalloc *ra) RG_CHECK_RESULT;

/* linscan.c: registers for all values that have no home. */
RgStatus rg_linscan_run(RgRegalloc *ra) RG_CHECK_RESULT;
/* Register of a local or stack home, by the number that the IR gives it. */
uint32_t rg_ra_home(const RgRegalloc *ra, uint32_t home);

/* parmove.c: orders ra->moves (destination register, source operand) into single moves, each given to `put`. */
typedef void (*RgMoveFn)(void *user, uint32_t dst, RgIrOperand src_reg_or_const);
RgStatus rg_parmove_run(RgRegalloc *ra, RgMoveFn put, void *user) RG_CHECK_RESULT;

/* layout.c: what is written in which order: ra->seq with a label for each item, and where edges really lead. */
RgStatus rg_layout_plan(RgRegalloc *ra) RG_CHECK_RESULT;
uint32_t rg_layout_label_new(RgRegalloc *ra); /* 0: no memory */

/* pair.c: two neighbours as one instruction; no register needs more than an 8-bit field. */
typedef struct RgRaPair {
    RgWord head, pair;
    uint32_t sites, names[2]; /* how many sites (none or two), and their names */
    bool has_pair, has_list;
    const RgIrOperand *list;
    uint32_t count;
} RgRaPair;
/* Whether some pair begins with the opcode. */
#define RG_PAIR_MAY_BEGIN(op)                                                                                          \
    ((op) == OP_LOAD_ATTR || (op) == OP_STORE_ATTR || (op) == OP_LOAD_GLOBAL || (op) == OP_GET_ITEM ||                   \
     (op) == OP_GET_ITEM_K || (op) == OP_MUL || (op) == OP_MUL_K || (op) == OP_KMUL)
/* The instruction behind `a` (marks left out) that makes a pair with it, and the pair; 0: none. */
uint32_t rg_pair_find(const RgRegalloc *ra, const RgIrInsn *a, RgRaPair *p);

/* Whether rg_pair_tail may know a form of the opcode. */
#define RG_PAIR_MAY_END(op) ((op) == OP_CALL || (op) == OP_CALL_METHOD || (op) == OP_LOAD_ATTR || (op) == OP_STORE_ATTR)
/* The form of `a` that returns its value (a store: None), when the return of just that ends its block; else 0. */
unsigned rg_pair_tail(const RgRegalloc *ra, const RgIrInsn *a);

/* emit.c and its parts: see emit.h. */
RgStatus rg_emit_run(RgConvert *cx, RgRegalloc *ra, RgCodeUnit *unit, RgCode *out) RG_CHECK_RESULT;

/* racheck.c: proves the assignment by running it symbolically. */
RgStatus rg_racheck_run(RgConvert *cx, RgRegalloc *ra) RG_CHECK_RESULT;

#endif
