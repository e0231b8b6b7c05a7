/* SPDX-License-Identifier: MIT
 *
 * operator_module.c: _operator: the operators as functions. The getters are in operator_getters.c.
 */
#include "vm/module/operator.h"

#include "vm/object/bytes.h"
#include "vm/object/int.h"
#include "vm/object/str.h"

#define OP(NAME) static RgValue o_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
#define BINARY(NAME, ARITH)                                           \
    OP(NAME)                                                          \
    {                                                                 \
        return rg_number_binary(th, ARITH, args[0], args[1]);         \
    }                                                                 \
    OP(i##NAME)                                                       \
    {                                                                 \
        return rg_number_inplace(th, ARITH, args[0], args[1]);        \
    }
BINARY(add, RG_ADD)
BINARY(sub, RG_SUB)
BINARY(mul, RG_MUL)
BINARY(truediv, RG_TRUEDIV)
BINARY(floordiv, RG_FLOORDIV)
BINARY(mod, RG_MOD)
BINARY(pow, RG_POW)
BINARY(and, RG_AND)
BINARY(or, RG_OR)
BINARY(xor, RG_XOR)
BINARY(lshift, RG_SHL)
BINARY(rshift, RG_SHR)
BINARY(matmul, RG_MATMUL)
#undef BINARY

#define COMPARE(NAME, CMP)                                   \
    OP(NAME)                                                 \
    {                                                        \
        return rg_compare(th, args[0], args[1], CMP);        \
    }
COMPARE(lt, RG_LT)
COMPARE(le, RG_LE)
COMPARE(eq, RG_EQ)
COMPARE(ne, RG_NE)
COMPARE(gt, RG_GT)
COMPARE(ge, RG_GE)
#undef COMPARE

#define UNARY(NAME, FN)              \
    OP(NAME)                         \
    {                                \
        return FN(th, args[0]);      \
    }
UNARY(neg, rg_number_neg)
UNARY(pos, rg_number_pos)
UNARY(invert, rg_number_invert)
UNARY(abs, rg_number_abs)
#undef UNARY

/* Other than the slot, this always gives an exact int. */
OP(index)
{
    RgValue v = rg_number_index(th, args[0]);
    return v ? rg_int_normalize(th, v) : RG_ERROR;
}

static RgValue truth_value(RgThread *th, RgValue v, bool negate)
{
    int r = rg_truth(th, v);
    return r < 0 ? RG_ERROR : rg_from_bool(r != negate);
}

OP(truth) { return truth_value(th, args[0], false); }
OP(not) { return truth_value(th, args[0], true); }
OP(is) { return rg_from_bool(rg_identical(args[0], args[1])); }
OP(is_not) { return rg_from_bool(!rg_identical(args[0], args[1])); }

OP(contains)
{
    int r = rg_contains(th, args[0], args[1]);
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

OP(getitem) { return rg_getitem(th, args[0], args[1]); }
OP(setitem) { return rg_setitem(th, args[0], args[1], args[2]) ? RG_NONE : RG_ERROR; }
OP(delitem) { return rg_delitem(th, args[0], args[1]) ? RG_NONE : RG_ERROR; }

OP(concat)
{
    if (!rg_is_sequence(th, args[0])) return rg_raise(th, RG_EXC_TypeError, "'%T' object can't be concatenated", args[0]);
    return rg_number_binary(th, RG_ADD, args[0], args[1]);
}

OP(iconcat)
{
    if (!rg_is_sequence(th, args[0])) return rg_raise(th, RG_EXC_TypeError, "'%T' object can't be concatenated", args[0]);
    return rg_number_inplace(th, RG_ADD, args[0], args[1]);
}

typedef struct Search {
    RgValue wanted;
    int64_t at, found; /* found: count, or index */
    bool count;
} Search;

static bool search_step(RgThread *th, RgValue item, void *data)
{
    Search *s = data;
    int same = rg_compare_bool(th, item, s->wanted, RG_EQ);
    if (same < 0) return false;
    if (same && s->count) s->found++;
    if (same && !s->count) {
        s->found = s->at;
        return false;
    }
    s->at++;
    return true;
}

OP(countOf)
{
    Search s = {args[1], 0, 0, true};
    return rg_iterate(th, args[0], search_step, &s) ? rg_int_from_i64(th, s.found) : RG_ERROR;
}

OP(indexOf)
{
    Search s = {args[1], 0, -1, false};
    if (!rg_iterate(th, args[0], search_step, &s)) return RG_ERROR;
    return s.found >= 0 ? rg_int_from_i64(th, s.found) : rg_raise(th, RG_EXC_ValueError, "sequence.index(x): x not in sequence");
}

OP(length_hint)
{
    int64_t fallback = 0;
    if (args[1] != RG_UNBOUND) {
        if (!rg_is_integer(args[1])) return rg_raise(th, RG_EXC_TypeError, "'%T' object cannot be interpreted as an integer", args[1]);
        if (!rg_number_as_i64(th, args[1], &fallback)) return RG_ERROR;
    }
    int64_t n = rg_length_hint(th, args[0], fallback);
    return n < 0 ? (rg_raised(th) ? RG_ERROR : rg_int_from_i64(th, n)) : rg_int_from_i64(th, n);
}

static RgValue o_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (nargs < 1) return rg_raise(th, RG_EXC_TypeError, "call expected at least 1 argument, got 0");
    return rg_call(th, args[0], args + 1, nargs - 1, kwnames);
}

/* In time that depends on lengths only. */
OP(compare_digest)
{
    RgBufferView a, b;
    if (rg_is_str(args[0]) && rg_is_str(args[1])) {
        size_t n, k;
        const char *x = rg_str_utf8(th, RG_STR(args[0]), &n), *y = rg_str_utf8(th, RG_STR(args[1]), &k);
        if (!x || !y) return RG_ERROR;
        if (n != (size_t)RG_STR(args[0])->length || k != (size_t)RG_STR(args[1])->length) {
            return rg_raise(th, RG_EXC_TypeError, "comparing strings with non-ASCII characters is not supported");
        }
        volatile uint8_t diff = n != k;
        for (size_t i = 0; i < k; i++) diff |= (uint8_t)(x[n == k ? i : 0] ^ y[i]);
        return rg_from_bool(diff == 0);
    }
    if (!rg_buffer_supported(args[0]) || !rg_buffer_supported(args[1])) {
        return rg_raise(th, RG_EXC_TypeError, "unsupported operand types(s) or combination of types: '%T' and '%T'", args[0], args[1]);
    }
    if (!rg_buffer_get(th, args[0], &a, false)) return RG_ERROR;
    if (!rg_buffer_get(th, args[1], &b, false)) {
        rg_buffer_release(&a);
        return RG_ERROR;
    }
    volatile uint8_t diff = a.len != b.len;
    for (int64_t i = 0; i < b.len; i++) diff |= (uint8_t)((a.len == b.len ? a.data[i] : 0) ^ b.data[i]);
    rg_buffer_release(&b);
    rg_buffer_release(&a);
    return rg_from_bool(diff == 0);
}

#define TWO(NAME, FN, DOC) RG_METHOD(NAME, "($module, a, b, /)", DOC, FN)
#define ONE(NAME, FN, DOC) RG_METHOD(NAME, "($module, a, /)", DOC, FN)
static const RgMethodDef functions[] = {
    TWO("add", o_add, "Same as a + b."), TWO("sub", o_sub, "Same as a - b."), TWO("mul", o_mul, "Same as a * b."),
    TWO("truediv", o_truediv, "Same as a / b."), TWO("floordiv", o_floordiv, "Same as a // b."), TWO("mod", o_mod, "Same as a % b."),
    TWO("pow", o_pow, "Same as a ** b."), TWO("and_", o_and, "Same as a & b."), TWO("or_", o_or, "Same as a | b."),
    TWO("xor", o_xor, "Same as a ^ b."), TWO("lshift", o_lshift, "Same as a << b."), TWO("rshift", o_rshift, "Same as a >> b."),
    TWO("matmul", o_matmul, "Same as a @ b."), TWO("iadd", o_iadd, "Same as a += b."), TWO("isub", o_isub, "Same as a -= b."),
    TWO("imul", o_imul, "Same as a *= b."), TWO("itruediv", o_itruediv, "Same as a /= b."),
    TWO("ifloordiv", o_ifloordiv, "Same as a //= b."), TWO("imod", o_imod, "Same as a %= b."), TWO("ipow", o_ipow, "Same as a **= b."),
    TWO("iand", o_iand, "Same as a &= b."), TWO("ior", o_ior, "Same as a |= b."), TWO("ixor", o_ixor, "Same as a ^= b."),
    TWO("ilshift", o_ilshift, "Same as a <<= b."), TWO("irshift", o_irshift, "Same as a >>= b."),
    TWO("imatmul", o_imatmul, "Same as a @= b."), TWO("lt", o_lt, "Same as a < b."), TWO("le", o_le, "Same as a <= b."),
    TWO("eq", o_eq, "Same as a == b."), TWO("ne", o_ne, "Same as a != b."), TWO("gt", o_gt, "Same as a > b."),
    TWO("ge", o_ge, "Same as a >= b."), TWO("is_", o_is, "Same as a is b."), TWO("is_not", o_is_not, "Same as a is not b."),
    TWO("contains", o_contains, "Same as b in a."), TWO("getitem", o_getitem, "Same as a[b]."),
    TWO("delitem", o_delitem, "Same as del a[b]."), TWO("concat", o_concat, "Same as a + b, for sequences."),
    TWO("iconcat", o_iconcat, "Same as a += b, for sequences."), TWO("countOf", o_countOf, "How often b occurs in a."),
    TWO("indexOf", o_indexOf, "First index of b in a."), TWO("_compare_digest", o_compare_digest, "a == b in constant time."),
    RG_METHOD("setitem", "($module, a, b, c, /)", "Same as a[b] = c.", o_setitem), ONE("neg", o_neg, "Same as -a."),
    ONE("pos", o_pos, "Same as +a."), ONE("invert", o_invert, "Same as ~a."), ONE("inv", o_invert, "Same as ~a."),
    ONE("abs", o_abs, "Same as abs(a)."), ONE("index", o_index, "Same as a.__index__()."),
    ONE("truth", o_truth, "Whether a is true."), ONE("not_", o_not, "Same as not a."),
    RG_METHOD("length_hint", "($module, obj, default=0, /)", "An estimate of the length.", o_length_hint),
    RG_METHOD_F("call", "(...)", "Same as obj(*args, **kwargs).", o_call, RG_MF_RAW | RG_MF_NO_SIGNATURE), RG_METHOD_END};

bool rg_module_init_operator(RgThread *th, RgModule *m)
{
    return rg_module_set_str(th, m, "__doc__", "Operators as functions.") && rg_module_add_functions(th, m, functions) &&
           rg_operator_getters_init(th, m);
}
