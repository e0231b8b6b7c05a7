/* SPDX-License-Identifier: MIT
 *
 * ir.h: the SSA form of one function between the lifter and the register allocator: instructions, values, blocks, the
 * builder. Everything is an index into a growable array of the RgIrFunction, which is reused for function after
 * function; index 0 means "none" everywhere (blocks, instructions and values count from 1), except homes, constants,
 * names and stack instruction numbers, which count from 0.
 *
 * Always holds (irverify checks it):
 *  - Opcodes are those of ops.def without the forms that lowering chooses (x_K, JUMP_LT and its like are allowed but
 *    never needed; MOVE, MOVE_WIDE, LOAD_CONST, RETURN_CONST, JUMP, FOR_LOOP never occur) and those of ir.def.
 *  - The operands of an instruction are, in order: fields A, B, C as far as their role is U, X, R16 or K; then the
 * operand words in order: the constant of a K word (RG_IR_CONST), the P pair, the list. A U field or the second half of
 * a P pair may be left out at the end (RAISE, CALL_EX without keywords, DICT_MERGE, FORMAT_VALUE_SPEC): the emitter
 * fills it. Any operand may be a constant: lowering finds a K form or loads it. Exception: the cell operands of
 * xxx_DEREF.
 *  - Its values are, in order: fields A, C as far as their role is D or X (X: also an operand); then the M list.
 *  - S fields are in imm; the name of an I word is in extra (RG_NO_NAME for calls); L16 (a local's number) is in extra.
 *  - A block ends with at most one F_BRANCH instruction, its last (only MARK may not follow it). Without one it goes to
 *    `fall`. With F_JUMPS it has `taken` (FOR_ITER: exhausted; SEND: finished) and, unless F_STOP or JUMP_STOP_ASYNC,
 * `fall`.
 *  - A handler block has no ordinary predecessors; it begins with CAUGHT, then LASTI if wanted. A block's handler
 * covers all its instructions. Values live into a handler are defined before every block that it protects.
 *  - Pinned values: value.home is a register number below nhomes: a local's or a stack home. At every use of a value
 * pinned to a home it is the newest definition of that home on every path. Phis that are pinned have only operands
 * pinned to the same home.
 *  - Mirrors: the home of a mirror is written only by definitions of that mirror (LOAD_MIRROR and its like, or a plain
 * load or store pinned to it) and by POINT, which stands where a load was that needs no code any more: it defines a
 * new value of the home, though what the home holds stays the same unless the name was rebound. `extra` is the
 * mirror's number.
 *  - Phis of locals are never needed: a block may begin with HOME x (no code) for a local that its predecessors do not
 * agree on.
 *
 * Division of labour. The lifter emits plain forms and CHECK_BOUND wherever the block itself does not show that the
 * local is bound; the pass `bound` removes the rest of them. Lowering (regalloc/fuse.c) finds K forms,
 * compare-and-branch, NOT-and-branch, IS-None branches, JUMP_EXC_MATCH, GET_SLICE from BUILD_SLICE, RETURN_CONST; it
 * needs the pair adjacent and the value used once. Loops: the lifter leaves JUMP_BACKWARD as an edge to the header;
 * emission repeats a small header at the loop's bottom (FOR_LOOP, inverted conditional jumps), so the IR never has the
 * header twice.
 */
#ifndef RG_CONVERT_IR_H
#define RG_CONVERT_IR_H

#include "convert/convert.h"
#include "vm/base/strbuf.h"
#include "vm/code/op.h"

enum {
    RG_IR_BEFORE_FIRST_ = RG_OP_COUNT - 1,
#define IROP(NAME, EFFECTS, DOC) IR_##NAME,
#include "convert/ir.def"
    RG_IR_OP_COUNT
};

/* An operand: a value's number, or a constant's index with the top bit set; 0 is no operand. */
typedef uint32_t RgIrOperand;
#define RG_IR_CONST_BIT      0x80000000u
#define RG_IR_CONST(k)       ((RgIrOperand)(k) | RG_IR_CONST_BIT)
#define RG_IR_IS_CONST(o)    (((o)&RG_IR_CONST_BIT) != 0)
#define RG_IR_CONST_INDEX(o) ((o) & ~RG_IR_CONST_BIT)
#define RG_IR_NO_HOME        UINT32_MAX
#define RG_IR_NO_POS         UINT32_MAX /* no source position (prologue) */

typedef struct RgIrInsn {
    uint16_t op;
    uint8_t imm;   /* S field */
    uint32_t prev, next, block;
    uint32_t def; /* first value, consecutive; 0 when ndefs is 0 */
    uint32_t ndefs;
    uint32_t args; /* index into f->operands */
    uint32_t nargs;
    uint32_t extra; /* name or local index; see above */
    uint32_t pos;   /* stack instruction that gives the source position, or RG_IR_NO_POS */
    uint32_t pos2;  /* of the first of two parts: CALL_METHOD's lookup, the test that a jump took over */
    uint32_t count; /* it completes this many stack instructions, the last of which is number pos */
} RgIrInsn;

typedef struct RgIrValue {
    uint32_t insn; /* that defines it */
    uint32_t home; /* register it is pinned to, or RG_IR_NO_HOME; the allocator writes all registers here */
    uint32_t uses; /* operands that name it */
    uint32_t tmp;  /* of the pass that runs */
} RgIrValue;

typedef struct RgIrEdge {
    uint32_t from, next; /* next predecessor edge of the same block, 0 ends */
} RgIrEdge;

typedef struct RgIrBlock {
    uint32_t first, last;       /* instructions */
    uint32_t taken, fall;       /* successors */
    uint32_t preds, preds_tail; /* edges, in order; phi operands follow it */
    uint32_t npreds;
    uint32_t handler; /* block that handles exceptions of this one, or 0 */
    uint32_t flags;   /* RG_IRB_x */
    uint32_t source;  /* block of the RgCfg that it was lifted from, or RG_IR_NO_SOURCE */
    uint32_t first_load, nloads; /* its part of f->loads */
} RgIrBlock;
#define RG_IR_NO_SOURCE UINT32_MAX
enum { RG_IRB_HANDLER = 1, RG_IRB_COLD = 2, RG_IRB_DEAD = 4 };

/* A register that the VM keeps equal to what a load would give (RgMirror of code.h). Its home holds nothing else. */
typedef struct RgIrMirror {
    uint32_t kind; /* RG_MIRROR_x */
    uint32_t home;
    uint32_t base; /* home of the module, object or cell; RG_IR_NO_HOME for names */
    uint32_t name; /* RG_NO_NAME for cells */
} RgIrMirror;
#define RG_IR_MIRRORS 64 /* at most so many in a function: sets of them are words */

typedef struct RgIrPos { /* as RgPosition */
    int32_t line, end_line;
    int16_t col, end_col;
} RgIrPos;

typedef struct RgIrFunction {
    RgIrInsn *insns;
    RgIrValue *values;
    RgIrBlock *blocks; /* layout order is order[]; creation order until a pass changes it */
    RgIrEdge *edges;
    RgIrOperand *operands;
    uint32_t *loads; /* what the lifter made of loads of names, cells and attributes and of method calls, in the order of
                        making; a pass may have turned them into something else since */
    uint32_t *order; /* all blocks that are alive, entry first; every other block has a predecessor (or a block it
                        protects) before it */
    const RgConst **consts;                                                /* the file's co_consts first */
    uint32_t ninsns, nvalues, nblocks, nedges, noperands, norder, nloads, nconsts; /* slots used; 1-based arrays count slot 0 */
    uint32_t cap_insns, cap_values, cap_blocks, cap_edges, cap_operands, cap_order, cap_loads, cap_consts;
    uint32_t nconsts_source;
    uint32_t nlocals;         /* homes 0 .. nlocals-1 */
    uint32_t nhomes;          /* >= nlocals: stack homes follow */
    RgIrMirror mirrors[RG_IR_MIRRORS];
    uint32_t nmirrors;
    uint32_t nentry;          /* the first nentry mirrors hold what they mirror from the beginning: RgCode.nentry */
    uint32_t nphis;           /* ever made */
    uint32_t ncopies;         /* copies without a home ever made */
    bool edges_removed;       /* blocks may have become unreachable */
    uint32_t const_none;      /* index + 1 of None in consts, 0: not looked for yet */
    uint32_t entry;           /* block */
    uint32_t at_block;        /* builder: where instructions go, at the end */
    uint32_t at_pos;          /* builder: stack instruction being lifted */
    uint32_t at_count;        /* builder: stack instructions not yet carried by an instruction */
    const RgIrPos *positions; /* by stack instruction; the lifter sets it */
    uint32_t npositions;
    const RgStrRef *names, *local_names; /* for printing; may be NULL */
    const char *printable_name;          /* for dumps; may be NULL */
    bool failed;                         /* memory ran out; every index may be 0, look at phase ends */
} RgIrFunction;

/* ---- life ---- */
void rg_ir_init(RgIrFunction *f);
void rg_ir_fini(RgIrFunction *f);
/* Empties f for a function; consts are copied into the pool. Keeps memory. */
void rg_ir_reset(RgIrFunction *f, uint32_t nlocals, const RgConst *const *consts, uint32_t nconsts);

/* ---- blocks and edges ---- */
uint32_t rg_ir_block_new(RgIrFunction *f); /* appended to order[]; the first is the entry */
/* The block's instructions go to its end from now on. Flush the previous with rg_ir_block_end first. */
static inline void rg_ir_block_begin(RgIrFunction *f, uint32_t block)
{
    f->at_block = block;
}
/* Leaves a MARK for counts that no instruction took. Call before emitting nothing more into a block that ends
 * without a branch; blocks that end with one have nothing pending. */
void rg_ir_block_end(RgIrFunction *f);
/* Set a successor and append `from` to its predecessors. Add the operands of its phis in the same order of calls. */
void rg_ir_set_fall(RgIrFunction *f, uint32_t from, uint32_t to);
void rg_ir_set_taken(RgIrFunction *f, uint32_t from, uint32_t to);
uint32_t rg_ir_edge_new(RgIrFunction *f, uint32_t from); /* in no list yet; 0: no memory */
/* Redirects one edge from -> old to new; phis of old lose, phis of new get no operand: only for blocks without phis in
 * new. */
void rg_ir_edge_redirect(RgIrFunction *f, uint32_t from, uint32_t old_to, uint32_t new_to);
void rg_ir_pred_remove(RgIrFunction *f, uint32_t block, uint32_t from); /* one edge, and its phi operands */
void rg_ir_block_kill(RgIrFunction *f, uint32_t block); /* unreachable: drops instructions, uses and edges */

/* ---- instructions: appended to at_block with position at_pos, carrying the pending counts ---- */
/* Once for each stack instruction, in order, before lifting it. */
static inline void rg_ir_at(RgIrFunction *f, uint32_t pos)
{
    f->at_pos = pos;
    f->at_count++;
}
/* Instruction with nargs operands (copied, uses counted) and ndefs new unpinned values; returns its number. */
uint32_t rg_ir_emit(RgIrFunction *f, unsigned op, const RgIrOperand *args, uint32_t nargs, uint32_t ndefs);
/* The operand array of a fresh instruction for the caller to fill: use counts are the caller's duty (rg_ir_use). */
uint32_t rg_ir_emit_reserve(RgIrFunction *f, unsigned op, uint32_t nargs, uint32_t ndefs);
static inline RgIrOperand *rg_ir_args(const RgIrFunction *f, const RgIrInsn *in)
{
    return f->operands + in->args;
}
static inline void rg_ir_use(RgIrFunction *f, RgIrOperand o)
{
    if (o && !RG_IR_IS_CONST(o)) f->values[o].uses++;
}
static inline void rg_ir_unuse(RgIrFunction *f, RgIrOperand o)
{
    if (o && !RG_IR_IS_CONST(o)) f->values[o].uses--;
}
/* Puts an instruction on the list of loads: the newest of at_block or, as f->ninsns, the one to be made next. */
void rg_ir_list_load(RgIrFunction *f, uint32_t insn);
/* Shorthand that returns the (first) value. */
RgIrOperand rg_ir_emit0(RgIrFunction *f, unsigned op);
RgIrOperand rg_ir_emit1(RgIrFunction *f, unsigned op, RgIrOperand a);
RgIrOperand rg_ir_emit2(RgIrFunction *f, unsigned op, RgIrOperand a, RgIrOperand b);
RgIrOperand rg_ir_copy(RgIrFunction *f, RgIrOperand from);                     /* t = COPY from, unpinned */
RgIrOperand rg_ir_copy_home(RgIrFunction *f, RgIrOperand from, uint32_t home); /* x = COPY from, pinned */
RgIrOperand rg_ir_home(RgIrFunction *f, uint32_t home);                        /* HOME home */
void rg_ir_check_bound(RgIrFunction *f, RgIrOperand value, uint32_t local);
static inline RgIrInsn *rg_ir_insn(const RgIrFunction *f, uint32_t insn)
{
    return &f->insns[insn];
}
static inline RgIrOperand rg_ir_def(const RgIrFunction *f, uint32_t insn, uint32_t i)
{
    return f->insns[insn].def + i;
}
/* The local store: makes value the new contents of home and returns the value that stands for it. Retargets the
 * defining instruction when that is the last of at_block and nothing uses the value yet (the caller promises that the
 * abstract stack does not hold it any more), or a FOR_ITER (fall edge) or SEND that ended the only predecessor while
 * at_block is empty; otherwise emits a COPY. */
RgIrOperand rg_ir_store_home(RgIrFunction *f, RgIrOperand value, uint32_t home);
/* Phi at the start of block, for up to max_args operands (= predecessors); home or RG_IR_NO_HOME. */
uint32_t rg_ir_phi_new(RgIrFunction *f, uint32_t block, uint32_t max_args, uint32_t home);
void rg_ir_phi_add(RgIrFunction *f, uint32_t phi, RgIrOperand arg);
/* A stack home: one more pseudo-local. */
static inline uint32_t rg_ir_home_new(RgIrFunction *f)
{
    return f->nhomes++;
}
/* A constant that the file does not have; the pool holds the pointer. Not merged. */
uint32_t rg_ir_const_add(RgIrFunction *f, const RgConst *c);
RgIrOperand rg_ir_none(RgIrFunction *f); /* the constant None, found or added */

/* ---- editing, for passes ---- */
uint32_t rg_ir_insert_before(RgIrFunction *f, uint32_t before, unsigned op, const RgIrOperand *args, uint32_t nargs,
                             uint32_t ndefs); /* takes position of `before`, count 0 */
/* Makes insn a MARK (or unlinks it when it carries no count); uses of its operands are given back. Its values are dead.
 */
void rg_ir_remove(RgIrFunction *f, uint32_t insn);
void rg_ir_unlink(RgIrFunction *f, uint32_t insn);

/* ---- queries ---- */
uint32_t rg_ir_effects(unsigned op); /* F_x, of ops.def and ir.def */
const char *rg_ir_op_name(unsigned op);
static inline bool rg_ir_is_branch(unsigned op)
{
    return (rg_ir_effects(op) & F_BRANCH) != 0;
}

#endif
