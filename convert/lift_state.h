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
 * Such a value dies when its local is redefined: the store first copies it to a temporary (rg_lift_store_local).
 * on_stack[x] counts the slots that hold a value pinned to local x.
 */
#ifndef RG_CONVERT_LIFT_STATE_H
#define RG_CONVERT_LIFT_STATE_H

#include "convert/lift.h"

#define RG_LIFT_METHOD 0x7fffffffu /* slot below the object of a method call that CALL_METHOD will do as a whole */

#define RG_LIFT_INTS   256u        /* integer constants below are merged */

typedef struct RgLiftLog {
    uint32_t index;
    RgIrOperand old;
} RgLiftLog;

/* What an edge does to the stack when it is taken. */
typedef struct RgLiftEdge {
    uint32_t pop;
    RgIrOperand push; /* 0: nothing */
} RgLiftEdge;

/* Values of the slots from join_low on at the end of a predecessor. */
typedef struct RgLiftSave {
    struct RgLiftSave *next;
    RgIrOperand values[];
} RgLiftSave;

typedef struct RgLiftBlock {
    uint32_t ir; /* IR block */
    bool begun;
    RgLiftSave *saves, **saves_tail;
    uint32_t *phis;      /* of the slots from join_low on; NULL: no edge can come later */
    uint32_t stack_home; /* landings with join_low below their depth: first of their stack homes */
} RgLiftBlock;

/* A block on the way from the root of the dominator tree to where the walk is. */
typedef struct RgLiftActive {
    uint32_t block, log_start;
    uint32_t log_entered; /* end of the log when its first instruction was reached */
    uint32_t outer_depth; /* at the end of idom */
    uint32_t depth;       /* at its own end */
    uint32_t water;       /* slots below were not touched */
    uint32_t floor;       /* slots below, even beyond depth, hold what an outer block may need again */
    RgLiftEdge fall, taken;
} RgLiftActive;

typedef struct RgLift {
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
    uint64_t *unsafe; /* locals that must be copied when loaded: see rg_lift_store_local */
    bool redo;        /* unsafe grew: lift again */
    bool bad;         /* NULL was used as a value */
    RgLiftLog *log;
    uint32_t nlog, cap_log;
    RgLiftBlock *blocks;
    RgLiftActive *active;
    uint32_t nactive;
    const RgCfgBlock *block;          /* being lifted */
    RgLiftEdge fall, taken;           /* its edges */
    RgIrOperand kwnames;              /* of the call to come, or 0 */
    uint32_t method_name, method_pos; /* of the fused method call to come */
    uint32_t *ints;        /* 1 + number of the constant, for small integers; NULL as long as none is needed */
    RgIrOperand *home_now; /* what the stack homes of the block's landing hold, or NULL when there are none */
} RgLift;

RG_COLD bool rg_lift_fail(RgLift *l, uint32_t insn, const char *what);
RG_COLD bool rg_lift_fail_memory(RgLift *l);
bool rg_lift_log_grow(RgLift *l);
void rg_lift_save_slots(RgLift *l, uint32_t from);
RgIrOperand rg_lift_get_local_slow(RgLift *l, uint32_t local);
void rg_lift_rescue(RgLift *l, uint32_t local);
bool rg_lift_store_local(RgLift *l, uint32_t local, RgIrOperand v);
bool rg_lift_update_stack_homes(RgLift *l, uint32_t i);
bool rg_lift_call(RgLift *l, uint32_t i, uint32_t nargs);
bool rg_lift_call_ex(RgLift *l, bool keywords);
bool rg_lift_load_method(RgLift *l, uint32_t i, uint32_t name);
bool rg_lift_make_function(RgLift *l, uint32_t i, uint32_t flags);
bool rg_lift_insns(RgLift *l, uint32_t from, uint32_t to); /* instructions [from, to) of a block, with all else of 3.11 */
bool rg_lift_other(RgLift *l, uint32_t i); /* what only other versions have */

static inline void rg_lift_log_add(RgLift *l, uint32_t index)
{
    if (RG_UNLIKELY(l->nlog == l->cap_log) && !rg_lift_log_grow(l)) return;
    l->log[l->nlog++] = (RgLiftLog){index, l->cur[index]};
}

static inline void rg_lift_set_local(RgLift *l, uint32_t local, RgIrOperand v)
{
    rg_lift_log_add(l, local);
    l->cur[local] = v;
}

static inline RgIrOperand rg_lift_get_local(RgLift *l, uint32_t local)
{
    RgIrOperand v = l->cur[local];
    return RG_LIKELY(v) ? v : rg_lift_get_local_slow(l, local);
}

/* Local that a stack entry is pinned to, or RG_IR_NO_HOME. */
static inline uint32_t rg_lift_pinned(const RgLift *l, RgIrOperand v)
{
    if (v - 1 >= RG_LIFT_METHOD - 1) return RG_IR_NO_HOME; /* 0, a constant or RG_LIFT_METHOD */
    uint32_t home = l->f->values[v].home;
    return home < l->nlocals ? home : RG_IR_NO_HOME;
}

/* Pushes what is surely not pinned. */
static inline void rg_lift_push_new(RgLift *l, RgIrOperand v)
{
    if (RG_UNLIKELY(l->depth < l->floor)) rg_lift_save_slots(l, l->depth);
    l->cur[l->nlocals + l->depth++] = v;
}

static inline void rg_lift_push(RgLift *l, RgIrOperand v)
{
    uint32_t home = rg_lift_pinned(l, v);
    if (home != RG_IR_NO_HOME) l->on_stack[home]++;
    rg_lift_push_new(l, v);
}

static inline RgIrOperand rg_lift_pop_any(RgLift *l)
{
    RgIrOperand v = l->cur[l->nlocals + --l->depth];
    uint32_t home = rg_lift_pinned(l, v);
    if (home != RG_IR_NO_HOME) l->on_stack[home]--;
    return v;
}

static inline RgIrOperand rg_lift_check(RgLift *l, RgIrOperand v)
{
    l->bad |= v == 0 || v == RG_LIFT_METHOD;
    return v;
}

static inline RgIrOperand rg_lift_pop(RgLift *l)
{
    return rg_lift_check(l, rg_lift_pop_any(l));
}

static inline void rg_lift_drop(RgLift *l, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        rg_lift_pop_any(l);
}

/* Slot k from the top (0 is the top); the caller knows that it exists. */
static inline RgIrOperand *rg_lift_slot(RgLift *l, uint32_t k)
{
    return &l->cur[l->nlocals + l->depth - 1 - k];
}

static inline RgIrOperand rg_lift_peek(RgLift *l, uint32_t k)
{
    if (RG_UNLIKELY(k >= l->depth)) return l->bad = true, 0;
    return rg_lift_check(l, *rg_lift_slot(l, k));
}

/* Instruction on the top n slots, which it pops. */
static inline uint32_t rg_lift_emit_top(RgLift *l, unsigned op, uint32_t n, uint32_t ndefs)
{
    RgIrFunction *f = l->f;
    uint32_t insn = rg_ir_emit_reserve(f, op, n, ndefs);
    l->depth -= n;
    if (RG_UNLIKELY(!insn)) return 0; /* memory: the function will not be used */
    const RgIrOperand *args = l->cur + l->nlocals + l->depth;
    RgIrOperand *to = rg_ir_args(f, &f->insns[insn]);
    for (uint32_t i = 0; i < n; i++) {
        RgIrOperand v = to[i] = args[i];
        if (v - 1 < RG_LIFT_METHOD - 1) {
            RgIrValue *value = &f->values[v];
            value->uses++;
            if (value->home < l->nlocals) l->on_stack[value->home]--;
        } else {
            rg_lift_check(l, v);
        }
    }
    return insn;
}

static inline void rg_lift_push_def(RgLift *l, uint32_t insn, uint32_t k)
{
    rg_lift_push_new(l, l->f->insns[insn].def + k);
}

#endif
