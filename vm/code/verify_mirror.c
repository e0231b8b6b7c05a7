/* SPDX-License-Identifier: MIT
 *
 * verify_mirror.c: proves what load points rely upon: at each of them the register of its mirror was written last, on every
 * way there, by a definition of that mirror, and the register that the mirror is taken from has not changed since. A forward
 * must-analysis over blocks with one fact a mirror ("its register holds it"); functions without mirrors cost nothing.
 */
#include "vm/base/bitset.h"
#include "vm/code/op.h"
#include "vm/code/verify_flow.h"

/* Rounds over all blocks after which code is refused, as in verify_types.c. */
#define MAX_ROUNDS 200
#define NO_MIRROR  UINT16_MAX
#define NO_WORD    UINT32_MAX

typedef struct Facts {
    uint64_t held[RG_BITSET_WORDS(RG_MIRRORS_MAX)];
} Facts;

typedef struct Block {
    uint32_t start, end;
    uint32_t handler; /* index of the handler of its exceptions, or UINT32_MAX */
    bool reached;
    Facts in;
} Block;

typedef struct Mirrors {
    const RgCode *code;
    RgArena *scratch;
    RgError *error;
    uint16_t *owner; /* by register: the mirror that has it, or NO_MIRROR */
    uint16_t *taken; /* by register: first mirror of an attribute of it, or of a cell in it, or NO_MIRROR */
    uint16_t next[RG_MIRRORS_MAX]; /* the next one */
    uint32_t *block_of;            /* by word: for heads that begin a block, 1 + its number */
    Block *blocks;
    uint32_t nblocks;
    uint32_t *sends; /* rg_verify_sends */
    bool changed;
} Mirrors;

#define FAIL(word, ...) rg_verify_fail(m->error, ERR_CODE_MIRROR, m->code, (word), __VA_ARGS__)
#define NO_MEMORY()     rg_error_set(m->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "")

/* ---- the tables ---- */

static RgStatus check_mirror(Mirrors *m, uint32_t index, uint64_t *sites)
{
    const RgCode *code = m->code;
    const RgMirror *it = &code->mirrors[index];
    bool by_name = it->kind == RG_MIRROR_GLOBAL || it->kind == RG_MIRROR_NAME;
    if (it->kind >= RG_MIRROR_KIND_COUNT) return FAIL(NO_WORD, "mirror %u has kind %u", index, it->kind);
    if (it->reg < code->nlocals || it->reg >= code->nregs || m->owner[it->reg] != NO_MIRROR)
        return FAIL(NO_WORD, "mirror %u has register %u", index, it->reg);
    m->owner[it->reg] = (uint16_t)index;
    if (by_name ? it->base != 0 : it->kind == RG_MIRROR_MODULE_ATTR ? it->base >= code->nregs : it->base >= code->nlocals)
        return FAIL(NO_WORD, "mirror %u is taken from register %u", index, it->base);
    if (it->kind == RG_MIRROR_NAME && code->flags & RG_CO_OPTIMIZED)
        return FAIL(NO_WORD, "mirror %u is of a name where there is no namespace", index);
    if (it->kind == RG_MIRROR_DEREF ? it->site != RG_NO_NAME
                                    : it->site >= code->nsites || code->sites[it->site].name >= code->nnames ||
                                          !rg_bitset_insert(sites, it->site))
        return FAIL(NO_WORD, "mirror %u has site %u", index, it->site);
    if (!by_name) {
        m->next[index] = m->taken[it->base];
        m->taken[it->base] = (uint16_t)index;
    }
    return RG_OK;
}

/* First names, then cells of the closure. */
static bool may_be_entry(const RgCode *code, uint32_t index)
{
    const RgMirror *it = &code->mirrors[index];
    if (!(code->flags & RG_CO_OPTIMIZED) || it->reg != code->mirrors[0].reg + index) return false;
    if (it->kind == RG_MIRROR_GLOBAL) return index == 0 || it[-1].kind == RG_MIRROR_GLOBAL;
    return it->kind == RG_MIRROR_DEREF && it->base >= code->nlocals - code->nfree;
}

static RgStatus check_tables(Mirrors *m, const uint64_t *heads, uint64_t *sites, uint32_t body)
{
    const RgCode *code = m->code;
    for (uint32_t i = 0; i < code->nmirrors; i++) {
        RgStatus status = check_mirror(m, i, sites);
        if (status) return status;
    }
    for (uint32_t i = 0; i < code->nentry; i++) {
        if (i >= code->nmirrors || !may_be_entry(code, i))
            return FAIL(NO_WORD, "mirror %u cannot be an entry mirror", i);
    }
    for (uint32_t i = 0; i < code->nmirrors; i++) {
        const RgMirror *it = &code->mirrors[i];
        if (it->kind != RG_MIRROR_MODULE_ATTR) continue;
        uint16_t base = m->owner[it->base];
        if (base == NO_MIRROR || base == i || code->mirrors[base].kind > RG_MIRROR_MODULE_ATTR)
            return FAIL(NO_WORD, "mirror %u is taken from register %u", i, it->base);
    }
    for (uint32_t i = 0; i < code->npoints; i++) {
        const RgLoadPoint *p = &code->points[i];
        if (p->word < body || p->word >= code->nwords || !rg_bitset_has(heads, p->word) || p->mirror >= code->nmirrors ||
            (i > 0 && p->word < p[-1].word) || p->stack >= code->stack_instructions)
            return FAIL(p->word, "load point %u", i);
    }
    return RG_OK;
}

/* ---- instructions ---- */

static bool same_name(const RgCode *code, const RgMirror *mirror, uint32_t site)
{
    return code->sites[mirror->site].name == code->sites[site].name;
}

static uint32_t site_at(const RgCode *code, uint32_t at)
{
    const RgWord *w = &code->words[at];
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(*w)];
    if (info->role[1] == RG_ROLE_I16) return RG_INSN_BC(*w);
    return info->role[2] == RG_ROLE_I8 ? RG_INSN_C(*w) : w[1];
}

/* The register with which the instruction may define a mirror of kind *kind (taken from *base); NO_REGISTER: none. */
static uint32_t definition(const RgCode *code, uint32_t at, uint32_t *kind, uint32_t *base)
{
    RgWord w = code->words[at];
    uint32_t wide = RG_INSN_BC(w);
    *base = 0;
    switch (RG_INSN_OP(w)) {
    case OP_LOAD_GLOBAL:
    case OP_LOAD_MIRROR: *kind = RG_MIRROR_GLOBAL; return RG_INSN_A(w);
    case OP_LOAD_NAME:
    case OP_LOAD_MIRROR_NAME: *kind = RG_MIRROR_NAME; return RG_INSN_A(w);
    case OP_LOAD_NAME_FAR:
        *kind = code->flags & RG_CO_OPTIMIZED ? RG_MIRROR_GLOBAL : RG_MIRROR_NAME;
        return RG_INSN_A(w);
    case OP_STORE_NAME_MIRROR: *kind = RG_MIRROR_NAME; return wide & RG_OPERAND_CONST ? RG_NO_REGISTER : wide;
    case OP_LOAD_MIRROR_ATTR:
    case OP_LOAD_ATTR:
    case OP_LOAD_ATTR_FAR:
        *base = RG_INSN_B(w);
        *kind = RG_MIRROR_MODULE_ATTR;
        return RG_INSN_A(w);
    case OP_LOAD_DEREF:
    case OP_LOAD_MIRROR_DEREF:
        *base = RG_INSN_B(w);
        *kind = RG_MIRROR_DEREF;
        return RG_INSN_A(w);
    default: return RG_NO_REGISTER;
    }
}

/* The mirror that the instruction defines, or NO_MIRROR. */
static uint32_t defined(const Mirrors *m, uint32_t at)
{
    const RgCode *code = m->code;
    uint32_t kind = 0, base, reg = definition(code, at, &kind, &base);
    if (reg == RG_NO_REGISTER || m->owner[reg] == NO_MIRROR) return NO_MIRROR;
    const RgMirror *it = &code->mirrors[m->owner[reg]];
    unsigned op = RG_INSN_OP(code->words[at]);
    bool attr = op == OP_LOAD_ATTR || op == OP_LOAD_ATTR_FAR || op == OP_LOAD_MIRROR_ATTR;
    bool kinds_fit = it->kind == kind || (it->kind == RG_MIRROR_ATTR && attr);
    if (!kinds_fit || it->base != base || (kind != RG_MIRROR_DEREF && !same_name(code, it, site_at(code, at))))
        return NO_MIRROR;
    return m->owner[reg];
}

/* Opcodes that are nothing but definitions have a mirror to define. */
static RgStatus check_definitions(Mirrors *m)
{
    const RgCode *code = m->code;
    for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at])) {
        switch (RG_INSN_OP(code->words[at])) {
        case OP_LOAD_MIRROR:
        case OP_LOAD_MIRROR_NAME:
        case OP_LOAD_MIRROR_ATTR:
        case OP_LOAD_MIRROR_DEREF:
        case OP_STORE_NAME_MIRROR:
            if (code->nmirrors == 0 || defined(m, at) == NO_MIRROR)
                return FAIL(at, "%s defines no mirror", rg_op_info[RG_INSN_OP(code->words[at])].name);
            break;
        default: break;
        }
    }
    return RG_OK;
}

static void write_register(const Mirrors *m, Facts *facts, uint32_t reg)
{
    if (m->owner[reg] != NO_MIRROR) rg_bitset_remove(facts->held, m->owner[reg]);
    if (reg >= m->code->nlocals) return; /* a mirror's: see step() */
    for (uint32_t i = m->taken[reg]; i != NO_MIRROR; i = m->next[i])
        rg_bitset_remove(facts->held, i);
}

/* The name whose mirror is in the register is stored: what was known of the module's attributes was of another module. */
static void store_module(const Mirrors *m, Facts *facts, uint32_t reg)
{
    for (uint32_t i = m->taken[reg]; i != NO_MIRROR; i = m->next[i]) {
        if (!rg_bitset_has(facts->held, i)) continue;
        rg_bitset_remove(facts->held, i);
        store_module(m, facts, m->code->mirrors[i].reg);
    }
}

/* Facts after the instruction. A mirror of an attribute of a module stays when that module's own mirror is defined again
 * by a load: were it another module, both would be armed. */
static void step(const Mirrors *m, Facts *facts, uint32_t at)
{
    const RgCode *code = m->code;
    const RgWord *w = &code->words[at];
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(*w)];
    const uint8_t field[3] = {RG_INSN_A(*w), RG_INSN_B(*w), RG_INSN_C(*w)};
    uint32_t mirror = defined(m, at);
    if (mirror != NO_MIRROR && RG_INSN_OP(*w) == OP_STORE_NAME_MIRROR) store_module(m, facts, code->mirrors[mirror].reg);
    if (mirror != NO_MIRROR && code->mirrors[mirror].kind == RG_MIRROR_MODULE_ATTR &&
        !rg_bitset_has(facts->held, m->owner[code->mirrors[mirror].base]))
        mirror = NO_MIRROR;
    for (int i = 0; i < 3; i++) {
        if (info->role[i] == RG_ROLE_D || info->role[i] == RG_ROLE_X) write_register(m, facts, field[i]);
    }
    if (info->base == OP_MOVE_WIDE) write_register(m, facts, RG_PAIR_LO(w[1]));
    if (info->words == RG_WORDS_M) {
        const RgWord *list = w + 1;
        uint32_t count = field[2] == RG_LIST_EXTENDED ? *list++ : field[2];
        for (uint32_t i = 0; i < count; i++)
            write_register(m, facts, RG_LIST_AT(list, i));
    }
    if (mirror != NO_MIRROR) rg_bitset_add(facts->held, mirror);
}

/* ---- flow ---- */

static uint32_t jump_target(const RgCode *code, uint32_t at)
{
    return (uint32_t)((int64_t)at + rg_op_length(&code->words[at]) + (int32_t)code->words[at + 1]);
}

/* Gives each block the handler that the first matching range names: ranges in order claim the blocks still free. */
static RgStatus assign_handlers(Mirrors *m)
{
    const RgCode *code = m->code;
    uint32_t *unclaimed = RG_ARENA_ARRAY(m->scratch, uint32_t, m->nblocks + 1); /* union-find: next free block */
    if (!unclaimed) return NO_MEMORY();
    for (uint32_t i = 0; i <= m->nblocks; i++)
        unclaimed[i] = i;
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        const RgHandler *h = &code->handlers[i];
        uint32_t end = h->end == code->nwords ? m->nblocks : m->block_of[h->end] - 1;
        for (uint32_t b = m->block_of[h->start] - 1; b < end; b++) {
            while (unclaimed[b] != b) { /* path halving */
                unclaimed[b] = unclaimed[unclaimed[b]];
                b = unclaimed[b];
            }
            if (b >= end) break;
            m->blocks[b].handler = i;
            unclaimed[b] = b + 1;
        }
    }
    return RG_OK;
}

static RgStatus find_blocks(Mirrors *m)
{
    const RgCode *code = m->code;
    m->block_of = RG_ARENA_ZARRAY(m->scratch, uint32_t, (size_t)code->nwords + 1);
    if (!m->block_of) return NO_MEMORY();
    m->block_of[0] = 1;
    for (uint32_t at = 0, next; at < code->nwords; at = next) {
        uint32_t effects = rg_op_info[RG_INSN_OP(code->words[at])].effects;
        next = at + rg_op_length(&code->words[at]);
        if (effects & F_BRANCH) m->block_of[next] = 1;
        if (effects & F_JUMPS) m->block_of[jump_target(code, at)] = 1;
    }
    for (uint32_t i = 0; i < code->nhandlers; i++)
        m->block_of[code->handlers[i].start] = m->block_of[code->handlers[i].end] = m->block_of[code->handlers[i].target] = 1;
    for (uint32_t at = 0; at < code->nwords; at++)
        if (m->block_of[at]) m->block_of[at] = ++m->nblocks;
    m->blocks = RG_ARENA_ZARRAY(m->scratch, Block, m->nblocks);
    if (!m->blocks) return NO_MEMORY();
    for (uint32_t at = 0; at < code->nwords; at++) {
        if (!m->block_of[at]) continue;
        Block *block = &m->blocks[m->block_of[at] - 1];
        *block = (Block){.start = at, .end = code->nwords, .handler = UINT32_MAX};
        if (block > m->blocks) block[-1].end = at;
    }
    return assign_handlers(m);
}

static void flow_to(Mirrors *m, uint32_t block, const Facts *facts)
{
    Block *to = &m->blocks[block];
    if (!to->reached) {
        to->reached = true;
        to->in = *facts;
        m->changed = true;
    } else if (rg_bitset_intersect(to->in.held, facts->held, m->code->nmirrors)) {
        m->changed = true;
    }
}

/* An instruction fails: its handler begins with what held before and, for what it may have written by then, still holds. */
static void flow_to_handler(Mirrors *m, const Block *block, Facts facts, const Facts *after)
{
    if (block->handler == UINT32_MAX) return;
    const RgHandler *h = &m->code->handlers[block->handler];
    rg_bitset_intersect(facts.held, after->held, m->code->nmirrors);
    if (h->exc_reg != RG_NO_REGISTER) write_register(m, &facts, h->exc_reg);
    if (h->lasti_reg != RG_NO_REGISTER) write_register(m, &facts, h->lasti_reg);
    flow_to(m, m->block_of[h->target] - 1, &facts);
}

static void flow_from_delegation(Mirrors *m, Facts facts, uint32_t send)
{
    write_register(m, &facts, RG_INSN_A(m->code->words[send]));
    flow_to(m, m->block_of[jump_target(m->code, send)] - 1, &facts);
}

static void flow_through(Mirrors *m, const Block *block)
{
    const RgCode *code = m->code;
    Facts facts = block->in;
    uint32_t effects = 0;
    for (uint32_t at = block->start; at < block->end; at += rg_op_length(&code->words[at])) {
        Facts before = facts;
        effects = rg_op_info[RG_INSN_OP(code->words[at])].effects;
        if (m->sends && m->sends[at]) flow_from_delegation(m, facts, m->sends[at] - 1);
        step(m, &facts, at);
        flow_to_handler(m, block, before, &facts);
        if (effects & F_JUMPS) flow_to(m, m->block_of[jump_target(code, at)] - 1, &facts);
    }
    if (!(effects & F_STOP)) flow_to(m, (uint32_t)(block - m->blocks) + 1, &facts);
}

/* ---- what was to be shown ---- */

static RgStatus check_points(Mirrors *m, const Block *block, uint32_t *point)
{
    const RgCode *code = m->code;
    Facts facts = block->in;
    for (uint32_t at = block->start; at < block->end; at += rg_op_length(&code->words[at])) {
        for (; *point < code->npoints && code->points[*point].word == at; ++*point) {
            uint32_t mirror = code->points[*point].mirror;
            const RgMirror *it = &code->mirrors[mirror];
            if (block->reached &&
                (!rg_bitset_has(facts.held, mirror) ||
                 (it->kind == RG_MIRROR_MODULE_ATTR && !rg_bitset_has(facts.held, m->owner[it->base]))))
                return FAIL(at, "register %u need not hold mirror %u", it->reg, mirror);
        }
        step(m, &facts, at);
    }
    return RG_OK;
}

RgStatus rg_verify_mirrors(const RgCode *code, const uint64_t *heads, uint64_t *sites, uint32_t body, RgArena *scratch,
                           RgError *error)
{
    Mirrors mirrors = {.code = code, .scratch = scratch, .error = error}, *m = &mirrors;
    if (code->nmirrors == 0 && code->npoints == 0 && code->nentry == 0) return check_definitions(m);
    if (code->nmirrors > RG_MIRRORS_MAX) return FAIL(NO_WORD, "%u mirrors", code->nmirrors);
    m->owner = RG_ARENA_ARRAY(scratch, uint16_t, code->nregs);
    m->taken = RG_ARENA_ARRAY(scratch, uint16_t, code->nregs);
    if (!m->owner || !m->taken) return NO_MEMORY();
    memset(m->owner, 0xff, code->nregs * sizeof *m->owner);
    memset(m->taken, 0xff, code->nregs * sizeof *m->taken);
    RgStatus status = check_tables(m, heads, sites, body);
    if (!status) status = check_definitions(m);
    if (!status) status = find_blocks(m);
    if (!status && !rg_verify_sends(code, scratch, &m->sends)) status = NO_MEMORY();
    if (status) return status;
    m->blocks[0].reached = m->changed = true;
    for (uint32_t i = 0; i < code->nentry; i++)
        rg_bitset_add(m->blocks[0].in.held, i);
    for (int round = 0; m->changed; round++) {
        if (round == MAX_ROUNDS) return rg_verify_fail(error, ERR_CODE_LIMIT, code, NO_WORD, "jumps nested too deeply");
        m->changed = false;
        for (uint32_t i = 0; i < m->nblocks; i++)
            if (m->blocks[i].reached) flow_through(m, &m->blocks[i]);
    }
    uint32_t point = 0;
    for (uint32_t i = 0; i < m->nblocks && !status; i++)
        status = check_points(m, &m->blocks[i], &point);
    return status;
}
