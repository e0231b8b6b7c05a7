/* SPDX-License-Identifier: MIT
 *
 * lift_other.c: canonical instructions that 3.11 does not have: calls without a NULL below them, unpacking displays,
 * rotations, comprehensions in the frame of their function, and what expansion (expand.h) needs for its own.
 */
#include "convert/lift_state.h"

static bool call_function(RgLift *l, uint32_t nargs)
{
    uint32_t insn = rg_lift_emit_top(l, OP_CALL, nargs + 1, 1);
    l->f->insns[insn].extra = RG_NO_NAME;
    rg_lift_push_def(l, insn, 0);
    return true;
}

/* The tuple of keyword names on the top; it must be a constant. */
static RgIrOperand pop_names(RgLift *l, uint32_t i, uint32_t nargs)
{
    RgIrOperand names = rg_lift_pop(l);
    const RgConst *c = RG_IR_IS_CONST(names) ? l->f->consts[RG_IR_CONST_INDEX(names)] : NULL;
    if (c && c->kind == RG_CONST_TUPLE && c->len <= nargs) return names;
    rg_lift_fail(l, i, "bad keyword names");
    return 0;
}

static bool call_function_kw(RgLift *l, uint32_t i, uint32_t nargs)
{
    RgIrOperand names = pop_names(l, i, nargs);
    if (!names) return false;
    uint32_t insn = rg_ir_emit_reserve(l->f, OP_CALL_KW, nargs + 2, 1);
    if (!insn) return false;
    RgIrOperand *args = rg_ir_args(l->f, &l->f->insns[insn]);
    args[1] = names;
    for (uint32_t k = nargs + 1; k-- > 0;) {
        RgIrOperand v = rg_lift_pop(l);
        args[k ? k + 1 : 0] = v;
        rg_ir_use(l->f, v);
    }
    l->f->insns[insn].extra = RG_NO_NAME;
    rg_lift_push_def(l, insn, 0);
    return true;
}

static bool call_kw(RgLift *l, uint32_t i, uint32_t nargs)
{
    l->kwnames = pop_names(l, i, nargs);
    return l->kwnames && rg_lift_call(l, i, nargs);
}

static bool call_function_ex(RgLift *l, bool keywords)
{
    uint32_t insn = rg_lift_emit_top(l, OP_CALL_EX, keywords ? 3 : 2, 1);
    l->f->insns[insn].imm = keywords;
    rg_lift_push_def(l, insn, 0);
    return true;
}

/* The top goes below the n - 1 others. */
static bool rotate(RgLift *l, uint32_t i, uint32_t n)
{
    if (n == 0) return rg_lift_fail(l, i, "rotation of nothing");
    if (l->depth - n < l->floor) rg_lift_save_slots(l, l->depth - n);
    RgIrOperand *bottom = rg_lift_slot(l, n - 1), top = *rg_lift_slot(l, 0);
    memmove(bottom + 1, bottom, (n - 1) * sizeof *bottom);
    *bottom = top;
    return true;
}

/* n iterables or mappings into one fresh container. */
static bool build_unpack(RgLift *l, unsigned build, unsigned add, uint32_t n, bool call, bool tuple)
{
    RgIrFunction *f = l->f;
    RgIrOperand to = rg_ir_emit0(f, build), function = 0;
    if (call && (uint64_t)n + 1 < l->depth) function = *rg_lift_slot(l, n + 1);
    if (function == 0 || function == RG_LIFT_METHOD) function = rg_ir_none(f);
    for (uint32_t k = n; k-- > 0;) {
        RgIrOperand args[3] = {to, rg_lift_peek(l, k), function};
        rg_ir_emit(f, add, args, add == OP_DICT_MERGE ? 3 : 2, 0);
    }
    rg_lift_drop(l, n);
    rg_lift_push_new(l, tuple ? rg_ir_emit1(f, OP_LIST_TO_TUPLE, to) : to);
    return true;
}

static bool load_string(RgLift *l, RgStrRef name)
{
    RgConst *c = RG_ARENA_NEW(&l->cx->unit->arena, RgConst);
    if (!c) return rg_lift_fail_memory(l);
    c->kind = RG_CONST_STR;
    c->flags = RG_CONSTF_INTERNED | RG_CONSTF_ASCII;
    for (uint32_t i = 0; i < name.len; i++)
        if ((uint8_t)name.data[i] & 0x80) c->flags = RG_CONSTF_INTERNED;
    c->len = name.len;
    c->u.bytes = name.data;
    rg_lift_push_new(l, RG_IR_CONST(rg_ir_const_add(l->f, c)));
    return true;
}

static bool load_int(RgLift *l, uint32_t value)
{
    const bool small = value < RG_LIFT_INTS;
    if (small && !l->ints) l->ints = RG_ARENA_ZARRAY(&l->cx->scratch, uint32_t, RG_LIFT_INTS);
    if (small && l->ints && l->ints[value]) {
        rg_lift_push_new(l, RG_IR_CONST(l->ints[value] - 1));
        return true;
    }
    RgConst *c = RG_ARENA_NEW(&l->cx->unit->arena, RgConst);
    if (!c) return rg_lift_fail_memory(l);
    c->kind = RG_CONST_INT;
    c->u.i = value;
    uint32_t k = rg_ir_const_add(l->f, c);
    if (small && l->ints) l->ints[value] = k + 1;
    rg_lift_push_new(l, RG_IR_CONST(k));
    return true;
}

/* The value goes to the stack, where it may be UNBOUND: only STORE_FAST_MAYBE and POP_TOP come to see it. */
static bool load_and_clear(RgLift *l, uint32_t local)
{
    RgIrFunction *f = l->f;
    RgIrOperand old = rg_ir_copy(f, rg_lift_get_local(l, local));
    if (l->on_stack[local]) rg_lift_rescue(l, local);
    RgIrOperand v = rg_ir_emit0(f, OP_LOAD_UNBOUND);
    f->values[v].home = local;
    rg_lift_set_local(l, local, v);
    rg_cfg_set_remove(l->bound, local);
    rg_lift_push_new(l, old);
    return true;
}

static bool store_maybe(RgLift *l, uint32_t local)
{
    if (!rg_lift_store_local(l, local, rg_lift_pop(l))) return false;
    rg_cfg_set_remove(l->bound, local);
    return true;
}

/* The exception that is being handled, which stays the handled one. */
static bool handled_exc(RgLift *l)
{
    RgIrOperand p = rg_ir_emit1(l->f, OP_PUSH_EXC_INFO, rg_ir_none(l->f));
    rg_ir_emit(l->f, OP_POP_EXCEPT, &p, 1, 0);
    rg_lift_push_new(l, p);
    return true;
}

/* [exit, six slots] -> [the six slots, the uppermost of them again, result of exit(...)] */
static bool with_cleanup(RgLift *l)
{
    RgIrOperand slots[7];
    for (int k = 7; k-- > 0;)
        slots[k] = rg_lift_pop(l);
    RgIrOperand result = rg_ir_emit2(l->f, OP_WITH_EXCEPT_START, slots[0], slots[6]);
    for (int k = 1; k < 7; k++)
        rg_lift_push(l, slots[k]);
    rg_lift_push(l, slots[6]);
    rg_lift_push_new(l, result);
    return true;
}

bool rg_lift_other(RgLift *l, uint32_t i)
{
    const uint32_t a = l->sc->insns[i].arg;
    switch (l->sc->insns[i].op) {
    case PYOP_CALL_FUNCTION: return call_function(l, a);
    case PYOP_CALL_FUNCTION_KW: return call_function_kw(l, i, a);
    case PYOP_CALL_FUNCTION_EX: return call_function_ex(l, a & 1);
    case PYOP_CALL_KW_313: return call_kw(l, i, a);
    case PYOP_ROT_N: return rotate(l, i, a);
    case PYOP_BUILD_LIST_UNPACK: return build_unpack(l, OP_BUILD_LIST, OP_LIST_EXTEND, a, false, false);
    case PYOP_BUILD_TUPLE_UNPACK:
    case PYOP_BUILD_TUPLE_UNPACK_WITH_CALL: return build_unpack(l, OP_BUILD_LIST, OP_LIST_EXTEND, a, false, true);
    case PYOP_BUILD_SET_UNPACK: return build_unpack(l, OP_BUILD_SET, OP_SET_UPDATE, a, false, false);
    case PYOP_BUILD_MAP_UNPACK: return build_unpack(l, OP_BUILD_MAP, OP_DICT_UPDATE, a, false, false);
    case PYOP_BUILD_MAP_UNPACK_WITH_CALL: return build_unpack(l, OP_BUILD_MAP, OP_DICT_MERGE, a, true, false);
    case PYOP_PUSH_NONE: rg_lift_push_new(l, rg_ir_none(l->f)); return true;
    case PYOP_LOAD_INT: return load_int(l, a);
    case PYOP_LOAD_NAME_STRING:
        return a < l->code->nnames ? load_string(l, l->code->names[a]) : rg_lift_fail(l, i, "name index out of range");
    case PYOP_LOAD_LOCAL_STRING:
        return a < l->code->nlocals ? load_string(l, l->code->local_names[a])
                                    : rg_lift_fail(l, i, "local number out of range");
    case PYOP_LOAD_FAST_AND_CLEAR: return load_and_clear(l, a);
    case PYOP_STORE_FAST_MAYBE: return store_maybe(l, a);
    case PYOP_HANDLED_EXC: return handled_exc(l);
    case PYOP_WITH_CLEANUP: return with_cleanup(l);
    default: return rg_lift_fail(l, i, "instruction without a meaning");
    }
}
