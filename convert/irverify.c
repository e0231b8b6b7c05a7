/* SPDX-License-Identifier: MIT
 *
 * irverify.c: checks every promise of ir.h except the newest-definition rule of homes, which racheck proves on the
 * finished allocation. Runs only when asked for; linear but for ways up the dominator tree, each of which takes a
 * logarithm of its depth (graphs that are irreducible, which no compiler writes, apart).
 */
#include "convert/irverify.h"
#include <stdarg.h>
#include <stdio.h>
#include "vm/base/mem.h"

typedef struct Verify {
    RgConvert *cx;
    const RgIrFunction *f;
    const char *stage;
    uint32_t *idom;  /* by block: immediate dominator, 0 unknown */
    uint32_t *depth; /* by block: in the dominator tree */
    uint32_t *jump;  /* by block: some block above it, so chosen that ways up are short */
    uint32_t *rpo;   /* by block: number in reverse postorder, 0: unreachable */
    uint32_t *order; /* blocks in reverse postorder */
    uint32_t norder;
    uint32_t *uses; /* by value, counted here */
    uint32_t *seq;  /* by instruction: place in its block */
    RgStatus status;
} Verify;

static void RG_PRINTF(3, 4) complain(Verify *v, uint32_t insn, const char *fmt, ...)
{
    char text[120];
    va_list args;
    if (v->status) return;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    const RgIrInsn *in = &v->f->insns[insn];
    v->status = rg_error_set(v->cx->error, ERR_IR_INVALID, UINT64_MAX, "%s: after %s: b%u %s: %s",
                             v->f->printable_name ? v->f->printable_name : "?", v->stage, in->block,
                             insn ? rg_ir_op_name(in->op) : "-", text);
}

#define CHECK(cond, insn, ...)                                                                                         \
    do {                                                                                                               \
        if (!(cond)) complain(v, (insn), __VA_ARGS__);                                                                 \
    } while (0)

/* ---- shape of one instruction ---- */

/* Least and most operands that the opcode takes. */
static void operand_range(unsigned op, uint32_t *least, uint32_t *most)
{
    const RgOpInfo *info = &rg_op_info[op];
    uint32_t n = 0;
    for (int k = 0; k < 3; k++) {
        uint8_t role = info->role[k];
        n += role == RG_ROLE_U || role == RG_ROLE_X || role == RG_ROLE_R16 || role == RG_ROLE_K || role == RG_ROLE_K16;
    }
    *least = *most = n;
    switch (info->words) {
    case RG_WORDS_P:
    case RG_WORDS_IP:
        *least = op == OP_CALL_EX || op == OP_DICT_MERGE || op == OP_FORMAT_VALUE_SPEC ? n + 1 : n + 2;
        *most = n + 2;
        break;
    case RG_WORDS_L:
    case RG_WORDS_IL: *most = UINT32_MAX; break;
    case RG_WORDS_IKL:
    case RG_WORDS_KL:
        *least = n + 1;
        *most = UINT32_MAX;
        break;
    default: break;
    }
    if (op == OP_RAISE) *least = 0;
}

static uint32_t defs_of(unsigned op)
{
    uint32_t n = 0;
    for (int k = 0; k < 3; k++)
        n += rg_op_info[op].role[k] == RG_ROLE_D || rg_op_info[op].role[k] == RG_ROLE_X;
    return n;
}

static void check_shape(Verify *v, uint32_t i)
{
    const RgIrFunction *f = v->f;
    const RgIrInsn *in = &f->insns[i];
    CHECK(in->op < RG_IR_OP_COUNT, i, "unknown opcode %u", in->op);
    CHECK((uint64_t)in->args + in->nargs <= f->noperands, i, "operands outside the pool");
    CHECK((uint64_t)in->def + in->ndefs <= f->nvalues && (in->ndefs == 0) == (in->def == 0), i,
          "values outside the table");
    if (v->status) return;
    if (in->op >= RG_OP_COUNT) {
        CHECK(in->op == IR_PHI || in->nargs == (in->op == IR_COPY), i, "%u operands", in->nargs);
        CHECK(in->ndefs == (in->op != IR_MARK), i, "%u values", in->ndefs);
        if (in->op == IR_PHI)
            CHECK(in->nargs == f->blocks[in->block].npreds, i, "%u operands, %u predecessors", in->nargs,
                  f->blocks[in->block].npreds);
        if (in->op == IR_POINT)
            CHECK(in->extra < f->nmirrors && f->values[in->def].home == f->mirrors[in->extra].home, i, "mirror %u",
                  in->extra);
        return;
    }
    const RgOpInfo *info = &rg_op_info[in->op];
    uint32_t least, most;
    operand_range(in->op, &least, &most);
    CHECK(!info->quick && in->op != OP_MOVE && in->op != OP_MOVE_WIDE && in->op != OP_LOAD_CONST && in->op != OP_JUMP &&
              in->op != OP_LOAD_CONST_WIDE && in->op != OP_FOR_LOOP && in->op != OP_RETURN_CONST,
          i, "not an opcode of the IR");
    CHECK(in->nargs >= least && in->nargs <= most, i, "%u operands, wanted %u", in->nargs, least);
    if (info->words == RG_WORDS_M)
        CHECK(in->op != OP_UNPACK_EX || in->imm < in->ndefs, i, "no middle value");
    else
        CHECK(in->ndefs == defs_of(in->op), i, "%u values, wanted %u", in->ndefs, defs_of(in->op));
    bool k_word = info->words == RG_WORDS_IKL || info->words == RG_WORDS_KL;
    if (k_word && !v->status) CHECK(RG_IR_IS_CONST(f->operands[in->args + least - 1]), i, "constant word missing");
    if (in->op == OP_CHECK_BOUND) CHECK(in->extra < f->nlocals, i, "local %u", in->extra);
    for (uint32_t k = 0; k < in->ndefs; k++) {
        const RgIrValue *value = &f->values[in->def + k];
        CHECK(value->insn == i, i, "v%u says insn %u", in->def + k, value->insn);
        CHECK(value->home == RG_IR_NO_HOME || value->home < f->nhomes, i, "home %u", value->home);
    }
}

/* ---- blocks and edges ---- */

static uint32_t count_edges(const RgIrFunction *f, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    for (uint32_t e = f->blocks[to].preds; e; e = f->edges[e].next)
        n += f->edges[e].from == from;
    return n;
}

static void check_block(Verify *v, uint32_t b)
{
    const RgIrFunction *f = v->f;
    const RgIrBlock *block = &f->blocks[b];
    uint32_t prev = 0, branch = 0, seq = 0;
    bool phis = true;
    for (uint32_t i = block->first; i; prev = i, i = f->insns[i].next) {
        const RgIrInsn *in = &f->insns[i];
        CHECK(in->block == b && in->prev == prev, i, "broken list of instructions");
        CHECK(!branch, i, "behind a branch");
        check_shape(v, i);
        if (v->status) return;
        v->seq[i] = ++seq;
        CHECK(in->op != IR_PHI || phis, i, "phi behind other instructions");
        phis &= in->op == IR_PHI || in->op == IR_MARK;
        CHECK((in->op != IR_CAUGHT && in->op != IR_LASTI) || (block->flags & RG_IRB_HANDLER), i, "outside a handler");
        if (rg_ir_effects(in->op) & F_BRANCH) branch = i;
    }
    CHECK(block->last == prev, prev, "wrong last instruction");
    uint32_t eff = branch ? rg_ir_effects(f->insns[branch].op) : 0;
    bool async = branch && f->insns[branch].op == OP_JUMP_STOP_ASYNC;
    CHECK(!(eff & F_JUMPS) == !block->taken, branch, "b%u: taken is b%u", b, block->taken);
    CHECK(((eff & F_STOP) || async) == !block->fall, branch, "b%u: fall is b%u", b, block->fall);
    uint32_t to[2] = {block->taken, block->fall};
    for (int k = 0; k < 2; k++) {
        if (!to[k]) continue;
        uint32_t want = to[0] == to[1] ? 2 : 1;
        CHECK(to[k] < f->nblocks && !(f->blocks[to[k]].flags & (RG_IRB_DEAD | RG_IRB_HANDLER)), branch,
              "bad target b%u", to[k]);
        CHECK(v->status || f->blocks[to[k]].npreds > 1000 || count_edges(f, b, to[k]) == want, branch,
              "edge b%u -> b%u", b, to[k]);
    }
    CHECK(to[0] != to[1] || !to[0] || !f->blocks[to[0]].first || f->insns[f->blocks[to[0]].first].op != IR_PHI, branch,
          "both edges lead to phis of b%u", to[0]);
    uint32_t n = 0;
    for (uint32_t e = block->preds; e; e = f->edges[e].next, n++) {
        const RgIrBlock *p = &f->blocks[f->edges[e].from];
        CHECK(!(p->flags & RG_IRB_DEAD) && (p->taken == b || p->fall == b), block->first, "b%u: stale predecessor b%u",
              b, f->edges[e].from);
    }
    CHECK(n == block->npreds, block->first, "b%u: predecessors miscounted", b);
    CHECK(!block->handler || (f->blocks[block->handler].flags & RG_IRB_HANDLER), block->first, "b%u: handler b%u", b,
          block->handler);
    CHECK(!(block->flags & RG_IRB_HANDLER) || !block->npreds, block->first, "b%u: handler entered otherwise", b);
}

/* ---- dominators, exceptional edges included ---- */

static void number_blocks(Verify *v, uint32_t *stack)
{
    const RgIrFunction *f = v->f;
    uint8_t *step = rg_mem_calloc(f->nblocks, 1);
    if (!step) {
        v->status = ERR_NO_MEMORY;
        return;
    }
    uint32_t n = 0, post = f->nblocks;
    stack[n++] = f->entry;
    v->rpo[f->entry] = 1; /* on the stack */
    while (n) {
        uint32_t b = stack[n - 1];
        const RgIrBlock *block = &f->blocks[b];
        uint32_t to[3] = {block->handler, block->taken, block->fall};
        if (step[b] < 3) {
            uint32_t s = to[step[b]++];
            if (s && !v->rpo[s]) {
                v->rpo[s] = 1;
                stack[n++] = s;
            }
        } else {
            n--;
            v->order[--post] = b;
        }
    }
    v->norder = f->nblocks - post;
    memmove(v->order, v->order + post, v->norder * sizeof *v->order);
    for (uint32_t k = 0; k < v->norder; k++)
        v->rpo[v->order[k]] = k + 1;
    rg_mem_free(step);
}

/* The block joins the tree below its immediate dominator. */
static void hang(Verify *v, uint32_t b)
{
    uint32_t up = v->idom[b], jump = v->jump[up], further = v->jump[jump];
    v->depth[b] = v->depth[up] + 1;
    v->jump[b] = v->depth[up] - v->depth[jump] == v->depth[jump] - v->depth[further] ? further : up;
}

/* From b up to the given depth. */
static uint32_t climb(const Verify *v, uint32_t b, uint32_t depth)
{
    while (v->depth[b] > depth)
        b = v->depth[v->jump[b]] >= depth ? v->jump[b] : v->idom[b];
    return b;
}

static uint32_t intersect(const Verify *v, uint32_t a, uint32_t b)
{
    a = climb(v, a, v->depth[b]);
    b = climb(v, b, v->depth[a]);
    while (a != b) {
        bool far = v->jump[a] != v->jump[b];
        a = far ? v->jump[a] : v->idom[a];
        b = far ? v->jump[b] : v->idom[b];
    }
    return a;
}

static uint32_t intersect_slowly(const Verify *v, uint32_t a, uint32_t b)
{
    while (a != b) {
        while (v->rpo[a] > v->rpo[b])
            a = v->idom[a];
        while (v->rpo[b] > v->rpo[a])
            b = v->idom[b];
    }
    return a;
}

/* One round in reverse postorder, pushing along edges instead of pulling from predecessors, as handlers keep no list of
 * them. A handler may be entered before the block has done anything: its dominator is the block's own entry. In the
 * first round a block is known, and hung into the tree, when its turn comes. True: what was known before changed. */
static bool dominator_round(Verify *v, bool first)
{
    const RgIrFunction *f = v->f;
    bool changed = false;
    for (uint32_t k = 0; k < v->norder; k++) {
        uint32_t b = v->order[k];
        const RgIrBlock *block = &f->blocks[b];
        uint32_t to[3] = {block->handler, block->taken, block->fall};
        if (first && b != f->entry) hang(v, b);
        for (int s = 0; s < 3; s++) {
            if (!to[s] || to[s] == f->entry) continue;
            uint32_t old = v->idom[to[s]], d = b;
            if (old) d = first ? intersect(v, old, b) : intersect_slowly(v, old, b);
            changed |= d != old && (!first || v->rpo[to[s]] <= k + 1);
            v->idom[to[s]] = d;
        }
    }
    return changed;
}

static void compute_dominators(Verify *v)
{
    const uint32_t entry = v->f->entry;
    v->idom[entry] = v->jump[entry] = entry;
    if (!dominator_round(v, true)) return;
    while (dominator_round(v, false)) /* irreducible */
        continue;
    for (uint32_t k = 1; k < v->norder; k++)
        hang(v, v->order[k]);
}

static bool dominates(const Verify *v, uint32_t a, uint32_t b)
{
    return climb(v, b, v->depth[a]) == a;
}

static void check_use(Verify *v, uint32_t i, RgIrOperand o, uint32_t at_block, uint32_t at_seq)
{
    const RgIrFunction *f = v->f;
    if (!o) return;
    if (RG_IR_IS_CONST(o)) {
        CHECK(RG_IR_CONST_INDEX(o) < f->nconsts, i, "constant %u", RG_IR_CONST_INDEX(o));
        return;
    }
    CHECK(o < f->nvalues, i, "v%u does not exist", o);
    if (v->status) return;
    v->uses[o]++;
    uint32_t d = f->values[o].insn, db = f->insns[d].block;
    CHECK(v->seq[d], i, "v%u is defined nowhere", o);
    if (v->status) return;
    if (db == at_block)
        CHECK(v->seq[d] < at_seq, i, "v%u used before its definition", o);
    else
        CHECK(dominates(v, db, at_block), i, "v%u is not defined on every path (b%u)", o, db);
}

static void check_uses(Verify *v)
{
    const RgIrFunction *f = v->f;
    for (uint32_t k = 0; k < v->norder && !v->status; k++) {
        uint32_t b = v->order[k];
        for (uint32_t i = f->blocks[b].first; i && !v->status; i = f->insns[i].next) {
            const RgIrInsn *in = &f->insns[i];
            if (in->op == IR_PHI) {
                uint32_t n = 0;
                for (uint32_t e = f->blocks[b].preds; e; e = f->edges[e].next, n++) {
                    uint32_t home = f->values[in->def].home;
                    RgIrOperand o = f->operands[in->args + n];
                    if (v->rpo[f->edges[e].from]) check_use(v, i, o, f->edges[e].from, UINT32_MAX);
                    CHECK(home == RG_IR_NO_HOME || RG_IR_IS_CONST(o) || v->status || f->values[o].home == home ||
                              f->values[o].home == RG_IR_NO_HOME,
                          i, "phi of home %u takes a value of another home", home);
                }
                continue;
            }
            for (uint32_t n = 0; n < in->nargs; n++)
                check_use(v, i, f->operands[in->args + n], b, v->seq[i]);
        }
    }
    for (uint32_t value = 1; value < f->nvalues && !v->status && v->norder == f->norder; value++)
        if (v->uses[value] != f->values[value].uses)
            complain(v, f->values[value].insn, "v%u has %u uses, not %u", value, v->uses[value], f->values[value].uses);
}

RgStatus rg_irverify(RgConvert *cx, const RgIrFunction *f, const char *stage)
{
    Verify check = {.cx = cx, .f = f, .stage = stage}, *v = &check;
    if (f->failed) return rg_error_set(cx->error, ERR_NO_MEMORY, UINT64_MAX, "%s", stage);
    size_t nb = f->nblocks;
    uint32_t *room = rg_mem_calloc(nb * 6 + f->nvalues + f->ninsns + 4, sizeof *room);
    if (!room) return rg_error_set(cx->error, ERR_NO_MEMORY, UINT64_MAX, "%s", stage);
    v->idom = room;
    v->rpo = room + nb;
    v->order = room + 2 * nb;
    v->depth = room + 4 * nb;
    v->jump = room + 5 * nb;
    v->uses = room + 6 * nb;
    v->seq = v->uses + f->nvalues;
    for (uint32_t o = 0; o < f->norder && !v->status; o++)
        check_block(v, f->order[o]);
    if (!v->status) number_blocks(v, room + 3 * nb);
    if (!v->status) {
        compute_dominators(v);
        check_uses(v);
    }
    rg_mem_free(room);
    return v->status;
}
