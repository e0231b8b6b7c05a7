/* SPDX-License-Identifier: MIT
 *
 * opt_entry.c: globals, builtins and contents of cells that a function is likely to need whenever it is called: its frames
 * have them from the beginning (RgCode.nentry), in registers that the call fills like those of the parameters, so that
 * loading them needs no instruction. Their loads become points of mirrors (ir.h, docs/passes.md).
 * Always holds: as in opt_load.c: a load keeps its place in the order of evaluation, and a value is used before the next
 * load of its mirror.
 */
#include "convert/cfg.h"
#include "convert/facts.h"
#include "convert/pass.h"
#include "convert/pycode.h"

#define MAX_ENTRY 6    /* every call pays for each of them */
#define ONCE      1024 /* frequency of what every call does */
#define LOOP      8    /* rounds that a loop is taken to make */
#define MAX_FREQ  (1u << 24)
#define MAX_HOMES 180

typedef struct Name {
    uint32_t name, loads; /* name: in the function's table; RG_NO_NAME: a cell */
    uint32_t cell;        /* home of the free variable */
    uint64_t gain;        /* frequency of its loads that fit */
    bool sure;            /* every call comes to some of them, or to an exception */
    uint32_t last_block, last_load;
    uint32_t mirror; /* 1 + its number, or 0 */
} Name;

typedef struct Load {
    uint32_t insn, name; /* name: index in names */
    uint32_t uses, last; /* those in its block, and the place of the last of them there */
    uint32_t place;
    bool fit;
} Load;

typedef struct Entry {
    RgConvert *cx;
    RgIrFunction *f;
    Load *loads; /* from 1 */
    Name *names;
    uint32_t nloads, nnames;
    bool several; /* some name is loaded more than once */
    uint32_t *freq; /* by block: how often a call comes to it */
    uint32_t *part; /* by block: of ONCE calls so many come to it at all */
} Entry;

/* What the instruction loads: a name's number, or, behind those, a free variable's home; UINT32_MAX: nothing of interest. */
static uint32_t loaded(const Entry *e, const RgIrInsn *in)
{
    const RgIrFunction *f = e->f;
    if ((in->op != OP_LOAD_GLOBAL && in->op != OP_LOAD_DEREF) || f->values[in->def].home != RG_IR_NO_HOME) return UINT32_MAX;
    if (in->op == OP_LOAD_GLOBAL) return in->extra;
    uint32_t home = f->values[rg_ir_args(f, in)[0]].home;
    return home < f->nlocals && home >= f->nlocals - e->cx->code->nfree ? e->cx->code->nnames + home : UINT32_MAX;
}

static bool collect(Entry *e)
{
    RgIrFunction *f = e->f;
    RgArena *arena = &e->cx->scratch;
    uint32_t n = 0;
    for (uint32_t k = 0; k < f->nloads; k++)
        n += f->insns[f->loads[k]].op == OP_LOAD_GLOBAL || f->insns[f->loads[k]].op == OP_LOAD_DEREF;
    if (!n) return false;
    uint32_t *index = RG_ARENA_ZARRAY(arena, uint32_t, e->cx->code->nnames + f->nlocals + 1);
    e->loads = RG_ARENA_ZARRAY(arena, Load, n + 1);
    e->names = RG_ARENA_ZARRAY(arena, Name, n + 1);
    e->freq = RG_ARENA_ZARRAY(arena, uint32_t, f->nblocks);
    e->part = RG_ARENA_ZARRAY(arena, uint32_t, f->nblocks);
    if (!index || !e->loads || !e->names || !e->freq || !e->part) return f->failed = true, false;
    for (uint32_t o = 0; o < f->norder; o++) {
        const RgIrBlock *b = &f->blocks[f->order[o]];
        for (uint32_t k = 0; k < b->nloads; k++) {
            const uint32_t i = f->loads[b->first_load + k];
            uint32_t what = loaded(e, &f->insns[i]), ncode = e->cx->code->nnames;
            if (what == UINT32_MAX) continue;
            if (!index[what]) {
                e->names[e->nnames].name = what < ncode ? what : RG_NO_NAME;
                e->names[e->nnames].cell = what - ncode;
                index[what] = ++e->nnames;
            }
            Load *load = &e->loads[++e->nloads];
            *load = (Load){.insn = i, .name = index[what] - 1};
            e->several |= ++e->names[load->name].loads > 1;
        }
    }
    return e->nloads > 0;
}

/* How often a call comes to each block: branches go either way, exceptions are not raised. */
static void estimate(Entry *e)
{
    RgIrFunction *f = e->f;
    e->freq[f->entry] = e->part[f->entry] = ONCE;
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t at = f->order[o];
        const RgIrBlock *b = &f->blocks[at];
        uint32_t last = b->last;
        while (last && f->insns[last].op == IR_MARK)
            last = f->insns[last].prev;
        if (last && f->insns[last].op == OP_RAISE) e->freq[at] = 0;
        if (b->source != RG_IR_NO_SOURCE && e->cx->cfg && e->cx->cfg->blocks[b->source].back_target)
            e->freq[at] = RG_MIN(e->freq[at] * LOOP, MAX_FREQ);
        uint32_t halve = b->taken && b->fall, to[2] = {b->taken, b->fall}; /* shifts: a division takes as long as all this */
        for (int k = 0; k < 2; k++) {
            e->freq[to[k]] = RG_MIN(e->freq[to[k]] + (e->freq[at] >> halve), MAX_FREQ);
            e->part[to[k]] = RG_MIN(e->part[to[k]] + (e->part[at] >> halve), ONCE);
        }
    }
}

/* The load that makes the value, NULL: none does. What value.tmp held before may look like a load's number. */
static Load *load_of(const Entry *e, RgIrOperand v)
{
    if (RG_IR_IS_CONST(v)) return NULL;
    uint32_t l = e->f->values[v].tmp;
    return l <= e->nloads && l && e->loads[l].insn == e->f->values[v].insn ? &e->loads[l] : NULL;
}

static void count_uses_in(Entry *e, uint32_t block)
{
    RgIrFunction *f = e->f;
    uint32_t place = 0;
    for (uint32_t i = f->blocks[block].first; i; i = f->insns[i].next) {
        const RgIrInsn *in = &f->insns[i];
        const RgIrOperand *args = rg_ir_args(f, in);
        Load *load;
        place++;
        for (uint32_t k = 0; k < in->nargs && in->op != IR_PHI; k++) {
            if (!(load = load_of(e, args[k])) || f->insns[load->insn].block != block) continue;
            load->uses++;
            load->last = place;
        }
        if (in->ndefs && (load = load_of(e, in->def))) load->place = place;
    }
}

/* Uses of loads' values in the blocks of their loads, as far as names that are loaded more than once are concerned.
 * Loads are listed block by block. */
static void count_uses(Entry *e)
{
    RgIrFunction *f = e->f;
    uint32_t block = 0;
    for (uint32_t l = 1; l <= e->nloads; l++)
        f->values[f->insns[e->loads[l].insn].def].tmp = l;
    for (uint32_t l = 1; l <= e->nloads; l++) {
        uint32_t b = f->insns[e->loads[l].insn].block;
        if (b == block || e->names[e->loads[l].name].loads < 2) continue;
        count_uses_in(e, block = b);
    }
}

/* A value must be used in its block only, and before the next load of the same name there; that of an only load may be
 * used anywhere. */
static void find_fit(Entry *e)
{
    RgIrFunction *f = e->f;
    for (uint32_t l = 1; l <= e->nloads; l++) {
        Load *load = &e->loads[l];
        Name *name = &e->names[load->name];
        const RgIrInsn *in = &f->insns[load->insn];
        if (name->loads > 1) {
            if (load->uses != f->values[in->def].uses) continue;
            if (name->last_load && name->last_block == in->block && e->loads[name->last_load].last > load->place) continue;
        }
        load->fit = true;
        name->last_block = in->block;
        name->last_load = l;
        name->gain += e->freq[in->block];
        name->sure |= e->part[in->block] == ONCE;
    }
}

static bool worth(Entry *e, const Name *name, bool loops)
{
    if (name->name == RG_NO_NAME) return rg_facts_cell(e->cx, e->cx->code, name->cell) & RG_FACT_STABLE;
    unsigned fact = rg_facts_name(e->cx, e->f->names[name->name]);
    /* What may not exist is not looked at before it is needed. */
    if (!name->sure && !(fact & RG_FACT_BOUND)) return false;
    /* Attributes of modules become mirrors themselves in loops; that is opt_load's to see to. */
    return !(fact & (RG_FACT_WRITTEN | RG_FACT_LOOPED) || (loops && fact & RG_FACT_MODULE));
}

/* Gives the most frequent names (or cells) mirrors. */
static void choose(Entry *e, bool loops, bool cells)
{
    RgIrFunction *f = e->f;
    while (f->nentry < MAX_ENTRY) {
        Name *best = NULL;
        for (uint32_t k = 0; k < e->nnames; k++) {
            Name *name = &e->names[k];
            if ((name->name == RG_NO_NAME) != cells || name->mirror || name->gain < ONCE / 2) continue;
            if (best && best->gain >= name->gain) continue;
            if (worth(e, name, loops))
                best = name;
            else
                name->gain = 0;
        }
        if (!best) return;
        f->mirrors[f->nmirrors] = cells ? (RgIrMirror){RG_MIRROR_DEREF, rg_ir_home_new(f), best->cell, RG_NO_NAME}
                                        : (RgIrMirror){RG_MIRROR_GLOBAL, rg_ir_home_new(f), RG_IR_NO_HOME, best->name};
        best->mirror = ++f->nmirrors;
        f->nentry++;
    }
}

void rg_opt_entry(RgConvert *cx, RgIrFunction *f)
{
    Entry entry = {.cx = cx, .f = f}, *e = &entry;
    uint32_t most = cx->opts.ra_limit ? RG_MIN(cx->opts.ra_limit, MAX_HOMES) / 2 : MAX_HOMES;
    if (!f->names || !(cx->code->flags & RG_CO_OPTIMIZED) || f->nhomes + MAX_ENTRY > most || !collect(e)) return;
    bool loops = cx->cfg && cx->cfg->loops;
    estimate(e);
    if (e->several) count_uses(e);
    find_fit(e);
    choose(e, loops, false);
    choose(e, loops, true);
    for (uint32_t l = 1; l <= e->nloads; l++) {
        const Load *load = &e->loads[l];
        uint32_t mirror = e->names[load->name].mirror;
        if (!load->fit || !mirror) continue;
        RgIrInsn *in = &f->insns[load->insn];
        if (in->nargs) rg_ir_unuse(f, rg_ir_args(f, in)[0]);
        in->nargs = 0;
        in->op = IR_POINT;
        in->extra = mirror - 1;
        f->values[in->def].home = f->mirrors[mirror - 1].home;
    }
}
