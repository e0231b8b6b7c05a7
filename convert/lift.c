/* SPDX-License-Identifier: MIT
 *
 * lift.c: the walk over the blocks: state at entry, edges, phis, handlers, undoing. See lift_state.h for the method.
 */
#include "convert/lift_state.h"
#include "vm/base/assert.h"

bool rg_lift_fail(RgLift *l, uint32_t insn, const char *what)
{
    if (l->status == RG_OK) {
        uint32_t unit = insn < l->sc->ninsns ? l->sc->insns[insn].unit : l->sc->nunits;
        l->status = rg_error_set(l->cx->error, ERR_PYC_CORRUPT, l->code->code_offset + 2 * (uint64_t)unit, "%s", what);
    }
    return false;
}

bool rg_lift_fail_memory(RgLift *l)
{
    if (l->status == RG_OK) l->status = rg_error_set(l->cx->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    return false;
}

bool rg_lift_log_grow(RgLift *l)
{
    uint32_t cap = l->cap_log ? l->cap_log * 2 : 256;
    RgLiftLog *log = RG_ARENA_ARRAY(&l->cx->scratch, RgLiftLog, cap);
    if (!log) return rg_lift_fail_memory(l);
    if (l->nlog) memcpy(log, l->log, l->nlog * sizeof *log);
    l->log = log;
    l->cap_log = cap;
    return true;
}

/* Logs the slots [from, floor), which are going to be overwritten. */
void rg_lift_save_slots(RgLift *l, uint32_t from)
{
    for (uint32_t s = from; s < l->floor; s++)
        rg_lift_log_add(l, l->nlocals + s);
    l->floor = from;
}

RgIrOperand rg_lift_get_local_slow(RgLift *l, uint32_t local)
{
    RgIrOperand v = rg_ir_home(l->f, local);
    rg_lift_set_local(l, local, v);
    return v;
}

/* ---- leaving blocks ---- */

static void recount(RgLift *l, uint32_t from, uint32_t to, uint32_t by)
{
    for (uint32_t s = from; s < to; s++) {
        uint32_t home = rg_lift_pinned(l, l->cur[l->nlocals + s]);
        if (home != RG_IR_NO_HOME) l->on_stack[home] += by;
    }
}

/* Back to the state at the end of the immediate dominator. */
static void undo(RgLift *l)
{
    const RgLiftActive *a = &l->active[--l->nactive];
    recount(l, a->water, a->depth, (uint32_t)-1);
    while (l->nlog > a->log_start) {
        RgLiftLog *entry = &l->log[--l->nlog];
        l->cur[entry->index] = entry->old;
    }
    l->depth = a->outer_depth;
    recount(l, a->water, l->depth, 1);
}

/* ---- entering blocks ---- */

static void cut_stack(RgLift *l, uint32_t depth)
{
    while (l->depth > depth)
        rg_lift_pop_any(l);
}

static void make_stale(RgLift *l, uint32_t block)
{
    const uint64_t *set = rg_cfg_set(l->cfg, block, RG_CFG_STALE);
    for (uint32_t w = 0; w < l->cfg->set_words; w++) {
        for (uint64_t bits = set[w]; bits; bits &= bits - 1) {
            uint32_t local = w * 64 + (uint32_t)__builtin_ctzll(bits);
            if (local < l->nlocals && l->cur[local]) rg_lift_set_local(l, local, 0);
        }
    }
}

static void enter_function(RgLift *l)
{
    for (uint32_t i = 0; i < l->code->nparams; i++) {
        RgIrOperand v = rg_ir_emit0(l->f, IR_PARAM);
        l->f->values[v].home = i;
        rg_lift_set_local(l, i, v);
    }
}

/* Where control may come from the middle of idom: slots below join_low that idom popped or wrote are put back, and the
 * locals that it read or stored are stale. */
static void back_to_beginning(RgLift *l, RgLiftActive *a, const RgLiftActive *raising, uint32_t join_low)
{
    for (uint32_t i = a->log_start; i-- > raising->log_start;) {
        uint32_t index = l->log[i].index;
        if (index < l->nlocals) {
            if (l->cur[index]) rg_lift_set_local(l, index, 0);
        } else if (index - l->nlocals < join_low && i >= raising->log_entered) {
            uint32_t s = index - l->nlocals;
            RgIrOperand old = l->log[i].old;
            rg_lift_log_add(l, index);
            if (s < l->depth) recount(l, s, s + 1, (uint32_t)-1);
            l->cur[index] = old;
            if (s < l->depth) recount(l, s, s + 1, 1);
            a->water = RG_MIN(a->water, s);
        }
    }
    if (l->depth < join_low) {
        recount(l, l->depth, join_low, 1);
        l->depth = join_low;
    }
}

static void enter_landing(RgLift *l, uint32_t at, RgLiftActive *a)
{
    const RgCfgBlock *block = &l->cfg->blocks[at];
    const RgStackRange *row = &l->sc->ranges[block->landing_range];
    RgLiftBlock *lb = &l->blocks[at];
    RgIrFunction *f = l->f;
    f->blocks[lb->ir].flags |= RG_IRB_HANDLER;
    RgIrOperand caught = rg_ir_emit0(f, IR_CAUGHT), lasti = row->lasti ? rg_ir_emit0(f, IR_LASTI) : 0;
    cut_stack(l, block->join_low);
    if (block->mid_idom) back_to_beginning(l, a, &l->active[l->nactive - 2], block->join_low);
    for (uint32_t s = block->join_low; s < row->depth; s++)
        rg_lift_push_new(l, rg_ir_copy(f, rg_ir_home(f, lb->stack_home + s - block->join_low)));
    if (row->lasti) rg_lift_push_new(l, lasti);
    rg_lift_push_new(l, caught);
}

/* Slots from join_low on: one value from all sides, or a phi. */
static bool enter_join(RgLift *l, uint32_t at)
{
    const RgCfgBlock *block = &l->cfg->blocks[at];
    RgLiftBlock *lb = &l->blocks[at];
    cut_stack(l, block->join_low);
    if (block->mid_idom) back_to_beginning(l, &l->active[l->nactive - 1], &l->active[l->nactive - 2], block->join_low);
    uint32_t n = block->depth - block->join_low;
    if (block->back_target && n) {
        lb->phis = RG_ARENA_ARRAY(&l->cx->scratch, uint32_t, n);
        if (!lb->phis) return rg_lift_fail_memory(l);
    }
    for (uint32_t k = 0; k < n; k++) {
        RgIrOperand v = lb->saves ? lb->saves->values[k] : 0;
        bool same = true, null = v == 0;
        for (const RgLiftSave *s = lb->saves; s; s = s->next) {
            same &= s->values[k] == v;
            null |= s->values[k] == 0 || s->values[k] == RG_LIFT_METHOD;
        }
        if (same && !block->back_target) {
            rg_lift_push(l, v);
            continue;
        }
        if (null) return rg_lift_fail(l, block->start, "NULL and a value meet on the operand stack");
        uint32_t phi = rg_ir_phi_new(l->f, lb->ir, block->npreds, RG_IR_NO_HOME);
        for (const RgLiftSave *s = lb->saves; s; s = s->next)
            rg_ir_phi_add(l->f, phi, s->values[k]);
        if (lb->phis) lb->phis[k] = phi;
        rg_lift_push_def(l, phi, 0);
    }
    return true;
}

static void apply_edge(RgLift *l, const RgLiftEdge *edge)
{
    rg_lift_drop(l, edge->pop);
    if (edge->push) rg_lift_push(l, edge->push);
}

static bool enter_block(RgLift *l, uint32_t at)
{
    const RgCfgBlock *block = &l->cfg->blocks[at];
    RgLiftBlock *lb = &l->blocks[at];
    if (at != 0)
        while (l->active[l->nactive - 1].block != block->idom)
            undo(l);
    RgLiftActive *a = &l->active[l->nactive++];
    *a = (RgLiftActive){.block = at,
                        .log_start = l->nlog,
                        .outer_depth = l->depth,
                        .water = RG_MIN(RG_MIN(block->low, block->join_low), l->depth)};
    l->floor = l->nactive > 1 ? RG_MAX(l->depth, l->active[l->nactive - 2].floor) : 0;
    l->block = block;
    lb->begun = true;
    rg_ir_block_begin(l->f, lb->ir);
    l->f->at_pos = at ? block->start : RG_IR_NO_POS;
    if (at == 0) {
        enter_function(l);
    } else if (block->nexc_preds) {
        enter_landing(l, at, a);
        make_stale(l, at);
    } else if (block->npreds == 1) {
        const RgLiftActive *from = &l->active[l->nactive - 2];
        apply_edge(l, l->cfg->blocks[from->block].fall == at ? &from->fall : &from->taken);
    } else if (!enter_join(l, at)) {
        return false;
    } else {
        make_stale(l, at);
    }
    l->floor = RG_MAX(l->floor, l->depth);
    a->log_entered = l->nlog;
    RG_ASSERT(l->depth == block->depth, "depth %u at block %u, not %u", l->depth, at, block->depth);
    const uint64_t *bound = rg_cfg_set(l->cfg, at, RG_CFG_BOUND_IN);
    for (uint32_t w = 0; w < l->cfg->set_words; w++) /* mostly one */
        l->bound[w] = bound[w];
    return true;
}

/* ---- edges ---- */

/* Tells target what it gets from here in the slots from its join_low on. */
static bool pass_slots(RgLift *l, uint32_t target, const RgLiftEdge *edge)
{
    const RgCfgBlock *t = &l->cfg->blocks[target];
    if (t->npreds < 2 || t->depth == t->join_low) return true;
    RgLiftBlock *lb = &l->blocks[target];
    uint32_t n = t->depth - t->join_low, base = l->nlocals + t->join_low;
    uint32_t from_stack = l->depth - edge->pop - t->join_low;
    RG_ASSERT(from_stack + (edge->push != 0) == n, "%u slots, not %u", from_stack, n);
    if (lb->begun) {
        RG_ASSERT(lb->phis, "late edge");
        for (uint32_t k = 0; k < n; k++) {
            RgIrOperand v = k < from_stack ? l->cur[base + k] : edge->push;
            if (v == 0 || v == RG_LIFT_METHOD)
                return rg_lift_fail(l, t->start, "NULL and a value meet on the operand stack");
            rg_ir_phi_add(l->f, lb->phis[k], v);
        }
        return true;
    }
    RgLiftSave *save = rg_arena_alloc(&l->cx->scratch, sizeof *save + n * sizeof(RgIrOperand));
    if (!save) return rg_lift_fail_memory(l);
    save->next = NULL;
    memcpy(save->values, l->cur + base, from_stack * sizeof(RgIrOperand));
    if (edge->push) save->values[n - 1] = edge->push;
    *lb->saves_tail = save;
    lb->saves_tail = &save->next;
    return true;
}

static bool leave_block(RgLift *l, uint32_t at)
{
    const RgCfgBlock *block = l->block;
    RgIrFunction *f = l->f;
    uint32_t ir = l->blocks[at].ir;
    rg_ir_block_end(f);
    RgLiftActive *a = &l->active[l->nactive - 1];
    a->depth = l->depth;
    a->floor = l->floor;
    a->water = RG_MIN(a->water, l->depth);
    a->fall = l->fall;
    a->taken = l->taken;
    if (block->handler != RG_NO_BLOCK) f->blocks[ir].handler = l->blocks[block->handler].ir;
    bool only_taken = block->end > block->start && l->sc->insns[block->end - 1].op == PYOP_END_ASYNC_FOR_311;
    if (block->fall != RG_NO_BLOCK) {
        if (!pass_slots(l, block->fall, &l->fall)) return false;
        if (only_taken)
            rg_ir_set_taken(f, ir, l->blocks[block->fall].ir);
        else
            rg_ir_set_fall(f, ir, l->blocks[block->fall].ir);
    }
    if (block->taken != RG_NO_BLOCK) {
        if (!pass_slots(l, block->taken, &l->taken)) return false;
        rg_ir_set_taken(f, ir, l->blocks[block->taken].ir);
    }
    return true;
}

/* ---- the body of a block ---- */

/* The landing's stack homes get what the stack holds, before an instruction that may raise. */
bool rg_lift_update_stack_homes(RgLift *l, uint32_t i)
{
    const RgCfgBlock *landing = &l->cfg->blocks[l->block->handler];
    uint32_t n = l->sc->ranges[landing->landing_range].depth - landing->join_low;
    for (uint32_t k = 0; k < n; k++) {
        RgIrOperand v = l->cur[l->nlocals + landing->join_low + k];
        if (v == l->home_now[k]) continue;
        if (v == 0 || v == RG_LIFT_METHOD) return rg_lift_fail(l, i, "NULL kept on the operand stack for a handler");
        rg_ir_copy_home(l->f, v, l->blocks[l->block->handler].stack_home + k);
        l->home_now[k] = v;
    }
    return true;
}

static bool find_stack_homes(RgLift *l)
{
    l->home_now = NULL;
    if (l->block->handler == RG_NO_BLOCK) return true;
    const RgCfgBlock *landing = &l->cfg->blocks[l->block->handler];
    uint32_t depth = l->sc->ranges[landing->landing_range].depth;
    if (landing->join_low >= depth) return true;
    l->home_now = RG_ARENA_ZARRAY(&l->cx->scratch, RgIrOperand, depth - landing->join_low);
    return l->home_now || rg_lift_fail_memory(l);
}

static bool lift_block(RgLift *l, uint32_t at)
{
    if (!enter_block(l, at)) return false;
    const RgCfgBlock *block = l->block;
    l->fall = l->taken = (RgLiftEdge){0, 0};
    l->kwnames = 0;
    if (!find_stack_homes(l)) return false;
    if (!rg_lift_insns(l, block->start, block->end)) return false;
    if (l->bad) return rg_lift_fail(l, block->start, "NULL used as a value");
    return leave_block(l, at);
}

/* ---- setting up ---- */

/* IR blocks in the order of the file, landings of their own last; in reverse postorder if that would put a block before
 * everything that leads to it. */
static void make_blocks(RgLift *l)
{
    const RgCfg *cfg = l->cfg;
    RgIrFunction *f = l->f;
    bool *led = RG_ARENA_ZARRAY(&l->cx->scratch, bool, cfg->nblocks);
    bool file_order = led != NULL;
    for (uint32_t i = 0; i < cfg->nblocks && file_order; i++) {
        const RgCfgBlock *block = &cfg->blocks[i];
        if (block->rpo == RG_NO_BLOCK) continue;
        if (i != 0 && !led[i]) file_order = false;
        if (block->fall != RG_NO_BLOCK) led[block->fall] = true;
        if (block->taken != RG_NO_BLOCK) led[block->taken] = true;
        if (block->handler != RG_NO_BLOCK) led[block->handler] = true;
    }
    uint32_t n = file_order ? cfg->nblocks : cfg->norder;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t i = file_order ? k : cfg->order[k];
        const RgCfgBlock *block = &cfg->blocks[i];
        if (block->rpo == RG_NO_BLOCK) continue;
        RgLiftBlock *lb = &l->blocks[i];
        *lb = (RgLiftBlock){.ir = rg_ir_block_new(f)};
        f->blocks[lb->ir].source = i;
        lb->saves_tail = &lb->saves;
        if (!block->nexc_preds) continue;
        uint32_t depth = l->sc->ranges[block->landing_range].depth;
        lb->stack_home = f->nhomes;
        for (uint32_t s = block->join_low; s < depth; s++)
            rg_ir_home_new(f);
    }
}

static bool set_up(RgLift *l)
{
    const RgCfg *cfg = l->cfg;
    RgArena *scratch = &l->cx->scratch;
    l->nlocals = l->code->nlocals;
    l->cur = RG_ARENA_ARRAY(scratch, RgIrOperand, l->nlocals + cfg->max_depth + 2);
    l->on_stack = RG_ARENA_ARRAY(scratch, uint32_t, l->nlocals + 1);
    l->bound = RG_ARENA_ARRAY(scratch, uint64_t, cfg->set_words + 1);
    l->unsafe = RG_ARENA_ZARRAY(scratch, uint64_t, cfg->set_words + 1);
    l->blocks = RG_ARENA_ARRAY(scratch, RgLiftBlock, cfg->nblocks);
    l->active = RG_ARENA_ARRAY(scratch, RgLiftActive, cfg->norder + 1);
    return (l->cur && l->on_stack && l->bound && l->unsafe && l->blocks && l->active) || rg_lift_fail_memory(l);
}

static bool lift_all(RgLift *l)
{
    RgIrFunction *f = l->f;
    rg_ir_reset(f, l->code->nlocals, l->code->consts, l->code->nconsts);
    f->positions = l->sc->positions;
    f->npositions = l->sc->ninsns;
    f->names = l->code->names;
    f->local_names = l->code->local_names;
    memset(l->cur, 0, l->nlocals * sizeof *l->cur);
    memset(l->on_stack, 0, l->nlocals * sizeof *l->on_stack);
    l->depth = l->floor = l->nlog = l->nactive = 0;
    l->redo = l->bad = false;
    l->ints = NULL;
    make_blocks(l);
    for (uint32_t k = 0; k < l->cfg->norder && !f->failed; k++)
        if (!lift_block(l, l->cfg->tree[k])) return false;
    return !f->failed || rg_lift_fail_memory(l);
}

RgStatus rg_lift(RgConvert *cx, const RgCfg *cfg, RgIrFunction *f)
{
    RgLift l = {.cx = cx, .f = f, .cfg = cfg, .sc = cfg->sc, .code = cfg->sc->code};
    if (!set_up(&l)) return l.status;
    do {
        if (!lift_all(&l)) return l.status;
    } while (l.redo);
    return RG_OK;
}
