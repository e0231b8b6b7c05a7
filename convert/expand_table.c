/* SPDX-License-Identifier: MIT
 *
 * expand_table.c: 3.12 to 3.14, which have an exception table as 3.11 has. What differs: the order of callable and
 * NULL (3.13), super instructions, intrinsics, iteration that leaves its iterator for another instruction, with
 * statements made of plain calls (3.14), comprehensions that borrow a local of the function around them.
 *
 * What the runtime, which is 3.11's, has no instruction for, such as type parameters, aliases and template strings, is a
 * call of a function of its module _since311.
 */
#include "convert/expand.h"

static const RgStackInsn *raw_at(const RgExpand *x, uint32_t i)
{
    static const RgStackInsn nothing = {.op = PYOP_INVALID};
    return i < x->nraw ? &x->raw[i] : &nothing;
}

static void emit(RgExpand *x, RgPyOp op, uint32_t arg)
{
    rg_expand_emit(x, op, arg);
}

/* ---- locals ---- */

static bool check_local(RgExpand *x, uint32_t local)
{
    return local < x->code->nlocals || rg_expand_fail(x, "local number out of range");
}

static bool is_borrowed(const RgExpand *x, uint32_t local)
{
    return x->borrowed[local >> 6] >> (local & 63) & 1;
}

/* A cell itself is wanted by what makes a closure. A local that is a cell in one comprehension may be a plain variable
 * in another. */
static bool load_fast(RgExpand *x, uint32_t local)
{
    if (!check_local(x, local)) return false;
    bool plain = x->code->local_kinds[local] == RG_LOCAL_PLAIN || is_borrowed(x, local);
    rg_expand_emit(x, plain ? PYOP_LOAD_FAST : PYOP_LOAD_CLOSURE, local);
    return true;
}

/* The variable of a comprehension is given back what it held before, which may be nothing; what stands right behind
 * FOR_ITER is a value. */
static bool store_fast(RgExpand *x, uint32_t i, uint32_t local)
{
    if (!check_local(x, local)) return false;
    bool maybe = is_borrowed(x, local);
    if (x->code->local_kinds[local] == RG_LOCAL_PLAIN && i > 0 && x->raw[i - 1].op == PYOP_FOR_ITER_312 &&
        !(x->raw[i].flags & RG_STACKF_TARGET))
        maybe = false;
    rg_expand_emit(x, maybe ? PYOP_STORE_FAST_MAYBE : PYOP_STORE_FAST, local);
    return true;
}

static uint64_t *find_borrowed(RgExpand *x)
{
    uint64_t *set = RG_ARENA_ZARRAY(x->arena, uint64_t, x->code->nlocals / 64 + 1);
    if (!set) x->status = rg_error_set(x->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    for (uint32_t i = 0; set && i < x->nraw; i++)
        if (x->raw[i].op == PYOP_LOAD_FAST_AND_CLEAR && x->raw[i].arg < x->code->nlocals)
            set[x->raw[i].arg >> 6] |= 1ull << (x->raw[i].arg & 63);
    return set;
}

/* ---- names ---- */

/* [dict] -> dict[name], or what other pushes when it has none */
static void from_dict_or(RgExpand *x, RgPyOp string, uint32_t number, RgPyOp other, uint32_t arg)
{
    emit(x, string, number);
    emit(x, PYOP_COPY, 2);
    emit(x, PYOP_CONTAINS_OP, 0);
    uint32_t absent = rg_expand_jump_later(x, PYOP_POP_JUMP_IF_FALSE);
    emit(x, string, number);
    emit(x, PYOP_BINARY_SUBSCR, 0);
    uint32_t end = rg_expand_jump_later(x, PYOP_JUMP);
    rg_expand_here(x, absent);
    emit(x, PYOP_POP_TOP, 0);
    emit(x, other, arg);
    rg_expand_here(x, end);
}

/* LOAD_LOCALS with what takes it right away is one instruction of 3.11; instructions consumed. */
static uint32_t load_locals(RgExpand *x, uint32_t i)
{
    const RgStackInsn *next = raw_at(x, i + 1);
    if (!(next->flags & RG_STACKF_TARGET) && next->op == PYOP_LOAD_FROM_DICT_OR_DEREF) {
        emit(x, PYOP_LOAD_CLASSDEREF, next->arg);
        return 2;
    }
    if (!(next->flags & RG_STACKF_TARGET) && next->op == PYOP_LOAD_FROM_DICT_OR_GLOBALS) {
        rg_expand_plain(x, PYOP_LOAD_NAME, next->arg, 0);
        return 2;
    }
    rg_expand_runtime_function(x, RG_EXPAND_LOCALS);
    emit(x, PYOP_CALL_FUNCTION, 0);
    return 1;
}

static void load_super_attr(RgExpand *x, uint32_t arg)
{
    emit(x, PYOP_CALL_FUNCTION, 2);
    rg_expand_plain(x, arg & 1 ? PYOP_LOAD_METHOD : PYOP_LOAD_ATTR, arg >> 2, 0);
}

/* ---- functions and intrinsics ---- */

/* MAKE_FUNCTION and the SET_FUNCTION_ATTRIBUTE behind it, which take their operands from the top down; instructions
 * consumed. */
static uint32_t make_function(RgExpand *x, uint32_t i)
{
    enum { ANNOTATIONS = 4, CLOSURE = 8, ANNOTATE = 16 };
    uint32_t flags = 0, next = i + 1, previous = 32;
    for (; raw_at(x, next)->op == PYOP_SET_FUNCTION_ATTRIBUTE; next++) {
        uint32_t part = x->raw[next].arg == ANNOTATE ? 6 : x->raw[next].arg; /* lies between closure and annotations */
        if (part != 1 && part != 2 && part != 4 && part != 6 && part != CLOSURE)
            return rg_expand_fail(x, "unknown part of a function");
        if (part >= previous || (x->raw[next].flags & RG_STACKF_TARGET))
            return rg_expand_fail(x, "parts of a function in an unknown order");
        previous = part;
        flags |= x->raw[next].arg;
    }
    if ((flags & (ANNOTATIONS | ANNOTATE)) == (ANNOTATIONS | ANNOTATE))
        return rg_expand_fail(x, "a function has annotations twice");
    /* The function that makes annotations has their place. */
    emit(x, PYOP_MAKE_FUNCTION_311, (flags & 15) | (flags & ANNOTATE ? ANNOTATIONS : 0));
    return next - i;
}

/* [n arguments] -> function(*arguments) */
static void call_runtime(RgExpand *x, RgExpandName function, uint32_t n)
{
    emit(x, PYOP_BUILD_TUPLE, n);
    rg_expand_runtime_function(x, function);
    emit(x, PYOP_SWAP, 2);
    emit(x, PYOP_CALL_FUNCTION_EX, 0);
}

static bool intrinsic_1(RgExpand *x, uint32_t which)
{
    switch (which) {
    case 1: emit(x, PYOP_PRINT_EXPR, 0); break;
    case 2: emit(x, PYOP_IMPORT_STAR, 0); break;
    case 3: return true; /* StopIteration out of a generator: the runtime sees to it */
    case 4: emit(x, PYOP_ASYNC_GEN_WRAP, 0); return true;
    case 5: emit(x, PYOP_UNARY_POSITIVE, 0); return true;
    case 6: emit(x, PYOP_LIST_TO_TUPLE, 0); return true;
    case 7: call_runtime(x, RG_EXPAND_TYPE_VAR, 1); return true;
    case 8: call_runtime(x, RG_EXPAND_PARAM_SPEC, 1); return true;
    case 9: call_runtime(x, RG_EXPAND_TYPE_VAR_TUPLE, 1); return true;
    case 10: call_runtime(x, RG_EXPAND_GENERIC, 1); return true;
    case 11: call_runtime(x, RG_EXPAND_TYPE_ALIAS, 1); return true;
    default: return rg_expand_fail(x, "unknown intrinsic");
    }
    emit(x, PYOP_PUSH_NONE, 0);
    return true;
}

static bool intrinsic_2(RgExpand *x, uint32_t which)
{
    switch (which) {
    case 1: emit(x, PYOP_PREP_RERAISE_STAR, 0); return true;
    case 2: call_runtime(x, RG_EXPAND_BOUND, 2); return true;
    case 3: call_runtime(x, RG_EXPAND_CONSTRAINTS, 2); return true;
    case 4:
        emit(x, PYOP_COPY, 2);
        emit(x, PYOP_STORE_ATTR, rg_expand_name(x, RG_EXPAND_TYPE_PARAMS));
        return true;
    case 5: call_runtime(x, RG_EXPAND_DEFAULT, 2); return true;
    default: return rg_expand_fail(x, "unknown intrinsic");
    }
}

static bool common_constant(RgExpand *x, uint32_t which)
{
    switch (which) {
    case 0: emit(x, PYOP_LOAD_ASSERTION_ERROR, 0); return true;
    case 1: emit(x, PYOP_LOAD_GLOBAL_311, rg_expand_name(x, RG_EXPAND_NOT_IMPLEMENTED) << 1); return true;
    case 2:
    case 3:
    case 4: /* tuple, all, any: code compares its own with them, and does without when they differ */
        emit(x, PYOP_PUSH_NONE, 0);
        return true;
    default: return rg_expand_fail(x, "unknown common constant");
    }
}

/* ---- constants with slices in them ---- */

/* The parts stand behind the file's constants, one run for each composed constant in their order. */
static bool compose(RgExpand *x, const RgConst *c, uint32_t *part)
{
    if (c->kind != RG_CONST_TUPLE || !(c->flags & RG_PYCONSTF_COMPOSED)) {
        if (*part >= x->code->nconsts) return rg_expand_fail(x, "constant index out of range");
        emit(x, PYOP_LOAD_CONST, (*part)++);
        return true;
    }
    for (uint32_t i = 0; i < c->len; i++)
        if (!compose(x, c->u.items[i], part)) return false;
    emit(x, c->flags & RG_PYCONSTF_SLICE ? PYOP_BUILD_SLICE : PYOP_BUILD_TUPLE, c->len);
    return true;
}

static uint32_t count_parts(const RgConst *c)
{
    if (c->kind != RG_CONST_TUPLE || !(c->flags & RG_PYCONSTF_COMPOSED)) return 1;
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->len; i++)
        n += count_parts(c->u.items[i]);
    return n;
}

/* By constant: its first part. Made when the first composed constant is met. */
static bool find_parts(RgExpand *x)
{
    const RgPyCode *code = x->code;
    uint32_t at = code->parts_from;
    x->parts = RG_ARENA_ARRAY(x->arena, uint32_t, code->parts_from + 1);
    if (!x->parts) return x->status = rg_error_set(x->error, ERR_NO_MEMORY, UINT64_MAX, "%s", ""), false;
    for (uint32_t i = 0; i < code->parts_from; i++) {
        const RgConst *c = code->consts[i];
        x->parts[i] = at;
        if (c->kind == RG_CONST_TUPLE && c->flags & RG_PYCONSTF_COMPOSED) at += count_parts(c);
    }
    return true;
}

static bool load_const(RgExpand *x, uint32_t arg)
{
    uint64_t k = (uint64_t)arg + x->code->const_shift;
    if (k >= x->code->parts_from) return rg_expand_fail(x, "constant index out of range");
    const RgConst *c = x->code->consts[k];
    if (c->kind != RG_CONST_TUPLE || !(c->flags & RG_PYCONSTF_COMPOSED)) return emit(x, PYOP_LOAD_CONST, (uint32_t)k), true;
    if (!x->parts && !find_parts(x)) return false;
    uint32_t part = x->parts[k];
    return compose(x, c, &part);
}

/* ---- control flow ---- */

/* Whether the instruction at i only looks at the truth of its operand. */
static bool takes_truth(const RgExpand *x, uint32_t i)
{
    unsigned op = raw_at(x, i)->op;
    return op == PYOP_POP_JUMP_IF_FALSE || op == PYOP_POP_JUMP_IF_TRUE || op == PYOP_UNARY_NOT;
}

static void to_bool(RgExpand *x, uint32_t i)
{
    if (takes_truth(x, i + 1)) return;
    emit(x, PYOP_UNARY_NOT, 0);
    emit(x, PYOP_UNARY_NOT, 0);
}

/* The exhausted iterator is popped by the jump; the target pops it otherwise. */
static bool for_iter(RgExpand *x, uint32_t i)
{
    uint32_t target = x->raw[i].target;
    unsigned end = x->raw[target].op, pop = raw_at(x, target + 1)->op;
    if (end == PYOP_END_FOR_312)
        target += 1;
    else if (end == PYOP_END_FOR_313 && pop == PYOP_POP_TOP)
        target += 2;
    else
        return rg_expand_fail(x, "loop without an end");
    if (target >= x->nraw) return rg_expand_fail(x, "execution falls off the end of the code");
    rg_expand_jump(x, PYOP_FOR_ITER_311, target);
    return true;
}

static bool send(RgExpand *x, uint32_t i)
{
    if (x->raw[x->raw[i].target].op != PYOP_END_SEND) return rg_expand_fail(x, "delegation without an end");
    rg_expand_jump(x, PYOP_SEND_311, x->raw[i].target);
    return true;
}

/* 3.14 spells `with` out: COPY 1, LOAD_SPECIAL exit, SWAP 2, SWAP 3, LOAD_SPECIAL enter, CALL 0. */
static uint32_t enter_with(RgExpand *x, uint32_t i)
{
    static const struct {
        uint8_t op, arg;
    } rest[] = {{PYOP_SWAP, 2}, {PYOP_SWAP, 3}, {PYOP_LOAD_SPECIAL, 0}, {PYOP_CALL_311, 0}};
    bool async = raw_at(x, i + 1)->arg == 3;
    if (!async && raw_at(x, i + 1)->arg != 1) return rg_expand_fail(x, "special method in an unknown place");
    for (uint32_t k = 0; k < RG_COUNT_OF(rest); k++) {
        const RgStackInsn *in = raw_at(x, i + 2 + k);
        uint32_t want = rest[k].arg + (rest[k].op == PYOP_LOAD_SPECIAL && async ? 2u : 0);
        if (in->op != rest[k].op || in->arg != want) return rg_expand_fail(x, "special method in an unknown place");
    }
    emit(x, async ? PYOP_BEFORE_ASYNC_WITH : PYOP_BEFORE_WITH, 0);
    emit(x, PYOP_PUSH_NULL, 0);
    emit(x, PYOP_SWAP, 3);
    emit(x, PYOP_SWAP, 2);
    return 2 + (uint32_t)RG_COUNT_OF(rest);
}

/* Whether the NULL that instruction i pushes stands for the keywords that the call behind it does not have. It may be
 * part of the load of a global, which the compiler then took it into: f(*ARGUMENTS). */
static bool is_no_keywords(const RgExpand *x, uint32_t i)
{
    const RgStackInsn *in = raw_at(x, i);
    return raw_at(x, i + 1)->op == PYOP_CALL_FUNCTION_EX_314 &&
           (in->op == PYOP_PUSH_NULL_313 || (in->op == PYOP_LOAD_GLOBAL_311 && in->arg & 1));
}

static bool swap_null(RgExpand *x, uint32_t i)
{
    if (is_no_keywords(x, i)) return true;
    emit(x, PYOP_PUSH_NULL, 0);
    emit(x, PYOP_SWAP, 2);
    return true;
}

/* [value, expression, format specification if there is one] */
static void build_interpolation(RgExpand *x, uint32_t arg)
{
    if (!(arg & 1)) emit(x, PYOP_PUSH_NONE, 0);
    emit(x, PYOP_LOAD_INT, arg >> 2);
    call_runtime(x, RG_EXPAND_INTERPOLATION, 4);
}

/* 3.14 notes in a set, loaded by name, which conditional annotations were reached: a set like any other, which the
 * program may have replaced. Behind it the set is popped. */
static void set_add(RgExpand *x, uint32_t i)
{
    if (x->raw[i].arg != 1 || i == 0 || x->raw[i - 1].op != PYOP_LOAD_INT || raw_at(x, i + 1)->op != PYOP_POP_TOP) {
        emit(x, PYOP_SET_ADD, x->raw[i].arg);
        return;
    }
    emit(x, PYOP_SWAP, 2);
    emit(x, PYOP_LOAD_ATTR, rg_expand_name(x, RG_EXPAND_ADD));
    emit(x, PYOP_SWAP, 2);
    emit(x, PYOP_CALL_FUNCTION, 1);
}

/* ---- all of it ---- */

static bool compare(RgExpand *x, uint32_t i, uint32_t arg, bool truth)
{
    emit(x, PYOP_COMPARE_OP, arg);
    if (truth) to_bool(x, i);
    return true;
}

static void slice(RgExpand *x, RgPyOp then)
{
    emit(x, PYOP_BUILD_SLICE, 2);
    emit(x, then, 0);
}

/* Those that have something of their own; false: none of them. consumed counts what it took. */
static bool special(RgExpand *x, uint32_t i, uint32_t *consumed)
{
    const RgStackInsn *in = &x->raw[i];
    const uint32_t a = in->arg;
    switch (in->op) {
    case PYOP_LOAD_FAST:
    case PYOP_LOAD_FAST_CHECK: load_fast(x, a); break;
    case PYOP_STORE_FAST: store_fast(x, i, a); break;
    case PYOP_LOAD_CONST: load_const(x, a); break;
    case PYOP_LOAD_FAST_LOAD_FAST:
        load_fast(x, a >> 4);
        load_fast(x, a & 15);
        break;
    case PYOP_STORE_FAST_LOAD_FAST:
        store_fast(x, i, a >> 4);
        load_fast(x, a & 15);
        break;
    case PYOP_STORE_FAST_STORE_FAST:
        store_fast(x, i, a >> 4);
        store_fast(x, i, a & 15);
        break;
    case PYOP_LOAD_ATTR_312: rg_expand_plain(x, a & 1 ? PYOP_LOAD_METHOD : PYOP_LOAD_ATTR, a >> 1, 0); break;
    case PYOP_LOAD_SUPER_ATTR: load_super_attr(x, a); break;
    case PYOP_LOAD_LOCALS: *consumed = load_locals(x, i); break;
    case PYOP_LOAD_FROM_DICT_OR_GLOBALS:
        from_dict_or(x, PYOP_LOAD_NAME_STRING, a, PYOP_LOAD_GLOBAL_311, a << 1);
        break;
    case PYOP_LOAD_FROM_DICT_OR_DEREF: from_dict_or(x, PYOP_LOAD_LOCAL_STRING, a, PYOP_LOAD_DEREF, a); break;
    case PYOP_COMPARE_OP_312: compare(x, i, a >> 4, false); break;
    case PYOP_COMPARE_OP_313: compare(x, i, a >> 5, a & 16); break;
    case PYOP_BINARY_OP_314: emit(x, a == 26 ? PYOP_BINARY_SUBSCR : PYOP_BINARY_OP, a == 26 ? 0 : a); break;
    case PYOP_BINARY_SLICE: slice(x, PYOP_BINARY_SUBSCR); break;
    case PYOP_STORE_SLICE: slice(x, PYOP_STORE_SUBSCR); break;
    case PYOP_RETURN_CONST:
        load_const(x, a);
        emit(x, PYOP_RETURN_VALUE, 0);
        break;
    case PYOP_FOR_ITER_312: for_iter(x, i); break;
    case PYOP_END_FOR_312:
        emit(x, PYOP_POP_TOP, 0);
        emit(x, PYOP_POP_TOP, 0);
        break;
    case PYOP_END_FOR_313: emit(x, PYOP_POP_TOP, 0); break;
    case PYOP_SEND_312: send(x, i); break;
    case PYOP_END_SEND:
    case PYOP_NOP: emit(x, PYOP_NOP, 0); break;
    case PYOP_CLEANUP_THROW: emit(x, PYOP_RERAISE_311, 0); break; /* SEND delegates what is thrown in */
    case PYOP_YIELD_VALUE_312: emit(x, PYOP_YIELD_VALUE, 0); break;
    case PYOP_END_ASYNC_FOR_314: emit(x, PYOP_END_ASYNC_FOR_311, 0); break;
    case PYOP_CALL_INTRINSIC_1: intrinsic_1(x, a); break;
    case PYOP_CALL_INTRINSIC_2: intrinsic_2(x, a); break;
    case PYOP_PUSH_NULL_313: swap_null(x, i); break;
    case PYOP_CALL_FUNCTION_EX_314:
        emit(x, PYOP_CALL_FUNCTION_EX_311, i == 0 || !is_no_keywords(x, i - 1));
        break;
    case PYOP_LOAD_GLOBAL_311: rg_expand_plain(x, in->op, is_no_keywords(x, i) ? a & ~1u : a, 0); break;
    case PYOP_MAKE_FUNCTION_313: *consumed = make_function(x, i); break;
    case PYOP_SET_FUNCTION_ATTRIBUTE: rg_expand_fail(x, "part of a function in an unknown place"); break;
    case PYOP_TO_BOOL: to_bool(x, i); break;
    case PYOP_SET_ADD: set_add(x, i); break;
    case PYOP_CONVERT_VALUE: emit(x, PYOP_FORMAT_VALUE, a & 3); break;
    case PYOP_FORMAT_SIMPLE: emit(x, PYOP_FORMAT_VALUE, 0); break;
    case PYOP_FORMAT_WITH_SPEC: emit(x, PYOP_FORMAT_VALUE, 4); break;
    case PYOP_LOAD_COMMON_CONSTANT: common_constant(x, a); break;
    case PYOP_LOAD_SPECIAL: rg_expand_fail(x, "special method in an unknown place"); break;
    case PYOP_BUILD_INTERPOLATION: build_interpolation(x, a); break;
    case PYOP_BUILD_TEMPLATE: call_runtime(x, RG_EXPAND_TEMPLATE, 2); break;
    default: return false;
    }
    return true;
}

/* Rows of the table name instructions of the file. */
static void move_ranges(RgExpand *x)
{
    for (uint32_t r = 0; r < x->sc->nranges; r++) {
        RgStackRange *range = &x->sc->ranges[r];
        range->start = x->first[range->start];
        range->end = x->first[range->end];
        range->target = x->first[range->target];
        if (range->target >= x->n) rg_expand_fail(x, "handler behind the end of the code");
    }
    uint32_t n = 0; /* rows that are empty now protect nothing */
    for (uint32_t r = 0; r < x->sc->nranges; r++)
        if (x->sc->ranges[r].start < x->sc->ranges[r].end) x->sc->ranges[n++] = x->sc->ranges[r];
    x->sc->nranges = n;
}

bool rg_expand_table_all(RgExpand *x)
{
    x->borrowed = find_borrowed(x);
    if (!x->borrowed) return false;
    for (uint32_t i = 0, consumed; i < x->nraw && x->status == RG_OK; i += consumed) {
        x->at = i;
        consumed = 1;
        x->first[i] = x->n;
        const RgStackInsn *in = &x->raw[i];
        if (in->op == PYOP_COPY && in->arg == 1 && raw_at(x, i + 1)->op == PYOP_LOAD_SPECIAL)
            consumed = enter_with(x, i);
        else if (!special(x, i, &consumed))
            rg_expand_plain(x, in->op, in->arg, in->target);
        for (uint32_t k = i + 1; k < i + consumed && k < x->nraw; k++)
            x->first[k] = x->n;
    }
    if (x->status != RG_OK) return false;
    x->first[x->nraw] = x->n;
    move_ranges(x);
    return x->status == RG_OK;
}
