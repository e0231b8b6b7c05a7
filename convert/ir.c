/* SPDX-License-Identifier: MIT
 *
 * ir.c: the IR builder. See ir.h for what always holds. Growth doubles; when memory runs out f->failed is set and the
 * builder goes on writing over slot 0, so that no caller needs to look before the end of its phase.
 */
#include "convert/ir.h"
#include "vm/base/assert.h"
#include "vm/base/mem.h"

static const struct {
    const char *name;
    uint32_t effects;
} ir_op_info[] = {
#define IROP(NAME, EFFECTS, DOC) {#NAME, EFFECTS},
#include "convert/ir.def"
};

uint32_t rg_ir_effects(unsigned op)
{
    return op < RG_OP_COUNT ? rg_op_info[op].effects : ir_op_info[op - RG_OP_COUNT].effects;
}

const char *rg_ir_op_name(unsigned op)
{
    return op < RG_OP_COUNT ? rg_op_info[op].name : ir_op_info[op - RG_OP_COUNT].name;
}

/* Makes room for `more` elements behind `used`; false (and f->failed) when there is none. */
static RG_NOINLINE bool grow(RgIrFunction *f, void **data, uint32_t *cap, uint64_t need, size_t elem)
{
    uint64_t want = *cap ? (uint64_t)*cap * 2 : 256;
    while (want < need)
        want *= 2;
    void *p = want < RG_IR_CONST_BIT ? rg_mem_realloc(*data, want * elem) : NULL;
    if (!p) {
        f->failed = true;
        return false;
    }
    *data = p;
    *cap = (uint32_t)want;
    return true;
}

#define ROOM(f, what, more)                                                                                            \
    (RG_LIKELY((uint64_t)(f)->n##what + (more) <= (f)->cap_##what) ||                                                  \
     grow((f), (void **)&(f)->what, &(f)->cap_##what, (uint64_t)(f)->n##what + (more), sizeof *(f)->what))

void rg_ir_init(RgIrFunction *f)
{
    memset(f, 0, sizeof *f);
}

void rg_ir_fini(RgIrFunction *f)
{
    rg_mem_free(f->insns);
    rg_mem_free(f->values);
    rg_mem_free(f->blocks);
    rg_mem_free(f->edges);
    rg_mem_free(f->operands);
    rg_mem_free(f->order);
    rg_mem_free(f->loads);
    rg_mem_free(f->consts);
    memset(f, 0, sizeof *f);
}

void rg_ir_reset(RgIrFunction *f, uint32_t nlocals, const RgConst *const *consts, uint32_t nconsts)
{
    f->failed = false;
    f->ninsns = f->nvalues = f->nblocks = f->nedges = f->noperands = f->norder = f->nloads = f->nconsts = 0;
    /* Slot 0 of the arrays that count from 1 is written to when memory is short; it must exist. */
    bool ok = ROOM(f, insns, 1) && ROOM(f, values, 1) && ROOM(f, blocks, 1) && ROOM(f, edges, 1) &&
              ROOM(f, operands, 64) && ROOM(f, order, 1) && ROOM(f, consts, nconsts + 1);
    if (!ok) return;
    memset(&f->insns[0], 0, sizeof f->insns[0]);
    memset(&f->values[0], 0, sizeof f->values[0]);
    memset(&f->blocks[0], 0, sizeof f->blocks[0]);
    memset(&f->edges[0], 0, sizeof f->edges[0]);
    f->ninsns = f->nvalues = f->nblocks = f->nedges = 1;
    if (nconsts) memcpy(f->consts, consts, nconsts * sizeof *consts);
    f->nconsts = f->nconsts_source = nconsts;
    f->nlocals = f->nhomes = nlocals;
    f->const_none = f->nphis = f->ncopies = f->nmirrors = f->nentry = 0;
    f->edges_removed = false;
    f->entry = f->at_block = f->at_count = 0;
    f->at_pos = RG_IR_NO_POS;
    f->positions = NULL;
    f->npositions = 0;
    f->names = f->local_names = NULL;
    f->printable_name = NULL;
}

/* ---- blocks and edges ---- */

uint32_t rg_ir_block_new(RgIrFunction *f)
{
    if (!ROOM(f, blocks, 1) || !ROOM(f, order, 1)) return 0;
    uint32_t b = f->nblocks++;
    memset(&f->blocks[b], 0, sizeof f->blocks[b]);
    f->blocks[b].source = RG_IR_NO_SOURCE;
    f->order[f->norder++] = b;
    if (!f->entry) f->entry = b;
    return b;
}

uint32_t rg_ir_edge_new(RgIrFunction *f, uint32_t from)
{
    if (!ROOM(f, edges, 1)) return 0;
    uint32_t e = f->nedges++;
    f->edges[e] = (RgIrEdge){.from = from};
    return e;
}

static void add_pred(RgIrFunction *f, uint32_t from, uint32_t to)
{
    uint32_t e = rg_ir_edge_new(f, from);
    if (!e) return;
    RgIrBlock *b = &f->blocks[to];
    if (b->preds_tail)
        f->edges[b->preds_tail].next = e;
    else
        b->preds = e;
    b->preds_tail = e;
    b->npreds++;
}

void rg_ir_set_fall(RgIrFunction *f, uint32_t from, uint32_t to)
{
    f->blocks[from].fall = to;
    add_pred(f, from, to);
}

void rg_ir_set_taken(RgIrFunction *f, uint32_t from, uint32_t to)
{
    f->blocks[from].taken = to;
    add_pred(f, from, to);
}

void rg_ir_pred_remove(RgIrFunction *f, uint32_t block, uint32_t from)
{
    RgIrBlock *b = &f->blocks[block];
    uint32_t index = 0, prev = 0, e = b->preds;
    f->edges_removed = true;
    while (e && f->edges[e].from != from) {
        prev = e;
        e = f->edges[e].next;
        index++;
    }
    RG_ASSERT(e, "block %u is not a predecessor of %u", from, block);
    if (!e) return;
    if (prev)
        f->edges[prev].next = f->edges[e].next;
    else
        b->preds = f->edges[e].next;
    if (b->preds_tail == e) b->preds_tail = prev;
    b->npreds--;
    for (uint32_t i = b->first; i; i = f->insns[i].next) {
        RgIrInsn *in = &f->insns[i];
        if (in->op == IR_MARK) continue;
        if (in->op != IR_PHI) break;
        RgIrOperand *args = rg_ir_args(f, in);
        RG_ASSERT(index < in->nargs, "phi without operand");
        rg_ir_unuse(f, args[index]);
        in->nargs--;
        memmove(args + index, args + index + 1, (in->nargs - index) * sizeof *args);
    }
}

void rg_ir_edge_redirect(RgIrFunction *f, uint32_t from, uint32_t old_to, uint32_t new_to)
{
    RgIrBlock *b = &f->blocks[from];
    if (b->taken == old_to)
        b->taken = new_to;
    else if (b->fall == old_to)
        b->fall = new_to;
    else
        return;
    rg_ir_pred_remove(f, old_to, from);
    add_pred(f, from, new_to);
}

void rg_ir_block_kill(RgIrFunction *f, uint32_t block)
{
    RgIrBlock *b = &f->blocks[block];
    if (b->flags & RG_IRB_DEAD) return;
    b->flags |= RG_IRB_DEAD;
    for (uint32_t i = b->first; i; i = f->insns[i].next) {
        const RgIrInsn *in = &f->insns[i];
        for (uint32_t k = 0; k < in->nargs; k++)
            rg_ir_unuse(f, f->operands[in->args + k]);
    }
    b->first = b->last = 0;
    if (b->taken) rg_ir_pred_remove(f, b->taken, block);
    if (b->fall) rg_ir_pred_remove(f, b->fall, block);
    b->taken = b->fall = b->handler = 0;
}

/* ---- instructions ---- */

static inline bool has_room(const RgIrFunction *f, uint32_t nargs, uint32_t ndefs)
{
    return f->ninsns < f->cap_insns && ndefs <= f->cap_values - f->nvalues && nargs <= f->cap_operands - f->noperands;
}

static RG_NOINLINE bool make_room(RgIrFunction *f, uint32_t nargs, uint32_t ndefs)
{
    return ROOM(f, insns, 1) && ROOM(f, values, ndefs) && ROOM(f, operands, nargs);
}

/* Slot for an instruction with its values and operands, for which there is room; not in a block yet, operands not
 * filled. */
static inline uint32_t insn_new(RgIrFunction *f, unsigned op, uint32_t nargs, uint32_t ndefs)
{
    const uint32_t i = f->ninsns++, def = f->nvalues;
    f->insns[i] = (RgIrInsn){.op = (uint16_t)op,
                             .def = ndefs ? def : 0,
                             .ndefs = ndefs,
                             .args = f->noperands,
                             .nargs = nargs,
                             .extra = RG_NO_NAME,
                             .pos = f->at_pos,
                             .pos2 = RG_IR_NO_POS};
    for (uint32_t k = 0; k < ndefs; k++)
        f->values[def + k] = (RgIrValue){.insn = i, .home = RG_IR_NO_HOME};
    f->nvalues = def + ndefs;
    f->noperands += nargs;
    return i;
}

static inline uint32_t emit(RgIrFunction *f, unsigned op, uint32_t nargs, uint32_t ndefs, uint32_t count)
{
    const uint32_t i = insn_new(f, op, nargs, ndefs);
    RgIrInsn *in = &f->insns[i];
    RgIrBlock *b = &f->blocks[f->at_block];
    in->count = count;
    in->block = f->at_block;
    in->prev = b->last;
    *(b->last ? &f->insns[b->last].next : &b->first) = i;
    b->last = i;
    return i;
}

/* When the arrays must grow first; apart from the rest so that this needs no registers saved. */
static RG_NOINLINE uint32_t emit_slow(RgIrFunction *f, unsigned op, uint32_t nargs, uint32_t ndefs)
{
    return make_room(f, nargs, ndefs) ? rg_ir_emit_reserve(f, op, nargs, ndefs) : 0;
}

uint32_t rg_ir_emit_reserve(RgIrFunction *f, unsigned op, uint32_t nargs, uint32_t ndefs)
{
    if (RG_UNLIKELY(!has_room(f, nargs, ndefs))) return emit_slow(f, op, nargs, ndefs);
    uint32_t i = emit(f, op, nargs, ndefs, f->at_count);
    f->at_count = 0;
    return i;
}

uint32_t rg_ir_emit(RgIrFunction *f, unsigned op, const RgIrOperand *args, uint32_t nargs, uint32_t ndefs)
{
    uint32_t i = rg_ir_emit_reserve(f, op, nargs, ndefs);
    if (RG_UNLIKELY(!i)) return 0;
    RgIrOperand *to = rg_ir_args(f, &f->insns[i]);
    for (uint32_t k = 0; k < nargs; k++) {
        to[k] = args[k];
        rg_ir_use(f, args[k]);
    }
    return i;
}

void rg_ir_list_load(RgIrFunction *f, uint32_t insn)
{
    RgIrBlock *b = &f->blocks[f->at_block];
    if (!ROOM(f, loads, 1)) return;
    if (!b->nloads++) b->first_load = f->nloads;
    f->loads[f->nloads++] = insn;
}

void rg_ir_block_end(RgIrFunction *f)
{
    if (f->at_count) rg_ir_emit(f, IR_MARK, NULL, 0, 0);
}

RgIrOperand rg_ir_emit0(RgIrFunction *f, unsigned op)
{
    uint32_t i = rg_ir_emit(f, op, NULL, 0, 1); /* may move f->insns */
    return f->insns[i].def;
}

RgIrOperand rg_ir_emit1(RgIrFunction *f, unsigned op, RgIrOperand a)
{
    uint32_t i = rg_ir_emit_reserve(f, op, 1, 1); /* may move f->insns */
    if (RG_UNLIKELY(!i)) return 0;
    f->operands[f->insns[i].args] = a;
    rg_ir_use(f, a);
    return f->insns[i].def;
}

RgIrOperand rg_ir_emit2(RgIrFunction *f, unsigned op, RgIrOperand a, RgIrOperand b)
{
    RgIrOperand args[2] = {a, b};
    uint32_t i = rg_ir_emit(f, op, args, 2, 1); /* may move f->insns */
    return f->insns[i].def;
}

RgIrOperand rg_ir_copy(RgIrFunction *f, RgIrOperand from)
{
    f->ncopies++;
    return rg_ir_emit1(f, IR_COPY, from);
}

RgIrOperand rg_ir_copy_home(RgIrFunction *f, RgIrOperand from, uint32_t home)
{
    RgIrOperand v = rg_ir_emit1(f, IR_COPY, from);
    f->values[v].home = home;
    return v;
}

RgIrOperand rg_ir_home(RgIrFunction *f, uint32_t home)
{
    if (RG_UNLIKELY(!has_room(f, 0, 1)) && !make_room(f, 0, 1)) return 0;
    uint32_t i = emit(f, IR_HOME, 0, 1, 0);
    f->values[f->insns[i].def].home = home;
    return f->insns[i].def;
}

void rg_ir_check_bound(RgIrFunction *f, RgIrOperand value, uint32_t local)
{
    uint32_t i = rg_ir_emit(f, OP_CHECK_BOUND, &value, 1, 0);
    f->insns[i].extra = local;
}

/* Whether the value may be written straight into `home` where it is made: nothing is between it and now. */
static bool can_retarget(const RgIrFunction *f, RgIrOperand value, uint32_t home)
{
    const RgIrValue *v = &f->values[value];
    if (v->home != RG_IR_NO_HOME || v->uses) return false;
    const RgIrInsn *in = &f->insns[v->insn];
    const RgIrBlock *b = &f->blocks[f->at_block];
    if (in->op >= RG_OP_COUNT && in->op != IR_COPY) return false;
    for (uint32_t k = 0; k < in->ndefs; k++)
        if (f->values[in->def + k].home == home) return false;
    if (b->last) return b->last == v->insn;
    /* At the start of a block: the value came from the end of the only predecessor. */
    if (b->npreds != 1 || f->edges[b->preds].from != in->block) return false;
    uint32_t last = f->blocks[in->block].last;
    while (last && f->insns[last].op == IR_MARK)
        last = f->insns[last].prev;
    if (last != v->insn) return false;
    if (!f->blocks[in->block].taken && f->blocks[in->block].fall == f->at_block) return true;
    if (in->op == OP_FOR_ITER) /* the other successor gets no value */
        return f->blocks[in->block].fall == f->at_block && f->blocks[in->block].taken != f->at_block;
    return false;
}

RgIrOperand rg_ir_store_home(RgIrFunction *f, RgIrOperand value, uint32_t home)
{
    if (!RG_IR_IS_CONST(value) && can_retarget(f, value, home)) {
        f->values[value].home = home;
        return value;
    }
    return rg_ir_copy_home(f, value, home);
}

uint32_t rg_ir_phi_new(RgIrFunction *f, uint32_t block, uint32_t max_args, uint32_t home)
{
    if (!make_room(f, max_args, 1)) return 0;
    uint32_t i = insn_new(f, IR_PHI, max_args, 1);
    RgIrInsn *in = &f->insns[i];
    RgIrBlock *b = &f->blocks[block];
    f->nphis++;
    in->nargs = 0;
    in->block = block;
    f->values[in->def].home = home;
    /* Behind the block's other phis, which are its first instructions, so that phis keep the order of their making. */
    uint32_t prev = 0;
    for (uint32_t k = b->first; k && f->insns[k].op == IR_PHI; k = f->insns[k].next)
        prev = k;
    in->prev = prev;
    in->next = prev ? f->insns[prev].next : b->first;
    if (prev)
        f->insns[prev].next = i;
    else
        b->first = i;
    if (in->next)
        f->insns[in->next].prev = i;
    else
        b->last = i;
    return i;
}

void rg_ir_phi_add(RgIrFunction *f, uint32_t phi, RgIrOperand arg)
{
    RgIrInsn *in = &f->insns[phi];
    f->operands[in->args + in->nargs++] = arg;
    rg_ir_use(f, arg);
}

uint32_t rg_ir_const_add(RgIrFunction *f, const RgConst *c)
{
    if (!ROOM(f, consts, 1)) return 0;
    f->consts[f->nconsts] = c;
    return f->nconsts++;
}

RgIrOperand rg_ir_none(RgIrFunction *f)
{
    static const RgConst none = {.kind = RG_CONST_NONE};
    if (!f->const_none) {
        uint32_t k = 0;
        while (k < f->nconsts && f->consts[k]->kind != RG_CONST_NONE)
            k++;
        f->const_none = (k < f->nconsts ? k : rg_ir_const_add(f, &none)) + 1;
    }
    return RG_IR_CONST(f->const_none - 1);
}

/* ---- editing ---- */

uint32_t rg_ir_insert_before(RgIrFunction *f, uint32_t before, unsigned op, const RgIrOperand *args, uint32_t nargs,
                             uint32_t ndefs)
{
    if (!make_room(f, nargs, ndefs)) return 0;
    uint32_t i = insn_new(f, op, nargs, ndefs);
    RgIrInsn *in = &f->insns[i], *next = &f->insns[before];
    for (uint32_t k = 0; k < nargs; k++) {
        f->operands[in->args + k] = args[k];
        rg_ir_use(f, args[k]);
    }
    in->pos = next->pos;
    in->block = next->block;
    in->prev = next->prev;
    in->next = before;
    if (next->prev)
        f->insns[next->prev].next = i;
    else
        f->blocks[next->block].first = i;
    next->prev = i;
    return i;
}

void rg_ir_unlink(RgIrFunction *f, uint32_t insn)
{
    RgIrInsn *in = &f->insns[insn];
    RgIrBlock *b = &f->blocks[in->block];
    if (in->prev)
        f->insns[in->prev].next = in->next;
    else
        b->first = in->next;
    if (in->next)
        f->insns[in->next].prev = in->prev;
    else
        b->last = in->prev;
}

void rg_ir_remove(RgIrFunction *f, uint32_t insn)
{
    RgIrInsn *in = &f->insns[insn];
    for (uint32_t k = 0; k < in->nargs; k++)
        rg_ir_unuse(f, f->operands[in->args + k]);
    in->nargs = in->ndefs = in->def = 0;
    if (in->count)
        in->op = IR_MARK;
    else
        rg_ir_unlink(f, insn);
}
