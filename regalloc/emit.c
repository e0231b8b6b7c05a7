/* SPDX-License-Identifier: MIT
 *
 * emit.c: the walk that writes blocks, in the order that layout.c chose; code that belongs on taken edges comes last.
 */
#include "regalloc/emit.h"
#include "vm/base/assert.h"

/* ---- room ---- */

bool rg_emit_grow(RgEmit *e, size_t words)
{
    RgRegalloc *ra = e->ra;
    size_t cap = RG_MAX((size_t)e->nwords * 2, (size_t)4096) + words;
    if (!rg_ra_reserve_words(ra, cap)) {
        e->failed = true;
        return false;
    }
    e->words = ra->words;
    e->positions = ra->positions;
    e->sites = ra->sites;
    e->cap = ra->cap_words;
    return true;
}

static uint32_t label_new(RgEmit *e)
{
    uint32_t label = rg_layout_label_new(e->ra);
    e->failed |= !label;
    return label;
}

static inline void label_here(RgEmit *e, uint32_t label)
{
    if (label < e->ra->labels.len) e->ra->labels.data[label] = e->nwords;
}

/* ---- edges ---- */

/* The moves that the phis of `to` want when it is entered from `from`; false when there are none. */
static bool edge_moves(RgEmit *e, uint32_t from, uint32_t to)
{
    const RgIrFunction *f = e->f;
    const RgIrBlock *b = &f->blocks[to];
    e->ra->moves.len = 0;
    if (!b->first || f->insns[b->first].op != IR_PHI) return false;
    uint32_t index = f->blocks[from].taken == to ? e->ra->taken_index[from] : e->ra->fall_index[from];
    for (uint32_t i = b->first; i && f->insns[i].op == IR_PHI; i = f->insns[i].next) {
        const RgIrInsn *phi = &f->insns[i];
        if (!f->values[phi->def].uses && f->values[phi->def].home >= f->nhomes + e->ra->home_shift) continue;
        RgIrOperand o = f->operands[phi->args + index];
        uint32_t dst = f->values[phi->def].home;
        uint32_t src = RG_IR_IS_CONST(o) ? o : rg_emit_reg(e, o);
        if (src != dst) RG_EMIT_PUSH(e, moves, (uint64_t)dst << 32 | src);
    }
    return e->ra->moves.len != 0;
}

static void put_moves(RgEmit *e)
{
    if (e->ra->moves.len == 1) {
        uint64_t m = e->ra->moves.data[0];
        rg_emit_move(e, (uint32_t)(m >> 32), (uint32_t)m);
    } else if (rg_parmove_run(e->ra, rg_emit_move, e)) {
        e->failed = true;
    }
}

/* Where an edge to `to` lands when it comes from layout position `place`: a repeated header serves the blocks behind
 * it. */
static uint32_t edge_label(const RgEmit *e, uint32_t place, uint32_t to)
{
    const RgRegalloc *ra = e->ra;
    return ra->copy_label[to] != UINT32_MAX && place >= ra->place[to] ? ra->copy_label[to] : ra->label[to];
}

/* Counts of the empty blocks that the edge to `to` goes through. */
static void pend_through(RgEmit *e, uint32_t to)
{
    uint32_t end = e->ra->resolved[to];
    for (uint32_t b = to; b != end; b = e->f->blocks[b].fall)
        for (uint32_t i = e->f->blocks[b].first; i; i = e->f->insns[i].next)
            rg_emit_pend(e, e->f->insns[i].pos, e->f->insns[i].count);
}

/* Turns what waits into rows of another kind at the last instruction, behind the rows of its second word if it has any.
 */
static void attach_pending(RgEmit *e, uint32_t kind)
{
    uint32_t word = e->last_head;
    size_t n = e->ra->origins.len;
    if (!rg_emit_pending(e)) return;
    if (n && e->ra->origins.data[n - 1].word > word) word = e->ra->origins.data[n - 1].word;
    rg_emit_attach(e, word, kind);
}

/* What waits is done once the instruction before has succeeded; without one there must be a word to carry it. A load
 * point comes before an instruction always. */
static void settle_pending(RgEmit *e)
{
    if (!rg_emit_pending(e) && !e->ra->waiting.len) return;
    if (e->last_head != UINT32_MAX && !e->ra->waiting.len) {
        attach_pending(e, RG_ORIGIN_AFTER);
    } else if (rg_emit_room(e, RG_EMIT_ROOM)) {
        rg_emit_begin(e, e->pos, 0);
        rg_emit_word(e, RG_INSN(OP_NOP, 0, 0, 0));
    }
}

/* Whether an edge to `to` needs no jump because its target is emitted next. */
static bool next_is(const RgEmit *e, const RgRaItem *next, uint32_t place, uint32_t to)
{
    uint32_t end = e->ra->resolved[to];
    return next && next->block == end &&
           edge_label(e, place, end) == (next->copy ? e->ra->copy_label[end] : e->ra->label[end]);
}

/* Whether a way back to the loop header `to` is worth the header itself, a single jump, in place of a jump to it. */
static bool repeats(const RgEmit *e, uint32_t b, uint32_t place, uint32_t to)
{
    const RgRegalloc *ra = e->ra;
    const RgIrFunction *f = e->f;
    if (!ra->opt || e->repeating || ra->copy_label[to] == UINT32_MAX || place < ra->place[to] ||
        (f->blocks[b].flags & RG_IRB_COLD))
        return false;
    for (uint32_t i = f->blocks[to].first; i; i = f->insns[i].next) {
        unsigned op = f->insns[i].op;
        if (op == IR_MARK || op == IR_PHI || op == IR_HOME || op == IR_POINT) continue;
        if (op >= RG_OP_COUNT || !(rg_op_info[op].effects & F_JUMPS)) return false;
    }
    return true;
}

static void put_block(RgEmit *e, const RgRaItem *item, const RgRaItem *next);

/* Leaves block b for `to` without a condition. */
static void leave_to(RgEmit *e, uint32_t b, uint32_t place, uint32_t to, const RgRaItem *next)
{
    pend_through(e, to);
    uint32_t end = e->ra->resolved[to];
    if (edge_moves(e, b, to)) put_moves(e);
    uint32_t label = edge_label(e, place, end);
    if (next_is(e, next, place, to)) {
        settle_pending(e);
    } else if (repeats(e, b, place, end)) {
        const RgRaItem header = {end, true};
        e->repeating = true;
        put_block(e, &header, NULL);
        e->repeating = false;
    } else {
        rg_emit_jump(e, label);
    }
}

/* A block that ends with a jump: chooses the sense so that it falls into what comes next. */
static void end_with_jump(RgEmit *e, uint32_t b, const RgRaItem *item, const RgRaItem *next)
{
    RgIrFunction *f = e->f;
    RgRegalloc *ra = e->ra;
    const RgIrBlock *block = &f->blocks[b];
    const RgIrInsn *in = &f->insns[block->last];
    while (in->op == IR_MARK)
        in = &f->insns[in->prev];
    unsigned op = in->op;
    uint32_t taken = block->taken, fall = block->fall;
    uint32_t place = ra->place[b];
    unsigned inverse = rg_fuse_inverse(op);
    if (fall && inverse && ra->opt) {
        bool want = next_is(e, next, place, taken) && !next_is(e, next, place, fall);
        if (item->copy && !next_is(e, next, place, fall)) want = true;
        if (want) {
            op = inverse;
            uint32_t t = taken;
            taken = fall;
            fall = t;
        }
    }
    uint32_t end = ra->resolved[taken];
    uint32_t label = edge_label(e, place, end);
    bool moves = edge_moves(e, b, taken);
    /* The definition of a wide register is made on the edges: which of them get it, the opcode tells. */
    bool wide = false;
    for (uint32_t k = 0; k < in->ndefs; k++)
        wide |= rg_emit_reg(e, in->def + k) >= ra->short_regs;
    uint32_t target = label;
    if (moves || (wide && op != OP_FOR_ITER)) target = label_new(e);
    RgEmitWide w = rg_emit_op(e, in, op, target);
    uint32_t head = e->last_head;
    if (target != label) {
        RgRaTrampoline t = {.from = b,
                            .to = taken,
                            .label = target,
                            .target_label = label,
                            .pos = in->pos,
                            .handler = block->handler,
                            .scratch = RG_NO_REGISTER};
        if (w.reg != RG_NO_REGISTER && op != OP_FOR_ITER) {
            t.scratch = w.scratch;
            t.wide = w.reg;
        }
        RG_EMIT_PUSH(e, tramps, t);
    }
    pend_through(e, taken);
    attach_pending(e, RG_ORIGIN_TAKEN);
    if (!fall) {
        e->last_head = head;
        return;
    }
    if (w.reg != RG_NO_REGISTER && op != OP_FOR_LOOP) rg_emit_move(e, w.reg, w.scratch);
    leave_to(e, b, place, fall, next);
}

/* ---- blocks ---- */

/* What the walk over a block asks of an opcode; that of most is 0. */
enum { KIND_BRANCH = 1, KIND_TAIL = 2, KIND_PAIR = 4, KIND_IR = 8 };
static const uint8_t op_kind[RG_IR_OP_COUNT] = {
#define OP(NAME, A, B, C, W, EFF, DOC)                                                                                 \
    [OP_##NAME] = ((EFF)&F_BRANCH ? KIND_BRANCH : 0) | (RG_PAIR_MAY_END(OP_##NAME) ? KIND_TAIL : 0) |                  \
                  (RG_PAIR_MAY_BEGIN(OP_##NAME) ? KIND_PAIR : 0),
#include "vm/code/ops.def"
#undef OP
#define IROP(NAME, EFFECTS, DOC) [IR_##NAME] = KIND_IR,
#include "convert/ir.def"
};

static void put_op(RgEmit *e, const RgIrInsn *in)
{
    RgEmitWide w = rg_emit_op(e, in, in->op, 0);
    if (RG_UNLIKELY(w.reg != RG_NO_REGISTER)) rg_emit_move(e, w.reg, w.scratch);
}

/* An instruction that only the IR has. */
static void put_ir_op(RgEmit *e, const RgIrInsn *in)
{
    rg_emit_pend(e, in->pos, in->count);
    if (in->op == IR_POINT) {
        RG_EMIT_PUSH(e, waiting, (uint32_t)(in - e->f->insns));
    } else if (in->op == IR_COPY) {
        RgIrOperand o = rg_ir_args(e->f, in)[0];
        uint32_t dst = rg_emit_reg(e, in->def), src = RG_IR_IS_CONST(o) ? o : rg_emit_reg(e, o);
        if (src != dst) {
            e->pos = in->pos;
            rg_emit_move(e, dst, src);
        }
    }
}

/* An instruction whose value the block returns; the return counts once it has succeeded. */
static void put_tail_call(RgEmit *e, const RgIrInsn *in, unsigned op)
{
    const RgIrFunction *f = e->f;
    RgIrInsn call = *in;
    call.ndefs = 0;
    rg_emit_op(e, &call, op, 0);
    for (uint32_t i = in->next; i; i = f->insns[i].next)
        rg_emit_pend(e, f->insns[i].pos, f->insns[i].count);
    attach_pending(e, RG_ORIGIN_AFTER);
}

static void put_block(RgEmit *e, const RgRaItem *item, const RgRaItem *next)
{
    RgIrFunction *f = e->f;
    RgRegalloc *ra = e->ra;
    uint32_t b = item->block;
    const RgIrBlock *block = &f->blocks[b];
    rg_emit_handler(e, block->handler);
    if (!e->repeating) label_here(e, item->copy ? ra->copy_label[b] : ra->label[b]);
    e->last_head = UINT32_MAX;
    for (uint32_t i = block->first; i; i = f->insns[i].next) {
        const RgIrInsn *in = &f->insns[i];
        const unsigned kind = op_kind[in->op];
        unsigned tail;
        uint32_t second;
        RgRaPair pair;
        if (kind & KIND_BRANCH) {
            if (rg_op_info[in->op].effects & F_JUMPS) {
                end_with_jump(e, b, item, next);
            } else {
                rg_emit_op(e, in, in->op, 0);
                rg_emit_drop_pending(e);
            }
            return;
        }
        if (kind & KIND_IR) {
            put_ir_op(e, in);
        } else if (kind & KIND_TAIL && ra->opt && (tail = rg_pair_tail(ra, in)) != 0) {
            put_tail_call(e, in, tail);
            return;
        } else if (kind & KIND_PAIR && ra->opt && !e->wide && (second = rg_pair_find(ra, in, &pair)) != 0) {
            rg_emit_pair(e, i, &pair, second);
            i = second;
        } else {
            put_op(e, in);
        }
    }
    if (block->last && f->insns[block->last].pos != RG_IR_NO_POS) e->pos = f->insns[block->last].pos;
    leave_to(e, b, ra->place[b], block->fall, next);
}

static void put_trampolines(RgEmit *e)
{
    RgRegalloc *ra = e->ra;
    for (size_t k = 0; k < ra->tramps.len; k++) {
        RgRaTrampoline t = ra->tramps.data[k];
        rg_emit_handler(e, t.handler);
        label_here(e, t.label);
        e->pos = t.pos;
        if (t.scratch != RG_NO_REGISTER) rg_emit_move(e, t.wide, t.scratch);
        if (edge_moves(e, t.from, t.to)) put_moves(e);
        rg_emit_jump(e, t.target_label);
    }
}

RgStatus rg_emit_run(RgConvert *cx, RgRegalloc *ra, RgCodeUnit *unit, RgCode *out)
{
    static const RgIrPos unlike = {INT32_MIN, INT32_MIN, -2, -2}; /* no position is that */
    RgEmit e = {.cx = cx,
                .ra = ra,
                .f = ra->f,
                .words = ra->words,
                .positions = ra->positions,
                .sites = ra->sites,
                .cap = ra->cap_words,
                .pos = RG_IR_NO_POS,
                .last_head = UINT32_MAX,
                .place = &unlike,
                .wide = ra->scratch != RG_NO_REGISTER || ra->home_shift};
    ra->labels.len = ra->fixups.len = ra->tramps.len = ra->handlers.len = ra->origins.len = ra->pending.len = 0;
    ra->waiting.len = ra->points.len = ra->mirrors.len = 0;
    ra->cycle_temp = false;
    RgStatus st = rg_layout_plan(ra);
    if (st) return st;
    for (uint32_t k = 0; k < ra->nmoved; k++)
        rg_emit_move(&e, ra->moved_to + k, ra->scratch + k);
    for (size_t k = 0; k < ra->seq.len; k++)
        put_block(&e, &ra->seq.data[k], k + 1 < ra->seq.len ? &ra->seq.data[k + 1] : NULL);
    put_trampolines(&e);
    /* The last instruction of all must not seem to fall through. */
    if (!e.failed && e.nwords && e.last_head != UINT32_MAX && RG_INSN_OP(e.words[e.last_head]) == OP_JUMP_STOP_ASYNC)
        rg_emit_jump(&e, ra->fixups.data[ra->fixups.len - 1].label);
    return rg_emit_finish(&e, unit, out);
}
