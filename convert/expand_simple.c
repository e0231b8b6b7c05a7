/* SPDX-License-Identifier: MIT
 *
 * expand_simple.c: instructions of 3.6 to 3.10 that have nothing to do with blocks: operators that were opcodes of
 * their own, absolute jumps, cells numbered apart from locals, delegation in one instruction, early pattern matching.
 */
#include "convert/expand_blocks.h"

static void emit(RgExpand *x, RgPyOp op, uint32_t arg)
{
    rg_expand_emit(x, op, arg);
}

bool rg_expand_simple_prepare(RgExpand *x)
{
    const RgPyCode *code = x->code;
    for (uint32_t i = 0; i < x->nraw; i++) {
        RgPyNumber number = code->version->numbers[code->code.data[2 * (size_t)x->raw[i].unit]];
        if (number.fixed) x->raw[i].arg = number.fixed - 1u;
    }
    return true;
}

static bool cell(RgExpand *x, RgPyOp op, uint32_t number)
{
    if (number >= x->code->nderefs) return rg_expand_fail(x, "local number out of range");
    emit(x, op, x->code->deref_locals[number]);
    return true;
}

static bool compare(RgExpand *x, uint32_t arg)
{
    switch (arg) {
    case 6:
    case 7: emit(x, PYOP_CONTAINS_OP, arg - 6); return true;
    case 8:
    case 9: emit(x, PYOP_IS_OP, arg - 8); return true;
    case 10:
        emit(x, PYOP_CHECK_EXC_MATCH, 0);
        emit(x, PYOP_SWAP, 2);
        emit(x, PYOP_POP_TOP, 0);
        return true;
    default: emit(x, PYOP_COMPARE_OP, arg); return arg < 6 || rg_expand_fail(x, "unknown comparison");
    }
}

static void jump_if(RgExpand *x, uint32_t i, RgPyOp forward, RgPyOp backward)
{
    rg_expand_jump(x, x->raw[i].target <= i ? backward : forward, x->raw[i].target);
}

/* [iterator, value]: delegates until the iterator is finished; leaves its result. */
static void yield_from(RgExpand *x)
{
    uint32_t again = x->n, end = rg_expand_jump_later(x, PYOP_SEND_311);
    emit(x, PYOP_YIELD_VALUE, 0);
    uint32_t back = rg_expand_jump_later(x, PYOP_JUMP_BACKWARD_NO_INTERRUPT);
    x->out[back].target = again;
    rg_expand_here(x, end);
}

/* Which method the awaitable comes from, for messages. */
static uint32_t awaited(const RgExpand *x, uint32_t i)
{
    unsigned op = i > 0 ? x->raw[i - 1].op : PYOP_INVALID;
    return op == PYOP_BEFORE_ASYNC_WITH ? 1 : op == PYOP_WITH_CLEANUP_START || op == PYOP_WITH_EXCEPT_START_39 ? 2 : 0;
}

/* The truth of a match behind its result, which is None when there is none. */
static void push_matched(RgExpand *x)
{
    emit(x, PYOP_COPY, 1);
    emit(x, PYOP_PUSH_NONE, 0);
    emit(x, PYOP_IS_OP, 1);
}

/* [mapping, keys] -> [mapping, dict without keys] */
static void without_keys(RgExpand *x)
{
    emit(x, PYOP_BUILD_MAP, 0);
    emit(x, PYOP_COPY, 3);
    emit(x, PYOP_DICT_UPDATE, 1);
    emit(x, PYOP_SWAP, 2);
    emit(x, PYOP_GET_ITER, 0);
    uint32_t again = x->n, end = rg_expand_jump_later(x, PYOP_FOR_ITER_311);
    emit(x, PYOP_COPY, 3);
    emit(x, PYOP_SWAP, 2);
    emit(x, PYOP_DELETE_SUBSCR, 0);
    uint32_t back = rg_expand_jump_later(x, PYOP_JUMP_BACKWARD);
    x->out[back].target = again;
    rg_expand_here(x, end);
}

static void annotation(RgExpand *x, uint32_t name)
{
    emit(x, PYOP_LOAD_NAME, rg_expand_name(x, RG_EXPAND_ANNOTATIONS));
    emit(x, PYOP_LOAD_NAME_STRING, name);
    emit(x, PYOP_STORE_SUBSCR, 0);
}

/* 3.6 awaits what GET_AITER left, as __aiter__ might be a coroutine still; later versions have no such pair behind it. */
static bool awaits_aiter(const RgExpand *x, uint32_t i)
{
    uint32_t get = x->raw[i].op == PYOP_YIELD_FROM ? i - 2 : i - 1;
    return get + 2 < x->nraw && x->raw[get].op == PYOP_GET_AITER && x->raw[get + 1].op == PYOP_LOAD_CONST &&
           x->raw[get + 2].op == PYOP_YIELD_FROM;
}

bool rg_expand_simple(RgExpand *x, uint32_t i)
{
    const RgStackInsn *in = &x->raw[i];
    const uint32_t a = in->arg;
    if ((in->op == PYOP_YIELD_FROM || in->op == PYOP_LOAD_CONST) && i > 1 && awaits_aiter(x, i)) {
        emit(x, PYOP_NOP, 0);
        return true;
    }
    switch (in->op) {
    case PYOP_JUMP_ABSOLUTE: jump_if(x, i, PYOP_JUMP, PYOP_JUMP_BACKWARD); break;
    case PYOP_POP_JUMP_IF_FALSE_36: jump_if(x, i, PYOP_POP_JUMP_IF_FALSE, PYOP_POP_JUMP_BACKWARD_IF_FALSE); break;
    case PYOP_POP_JUMP_IF_TRUE_36: jump_if(x, i, PYOP_POP_JUMP_IF_TRUE, PYOP_POP_JUMP_BACKWARD_IF_TRUE); break;
    case PYOP_JUMP_IF_FALSE_OR_POP_36: rg_expand_jump(x, PYOP_JUMP_IF_FALSE_OR_POP, in->target); break;
    case PYOP_JUMP_IF_TRUE_OR_POP_36: rg_expand_jump(x, PYOP_JUMP_IF_TRUE_OR_POP, in->target); break;
    case PYOP_JUMP_IF_NOT_EXC_MATCH:
        compare(x, 10);
        jump_if(x, i, PYOP_POP_JUMP_IF_FALSE, PYOP_POP_JUMP_BACKWARD_IF_FALSE);
        break;
    case PYOP_DUP_TOP_TWO:
        emit(x, PYOP_COPY, 2);
        emit(x, PYOP_COPY, 2);
        break;
    case PYOP_COMPARE_OP_36: return compare(x, a);
    case PYOP_LOAD_GLOBAL_36:
        if (a >= x->code->nnames) return rg_expand_fail(x, "name index out of range");
        emit(x, PYOP_LOAD_GLOBAL_311, a << 1);
        break;
    case PYOP_LOAD_CLOSURE:
    case PYOP_LOAD_DEREF:
    case PYOP_STORE_DEREF:
    case PYOP_DELETE_DEREF:
    case PYOP_LOAD_CLASSDEREF: return cell(x, (RgPyOp)in->op, a);
    case PYOP_MAKE_FUNCTION_36:
        emit(x, PYOP_POP_TOP, 0); /* the qualified name: see expand_prepare.c */
        emit(x, PYOP_MAKE_FUNCTION_311, a);
        break;
    case PYOP_MAP_ADD_36:
        emit(x, PYOP_SWAP, 2);
        emit(x, PYOP_MAP_ADD, a);
        break;
    case PYOP_STORE_ANNOTATION: annotation(x, a); break;
    case PYOP_YIELD_VALUE_36:
        if (x->code->flags & RG_CO_ASYNC_GENERATOR) emit(x, PYOP_ASYNC_GEN_WRAP, 0);
        emit(x, PYOP_YIELD_VALUE, 0);
        break;
    case PYOP_YIELD_FROM: yield_from(x); break;
    case PYOP_GET_AWAITABLE_36: emit(x, PYOP_GET_AWAITABLE_311, awaited(x, i)); break;
    case PYOP_MATCH_KEYS_310:
        emit(x, PYOP_MATCH_KEYS_311, 0);
        push_matched(x);
        break;
    case PYOP_MATCH_CLASS_310:
        emit(x, PYOP_MATCH_CLASS_311, a);
        push_matched(x);
        break;
    case PYOP_COPY_DICT_WITHOUT_KEYS: without_keys(x); break;
    default: return rg_expand_plain(x, (RgPyOp)in->op, a, in->target);
    }
    return true;
}
