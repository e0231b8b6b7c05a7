/* SPDX-License-Identifier: MIT
 *
 * rt_arith.c: slow paths of arithmetic, comparison and truth: exact strings and numbers first, then the full protocol.
 */
#include <math.h>
#include "vm/interp/rt.h"
#include "vm/interp/steptrace.h"

static RgValue binary_float(RgThread *th, RgArith op, double a, double b)
{
    switch (op) {
    case RG_ADD: return rg_from_double(a + b);
    case RG_SUB: return rg_from_double(a - b);
    case RG_MUL: return rg_from_double(a * b);
    case RG_TRUEDIV: return b != 0 ? rg_from_double(a / b) : 0;
    case RG_FLOORDIV: return b != 0 ? rg_from_double(rg_float_floordiv(a, b)) : 0;
    case RG_MOD: return b != 0 ? rg_from_double(rg_float_mod(a, b)) : 0;
    default: return 0;
    }
}

/* Exact ints of any size; 0: not handled here. */
static RgValue binary_int(RgThread *th, RgArith op, RgValue a, RgValue b)
{
    switch (op) {
    case RG_ADD: return rg_int_add(th, a, b);
    case RG_SUB: return rg_int_sub(th, a, b);
    case RG_MUL: return rg_int_mul(th, a, b);
    case RG_FLOORDIV: return rg_int_floordiv(th, a, b);
    case RG_MOD: return rg_int_mod(th, a, b);
    case RG_AND: return rg_int_and(th, a, b);
    case RG_OR: return rg_int_or(th, a, b);
    case RG_XOR: return rg_int_xor(th, a, b);
    case RG_SHL: return rg_int_shl(th, a, b);
    case RG_SHR: return rg_int_shr(th, a, b);
    default: return 0;
    }
}

static bool is_exact_int(RgValue v) { return rg_is_int(v) || rg_exactly(v, RG_KIND_int); }

RgValue rg_rt_binary(RgThread *th, RgArith op, RgValue a, RgValue b)
{
    if (rg_exactly(a, RG_KIND_str) && rg_exactly(b, RG_KIND_str) && op == RG_ADD)
        return rg_from_ptr(rg_str_concat(th, RG_STR(a), RG_STR(b)));
    if (is_exact_int(a) && is_exact_int(b) && op != RG_TRUEDIV && op != RG_POW) {
        RgValue v = binary_int(th, op, a, b);
        if (v || rg_raised(th)) return v;
    } else if (rg_is_double(a) && (rg_is_double(b) || rg_is_int(b))) {
        RgValue v = binary_float(th, op, rg_as_double(a), rg_is_int(b) ? (double)rg_as_int(b) : rg_as_double(b));
        if (v) return v;
    } else if (rg_is_int(a) && rg_is_double(b)) {
        RgValue v = binary_float(th, op, (double)rg_as_int(a), rg_as_double(b));
        if (v) return v;
    }
    return rg_number_binary(th, op, a, b);
}

static bool has_float(RgArith op)
{
    return op == RG_ADD || op == RG_SUB || op == RG_MUL || op == RG_TRUEDIV || op == RG_FLOORDIV || op == RG_MOD || op == RG_POW;
}

RgValue rg_rt_inplace(RgThread *th, RgArith op, RgValue a, RgValue b)
{
    /* Immutable operands of one family have no in-place forms of their own; all else goes the long way, also for its messages. */
    bool ints = is_exact_int(a) && is_exact_int(b) && op != RG_MATMUL;
    bool numbers = ints || ((is_exact_int(a) || rg_is_double(a)) && (is_exact_int(b) || rg_is_double(b)) && has_float(op));
    if (numbers || (rg_exactly(a, RG_KIND_str) && rg_exactly(b, RG_KIND_str) && op == RG_ADD)) return rg_rt_binary(th, op, a, b);
    return rg_number_inplace(th, op, a, b);
}

/* What a comparison answers when the order of its operands is c: negative, 0 or positive. */
static bool order_answers(RgCmp op, int c)
{
    enum { LESS = 1, SAME = 2, MORE = 4 };
    static const uint8_t answers[] = {[RG_LT] = LESS, [RG_LE] = LESS | SAME, [RG_EQ] = SAME, [RG_NE] = LESS | MORE, [RG_GT] = MORE,
                                      [RG_GE] = MORE | SAME};
    return answers[op] >> ((c > 0) - (c < 0) + 1) & 1;
}

/* Tuples whose first items that differ are small ints, floats or strs, or that are of different length. */
static bool compare_tuples(const RgTuple *s, const RgTuple *t, RgCmp op, bool *out)
{
    int c;
    if (!rg_tuple_order(s, t, 4, &c)) return false;
    *out = order_answers(op, c);
    return true;
}

/* Order of two exact numbers, strings or plain tuples: true when *out is the answer. */
static bool compare_exact(RgValue a, RgValue b, RgCmp op, bool *out)
{
    int c;
    if (rg_exactly(a, RG_KIND_str) && rg_exactly(b, RG_KIND_str)) {
        if (op == RG_EQ || op == RG_NE) {
            *out = rg_str_equal(RG_STR(a), RG_STR(b)) == (op == RG_EQ);
            return true;
        }
        c = rg_str_compare(RG_STR(a), RG_STR(b));
    } else if (rg_exactly(a, RG_KIND_tuple) && rg_exactly(b, RG_KIND_tuple)) {
        return compare_tuples(RG_TUPLE(a), RG_TUPLE(b), op, out);
    } else if (is_exact_int(a) && is_exact_int(b)) {
        c = rg_int_compare(a, b);
    } else if (rg_is_double(a) && rg_is_int(b) && !isnan(rg_as_double(a))) {
        double x = rg_as_double(a), y = (double)rg_as_int(b);
        c = x < y ? -1 : x > y;
    } else if (rg_is_int(a) && rg_is_double(b) && !isnan(rg_as_double(b))) {
        double x = (double)rg_as_int(a), y = rg_as_double(b);
        c = x < y ? -1 : x > y;
    } else {
        return false;
    }
    *out = order_answers(op, c);
    return true;
}

/* Only instances of classes can have comparisons that are entered. */
RgValue rg_rt_compare_enter(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    bool t;
    if (compare_exact(a, b, op, &t)) return rg_from_bool(t);
    if (rg_rt_of_class(a) && rg_rt_enter_compare(th, a, b, op, RG_LINKAGE(0, 0, 1))) return RG_ENTERED;
    return rg_compare(th, a, b, op);
}

int rg_rt_compare_jump(RgThread *th, RgValue a, RgValue b, RgCmp op, bool sense)
{
    bool t;
    if (compare_exact(a, b, op, &t)) return t;
    uint64_t how = RG_FRAME_TEST | RG_FRAME_JUMP | (sense ? 0 : RG_FRAME_NOT);
    if (rg_rt_of_class(a) && rg_rt_enter_compare(th, a, b, op, how)) return RG_TEST_ENTERED;
    RgValue v = rg_compare(th, a, b, op);
    if (!v) return -1;
    if (rg_is_bool(v)) return v == RG_TRUE;
    int truth = rg_truth(th, v);
    if (RG_UNLIKELY(truth < 0)) rg_steps_second_failed(th);
    return truth;
}

int rg_rt_truth(RgThread *th, RgValue v)
{
    if (v == RG_TRUE) return 1;
    if (v == RG_FALSE || v == RG_NONE) return 0;
    if (rg_is_int(v)) return v != RG_TAG_INT;
    if (rg_is_double(v)) return rg_as_double(v) != 0;
    int t = rg_rt_quick_truth(v);
    return t < 0 ? rg_truth(th, v) : t;
}
