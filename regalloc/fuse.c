/* SPDX-License-Identifier: MIT
 *
 * fuse.c: lowering. Chooses constant forms, joins a test with the jump that follows it, slices with subscripts and
 * results with their homes, and loads constants into registers where no form takes them.
 * Always holds afterwards: a constant operand stands only in K, K16, R16, P, L and K-word places and its index fits.
 * Two instructions are joined only when nothing but marks is between them and the value between them has no other use,
 * so nothing observable moves.
 */
#include "convert/flow.h"
#include "regalloc/ra.h"

#define ARITH_OPS(X)   X(ADD) X(SUB) X(MUL) X(TRUEDIV) X(FLOORDIV) X(MOD) X(POW) X(AND) X(OR) X(XOR) X(SHL) X(SHR)
#define COMPARE_OPS(X) X(LT) X(LE) X(EQ) X(NE) X(GT) X(GE)

/* The form whose last 8-bit operand is a constant. */
static const uint8_t k_form[RG_OP_COUNT] = {
#define X(N) [OP_##N] = OP_##N##_K, [OP_I##N] = OP_I##N##_K,
    ARITH_OPS(X)
#undef X
#define X(N) [OP_##N] = OP_##N##_K, [OP_JUMP_##N] = OP_JUMP_##N##_K, [OP_JUMP_NOT_##N] = OP_JUMP_NOT_##N##_K,
        COMPARE_OPS(X)
#undef X
            [OP_GET_ITEM] = OP_GET_ITEM_K,
    [OP_STORE_ITEM] = OP_STORE_ITEM_K,
};

/* The form whose left operand is a constant. */
static const uint8_t left_form[RG_OP_COUNT] = {
    [OP_ADD] = OP_KADD,         [OP_SUB] = OP_KSUB, [OP_MUL] = OP_KMUL,
    [OP_TRUEDIV] = OP_KTRUEDIV, [OP_MOD] = OP_KMOD, [OP_SHL] = OP_KSHL,
};

/* Jump when the test that the opcode computes is true, or false. */
static const struct {
    uint8_t if_true, if_false;
} jump_form[RG_OP_COUNT] = {
#define X(N) [OP_##N] = {OP_JUMP_##N, OP_JUMP_NOT_##N}, [OP_##N##_K] = {OP_JUMP_##N##_K, OP_JUMP_NOT_##N##_K},
    COMPARE_OPS(X)
#undef X
        [OP_IS] = {OP_JUMP_IS, OP_JUMP_IS_NOT},
    [OP_IS_NOT] = {OP_JUMP_IS_NOT, OP_JUMP_IS},
    [OP_IN] = {OP_JUMP_IN, OP_JUMP_NOT_IN},
    [OP_NOT_IN] = {OP_JUMP_NOT_IN, OP_JUMP_IN},
    [OP_NOT] = {OP_JUMP_FALSE, OP_JUMP_TRUE},
    [OP_CHECK_EXC_MATCH] = {OP_JUMP_EXC_MATCH, OP_JUMP_NOT_EXC_MATCH},
};

static const uint8_t inverse_form[RG_OP_COUNT] = {
#define X(N)                                                                                                           \
    [OP_JUMP_##N] = OP_JUMP_NOT_##N, [OP_JUMP_NOT_##N] = OP_JUMP_##N, [OP_JUMP_##N##_K] = OP_JUMP_NOT_##N##_K,         \
    [OP_JUMP_NOT_##N##_K] = OP_JUMP_##N##_K,
    COMPARE_OPS(X)
#undef X
        [OP_JUMP_TRUE] = OP_JUMP_FALSE,
    [OP_JUMP_FALSE] = OP_JUMP_TRUE,
    [OP_JUMP_IS] = OP_JUMP_IS_NOT,
    [OP_JUMP_IS_NOT] = OP_JUMP_IS,
    [OP_JUMP_IN] = OP_JUMP_NOT_IN,
    [OP_JUMP_NOT_IN] = OP_JUMP_IN,
    [OP_JUMP_NONE] = OP_JUMP_NOT_NONE,
    [OP_JUMP_NOT_NONE] = OP_JUMP_NONE,
    [OP_JUMP_EXC_MATCH] = OP_JUMP_NOT_EXC_MATCH,
    [OP_JUMP_NOT_EXC_MATCH] = OP_JUMP_EXC_MATCH,
    [OP_FOR_ITER] = OP_FOR_LOOP,
    [OP_FOR_LOOP] = OP_FOR_ITER,
};

unsigned rg_fuse_inverse(unsigned op)
{
    return inverse_form[op];
}

/* The instruction before `in` in its block, marks left out; 0: none. */
static uint32_t before(const RgIrFunction *f, const RgIrInsn *in)
{
    uint32_t p = in->prev;
    while (p && f->insns[p].op == IR_MARK)
        p = f->insns[p].prev;
    return p;
}

/* The instruction just before `in` when it defines operand o alone and for `in` alone; else 0. */
static uint32_t feeder(const RgIrFunction *f, const RgIrInsn *in, RgIrOperand o)
{
    if (!o || RG_IR_IS_CONST(o)) return 0;
    const RgIrValue *v = &f->values[o];
    if (v->uses != 1 || v->home != RG_IR_NO_HOME || f->insns[v->insn].ndefs != 1) return 0;
    return before(f, in) == v->insn ? v->insn : 0;
}

/* Empties `insn`, whose operands another instruction has taken over. */
static void absorb(RgIrFunction *f, uint32_t insn, uint32_t by)
{
    RgIrInsn *in = &f->insns[insn], *to = &f->insns[by];
    in->nargs = in->ndefs = 0;
    in->def = 0;
    if (in->count && to->count && in->next == by && in->pos + to->count == to->pos) {
        to->count += in->count;
        in->count = 0;
    }
    if (in->count)
        in->op = IR_MARK;
    else
        rg_ir_unlink(f, insn);
}

/* JUMP_TRUE and JUMP_FALSE take over the test before them. */
static void fuse_jump(RgIrFunction *f, uint32_t i)
{
    for (;;) {
        RgIrInsn *in = &f->insns[i];
        if (in->op != OP_JUMP_TRUE && in->op != OP_JUMP_FALSE) return;
        uint32_t t = feeder(f, in, rg_ir_args(f, in)[0]);
        if (!t || f->insns[t].op >= RG_OP_COUNT || !jump_form[f->insns[t].op].if_true) return;
        RgIrInsn *test = &f->insns[t];
        if (in->pos2 != RG_IR_NO_POS) return; /* one test and its jump: then it is known what a failure leaves out */
        in->pos2 = test->pos;
        RgIrOperand *args = rg_ir_args(f, test);
        unsigned op = in->op == OP_JUMP_TRUE ? jump_form[test->op].if_true : jump_form[test->op].if_false;
        f->values[test->def].uses--;
        in->args = test->args;
        in->nargs = test->nargs;
        bool is = op == OP_JUMP_IS || op == OP_JUMP_IS_NOT;
        if (is && RG_IR_IS_CONST(args[1]) && f->consts[RG_IR_CONST_INDEX(args[1])]->kind == RG_CONST_NONE) {
            op = op == OP_JUMP_IS ? OP_JUMP_NONE : OP_JUMP_NOT_NONE;
            in->nargs = 1;
        }
        in->op = (uint16_t)op;
        absorb(f, t, i);
    }
}

/* Whether the jump that follows will take over the test: then its constants are the jump's. */
static bool feeds_jump(const RgIrFunction *f, uint32_t i)
{
    uint32_t next = f->insns[i].next;
    while (next && f->insns[next].op == IR_MARK)
        next = f->insns[next].next;
    const RgIrInsn *in = &f->insns[next];
    if (!next || (in->op != OP_JUMP_TRUE && in->op != OP_JUMP_FALSE) || in->pos2 != RG_IR_NO_POS) return false;
    return feeder(f, in, rg_ir_args(f, in)[0]) == i;
}

/* x[a:b] without the slice object. */
static void fuse_slice(RgIrFunction *f, uint32_t i)
{
    RgIrInsn *in = &f->insns[i];
    RgIrOperand *args = rg_ir_args(f, in);
    uint32_t t = feeder(f, in, args[1]);
    if (!t || f->insns[t].op != OP_BUILD_SLICE || f->insns[t].nargs != 2) return;
    const RgIrOperand *bounds = rg_ir_args(f, &f->insns[t]);
    RgIrOperand now[4] = {args[0], bounds[0], bounds[1], 0};
    uint32_t n = 3;
    if (in->op == OP_STORE_ITEM) {
        now[1] = args[2];
        now[2] = bounds[0];
        now[3] = bounds[1];
        n = 4;
    }
    f->values[args[1]].uses--;
    if ((uint64_t)f->noperands + n > f->cap_operands) {
        /* An empty instruction reserves room through the builder; it is unlinked at once. */
        uint32_t room = rg_ir_insert_before(f, i, IR_MARK, now, n, 0);
        if (!room) return;
        rg_ir_unlink(f, room);
        for (uint32_t k = 0; k < n; k++)
            rg_ir_unuse(f, now[k]);
        in = &f->insns[i];
        in->args = f->insns[room].args;
    } else {
        in->args = f->noperands;
        f->noperands += n;
    }
    memcpy(rg_ir_args(f, in), now, n * sizeof *now);
    in->nargs = n;
    in->op = in->op == OP_STORE_ITEM ? OP_STORE_SLICE : OP_GET_SLICE;
    absorb(f, t, i);
}

/* What may define a mirror: such a load must not write the register of a mirror of something else. */
static bool loads_name(unsigned op)
{
    return op == OP_LOAD_NAME || op == OP_LOAD_GLOBAL || op == OP_LOAD_ATTR || op == OP_LOAD_DEREF;
}

/* x = COPY t, t = op...: op writes x. */
static bool fuse_home(RgIrFunction *f, uint32_t i)
{
    RgIrInsn *in = &f->insns[i];
    RgIrOperand from = rg_ir_args(f, in)[0];
    uint32_t home = f->values[in->def].home;
    if (RG_IR_IS_CONST(from) || home == RG_IR_NO_HOME) return false;
    RgIrValue *v = &f->values[from];
    if (v->uses != 1 || v->home != RG_IR_NO_HOME || before(f, in) != v->insn) return false;
    RgIrInsn *maker = &f->insns[v->insn];
    if (maker->op == IR_CAUGHT || maker->op == IR_LASTI || maker->op == IR_HOME || maker->op == IR_PARAM) return false;
    if (home >= f->nlocals && loads_name(maker->op)) return false;
    for (uint32_t k = 0; k < maker->ndefs; k++)
        if (f->values[maker->def + k].home == home) return false;
    if (maker->op == IR_PHI) {
        /* The moves on the edges write x: no other phi here may be pinned to it, which is so when this is the only phi.
         */
        if (maker->prev || before(f, maker)) return false;
    }
    /* The copy's value keeps its number: the maker defines it now. */
    RgIrOperand to = in->def;
    if (maker->ndefs != 1) {
        v->home = home;
        return false; /* the copy is now x = x, which emits nothing */
    }
    maker->def = to;
    f->values[to].insn = v->insn;
    v->uses = 0;
    uint32_t count = in->count;
    in->nargs = in->ndefs = 0;
    in->def = 0;
    if (count)
        in->op = IR_MARK;
    else
        rg_ir_unlink(f, i);
    return true;
}

/* Operands of a phi that has a home: made at the very end of a predecessor that leads nowhere else, they are made
 * there. */
static void fuse_phi(RgIrFunction *f, uint32_t i)
{
    const RgIrInsn *phi = &f->insns[i];
    uint32_t home = f->values[phi->def].home;
    /* With several phis another one may read the home's old value on the same edge. */
    if (home == RG_IR_NO_HOME || phi->prev || (phi->next && f->insns[phi->next].op == IR_PHI)) return;
    const RgIrBlock *b = &f->blocks[phi->block];
    uint32_t k = 0;
    for (uint32_t e = b->preds; e && k < phi->nargs; e = f->edges[e].next, k++) {
        RgIrOperand o = f->operands[phi->args + k];
        const RgIrBlock *p = &f->blocks[f->edges[e].from];
        if (!o || RG_IR_IS_CONST(o) || p->taken || f->values[o].uses != 1 || f->values[o].home != RG_IR_NO_HOME)
            continue;
        uint32_t last = p->last;
        while (last && f->insns[last].op == IR_MARK)
            last = f->insns[last].prev;
        const RgIrInsn *maker = &f->insns[last];
        if (last && f->values[o].insn == last && maker->op != IR_PHI && maker->op != IR_CAUGHT &&
            maker->op != IR_LASTI && maker->ndefs == 1)
            f->values[o].home = home;
    }
}

/* ---- constants in registers ---- */

#define MAX_LOADED 16 /* constants that loops find in registers; each lives as long as its loop */

typedef struct Fuse {
    RgConvert *cx;
    RgIrFunction *f;
    bool looked, loops; /* whether flow is there; whether it has loops */
    RgFlow flow;
    uint8_t *hot;
    struct {
        uint32_t loop;
        RgIrOperand constant, value;
    } loaded[MAX_LOADED];
    uint32_t nloaded;
} Fuse;

static bool find_loops(Fuse *fu)
{
    fu->looked = true;
    const RgCfg *cfg = fu->cx->cfg;
    for (uint32_t k = 0; cfg && k < cfg->norder && !fu->loops; k++)
        fu->loops = cfg->blocks[cfg->order[k]].back_target;
    if (!fu->loops) return false;
    fu->hot = rg_flow_hot(&fu->cx->scratch, fu->f);
    fu->loops = fu->hot && rg_flow_loops(&fu->cx->scratch, cfg, fu->f, &fu->flow);
    return fu->loops;
}

/* Value that constant c has in a loop that instruction i is in, loaded in front of it; 0: load it on the spot. */
static RgIrOperand constant_in_register(Fuse *fu, uint32_t i, RgIrOperand c)
{
    RgIrFunction *f = fu->f;
    uint32_t block = f->insns[i].block;
    if (!fu->looked ? !find_loops(fu) : !fu->loops) return 0;
    uint32_t loop = block < fu->flow.nblocks && fu->hot[block] ? rg_flow_loop_of(&fu->flow, block) : 0;
    if (!loop) return 0;
    loop = fu->flow.loops[loop].outermost;
    for (uint32_t k = 0; k < fu->nloaded; k++)
        if (fu->loaded[k].loop == loop && fu->loaded[k].constant == c) return fu->loaded[k].value;
    uint32_t before = fu->nloaded < MAX_LOADED ? rg_flow_preheader(&fu->flow, loop) : 0;
    if (!before) return 0;
    uint32_t last = f->blocks[before].last;
    f->at_pos = f->insns[last ? last : i].pos;
    f->at_count = 0;
    rg_ir_block_begin(f, before);
    RgIrOperand v = rg_ir_copy(f, c);
    fu->loaded[fu->nloaded].loop = loop;
    fu->loaded[fu->nloaded].constant = c;
    fu->loaded[fu->nloaded++].value = v;
    return v;
}

/* Loads constant operand k of instruction i into a register before it. */
static void load_constant(Fuse *fu, uint32_t i, uint32_t k)
{
    RgIrFunction *f = fu->f;
    RgIrOperand c = f->operands[f->insns[i].args + k], v = fu->cx->opts.opt ? constant_in_register(fu, i, c) : 0;
    if (!v) {
        uint32_t t = rg_ir_insert_before(f, i, IR_COPY, &c, 1, 1);
        if (!t) return;
        v = f->insns[t].def;
    }
    f->operands[f->insns[i].args + k] = v;
    f->values[v].uses++;
}

/* Constants go where the encoding takes them; the others are loaded. */
static void place_constants(Fuse *fu, uint32_t i)
{
    RgIrFunction *f = fu->f;
    RgIrInsn *in = &f->insns[i];
    const RgIrOperand *args = rg_ir_args(f, in);
    uint32_t last = in->nargs - 1;
    if (k_form[in->op] && RG_IR_IS_CONST(args[last]) && RG_IR_CONST_INDEX(args[last]) < 256)
        in->op = k_form[in->op];
    else if (left_form[in->op] && RG_IR_IS_CONST(args[0]) && RG_IR_CONST_INDEX(args[0]) < 256)
        in->op = left_form[in->op];
    const RgOpInfo *info = &rg_op_info[in->op];
    uint32_t k = 0;
    for (int field = 0; field < 3 && k < in->nargs; field++) {
        uint8_t role = info->role[field];
        if (role == RG_ROLE_U || role == RG_ROLE_X) {
            if (RG_IR_IS_CONST(args[k])) {
                load_constant(fu, i, k);
                in = &f->insns[i];
                args = rg_ir_args(f, in);
            }
            k++;
        } else if (role == RG_ROLE_R16) {
            if (RG_IR_IS_CONST(args[k]) && RG_IR_CONST_INDEX(args[k]) > RG_OPERAND_MAX) {
                load_constant(fu, i, k);
                in = &f->insns[i];
                args = rg_ir_args(f, in);
            }
            k++;
        } else if (role == RG_ROLE_K) {
            k++;
        }
    }
    if (info->words == RG_WORDS_IKL || info->words == RG_WORDS_KL) k++;
    if (RG_LIKELY(f->nconsts <= RG_OPERAND_MAX + 1)) return;
    for (uint32_t n = in->nargs; k < n; k++)
        if (RG_IR_IS_CONST(f->operands[f->insns[i].args + k]) &&
            RG_IR_CONST_INDEX(f->operands[f->insns[i].args + k]) > RG_OPERAND_MAX)
            load_constant(fu, i, k);
}

/* The loop is the only reader of its iterator: that need not be an object. */
static void note_iterator(RgIrFunction *f, const RgIrInsn *in)
{
    RgIrOperand it = rg_ir_args(f, in)[0];
    if (RG_IR_IS_CONST(it) || f->values[it].uses != 1 || f->values[it].home != RG_IR_NO_HOME) return;
    RgIrInsn *maker = &f->insns[f->values[it].insn];
    if (maker->op == OP_GET_ITER) maker->imm = 1;
}

/* Whether the item of a loop is read by its UNPACK alone: then it need not be an object either. */
static void note_item(RgIrFunction *f, RgIrInsn *in)
{
    RgIrOperand item = rg_ir_args(f, in)[0];
    if (RG_IR_IS_CONST(item) || f->values[item].uses != 1 || f->values[item].home != RG_IR_NO_HOME) return;
    in->imm = f->insns[f->values[item].insn].op == OP_FOR_ITER;
}

static void lower_insn(Fuse *fu, uint32_t i, bool opt)
{
    RgIrFunction *f = fu->f;
    RgIrInsn *in = &f->insns[i];
    switch (in->op) {
    case OP_JUMP_TRUE:
    case OP_JUMP_FALSE:
        if (opt) fuse_jump(f, i);
        break;
    case OP_IS:
    case OP_IS_NOT:
        if (opt && feeds_jump(f, i)) return;
        break;
    case OP_GET_ITEM:
    case OP_STORE_ITEM:
        if (opt) fuse_slice(f, i);
        break;
    case OP_RETURN:
        if (RG_IR_IS_CONST(rg_ir_args(f, in)[0]) && RG_IR_CONST_INDEX(rg_ir_args(f, in)[0]) <= UINT16_MAX) {
            in->op = OP_RETURN_CONST;
            return;
        }
        break;
    case OP_FOR_ITER:
        if (opt) note_iterator(f, in);
        break;
    case OP_UNPACK:
        if (opt) note_item(f, in);
        break;
    case IR_COPY:
        if (opt) fuse_home(f, i);
        return;
    default: break;
    }
    in = &f->insns[i];
    if (in->op >= RG_OP_COUNT || !in->nargs) return;
    const RgIrOperand *args = rg_ir_args(f, in);
    for (uint32_t k = 0; k < in->nargs; k++) {
        if (RG_IR_IS_CONST(args[k])) {
            place_constants(fu, i);
            return;
        }
    }
}

void rg_fuse_run(RgConvert *cx, RgIrFunction *f, bool opt)
{
    Fuse fuse = {.cx = cx, .f = f};
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        for (uint32_t i = f->blocks[b].first; i;) {
            uint32_t next = f->insns[i].next;
            lower_insn(&fuse, i, opt);
            i = next;
        }
    }
    if (fuse.loops) rg_flow_finish(&fuse.flow);
    if (!opt || !f->nphis) return;
    for (uint32_t o = 0; o < f->norder; o++) {
        uint32_t b = f->order[o];
        for (uint32_t i = f->blocks[b].first; i && f->insns[i].op == IR_PHI; i = f->insns[i].next)
            fuse_phi(f, i);
    }
}
