/* SPDX-License-Identifier: MIT
 *
 * cfg.c: blocks, edges, stack depths, reverse postorder, surely bound locals.
 * Everything is linear in instructions and edges, times the words of a set of locals. One depth-first walk from the
 * entry finds what is reachable, scans each block once and passes stack depths along.
 */
#include "convert/cfg.h"
#include "convert/dom.h"

#define SET_WORDS_MAX (1u << 26) /* half a gigabyte: blocks times locals, as no program comes near it */
#define DEPTH_LIMIT (1u << 20) /* far more than registers can hold: the allocator then says so by name */

typedef struct Builder {
    RgArena *arena;
    RgCfg *cfg;
    const RgStackCode *sc;
    RgError *error;
    RgStatus status;
    uint32_t *block_at; /* by instruction, valid for leaders */
    uint8_t *edge;      /* by block: edges of the walk already followed */
    uint32_t *stack, *preorder, *number, *parent, npre;
    uint32_t nedges;
    uint64_t all, plain; /* of locals that fit one word of a set: all of them; those that are no cells */
} Builder;

RG_COLD static bool fail_at(Builder *b, uint32_t insn, const char *what)
{
    const RgStackCode *sc = b->sc;
    uint32_t unit = insn < sc->ninsns ? sc->insns[insn].unit : sc->nunits;
    b->status = rg_error_set(b->error, ERR_PYC_CORRUPT, sc->code->code_offset + 2 * (uint64_t)unit, "%s", what);
    return false;
}

RG_COLD static bool fail_memory(Builder *b)
{
    b->status = rg_error_set(b->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    return false;
}

static inline void block_init(RgCfgBlock *block, uint32_t start, uint32_t end)
{
    memset(block, 0xff, sizeof *block); /* RG_NO_BLOCK and UINT32_MAX nearly everywhere */
    block->exit_depth = block->raise_low = 0;
    block->preds = block->npreds = block->nexc_preds = 0;
    block->tree_in = block->tree_out = 0;
    block->may_raise = block->back_target = block->mid_idom = false;
    block->start = start;
    block->end = end;
}

/* Code blocks from the leaders that the decoder marked; one landing for each (target, depth, lasti). */
static bool make_blocks(Builder *b)
{
    const RgStackCode *sc = b->sc;
    RgCfg *cfg = b->cfg;
    uint32_t n = 0;
    cfg->blocks = RG_ARENA_ARRAY(b->arena, RgCfgBlock, sc->nleaders + 1 + sc->nranges);
    b->block_at = RG_ARENA_ARRAY(b->arena, uint32_t, sc->ninsns + 1);
    if (!cfg->blocks || !b->block_at) return fail_memory(b);
    uint32_t start = 0;
    sc->leaders[0] &= ~1ull; /* the first block begins there anyway */
    for (uint32_t w = 0; w <= sc->ninsns / 64; w++) {
        for (uint64_t bits = sc->leaders[w]; bits; bits &= bits - 1) {
            uint32_t i = w * 64 + (uint32_t)__builtin_ctzll(bits);
            if (i >= sc->ninsns) break;
            block_init(&cfg->blocks[n], start, i);
            b->block_at[start] = n++;
            start = i;
        }
    }
    block_init(&cfg->blocks[n], start, sc->ninsns);
    b->block_at[start] = n++;
    cfg->nblocks = cfg->ncode_blocks = n;
    return true;
}

static bool same_landing(const RgStackRange *x, const RgStackRange *y)
{
    return x->depth == y->depth && x->lasti == y->lasti;
}

/* The handler's block can be its own landing when nothing else enters it and all rows agree about the stack. */
static void make_landings(Builder *b)
{
    const RgStackCode *sc = b->sc;
    RgCfg *cfg = b->cfg;
    for (uint32_t r = 0, at = 0; r < sc->nranges; r++) {
        const RgStackRange *range = &sc->ranges[r];
        for (at = b->block_at[range->start]; at < cfg->ncode_blocks && cfg->blocks[at].start < range->end; at++)
            cfg->blocks[at].range = r;
        uint32_t target = b->block_at[range->target], l = cfg->blocks[target].landing;
        while (l != RG_NO_BLOCK && !same_landing(&sc->ranges[cfg->blocks[l].landing_range], range))
            l = cfg->blocks[l].next_landing;
        if (l != RG_NO_BLOCK) continue;
        RgCfgBlock *landing = &cfg->blocks[cfg->nblocks];
        block_init(landing, range->target, range->target);
        landing->landing_range = r;
        landing->fall = target;
        landing->next_landing = cfg->blocks[target].landing;
        cfg->blocks[target].landing = cfg->nblocks++;
    }
    for (uint32_t t = 0; t < cfg->ncode_blocks; t++) {
        RgCfgBlock *block = &cfg->blocks[t];
        if (block->landing == RG_NO_BLOCK || cfg->blocks[block->landing].next_landing != RG_NO_BLOCK) continue;
        bool entered = t == 0 || (sc->insns[block->start].flags & RG_STACKF_TARGET) ||
                       !(rg_pyop_info[sc->insns[block->start - 1].op].flags & PF_STOP);
        if (entered) continue;
        block->landing_range = cfg->blocks[block->landing].landing_range;
        block->landing = t;
    }
}

/* Landing of the exceptions that a block in this row raises. */
static uint32_t find_landing(const Builder *b, uint32_t range)
{
    const RgStackRange *row = &b->sc->ranges[range];
    uint32_t l = b->cfg->blocks[b->block_at[row->target]].landing;
    while (!same_landing(&b->sc->ranges[b->cfg->blocks[l].landing_range], row))
        l = b->cfg->blocks[l].next_landing;
    return l;
}

/* Records an edge's effect on the entry of its target. */
static bool enter(Builder *b, uint32_t target, uint64_t depth, uint64_t pushed, uint32_t insn)
{
    RgCfgBlock *t = &b->cfg->blocks[target];
    if (t->depth == UINT32_MAX) {
        if (depth > DEPTH_LIMIT) return fail_at(b, insn, "operand stack too deep");
        t->depth = (uint32_t)depth;
    } else if (t->depth != depth) {
        return fail_at(b, insn, "operand stack has different depths on two ways to an instruction");
    }
    uint32_t kept = (uint32_t)(depth - pushed);
    t->low = RG_MIN(t->low, kept);
    t->join_low = RG_MIN(t->join_low, kept);
    t->npreds++;
    b->nedges++;
    return true;
}

static bool check_local(Builder *b, uint32_t i, uint32_t local, unsigned op)
{
    const RgPyCode *code = b->sc->code;
    if (local >= code->nlocals) return fail_at(b, i, "local number out of range");
    bool cell = !(code->local_kinds[local] == RG_LOCAL_PLAIN);
    bool plain = op == PYOP_LOAD_FAST || op == PYOP_STORE_FAST || op == PYOP_DELETE_FAST;
    bool any = op == PYOP_LOAD_FAST_AND_CLEAR || op == PYOP_STORE_FAST_MAYBE;
    bool wants_cell = !plain && !any;
    if (wants_cell && !cell) return fail_at(b, i, "local is not a cell or free variable");
    if (cell && (op == PYOP_STORE_FAST || op == PYOP_DELETE_FAST)) return fail_at(b, i, "local is a cell");
    if (op == PYOP_MAKE_CELL && !(code->local_kinds[local] & (RG_LOCAL_CELL | RG_LOCAL_FREE)))
        return fail_at(b, i, "local is not a cell");
    return true;
}

/* What a local instruction does to the block's sets. */
static bool scan_local(Builder *b, RgCfgBlock *block, uint32_t i, unsigned op, uint32_t local)
{
    if (!check_local(b, i, local, op)) return false;
    uint32_t n = (uint32_t)(block - b->cfg->blocks);
    switch (op) {
    case PYOP_LOAD_FAST: rg_cfg_set_add(rg_cfg_set(b->cfg, n, RG_CFG_BOUND), local); break;
    case PYOP_STORE_FAST:
        rg_cfg_set_add(rg_cfg_set(b->cfg, n, RG_CFG_BOUND), local);
        rg_cfg_set_add(rg_cfg_set(b->cfg, n, RG_CFG_DEFS), local);
        break;
    case PYOP_DELETE_FAST:
    case PYOP_LOAD_FAST_AND_CLEAR:
    case PYOP_STORE_FAST_MAYBE:
        rg_cfg_set_remove(rg_cfg_set(b->cfg, n, RG_CFG_BOUND), local);
        rg_cfg_set_add(rg_cfg_set(b->cfg, n, RG_CFG_DELETED), local);
        rg_cfg_set_add(rg_cfg_set(b->cfg, n, RG_CFG_DEFS), local);
        break;
    case PYOP_MAKE_CELL: rg_cfg_set_add(rg_cfg_set(b->cfg, n, RG_CFG_DEFS), local); break;
    default: break;
    }
    return true;
}

/* Locals of a block, as far as LOAD_FAST and STORE_FAST are concerned, when one word holds a set. */
typedef struct ScanLocals {
    uint64_t bound, stored, high; /* high: all their numbers, or'ed */
} ScanLocals;

/* Which instructions name locals, and what they do to them, comes as a surprise each time: so nothing here branches. */
static inline void scan_fast(ScanLocals *s, unsigned local, uint32_t arg)
{
    const uint64_t named = 0 - (uint64_t)(local & RG_PYLOCAL_BINDS), bit = named & (1ull << (arg & 63));
    s->bound |= bit;
    s->stored |= bit & (0 - (uint64_t)(local / RG_PYLOCAL_STORES & 1));
    s->high |= named & arg;
}

/* Writes what is known so far to the block's sets, and what another instruction does. */
static bool scan_other(Builder *b, RgCfgBlock *block, ScanLocals *s, uint32_t i)
{
    uint32_t n = (uint32_t)(block - b->cfg->blocks);
    uint64_t *bound = rg_cfg_set(b->cfg, n, RG_CFG_BOUND);
    *bound |= s->bound;
    if (!scan_local(b, block, i, b->sc->insns[i].op, b->sc->insns[i].arg)) return false;
    s->bound = *bound;
    return true;
}

static bool finish_locals(Builder *b, RgCfgBlock *block, const ScanLocals *s)
{
    const RgStackInsn *const insns = b->sc->insns;
    uint32_t n = (uint32_t)(block - b->cfg->blocks);
    if (RG_UNLIKELY(s->high >= 64 || ((s->bound & ~b->all) | (s->stored & ~b->plain)))) {
        for (uint32_t i = block->start; i < block->end; i++)
            if (rg_pyop_info[insns[i].op].local && !check_local(b, i, insns[i].arg, insns[i].op)) return false;
    }
    *rg_cfg_set(b->cfg, n, RG_CFG_BOUND) = s->bound;
    *rg_cfg_set(b->cfg, n, RG_CFG_DEFS) |= s->stored;
    return true;
}

/* Depths and sets of a block whose entry depth is known; leaves the depth before what the edges do in exit_depth. An
 * underflow makes `low` negative. Only in a guarded block, one that some range covers, matters what raises.
 * Narrow: sets of locals are single words. */
RG_INLINE bool scan_insns(Builder *b, RgCfgBlock *block, const bool guarded, const bool narrow)
{
    const RgStackInsn *in = b->sc->insns + block->start, *const end = b->sc->insns + block->end;
    ScanLocals locals = {0, 0, 0};
    int64_t depth = block->depth, low = RG_MIN(block->low, block->depth), max = depth;
    int64_t raise_low = UINT32_MAX, raise_depth = UINT32_MAX;
    for (; in < end; in++) {
        const RgPyOpInfo *info = &rg_pyop_info[in->op];
        const uint32_t arg = in->arg;
        const unsigned flags = info->flags, local = info->local;
        if (guarded && (flags & PF_RAISE)) {
            raise_low = low;
            raise_depth = RG_MIN(depth, raise_depth);
        }
        uint64_t pops = info->pops, pushes = info->pushes;
        if (RG_LIKELY(narrow)) scan_fast(&locals, local, arg);
        if (RG_UNLIKELY(flags & (PF_JUMP | PF_VARIES | PF_SPECIAL_LOCAL)) || !narrow) {
            const uint32_t i = (uint32_t)(in - b->sc->insns);
            if (!narrow && local && !scan_local(b, block, i, in->op, arg)) return false;
            if (narrow && (local & RG_PYLOCAL_OTHER) && !scan_other(b, block, &locals, i)) return false;
            if (flags & PF_JUMP) break; /* the last: its effect belongs to the edges */
            RgPyEffect effect = rg_pyop_effect(in->op, arg, false);
            pops = effect.pops, pushes = effect.pushes;
        } else {
            pops += arg & (0 - (uint64_t)(flags / PF_COUNTED & 1));
            pushes += arg & (flags / PF_LOW_BIT & 1);
        }
        depth -= (int64_t)pops;
        low = RG_MIN(low, depth);
        depth += (int64_t)pushes;
        max = RG_MAX(max, depth);
    }
    if (RG_UNLIKELY(low < 0)) return fail_at(b, block->start, "operand stack underflow");
    if (RG_UNLIKELY(max > DEPTH_LIMIT)) return fail_at(b, block->start, "operand stack too deep");
    if (narrow && !finish_locals(b, block, &locals)) return false;
    block->exit_depth = (uint32_t)depth;
    block->low = (uint32_t)low;
    block->raise_low = UINT32_MAX;
    b->cfg->max_depth = RG_MAX(b->cfg->max_depth, (uint32_t)max);
    if (!guarded || raise_depth == UINT32_MAX) return true;
    block->may_raise = true;
    block->raise_low = (uint32_t)raise_low;
    if (raise_depth < b->sc->ranges[block->range].depth)
        return fail_at(b, block->start, "handler wants a deeper operand stack");
    return true;
}

/* Functions of their own, so that each loop has the registers to itself and no question to ask twice. */
static RG_NOINLINE bool scan_block(Builder *b, RgCfgBlock *block)
{
    return scan_insns(b, block, false, true);
}

static RG_NOINLINE bool scan_guarded_block(Builder *b, RgCfgBlock *block)
{
    return scan_insns(b, block, true, true);
}

static RG_NOINLINE bool scan_wide_block(Builder *b, RgCfgBlock *block)
{
    return scan_insns(b, block, block->range != RG_NO_BLOCK, false);
}

/* One edge out of a code block by its last instruction. */
static bool leave(Builder *b, RgCfgBlock *block, uint32_t target, bool jump)
{
    uint32_t last = block->end - 1;
    uint64_t depth = block->exit_depth;
    RgPyEffect effect = {0, 0};
    if (rg_pyop_info[b->sc->insns[last].op].flags & PF_JUMP)
        effect = rg_pyop_effect(b->sc->insns[last].op, b->sc->insns[last].arg, jump);
    if (effect.pops > depth) return fail_at(b, last, "operand stack underflow");
    depth -= effect.pops;
    if (depth + effect.pushes > b->cfg->max_depth) b->cfg->max_depth = (uint32_t)(depth + effect.pushes);
    return enter(b, target, depth + effect.pushes, effect.pushes, last);
}

static bool visit_landing(Builder *b, RgCfgBlock *block)
{
    const RgStackRange *row = &b->sc->ranges[block->landing_range];
    uint64_t depth = (uint64_t)row->depth + row->lasti + 1;
    if (depth > DEPTH_LIMIT) return fail_at(b, row->target, "operand stack too deep");
    block->depth = (uint32_t)depth;
    block->low = row->depth;
    if (depth > b->cfg->max_depth) b->cfg->max_depth = (uint32_t)depth;
    if (block->start != block->end) return true;
    block->exit_depth = block->depth;
    block->raise_low = UINT32_MAX;
    return enter(b, block->fall, depth, row->lasti + 1u, row->target);
}

/* A jump to the next instruction that does the same either way is no branch when something is left on the stack: two edges
 * from one block to another could not bring it different values. With an empty stack it stays one: `if x == y: pass` is one
 * instruction then. */
static bool is_plain_test(const Builder *b, const RgCfgBlock *block)
{
    const RgStackInsn *last = &b->sc->insns[block->end - 1];
    RgPyEffect jump = rg_pyop_effect(last->op, last->arg, true), fall = rg_pyop_effect(last->op, last->arg, false);
    return jump.pops == fall.pops && jump.pushes == fall.pushes && block->exit_depth > jump.pops;
}

/* First visit: scans it and finds its successors. */
static bool visit(Builder *b, uint32_t n)
{
    RgCfgBlock *block = &b->cfg->blocks[n];
    if (block->landing_range != RG_NO_BLOCK && !visit_landing(b, block)) return false;
    if (block->start == block->end) return true;
    bool scanned = b->cfg->set_words != 1         ? scan_wide_block(b, block)
                   : block->range != RG_NO_BLOCK ? scan_guarded_block(b, block)
                                                 : scan_block(b, block);
    if (!scanned) return false;
    const RgStackInsn *last = &b->sc->insns[block->end - 1];
    unsigned flags = rg_pyop_info[last->op].flags;
    if (flags & PF_JUMP) {
        block->taken = b->block_at[last->target];
        if (flags & PF_STOP) block->fall = block->taken, block->taken = RG_NO_BLOCK;
        else if (block->taken == n + 1 && is_plain_test(b, block)) block->taken = RG_NO_BLOCK;
    }
    if (!(flags & PF_STOP)) {
        if (block->end >= b->sc->ninsns) return fail_at(b, block->end - 1, "execution falls off the end of the code");
        block->fall = n + 1;
    }
    if (block->taken != RG_NO_BLOCK && !leave(b, block, block->taken, true)) return false;
    if (block->fall != RG_NO_BLOCK && !leave(b, block, block->fall, false)) return false;
    if (block->may_raise) {
        block->handler = find_landing(b, block->range);
        b->cfg->blocks[block->handler].nexc_preds++;
        b->nedges++;
    }
    return true;
}

/* Depth-first from the entry. Fall-through is followed last, so that it comes first in reverse postorder. */
static bool walk(Builder *b)
{
    RgCfg *cfg = b->cfg;
    uint32_t n = cfg->nblocks, top = 0, post = n;
    b->edge = RG_ARENA_ZARRAY(b->arena, uint8_t, n);
    b->stack = RG_ARENA_ARRAY(b->arena, uint32_t, n);
    b->preorder = RG_ARENA_ARRAY(b->arena, uint32_t, n);
    b->number = RG_ARENA_ARRAY(b->arena, uint32_t, n);
    b->parent = RG_ARENA_ARRAY(b->arena, uint32_t, n);
    uint32_t *order = RG_ARENA_ARRAY(b->arena, uint32_t, n);
    if (!b->edge || !b->stack || !b->preorder || !b->number || !b->parent || !order) return fail_memory(b);
    cfg->blocks[0].depth = cfg->blocks[0].join_low = 0;
    b->stack[top++] = 0;
    while (top) {
        uint32_t at = b->stack[top - 1];
        RgCfgBlock *block = &cfg->blocks[at];
        if (b->edge[at] == 0) {
            b->number[at] = b->npre;
            b->parent[b->npre] = top > 1 ? b->number[b->stack[top - 2]] : 0;
            b->preorder[b->npre++] = at;
            if (!visit(b, at)) return false;
        }
        uint32_t next = RG_NO_BLOCK;
        while (next == RG_NO_BLOCK && b->edge[at] < 3) {
            uint8_t e = b->edge[at]++;
            next = e == 0 ? block->handler : e == 1 ? block->taken : block->fall;
            if (next != RG_NO_BLOCK && b->edge[next] != 0) next = RG_NO_BLOCK;
        }
        if (next != RG_NO_BLOCK)
            b->stack[top++] = next;
        else
            order[--post] = b->stack[--top];
    }
    cfg->order = order + post;
    cfg->norder = n - post;
    return true;
}

/* Numbers the blocks in reverse postorder and lists predecessors; the walk has counted them. A block has ordinary or
 * exceptional ones, never both. */
static bool collect_preds(Builder *b)
{
    RgCfg *cfg = b->cfg;
    RgCfgBlock *const blocks = cfg->blocks;
    if (blocks[0].npreds) return fail_at(b, 0, "jump to the first instruction");
    cfg->preds = RG_ARENA_ARRAY(b->arena, uint32_t, b->nedges + 1);
    if (!cfg->preds) return fail_memory(b);
    for (uint32_t i = 0, at = 0; i < cfg->norder; i++) {
        RgCfgBlock *block = &blocks[cfg->order[i]];
        block->rpo = i;
        block->preds = at;
        at += block->npreds + block->nexc_preds;
        cfg->joins |= block->npreds > 1 || block->nexc_preds;
        block->npreds = block->nexc_preds = 0;
    }
    for (uint32_t i = 0; i < cfg->norder; i++) {
        uint32_t from = cfg->order[i];
        const RgCfgBlock *block = &blocks[from];
        for (int e = 0; e < 3; e++) {
            uint32_t to = e == 0 ? block->fall : e == 1 ? block->taken : block->handler;
            if (to == RG_NO_BLOCK) continue;
            RgCfgBlock *t = &blocks[to];
            cfg->preds[t->preds + t->npreds + t->nexc_preds] = from;
            if (e == 2)
                t->nexc_preds++;
            else
                t->npreds++;
            t->back_target |= t->rpo <= i;
            cfg->loops |= t->back_target;
        }
    }
    return true;
}

/* One word of what is surely bound at a block's beginning. */
static uint64_t bound_in(const RgCfg *cfg, uint32_t at, uint32_t word)
{
    const RgCfgBlock *block = &cfg->blocks[at];
    uint64_t meet = ~0ull;
    if (at == 0) { /* parameters */
        uint32_t nparams = cfg->sc->code->nparams, first = word * 64;
        meet = nparams >= first + 64 ? ~0ull : nparams <= first ? 0 : (1ull << (nparams - first)) - 1;
    }
    for (uint32_t p = 0; p < block->npreds + block->nexc_preds; p++) {
        uint32_t from = cfg->preds[block->preds + p];
        uint64_t out =
            rg_cfg_set(cfg, from, RG_CFG_BOUND_IN)[word] & ~rg_cfg_set(cfg, from, RG_CFG_DELETED)[word];
        if (p < block->npreds) out |= rg_cfg_set(cfg, from, RG_CFG_BOUND)[word];
        meet &= out;
    }
    return meet;
}

/* Forward dataflow: bound at the beginning = in all predecessors (a raising block: what it had at its own beginning and
 * does not delete). Without loops, predecessors come first, and one round does. */
static void compute_bound(RgCfg *cfg)
{
    const uint32_t words = cfg->set_words;
    for (uint32_t i = 0; i < cfg->norder && cfg->loops; i++)
        for (uint32_t w = 0; w < words; w++)
            rg_cfg_set(cfg, cfg->order[i], RG_CFG_BOUND_IN)[w] = ~0ull;
    for (bool changed = words > 0; changed;) {
        changed = false;
        for (uint32_t i = 0; i < cfg->norder; i++) {
            uint64_t *in = rg_cfg_set(cfg, cfg->order[i], RG_CFG_BOUND_IN);
            for (uint32_t w = 0; w < words; w++) {
                uint64_t meet = bound_in(cfg, cfg->order[i], w);
                changed |= in[w] != meet;
                in[w] = meet;
            }
        }
        if (!cfg->loops) return;
    }
}

RgStatus rg_cfg_build(RgArena *arena, const RgStackCode *sc, RgCfg *out, RgError *error)
{
    *out = (RgCfg){.sc = sc, .set_words = (sc->code->nlocals + 63) / 64};
    Builder b = {.arena = arena, .cfg = out, .sc = sc, .error = error};
    if (!make_blocks(&b)) return b.status;
    make_landings(&b);
    uint64_t words = (uint64_t)out->nblocks * RG_CFG_SETS * out->set_words;
    if (words > SET_WORDS_MAX) return fail_at(&b, 0, "too many local variables for its jumps"), b.status;
    out->sets = RG_ARENA_ZARRAY(arena, uint64_t, (size_t)words + 1);
    if (!out->sets) return fail_memory(&b), b.status;
    for (uint32_t i = 0; i < sc->code->nlocals && out->set_words == 1; i++) {
        b.all |= 1ull << i;
        b.plain |= (uint64_t)(sc->code->local_kinds[i] == RG_LOCAL_PLAIN) << i;
    }
    if (!walk(&b) || !collect_preds(&b)) return b.status;
    bool deep;
    if (!rg_dom_compute(arena, out, b.preorder, b.parent) || !rg_dom_stale(arena, out, &deep))
        return fail_memory(&b), b.status;
    if (deep) return fail_at(&b, 0, "too many loops or trys in one another"), b.status;
    compute_bound(out);
    return RG_OK;
}

static void print_set(RgStrBuf *out, const RgCfg *cfg, uint32_t block, unsigned which, const char *label)
{
    const uint64_t *set = rg_cfg_set(cfg, block, which);
    bool any = false;
    for (uint32_t i = 0; i < cfg->sc->code->nlocals; i++) {
        if (!rg_cfg_set_has(set, i)) continue;
        rg_strbuf_puts(out, any ? " " : label);
        rg_strbuf_add(out, cfg->sc->code->local_names[i].data, cfg->sc->code->local_names[i].len);
        any = true;
    }
}

static void print_block(RgStrBuf *out, const RgCfg *cfg, uint32_t at)
{
    const RgCfgBlock *block = &cfg->blocks[at];
    rg_strbuf_printf(out, "block %u: depth %u", at, block->depth);
    if (block->idom != RG_NO_BLOCK && at != 0)
        rg_strbuf_printf(out, ", idom %u, same below %u", block->idom, block->join_low);
    if (block->landing_range != RG_NO_BLOCK)
        rg_strbuf_printf(out, ", landing%s", cfg->sc->ranges[block->landing_range].lasti ? " with lasti" : "");
    if (block->handler != RG_NO_BLOCK) rg_strbuf_printf(out, ", raises to %u", block->handler);
    print_set(out, cfg, at, RG_CFG_STALE, ", changed: ");
    print_set(out, cfg, at, RG_CFG_BOUND_IN, ", bound: ");
    rg_strbuf_putc(out, '\n');
    for (uint32_t i = block->start; i < block->end; i++) {
        const RgStackInsn *in = &cfg->sc->insns[i];
        rg_strbuf_printf(out, "  %5u %-28s ", 2 * in->unit, rg_pyop_info[in->op].name);
        if (rg_pyop_info[in->op].flags & PF_JUMP)
            rg_strbuf_printf(out, "%s", "");
        else
            rg_decode_print_arg(out, cfg->sc, i);
        rg_strbuf_putc(out, '\n');
    }
    if (block->taken != RG_NO_BLOCK) rg_strbuf_printf(out, "        jump -> block %u\n", block->taken);
    if (block->fall != RG_NO_BLOCK) rg_strbuf_printf(out, "        -> block %u\n", block->fall);
}

void rg_cfg_print(RgStrBuf *out, const RgCfg *cfg)
{
    for (uint32_t i = 0; i < cfg->nblocks; i++)
        if (cfg->blocks[i].rpo != RG_NO_BLOCK) print_block(out, cfg, i);
}
