/* SPDX-License-Identifier: MIT
 *
 * opt_load.c: loads of names, cells and attributes. Those that every way passes another load of the same thing before
 * become points of a mirror (ir.h, docs/passes.md); in loops the first load of a name or cell is done in front of the
 * loop, where it cannot raise (LOAD_MIRROR). In loops of a module's body, names are computed right in their mirror's
 * register and stored from there (STORE_NAME_MIRROR).
 * Always holds: a load keeps its place in the order of evaluation, as a point or as itself.
 */
#include "convert/mirror.h"

static const uint8_t hoist_op[RG_MIRROR_KIND_COUNT] = {
    [RG_MIRROR_GLOBAL] = OP_LOAD_MIRROR,
    [RG_MIRROR_NAME] = OP_LOAD_MIRROR_NAME,
    [RG_MIRROR_MODULE_ATTR] = OP_LOAD_MIRROR_ATTR,
    [RG_MIRROR_ATTR] = OP_LOAD_MIRROR_ATTR,
    [RG_MIRROR_DEREF] = OP_LOAD_MIRROR_DEREF,
};

typedef struct Pass {
    RgMirrors m;
    uint8_t *hot;    /* rg_flow_hot */
    uint64_t *hoist; /* by loop */
    uint64_t *spoil; /* by loop: attributes that may change in it */
} Pass;

/* ---- hoisting ---- */

/* The outermost loop in front of which the load may be done: any that it is in when the name is known to be bound, else
 * loops every round of which comes to it. */
static uint32_t hoist_to(const Pass *p, const RgMirrorEvent *e)
{
    const RgFlow *flow = &p->m.flow;
    const RgMirrorKey *key = &p->m.keys[e->key];
    uint32_t block = p->m.f->insns[e->insn].block, best = 0;
    for (uint32_t l = hoist_op[key->kind] ? rg_flow_loop_of(flow, block) : 0; l; l = flow->loops[l].parent) {
        if (!key->bound && !rg_flow_sure(flow, block, l)) break;
        if (key->kind == RG_MIRROR_ATTR && (!p->m.hoist_attrs || (p->spoil[l] & rg_mirror_bit(&p->m, e)))) break;
        if (!flow->loops[l].closed) best = l;
    }
    return best;
}

/* Loads in loops that nothing did before: what to do in front of which loop. */
static bool plan_block(Pass *p, uint32_t b)
{
    RgMirrors *m = &p->m;
    uint64_t have = m->in[b];
    bool any = false;
    for (uint32_t k = m->first[b]; k < m->nevents && m->f->insns[m->events[k].insn].block == b; k++) {
        const RgMirrorEvent *e = &m->events[k];
        if (e->what == RG_MIRROR_LOAD && e->fit && !(have & rg_mirror_bit(m, e))) {
            uint32_t loop = hoist_to(p, e);
            if (loop && rg_flow_preheader(&m->flow, loop)) {
                const RgMirrorKey *key = &m->keys[e->key];
                p->hoist[loop] |= rg_mirror_bit(m, e);
                for (; key->kind == RG_MIRROR_MODULE_ATTR; key = &m->keys[key->base])
                    p->hoist[loop] |= 1ull << m->keys[key->base].bit;
                any = true;
            }
        }
        have = rg_mirror_step(m, e, have);
    }
    return any;
}

/* What the block in front of a loop has at its end without hoisting. */
static uint64_t end_of(const RgMirrors *m, uint32_t b)
{
    return (m->in[b] & ~m->kill[b]) | m->gen[b];
}

/* What may change in each loop, those inside it included. */
static void sum_loops(Pass *p)
{
    RgMirrors *m = &p->m;
    for (uint32_t o = 0; o < m->f->norder; o++) {
        uint32_t b = m->f->order[o];
        p->spoil[rg_flow_loop_of(&m->flow, b)] |= m->kill[b];
    }
    for (uint32_t l = 1; l < m->flow.nloops; l++) /* inner ones come first */
        p->spoil[m->flow.loops[l].parent] |= p->spoil[l];
}

static void plan_hoists(Pass *p)
{
    RgMirrors *m = &p->m;
    RgIrFunction *f = m->f;
    bool any = false;
    uint32_t n = f->norder;
    if (m->attrs && m->hoist_attrs) sum_loops(p);
    for (uint32_t o = 0; o < n; o++) {
        uint32_t b = f->order[o];
        if (m->first[b] && p->hot[b] && rg_flow_loop_of(&m->flow, b)) any |= plan_block(p, b);
    }
    rg_flow_finish(&m->flow);
    if (!any) return;
    for (uint32_t l = 1; l < m->flow.nloops; l++)
        if (p->hoist[l]) m->hoisted[m->flow.loops[l].before] |= p->hoist[l];
    if (!rg_mirror_flow(m)) return;
    for (uint32_t l = 1; l < m->flow.nloops; l++) /* is it there already, by what was put in front of another loop? */
        if (p->hoist[l]) p->hoist[l] &= ~end_of(m, m->flow.loops[l].before);
}

/* ---- stores ---- */

static bool is_plain_load(unsigned op)
{
    return op == OP_LOAD_NAME || op == OP_LOAD_GLOBAL || op == OP_LOAD_ATTR || op == OP_LOAD_DEREF;
}

/* Whether insn, a store or the copy before one, reads what the key's register held before. */
static bool stores_old(const RgMirrors *m, const RgIrInsn *in, uint32_t key)
{
    RgIrOperand o = m->f->operands[in->args];
    uint32_t e = rg_mirror_loaded_by(m, o);
    return e && m->events[e].key == key && m->events[e].fit;
}

/* What may stand between the making of a value and its store: marks, other stores and the copies made for them. */
static bool may_stand_between(const RgMirrors *m, const RgIrInsn *in)
{
    if (in->op == IR_COPY)
        return m->f->values[in->def].home != RG_IR_NO_HOME && in->next &&
               m->f->insns[in->next].op == OP_STORE_NAME_MIRROR;
    return in->op == IR_MARK || in->op == OP_STORE_NAME || in->op == OP_STORE_NAME_MIRROR;
}

/* Whether in, which stands between, puts another value into the register or will: a store of the same name. The register may not
 * be known yet (RG_IR_NO_HOME). */
static bool stores_same(const RgIrFunction *f, const RgIrInsn *in, const RgIrInsn *store, uint32_t home)
{
    if (in->op == IR_MARK) return false;
    const RgIrOperand o = in->op == IR_COPY ? in->def : f->operands[in->args];
    if (in->op != IR_COPY && in->extra == store->extra) return true;
    return home != RG_IR_NO_HOME && !RG_IR_IS_CONST(o) && f->values[o].home == home;
}

/* Whether the value of a STORE_NAME can be made right in its name's register, home: nothing but stores of other values to other
 * names stands between. A load must not write the register of a name that it does not load. */
static bool makes_store(const RgMirrors *m, const RgMirrorEvent *event, uint32_t home)
{
    const RgIrFunction *f = m->f;
    const RgIrInsn *store = &f->insns[event->insn];
    RgIrOperand o = f->operands[store->args];
    if (RG_IR_IS_CONST(o) || f->values[o].uses != 1 || f->values[o].home != RG_IR_NO_HOME) return false;
    const RgIrInsn *maker = &f->insns[f->values[o].insn];
    if (maker->op >= RG_OP_COUNT || is_plain_load(maker->op)) return false;
    uint32_t at = store->prev;
    while (at && maker != &f->insns[at] && may_stand_between(m, &f->insns[at])) {
        if (f->insns[at].op != IR_MARK && stores_old(m, &f->insns[at], event->key)) return false;
        if (stores_same(f, &f->insns[at], store, home)) return false;
        at = f->insns[at].prev;
    }
    if (at) return maker == &f->insns[at];
    const RgIrBlock *b = &f->blocks[store->block];
    if (maker->op != OP_FOR_ITER || b->npreds != 1) return false;
    return f->edges[b->preds].from == maker->block && f->blocks[maker->block].fall == store->block &&
           f->blocks[maker->block].taken != store->block;
}

/* Two values of one UNPACK must not want the same register. */
static bool home_taken(const RgIrFunction *f, RgIrOperand value, uint32_t home)
{
    const RgIrInsn *maker = &f->insns[f->values[value].insn];
    for (uint32_t k = 0; k < maker->ndefs; k++)
        if (f->values[maker->def + k].home == home) return true;
    return false;
}

static void write_store(RgMirrors *m, const RgMirrorEvent *event, uint32_t home)
{
    RgIrFunction *f = m->f;
    uint32_t insn = event->insn;
    RgIrOperand value = f->operands[f->insns[insn].args];
    if (makes_store(m, event, home) && !home_taken(f, value, home)) {
        f->values[value].home = home;
    } else {
        uint32_t copy = rg_ir_insert_before(f, insn, IR_COPY, &value, 1, 1);
        if (!copy) return;
        rg_ir_unuse(f, value);
        value = f->insns[copy].def;
        rg_ir_use(f, value);
        f->values[value].home = home;
        f->operands[f->insns[insn].args] = value;
    }
    f->insns[insn].op = OP_STORE_NAME_MIRROR;
}

/* ---- writing ---- */

static void write_load(RgMirrors *m, uint32_t insn, const RgMirrorKey *key, bool point)
{
    RgIrFunction *f = m->f;
    RgIrInsn *in = &f->insns[insn];
    f->values[in->def].home = f->mirrors[key->mirror].home;
    if (!point) return; /* the load itself is what the points rest on */
    for (uint32_t k = 0; k < in->nargs; k++)
        rg_ir_unuse(f, f->operands[in->args + k]);
    in->nargs = 0;
    in->op = IR_POINT;
    in->extra = key->mirror;
}

/* Whether the allocator would make one instruction of the load and a neighbour (regalloc/pair.c): no gain then. */
static bool is_half(const RgIrFunction *f, uint32_t insn)
{
    const RgIrInsn *in = &f->insns[insn];
    uint32_t next = in->next, prev = in->prev;
    while (next && f->insns[next].op == IR_MARK)
        next = f->insns[next].next;
    while (prev && f->insns[prev].op == IR_MARK)
        prev = f->insns[prev].prev;
    if (in->op == OP_LOAD_ATTR)
        return (next && f->insns[next].op == OP_LOAD_ATTR) || (prev && f->insns[prev].op == OP_LOAD_ATTR);
    if (in->op != OP_LOAD_GLOBAL || !next || f->values[in->def].uses != 1) return false;
    unsigned op = f->insns[next].op;
    return (op == OP_CALL || op == OP_LOAD_ATTR) && f->operands[f->insns[next].args] == in->def;
}

/* A call of a module's attribute, which a point stands for now. */
static void write_method(RgMirrors *m, const RgMirrorEvent *e, const RgMirrorKey *key)
{
    RgIrFunction *f = m->f;
    uint32_t call = e->insn, point = e->insn;
    RgIrOperand module = f->operands[f->insns[call].args];
    if (f->insns[call].op == OP_LOAD_METHOD) {
        call = e->user;
        f->insns[point].op = IR_POINT;
        f->insns[point].ndefs = 1;
        f->insns[point].nargs = 0;
    } else {
        point = rg_ir_insert_before(f, call, IR_POINT, NULL, 0, 1);
        if (!point) return;
        f->insns[point].pos = f->insns[call].pos2;
        f->insns[call].pos2 = RG_IR_NO_POS;
        f->operands[f->insns[call].args] = f->insns[point].def;
        rg_ir_use(f, f->insns[point].def);
    }
    rg_ir_unuse(f, module);
    f->insns[point].extra = key->mirror;
    f->values[f->insns[point].def].home = f->mirrors[key->mirror].home;
    RgIrInsn *in = &f->insns[call];
    RgIrOperand *args = rg_ir_args(f, in);
    bool keywords = in->op == OP_CALL_METHOD_KW || in->op == OP_CALL_LOADED_KW;
    if (call != e->insn) { /* no self */
        uint32_t at = keywords ? 2 : 1;
        rg_ir_unuse(f, args[at]);
        in->nargs--;
        memmove(args + at, args + at + 1, (in->nargs - at) * sizeof *args);
    }
    in->op = keywords ? OP_CALL_KW : OP_CALL;
    in->extra = RG_NO_NAME;
}

/* Counts what each key saves, or, with `write`, changes the code. */
static void walk(Pass *p, bool write)
{
    RgMirrors *m = &p->m;
    RgIrFunction *f = m->f;
    uint64_t have = 0;
    uint32_t block = 0;
    for (uint32_t k = 1; k < m->nevents && !f->failed; k++) {
        RgMirrorEvent *e = &m->events[k];
        RgMirrorKey *key = &m->keys[e->key];
        if (f->insns[e->insn].block != block) have = m->in[block = f->insns[e->insn].block];
        bool point = e->what == RG_MIRROR_LOAD && e->fit && (have & rg_mirror_bit(m, e));
        uint32_t weight = m->loops && rg_flow_loop_of(&m->flow, block) ? 16 : 1;
        if (!write) {
            bool half = e->what == RG_MIRROR_LOAD && e->fit && is_half(f, e->insn);
            if (point) key->gain += half ? weight / 16 : weight;
            if (half && !point) key->cost += weight;
            if (e->what == RG_MIRROR_STORE && !makes_store(m, e, RG_IR_NO_HOME)) key->cost += weight;
        } else if (e->what != RG_MIRROR_SPOIL && key->mirror != UINT32_MAX) {
            if (e->what == RG_MIRROR_STORE)
                write_store(m, e, f->mirrors[key->mirror].home);
            else if (e->weak && point)
                write_method(m, e, key);
            else if (e->fit && !e->weak)
                write_load(m, e->insn, key, point);
        }
        have = rg_mirror_step(m, e, have);
    }
}

static void emit_hoist(RgMirrors *m, uint32_t before, const RgMirrorKey *key)
{
    RgIrFunction *f = m->f;
    uint32_t at = f->blocks[before].last;
    if (!at) at = f->blocks[f->blocks[before].fall].first;
    f->at_count = 0;
    f->at_pos = at ? f->insns[at].pos : RG_IR_NO_POS;
    rg_ir_block_begin(f, before);
    uint32_t home = f->mirrors[key->mirror].base;
    RgIrOperand base = home == RG_IR_NO_HOME ? 0 : rg_ir_home(f, home);
    uint32_t i = rg_ir_emit(f, hoist_op[key->kind], &base, base != 0, 1);
    if (!i) return;
    f->insns[i].extra = key->name;
    f->values[f->insns[i].def].home = f->mirrors[key->mirror].home;
}

static void make_mirrors(Pass *p)
{
    RgMirrors *m = &p->m;
    RgIrFunction *f = m->f;
    for (uint32_t bit = 0; bit < m->nbits; bit++) {
        RgMirrorKey *key = &m->keys[m->by_bit[bit]];
        uint32_t base = key->base;
        if (key->gain <= key->cost) continue;
        if (key->kind == RG_MIRROR_MODULE_ATTR) { /* modules have lower bits than their attributes */
            if (m->keys[base].mirror == UINT32_MAX) continue;
            base = f->mirrors[m->keys[base].mirror].home;
        }
        key->mirror = f->nmirrors++;
        f->mirrors[key->mirror] = (RgIrMirror){key->kind, rg_ir_home_new(f), base, key->name};
    }
}

void rg_opt_load(RgConvert *cx, RgIrFunction *f)
{
    Pass pass = {.m = {.cx = cx, .f = f, .arena = &cx->scratch}}, *p = &pass;
    RgMirrors *m = &p->m;
    if (!rg_mirror_analyse(m)) return;
    if (m->loops) {
        p->hoist = RG_ARENA_ZARRAY(m->arena, uint64_t, 2 * m->flow.nloops);
        p->hot = rg_flow_hot(m->arena, f);
        if (!p->hoist || !p->hot) {
            f->failed = true;
            return;
        }
        p->spoil = p->hoist + m->flow.nloops;
        plan_hoists(p);
    }
    walk(p, false);
    make_mirrors(p);
    walk(p, true);
    for (uint32_t l = 1; m->loops && l < m->flow.nloops && !f->failed; l++) {
        for (uint64_t bits = p->hoist[l]; bits; bits &= bits - 1) {
            const RgMirrorKey *key = &m->keys[m->by_bit[__builtin_ctzll(bits)]];
            if (key->mirror != UINT32_MAX) emit_hoist(m, m->flow.loops[l].before, key);
        }
    }
}
