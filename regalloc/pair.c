/* SPDX-License-Identifier: MIT
 *
 * pair.c: which neighbours are written as one instruction. It runs when registers are known and does not change the IR.
 * Always holds: nothing but marks is between the two, in one block; a pair does what they would do in turn, so
 * nothing observable moves, and each part keeps its own source position. Where the first one's value is only an operand
 * of the second, it is used nowhere else and its register is not written. Definitions of mirrors stay instructions of
 * their own, as the VM finds them by their register.
 */
#include "regalloc/ra.h"

/* Whether value v, the first one's, is a temporary that only the second one reads. */
static bool only_operand(const RgRegalloc *ra, uint32_t v)
{
    const RgIrValue *value = &ra->f->values[v];
    return value->uses == 1 && value->home >= ra->f->nhomes;
}

static bool is_mirror(const RgRegalloc *ra, uint32_t v)
{
    uint32_t home = ra->f->values[v].home;
    return home >= ra->f->nlocals && home < ra->f->nhomes;
}

/* 16-bit operand. */
static uint32_t operand(const RgRegalloc *ra, RgIrOperand o)
{
    return RG_IR_IS_CONST(o) ? (RG_IR_CONST_INDEX(o) | RG_OPERAND_CONST) : ra->f->values[o].home;
}

static bool attr_attr(const RgRegalloc *ra, const RgIrInsn *a, const RgIrInsn *b, RgRaPair *p)
{
    const RgIrFunction *f = ra->f;
    if (is_mirror(ra, a->def) || is_mirror(ra, b->def)) return false;
    uint32_t object = operand(ra, rg_ir_args(f, b)[0]);
    p->head = RG_INSN(OP_LOAD_ATTR2, f->values[a->def].home, operand(ra, rg_ir_args(f, a)[0]), f->values[b->def].home);
    p->pair = RG_PAIR(object, object);
    return p->has_pair = true;
}

static bool store_store(const RgRegalloc *ra, const RgIrInsn *a, const RgIrInsn *b, RgRaPair *p)
{
    const RgIrOperand *x = rg_ir_args(ra->f, a), *y = rg_ir_args(ra->f, b);
    uint32_t value = operand(ra, x[1]);
    p->head = RG_INSN(OP_STORE_ATTR2, operand(ra, x[0]), value & 0xff, value >> 8);
    p->pair = RG_PAIR(operand(ra, y[0]), operand(ra, y[1]));
    return p->has_pair = true;
}

static bool global_attr(const RgRegalloc *ra, const RgIrInsn *a, const RgIrInsn *b, RgRaPair *p)
{
    if (rg_ir_args(ra->f, b)[0] != a->def || !only_operand(ra, a->def) || is_mirror(ra, b->def)) return false;
    p->head = RG_INSN(OP_LOAD_GLOBAL_ATTR, ra->f->values[b->def].home, 0, 0);
    return true;
}

/* The call's own site comes first, as in all calls. */
static bool global_call(const RgRegalloc *ra, const RgIrInsn *a, const RgIrInsn *b, RgRaPair *p)
{
    const RgIrOperand *args = rg_ir_args(ra->f, b);
    if (args[0] != a->def || !only_operand(ra, a->def)) return false;
    p->count = b->nargs - 1;
    p->list = args + 1;
    p->head = RG_INSN(OP_CALL_GLOBAL, ra->f->values[b->def].home, 0, RG_MIN(p->count, RG_LIST_EXTENDED));
    p->names[0] = RG_NO_NAME;
    p->names[1] = a->extra;
    return p->has_list = true;
}

static bool item_item(const RgRegalloc *ra, const RgIrInsn *a, const RgIrInsn *b, RgRaPair *p)
{
    const RgIrOperand *x = rg_ir_args(ra->f, a), *y = rg_ir_args(ra->f, b);
    if (y[0] != a->def || !only_operand(ra, a->def)) return false;
    p->head = RG_INSN(OP_GET_ITEM2, ra->f->values[b->def].home, operand(ra, x[0]), 0);
    p->pair = RG_PAIR(operand(ra, x[1]), operand(ra, y[1]));
    p->sites = 0;
    return p->has_pair = true;
}

/* product + z, z + product or z += product, and with -; the same for an item that is added */
static bool product_sum(const RgRegalloc *ra, const RgIrInsn *a, const RgIrInsn *b, RgRaPair *p)
{
    const RgIrOperand *x = rg_ir_args(ra->f, a), *y = rg_ir_args(ra->f, b);
    bool add = b->op == OP_ADD || b->op == OP_IADD, in_place = b->op == OP_IADD || b->op == OP_ISUB;
    if (!only_operand(ra, a->def)) return false;
    bool left = y[0] == a->def;
    if ((left && in_place) || (!left && y[1] != a->def)) return false;
    bool item = a->op == OP_GET_ITEM || a->op == OP_GET_ITEM_K;
    p->head = RG_INSN(item ? OP_ADD_ITEM : add ? OP_MUL_ADD : OP_MUL_SUB, ra->f->values[b->def].home, operand(ra, y[left]),
                      left ? 0 : in_place ? 2 : 1);
    p->pair = RG_PAIR(operand(ra, x[0]), operand(ra, x[1]));
    p->sites = 0;
    return p->has_pair = true;
}

typedef bool (*Join)(const RgRegalloc *ra, const RgIrInsn *a, const RgIrInsn *b, RgRaPair *p);

static Join find_join(unsigned first, unsigned second)
{
    switch (first) {
    case OP_LOAD_ATTR: return second == OP_LOAD_ATTR ? attr_attr : NULL;
    case OP_STORE_ATTR: return second == OP_STORE_ATTR ? store_store : NULL;
    case OP_LOAD_GLOBAL: return second == OP_LOAD_ATTR ? global_attr : second == OP_CALL ? global_call : NULL;
    case OP_GET_ITEM:
    case OP_GET_ITEM_K:
        return second == OP_GET_ITEM || second == OP_GET_ITEM_K ? item_item
               : second == OP_ADD || second == OP_IADD          ? product_sum
                                                                : NULL;
    case OP_MUL:
    case OP_MUL_K:
    case OP_KMUL:
        return second == OP_ADD || second == OP_SUB || second == OP_IADD || second == OP_ISUB ? product_sum : NULL;
    default: return NULL;
    }
}

uint32_t rg_pair_find(const RgRegalloc *ra, const RgIrInsn *a, RgRaPair *p)
{
    const RgIrFunction *f = ra->f;
    uint32_t i = a->next;
    while (i && f->insns[i].op == IR_MARK)
        i = f->insns[i].next;
    if (!i) return 0;
    const RgIrInsn *b = &f->insns[i];
    Join join = find_join(a->op, b->op);
    *p = (RgRaPair){.sites = 2, .names = {a->extra, b->extra}};
    return join && join(ra, a, b, p) ? i : 0;
}

unsigned rg_pair_tail(const RgRegalloc *ra, const RgIrInsn *a)
{
    const RgIrFunction *f = ra->f;
    uint32_t i = a->next;
    while (i && f->insns[i].op == IR_MARK)
        i = f->insns[i].next;
    if (!i) return 0;
    const RgIrInsn *b = &f->insns[i];
    if (b->op == OP_RETURN_CONST)
        return a->op == OP_STORE_ATTR && f->consts[RG_IR_CONST_INDEX(rg_ir_args(f, b)[0])]->kind == RG_CONST_NONE
                   ? OP_STORE_ATTR_RETURN
                   : 0;
    if (b->op != OP_RETURN || a->op == OP_STORE_ATTR || rg_ir_args(f, b)[0] != a->def || !only_operand(ra, a->def)) return 0;
    return a->op == OP_CALL ? OP_RETURN_CALL : a->op == OP_LOAD_ATTR ? OP_RETURN_ATTR : OP_RETURN_METHOD;
}
