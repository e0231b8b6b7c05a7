/* SPDX-License-Identifier: MIT
 *
 * lift_insn.c: what each canonical stack instruction does to the abstract machine, calls aside (lift_call.c).
 * The control flow graph has checked depths and locals' numbers; constants, names and what an argument selects are
 * checked here, and slots that an instruction reads without popping them (rg_lift_peek).
 */
#include "convert/lift_state.h"

/* ---- locals ---- */

static bool load_fast(RgLift *l, uint32_t local)
{
    RgIrOperand v = rg_lift_get_local(l, local);
    if (RG_UNLIKELY(!rg_cfg_set_has(l->bound, local))) {
        rg_ir_check_bound(l->f, v, local);
        rg_cfg_set_add(l->bound, local);
    }
    if (RG_UNLIKELY(rg_cfg_set_has(l->unsafe, local))) {
        rg_lift_push_new(l, rg_ir_copy(l->f, v));
    } else {
        l->on_stack[local]++;
        rg_lift_push_new(l, v);
    }
    return true;
}

/* Copies the local's value for the stack slots that hold it. A slot from before this block may be merged or caught
 * elsewhere with its old value: then the function is lifted again with that local copied at every load. */
void rg_lift_rescue(RgLift *l, uint32_t local)
{
    RgIrOperand from = 0, copy = 0;
    uint32_t left = l->on_stack[local];
    for (uint32_t s = l->depth; s-- > 0 && left;) {
        RgIrOperand *slot = &l->cur[l->nlocals + s];
        if (rg_lift_pinned(l, *slot) != local) continue;
        left--;
        if (s < l->floor) {
            rg_cfg_set_add(l->unsafe, local);
            l->redo = true;
            continue;
        }
        if (*slot != from) {
            from = *slot;
            copy = rg_ir_copy(l->f, from);
        }
        *slot = copy;
        l->on_stack[local]--;
    }
}

/* v, already popped, becomes the local's value. */
bool rg_lift_store_local(RgLift *l, uint32_t local, RgIrOperand v)
{
    RgIrFunction *f = l->f;
    bool constant = RG_IR_IS_CONST(v);
    rg_cfg_set_add(l->bound, local);
    if (!constant && v == l->cur[local]) return true; /* x = x */
    if (RG_UNLIKELY(l->on_stack[local])) rg_lift_rescue(l, local);
    RgIrOperand stored;
    if (constant || f->values[v].tmp == 0) {
        stored = rg_ir_store_home(f, v, local);
    } else if (f->values[v].tmp == 1 && l->depth > l->floor && *rg_lift_slot(l, 0) == v && !rg_cfg_set_has(l->unsafe, local)) {
        stored = rg_ir_store_home(f, v, local); /* the other copy is on the top */
        if (stored == v) l->on_stack[local]++;
    } else {
        stored = rg_ir_copy_home(f, v, local);
    }
    rg_lift_set_local(l, local, stored);
    return true;
}

static bool delete_fast(RgLift *l, uint32_t local)
{
    if (!rg_cfg_set_has(l->bound, local)) rg_ir_check_bound(l->f, rg_lift_get_local(l, local), local);
    if (l->on_stack[local]) rg_lift_rescue(l, local);
    RgIrOperand v = rg_ir_emit0(l->f, OP_LOAD_UNBOUND);
    l->f->values[v].home = local;
    rg_lift_set_local(l, local, v);
    rg_cfg_set_remove(l->bound, local);
    return true;
}

static bool make_cell(RgLift *l, uint32_t local)
{
    RgIrOperand v = rg_lift_get_local(l, local);
    if (l->on_stack[local]) rg_lift_rescue(l, local);
    v = rg_ir_emit1(l->f, OP_MAKE_CELL, v);
    l->f->values[v].home = local;
    rg_lift_set_local(l, local, v);
    return true;
}

static bool copy_free_vars(RgLift *l, uint32_t i, uint32_t n)
{
    if (n != l->code->nfree || l->block != l->cfg->blocks)
        return rg_lift_fail(l, i, "misplaced copy of free variables");
    /* The call has done it. */
    for (uint32_t local = l->nlocals - n; local < l->nlocals; local++) {
        if (l->on_stack[local]) rg_lift_rescue(l, local);
        if (l->cur[local]) rg_lift_set_local(l, local, 0);
    }
    return true;
}

/* ---- shapes that many instructions share ---- */

/* v1 ... vn -> one value */
static inline bool compute(RgLift *l, unsigned op, uint32_t n)
{
    rg_lift_push_def(l, rg_lift_emit_top(l, op, n, 1), 0);
    return true;
}

static inline bool compute_imm(RgLift *l, unsigned op, uint32_t n, uint32_t imm)
{
    uint32_t insn = rg_lift_emit_top(l, op, n, 1);
    l->f->insns[insn].imm = (uint8_t)imm;
    rg_lift_push_def(l, insn, 0);
    return true;
}

/* Reads the top, pushes one value. */
static inline bool compute_peek(RgLift *l, unsigned op)
{
    rg_lift_push_new(l, rg_ir_emit1(l->f, op, rg_lift_peek(l, 0)));
    return true;
}

/* Instruction with a cache site: n operands from the top, ndefs values pushed. */
static inline bool named(RgLift *l, uint32_t i, unsigned op, uint32_t n, uint32_t ndefs, uint32_t name)
{
    if (RG_UNLIKELY(name >= l->code->nnames)) return rg_lift_fail(l, i, "name index out of range");
    uint32_t insn = rg_lift_emit_top(l, op, n, ndefs);
    l->f->insns[insn].extra = name;
    if (ndefs) rg_lift_push_def(l, insn, 0);
    return true;
}

static inline bool load_named(RgLift *l, uint32_t i, unsigned op, uint32_t n, uint32_t name)
{
    rg_ir_list_load(l->f, l->f->ninsns);
    return named(l, i, op, n, 1, name);
}

/* Pops a value and adds it to the container `arg` below. */
static inline bool add_to(RgLift *l, unsigned op, uint32_t arg)
{
    RgIrOperand v = rg_lift_pop(l), args[2] = {rg_lift_peek(l, arg - 1), v};
    rg_ir_emit(l->f, op, args, 2, 0);
    return true;
}

/* ---- operators ---- */

static bool binary(RgLift *l, uint32_t i, uint32_t arg)
{
    static const uint8_t ops[RG_PYOP_BINARY_COUNT] = {
        OP_ADD,  OP_AND,  OP_FLOORDIV, OP_SHL,  OP_MATMUL, OP_MUL,  OP_MOD,       OP_OR,   OP_POW,
        OP_SHR,  OP_SUB,  OP_TRUEDIV,  OP_XOR,  OP_IADD,   OP_IAND, OP_IFLOORDIV, OP_ISHL, OP_IMATMUL,
        OP_IMUL, OP_IMOD, OP_IOR,      OP_IPOW, OP_ISHR,   OP_ISUB, OP_ITRUEDIV,  OP_IXOR};
    if (RG_UNLIKELY(arg >= RG_PYOP_BINARY_COUNT)) return rg_lift_fail(l, i, "unknown operator");
    return compute(l, ops[arg], 2);
}

static bool compare(RgLift *l, uint32_t i, uint32_t arg)
{
    static const uint8_t ops[RG_PYOP_COMPARE_COUNT] = {OP_LT, OP_LE, OP_EQ, OP_NE, OP_GT, OP_GE};
    if (RG_UNLIKELY(arg >= RG_PYOP_COMPARE_COUNT)) return rg_lift_fail(l, i, "unknown comparison");
    return compute(l, ops[arg], 2);
}

/* ---- displays ---- */

static bool const_key_map(RgLift *l, uint32_t i, uint32_t n)
{
    RgIrOperand keys = rg_lift_pop(l);
    const RgConst *c = RG_IR_IS_CONST(keys) ? l->f->consts[RG_IR_CONST_INDEX(keys)] : NULL;
    if (!c || c->kind != RG_CONST_TUPLE || c->len != n) return rg_lift_fail(l, i, "keys are not a tuple of that size");
    uint32_t insn = rg_ir_emit_reserve(l->f, OP_BUILD_CONST_KEY_MAP, n + 1, 1);
    if (!insn) return false;
    RgIrOperand *args = rg_ir_args(l->f, &l->f->insns[insn]);
    args[0] = keys;
    for (uint32_t k = n; k > 0; k--) {
        args[k] = rg_lift_pop(l);
        rg_ir_use(l->f, args[k]);
    }
    rg_lift_push_def(l, insn, 0);
    return true;
}

static bool map_add(RgLift *l, uint32_t arg)
{
    RgIrOperand value = rg_lift_pop(l), key = rg_lift_pop(l), args[3] = {rg_lift_peek(l, arg - 1), key, value};
    rg_ir_emit(l->f, OP_MAP_ADD, args, 3, 0);
    return true;
}

static bool dict_merge(RgLift *l, uint32_t arg)
{
    RgIrOperand update = rg_lift_pop(l), function = 0;
    if ((uint64_t)arg + 2 <= l->depth) function = *rg_lift_slot(l, arg + 1);
    if (function == 0 || function == RG_LIFT_METHOD) function = rg_ir_none(l->f);
    RgIrOperand args[3] = {rg_lift_peek(l, arg - 1), update, function};
    rg_ir_emit(l->f, OP_DICT_MERGE, args, 3, 0);
    return true;
}

static bool unpack(RgLift *l, uint32_t i, unsigned op, uint64_t n, uint32_t imm)
{
    if (n > RG_OPERAND_MAX) return rg_lift_fail(l, i, "too many values to unpack into");
    uint32_t insn = rg_lift_emit_top(l, op, 1, (uint32_t)n);
    l->f->insns[insn].imm = (uint8_t)imm;
    for (uint32_t k = (uint32_t)n; k-- > 0;)
        rg_lift_push_def(l, insn, k);
    return true;
}

static bool match_class(RgLift *l, uint32_t count)
{
    RgConst *c = RG_ARENA_NEW(&l->cx->unit->arena, RgConst);
    if (!c) return rg_lift_fail_memory(l);
    c->kind = RG_CONST_INT;
    c->u.i = count;
    RgIrOperand names = rg_lift_pop(l), class = rg_lift_pop(l), subject = rg_lift_pop(l);
    RgIrOperand args[4] = {subject, class, RG_IR_CONST(rg_ir_const_add(l->f, c)), names};
    uint32_t insn = rg_ir_emit(l->f, OP_MATCH_CLASS, args, 4, 1);
    rg_lift_push_def(l, insn, 0);
    return true;
}

/* ---- jumps ---- */

static bool jump_if(RgLift *l, unsigned op)
{
    RgIrOperand v = rg_lift_pop(l);
    if (l->block->taken != RG_NO_BLOCK) rg_ir_emit(l->f, op, &v, 1, 0);
    else if (op == OP_JUMP_TRUE || op == OP_JUMP_FALSE) rg_ir_emit1(l->f, OP_NOT, v); /* for what the test does */
    return true;
}

static bool jump_or_pop(RgLift *l, unsigned op)
{
    RgIrOperand v = rg_lift_pop(l);
    rg_ir_emit(l->f, op, &v, 1, 0);
    l->taken = (RgLiftEdge){0, v};
    return true;
}

static bool for_iter(RgLift *l)
{
    l->fall = (RgLiftEdge){0, rg_ir_emit1(l->f, OP_FOR_ITER, rg_lift_peek(l, 0))};
    l->taken = (RgLiftEdge){1, 0};
    return true;
}

static bool send(RgLift *l)
{
    RgIrOperand v = rg_lift_pop(l), result = rg_ir_emit2(l->f, OP_SEND, rg_lift_peek(l, 0), v);
    l->fall = (RgLiftEdge){0, result};
    l->taken = (RgLiftEdge){1, result};
    return true;
}

/* ---- exceptions ---- */

static bool raise_varargs(RgLift *l, uint32_t i, uint32_t n)
{
    if (n > 2) return rg_lift_fail(l, i, "wrong number of operands of raise");
    uint32_t insn = rg_lift_emit_top(l, OP_RAISE, n, 0);
    l->f->insns[insn].imm = (uint8_t)n;
    return true;
}

static bool reraise(RgLift *l, uint32_t arg)
{
    RgIrOperand exc = rg_lift_pop(l);
    RgIrOperand lasti = arg && arg <= l->depth ? *rg_lift_slot(l, arg - 1) : 0;
    /* Only what a handler's entry wrote may say where to go on in the line table. */
    bool known = lasti && lasti != RG_LIFT_METHOD && !RG_IR_IS_CONST(lasti) &&
                 l->f->insns[l->f->values[lasti].insn].op == IR_LASTI;
    RgIrOperand args[2] = {exc, lasti};
    rg_ir_emit(l->f, known ? OP_RERAISE_AT : OP_RERAISE, args, known ? 2 : 1, 0);
    return true;
}

static bool push_exc_info(RgLift *l)
{
    RgIrOperand exc = rg_lift_pop(l);
    rg_lift_push_new(l, rg_ir_emit1(l->f, OP_PUSH_EXC_INFO, exc));
    rg_lift_push(l, exc);
    return true;
}

static bool pop_except(RgLift *l)
{
    RgIrOperand previous = rg_lift_pop(l);
    rg_ir_emit(l->f, OP_POP_EXCEPT, &previous, 1, 0);
    return true;
}

static bool end_async_for(RgLift *l)
{
    RgIrOperand exc = rg_lift_pop(l);
    rg_lift_pop(l);
    rg_ir_emit(l->f, OP_JUMP_STOP_ASYNC, &exc, 1, 0);
    return true;
}

static bool with_except_start(RgLift *l)
{
    RgIrOperand exit = rg_lift_peek(l, 3), exc = rg_lift_peek(l, 0);
    rg_lift_push_new(l, rg_ir_emit2(l->f, OP_WITH_EXCEPT_START, exit, exc));
    return true;
}

/* One operand, two values pushed. */
static bool enter_with(RgLift *l, unsigned op)
{
    uint32_t insn = rg_lift_emit_top(l, op, 1, 2);
    rg_lift_push_def(l, insn, 0);
    rg_lift_push_def(l, insn, 1);
    return true;
}

static bool check_eg_match(RgLift *l)
{
    uint32_t insn = rg_lift_emit_top(l, OP_CHECK_EG_MATCH, 2, 2);
    rg_lift_push_def(l, insn, 0);
    rg_lift_push_def(l, insn, 1);
    return true;
}

static bool check_exc_match(RgLift *l)
{
    RgIrOperand type = rg_lift_pop(l);
    rg_lift_push_new(l, rg_ir_emit2(l->f, OP_CHECK_EXC_MATCH, rg_lift_peek(l, 0), type));
    return true;
}

/* ---- stack and constants ---- */

static bool load_const(RgLift *l, uint32_t i, uint32_t k)
{
    if (RG_UNLIKELY(k >= l->code->nconsts)) return rg_lift_fail(l, i, "constant index out of range");
    rg_lift_push_new(l, RG_IR_CONST(k));
    return true;
}

static bool copy_slot(RgLift *l, uint32_t i, uint32_t n)
{
    if (n == 0 || n > l->depth) return rg_lift_fail(l, i, "copy from below the operand stack");
    RgIrOperand v = *rg_lift_slot(l, n - 1);
    if (v && v < RG_LIFT_METHOD) l->f->values[v].tmp++;
    rg_lift_push(l, v);
    return true;
}

static bool swap_slots(RgLift *l, uint32_t i, uint32_t n)
{
    if (n == 0) return rg_lift_fail(l, i, "swap with nothing");
    RgIrOperand *top = rg_lift_slot(l, 0), *other = rg_lift_slot(l, n - 1), v = *top;
    if (l->depth - n < l->floor) rg_lift_save_slots(l, l->depth - n);
    *top = *other;
    *other = v;
    return true;
}

static bool load_global(RgLift *l, uint32_t i, uint32_t arg)
{
    if (arg & 1) rg_lift_push_new(l, 0);
    return load_named(l, i, OP_LOAD_GLOBAL, 0, arg >> 1);
}

static bool store_deref(RgLift *l, uint32_t local)
{
    RgIrOperand v = rg_lift_pop(l), args[2] = {rg_lift_get_local(l, local), v};
    rg_ir_emit(l->f, OP_STORE_DEREF, args, 2, 0);
    return true;
}

static bool load_cell(RgLift *l, unsigned op, uint32_t local)
{
    RgIrOperand cell = rg_lift_get_local(l, local);
    rg_ir_list_load(l->f, l->f->ninsns);
    rg_lift_push_new(l, rg_ir_emit1(l->f, op, cell));
    return true;
}

static bool delete_deref(RgLift *l, uint32_t local)
{
    RgIrOperand cell = rg_lift_get_local(l, local);
    rg_ir_emit(l->f, OP_DELETE_DEREF, &cell, 1, 0);
    return true;
}

static bool load_closure(RgLift *l, uint32_t local)
{
    rg_lift_push(l, rg_lift_get_local(l, local));
    return true;
}

static bool import_name(RgLift *l, uint32_t i, uint32_t name)
{
    if (name >= l->code->nnames) return rg_lift_fail(l, i, "name index out of range");
    RgIrOperand fromlist = rg_lift_pop(l), level = rg_lift_pop(l), args[2] = {fromlist, level};
    uint32_t insn = rg_ir_emit(l->f, OP_IMPORT_NAME, args, 2, 1);
    l->f->insns[insn].extra = name;
    rg_lift_push_def(l, insn, 0);
    return true;
}

static bool import_from(RgLift *l, uint32_t i, uint32_t name)
{
    if (name >= l->code->nnames) return rg_lift_fail(l, i, "name index out of range");
    RgIrOperand module = rg_lift_peek(l, 0);
    uint32_t insn = rg_ir_emit(l->f, OP_IMPORT_FROM, &module, 1, 1);
    l->f->insns[insn].extra = name;
    rg_lift_push_def(l, insn, 0);
    return true;
}

/* STORE_ATTR finds the object on top of the value. */
static bool store_attr(RgLift *l, uint32_t i, uint32_t name)
{
    if (name >= l->code->nnames) return rg_lift_fail(l, i, "name index out of range");
    RgIrOperand object = rg_lift_pop(l), value = rg_lift_pop(l), args[2] = {object, value};
    uint32_t insn = rg_ir_emit(l->f, OP_STORE_ATTR, args, 2, 0);
    l->f->insns[insn].extra = name;
    return true;
}

/* STORE_SUBSCR: value, container, key from the bottom. */
static bool store_item(RgLift *l)
{
    RgIrOperand key = rg_lift_pop(l), container = rg_lift_pop(l), value = rg_lift_pop(l),
                args[3] = {container, key, value};
    rg_ir_emit(l->f, OP_STORE_ITEM, args, 3, 0);
    return true;
}

static bool match_keys(RgLift *l)
{
    RgIrOperand keys = rg_lift_peek(l, 0), subject = rg_lift_peek(l, 1);
    rg_lift_push_new(l, rg_ir_emit2(l->f, OP_MATCH_KEYS, subject, keys));
    return true;
}

static bool effect_only(RgLift *l, unsigned op, uint32_t n)
{
    rg_lift_emit_top(l, op, n, 0);
    return true;
}

static bool return_generator(RgLift *l)
{
    rg_ir_emit(l->f, OP_RETURN_GENERATOR, NULL, 0, 0);
    rg_lift_push_new(l, rg_ir_none(l->f)); /* what the first send leaves; a POP_TOP follows */
    return true;
}

RG_INLINE bool lift_insn(RgLift *l, uint32_t i)
{
    const uint32_t a = l->sc->insns[i].arg;
    switch ((RgPyOp)l->sc->insns[i].op) {
    case PYOP_NOP:
    case PYOP_RESUME:
    case PYOP_PRECALL:
    case PYOP_JUMP:
    case PYOP_JUMP_BACKWARD:
    case PYOP_JUMP_BACKWARD_NO_INTERRUPT: return true;
    case PYOP_POP_TOP: rg_lift_pop_any(l); return true;
    case PYOP_PUSH_NULL: rg_lift_push_new(l, 0); return true;
    case PYOP_COPY: return copy_slot(l, i, a);
    case PYOP_SWAP: return swap_slots(l, i, a);
    case PYOP_LOAD_CONST: return load_const(l, i, a);
    case PYOP_LOAD_FAST: return load_fast(l, a);
    case PYOP_STORE_FAST: return rg_lift_store_local(l, a, rg_lift_pop(l));
    case PYOP_DELETE_FAST: return delete_fast(l, a);
    case PYOP_MAKE_CELL: return make_cell(l, a);
    case PYOP_COPY_FREE_VARS: return copy_free_vars(l, i, a);
    case PYOP_LOAD_CLOSURE: return load_closure(l, a);
    case PYOP_LOAD_DEREF: return load_cell(l, OP_LOAD_DEREF, a);
    case PYOP_LOAD_CLASSDEREF: return load_cell(l, OP_LOAD_CLASSDEREF, a);
    case PYOP_STORE_DEREF: return store_deref(l, a);
    case PYOP_DELETE_DEREF: return delete_deref(l, a);
    case PYOP_LOAD_NAME: return load_named(l, i, OP_LOAD_NAME, 0, a);
    case PYOP_STORE_NAME: return named(l, i, OP_STORE_NAME, 1, 0, a);
    case PYOP_DELETE_NAME: return named(l, i, OP_DELETE_NAME, 0, 0, a);
    case PYOP_LOAD_GLOBAL_311: return load_global(l, i, a);
    case PYOP_STORE_GLOBAL: return named(l, i, OP_STORE_GLOBAL, 1, 0, a);
    case PYOP_DELETE_GLOBAL: return named(l, i, OP_DELETE_GLOBAL, 0, 0, a);
    case PYOP_LOAD_ATTR: return load_named(l, i, OP_LOAD_ATTR, 1, a);
    case PYOP_STORE_ATTR: return store_attr(l, i, a);
    case PYOP_DELETE_ATTR: return named(l, i, OP_DELETE_ATTR, 1, 0, a);
    case PYOP_LOAD_METHOD: return rg_lift_load_method(l, i, a);
    case PYOP_KW_NAMES:
        if (a >= l->code->nconsts) return rg_lift_fail(l, i, "constant index out of range");
        l->kwnames = RG_IR_CONST(a);
        return true;
    case PYOP_CALL_311: return rg_lift_call(l, i, a);
    case PYOP_CALL_FUNCTION_EX_311: return rg_lift_call_ex(l, a & 1);
    case PYOP_MAKE_FUNCTION_311: return rg_lift_make_function(l, i, a);
    case PYOP_LOAD_BUILD_CLASS: return compute(l, OP_LOAD_BUILD_CLASS, 0);
    case PYOP_LOAD_ASSERTION_ERROR: return compute(l, OP_LOAD_ASSERTION_ERROR, 0);
    case PYOP_RETURN_VALUE: return effect_only(l, OP_RETURN, 1);
    case PYOP_UNARY_POSITIVE: return compute(l, OP_POS, 1);
    case PYOP_UNARY_NEGATIVE: return compute(l, OP_NEG, 1);
    case PYOP_UNARY_NOT: return compute(l, OP_NOT, 1);
    case PYOP_UNARY_INVERT: return compute(l, OP_INVERT, 1);
    case PYOP_BINARY_OP: return binary(l, i, a);
    case PYOP_BINARY_SUBSCR: return compute(l, OP_GET_ITEM, 2);
    case PYOP_STORE_SUBSCR: return store_item(l);
    case PYOP_DELETE_SUBSCR: return effect_only(l, OP_DELETE_ITEM, 2);
    case PYOP_COMPARE_OP: return compare(l, i, a);
    case PYOP_IS_OP: return compute(l, a & 1 ? OP_IS_NOT : OP_IS, 2);
    case PYOP_CONTAINS_OP: return compute(l, a & 1 ? OP_NOT_IN : OP_IN, 2);
    case PYOP_JUMP_IF_FALSE_OR_POP: return jump_or_pop(l, OP_JUMP_FALSE);
    case PYOP_JUMP_IF_TRUE_OR_POP: return jump_or_pop(l, OP_JUMP_TRUE);
    case PYOP_POP_JUMP_IF_FALSE:
    case PYOP_POP_JUMP_BACKWARD_IF_FALSE: return jump_if(l, OP_JUMP_FALSE);
    case PYOP_POP_JUMP_IF_TRUE:
    case PYOP_POP_JUMP_BACKWARD_IF_TRUE: return jump_if(l, OP_JUMP_TRUE);
    case PYOP_POP_JUMP_IF_NONE:
    case PYOP_POP_JUMP_BACKWARD_IF_NONE: return jump_if(l, OP_JUMP_NONE);
    case PYOP_POP_JUMP_IF_NOT_NONE:
    case PYOP_POP_JUMP_BACKWARD_IF_NOT_NONE: return jump_if(l, OP_JUMP_NOT_NONE);
    case PYOP_GET_ITER: return compute(l, OP_GET_ITER, 1);
    case PYOP_FOR_ITER_311: return for_iter(l);
    case PYOP_SEND_311: return send(l);
    case PYOP_UNPACK_SEQUENCE: return unpack(l, i, OP_UNPACK, a, 0);
    case PYOP_UNPACK_EX: return unpack(l, i, OP_UNPACK_EX, (uint64_t)(a & 0xff) + 1 + (a >> 8), a & 0xff);
    case PYOP_GET_LEN: return compute_peek(l, OP_GET_LEN);
    case PYOP_MATCH_MAPPING: return compute_peek(l, OP_MATCH_MAPPING);
    case PYOP_MATCH_SEQUENCE: return compute_peek(l, OP_MATCH_SEQUENCE);
    case PYOP_MATCH_KEYS_311: return match_keys(l);
    case PYOP_MATCH_CLASS_311: return match_class(l, a);
    case PYOP_BUILD_TUPLE: return compute(l, OP_BUILD_TUPLE, a);
    case PYOP_BUILD_LIST: return compute(l, OP_BUILD_LIST, a);
    case PYOP_BUILD_SET: return compute(l, OP_BUILD_SET, a);
    case PYOP_BUILD_MAP: return compute(l, OP_BUILD_MAP, 2 * a);
    case PYOP_BUILD_CONST_KEY_MAP: return const_key_map(l, i, a);
    case PYOP_BUILD_STRING: return compute(l, OP_BUILD_STRING, a);
    case PYOP_BUILD_SLICE: return compute(l, OP_BUILD_SLICE, a == 3 ? 3 : 2);
    case PYOP_FORMAT_VALUE: return compute_imm(l, a & 4 ? OP_FORMAT_VALUE_SPEC : OP_FORMAT_VALUE, a & 4 ? 2 : 1, a & 3);
    case PYOP_LIST_APPEND: return add_to(l, OP_LIST_APPEND, a);
    case PYOP_LIST_EXTEND: return add_to(l, OP_LIST_EXTEND, a);
    case PYOP_LIST_TO_TUPLE: return compute(l, OP_LIST_TO_TUPLE, 1);
    case PYOP_SET_ADD: return add_to(l, OP_SET_ADD, a);
    case PYOP_SET_UPDATE: return add_to(l, OP_SET_UPDATE, a);
    case PYOP_MAP_ADD: return map_add(l, a);
    case PYOP_DICT_UPDATE: return add_to(l, OP_DICT_UPDATE, a);
    case PYOP_DICT_MERGE_311: return dict_merge(l, a);
    case PYOP_IMPORT_NAME: return import_name(l, i, a);
    case PYOP_IMPORT_FROM: return import_from(l, i, a);
    case PYOP_IMPORT_STAR: return effect_only(l, OP_IMPORT_STAR, 1);
    case PYOP_SETUP_ANNOTATIONS: return effect_only(l, OP_SETUP_ANNOTATIONS, 0);
    case PYOP_PRINT_EXPR: return effect_only(l, OP_PRINT_EXPR, 1);
    case PYOP_RAISE_VARARGS: return raise_varargs(l, i, a);
    case PYOP_RERAISE_311: return reraise(l, a);
    case PYOP_PUSH_EXC_INFO: return push_exc_info(l);
    case PYOP_POP_EXCEPT_311: return pop_except(l);
    case PYOP_CHECK_EXC_MATCH: return check_exc_match(l);
    case PYOP_CHECK_EG_MATCH: return check_eg_match(l);
    case PYOP_PREP_RERAISE_STAR: return compute(l, OP_PREP_RERAISE_STAR, 2);
    case PYOP_BEFORE_WITH: return enter_with(l, OP_BEFORE_WITH);
    case PYOP_BEFORE_ASYNC_WITH: return enter_with(l, OP_BEFORE_ASYNC_WITH);
    case PYOP_WITH_EXCEPT_START_311: return with_except_start(l);
    case PYOP_RETURN_GENERATOR_311: return return_generator(l);
    case PYOP_YIELD_VALUE: return compute(l, OP_YIELD, 1);
    case PYOP_GET_YIELD_FROM_ITER: return compute(l, OP_GET_YIELD_FROM_ITER, 1);
    case PYOP_GET_AWAITABLE_311: return compute_imm(l, OP_GET_AWAITABLE, 1, RG_MIN(a, 255));
    case PYOP_GET_AITER: return compute(l, OP_GET_AITER, 1);
    case PYOP_GET_ANEXT: return compute_peek(l, OP_GET_ANEXT);
    case PYOP_ASYNC_GEN_WRAP: return compute(l, OP_ASYNC_GEN_WRAP, 1);
    case PYOP_END_ASYNC_FOR_311: return end_async_for(l);
    default: return rg_lift_other(l, i);
    }
}

bool rg_lift_insns(RgLift *l, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        rg_ir_at(l->f, i);
        if (RG_UNLIKELY(l->home_now != NULL) && (rg_pyop_info[l->sc->insns[i].op].flags & PF_RAISE) &&
            !rg_lift_update_stack_homes(l, i))
            return false;
        if (RG_UNLIKELY(!lift_insn(l, i))) return false;
    }
    return true;
}
