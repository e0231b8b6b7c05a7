/* SPDX-License-Identifier: MIT
 *
 * lift_state.h: the lifter's abstract machine; private to lift*.c.
 *
 * cur[] is one array of operands: first the locals (0: "stale": read the home register), then the operand stack
 * (0: the NULL that PUSH_NULL pushes). Blocks are lifted in preorder of the dominator tree. What a block overwrites of
 * the state at the end of its immediate dominator is logged, and undone when the walk leaves the block; so entering a
 * block costs only what can have changed on the way (cfg.h: join_low and RG_CFG_STALE), not the size of the state.
 *
 * A stack slot may hold a pinned value (a local was loaded, or a result was stored while a copy stayed on the stack).
 * Such a value dies when its local is redefined: the store first copies it to a temporary (lift_store_local).
 * on_stack[x] counts the slots that hold a value pinned to local x.
 */
#ifndef RG_CONVERT_LIFT_STATE_H
#define RG_CONVERT_LIFT_STATE_H

#include "convert/lift.h"

#define LIFT_METHOD 0x7fffffffu /* slot below the object of a method call that CALL_METHOD will do as a whole */

typedef struct LiftLog {
    uint32_t index;
    RgIrOperand old;
} LiftLog;

/* What an edge does to the stack when it is taken. */
typedef struct LiftEdge {
    uint32_t pop;
    RgIrOperand push; /* 0: nothing */
} LiftEdge;

/* Values of the slots from join_low on at the end of a predecessor. */
typedef struct LiftSave {
    struct LiftSave *next;
    RgIrOperand values[];
} LiftSave;

typedef struct LiftBlock {
    uint32_t ir; /* IR block */
    bool begun;
    LiftSave *saves, **saves_tail;
    uint32_t *phis;      /* of the slots from join_low on; NULL: no edge can come later */
    uint32_t stack_home; /* landings with join_low below their depth: first of their stack homes */
} LiftBlock;

/* A block on the way from the root of the dominator tree to where the walk is. */
typedef struct LiftActive {
    uint32_t block, log_start;
    uint32_t log_entered; /* end of the log when its first instruction was reached */
    uint32_t outer_depth; /* at the end of idom */
    uint32_t depth;       /* at its own end */
    uint32_t water;       /* slots below were not touched */
    uint32_t floor;       /* slots below, even beyond depth, hold what an outer block may need again */
    LiftEdge fall, taken;
} LiftActive;

typedef struct Lift {
    RgConvert *cx;
    RgIrFunction *f;
    const RgCfg *cfg;
    const RgStackCode *sc;
    const RgPyCode *code;
    RgStatus status;
    RgIrOperand *cur;
    uint32_t nlocals, depth;
    uint32_t floor; /* slots below are as they were when the block was entered: to be logged when overwritten */
    uint32_t *on_stack;
    uint64_t *bound;  /* locals surely bound here */
    uint64_t *unsafe; /* locals that must be copied when loaded: see lift_store_local */
    bool redo;        /* unsafe grew: lift again */
    bool bad;         /* NULL was used as a value */
    LiftLog *log;
    uint32_t nlog, cap_log;
    LiftBlock *blocks;
    LiftActive *active;
    uint32_t nactive;
    const RgCfgBlock *block; /* being lifted */
    LiftEdge fall, taken;    /* its edges */
    RgIrOperand kwnames;     /* of the call to come, or 0 */
    uint32_t method_name, method_pos; /* of the fused method call to come */
    RgIrOperand *home_now;   /* what the stack homes of the block's landing hold, or NULL when there are none */
} Lift;

RG_COLD bool lift_fail(Lift *l, uint32_t insn, const char *what);
RG_COLD bool lift_fail_memory(Lift *l);
bool lift_log_grow(Lift *l);
void lift_save_slots(Lift *l, uint32_t from);
RgIrOperand lift_get_local_slow(Lift *l, uint32_t local);
bool lift_store_local(Lift *l, uint32_t local, RgIrOperand v);
bool lift_call(Lift *l, uint32_t i, uint32_t nargs);
bool lift_call_ex(Lift *l, bool keywords);
bool lift_load_method(Lift *l, uint32_t i, uint32_t name);
bool lift_make_function(Lift *l, uint32_t i, uint32_t flags);
bool lift_insn(Lift *l, uint32_t i); /* everything else */

static inline void lift_log_add(Lift *l, uint32_t index)
{
    if (RG_UNLIKELY(l->nlog == l->cap_log) && !lift_log_grow(l)) return;
    l->log[l->nlog++] = (LiftLog){index, l->cur[index]};
}

static inline void lift_set_local(Lift *l, uint32_t local, RgIrOperand v)
{
    lift_log_add(l, local);
    l->cur[local] = v;
}

static inline RgIrOperand lift_get_local(Lift *l, uint32_t local)
{
    RgIrOperand v = l->cur[local];
    return RG_LIKELY(v) ? v : lift_get_local_slow(l, local);
}

/* Local that a stack entry is pinned to, or RG_IR_NO_HOME. */
static inline uint32_t lift_pinned(const Lift *l, RgIrOperand v)
{
    if (v - 1 >= LIFT_METHOD - 1) return RG_IR_NO_HOME; /* 0, a constant or LIFT_METHOD */
    uint32_t home = l->f->values[v].home;
    return home < l->nlocals ? home : RG_IR_NO_HOME;
}

/* Pushes what is surely not pinned. */
static inline void lift_push_new(Lift *l, RgIrOperand v)
{
    if (RG_UNLIKELY(l->depth < l->floor)) lift_save_slots(l, l->depth);
    l->cur[l->nlocals + l->depth++] = v;
}

static inline void lift_push(Lift *l, RgIrOperand v)
{
    uint32_t home = lift_pinned(l, v);
    if (home != RG_IR_NO_HOME) l->on_stack[home]++;
    lift_push_new(l, v);
}

static inline RgIrOperand lift_pop_any(Lift *l)
{
    RgIrOperand v = l->cur[l->nlocals + --l->depth];
    uint32_t home = lift_pinned(l, v);
    if (home != RG_IR_NO_HOME) l->on_stack[home]--;
    return v;
}

static inline RgIrOperand lift_check(Lift *l, RgIrOperand v)
{
    l->bad |= v == 0 || v == LIFT_METHOD;
    return v;
}

static inline RgIrOperand lift_pop(Lift *l)
{
    return lift_check(l, lift_pop_any(l));
}

static inline void lift_drop(Lift *l, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) lift_pop_any(l);
}

/* Slot k from the top (0 is the top); the caller knows that it exists. */
static inline RgIrOperand *lift_slot(Lift *l, uint32_t k)
{
    return &l->cur[l->nlocals + l->depth - 1 - k];
}

static inline RgIrOperand lift_peek(Lift *l, uint32_t k)
{
    if (RG_UNLIKELY(k >= l->depth)) return l->bad = true, 0;
    return lift_check(l, *lift_slot(l, k));
}

/* Instruction on the top n slots, which it pops. */
static inline uint32_t lift_emit_top(Lift *l, unsigned op, uint32_t n, uint32_t ndefs)
{
    const RgIrOperand *args = l->cur + l->nlocals + l->depth - n;
    uint32_t insn = rg_ir_emit(l->f, op, args, n, ndefs);
    for (uint32_t i = 0; i < n; i++) lift_pop(l);
    return insn;
}

static inline void lift_push_def(Lift *l, uint32_t insn, uint32_t k)
{
    lift_push_new(l, l->f->insns[insn].def + k);
}

#endif
