/* SPDX-License-Identifier: MIT
 *
 * opt_load.c: loads of globals and builtins. Those that every way passes another load of the same name before become
 * points of a mirror (ir.h, docs/passes.md); in loops the first load is done in front of the loop, where it cannot raise
 * (LOAD_MIRROR).
 * Always holds: a load keeps its place in the order of evaluation, as a point or as itself; a value is used before the
 * next load of its mirror, so that a function that rebinds the name between two loads is seen by the second and by
 * nothing before.
 */
#include "convert/facts.h"
#include "convert/flow.h"
#include "convert/pass.h"
#include "convert/pycode.h"

#define MAX_NAMES   48
#define MAX_HOMES   200 /* temporaries come behind the homes, and 8-bit fields must reach most of them */
#define MAX_ROUNDS  24  /* of the dataflow; loops nest to 20 at most in compiled files */
#define WEIGHT_LOOP 16

typedef struct Load {
    uint32_t insn, name;      /* name: index in Pass.names */
    uint32_t seq, last, seen; /* in its block: place, that of the last use, number of uses */
    bool fit;                 /* its value may live in the mirror's register */
} Load;

typedef struct Name {
    uint32_t name;   /* in the function's table */
    uint32_t loads;  /* all */
    uint32_t weight; /* more for those in loops */
    uint32_t bit;    /* place in the sets, or MAX_NAMES: not mirrored */
    bool bound, used;
} Name;

typedef struct Pass {
    RgConvert *cx;
    RgIrFunction *f;
    RgArena *arena;
    RgFlow flow;
    bool loops;
    Load *loads; /* from 1, in the order of blocks and instructions */
    Name *names; /* from 1 */
    uint32_t nloads, nnames, nbits;
    uint32_t *first;     /* by block: its first load, 0: none */
    uint64_t *in, *gen;  /* by block: mirrors that hold their names at the beginning; that a load in it sets */
    uint64_t *hoist;     /* by loop */
    uint8_t *hot;        /* by block: reached without exceptions, and does not end in raise */
    uint32_t by_bit[MAX_NAMES];
    uint32_t points[MAX_NAMES]; /* by bit */
} Pass;

static inline uint64_t bit_of(const Pass *p, uint32_t load)
{
    uint32_t bit = p->names[p->loads[load].name].bit;
    return bit < MAX_NAMES ? 1ull << bit : 0;
}

/* ---- finding loads ---- */

static bool collect(Pass *p, uint32_t nnames_of_code)
{
    RgIrFunction *f = p->f;
    uint32_t n = 0, *index = NULL;
    for (uint32_t i = 1; i < f->ninsns; i++) /* dead ones count too: it is an upper bound */
        n += f->insns[i].op == OP_LOAD_GLOBAL;
    if (n < (p->loops ? 1 : 2)) return false;
    p->loads = RG_ARENA_ARRAY(p->arena, Load, n + 1);
    p->names = RG_ARENA_ARRAY(p->arena, Name, RG_MIN(n, nnames_of_code) + 1);
    p->first = RG_ARENA_ZARRAY(p->arena, uint32_t, f->nblocks);
    index = RG_ARENA_ZARRAY(p->arena, uint32_t, nnames_of_code);
    if (!p->loads || !p->names || !p->first || !index) return f->failed = true, false;
    p->nloads = p->nnames = 1;
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        for (uint32_t i = f->blocks[b].first; i; i = f->insns[i].next) {
            const RgIrInsn *in = &f->insns[i];
            if (in->op != OP_LOAD_GLOBAL || f->values[in->def].home != RG_IR_NO_HOME) continue;
            if (!index[in->extra]) {
                index[in->extra] = p->nnames;
                p->names[p->nnames++] = (Name){.name = in->extra, .bit = MAX_NAMES};
            }
            Name *name = &p->names[index[in->extra]];
            name->loads++;
            name->weight += p->loops && rg_flow_loop_of(&p->flow, b) ? WEIGHT_LOOP : 1;
            if (!p->first[b]) p->first[b] = p->nloads;
            p->loads[p->nloads++] = (Load){.insn = i, .name = index[in->extra]};
        }
    }
    return true;
}

/* Names that may gain, at most `room`: those with the greatest weights. */
static void choose(Pass *p, uint32_t room)
{
    uint32_t least = 2, counts[64] = {0}, n = 0;
    for (uint32_t k = 1; k < p->nnames; k++) {
        Name *name = &p->names[k];
        if (name->weight < 2) continue;
        unsigned fact = rg_facts_name(p->cx, p->f->names[name->name]);
        name->bound = fact & RG_FACT_BOUND;
        if (fact & RG_FACT_WRITTEN)
            name->weight = 0;
        else
            counts[RG_MIN(name->weight, 63u)]++;
    }
    for (uint32_t w = 64; w-- > 2;) {
        n += counts[w];
        if (n > room) {
            least = w + 1;
            break;
        }
    }
    for (uint32_t k = 1; k < p->nnames && p->nbits < room; k++) {
        if (p->names[k].weight < RG_MIN(least, 63u)) continue;
        p->by_bit[p->nbits] = k;
        p->names[k].bit = p->nbits++;
    }
}

/* ---- which values may live in a mirror's register ---- */

/* Uses of loads' values in one block; value.tmp is the load's number. */
static void count_uses(Pass *p, uint32_t b)
{
    RgIrFunction *f = p->f;
    uint32_t seq = 0, next = p->first[b];
    for (uint32_t i = f->blocks[b].first; i; i = f->insns[i].next) {
        const RgIrInsn *in = &f->insns[i];
        seq++;
        if (in->op == IR_PHI) continue;
        const RgIrOperand *args = rg_ir_args(f, in);
        for (uint32_t k = 0; k < in->nargs; k++) {
            if (RG_IR_IS_CONST(args[k])) continue;
            uint32_t load = f->values[args[k]].tmp;
            if (!load) continue;
            p->loads[load].seen++;
            p->loads[load].last = seq;
        }
        if (next < p->nloads && p->loads[next].insn == i) p->loads[next++].seq = seq;
    }
}

/* A value must be used in its block only, and before the next load of the same name there. */
static void find_fit(Pass *p)
{
    RgIrFunction *f = p->f;
    uint32_t newest[MAX_NAMES];
    for (uint32_t v = 0; v < f->nvalues; v++)
        f->values[v].tmp = 0;
    for (uint32_t l = 1; l < p->nloads; l++)
        if (bit_of(p, l)) f->values[f->insns[p->loads[l].insn].def].tmp = l;
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o], l = p->first[b];
        if (!l) continue;
        count_uses(p, b);
        uint64_t seen = 0;
        for (; l < p->nloads && f->insns[p->loads[l].insn].block == b; l++) {
            Load *load = &p->loads[l];
            uint64_t bit = bit_of(p, l);
            if (!bit || load->seen != f->values[f->insns[load->insn].def].uses) continue;
            uint32_t at = p->names[load->name].bit;
            if ((seen & bit) && p->loads[newest[at]].last > load->seq) continue;
            load->fit = true;
            seen |= bit;
            newest[at] = l;
        }
        p->gen[b] = seen;
    }
}

/* ---- where a mirror holds its name already ---- */

/* Forward, over exceptional edges too: what holds on all ways. False: given up. */
static bool flow_forward(Pass *p)
{
    RgIrFunction *f = p->f;
    memset(p->in, 0xff, f->nblocks * sizeof *p->in);
    p->in[f->entry] = 0;
    for (uint32_t round = 0; round < MAX_ROUNDS; round++) {
        bool changed = false;
        for (uint32_t o = 0; o < f->norder; o++) {
            const RgIrBlock *b = &f->blocks[f->order[o]];
            uint64_t in = p->in[f->order[o]], out = in | p->gen[f->order[o]];
            if (b->taken) changed |= (p->in[b->taken] & ~out) != 0, p->in[b->taken] &= out;
            if (b->fall) changed |= (p->in[b->fall] & ~out) != 0, p->in[b->fall] &= out;
            if (b->handler) changed |= (p->in[b->handler] & ~in) != 0, p->in[b->handler] &= in;
        }
        if (!changed) return true;
    }
    return false;
}

/* ---- hoisting ---- */

static void find_hot(Pass *p)
{
    RgIrFunction *f = p->f;
    uint32_t *stack = RG_ARENA_ARRAY(p->arena, uint32_t, f->nblocks), n = 0;
    p->hot = RG_ARENA_ZARRAY(p->arena, uint8_t, f->nblocks);
    if (!stack || !p->hot) {
        f->failed = true;
        return;
    }
    p->hot[0] = p->hot[f->entry] = 1;
    stack[n++] = f->entry;
    while (n) {
        const RgIrBlock *b = &f->blocks[stack[--n]];
        uint32_t to[2] = {b->taken, b->fall};
        for (int k = 0; k < 2; k++) {
            if (p->hot[to[k]]) continue;
            p->hot[to[k]] = 1;
            stack[n++] = to[k];
        }
    }
    for (uint32_t o = 0; o < f->norder; o++) {
        const RgIrBlock *b = &f->blocks[f->order[o]];
        uint32_t last = b->last;
        while (last && f->insns[last].op == IR_MARK)
            last = f->insns[last].prev;
        if (last && f->insns[last].op == OP_RAISE) p->hot[f->order[o]] = 0;
    }
}

/* The outermost loop in front of which the load may be done: any that it is in when the name is known to be bound, else
 * loops every round of which comes to it. */
static uint32_t hoist_to(const Pass *p, uint32_t load)
{
    uint32_t block = p->f->insns[p->loads[load].insn].block, best = 0;
    for (uint32_t l = rg_flow_loop_of(&p->flow, block); l; l = p->flow.loops[l].parent) {
        if (!p->names[p->loads[load].name].bound && !rg_flow_sure(&p->flow, block, l)) break;
        if (!p->flow.loops[l].closed) best = l;
    }
    return best;
}

/* Loads in loops that nothing did before: what to do in front of which loop. */
static void plan_hoists(Pass *p)
{
    RgIrFunction *f = p->f;
    bool any = false;
    uint32_t nblocks = f->nblocks;
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        if (b >= nblocks || !p->first[b] || !p->hot[b] || !rg_flow_loop_of(&p->flow, b)) continue;
        uint64_t have = p->in[b];
        for (uint32_t l = p->first[b]; l < p->nloads && f->insns[p->loads[l].insn].block == b; l++) {
            if (!p->loads[l].fit) continue;
            uint32_t loop = have & bit_of(p, l) ? 0 : hoist_to(p, l);
            if (loop && rg_flow_preheader(&p->flow, loop)) {
                p->hoist[loop] |= bit_of(p, l);
                any = true;
            }
            have |= bit_of(p, l);
        }
    }
    rg_flow_finish(&p->flow);
    if (!any) return;
    for (uint32_t l = 1; l < p->flow.nloops; l++)
        if (p->hoist[l]) p->gen[p->flow.loops[l].before] |= p->hoist[l];
    if (!flow_forward(p)) memset(p->in, 0, f->nblocks * sizeof *p->in);
}

/* ---- writing ---- */

/* Counts points; with `write` changes the loads. */
static void walk_loads(Pass *p, bool write)
{
    RgIrFunction *f = p->f;
    uint64_t have = 0;
    uint32_t block = 0;
    for (uint32_t l = 1; l < p->nloads; l++) {
        const Load *load = &p->loads[l];
        RgIrInsn *in = &f->insns[load->insn];
        if (in->block != block) have = p->in[block = in->block];
        if (!load->fit) continue;
        uint64_t bit = bit_of(p, l);
        const Name *name = &p->names[load->name];
        if (!write) {
            p->points[name->bit] += (have & bit) != 0;
        } else if (name->used) {
            if (have & bit) {
                in->op = IR_POINT;
                in->extra = p->points[name->bit];
            }
            f->values[in->def].home = f->mirrors[p->points[name->bit]].home;
        }
        have |= bit;
    }
}

static void emit_hoists(Pass *p)
{
    RgIrFunction *f = p->f;
    f->at_count = 0;
    for (uint32_t l = 1; l < p->flow.nloops; l++) {
        uint32_t before = p->flow.loops[l].before;
        for (uint64_t bits = p->hoist[l]; bits; bits &= bits - 1) {
            uint32_t bit = (uint32_t)__builtin_ctzll(bits);
            if (!p->names[p->by_bit[bit]].used) continue;
            const RgIrMirror *m = &f->mirrors[p->points[bit]];
            uint32_t header = f->blocks[before].fall, at = f->blocks[before].last;
            if (!at) at = f->blocks[header].first;
            f->at_pos = at ? f->insns[at].pos : RG_IR_NO_POS;
            rg_ir_block_begin(f, before);
            uint32_t i = rg_ir_emit(f, OP_LOAD_MIRROR, NULL, 0, 1);
            if (!i) return;
            f->insns[i].extra = m->name;
            f->values[f->insns[i].def].home = m->home;
        }
    }
}

/* Hoisted where the name is there already. */
static void drop_needless(Pass *p)
{
    RgIrFunction *f = p->f;
    for (uint32_t l = 1; l < p->flow.nloops; l++) {
        if (!p->hoist[l]) continue;
        uint32_t before = p->flow.loops[l].before;
        uint64_t have = p->in[before];
        for (uint32_t k = before < p->flow.nblocks ? p->first[before] : 0; k && k < p->nloads; k++) {
            if (f->insns[p->loads[k].insn].block != before) break;
            if (p->loads[k].fit) have |= bit_of(p, k);
        }
        p->hoist[l] &= ~have;
    }
}

static void write_all(Pass *p)
{
    RgIrFunction *f = p->f;
    walk_loads(p, false);
    for (uint32_t bit = 0; bit < p->nbits; bit++) {
        Name *name = &p->names[p->by_bit[bit]];
        if (!p->points[bit]) continue;
        name->used = true;
        p->points[bit] = f->nmirrors; /* from now on the mirror's number */
        f->mirrors[f->nmirrors++] =
            (RgIrMirror){RG_MIRROR_GLOBAL, rg_ir_home_new(f), RG_IR_NO_HOME, name->name};
    }
    walk_loads(p, true);
    if (p->loops) {
        drop_needless(p);
        emit_hoists(p);
    }
}

static bool has_loops(const RgCfg *cfg)
{
    for (uint32_t i = 0; i < cfg->norder && !cfg->irreducible; i++)
        if (cfg->blocks[cfg->order[i]].back_target) return true;
    return false;
}

void rg_opt_load(RgConvert *cx, RgIrFunction *f)
{
    Pass pass = {.cx = cx, .f = f, .arena = &cx->scratch}, *p = &pass;
    uint32_t most = cx->opts.ra_limit ? RG_MIN(cx->opts.ra_limit, MAX_HOMES) - 3 : MAX_HOMES;
    if (!cx->cfg || !f->names || f->nhomes + f->nmirrors >= most) return;
    p->loops = has_loops(cx->cfg);
    if (p->loops && !rg_flow_loops(p->arena, cx->cfg, f, &p->flow)) f->failed = true;
    if (f->failed || !collect(p, cx->code->nnames)) return;
    choose(p, RG_MIN(MAX_NAMES, most - f->nhomes));
    if (!p->nbits) return;
    size_t nblocks = f->nblocks + p->flow.nloops;
    p->in = RG_ARENA_ARRAY(p->arena, uint64_t, nblocks);
    p->gen = RG_ARENA_ZARRAY(p->arena, uint64_t, nblocks);
    p->hoist = RG_ARENA_ZARRAY(p->arena, uint64_t, p->flow.nloops);
    if (p->loops) find_hot(p);
    if (!p->in || !p->gen || !p->hoist) f->failed = true;
    if (f->failed) return;
    find_fit(p);
    if (!flow_forward(p)) return;
    if (p->loops) plan_hoists(p);
    if (!f->failed) write_all(p);
}
