/* SPDX-License-Identifier: MIT
 *
 * opt_fold.c: computes what is constant: arithmetic and comparisons of int, float and bool constants, `not`, `is` with
 * singletons, jumps on constants; also through locals that hold a constant. Always holds: an operation that would
 * raise, or whose result is not an int of 64 bits, a finite float or a bool, is left alone, so exceptions and types
 * never change.
 */
#include <math.h>
#include "convert/pass.h"

typedef struct Number {
    enum { NUM_NONE, NUM_INT, NUM_FLOAT } kind;
    bool is_bool;
    int64_t i;
    double f;
} Number;

/* Constant that the operand stands for, or NULL. */
static const RgConst *constant_of(const RgIrFunction *f, RgIrOperand o)
{
    for (int steps = 0; o && steps < 8; steps++) {
        if (RG_IR_IS_CONST(o)) return f->consts[RG_IR_CONST_INDEX(o)];
        const RgIrInsn *in = &f->insns[f->values[o].insn];
        if (in->op != IR_COPY) return NULL;
        o = f->operands[in->args];
    }
    return NULL;
}

static Number number_of(const RgConst *c)
{
    switch (c ? (RgConstKind)c->kind : RG_CONST_NONE) {
    case RG_CONST_INT: return (Number){.kind = NUM_INT, .i = c->u.i};
    case RG_CONST_TRUE: return (Number){.kind = NUM_INT, .is_bool = true, .i = 1};
    case RG_CONST_FALSE: return (Number){.kind = NUM_INT, .is_bool = true, .i = 0};
    case RG_CONST_FLOAT: return (Number){.kind = NUM_FLOAT, .f = c->u.f};
    default: return (Number){.kind = NUM_NONE};
    }
}

/* ---- results ---- */

static RgIrOperand make(RgConvert *cx, RgIrFunction *f, RgConst value)
{
    if (value.kind == RG_CONST_FLOAT && !isfinite(value.u.f)) return 0;
    RgConst *c = rg_arena_alloc(&cx->unit->arena, sizeof *c);
    if (!c) {
        f->failed = true;
        return 0;
    }
    *c = value;
    return RG_IR_CONST(rg_ir_const_add(f, c));
}

static RgIrOperand make_int(RgConvert *cx, RgIrFunction *f, int64_t i)
{
    return make(cx, f, (RgConst){.kind = RG_CONST_INT, .u.i = i});
}

static RgIrOperand make_float(RgConvert *cx, RgIrFunction *f, double d)
{
    return make(cx, f, (RgConst){.kind = RG_CONST_FLOAT, .u.f = d});
}

static RgIrOperand make_bool(RgConvert *cx, RgIrFunction *f, bool b)
{
    return make(cx, f, (RgConst){.kind = b ? RG_CONST_TRUE : RG_CONST_FALSE});
}

/* ---- arithmetic ---- */

static RgIrOperand fold_ints(RgConvert *cx, RgIrFunction *f, unsigned op, Number x, Number y)
{
    int64_t a = x.i, b = y.i, r;
    bool both_bool = x.is_bool && y.is_bool;
    switch (op) {
    case OP_ADD:
    case OP_IADD: return __builtin_add_overflow(a, b, &r) ? 0 : make_int(cx, f, r);
    case OP_SUB:
    case OP_ISUB: return __builtin_sub_overflow(a, b, &r) ? 0 : make_int(cx, f, r);
    case OP_MUL:
    case OP_IMUL: return __builtin_mul_overflow(a, b, &r) ? 0 : make_int(cx, f, r);
    case OP_FLOORDIV:
    case OP_IFLOORDIV:
        if (!b || b == -1) return 0;
        return make_int(cx, f, a / b - (a % b != 0 && (a % b < 0) != (b < 0)));
    case OP_MOD:
    case OP_IMOD:
        if (!b || b == -1) return 0;
        r = a % b;
        return make_int(cx, f, r && (r < 0) != (b < 0) ? r + b : r);
    case OP_AND:
    case OP_IAND: return both_bool ? make_bool(cx, f, a & b) : make_int(cx, f, a & b);
    case OP_OR:
    case OP_IOR: return both_bool ? make_bool(cx, f, a | b) : make_int(cx, f, a | b);
    case OP_XOR:
    case OP_IXOR: return both_bool ? make_bool(cx, f, a ^ b) : make_int(cx, f, a ^ b);
    case OP_SHL:
    case OP_ISHL:
        if (b < 0 || b > 62 || a > (INT64_MAX >> b) || a < -(INT64_MAX >> b)) return 0;
        return make_int(cx, f, (int64_t)((uint64_t)a << b));
    case OP_SHR:
    case OP_ISHR: return b < 0 ? 0 : make_int(cx, f, a >> (b > 63 ? 63 : b));
    case OP_LT: return make_bool(cx, f, a < b);
    case OP_LE: return make_bool(cx, f, a <= b);
    case OP_EQ: return make_bool(cx, f, a == b);
    case OP_NE: return make_bool(cx, f, a != b);
    case OP_GT: return make_bool(cx, f, a > b);
    case OP_GE: return make_bool(cx, f, a >= b);
    default: return 0;
    }
}

static RgIrOperand fold_floats(RgConvert *cx, RgIrFunction *f, unsigned op, double a, double b)
{
    switch (op) {
    case OP_ADD:
    case OP_IADD: return make_float(cx, f, a + b);
    case OP_SUB:
    case OP_ISUB: return make_float(cx, f, a - b);
    case OP_MUL:
    case OP_IMUL: return make_float(cx, f, a * b);
    case OP_TRUEDIV:
    case OP_ITRUEDIV: return b == 0 ? 0 : make_float(cx, f, a / b);
    case OP_LT: return make_bool(cx, f, a < b);
    case OP_LE: return make_bool(cx, f, a <= b);
    case OP_EQ: return make_bool(cx, f, a == b);
    case OP_NE: return make_bool(cx, f, a != b);
    case OP_GT: return make_bool(cx, f, a > b);
    case OP_GE: return make_bool(cx, f, a >= b);
    default: return 0;
    }
}

/* Ints up to 2**53 become floats exactly; larger ones mixed with floats are left to run time. */
static bool widen(Number *n)
{
    if (n->kind == NUM_INT) {
        if (n->i > (1ll << 53) || n->i < -(1ll << 53)) return false;
        n->f = (double)n->i;
    }
    return true;
}

static RgIrOperand fold_binary(RgConvert *cx, RgIrFunction *f, unsigned op, const RgConst *a, const RgConst *b)
{
    Number x = number_of(a), y = number_of(b);
    if (x.kind == NUM_NONE || y.kind == NUM_NONE) return 0;
    if (x.kind == NUM_INT && y.kind == NUM_INT && op != OP_TRUEDIV && op != OP_ITRUEDIV)
        return fold_ints(cx, f, op, x, y);
    return widen(&x) && widen(&y) ? fold_floats(cx, f, op, x.f, y.f) : 0;
}

/* 1 true, 0 false, -1 not known. */
static int truth(const RgConst *c)
{
    switch (c ? (RgConstKind)c->kind : RG_CONST_CODE) {
    case RG_CONST_NONE:
    case RG_CONST_FALSE: return 0;
    case RG_CONST_TRUE:
    case RG_CONST_ELLIPSIS:
    case RG_CONST_BIGINT: return 1;
    case RG_CONST_INT: return c->u.i != 0;
    case RG_CONST_FLOAT: return c->u.f != 0;
    case RG_CONST_STR:
    case RG_CONST_BYTES:
    case RG_CONST_TUPLE: return c->len != 0;
    default: return -1;
    }
}

static bool is_singleton(const RgConst *c)
{
    return c && (c->kind == RG_CONST_NONE || c->kind == RG_CONST_TRUE || c->kind == RG_CONST_FALSE ||
                 c->kind == RG_CONST_ELLIPSIS);
}

static RgIrOperand fold_unary(RgConvert *cx, RgIrFunction *f, unsigned op, const RgConst *a)
{
    Number n = number_of(a);
    if (op == OP_NOT) {
        int t = truth(a);
        return t < 0 ? 0 : make_bool(cx, f, !t);
    }
    if (n.kind == NUM_INT) {
        if (op == OP_NEG) return n.i == INT64_MIN ? 0 : make_int(cx, f, -n.i);
        return make_int(cx, f, op == OP_INVERT ? ~n.i : n.i);
    }
    if (n.kind == NUM_FLOAT && op != OP_INVERT) return make_float(cx, f, op == OP_NEG ? -n.f : n.f);
    return 0;
}

/* ---- the walk ---- */

enum { FOLD_NO, FOLD_UNARY, FOLD_BINARY, FOLD_IS, FOLD_JUMP };
#define X4(N) [OP_##N] = FOLD_BINARY, [OP_I##N] = FOLD_BINARY
static const uint8_t fold_kind[RG_IR_OP_COUNT] = {
    X4(ADD),
    X4(SUB),
    X4(MUL),
    X4(TRUEDIV),
    X4(FLOORDIV),
    X4(MOD),
    X4(AND),
    X4(OR),
    X4(XOR),
    X4(SHL),
    X4(SHR),
    [OP_LT] = FOLD_BINARY,
    [OP_LE] = FOLD_BINARY,
    [OP_EQ] = FOLD_BINARY,
    [OP_NE] = FOLD_BINARY,
    [OP_GT] = FOLD_BINARY,
    [OP_GE] = FOLD_BINARY,
    [OP_NEG] = FOLD_UNARY,
    [OP_POS] = FOLD_UNARY,
    [OP_INVERT] = FOLD_UNARY,
    [OP_NOT] = FOLD_UNARY,
    [OP_IS] = FOLD_IS,
    [OP_IS_NOT] = FOLD_IS,
    [OP_JUMP_TRUE] = FOLD_JUMP,
    [OP_JUMP_FALSE] = FOLD_JUMP,
};
#undef X4

/* A jump whose way is known: one edge goes. */
static void fold_jump(RgIrFunction *f, uint32_t i, const RgConst *c)
{
    RgIrInsn *in = &f->insns[i];
    RgIrBlock *b = &f->blocks[in->block];
    int t = truth(c);
    if (t < 0 || b->taken == b->fall) return;
    bool jumps = (in->op == OP_JUMP_TRUE) == t;
    uint32_t gone = jumps ? b->fall : b->taken;
    b->fall = jumps ? b->taken : b->fall;
    b->taken = 0;
    rg_ir_pred_remove(f, gone, in->block);
    rg_ir_remove(f, i);
}

static void fold_insn(RgConvert *cx, RgIrFunction *f, uint32_t i)
{
    RgIrInsn *in = &f->insns[i];
    const RgIrOperand *args = rg_ir_args(f, in);
    const RgConst *a = constant_of(f, args[0]), *b;
    RgIrOperand r = 0;
    if (!a) return;
    switch (fold_kind[in->op]) {
    case FOLD_UNARY: r = fold_unary(cx, f, in->op, a); break;
    case FOLD_BINARY:
        b = constant_of(f, args[1]);
        r = b ? fold_binary(cx, f, in->op, a, b) : 0;
        break;
    case FOLD_IS:
        b = constant_of(f, args[1]);
        if (is_singleton(a) && is_singleton(b)) r = make_bool(cx, f, (a->kind == b->kind) == (in->op == OP_IS));
        break;
    case FOLD_JUMP: fold_jump(f, i, a); return;
    default: return;
    }
    if (!r || f->failed) return;
    in = &f->insns[i];
    for (uint32_t k = 0; k < in->nargs; k++)
        rg_ir_unuse(f, f->operands[in->args + k]);
    f->operands[in->args] = r;
    in->nargs = 1;
    in->op = IR_COPY;
    f->ncopies++;
}

/* Whether some instruction that could be folded works on a constant, or on a copy of what may be one. */
static bool any_to_fold(const RgIrFunction *f)
{
    for (uint32_t i = 1; i < f->ninsns; i++) {
        const RgIrInsn *in = &f->insns[i];
        if (!fold_kind[in->op]) continue;
        RgIrOperand o = *rg_ir_args(f, in);
        if (RG_IR_IS_CONST(o) || f->insns[f->values[o].insn].op == IR_COPY) return true;
    }
    return false;
}

void rg_opt_fold(RgConvert *cx, RgIrFunction *f)
{
    if (!any_to_fold(f)) return;
    for (uint32_t o = 0; o < f->norder; o++) {
        for (uint32_t i = f->blocks[f->order[o]].first; i;) {
            uint32_t next = f->insns[i].next;
            if (fold_kind[f->insns[i].op]) fold_insn(cx, f, i);
            i = next;
        }
    }
}
