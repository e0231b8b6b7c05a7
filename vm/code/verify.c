/* SPDX-License-Identifier: MIT
 *
 * verify.c: the structural part of verification: one pass over the words by the roles and layouts of ops.def, then
 * jumps and tables against the heads found. Reads nothing that earlier checks have not shown to be there, so any words
 * are safe to verify; the tables' pointers and lengths themselves are the reader's to check.
 */
#include "vm/code/verify.h"

#include <stdarg.h>
#include <stdio.h>

#include "vm/base/bitset.h"
#include "vm/base/map.h"
#include "vm/code/op.h"

typedef struct Checker {
    const RgCode *code;
    uint64_t *heads; /* words that begin an instruction */
    uint64_t *sites; /* sites that an instruction has claimed */
    uint32_t body;   /* first word behind the prologue: nothing jumps to before it */
    RgError *error;
} Checker;

RgStatus rg_verify_fail(RgError *error, RgStatus status, const RgCode *code, uint32_t word, const char *fmt, ...)
{
    char what[96];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    uint64_t offset = word == UINT32_MAX ? UINT64_MAX : (uint64_t)word * sizeof(RgWord);
    int shown = (int)RG_MIN(code->qualname.len, 48u);
    if (word == UINT32_MAX) return rg_error_set(error, status, offset, "in %.*s: %s", shown, code->qualname.data, what);
    return rg_error_set(error, status, offset, "in %.*s, word %u: %s", shown, code->qualname.data, word, what);
}

#define FAIL(word, status, ...) rg_verify_fail(c->error, (status), c->code, (word), __VA_ARGS__)
#define NO_WORD                 UINT32_MAX

static RgStatus check_locals(Checker *c)
{
    const RgCode *code = c->code;
    if (code->nregs > RG_REGISTER_MAX + 1u || code->nlocals > code->nregs)
        return FAIL(NO_WORD, ERR_CODE_LIMIT, "%u registers, %u locals", code->nregs, code->nlocals);
    uint64_t params = (uint64_t)code->argcount + code->kwonlyargcount + !!(code->flags & RG_CO_VARARGS) +
                      !!(code->flags & RG_CO_VARKEYWORDS);
    if (code->posonlyargcount > code->argcount || code->nfree > code->nlocals || params > code->nlocals - code->nfree)
        return FAIL(NO_WORD, ERR_CODE_LOCALS, "%llu parameters, %u free variables, %u locals",
                    (unsigned long long)params, code->nfree, code->nlocals);
    for (uint32_t i = 0; i < code->nlocals; i++) {
        uint8_t kind = code->local_kinds[i];
        bool is_free = i >= code->nlocals - code->nfree;
        bool fine = is_free
                        ? kind == RG_LOCAL_FREE
                        : kind == RG_LOCAL_PLAIN || kind == RG_LOCAL_CELL || (kind == (RG_LOCAL_PLAIN | RG_LOCAL_CELL));
        if (!is_free && ((kind == 0 && i >= params) || (kind & ~RG_LOCAL_PLAIN) == RG_LOCAL_MOVED ||
                         (i >= params && (kind & ~RG_LOCAL_CELL) == RG_LOCAL_HOME)))
            continue; /* see RG_LOCAL_MOVED */
        if (!fine || (i < params && !(kind & RG_LOCAL_PLAIN) && !(kind & RG_LOCAL_CELL)))
            return FAIL(NO_WORD, ERR_CODE_LOCALS, "local %u has kind 0x%x", i, kind);
    }
    uint32_t kind = code->flags & (RG_CO_GENERATOR | RG_CO_COROUTINE | RG_CO_ASYNC_GENERATOR);
    if (kind & (kind - 1)) return FAIL(NO_WORD, ERR_CODE_LOCALS, "flags 0x%x", code->flags);
    if (code->nconsts_source > code->nconsts)
        return FAIL(NO_WORD, ERR_CODE_CONSTANT, "%u of %u constants are the source's", code->nconsts_source, code->nconsts);
    if (code->nwords == 0 || code->nwords > INT32_MAX / 4)
        return FAIL(NO_WORD, ERR_CODE_LIMIT, "%u words", code->nwords);
    return RG_OK;
}

static RgStatus check_operand(Checker *c, uint32_t word, uint32_t operand, bool constant_allowed)
{
    if (operand & RG_OPERAND_CONST) {
        if (!constant_allowed) return FAIL(word, ERR_CODE_OPERAND, "a constant where a register is defined");
        if ((operand & RG_OPERAND_MAX) >= c->code->nconsts)
            return FAIL(word, ERR_CODE_CONSTANT, "constant %u of %u", operand & RG_OPERAND_MAX, c->code->nconsts);
    } else if (operand >= c->code->nregs) {
        return FAIL(word, ERR_CODE_REGISTER, "register %u of %u", operand, c->code->nregs);
    }
    return RG_OK;
}

/* The cache site of an instruction belongs to it alone, and has a name just where the opcode needs one. */
static RgStatus check_site(Checker *c, uint32_t at, uint32_t site, bool nameless)
{
    if (site >= c->code->nsites) return FAIL(at, ERR_CODE_SITE, "site %u of %u", site, c->code->nsites);
    if (!rg_bitset_insert(c->sites, site)) return FAIL(at, ERR_CODE_SITE, "site %u is another instruction's", site);
    uint32_t name = c->code->sites[site].name;
    if (nameless ? name != RG_NO_NAME : name >= c->code->nnames)
        return FAIL(at, ERR_CODE_SITE, "site %u has a bad name", site);
    return RG_OK;
}

/* The fields A, B and C by their roles. */
static RgStatus check_fields(Checker *c, uint32_t at, const RgOpInfo *info)
{
    RgWord w = c->code->words[at];
    const uint8_t field[3] = {RG_INSN_A(w), RG_INSN_B(w), RG_INSN_C(w)};
    for (int i = 0; i < 3; i++) {
        uint32_t wide = RG_INSN_BC(w);
        switch ((RgRole)info->role[i]) {
        case RG_ROLE_N:
            if (field[i] != 0)
                return FAIL(at, ERR_CODE_OPERAND, "%s: unused field %c is %u", info->name, 'A' + i, field[i]);
            break;
        case RG_ROLE_D:
        case RG_ROLE_U:
        case RG_ROLE_X:
            if (field[i] >= c->code->nregs)
                return FAIL(at, ERR_CODE_REGISTER, "%s: register %u of %u", info->name, field[i], c->code->nregs);
            break;
        case RG_ROLE_K:
            if (field[i] >= c->code->nconsts)
                return FAIL(at, ERR_CODE_CONSTANT, "%s: constant %u of %u", info->name, field[i], c->code->nconsts);
            break;
        case RG_ROLE_R16: {
            RgStatus status = check_operand(c, at, wide, true);
            if (status) return status;
            break;
        }
        case RG_ROLE_K16:
            if (wide >= c->code->nconsts)
                return FAIL(at, ERR_CODE_CONSTANT, "%s: constant %u of %u", info->name, wide, c->code->nconsts);
            break;
        case RG_ROLE_L16:
            if (wide >= c->code->nlocals)
                return FAIL(at, ERR_CODE_OPERAND, "%s: local %u of %u", info->name, wide, c->code->nlocals);
            break;
        case RG_ROLE_I8:
        case RG_ROLE_I16: {
            RgStatus status = check_site(c, at, info->role[i] == RG_ROLE_I8 ? field[i] : wide, false);
            if (status) return status;
            break;
        }
        default: /* S and COUNT are checked by meaning, HI with the field before it */ break;
        }
    }
    return RG_OK;
}

/* A list of operands or definitions; *at is where it begins (or its count, when that is extended). */
static RgStatus check_list(Checker *c, uint32_t head, uint32_t *at, bool definitions, uint32_t *count)
{
    const RgCode *code = c->code;
    uint32_t n = RG_INSN_C(code->words[head]);
    if (n == RG_LIST_EXTENDED) {
        if (*at >= code->nwords) return FAIL(head, ERR_CODE_TRUNCATED, "list");
        n = code->words[(*at)++];
        if (n < RG_LIST_EXTENDED) return FAIL(head, ERR_CODE_LIST, "extended count %u is small", n);
    }
    if (((uint64_t)n + 1) / 2 > code->nwords - *at) return FAIL(head, ERR_CODE_TRUNCATED, "list of %u", n);
    const RgWord *list = &code->words[*at];
    for (uint32_t i = 0; i < n; i++) {
        RgStatus status = check_operand(c, head, RG_LIST_AT(list, i), !definitions);
        if (status) return status;
    }
    if ((n & 1) && RG_LIST_AT(list, n) != 0) return FAIL(head, ERR_CODE_LIST, "padding is not zero");
    *at += RG_LIST_WORDS(n);
    *count = n;
    return RG_OK;
}

static bool is_call(unsigned op)
{
    return op == OP_CALL || op == OP_CALL_GLOBAL || op == OP_RETURN_CALL || op == OP_CALL_KW || op == OP_CALL_LOADED || op == OP_CALL_LOADED_KW;
}

static bool is_tuple_of_str(const RgConst *k)
{
    if (k->kind != RG_CONST_TUPLE) return false;
    for (uint32_t i = 0; i < k->len; i++) {
        if (k->u.items[i]->kind != RG_CONST_STR) return false;
    }
    return true;
}

/* What roles and layouts cannot say: immediates' ranges, counts that have to agree, kinds of constants. */
static RgStatus check_meaning(Checker *c, uint32_t at, unsigned op, const RgConst *k, uint32_t pair, uint32_t count)
{
    const RgCode *code = c->code;
    RgWord w = code->words[at];
    uint32_t a = RG_INSN_A(w), b = RG_INSN_B(w), cc = RG_INSN_C(w);
    bool fine = true;
    switch (op) {
    case OP_MOVE_WIDE: fine = !(RG_PAIR_LO(pair) & RG_OPERAND_CONST); break;
    case OP_CALL_KW:
    case OP_CALL_METHOD_KW: fine = is_tuple_of_str(k) && k->len <= count; break;
    case OP_CALL_LOADED:
    case OP_CALL_LOADED_KW: /* the first operand is the register that LOAD_METHOD left its subject in */
        fine =
            count >= 1 && !(RG_LIST_AT(&code->words[at + 2 + (op == OP_CALL_LOADED_KW) + (cc == RG_LIST_EXTENDED)], 0) &
                            RG_OPERAND_CONST);
        if (fine && op == OP_CALL_LOADED_KW) fine = is_tuple_of_str(k) && k->len <= count - 1;
        break;
    case OP_CALL_EX: fine = cc <= 1; break;
    case OP_MAKE_FUNCTION:
        fine = k->kind == RG_CONST_CODE && b <= 15 && count == (uint32_t)__builtin_popcount(b) &&
               !(b & 8) == (k->u.code->nfree == 0);
        break;
    case OP_BUILD_SLICE: fine = b == 0 && (count == 2 || count == 3); break;
    case OP_BUILD_MAP: fine = count % 2 == 0; break;
    case OP_BUILD_CONST_KEY_MAP: fine = k->kind == RG_CONST_TUPLE && k->len == count; break;
    case OP_UNPACK: fine = b <= 1; break;
    case OP_UNPACK_EX: fine = b < count; break;
    case OP_MATCH_CLASS:
        fine = (RG_PAIR_LO(pair) & RG_OPERAND_CONST) && (RG_PAIR_HI(pair) & RG_OPERAND_CONST);
        if (fine) {
            const RgConst *n = code->consts[RG_PAIR_LO(pair) & RG_OPERAND_MAX];
            fine = n->kind == RG_CONST_INT && n->u.i >= 0 && n->u.i <= INT32_MAX &&
                   is_tuple_of_str(code->consts[RG_PAIR_HI(pair) & RG_OPERAND_MAX]);
        }
        break;
    case OP_FORMAT_VALUE:
    case OP_FORMAT_VALUE_SPEC: fine = cc <= 3; break;
    case OP_LOAD_ATTR2: fine = RG_PAIR_LO(pair) == RG_PAIR_HI(pair); break;
    case OP_ADD_ITEM:
    case OP_MUL_ADD:
    case OP_MUL_SUB: fine = cc <= 2; break;
    case OP_RAISE: fine = cc <= 2 && (cc >= 1 || a == 0) && (cc == 2 || b == 0); break;
    case OP_GET_AWAITABLE: fine = cc <= 2; break;
    case OP_YIELD: fine = (code->flags & (RG_CO_GENERATOR | RG_CO_COROUTINE | RG_CO_ASYNC_GENERATOR)) != 0; break;
    case OP_LOAD_NAME:
    case OP_STORE_NAME:
    case OP_DELETE_NAME:
    case OP_LOAD_CLASSDEREF:
    case OP_IMPORT_STAR:
    case OP_SETUP_ANNOTATIONS: /* optimised code has no namespace */ fine = !(code->flags & RG_CO_OPTIMIZED); break;
    default: break;
    }
    return fine ? RG_OK : FAIL(at, ERR_CODE_OPERAND, "%s", rg_op_info[op].name);
}

/* One instruction; *next is the word behind it. Jump targets wait until all heads are known. */
static RgStatus check_instruction(Checker *c, uint32_t at, uint32_t *next)
{
    const RgCode *code = c->code;
    unsigned op = RG_INSN_OP(code->words[at]);
    if (op >= RG_OP_COUNT || rg_op_info[op].quick) return FAIL(at, ERR_CODE_OPCODE, "%u", op);
    const RgOpInfo *info = &rg_op_info[op];
    RgStatus status = check_fields(c, at, info);
    const RgConst *k = NULL;
    uint32_t word = at + 1, pair = 0, count = 0;
    for (const char *item = rg_words_items[info->words]; *item && !status; item++) {
        if (*item == 'L' || *item == 'M') {
            status = check_list(c, at, &word, *item == 'M', &count);
            continue;
        }
        if (word >= code->nwords) return FAIL(at, ERR_CODE_TRUNCATED, "%s", info->name);
        RgWord value = code->words[word++];
        if (*item == 'I' || *item == 'T') {
            status = check_site(c, at, value, is_call(op));
            if (!status && *item == 'T') status = check_site(c, at, value + 1, false);
        } else if (*item == 'K') {
            if (value >= code->nconsts)
                return FAIL(at, ERR_CODE_CONSTANT, "%s: constant %u of %u", info->name, value, code->nconsts);
            k = code->consts[value];
        } else if (*item == 'P') {
            pair = value;
            status = check_operand(c, at, RG_PAIR_LO(value), true);
            if (!status) status = check_operand(c, at, RG_PAIR_HI(value), true);
        }
    }
    if (!status) status = check_meaning(c, at, op, k, pair, count);
    *next = word;
    return status;
}

/* Cells come into being, and a generator comes off its caller's stack, before anything else happens:
 * MAKE_CELL (with moves around it for distant registers), then RETURN_GENERATOR where the flags call for one. */
static RgStatus find_body(Checker *c)
{
    const RgCode *code = c->code;
    uint32_t at = 0;
    for (;; at += rg_op_length(&code->words[at])) {
        unsigned op = RG_INSN_OP(code->words[at]);
        if (op == OP_MAKE_CELL)
            c->body = at + 1;
        else if (op != OP_NOP && op != OP_MOVE_WIDE)
            break;
    }
    bool generator = code->flags & (RG_CO_GENERATOR | RG_CO_COROUTINE | RG_CO_ASYNC_GENERATOR);
    bool returns = RG_INSN_OP(code->words[at]) == OP_RETURN_GENERATOR;
    if (generator != returns)
        return FAIL(at, ERR_CODE_PROLOGUE, generator ? "no RETURN_GENERATOR" : "RETURN_GENERATOR in a plain function");
    if (returns) c->body = at + 1;
    return RG_OK;
}

static RgStatus check_jumps(Checker *c)
{
    const RgCode *code = c->code;
    for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at])) {
        const RgOpInfo *info = &rg_op_info[RG_INSN_OP(code->words[at])];
        if (at >= c->body && info->base == OP_RETURN_GENERATOR)
            return FAIL(at, ERR_CODE_PROLOGUE, "%s in the body", info->name);
        if (!(info->effects & F_JUMPS)) continue;
        int64_t target = (int64_t)at + rg_op_length(&code->words[at]) + (int32_t)code->words[at + 1];
        if (target < c->body || target >= code->nwords || !rg_bitset_has(c->heads, (size_t)target))
            return FAIL(at, ERR_CODE_JUMP, "%s to %lld", info->name, (long long)target);
    }
    return RG_OK;
}

static bool is_head(const Checker *c, uint32_t word)
{
    return word < c->code->nwords && rg_bitset_has(c->heads, word);
}

/* Origin rows are at heads, and at the second words of instructions that have two parts. */
static bool may_have_origin(const Checker *c, uint32_t word)
{
    if (word >= c->code->nwords || is_head(c, word)) return word < c->code->nwords;
    return word > 0 && is_head(c, word - 1) && rg_op_info[RG_INSN_OP(c->code->words[word - 1])].effects & F_PARTS;
}

static RgStatus check_tables(Checker *c)
{
    const RgCode *code = c->code;
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        const RgHandler *h = &code->handlers[i];
        if (h->start >= h->end || h->start < c->body || !is_head(c, h->start) ||
            !(h->end == code->nwords || is_head(c, h->end)))
            return FAIL(h->start, ERR_CODE_HANDLER, "range %u..%u", h->start, h->end);
        if (h->target < c->body || !is_head(c, h->target))
            return FAIL(h->start, ERR_CODE_HANDLER, "target %u", h->target);
        if ((h->exc_reg != RG_NO_REGISTER && h->exc_reg >= code->nregs) ||
            (h->lasti_reg != RG_NO_REGISTER && h->lasti_reg >= code->nregs))
            return FAIL(h->start, ERR_CODE_HANDLER, "registers %u, %u", h->exc_reg, h->lasti_reg);
    }
    if (code->npositions == 0 || code->positions[0].word != 0)
        return FAIL(NO_WORD, ERR_CODE_TABLE, "no position for the first instruction");
    for (uint32_t i = 1; i < code->npositions; i++) {
        if (code->positions[i].word < code->positions[i - 1].word || code->positions[i].word > code->nwords)
            return FAIL(code->positions[i].word, ERR_CODE_TABLE, "position %u", i);
    }
    for (uint32_t i = 0; i < code->norigins; i++) {
        const RgOrigin *o = &code->origins[i];
        if (!may_have_origin(c, o->word) || (i > 0 && o->word < code->origins[i - 1].word) ||
            (o->count & RG_ORIGIN_KIND) == RG_ORIGIN_KIND)
            return FAIL(o->word, ERR_CODE_TABLE, "origin %u", i);
    }
    return RG_OK;
}

RgStatus rg_verify_code(const RgCode *code, RgArena *scratch, RgError *error)
{
    Checker checker = {.code = code, .error = error}, *c = &checker;
    RgStatus status = check_locals(c);
    if (status) return status;
    c->heads = rg_bitset_new(scratch, code->nwords);
    c->sites = rg_bitset_new(scratch, code->nsites);
    if (!c->heads || !c->sites) return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    for (uint32_t i = 0; i < code->nsites; i++) {
        if (code->sites[i].name != RG_NO_NAME && code->sites[i].name >= code->nnames)
            return FAIL(NO_WORD, ERR_CODE_SITE, "site %u has a bad name", i);
    }
    uint32_t last = 0;
    for (uint32_t at = 0, next = 0; at < code->nwords && !status; at = next) {
        rg_bitset_add(c->heads, at);
        status = check_instruction(c, at, &next);
        last = at;
    }
    if (status) return status;
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(code->words[last])];
    if (!(info->effects & F_STOP)) return FAIL(last, ERR_CODE_FALLS_OFF, "%s is the last instruction", info->name);
    status = find_body(c);
    if (!status) status = check_jumps(c);
    if (!status) status = check_tables(c);
    if (!status) status = rg_verify_mirrors(code, c->heads, c->sites, c->body, scratch, error);
    if (!status) status = rg_verify_types(code, scratch, error); /* takes the mirrors' tables as they are */
    return status;
}

/* Walk of a unit's constants. A tuple that several constants share is walked once for each code object. */
typedef struct Nesting {
    const RgCodeUnit *unit;
    RgMap codes;  /* address of a code object to its index */
    RgMap tuples; /* address of a tuple to 1 + the index of the code object that was last seen to use it */
    RgError *error;
} Nesting;

/* Every code object is in the list, and is a constant only of ones before it: so there are no cycles. */
static RgStatus check_nesting(Nesting *n, const RgConst *k, uint32_t outer, int depth)
{
    const RgCode *code = n->unit->codes[outer];
    if (depth > RG_CONST_DEPTH_MAX)
        return rg_verify_fail(n->error, ERR_CODE_LIMIT, code, NO_WORD, "constants nested too deeply");
    if (k->kind == RG_CONST_CODE) {
        const uint64_t *at = rg_map_lookup(&n->codes, (uint64_t)(uintptr_t)k->u.code);
        if (!at || *at <= outer)
            return rg_verify_fail(n->error, ERR_CODE_CONSTANT, code, NO_WORD, "a code object out of order");
        return RG_OK;
    }
    if (k->kind != RG_CONST_TUPLE && k->kind != RG_CONST_FROZENSET) return RG_OK;
    uint64_t *seen = rg_map_put(&n->tuples, (uint64_t)(uintptr_t)k, NULL);
    if (!seen) return rg_error_set(n->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    if (*seen == outer + 1) return RG_OK;
    *seen = outer + 1;
    for (uint32_t i = 0; i < k->len; i++) {
        RgStatus status = check_nesting(n, k->u.items[i], outer, depth + 1);
        if (status) return status;
    }
    return RG_OK;
}

static RgStatus list_codes(Nesting *n)
{
    for (uint32_t i = 0; i < n->unit->ncodes; i++) {
        bool added;
        uint64_t *at = rg_map_put(&n->codes, (uint64_t)(uintptr_t)n->unit->codes[i], &added);
        if (!at) return rg_error_set(n->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
        if (!added) return rg_error_set(n->error, ERR_IMAGE_CORRUPT, UINT64_MAX, "code listed twice");
        *at = i;
    }
    return RG_OK;
}

RgStatus rg_verify_unit(const RgCodeUnit *unit, RgError *error)
{
    if (unit->ncodes == 0 || unit->main != unit->codes[0])
        return rg_error_set(error, ERR_IMAGE_CORRUPT, UINT64_MAX, "no main code");
    if (unit->main->nfree) /* nobody gives a module a closure */
        return rg_verify_fail(error, ERR_CODE_LOCALS, unit->main, NO_WORD, "%u free variables", unit->main->nfree);
    Nesting n = {.unit = unit, .error = error};
    RgArena scratch;
    rg_map_init(&n.codes);
    rg_map_init(&n.tuples);
    rg_arena_init(&scratch);
    RgStatus status = list_codes(&n);
    for (uint32_t i = 0; i < unit->ncodes && !status; i++) {
        const RgCode *code = unit->codes[i];
        for (uint32_t j = 0; j < code->nconsts && !status; j++)
            status = check_nesting(&n, code->consts[j], i, 0);
        if (!status) status = rg_verify_code(code, &scratch, error);
        rg_arena_reset(&scratch);
    }
    rg_map_fini(&n.codes);
    rg_map_fini(&n.tuples);
    rg_arena_fini(&scratch);
    return status;
}
