/* SPDX-License-Identifier: MIT
 *
 * mirror.c: see mirror.h. Two walks over the instructions: the first counts loads by key, the second, only where some
 * key is worth it, lists events and uses.
 * Always holds: a value that may live in a mirror's register is used in its block only, and before the next event of
 * the same key that writes the register; so no value is overwritten before its last use.
 */
#include "convert/mirror.h"

#define MAX_ROUNDS  24 /* of the dataflow; compiled files nest loops to 20 */
#define WEIGHT_LOOP 16
#define COST_WRITTEN (1u << 24)
#define MAX_MODULES 3 /* packages within packages whose attributes are looked at */

/* ---- keys ---- */

static RgMirrorKey make_key(uint32_t kind, uint32_t base, uint32_t name)
{
    return (RgMirrorKey){.kind = kind, .base = base, .name = name, .bit = RG_MIRROR_KEYS, .mirror = UINT32_MAX};
}

static uint32_t find_key(const RgMirrors *m, const RgMirrorKey *key);

/* Loads an attribute of its first operand, and does no more with it than to call it. */
static inline bool is_attribute(unsigned op)
{
    return op == OP_LOAD_ATTR || op == OP_LOAD_METHOD || op == OP_CALL_METHOD || op == OP_CALL_METHOD_KW;
}

/* The key of what the operand was loaded from, when that is a module for all that is known: a name that the module's body
 * imports, or an attribute of one under which it imports a submodule. 0: none. */
static uint32_t module_key(const RgMirrors *m, RgIrOperand o, uint32_t depth)
{
    const RgIrFunction *f = m->f;
    if (RG_IR_IS_CONST(o) || f->values[o].home != RG_IR_NO_HOME) return 0;
    const RgIrInsn *in = &f->insns[f->values[o].insn];
    bool global = in->op == OP_LOAD_GLOBAL;
    if (global || (in->op == OP_LOAD_NAME && m->module_body)) {
        RgMirrorKey key = make_key(global ? RG_MIRROR_GLOBAL : RG_MIRROR_NAME, RG_IR_NO_HOME, in->extra);
        uint32_t k = find_key(m, &key);
        return k && (rg_facts_name(m->cx, f->names[in->extra]) & RG_FACT_MODULE) ? k : 0;
    }
    uint32_t base = in->op == OP_LOAD_ATTR && depth ? module_key(m, f->operands[in->args], depth - 1) : 0;
    if (!base) return 0;
    RgMirrorKey key = make_key(RG_MIRROR_MODULE_ATTR, base, in->extra);
    uint32_t k = find_key(m, &key);
    return k && rg_facts_submodule(m->cx, f->names[m->keys[base].name], f->names[in->extra]) ? k : 0;
}

/* What insn loads; false: nothing that a mirror can stand for. */
static bool key_of(const RgMirrors *m, const RgIrInsn *in, RgMirrorKey *out)
{
    const RgIrFunction *f = m->f;
    uint32_t base;
    if (is_attribute(in->op) && m->loops && rg_flow_loop_of(&m->flow, in->block) &&
        (base = module_key(m, f->operands[in->args], MAX_MODULES))) {
        *out = make_key(RG_MIRROR_MODULE_ATTR, base, in->extra);
        return true;
    }
    switch (in->op) {
    case OP_LOAD_GLOBAL: *out = make_key(RG_MIRROR_GLOBAL, RG_IR_NO_HOME, in->extra); return true;
    case OP_LOAD_NAME:
        *out = make_key(RG_MIRROR_NAME, RG_IR_NO_HOME, in->extra);
        return m->module_body && m->loops;
    case OP_LOAD_DEREF:
    case OP_LOAD_ATTR:
        if (RG_IR_IS_CONST(f->operands[in->args])) return false;
        base = f->values[f->operands[in->args]].home;
        *out = in->op == OP_LOAD_ATTR ? make_key(RG_MIRROR_ATTR, base, in->extra)
                                      : make_key(RG_MIRROR_DEREF, base, RG_NO_NAME);
        return base < f->nlocals;
    default: return false;
    }
}

static inline uint32_t *bucket_of(const RgMirrors *m, const RgMirrorKey *key)
{
    uint64_t mixed = rg_hash_mix((uint64_t)key->base << 34 ^ (uint64_t)key->name << 3 ^ key->kind);
    return &m->buckets[mixed & m->bucket_mask];
}

static uint32_t find_key(const RgMirrors *m, const RgMirrorKey *key)
{
    uint32_t k = *bucket_of(m, key);
    while (k && (m->keys[k].kind != key->kind || m->keys[k].base != key->base || m->keys[k].name != key->name))
        k = m->keys[k].next;
    return k;
}

static inline bool is_load(unsigned op)
{
    return op == OP_LOAD_GLOBAL || op == OP_LOAD_DEREF || op == OP_LOAD_NAME || is_attribute(op);
}

/* Its value must be free to live in a register of our choice. */
static inline bool is_free_load(const RgIrFunction *f, const RgIrInsn *in)
{
    if (!is_load(in->op)) return false;
    return in->op == OP_CALL_METHOD || in->op == OP_CALL_METHOD_KW || f->values[in->def].home == RG_IR_NO_HOME;
}

static uint32_t count_load(RgMirrors *m, const RgIrInsn *in)
{
    RgMirrorKey key;
    if (!key_of(m, in, &key)) return 0;
    uint32_t k = find_key(m, &key);
    if (!k) {
        uint32_t *bucket = bucket_of(m, &key);
        k = m->nkeys++;
        m->keys[k] = key;
        m->keys[k].next = *bucket;
        *bucket = k;
    }
    bool in_loop = m->loops && rg_flow_loop_of(&m->flow, in->block);
    m->keys[k].loads++;
    m->keys[k].weight += in_loop ? WEIGHT_LOOP : 1;
    m->keys[k].in_loop |= in_loop;
    return k;
}

/* Whether two of the loads may have the same key: false in most functions, and found out without a table of keys. */
static bool may_repeat(const RgMirrors *m, const uint32_t *loads, uint32_t n)
{
    const RgIrFunction *f = m->f;
    uint64_t seen[4] = {0};
    for (uint32_t k = 0; k < n; k++) {
        const RgIrInsn *in = &f->insns[loads[k]];
        RgIrOperand base = in->nargs ? *rg_ir_args(f, in) : 0;
        uint64_t home = base && !RG_IR_IS_CONST(base) ? f->values[base].home : 0;
        unsigned hash = rg_hash_mix(home << 32 ^ in->extra) >> 8 & 255;
        if (seen[hash >> 6] >> (hash & 63) & 1) return true;
        seen[hash >> 6] |= 1ull << (hash & 63);
    }
    return false;
}

/* Counts loads by key; false: there are too few. */
static bool collect(RgMirrors *m)
{
    RgIrFunction *f = m->f;
    uint32_t n = 0, *found = RG_ARENA_ARRAY(m->arena, uint32_t, f->nloads + 1);
    if (!found) return f->failed = true, false;
    for (uint32_t k = 0; k < f->nloads; k++) { /* no pass takes a load out of a block that lives */
        const RgIrInsn *in = &f->insns[f->loads[k]];
        if (!is_free_load(f, in) || (f->blocks[in->block].flags & RG_IRB_DEAD)) continue;
        if (m->loops || !is_attribute(in->op) || in->op == OP_LOAD_ATTR) found[n++] = f->loads[k];
    }
    if (n < (m->loops ? 1 : 2) || (!m->loops && !may_repeat(m, found, n))) return false;
    uint32_t size = 16;
    while (size < n)
        size *= 2;
    m->bucket_mask = size - 1;
    m->buckets = RG_ARENA_ZARRAY(m->arena, uint32_t, size);
    m->keys = RG_ARENA_ARRAY(m->arena, RgMirrorKey, n + 1);
    if (!m->buckets || !m->keys) return f->failed = true, false;
    m->nkeys = 1;
    m->keys[0] = make_key(0, RG_IR_NO_HOME, RG_NO_NAME);
    m->found = found;
    m->found_key = RG_ARENA_ARRAY(m->arena, uint32_t, n);
    if (!m->found_key) return f->failed = true, false;
    for (m->nfound = 0; m->nfound < n; m->nfound++)
        m->found_key[m->nfound] = count_load(m, &f->insns[found[m->nfound]]);
    return true;
}

/* Whether anything can be gained, and may be: what the rest of the unit does to it matters. */
static bool worth(RgMirrors *m, RgMirrorKey *key)
{
    unsigned fact;
    if (key->weight < 2) return false;
    switch (key->kind) {
    case RG_MIRROR_GLOBAL:
    case RG_MIRROR_NAME:
        fact = rg_facts_name(m->cx, m->f->names[key->name]);
        key->bound = fact & RG_FACT_BOUND;
        if (key->kind == RG_MIRROR_NAME) return key->in_loop && !(fact & (RG_FACT_WRITTEN | RG_FACT_DELETED));
        return !(fact & (RG_FACT_WRITTEN | RG_FACT_LOOPED));
    case RG_MIRROR_MODULE_ATTR: return m->keys[key->base].weight >= WEIGHT_LOOP;
    case RG_MIRROR_DEREF:
        fact = rg_facts_cell(m->cx, m->cx->code, key->base);
        key->bound = fact & RG_FACT_BOUND;
        return fact & RG_FACT_STABLE;
    default: return key->loads > 1 || (key->in_loop && m->hoist_attrs);
    }
}

/* Gives bits to at most `room` keys: those with the greatest weights. */
static void choose(RgMirrors *m, uint32_t room)
{
    uint32_t least = 2, counts[64] = {0}, n = 0, good = 0;
    for (uint32_t k = 1; k < m->nkeys; k++) {
        if (!worth(m, &m->keys[k])) m->keys[k].weight = 0;
        counts[RG_MIN(m->keys[k].weight, 63u)]++;
        good += m->keys[k].weight > 0;
    }
    for (uint32_t w = 64; w-- > 2 && good > room;) {
        n += counts[w];
        if (n > room) {
            least = w + 1;
            break;
        }
    }
    for (uint32_t k = 1; k < m->nkeys && m->nbits < room; k++) {
        RgMirrorKey *key = &m->keys[k];
        if (key->weight < RG_MIN(least, 63u)) continue;
        if (key->kind == RG_MIRROR_MODULE_ATTR && m->keys[key->base].bit == RG_MIRROR_KEYS) continue;
        m->modules |= key->kind == RG_MIRROR_MODULE_ATTR;
        if (key->kind == RG_MIRROR_ATTR) {
            m->attrs |= 1ull << m->nbits;
            m->of_base[key->base] |= 1ull << m->nbits;
        }
        m->by_bit[m->nbits] = k;
        key->bit = m->nbits++;
    }
}

/* ---- events ---- */

static RgMirrorEvent *add_event(RgMirrors *m, uint32_t block, uint32_t insn, RgMirrorWhat what, uint32_t seq)
{
    if (m->nevents == m->cap_events) {
        uint32_t cap = m->cap_events * 2;
        RgMirrorEvent *events = RG_ARENA_ARRAY(m->arena, RgMirrorEvent, cap);
        if (!events) {
            m->f->failed = true;
            return &m->events[0];
        }
        memcpy(events, m->events, m->nevents * sizeof *events);
        m->events = events;
        m->cap_events = cap;
    }
    if (!m->first[block]) m->first[block] = m->nevents;
    RgMirrorEvent *e = &m->events[m->nevents++];
    *e = (RgMirrorEvent){.insn = insn, .what = (uint8_t)what, .seq = seq};
    return e;
}

/* With stable attributes only stores of the name count, of all that bars them. */
static uint64_t stored_attributes(const RgMirrors *m, const RgIrInsn *in)
{
    uint64_t mask = 0;
    if (in->op != OP_STORE_ATTR && in->op != OP_DELETE_ATTR) return 0;
    for (uint64_t bits = m->attrs; bits; bits &= bits - 1) {
        uint32_t bit = (uint32_t)__builtin_ctzll(bits);
        if (m->keys[m->by_bit[bit]].name == in->extra) mask |= 1ull << bit;
    }
    return mask;
}

/* Attributes that may be others once the instruction has run: all where it may run Python code in the common case
 * (elsewhere the VM looks), those of the locals that it writes. */
static uint64_t spoiled(const RgMirrors *m, const RgIrInsn *in)
{
    uint64_t mask = 0;
    if (in->op < RG_OP_COUNT && rg_op_bars_attrs(in->op)) {
        if (!m->hoist_attrs) return m->attrs;
        mask = stored_attributes(m, in);
    }
    for (uint32_t k = 0; k < in->ndefs; k++) {
        uint32_t home = m->f->values[in->def + k].home;
        if (home < m->f->nlocals && in->op != IR_HOME && in->op != IR_PARAM) mask |= m->of_base[home];
    }
    return mask;
}

/* The key that a STORE_NAME writes, 0: none. */
static uint32_t stored_key(const RgMirrors *m, const RgIrInsn *in)
{
    if (in->op != OP_STORE_NAME || !m->module_body) return 0;
    RgMirrorKey key = make_key(RG_MIRROR_NAME, RG_IR_NO_HOME, in->extra);
    uint32_t k = find_key(m, &key);
    return m->keys[k].bit < RG_MIRROR_KEYS ? k : 0;
}

/* Attributes of the module that a STORE_NAME of the key binds anew: it may be another one. */
static uint64_t spoiled_by_store(const RgMirrors *m, uint32_t k)
{
    uint64_t mask = 0;
    for (uint32_t bit = 0; m->modules && bit < m->nbits; bit++) { /* a module's bit is lower than those of its attributes */
        const RgMirrorKey *key = &m->keys[m->by_bit[bit]];
        if (key->kind != RG_MIRROR_MODULE_ATTR) continue;
        if (key->base == k || mask >> m->keys[key->base].bit & 1) mask |= 1ull << bit;
    }
    return mask;
}

/* A module's attribute that the function writes itself would be armed soon. */
static void note_written(RgMirrors *m, const RgIrInsn *in)
{
    uint32_t base = module_key(m, *rg_ir_args(m->f, in), MAX_MODULES);
    if (!base) return;
    RgMirrorKey key = make_key(RG_MIRROR_MODULE_ATTR, base, in->extra);
    m->keys[find_key(m, &key)].cost = COST_WRITTEN;
}

/* FOR_ITER may write the register of the name that the loop's body begins by storing (opt_load.c: makes_store). */
static uint64_t spoiled_by_loop(const RgMirrors *m, const RgIrInsn *in)
{
    const RgIrFunction *f = m->f;
    uint32_t i = f->blocks[f->blocks[in->block].fall].first;
    while (i && f->insns[i].op == IR_MARK)
        i = f->insns[i].next;
    uint32_t k = i ? stored_key(m, &f->insns[i]) : 0;
    return k ? 1ull << m->keys[k].bit : 0;
}

/* Lists the events of a block and counts uses of the loads' values; value.tmp is the event that loads it. */
static void list_block(RgMirrors *m, uint32_t b)
{
    RgIrFunction *f = m->f;
    RgMirrorKey key;
    uint32_t seq = 0, from = m->nevents;
    for (uint32_t i = f->blocks[b].first; i; i = f->insns[i].next) {
        const RgIrInsn *in = &f->insns[i];
        uint32_t k = 0;
        seq++;
        if (in->op == IR_PHI) continue;
        const RgIrOperand *args = rg_ir_args(f, in);
        for (uint32_t n = 0; n < in->nargs && m->nevents > from; n++) {
            uint32_t e = rg_mirror_loaded_by(m, args[n]);
            if (!e || f->insns[m->events[e].insn].block != b) continue;
            m->events[e].seen++;
            m->events[e].last = seq;
            if (n == 0) m->events[e].user = i;
        }
        if (is_free_load(f, in) && key_of(m, in, &key) && (k = find_key(m, &key)) && m->keys[k].bit < RG_MIRROR_KEYS) {
            bool method = in->op == OP_LOAD_METHOD, call = in->op == OP_CALL_METHOD || in->op == OP_CALL_METHOD_KW;
            f->values[in->def].tmp = call ? 0 : m->nevents;
            if (method) f->values[in->def + 1].tmp = m->nevents;
            RgMirrorEvent *e = add_event(m, b, i, RG_MIRROR_LOAD, seq);
            e->key = k;
            e->weak = method || call;
        } else if ((k = stored_key(m, in))) {
            add_event(m, b, i, RG_MIRROR_STORE, seq)->key = k;
        }
        if (m->modules && (in->op == OP_STORE_ATTR || in->op == OP_DELETE_ATTR)) note_written(m, in);
        uint64_t mask = m->attrs ? spoiled(m, in) : 0;
        if (in->op == OP_STORE_NAME && k) mask |= spoiled_by_store(m, k);
        if (in->op == OP_FOR_ITER && m->module_body) mask |= spoiled_by_loop(m, in);
        if (mask) add_event(m, b, i, RG_MIRROR_SPOIL, seq)->mask = mask;
    }
}

/* Whether the load's value has no uses but those that were seen; and whether a module's attribute is loaded from the
 * register that the module lives in. */
static bool uses_known(const RgMirrors *m, const RgMirrorEvent *e)
{
    const RgIrFunction *f = m->f;
    const RgIrInsn *in = &f->insns[e->insn], *call = &f->insns[e->user];
    if (m->keys[e->key].kind == RG_MIRROR_MODULE_ATTR) {
        uint32_t module = rg_mirror_loaded_by(m, f->operands[in->args]);
        if (!module || !m->events[module].fit || f->insns[m->events[module].insn].block != in->block) return false;
    }
    if (!e->weak) return e->seen == f->values[in->def].uses;
    if (in->op != OP_LOAD_METHOD) return true;
    if (e->seen != 2 || f->values[in->def].uses != 1 || f->values[in->def + 1].uses != 1 || !e->user) return false;
    if (call->op != OP_CALL_LOADED && call->op != OP_CALL_LOADED_KW) return false;
    const RgIrOperand *args = rg_ir_args(f, call);
    return args[0] == in->def && args[call->op == OP_CALL_LOADED ? 1 : 2] == in->def + 1;
}

/* Which loads' values may live in the registers. Where a load's value is still wanted when the key is loaded again
 * or stored to, the earlier load keeps a register of its own: it may be in the way of more than one. */
static void fit_block(RgMirrors *m, uint32_t from, uint32_t to)
{
    uint32_t newest[RG_MIRROR_KEYS];
    uint64_t seen = 0;
    for (uint32_t k = from; k < to; k++) {
        RgMirrorEvent *e = &m->events[k];
        if (e->what == RG_MIRROR_SPOIL) continue;
        if (e->what == RG_MIRROR_LOAD && !uses_known(m, e)) continue;
        uint64_t bit = rg_mirror_bit(m, e);
        uint32_t at = m->keys[e->key].bit;
        if ((seen & bit) && m->events[newest[at]].last > e->seq) m->events[newest[at]].fit = false;
        e->fit = true;
        seen |= bit;
        newest[at] = k;
    }
    for (uint32_t k = from; k < to; k++) {
        RgMirrorEvent *e = &m->events[k];
        if (e->fit && m->keys[e->key].kind == RG_MIRROR_MODULE_ATTR) e->fit = uses_known(m, e);
    }
}

/* On the way to a handler a store counts as taking away: what is before it may write the register. */
static void sum_block(RgMirrors *m, uint32_t b, uint32_t from, uint32_t to)
{
    uint64_t gen = 0, kill = 0, raised = 0;
    for (uint32_t k = from; k < to; k++) {
        const RgMirrorEvent *e = &m->events[k];
        if (e->what == RG_MIRROR_SPOIL) {
            gen &= ~e->mask;
            kill |= e->mask;
            raised |= e->mask;
            continue;
        }
        if (e->what == RG_MIRROR_STORE) raised |= rg_mirror_bit(m, e);
        gen = rg_mirror_step(m, e, gen);
    }
    m->gen[b] = gen;
    m->kill[b] = kill;
    m->raised[b] = raised;
}

static void list_events(RgMirrors *m)
{
    RgIrFunction *f = m->f;
    uint8_t *wanted = RG_ARENA_ARRAY(m->arena, uint8_t, f->nblocks);
    if (!wanted) {
        f->failed = true;
        return;
    }
    /* Where stores and what spoils attributes may be, too. */
    memset(wanted, m->attrs || m->modules || m->module_body, f->nblocks);
    for (uint32_t k = 0; k < m->nfound; k++)
        wanted[f->insns[m->found[k]].block] |= m->keys[m->found_key[k]].bit < RG_MIRROR_KEYS;
    for (uint32_t o = 0; o < f->norder && !f->failed; o++) {
        uint32_t b = f->order[o], from = m->nevents;
        if (!wanted[b]) continue;
        list_block(m, b);
        fit_block(m, from, m->nevents);
        if (m->nevents > from) sum_block(m, b, from, m->nevents);
    }
}

/* ---- dataflow ---- */

bool rg_mirror_flow(RgMirrors *m)
{
    RgIrFunction *f = m->f;
    memset(m->in, 0xff, f->nblocks * sizeof *m->in);
    m->in[f->entry] = 0;
    for (uint32_t round = 0; round < MAX_ROUNDS; round++) {
        uint64_t changed = 0;
        for (uint32_t o = 0; o < f->norder; o++) {
            uint32_t at = f->order[o];
            const RgIrBlock *b = &f->blocks[at];
            uint64_t in = m->in[at], raised = in & ~m->raised[at];
            uint64_t out = (in & ~m->kill[at]) | m->gen[at] | m->hoisted[at];
            if (b->taken) changed |= m->in[b->taken] & ~out, m->in[b->taken] &= out;
            if (b->fall) changed |= m->in[b->fall] & ~out, m->in[b->fall] &= out;
            if (b->handler) changed |= m->in[b->handler] & ~raised, m->in[b->handler] &= raised;
        }
        if (!changed) return true;
    }
    memset(m->in, 0, f->nblocks * sizeof *m->in);
    return false;
}

/* ---- all of it ---- */

bool rg_mirror_analyse(RgMirrors *m)
{
    RgIrFunction *f = m->f;
    RgConvert *cx = m->cx;
    uint32_t most = 200; /* homes: temporaries come behind them, and 8-bit fields must reach most of those */
    if (cx->opts.ra_limit) most = RG_MIN(cx->opts.ra_limit, most) - 3;
    if (!cx->cfg || !f->names || f->nhomes + f->nmirrors >= most) return false;
    m->module_body = cx->code->index == 0;
    m->hoist_attrs = cx->opts.assume & RG_ASSUME_STABLE_ATTRIBUTES;
    m->loops = cx->cfg->loops && !cx->cfg->irreducible;
    if (m->loops && !rg_flow_loops(m->arena, cx->cfg, f, &m->flow)) f->failed = true;
    if (f->failed || !collect(m)) return false;
    m->of_base = RG_ARENA_ZARRAY(m->arena, uint64_t, f->nlocals + 1);
    if (!m->of_base) return f->failed = true, false;
    most = RG_MIN(most - f->nhomes, RG_IR_MIRRORS - f->nmirrors);
    choose(m, RG_MIN((uint32_t)RG_MIRROR_KEYS, most));
    if (!m->nbits) return false;
    size_t nblocks = f->nblocks + m->flow.nloops + 1;
    uint64_t *sets = RG_ARENA_ZARRAY(m->arena, uint64_t, 5 * nblocks);
    m->first = RG_ARENA_ZARRAY(m->arena, uint32_t, nblocks);
    m->cap_events = 64;
    m->events = RG_ARENA_ARRAY(m->arena, RgMirrorEvent, m->cap_events);
    if (!sets || !m->first || !m->events) return f->failed = true, false;
    m->nevents = 1;
    m->in = sets;
    m->gen = sets + nblocks;
    m->kill = sets + 2 * nblocks;
    m->raised = sets + 3 * nblocks;
    m->hoisted = sets + 4 * nblocks;
    list_events(m);
    return !f->failed && rg_mirror_flow(m);
}
