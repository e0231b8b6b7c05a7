/* SPDX-License-Identifier: MIT
 *
 * verify_types.c: proves what the interpreter takes for granted about registers: that an instruction reads only what was
 * written in this frame, UNBOUND only where it looks for that itself, and that the registers that some opcodes trust
 * hold what they trust (cells, a display's own list, set or dict, strings to be joined, exceptions). A forward
 * must-analysis over blocks; the facts of a register are the bits RG_HOLDS_x. A handler is told the facts before and
 * after every instruction that may raise in its range, whatever the instruction had written when it raised.
 */
#include "vm/code/op.h"
#include "vm/code/verify_flow.h"

typedef uint16_t Facts;

/* Bytes of facts, held and moved, beyond which code is refused, as no program comes near it. */
#define MAX_HELD  ((uint64_t)1 << 28)
#define MAX_MOVED ((uint64_t)1 << 35)

#define VALUE (RG_HOLDS_WORD | RG_HOLDS_VALUE)

typedef struct Types {
    RgVerifyFlow flow;
    const RgCode *code;
    RgError *error;
    uint32_t room;   /* registers, rounded up so that facts can be handled eight bytes at a time */
    Facts **in;      /* by block: facts at its start; NULL: not reached */
    bool *dirty;     /* by block: its facts have changed since they were last followed */
    Facts *now;      /* facts before the current instruction */
    Facts *entry;    /* facts at a handler's entry */
    bool untold;     /* facts were lost since the handler was last told */
    uint32_t previous; /* the instruction before the current one in its block, or RG_NO_WORD */
    uint64_t held, moved;
    bool changed;
} Types;

#define FAIL(at, status, ...) rg_verify_fail(t->error, (status), t->code, (at), __VA_ARGS__)

static const char *fact_name(Facts facts)
{
    static const char *const names[] = {"a word of this frame", "a value", "a list", "a set", "a dict", "a cell", "a str",
                                        "an exception", "an exception or None", "an instruction's offset"};
    return names[31 - __builtin_clz(facts)];
}

/* Errors of these name the local whose home the cell's register is. */
static bool names_local(unsigned op)
{
    return op == OP_LOAD_DEREF || op == OP_LOAD_CLASSDEREF || op == OP_DELETE_DEREF;
}

static RgStatus need(Types *t, uint32_t at, uint32_t reg, Facts facts)
{
    if (RG_LIKELY((t->now[reg] & facts) == facts)) {
        if (facts & RG_HOLDS_CELL && reg >= t->code->nlocals && names_local(RG_INSN_OP(t->code->words[at])))
            return FAIL(at, ERR_CODE_OPERAND, "register %u is not a local's home", reg);
        return RG_OK;
    }
    RgStatus status = (facts & ~t->now[reg]) & ~VALUE ? ERR_CODE_TYPE : ERR_CODE_UNDEFINED;
    return FAIL(at, status, "%s: register %u may not hold %s", rg_op_info[RG_INSN_OP(t->code->words[at])].name, reg,
                fact_name(facts & ~t->now[reg]));
}

static RgStatus need_operand(Types *t, uint32_t at, uint32_t operand, Facts facts)
{
    return operand & RG_OPERAND_CONST ? RG_OK : need(t, at, operand, facts);
}

static void define(Types *t, uint32_t reg, Facts facts)
{
    t->untold |= (t->now[reg] & ~facts) != 0;
    t->now[reg] = facts;
}

/* What instructions need of the registers in their fields, where that is not just a value. */
static const Facts needs[RG_OP_COUNT][3] = {
    [OP_LIST_APPEND] = {VALUE | RG_HOLDS_LIST},
    [OP_LIST_EXTEND] = {VALUE | RG_HOLDS_LIST},
    [OP_LIST_TO_TUPLE] = {0, VALUE | RG_HOLDS_LIST},
    [OP_SET_ADD] = {VALUE | RG_HOLDS_SET},
    [OP_SET_UPDATE] = {VALUE | RG_HOLDS_SET},
    [OP_MAP_ADD] = {VALUE | RG_HOLDS_DICT},
    [OP_DICT_UPDATE] = {VALUE | RG_HOLDS_DICT},
    [OP_DICT_MERGE] = {VALUE | RG_HOLDS_DICT},
    [OP_LOAD_DEREF] = {0, VALUE | RG_HOLDS_CELL},
    [OP_LOAD_MIRROR_DEREF] = {0, VALUE | RG_HOLDS_CELL},
    [OP_LOAD_MIRROR_ATTR] = {0, RG_HOLDS_WORD}, /* another mirror's register */
    [OP_LOAD_CLASSDEREF] = {0, VALUE | RG_HOLDS_CELL},
    [OP_STORE_DEREF] = {VALUE | RG_HOLDS_CELL},
    [OP_DELETE_DEREF] = {VALUE | RG_HOLDS_CELL},
    [OP_PUSH_EXC_INFO] = {0, VALUE | RG_HOLDS_HANDLED},
    [OP_POP_EXCEPT] = {VALUE | RG_HOLDS_HANDLED},
    [OP_RERAISE_AT] = {0, VALUE | RG_HOLDS_LASTI},
    [OP_CHECK_BOUND] = {RG_HOLDS_WORD},
    [OP_MAKE_CELL] = {RG_HOLDS_WORD},
    [OP_MOVE] = {0, RG_HOLDS_WORD},
};

/* What they leave in the registers that their fields define, where that is not just a value. */
static const Facts results[RG_OP_COUNT][3] = {
    [OP_BUILD_LIST] = {VALUE | RG_HOLDS_LIST},
    [OP_BUILD_SET] = {VALUE | RG_HOLDS_SET},
    [OP_BUILD_MAP] = {VALUE | RG_HOLDS_DICT},
    [OP_BUILD_CONST_KEY_MAP] = {VALUE | RG_HOLDS_DICT},
    [OP_MAKE_CELL] = {VALUE | RG_HOLDS_CELL},
    [OP_FORMAT_VALUE] = {VALUE | RG_HOLDS_STR},
    [OP_FORMAT_VALUE_SPEC] = {VALUE | RG_HOLDS_STR},
    [OP_BUILD_STRING] = {VALUE | RG_HOLDS_STR},
    [OP_PUSH_EXC_INFO] = {VALUE | RG_HOLDS_HANDLED},
    [OP_LOAD_METHOD] = {0, 0, RG_HOLDS_WORD}, /* the subject, or UNBOUND */
    [OP_LOAD_UNBOUND] = {RG_HOLDS_WORD},
    [OP_LOAD_MIRROR] = {RG_HOLDS_WORD},
    [OP_LOAD_MIRROR_NAME] = {RG_HOLDS_WORD},
    [OP_LOAD_MIRROR_ATTR] = {RG_HOLDS_WORD},
    [OP_LOAD_MIRROR_DEREF] = {RG_HOLDS_WORD},
};

static Facts facts_of(const Facts table[RG_OP_COUNT][3], unsigned op, int field)
{
    Facts facts = table[op][field];
    return facts ? facts : VALUE;
}

static Facts constant_facts(const Types *t, uint32_t index)
{
    const unsigned kind = t->code->consts[index]->kind;
    return kind == RG_CONST_STR ? VALUE | RG_HOLDS_STR : kind == RG_CONST_NONE ? VALUE | RG_HOLDS_HANDLED : VALUE;
}

/* The operands of a list; those of BUILD_STRING are strings, and the first of CALL_LOADED is what LOAD_METHOD left. */
static RgStatus check_list(Types *t, uint32_t at, unsigned op, const RgWord *list)
{
    uint32_t n = RG_INSN_C(t->code->words[at]), i = 0;
    if (n == RG_LIST_EXTENDED) n = *list++;
    Facts facts = op == OP_BUILD_STRING ? VALUE | RG_HOLDS_STR : VALUE;
    if (op == OP_CALL_LOADED || op == OP_CALL_LOADED_KW) {
        RgStatus status = need_operand(t, at, RG_LIST_AT(list, 0), RG_HOLDS_WORD);
        if (status) return status;
        i = 1;
    }
    for (; i < n; i++) {
        uint32_t operand = RG_LIST_AT(list, i);
        if (op == OP_BUILD_STRING && operand & RG_OPERAND_CONST &&
            t->code->consts[operand & RG_OPERAND_MAX]->kind != RG_CONST_STR)
            return FAIL(at, ERR_CODE_TYPE, "BUILD_STRING of constant %u", operand & RG_OPERAND_MAX);
        RgStatus status = need_operand(t, at, operand, facts);
        if (status) return status;
    }
    return RG_OK;
}

/* All that the instruction reads. */
static RgStatus check_uses(Types *t, uint32_t at)
{
    const RgWord *w = &t->code->words[at];
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(*w)];
    const uint8_t field[3] = {RG_INSN_A(*w), RG_INSN_B(*w), RG_INSN_C(*w)};
    RgStatus status = RG_OK;
    for (int i = 0; i < 3 && !status; i++) {
        switch ((RgRole)info->role[i]) {
        case RG_ROLE_U:
            if (info->base == OP_RAISE && i >= field[2]) break; /* not looked at */
            status = need(t, at, field[i], facts_of(needs, info->base, i));
            break;
        case RG_ROLE_X: status = need(t, at, field[i], facts_of(needs, info->base, i)); break;
        case RG_ROLE_R16: status = need_operand(t, at, RG_INSN_BC(*w), VALUE); break;
        default: break;
        }
    }
    const RgWord *word = w + 1;
    for (const char *item = rg_words_items[info->words]; *item && !status; item++, word++) {
        if (*item == 'L') {
            status = check_list(t, at, info->base, word);
        } else if (*item == 'P' && info->base == OP_MOVE_WIDE) {
            status = need_operand(t, at, RG_PAIR_HI(*word), RG_HOLDS_WORD);
        } else if (*item == 'P') {
            uint32_t low = RG_PAIR_LO(*word), high = RG_PAIR_HI(*word);
            bool own = info->base == OP_LOAD_ATTR2; /* its second part may read what its first one has written */
            if (!own || low != field[0]) status = need_operand(t, at, low, VALUE);
            if (!status && !(own && high == field[0]) && !(info->base == OP_CALL_EX && field[2] == 0))
                status = need_operand(t, at, high, VALUE);
        }
    }
    return status;
}

/* A register beyond the short ones is checked in a copy that the word before makes of it: what is true of the copy is true of it. */
static void mark_copied(Types *t, uint32_t at)
{
    if (t->previous == RG_NO_WORD || t->previous + 2 != at) return;
    const RgWord *move = &t->code->words[t->previous];
    uint32_t from = RG_PAIR_HI(move[1]);
    bool copies = RG_INSN_OP(*move) == OP_MOVE_WIDE && RG_PAIR_LO(move[1]) == RG_INSN_A(move[2]);
    if (copies && !(from & RG_OPERAND_CONST)) t->now[from] |= VALUE;
}

/* Facts after the instruction has succeeded, and (of jumps) goes on to the next word. */
static void step(Types *t, uint32_t at)
{
    const RgCode *code = t->code;
    const RgWord *w = &code->words[at];
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(*w)];
    switch (info->base) {
    case OP_MOVE: define(t, RG_INSN_A(*w), t->now[RG_INSN_B(*w)]); return;
    case OP_MOVE_WIDE: {
        uint32_t from = RG_PAIR_HI(w[1]);
        bool constant = from & RG_OPERAND_CONST;
        define(t, RG_PAIR_LO(w[1]), constant ? constant_facts(t, from & RG_OPERAND_MAX) : t->now[from]);
        return;
    }
    case OP_LOAD_CONST: define(t, RG_INSN_A(*w), constant_facts(t, RG_INSN_BC(*w))); return;
    case OP_LOAD_CONST_WIDE: define(t, RG_INSN_A(*w), constant_facts(t, w[1])); return;
    case OP_CHECK_BOUND:
        t->now[RG_INSN_A(*w)] |= VALUE;
        mark_copied(t, at);
        return;
    case OP_UNPACK: /* the FOR_LOOP that leads here may have left out the item */
        if (RG_INSN_B(*w)) define(t, RG_INSN_A(*w), 0);
        break;
    case OP_RETURN_GENERATOR: /* the frame's copy has no more than this (vm/interp/gen.c) */
        for (uint32_t i = code->nlocals; i < code->nregs; i++)
            if (!code->nentry || i - code->mirrors[0].reg >= code->nentry) define(t, i, 0);
        return;
    default: break;
    }
    const uint8_t field[3] = {RG_INSN_A(*w), RG_INSN_B(*w), RG_INSN_C(*w)};
    for (int i = 0; i < 3; i++) {
        if (info->role[i] == RG_ROLE_D || info->role[i] == RG_ROLE_X) define(t, field[i], facts_of(results, info->base, i));
    }
    if (info->words == RG_WORDS_M) {
        uint32_t count = field[2];
        const RgWord *list = w + 1;
        if (count == RG_LIST_EXTENDED) count = *list++;
        for (uint32_t i = 0; i < count; i++)
            define(t, RG_LIST_AT(list, i), VALUE);
    }
}

static RgStatus flow_to(Types *t, uint32_t word, const Facts *facts)
{
    uint32_t block = t->flow.block_of[word];
    size_t size = t->room * sizeof(Facts);
    t->moved += size;
    if (!t->in[block]) {
        t->held += size;
        if (t->held > MAX_HELD) return FAIL(RG_NO_WORD, ERR_CODE_LIMIT, "too many registers for its jumps");
        t->in[block] = rg_arena_alloc(t->flow.scratch, size);
        if (!t->in[block]) return rg_error_set(t->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
        memcpy(t->in[block], facts, size);
        t->dirty[block] = t->changed = true;
        return RG_OK;
    }
    uint64_t *to = (uint64_t *)(void *)t->in[block], lost = 0;
    const uint64_t *from = (const uint64_t *)(const void *)facts;
    for (uint32_t i = 0; i < t->room / 4; i++) {
        lost |= to[i] & ~from[i];
        to[i] &= from[i];
    }
    if (lost) t->dirty[block] = t->changed = true;
    return RG_OK;
}

/* The handler's entry with the facts of this point, its registers written. */
static RgStatus flow_to_handler(Types *t, const RgHandler *h)
{
    t->untold = false;
    if (h->exc_reg == RG_NO_REGISTER && h->lasti_reg == RG_NO_REGISTER) return flow_to(t, h->target, t->now);
    memcpy(t->entry, t->now, t->room * sizeof(Facts));
    t->moved += t->room * sizeof(Facts);
    if (h->exc_reg != RG_NO_REGISTER) t->entry[h->exc_reg] = VALUE | RG_HOLDS_EXCEPTION | RG_HOLDS_HANDLED;
    if (h->lasti_reg != RG_NO_REGISTER) t->entry[h->lasti_reg] = VALUE | RG_HOLDS_LASTI;
    return flow_to(t, h->target, t->entry);
}

/* Both ways of a jump; t->now becomes the facts of going on. */
static RgStatus follow_jump(Types *t, uint32_t at, uint32_t next)
{
    const RgWord w = t->code->words[at];
    uint32_t target = rg_verify_target(t->code, at, next - at);
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(w)];
    if (info->role[0] != RG_ROLE_D) {
        step(t, at);
        return flow_to(t, target, t->now);
    }
    uint32_t reg = RG_INSN_A(w);
    Facts before = t->now[reg];
    RgStatus status;
    switch (info->base) {
    case OP_FOR_ITER: /* defines when it goes on */
        status = flow_to(t, target, t->now);
        step(t, at);
        return status;
    case OP_FOR_LOOP: /* defines when it jumps */
        step(t, at);
        status = flow_to(t, target, t->now);
        define(t, reg, before);
        return status;
    case OP_SEND: /* defines both ways */
        step(t, at);
        return flow_to(t, target, t->now);
    default: /* of others nothing is known */
        step(t, at);
        define(t, reg, t->now[reg] & before);
        return flow_to(t, target, t->now);
    }
}

/* The delegation for which a generator waits at the YIELD `at` may end there. */
static RgStatus follow_delegation(Types *t, uint32_t at)
{
    uint32_t send = t->flow.sends[at] - 1;
    memcpy(t->entry, t->now, t->room * sizeof(Facts));
    t->moved += t->room * sizeof(Facts);
    t->entry[RG_INSN_A(t->code->words[send])] = VALUE;
    return flow_to(t, rg_verify_target(t->code, send, rg_op_length(&t->code->words[send])), t->entry);
}

/* First load point at word or behind it. */
static uint32_t first_point(const RgCode *code, uint32_t word)
{
    uint32_t low = 0, high = code->npoints;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (code->points[middle].word < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static RgStatus flow_through(Types *t, const RgVerifyBlock *block)
{
    const RgCode *code = t->code;
    const RgHandler *handler = block->handler == UINT32_MAX ? NULL : &code->handlers[block->handler];
    memcpy(t->now, t->in[block - t->flow.blocks], t->room * sizeof(Facts));
    t->moved += t->room * sizeof(Facts);
    t->untold = true;
    t->previous = RG_NO_WORD;
    RgStatus status = handler && block->target ? flow_to_handler(t, handler) : RG_OK;
    uint32_t effects = 0, point = code->npoints ? first_point(code, block->start) : 0;
    for (uint32_t at = block->start, next; at < block->end && !status; at = next) {
        const RgOpInfo *info = &rg_op_info[RG_INSN_OP(code->words[at])];
        bool raises = info->effects & (F_RAISE | F_ALLOC) && handler;
        next = at + rg_op_length(&code->words[at]);
        effects = info->effects | (info->base == OP_JUMP_STOP_ASYNC ? F_STOP : 0); /* it jumps or raises */
        for (; point < code->npoints && code->points[point].word == at; point++) {
            /* Loaded here when it is armed; when it is not, the register holds what the load would give. */
            if (handler && t->untold) status = flow_to_handler(t, handler);
            if (status) return status;
            t->now[code->mirrors[code->points[point].mirror].reg] |= VALUE;
        }
        status = check_uses(t, at);
        if (!status && t->flow.sends && t->flow.sends[at]) status = follow_delegation(t, at);
        if (!status && raises && t->untold) status = flow_to_handler(t, handler);
        if (status) return status;
        if (effects & F_JUMPS)
            status = follow_jump(t, at, next);
        else
            step(t, at);
        t->previous = at;
        if (!status && raises && t->untold) status = flow_to_handler(t, handler);
    }
    if (!status && !(effects & F_STOP)) status = flow_to(t, block->end, t->now);
    return status;
}

/* Parameters have values, free variables cells, other locals and the mirrors of a frame's entry a value or UNBOUND; in the
 * rest of the frame may be anything. */
static RgStatus begin(Types *t)
{
    const RgCode *code = t->code;
    RgArena *scratch = t->flow.scratch;
    t->room = (uint32_t)RG_ALIGN_UP(code->nregs + 1, 4);
    t->in = RG_ARENA_ZARRAY(scratch, Facts *, t->flow.nblocks);
    t->dirty = RG_ARENA_ZARRAY(scratch, bool, t->flow.nblocks);
    t->now = RG_ARENA_ZARRAY(scratch, Facts, t->room);
    t->entry = RG_ARENA_ZARRAY(scratch, Facts, t->room);
    if (!t->in || !t->dirty || !t->now || !t->entry) return rg_error_set(t->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    uint32_t params = code->argcount + code->kwonlyargcount + !!(code->flags & RG_CO_VARARGS) +
                      !!(code->flags & RG_CO_VARKEYWORDS);
    for (uint32_t i = 0; i < code->nlocals; i++)
        t->now[i] = i >= code->nlocals - code->nfree ? VALUE | RG_HOLDS_CELL : i < params ? VALUE : RG_HOLDS_WORD;
    for (uint32_t i = 0; i < code->nentry; i++)
        t->now[code->mirrors[i].reg] = RG_HOLDS_WORD;
    return flow_to(t, 0, t->now);
}

RgStatus rg_verify_types(const RgCode *code, RgArena *scratch, RgError *error)
{
    Types types = {.code = code, .error = error}, *t = &types;
    RgStatus status = rg_verify_flow(&t->flow, code, scratch, error);
    if (!status) status = begin(t);
    /* Facts only ever get lost, so what a block lacks when it is first followed it lacks in the end as well. */
    for (int round = 0; t->changed && !status; round++) {
        if (round == RG_VERIFY_ROUNDS || t->moved > MAX_MOVED)
            return FAIL(RG_NO_WORD, ERR_CODE_LIMIT, "jumps nested too deeply");
        t->changed = false;
        for (uint32_t i = 0; i < t->flow.nblocks && !status; i++) {
            if (!t->dirty[i]) continue;
            t->dirty[i] = false;
            status = flow_through(t, &t->flow.blocks[i]);
        }
    }
    return status;
}
