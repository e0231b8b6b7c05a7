/* SPDX-License-Identifier: MIT
 *
 * number.c: binary and unary operators on any values: slot dispatch, reflected operands, in-place forms, messages.
 * Always holds: the order of attempts is CPython's: the right operand first when its type is a subclass that brings its own
 * slot; concatenation and repetition of sequences only after both operands' numeric slots.
 */
#include <math.h>
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/float.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/slotfns.h"
#include "vm/object/str.h"

typedef struct OpRow {
    uint16_t slot, inplace; /* offsets in RgSlots; inplace 0: none */
    const char *sign, *inplace_sign;
    void *own, *inplace_own; /* what classes with the methods have in these slots */
    uint16_t name, reflected, inplace_name; /* symbols of the methods */
} OpRow;

#define ROW(OP, F, I, SIGN, D)                                                                                \
    [RG_##OP] = {offsetof(RgSlots, F), offsetof(RgSlots, I), SIGN, SIGN "=", (void *)rg_slotfn_##F##_NUMBER,  \
                 (void *)rg_slotfn_##I##_BINARY, SYM___##D##__, SYM___r##D##__, SYM___i##D##__},
static const OpRow ops[] = {
    ROW(ADD, add, iadd, "+", add)
    ROW(SUB, sub, isub, "-", sub)
    ROW(MUL, mul, imul, "*", mul)
    ROW(TRUEDIV, truediv, itruediv, "/", truediv)
    ROW(FLOORDIV, floordiv, ifloordiv, "//", floordiv)
    ROW(MOD, mod, imod, "%", mod)
    [RG_POW] = {offsetof(RgSlots, pow), offsetof(RgSlots, ipow), "** or pow()", "**=", (void *)rg_slotfn_pow,
                (void *)rg_slotfn_ipow_BINARY, SYM___pow__, SYM___rpow__, SYM___ipow__},
    ROW(AND, and_, iand, "&", and)
    ROW(OR, or_, ior, "|", or)
    ROW(XOR, xor_, ixor, "^", xor)
    ROW(SHL, lshift, ilshift, "<<", lshift)
    ROW(SHR, rshift, irshift, ">>", rshift)
    ROW(MATMUL, matmul, imatmul, "@", matmul)
    [RG_DIVMOD] = {offsetof(RgSlots, divmod), 0, "divmod()", NULL, (void *)rg_slotfn_divmod_NUMBER, NULL,
                   SYM___divmod__, SYM___rdivmod__, 0},
};
#undef ROW

static inline void *slot_at(const RgType *t, uint16_t offset) { return *(void *const *)(const void *)((const char *)&t->slots + offset); }

/* Builtin sequences concatenate and repeat; those are not numeric slots and come last. */
static bool is_sequence(const RgType *t)
{
    return t->kind == RG_KIND_list || t->kind == RG_KIND_tuple || t->kind == RG_KIND_str || t->kind == RG_KIND_bytes ||
           t->kind == RG_KIND_bytearray || ((t->flags & RG_TF_SEQUENCE) && !(t->flags & RG_TF_HEAP));
}
static bool concatenates(const RgType *t) { return is_sequence(t) && t->slots.add && !rg_slot_add_is_heap(t); }
static bool repeats(const RgType *t) { return is_sequence(t) && t->slots.mul && !rg_slot_mul_is_heap(t); }

static RgValue call_slot(RgThread *th, RgArith op, void *fn, RgValue a, RgValue b)
{
    return op == RG_POW ? ((RgTernaryFn)fn)(th, a, b, RG_NONE) : ((RgBinaryFn)fn)(th, a, b);
}

/* Numeric slots only; RG_NOT_IMPLEMENTED when neither operand knows. */
static RgValue binary_slots(RgThread *th, RgArith op, RgType *ta, RgType *tb, RgValue a, RgValue b)
{
    void *fa = slot_at(ta, ops[op].slot), *fb = ta == tb ? NULL : slot_at(tb, ops[op].slot);
    if ((op == RG_ADD && concatenates(ta)) || (op == RG_MUL && repeats(ta))) fa = NULL;
    if (fb && ((op == RG_ADD && concatenates(tb)) || (op == RG_MUL && repeats(tb)))) fb = NULL;
    if (fa == fb) fb = NULL;
    if (fa) {
        if (fb && rg_type_is_subtype(tb, ta)) {
            RgValue r = call_slot(th, op, fb, a, b);
            if (r != RG_NOT_IMPLEMENTED) return r;
            fb = NULL;
        }
        RgValue r = call_slot(th, op, fa, a, b);
        if (r != RG_NOT_IMPLEMENTED) return r;
    }
    return fb ? call_slot(th, op, fb, a, b) : RG_NOT_IMPLEMENTED;
}

static RgValue unsupported(RgThread *th, const char *sign, RgValue a, RgValue b)
{
    if (strcmp(sign, ">>") == 0 && rg_is_kind(a, RG_KIND_builtin_function) && strcmp(RG_AS(RgNative, a)->def->name, "print") == 0)
        return rg_raise(th, RG_EXC_TypeError,
                        "unsupported operand type(s) for %s: '%T' and '%T'. Did you mean \"print(<message>, "
                        "file=<output_stream>)\"?",
                        sign, a, b);
    return rg_raise(th, RG_EXC_TypeError, "unsupported operand type(s) for %s: '%T' and '%T'", sign, a, b);
}

static RgValue concat_error(RgThread *th, RgType *ta, RgValue a, RgValue b)
{
    const char *name = ta->kind == RG_KIND_list ? "list" : ta->kind == RG_KIND_tuple ? "tuple" : NULL;
    if (ta->kind == RG_KIND_str) return rg_raise(th, RG_EXC_TypeError, "can only concatenate str (not \"%T\") to str", b);
    if (ta->kind == RG_KIND_bytes || ta->kind == RG_KIND_bytearray)
        return rg_raise(th, RG_EXC_TypeError, "can't concat %T to %T", b, a);
    if (name) return rg_raise(th, RG_EXC_TypeError, "can only concatenate %s (not \"%T\") to %s", name, b, name);
    return unsupported(th, "+", a, b);
}

static RgValue repeat(RgThread *th, RgType *ts, RgBinaryFn fn, RgValue sequence, RgValue count)
{
    RgType *tc = rg_type_of(th->rt, count);
    if (!tc->slots.index) return rg_raise(th, RG_EXC_TypeError, "can't multiply sequence by non-int of type '%T'", count);
    (void)ts;
    RgValue n = rg_number_index(th, count);
    if (!n) return RG_ERROR;
    int64_t i;
    if (!rg_int_as_i64(n, &i)) return rg_raise(th, RG_EXC_OverflowError, "cannot fit '%T' into an index-sized integer", count);
    RgValue r = fn(th, sequence, n);
    return r == RG_NOT_IMPLEMENTED ? rg_raise(th, RG_EXC_TypeError, "can't multiply sequence by non-int of type '%T'", count) : r;
}

/* What follows when no numeric slot did it. */
static RgValue sequence_fallback(RgThread *th, RgArith op, RgType *ta, RgType *tb, RgValue a, RgValue b, const char *sign)
{
    if (op == RG_ADD && concatenates(ta)) {
        RgValue r = ta->slots.add(th, a, b);
        return r == RG_NOT_IMPLEMENTED ? concat_error(th, ta, a, b) : r;
    }
    if (op == RG_MUL && repeats(ta)) return repeat(th, ta, ta->slots.mul, a, b);
    /* In place only when the left type has nothing of a sequence itself, as classes and containers do. */
    bool ours = sign != ops[op].inplace_sign || !((ta->flags & RG_TF_HEAP) || ta->slots.len || ta->slots.contains);
    if (op == RG_MUL && repeats(tb) && ours) return repeat(th, tb, tb->slots.mul, b, a);
    return unsupported(th, sign, a, b);
}

static RgValue float_op(RgThread *th, RgArith op, double x, double y)
{
    switch (op) {
    case RG_ADD: return rg_from_double(x + y);
    case RG_SUB: return rg_from_double(x - y);
    case RG_MUL: return rg_from_double(x * y);
    case RG_TRUEDIV: return y != 0 ? rg_from_double(x / y) : rg_raise(th, RG_EXC_ZeroDivisionError, "float division by zero");
    default: return RG_NOT_IMPLEMENTED;
    }
}

static RgValue int_op(RgThread *th, RgArith op, RgValue a, RgValue b)
{
    int64_t x = rg_as_int(a), y = rg_as_int(b), r;
    switch (op) {
    case RG_ADD: r = x + y; break;
    case RG_SUB: r = x - y; break;
    case RG_AND: r = x & y; break;
    case RG_OR: r = x | y; break;
    case RG_XOR: r = x ^ y; break;
    case RG_MUL:
        if (__builtin_mul_overflow(x, y, &r)) return rg_int_mul(th, a, b);
        break;
    default: return RG_NOT_IMPLEMENTED;
    }
    return rg_fits_int(r) ? rg_from_int(r) : rg_int_from_i64(th, r);
}

RgValue rg_number_binary(RgThread *th, RgArith op, RgValue a, RgValue b)
{
    if (rg_both_int(a, b)) {
        RgValue r = int_op(th, op, a, b);
        if (r != RG_NOT_IMPLEMENTED) return r;
    } else if (rg_is_double(a) && (rg_is_double(b) || rg_is_int(b))) {
        RgValue r = float_op(th, op, rg_as_double(a), rg_is_double(b) ? rg_as_double(b) : (double)rg_as_int(b));
        if (r != RG_NOT_IMPLEMENTED) return r;
    } else if (rg_is_int(a) && rg_is_double(b)) {
        RgValue r = float_op(th, op, (double)rg_as_int(a), rg_as_double(b));
        if (r != RG_NOT_IMPLEMENTED) return r;
    } else if (op == RG_ADD && rg_is_exact(a, RG_KIND_str) && rg_is_exact(b, RG_KIND_str)) {
        RgStr *s = rg_str_concat(th, RG_STR(a), RG_STR(b));
        return s ? rg_from_ptr(s) : RG_ERROR;
    }
    RgType *ta = rg_type_of(th->rt, a), *tb = rg_type_of(th->rt, b);
    RgValue r = binary_slots(th, op, ta, tb, a, b);
    if (r != RG_NOT_IMPLEMENTED) return r;
    return sequence_fallback(th, op, ta, tb, a, b, ops[op].sign);
}

RgValue rg_number_inplace(RgThread *th, RgArith op, RgValue a, RgValue b)
{
    RgType *ta = rg_type_of(th->rt, a), *tb = rg_type_of(th->rt, b);
    void *own = ops[op].inplace ? slot_at(ta, ops[op].inplace) : NULL;
    bool sequence = is_sequence(ta) && own != ops[op].inplace_own &&
                    ((op == RG_ADD && !rg_slot_add_is_heap(ta)) || (op == RG_MUL && !rg_slot_mul_is_heap(ta)));
    if (own && !sequence) {
        RgValue r = ((RgBinaryFn)own)(th, a, b);
        if (r != RG_NOT_IMPLEMENTED) return r;
    }
    RgValue r;
    if (rg_both_int(a, b) && (r = int_op(th, op, a, b)) != RG_NOT_IMPLEMENTED) return r;
    r = binary_slots(th, op, ta, tb, a, b);
    if (r != RG_NOT_IMPLEMENTED) return r;
    if (own && sequence) {
        if (op == RG_MUL) return repeat(th, ta, (RgBinaryFn)own, a, b);
        r = ((RgBinaryFn)own)(th, a, b);
        if (r != RG_NOT_IMPLEMENTED) return r;
    }
    return sequence_fallback(th, op, ta, tb, a, b, ops[op].inplace_sign ? ops[op].inplace_sign : ops[op].sign);
}

/* ---- the first method of an operator, for callers that enter it themselves ---- */

enum { AFTER_LEFT, AFTER_RIGHT, AFTER_INPLACE }; /* whose method was called */
#define REST(stage, op, inplace) ((uint32_t)(op) | (uint32_t)(stage) << 8 | (inplace ? 1u << 16 : 0))

bool rg_number_first(RgThread *th, RgArith op, bool inplace, RgValue a, RgValue b, RgOperator *first)
{
    const OpRow *row = &ops[op];
    RgType *ta = rg_type_of(th->rt, a), *tb = rg_type_of(th->rt, b);
    uint32_t name, stage = AFTER_LEFT;
    void *own = inplace ? slot_at(ta, row->inplace) : NULL;
    if (own && own != row->inplace_own) return false;
    if (own) {
        name = row->inplace_name;
        stage = AFTER_INPLACE;
    } else if (slot_at(ta, row->slot) == row->own) {
        if (ta != tb && slot_at(tb, row->slot) && rg_type_is_subtype(tb, ta)) return false;
        name = row->name;
    } else if ((rg_is_int(a) || rg_is_double(a)) && tb->kind == RG_KIND_object && slot_at(tb, row->slot) == row->own) {
        name = row->reflected; /* numbers know nothing of such an operand */
        stage = AFTER_RIGHT;
    } else {
        return false;
    }
    bool right = stage == AFTER_RIGHT;
    first->method = rg_type_lookup(th, right ? tb : ta, th->rt->symbols[name]);
    first->self = right ? b : a;
    first->other = right ? a : b;
    first->rest = REST(stage, op, inplace);
    return first->method != 0;
}

RgValue rg_number_rest(RgThread *th, uint32_t rest, RgValue a, RgValue b)
{
    RgArith op = (RgArith)(rest & 0xff);
    const OpRow *row = &ops[op];
    RgType *ta = rg_type_of(th->rt, a), *tb = rg_type_of(th->rt, b);
    RgValue r = RG_NOT_IMPLEMENTED;
    switch (rest >> 8 & 0xff) {
    case AFTER_INPLACE: r = binary_slots(th, op, ta, tb, a, b); break;
    case AFTER_LEFT:
        if (ta == tb) break;
        if (slot_at(tb, row->slot) == row->own) {
            r = rg_type_call_special(th, b, th->rt->symbols[row->reflected], &a, 1);
        } else if (slot_at(tb, row->slot) && !(op == RG_ADD && concatenates(tb)) && !(op == RG_MUL && repeats(tb))) {
            r = call_slot(th, op, slot_at(tb, row->slot), a, b);
        }
        break;
    default: break;
    }
    if (r != RG_NOT_IMPLEMENTED) return r;
    return sequence_fallback(th, op, ta, tb, a, b, rest >> 16 & 1 ? row->inplace_sign : row->sign);
}

RgValue rg_number_pow(RgThread *th, RgValue a, RgValue b, RgValue mod)
{
    if (mod == RG_NONE) return rg_number_binary(th, RG_POW, a, b);
    RgType *ta = rg_type_of(th->rt, a), *tb = rg_type_of(th->rt, b), *tm = rg_type_of(th->rt, mod);
    RgTernaryFn fa = ta->slots.pow, fb = tb == ta ? NULL : tb->slots.pow, fm = tm->slots.pow;
    RgValue r;
    if (fa == fb) fb = NULL;
    if (fm == fa || fm == fb) fm = NULL;
    if (fa) {
        if (fb && rg_type_is_subtype(tb, ta)) {
            if ((r = fb(th, a, b, mod)) != RG_NOT_IMPLEMENTED) return r;
            fb = NULL;
        }
        if ((r = fa(th, a, b, mod)) != RG_NOT_IMPLEMENTED) return r;
    }
    if (fb && (r = fb(th, a, b, mod)) != RG_NOT_IMPLEMENTED) return r;
    if (fm && (r = fm(th, a, b, mod)) != RG_NOT_IMPLEMENTED) return r;
    return rg_raise(th, RG_EXC_TypeError, "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", a, b, mod);
}

/* ---- unary ---- */

static RgValue unary(RgThread *th, RgValue v, RgUnaryFn fn, const char *sign)
{
    return fn ? fn(th, v) : rg_raise(th, RG_EXC_TypeError, "bad operand type for %s: '%T'", sign, v);
}

RgValue rg_number_neg(RgThread *th, RgValue v) { return unary(th, v, rg_type_of(th->rt, v)->slots.neg, "unary -"); }
RgValue rg_number_pos(RgThread *th, RgValue v) { return unary(th, v, rg_type_of(th->rt, v)->slots.pos, "unary +"); }
RgValue rg_number_invert(RgThread *th, RgValue v) { return unary(th, v, rg_type_of(th->rt, v)->slots.invert, "unary ~"); }
RgValue rg_number_abs(RgThread *th, RgValue v) { return unary(th, v, rg_type_of(th->rt, v)->slots.abs, "abs()"); }

/* ---- conversions ---- */

RgValue rg_number_index(RgThread *th, RgValue v)
{
    if (rg_is_integer(v)) return v; /* also bool and subclasses: the value is what counts */
    RgUnaryFn fn = rg_type_of(th->rt, v)->slots.index;
    if (!fn) return rg_raise(th, RG_EXC_TypeError, "'%T' object cannot be interpreted as an integer", v);
    RgValue r = fn(th, v);
    if (!r || rg_is_int(r) || rg_is_exact(r, RG_KIND_int)) return r;
    if (!rg_is_integer(r)) return rg_raise(th, RG_EXC_TypeError, "__index__ returned non-int (type %T)", r);
    if (!rg_warn(th, RG_EXC_DeprecationWarning, 1,
                 "__index__ returned non-int (type %T).  The ability to return an instance of a strict subclass of int is "
                 "deprecated, and may not be supported in a future version of Python.",
                 r))
        return RG_ERROR;
    return r;
}

static RgValue strict_int(RgThread *th, RgValue r, const char *method)
{
    if (!r || rg_is_int(r) || rg_is_exact(r, RG_KIND_int)) return r;
    if (!rg_is_integer(r)) return rg_raise(th, RG_EXC_TypeError, "%s returned non-int (type %T)", method, r);
    if (!rg_warn(th, RG_EXC_DeprecationWarning, 1,
                 "%s returned non-int (type %T).  The ability to return an instance of a strict subclass of int is deprecated, "
                 "and may not be supported in a future version of Python.",
                 method, r))
        return RG_ERROR;
    return rg_int_normalize(th, r);
}

static RgValue int_of_text(RgThread *th, RgValue v)
{
    if (rg_is_str(v)) {
        size_t len;
        const char *text = rg_str_utf8(th, RG_STR(v), &len);
        return text ? rg_int_parse(th, text, len, 10, v) : RG_ERROR;
    }
    RgBufferView view;
    if (!rg_buffer_supported(v)) return RG_NOT_IMPLEMENTED;
    if (!rg_buffer_get(th, v, &view, false)) return RG_ERROR;
    RgValue r = rg_int_parse(th, (const char *)view.data, (size_t)view.len, 10, v);
    rg_buffer_release(&view);
    return r;
}

RgValue rg_number_int(RgThread *th, RgValue v)
{
    if (rg_is_int(v) || rg_is_exact(v, RG_KIND_int)) return v;
    if (rg_is_double(v)) return rg_int_from_double(th, rg_as_double(v));
    RgType *type = rg_type_of(th->rt, v);
    if (type->slots.int_) return strict_int(th, type->slots.int_(th, v), "__int__");
    if (type->slots.index) {
        RgValue r = rg_number_index(th, v);
        return r ? rg_int_normalize(th, r) : RG_ERROR;
    }
    RgValue trunc = rg_type_lookup_special(th, v, RG_SYM(th, __trunc__));
    if (trunc) {
        if (!rg_warn(th, RG_EXC_DeprecationWarning, 1, "The delegation of int() to __trunc__ is deprecated.")) return RG_ERROR;
        RgValue r = rg_call0(th, trunc);
        if (!r) return RG_ERROR;
        if (rg_is_integer(r)) return rg_int_normalize(th, r);
        if (!rg_type_of(th->rt, r)->slots.index)
            return rg_raise(th, RG_EXC_TypeError, "__trunc__ returned non-Integral (type %T)", r);
        r = rg_number_index(th, r);
        return r ? rg_int_normalize(th, r) : RG_ERROR;
    }
    if (rg_raised(th)) return RG_ERROR;
    RgValue r = int_of_text(th, v);
    if (r != RG_NOT_IMPLEMENTED) return r;
    return rg_raise(th, RG_EXC_TypeError, "int() argument must be a string, a bytes-like object or a real number, not '%T'", v);
}

RgValue rg_number_float(RgThread *th, RgValue v)
{
    if (rg_is_double(v)) return v;
    RgType *type = rg_type_of(th->rt, v);
    if (type->slots.float_) {
        RgValue r = type->slots.float_(th, v);
        if (!r || rg_is_double(r)) return r;
        if (!rg_is_float(r)) return rg_raise(th, RG_EXC_TypeError, "%T.__float__ returned non-float (type %T)", v, r);
        if (!rg_warn(th, RG_EXC_DeprecationWarning, 1,
                     "%T.__float__ returned non-float (type %T).  The ability to return an instance of a strict subclass of "
                     "float is deprecated, and may not be supported in a future version of Python.",
                     v, r))
            return RG_ERROR;
        return rg_from_double(rg_float_value(r));
    }
    if (type->slots.index) {
        double d;
        RgValue r = rg_number_index(th, v);
        return r && rg_int_to_double(th, r, &d) ? rg_from_double(d) : RG_ERROR;
    }
    if (rg_is_str(v)) return rg_float_parse(th, RG_STR(v));
    if (rg_buffer_supported(v)) {
        RgBufferView view;
        if (!rg_buffer_get(th, v, &view, false)) return RG_ERROR;
        RgStr *s = rg_str_from_latin1(th, view.data, view.len);
        rg_buffer_release(&view);
        return s ? rg_float_parse(th, s) : RG_ERROR;
    }
    return rg_raise(th, RG_EXC_TypeError, "float() argument must be a string or a real number, not '%T'", v);
}

bool rg_number_as_double(RgThread *th, RgValue v, double *out)
{
    if (rg_is_float(v)) {
        *out = rg_float_value(v);
        return true;
    }
    if (rg_is_integer(v)) return rg_int_to_double(th, v, out);
    RgType *type = rg_type_of(th->rt, v);
    if (!type->slots.float_ && !type->slots.index) {
        rg_raise(th, RG_EXC_TypeError, "must be real number, not %T", v);
        return false;
    }
    RgValue r = rg_number_float(th, v);
    if (!r) return false;
    *out = rg_float_value(r);
    return true;
}

bool rg_number_as_i64(RgThread *th, RgValue v, int64_t *out)
{
    RgValue i = rg_number_index(th, v);
    if (!i) return false;
    if (rg_int_as_i64(i, out)) return true;
    rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C long");
    return false;
}

bool rg_number_as_index(RgThread *th, RgValue v, int64_t *out, RgExc overflow)
{
    RgValue i = rg_number_index(th, v);
    if (!i) return false;
    if (rg_int_as_i64(i, out)) return true;
    if (overflow == RG_EXC_BaseException) {
        *out = rg_int_sign(i) < 0 ? INT64_MIN : INT64_MAX;
        return true;
    }
    rg_raise(th, overflow, "cannot fit '%T' into an index-sized integer", v);
    return false;
}
