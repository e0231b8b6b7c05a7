/* SPDX-License-Identifier: MIT
 *
 * verify_types.c: proves that the registers that some opcodes trust hold what they trust: cells, and the list, set or
 * dict that a display or comprehension is filling. A forward must-analysis over blocks whose facts are pairs "register
 * r holds a t", only those that some instruction asks for, so that most functions need no analysis at all.
 */
#include "vm/base/bitset.h"
#include "vm/code/op.h"
#include "vm/code/verify.h"

typedef enum Type { T_NONE, T_LIST, T_SET, T_DICT, T_CELL } Type;

/* Rounds over all blocks after which code is refused: far more than the nesting of loops that a compiler accepts. */
#define MAX_ROUNDS 200
#define NO_FACT    UINT32_MAX
/* Words of fact sets after which code is refused, as no program comes near it: 128 MiB. */
#define MAX_FACT_WORDS ((uint64_t)1 << 24)

typedef struct Block {
    uint32_t start, end;
    uint32_t handler; /* index of the handler of its exceptions, or UINT32_MAX */
    uint64_t *in;     /* facts at its start; all, until it is reached */
    bool reached;
} Block;

typedef struct Types {
    const RgCode *code;
    RgArena *scratch;
    RgError *error;
    uint32_t *first; /* by register: its first fact, or NO_FACT */
    uint32_t *next;  /* by fact: the register's next fact */
    uint8_t *type;   /* by fact */
    uint32_t nfacts;
    Block *blocks;
    uint32_t nblocks;
    bool changed;
} Types;

/* What the instruction asks for: the type, and the register in *reg. */
static Type demand(RgWord w, uint32_t *reg)
{
    *reg = RG_INSN_A(w);
    switch (RG_INSN_OP(w)) {
    case OP_LIST_APPEND:
    case OP_LIST_EXTEND: return T_LIST;
    case OP_LIST_TO_TUPLE: *reg = RG_INSN_B(w); return T_LIST;
    case OP_SET_ADD:
    case OP_SET_UPDATE: return T_SET;
    case OP_MAP_ADD:
    case OP_DICT_UPDATE:
    case OP_DICT_MERGE: return T_DICT;
    case OP_LOAD_DEREF:
    case OP_LOAD_MIRROR_DEREF:
    case OP_LOAD_CLASSDEREF: *reg = RG_INSN_B(w); return T_CELL;
    case OP_STORE_DEREF:
    case OP_DELETE_DEREF: return T_CELL;
    default: return T_NONE;
    }
}

static Type result_type(unsigned op)
{
    switch (op) {
    case OP_BUILD_LIST: return T_LIST;
    case OP_BUILD_SET: return T_SET;
    case OP_BUILD_MAP:
    case OP_BUILD_CONST_KEY_MAP: return T_DICT;
    case OP_MAKE_CELL: return T_CELL;
    default: return T_NONE;
    }
}

static uint32_t find_fact(const Types *t, uint32_t reg, Type type)
{
    uint32_t fact = t->first[reg];
    while (fact != NO_FACT && t->type[fact] != type)
        fact = t->next[fact];
    return fact;
}

static bool add_fact(Types *t, uint32_t reg, Type type, uint32_t room)
{
    if (find_fact(t, reg, type) != NO_FACT) return false;
    if (t->nfacts < room) {
        t->type[t->nfacts] = (uint8_t)type;
        t->next[t->nfacts] = t->first[reg];
        t->first[reg] = t->nfacts;
    }
    t->nfacts++;
    return true;
}

/* Facts that instructions ask for, then, to a fixed point, those of the registers that moves copy them from. */
static RgStatus collect_facts(Types *t)
{
    const RgCode *code = t->code;
    t->first = RG_ARENA_ARRAY(t->scratch, uint32_t, code->nregs + 1);
    if (!t->first) return rg_error_set(t->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    memset(t->first, 0xff, (code->nregs + 1) * sizeof *t->first);
    size_t room = (size_t)code->nregs * 4 + 4;
    t->next = RG_ARENA_ARRAY(t->scratch, uint32_t, room);
    t->type = RG_ARENA_ARRAY(t->scratch, uint8_t, room);
    if (!t->next || !t->type) return rg_error_set(t->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    bool again = true;
    for (int round = 0; again && round < MAX_ROUNDS; round++) {
        again = false;
        for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at])) {
            RgWord w = code->words[at];
            uint32_t reg, from = UINT32_MAX, to = 0;
            Type type = demand(w, &reg);
            if (type != T_NONE && round == 0) again |= add_fact(t, reg, type, (uint32_t)room);
            if (RG_INSN_OP(w) == OP_MOVE) {
                from = RG_INSN_B(w);
                to = RG_INSN_A(w);
            } else if (RG_INSN_OP(w) == OP_MOVE_WIDE && !(RG_PAIR_HI(code->words[at + 1]) & RG_OPERAND_CONST)) {
                from = RG_PAIR_HI(code->words[at + 1]);
                to = RG_PAIR_LO(code->words[at + 1]);
            }
            if (from == UINT32_MAX) continue;
            for (uint32_t fact = t->first[to]; fact != NO_FACT; fact = t->next[fact])
                again |= add_fact(t, from, (Type)t->type[fact], (uint32_t)room);
        }
        if (t->nfacts == 0) break;
    }
    return RG_OK;
}

static uint32_t block_at(const Types *t, uint32_t word)
{
    uint32_t low = 0, high = t->nblocks;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (t->blocks[middle].start <= word)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static uint32_t jump_target(const RgCode *code, uint32_t at)
{
    return (uint32_t)((int64_t)at + rg_op_length(&code->words[at]) + (int32_t)code->words[at + 1]);
}

/* Gives each block the handler that the first matching range names: ranges in order claim the blocks still free. */
static RgStatus assign_handlers(Types *t)
{
    const RgCode *code = t->code;
    uint32_t *unclaimed = RG_ARENA_ARRAY(t->scratch, uint32_t, t->nblocks + 1); /* union-find: next free block */
    if (!unclaimed) return rg_error_set(t->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    for (uint32_t i = 0; i <= t->nblocks; i++)
        unclaimed[i] = i;
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        const RgHandler *h = &code->handlers[i];
        uint32_t end = h->end == code->nwords ? t->nblocks : block_at(t, h->end);
        for (uint32_t b = block_at(t, h->start); b < end; b++) {
            while (unclaimed[b] != b) { /* path halving */
                unclaimed[b] = unclaimed[unclaimed[b]];
                b = unclaimed[b];
            }
            if (b >= end) break;
            t->blocks[b].handler = i;
            unclaimed[b] = b + 1;
        }
    }
    return RG_OK;
}

static RgStatus find_blocks(Types *t)
{
    const RgCode *code = t->code;
    uint64_t *leaders = rg_bitset_new(t->scratch, (size_t)code->nwords + 1);
    if (!leaders) return rg_error_set(t->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    rg_bitset_add(leaders, 0);
    for (uint32_t at = 0, next; at < code->nwords; at = next) {
        uint32_t effects = rg_op_info[RG_INSN_OP(code->words[at])].effects;
        next = at + rg_op_length(&code->words[at]);
        if (effects & F_BRANCH) rg_bitset_add(leaders, next);
        if (effects & F_JUMPS) rg_bitset_add(leaders, jump_target(code, at));
    }
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        rg_bitset_add(leaders, code->handlers[i].start);
        rg_bitset_add(leaders, code->handlers[i].end);
        rg_bitset_add(leaders, code->handlers[i].target);
    }
    rg_bitset_remove(leaders, code->nwords); /* the end of the code begins no block */
    t->nblocks = (uint32_t)rg_bitset_count(leaders, code->nwords);
    if ((uint64_t)t->nblocks * RG_BITSET_WORDS(t->nfacts) > MAX_FACT_WORDS)
        return rg_verify_fail(t->error, ERR_CODE_LIMIT, code, UINT32_MAX, "%u blocks", t->nblocks);
    t->blocks = RG_ARENA_ZARRAY(t->scratch, Block, t->nblocks);
    if (!t->blocks) return rg_error_set(t->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    uint32_t n = 0;
    RG_BITSET_EACH(word, leaders, code->nwords)
    {
        Block *block = &t->blocks[n++];
        block->start = (uint32_t)word;
        block->end = code->nwords;
        block->handler = UINT32_MAX;
        if (n > 1) block[-1].end = (uint32_t)word;
        block->in = rg_bitset_new(t->scratch, t->nfacts);
        if (!block->in) return rg_error_set(t->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    }
    return assign_handlers(t);
}

/* The register holds a t and nothing else (T_NONE: nothing that is known). */
static bool define(const Types *t, uint64_t *facts, uint32_t reg, Type type)
{
    bool changed = false;
    for (uint32_t fact = t->first[reg]; fact != NO_FACT; fact = t->next[fact]) {
        bool had = rg_bitset_has(facts, fact), has = t->type[fact] == type;
        if (has)
            rg_bitset_add(facts, fact);
        else
            rg_bitset_remove(facts, fact);
        changed |= had != has;
    }
    return changed;
}

static bool move_facts(const Types *t, uint64_t *facts, uint32_t to, uint32_t from)
{
    if (t->first[to] == NO_FACT) return false;
    for (uint32_t fact = t->first[from]; fact != NO_FACT; fact = t->next[fact]) {
        if (rg_bitset_has(facts, fact)) return define(t, facts, to, (Type)t->type[fact]);
    }
    return define(t, facts, to, T_NONE);
}

/* Facts after the instruction; true when they changed. */
static bool step(const Types *t, uint64_t *facts, uint32_t at)
{
    const RgCode *code = t->code;
    const RgWord *w = &code->words[at];
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(*w)];
    bool changed = false;
    switch (info->base) {
    case OP_MOVE: return move_facts(t, facts, RG_INSN_A(*w), RG_INSN_B(*w));
    case OP_MOVE_WIDE:
        if (RG_PAIR_HI(w[1]) & RG_OPERAND_CONST) return define(t, facts, RG_PAIR_LO(w[1]), T_NONE);
        return move_facts(t, facts, RG_PAIR_LO(w[1]), RG_PAIR_HI(w[1]));
    case OP_COPY_FREE_VARS:
        for (uint32_t i = code->nlocals - code->nfree; i < code->nlocals; i++)
            changed |= define(t, facts, i, T_CELL);
        return changed;
    default: break;
    }
    const uint8_t field[3] = {RG_INSN_A(*w), RG_INSN_B(*w), RG_INSN_C(*w)};
    for (int i = 0; i < 3; i++) {
        if (info->role[i] == RG_ROLE_D || info->role[i] == RG_ROLE_X)
            changed |= define(t, facts, field[i], i == 0 ? result_type(info->base) : T_NONE);
    }
    if (info->words == RG_WORDS_M) {
        uint32_t count = field[2];
        const RgWord *list = w + 1;
        if (count == RG_LIST_EXTENDED) count = *list++;
        for (uint32_t i = 0; i < count; i++)
            changed |= define(t, facts, RG_LIST_AT(list, i), T_NONE);
    }
    return changed;
}

static void flow_to(Types *t, uint32_t target, const uint64_t *facts)
{
    Block *block = &t->blocks[target];
    if (!block->reached) {
        block->reached = true;
        rg_bitset_copy(block->in, facts, t->nfacts);
        t->changed = true;
    } else if (rg_bitset_intersect(block->in, facts, t->nfacts)) {
        t->changed = true;
    }
}

/* Facts at the handler's start: the exception registers have been written. */
static void flow_to_handler(Types *t, const Block *block, uint64_t *facts, uint64_t *work)
{
    rg_bitset_copy(work, facts, t->nfacts);
    const RgHandler *h = &t->code->handlers[block->handler];
    if (h->exc_reg != RG_NO_REGISTER) define(t, work, h->exc_reg, T_NONE);
    if (h->lasti_reg != RG_NO_REGISTER) define(t, work, h->lasti_reg, T_NONE);
    flow_to(t, block_at(t, h->target), work);
}

static void flow_through(Types *t, Block *block, uint64_t *facts, uint64_t *work)
{
    const RgCode *code = t->code;
    bool fresh = true; /* the handler has not been told of these facts yet */
    rg_bitset_copy(facts, block->in, t->nfacts);
    uint32_t effects = 0;
    for (uint32_t at = block->start, next; at < block->end; at = next) {
        next = at + rg_op_length(&code->words[at]);
        effects = rg_op_info[RG_INSN_OP(code->words[at])].effects;
        if (fresh && block->handler != UINT32_MAX) flow_to_handler(t, block, facts, work);
        fresh = step(t, facts, at);
        if (effects & F_JUMPS) flow_to(t, block_at(t, jump_target(code, at)), facts);
    }
    if (!(effects & F_STOP)) flow_to(t, (uint32_t)(block - t->blocks) + 1, facts);
}

static RgStatus check_demands(Types *t, const Block *block, uint64_t *facts)
{
    const RgCode *code = t->code;
    rg_bitset_copy(facts, block->in, t->nfacts);
    for (uint32_t at = block->start; at < block->end; at += rg_op_length(&code->words[at])) {
        uint32_t reg;
        Type type = demand(code->words[at], &reg);
        if (type != T_NONE && !rg_bitset_has(facts, find_fact(t, reg, type)))
            return rg_verify_fail(t->error, ERR_CODE_TYPE, code, at, "%s of register %u",
                                  rg_op_info[RG_INSN_OP(code->words[at])].name, reg);
        if (type == T_CELL && RG_INSN_OP(code->words[at]) != OP_STORE_DEREF && reg >= code->nlocals)
            return rg_verify_fail(t->error, ERR_CODE_OPERAND, code, at, "register %u is not a local's home", reg);
        step(t, facts, at);
    }
    return RG_OK;
}

RgStatus rg_verify_types(const RgCode *code, RgArena *scratch, RgError *error)
{
    Types types = {.code = code, .scratch = scratch, .error = error}, *t = &types;
    RgStatus status = collect_facts(t);
    if (status || t->nfacts == 0) return status;
    status = find_blocks(t);
    uint64_t *facts = rg_bitset_new(scratch, t->nfacts), *work = rg_bitset_new(scratch, t->nfacts);
    if (!status && (!facts || !work)) status = rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    if (status) return status;
    t->blocks[0].reached = true;
    t->changed = true;
    for (int round = 0; t->changed; round++) {
        if (round == MAX_ROUNDS)
            return rg_verify_fail(error, ERR_CODE_LIMIT, code, UINT32_MAX, "jumps nested too deeply");
        t->changed = false;
        for (uint32_t i = 0; i < t->nblocks; i++) {
            if (t->blocks[i].reached) flow_through(t, &t->blocks[i], facts, work);
        }
    }
    for (uint32_t i = 0; i < t->nblocks && !status; i++) {
        if (t->blocks[i].reached) status = check_demands(t, &t->blocks[i], facts);
    }
    return status;
}
