/* SPDX-License-Identifier: MIT
 *
 * lift_call.c: calls and function making. The stack holds METHOD, SELF, ARGUMENTS or NULL, CALLABLE, ARGUMENTS; which
 * of the two is known here, except for what LOAD_METHOD leaves, where CALL_LOADED decides at run time.
 */
#include "convert/lift_state.h"

/* Whether only operand loads that can neither raise nor run Python stand between instruction i, a LOAD_METHOD, and the
 * call that belongs to it. */
static bool only_loads(const RgLift *l, uint32_t i)
{
    const RgStackInsn *insns = l->sc->insns;
    uint32_t n = 0, end = l->block->end;
    for (uint32_t j = i + 1; j < end; j++) {
        switch (insns[j].op) {
        case PYOP_LOAD_FAST:
            if (!rg_cfg_set_has(l->bound, insns[j].arg)) return false;
            n++;
            break;
        case PYOP_LOAD_CONST:
        case PYOP_LOAD_CLOSURE: n++; break;
        case PYOP_KW_NAMES:
        case PYOP_PRECALL: break;
        case PYOP_CALL_311: return insns[j].arg == n;
        default: return false;
        }
    }
    return false;
}

bool rg_lift_load_method(RgLift *l, uint32_t i, uint32_t name)
{
    if (name >= l->code->nnames) return rg_lift_fail(l, i, "name index out of range");
    if (only_loads(l, i)) {
        RgIrOperand object = rg_lift_pop_any(l);
        rg_lift_check(l, object);
        l->method_name = name;
        l->method_pos = i;
        rg_lift_push_new(l, RG_LIFT_METHOD);
        rg_lift_push(l, object);
        return true;
    }
    rg_ir_list_load(l->f, l->f->ninsns);
    uint32_t insn = rg_lift_emit_top(l, OP_LOAD_METHOD, 1, 2);
    l->f->insns[insn].extra = name;
    rg_lift_push_def(l, insn, 0);
    rg_lift_push_def(l, insn, 1);
    return true;
}

/* Whether a value may be what LOAD_METHOD left, with UNBOUND beside it. */
static bool maybe_loaded(const RgLift *l, RgIrOperand v)
{
    if (RG_IR_IS_CONST(v)) return false;
    unsigned op = l->f->insns[l->f->values[v].insn].op;
    return op == OP_LOAD_METHOD || op == IR_PHI || op == IR_COPY || op == IR_HOME || op == IR_PARAM;
}

bool rg_lift_call(RgLift *l, uint32_t i, uint32_t nargs)
{
    RgIrFunction *f = l->f;
    RgIrOperand kwnames = l->kwnames, method = *rg_lift_slot(l, nargs + 1);
    uint32_t first = nargs; /* distance of the first operand from the top */
    unsigned op;
    l->kwnames = 0;
    if (kwnames) {
        const RgConst *c = f->consts[RG_IR_CONST_INDEX(kwnames)];
        if (c->kind != RG_CONST_TUPLE || c->len > nargs + 1) return rg_lift_fail(l, i, "bad keyword names");
    }
    if (method == 0)
        op = kwnames ? OP_CALL_KW : OP_CALL;
    else if (method == RG_LIFT_METHOD)
        op = kwnames ? OP_CALL_METHOD_KW : OP_CALL_METHOD;
    else if (first = nargs + 1, maybe_loaded(l, method))
        op = kwnames ? OP_CALL_LOADED_KW : OP_CALL_LOADED;
    else
        op = kwnames ? OP_CALL_KW : OP_CALL;
    uint32_t n = first + 1, insn;
    if (method == RG_LIFT_METHOD) rg_ir_list_load(f, f->ninsns);
    if (RG_LIKELY(!kwnames)) {
        insn = rg_lift_emit_top(l, op, n, 1);
    } else {
        insn = rg_ir_emit_reserve(f, op, n + 1, 1);
        if (!insn) return false;
        RgIrOperand *args = rg_ir_args(f, &f->insns[insn]);
        args[1] = kwnames;
        for (uint32_t k = n; k-- > 0;) {
            RgIrOperand v = rg_lift_pop(l);
            args[k ? k + 1 : 0] = v;
            rg_ir_use(f, v);
        }
    }
    rg_lift_drop(l, nargs + 2 - n);
    RgIrInsn *in = &f->insns[insn];
    in->extra = RG_NO_NAME;
    if (method == RG_LIFT_METHOD) {
        in->extra = l->method_name;
        in->pos2 = l->method_pos;
    }
    rg_lift_push_def(l, insn, 0);
    return true;
}

bool rg_lift_call_ex(RgLift *l, bool keywords)
{
    uint32_t insn = rg_lift_emit_top(l, OP_CALL_EX, keywords ? 3 : 2, 1);
    l->f->insns[insn].imm = keywords;
    rg_lift_pop_any(l); /* NULL */
    rg_lift_push_def(l, insn, 0);
    return true;
}

bool rg_lift_make_function(RgLift *l, uint32_t i, uint32_t flags)
{
    RgIrFunction *f = l->f;
    RgIrOperand code = rg_lift_pop(l);
    if (!RG_IR_IS_CONST(code) || f->consts[RG_IR_CONST_INDEX(code)]->kind != RG_CONST_CODE)
        return rg_lift_fail(l, i, "function of something that is not a code constant");
    if (flags > 15) return rg_lift_fail(l, i, "unknown parts of a function");
    uint32_t n = RG_PYOP_BITS4(flags), insn = rg_ir_emit_reserve(f, OP_MAKE_FUNCTION, n + 1, 1);
    if (!insn) return false;
    f->insns[insn].imm = (uint8_t)flags;
    RgIrOperand *args = rg_ir_args(f, &f->insns[insn]);
    args[0] = code;
    for (uint32_t k = n; k > 0; k--) {
        args[k] = rg_lift_pop(l);
        rg_ir_use(f, args[k]);
    }
    rg_lift_push_def(l, insn, 0);
    return true;
}
