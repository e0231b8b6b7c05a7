/* SPDX-License-Identifier: MIT
 *
 * compare.c: truth, comparison, hashing and identity of any values.
 * Always holds: == and != never fail for want of a method: identity decides then.
 */
#include "vm/object/tuple.h"
#include "vm/object/call.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/slotfns.h"
#include "vm/object/str.h"

bool rg_identical(RgValue a, RgValue b) { return a == b; }

int rg_truth(RgThread *th, RgValue v)
{
    if (rg_is_bool(v)) return v == RG_TRUE;
    if (v == RG_NONE) return 0;
    if (rg_is_int(v)) return v != RG_TAG_INT;
    if (rg_is_double(v)) return rg_as_double(v) != 0.0;
    RgType *type = rg_type_of(th->rt, v);
    if (type->slots.truth) return type->slots.truth(th, v);
    if (!type->slots.len) return 1;
    int64_t n = type->slots.len(th, v);
    return n < 0 ? -1 : n > 0;
}

static bool decide(RgCmp op, int order)
{
    switch (op) {
    case RG_LT: return order < 0;
    case RG_LE: return order <= 0;
    case RG_EQ: return order == 0;
    case RG_NE: return order != 0;
    case RG_GT: return order > 0;
    default: return order >= 0;
    }
}

static bool decide_double(RgCmp op, double x, double y)
{
    switch (op) {
    case RG_LT: return x < y;
    case RG_LE: return x <= y;
    case RG_EQ: return x == y;
    case RG_NE: return x != y;
    case RG_GT: return x > y;
    default: return x >= y;
    }
}

static const char *const signs[] = {"<", "<=", "==", "!=", ">", ">="};
static const RgCmp mirrored[] = {RG_GT, RG_GE, RG_EQ, RG_NE, RG_LT, RG_LE};

/* The last attempts: the right operand's method, unless it was asked before, then identity. */
static RgValue by_right_slot(RgThread *th, RgValue a, RgValue b, RgCmp op, bool asked)
{
    RgType *tb = rg_type_of(th->rt, b);
    if (!asked && tb->slots.compare) {
        RgValue r = tb->slots.compare(th, b, a, mirrored[op]);
        if (r != RG_NOT_IMPLEMENTED) return r;
    }
    if (op == RG_EQ) return rg_from_bool(a == b);
    if (op == RG_NE) return rg_from_bool(a != b);
    return rg_raise(th, RG_EXC_TypeError, "'%s' not supported between instances of '%T' and '%T'", signs[op], a, b);
}

static RgValue by_slots(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    RgType *ta = rg_type_of(th->rt, a), *tb = rg_type_of(th->rt, b);
    bool reflected = false;
    if (ta != tb && tb->slots.compare && rg_type_is_subtype(tb, ta)) {
        reflected = true;
        RgValue r = tb->slots.compare(th, b, a, mirrored[op]);
        if (r != RG_NOT_IMPLEMENTED) return r;
    }
    if (ta->slots.compare) {
        RgValue r = ta->slots.compare(th, a, b, op);
        if (r != RG_NOT_IMPLEMENTED) return r;
    }
    return by_right_slot(th, a, b, op, reflected);
}

bool rg_compare_first(RgThread *th, RgCmp op, RgValue a, RgValue b, RgOperator *first)
{
    RgType *ta = rg_type_of(th->rt, a), *tb = rg_type_of(th->rt, b);
    if (ta->slots.compare != rg_slotfn_compare) return false;
    if (ta != tb && tb->slots.compare && rg_type_is_subtype(tb, ta)) return false;
    first->method = rg_type_lookup(th, ta, th->rt->symbols[rg_slotfn_compare_names[op]]);
    first->self = a;
    first->other = b;
    first->rest = (uint32_t)op;
    return first->method != 0;
}

RgValue rg_compare_rest(RgThread *th, uint32_t rest, RgValue a, RgValue b)
{
    if (!rg_recursion_enter(th, " in comparison")) return RG_ERROR;
    RgValue r = by_right_slot(th, a, b, (RgCmp)rest, false);
    rg_recursion_leave(th);
    return r;
}

RgValue rg_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (rg_both_int(a, b)) {
        int64_t x = rg_as_int(a), y = rg_as_int(b);
        return rg_from_bool(decide(op, x < y ? -1 : x > y));
    }
    if (rg_is_double(a)) {
        if (rg_is_double(b)) return rg_from_bool(decide_double(op, rg_as_double(a), rg_as_double(b)));
        if (rg_is_int(b)) return rg_from_bool(decide_double(op, rg_as_double(a), (double)rg_as_int(b)));
    } else if (rg_is_double(b) && rg_is_int(a)) {
        return rg_from_bool(decide_double(op, (double)rg_as_int(a), rg_as_double(b)));
    }
    if (rg_is_exact(a, RG_KIND_str) && rg_is_exact(b, RG_KIND_str)) {
        const RgStr *s = RG_STR(a), *t = RG_STR(b);
        if (op == RG_EQ) return rg_from_bool(s == t || rg_str_equal(s, t));
        if (op == RG_NE) return rg_from_bool(s != t && !rg_str_equal(s, t));
        return rg_from_bool(decide(op, rg_str_compare(s, t)));
    }
    if (!rg_recursion_enter(th, " in comparison")) return RG_ERROR;
    RgValue r = by_slots(th, a, b, op);
    rg_recursion_leave(th);
    return r;
}

/* Equality of exact tuples, the usual compound keys of dicts, without leaving this function for plain items. */
static int equal_tuples(RgThread *th, const RgTuple *a, const RgTuple *b)
{
    size_t n = rg_tuple_len(a), m = rg_tuple_len(b); /* items are asked before lengths, as __eq__ methods can tell */
    if (!rg_recursion_enter(th, " in comparison")) return -1;
    int equal = 1;
    for (size_t i = 0; i < n && i < m && equal == 1; i++) {
        RgValue x = a->items[i], y = b->items[i];
        if (x == y) continue;
        if (rg_both_int(x, y)) equal = 0;
        else if (rg_is_exact(x, RG_KIND_str) && rg_is_exact(y, RG_KIND_str)) equal = rg_str_equal(RG_STR(x), RG_STR(y));
        else equal = rg_compare_bool(th, x, y, RG_EQ);
    }
    rg_recursion_leave(th);
    return equal == 1 ? n == m : equal;
}

int rg_compare_bool(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (a == b) {
        if (op == RG_EQ) return 1;
        if (op == RG_NE) return 0;
    }
    if (op == RG_EQ && rg_is_exact(a, RG_KIND_tuple) && rg_is_exact(b, RG_KIND_tuple))
        return equal_tuples(th, RG_TUPLE(a), RG_TUPLE(b));
    if (op == RG_EQ && rg_is_exact(a, RG_KIND_str) && rg_is_exact(b, RG_KIND_str)) return rg_str_equal(RG_STR(a), RG_STR(b));
    RgValue r = rg_compare(th, a, b, op);
    if (!r) return -1;
    return rg_is_bool(r) ? r == RG_TRUE : rg_truth(th, r);
}

bool rg_hash(RgThread *th, RgValue v, int64_t *out)
{
    if (rg_is_int(v)) {
        int64_t i = rg_as_int(v); /* below the modulus of int hashes */
        *out = i == -1 ? -2 : i;
        return true;
    }
    if (rg_is_exact(v, RG_KIND_str)) {
        int64_t h = (int64_t)rg_str_hash(th->rt, RG_STR(v));
        *out = h == -1 ? -2 : h;
        return true;
    }
    if (rg_is_double(v)) {
        *out = rg_float_hash(rg_as_double(v), v);
        return true;
    }
    RgHashFn fn = rg_type_of(th->rt, v)->slots.hash;
    if (RG_LIKELY(fn != NULL)) return fn(th, v, out);
    return rg_hash_unhashable(th, v, out);
}
