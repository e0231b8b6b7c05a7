/* SPDX-License-Identifier: MIT
 *
 * emit_op.c: one instruction as words. What its fields hold is looked up in a plan made from its row of ops.def, not
 * branched on: which roles an instruction has, nothing before it tells. Instructions with unusual fields, and all those
 * of functions with more registers than 8-bit fields can name, are encoded field by field instead.
 */
#include "regalloc/emit.h"
#include "vm/base/assert.h"

/* ---- plans ---- */

/* Where the content of a field comes from. */
enum {
    FROM_NOTHING,
    FROM_USE,
    FROM_USE2,
    FROM_DEF,
    FROM_DEF2,
    FROM_IMM,
    FROM_EXTRA,
    FROM_SITE,
    FROM_COUNT,
    FROM_COUNT_
};

/* Which field names the instruction's cache site. */
enum { SITE_ELSEWHERE, SITE_SHORT, SITE_LONG };

typedef struct Plan {
    uint8_t from[3];     /* by field */
    uint8_t uses, fixed; /* operands in fields, and operands before the list */
    uint8_t words;       /* RgWords */
    uint8_t site;        /* SITE_x */
    bool unusual;        /* a register both used and defined, or three used */
    bool has_parts;
    uint16_t constant; /* flag of a constant in a field */
} Plan;

#define IS(R, ROLE) (RG_ROLE_##R == RG_ROLE_##ROLE)
#define IS_USE(R)   (IS(R, U) || IS(R, K) || IS(R, R16) || IS(R, K16))
#define FROM(R, use, def)                                                                                              \
    (IS_USE(R)                 ? FROM_USE + (use)                                                                      \
     : IS(R, D)                ? FROM_DEF + (def)                                                                      \
     : IS(R, S)                ? FROM_IMM                                                                              \
     : IS(R, L16)              ? FROM_EXTRA                                                                            \
     : IS(R, I8) || IS(R, I16) ? FROM_SITE                                                                             \
     : IS(R, COUNT)            ? FROM_COUNT                                                                            \
                               : FROM_NOTHING)
#define ANY(A, B, C, ROLE) (IS(A, ROLE) || IS(B, ROLE) || IS(C, ROLE))

static const Plan plans[RG_OP_COUNT] = {
#define OP(NAME, A, B, C, W, EFF, DOC)                                                                                 \
    [OP_##NAME] = {                                                                                                    \
        .from = {FROM(A, 0, 0), FROM(B, IS_USE(A), IS(A, D)), FROM(C, IS_USE(A) + IS_USE(B), IS(A, D) + IS(B, D))},    \
        .uses = IS_USE(A) + IS_USE(B) + IS_USE(C),                                                                     \
        .fixed = IS_USE(A) + IS_USE(B) + IS_USE(C) + (RG_WORDS_##W == RG_WORDS_IKL || RG_WORDS_##W == RG_WORDS_KL),    \
        .words = RG_WORDS_##W,                                                                                         \
        .site = ANY(A, B, C, I8)    ? SITE_SHORT                                                                       \
                : ANY(A, B, C, I16) ? SITE_LONG                                                                        \
                                    : SITE_ELSEWHERE,                                                                  \
        .unusual = ANY(A, B, C, X) || (IS_USE(A) && IS_USE(B) && IS_USE(C)),                                           \
        .has_parts = ((EFF)&F_PARTS) != 0,                                                                             \
        .constant = IS(B, R16) ? RG_OPERAND_CONST : 0},
#include "vm/code/ops.def"
#undef OP
};

/* ---- moves and jumps ---- */

void rg_emit_move(void *emit, uint32_t dst, RgIrOperand src)
{
    RgEmit *e = emit;
    const uint32_t short_regs = e->ra->short_regs;
    if (!rg_emit_room(e, RG_EMIT_ROOM)) return;
    rg_emit_begin(e, e->pos, 0);
    if (RG_IR_IS_CONST(src)) {
        uint32_t k = RG_IR_CONST_INDEX(src);
        if (dst < short_regs && k <= UINT16_MAX) {
            rg_emit_word(e, RG_INSN(OP_LOAD_CONST, dst, k & 0xff, k >> 8));
        } else if (dst < short_regs) {
            rg_emit_word(e, RG_INSN(OP_LOAD_CONST_WIDE, dst, 0, 0));
            rg_emit_word(e, k);
        } else if (k <= RG_OPERAND_MAX) {
            rg_emit_word(e, RG_INSN(OP_MOVE_WIDE, 0, 0, 0));
            rg_emit_word(e, RG_PAIR(dst, k | RG_OPERAND_CONST));
        } else {
            uint32_t s = e->ra->scratch + 2;
            rg_emit_word(e, RG_INSN(OP_LOAD_CONST_WIDE, s, 0, 0));
            rg_emit_word(e, k);
            rg_emit_move(emit, dst, s);
        }
    } else if (dst < short_regs && src < short_regs) {
        rg_emit_word(e, RG_INSN(OP_MOVE, dst, src, 0));
    } else {
        rg_emit_word(e, RG_INSN(OP_MOVE_WIDE, 0, 0, 0));
        rg_emit_word(e, RG_PAIR(dst, src));
    }
}

static inline void put_offset(RgEmit *e, uint32_t label)
{
    RgRaFixup fix = {e->nwords, e->nwords + 1, label};
    RG_EMIT_PUSH(e, fixups, fix);
    rg_emit_word(e, 0);
}

void rg_emit_jump(RgEmit *e, uint32_t label)
{
    if (!rg_emit_room(e, RG_EMIT_ROOM)) return;
    rg_emit_begin(e, e->pos, 0);
    rg_emit_word(e, RG_INSN(OP_JUMP, 0, 0, 0));
    put_offset(e, label);
}

/* ---- the words behind the head ---- */

static inline uint32_t operand16(const RgEmit *e, RgIrOperand o)
{
    return RG_IR_IS_CONST(o) ? (RG_IR_CONST_INDEX(o) | RG_OPERAND_CONST) : rg_emit_reg(e, o);
}

static void put_list(RgEmit *e, const RgIrOperand *args, uint32_t n)
{
    if (n >= RG_LIST_EXTENDED) rg_emit_word(e, n);
    for (uint32_t k = 0; k < n; k += 2) {
        uint32_t lo = operand16(e, args[k]), hi = k + 1 == n ? 0 : operand16(e, args[k + 1]);
        rg_emit_word(e, RG_PAIR(lo, hi));
    }
}

static void put_defs(RgEmit *e, RgIrOperand def, uint32_t n)
{
    if (n >= RG_LIST_EXTENDED) rg_emit_word(e, n);
    for (uint32_t k = 0; k < n; k += 2) {
        uint32_t lo = rg_emit_reg(e, def + k), hi = k + 1 == n ? 0 : rg_emit_reg(e, def + k + 1);
        rg_emit_word(e, RG_PAIR(lo, hi));
    }
}

/* `at` is the first operand that the fields did not take. */
static inline void put_words(RgEmit *e, const RgIrInsn *in, unsigned words, uint32_t at, uint32_t list, uint32_t label)
{
    const RgIrOperand *args = rg_ir_args(e->f, in);
    switch ((RgWords)words) {
    case RG_WORDS_NONE:
    case RG_WORDS_T: /* pairs are written by rg_emit_pair */
    case RG_WORDS_TP:
    case RG_WORDS_TL:
    case RG_WORDS_COUNT_: break;
    case RG_WORDS_J: put_offset(e, label); break;
    case RG_WORDS_I: rg_emit_word(e, rg_emit_site(e, in->extra)); break;
    case RG_WORDS_K: rg_emit_word(e, RG_IR_CONST_INDEX(args[at])); break;
    case RG_WORDS_IP:
        rg_emit_word(e, rg_emit_site(e, in->extra));
        /* fall through */
    case RG_WORDS_P: {
        RgIrOperand lo = at < in->nargs ? args[at] : rg_ir_none(e->f);
        RgIrOperand hi = at + 1 < in->nargs ? args[at + 1] : rg_ir_none(e->f);
        rg_emit_word(e, RG_PAIR(operand16(e, lo), operand16(e, hi)));
        break;
    }
    case RG_WORDS_L: put_list(e, args + at, list); break;
    case RG_WORDS_M: put_defs(e, in->def, list); break;
    case RG_WORDS_IL:
        rg_emit_word(e, rg_emit_site(e, in->extra));
        put_list(e, args + at, list);
        break;
    case RG_WORDS_IKL:
        rg_emit_word(e, rg_emit_site(e, in->extra));
        /* fall through */
    case RG_WORDS_KL:
        rg_emit_word(e, RG_IR_CONST_INDEX(args[at]));
        put_list(e, args + at + 1, list);
        break;
    }
}

static inline void begin_op(RgEmit *e, const RgIrInsn *in, const Plan *plan)
{
    if (RG_UNLIKELY(plan->has_parts) && in->pos2 != RG_IR_NO_POS)
        rg_emit_begin_parts(e, in);
    else
        rg_emit_begin(e, in->pos, in->count);
}

/* ---- the field-by-field way ---- */

/* A register for an 8-bit field: itself, or a scratch register that the content is moved into (uses) or will be (defs).
 */
static uint32_t short_reg(RgEmit *e, uint32_t reg, uint32_t *scratch, bool use)
{
    if (RG_LIKELY(reg < e->ra->short_regs)) return reg;
    uint32_t s = (*scratch)++;
    if (use) rg_emit_move(e, s, reg);
    return s;
}

static uint32_t local_index(const RgEmit *e, uint32_t local)
{
    return e->ra->home_shift ? rg_ra_home(e->ra, local) : local;
}

static RG_NOINLINE RgEmitWide put_by_field(RgEmit *e, const RgIrInsn *in, unsigned op, uint32_t site, uint32_t label)
{
    const RgOpInfo *info = &rg_op_info[op];
    const Plan *plan = &plans[op];
    const RgIrOperand *args = rg_ir_args(e->f, in);
    uint32_t field[4] = {0, 0, 0, 0}, at = 0, def = 0, scratch = e->ra->scratch, list = 0;
    RgEmitWide wide[2] = {{RG_NO_REGISTER, RG_NO_REGISTER}, {RG_NO_REGISTER, RG_NO_REGISTER}};
    uint32_t nwide = 0;
    begin_op(e, in, plan);
    for (int k = 0; k < 3; k++) {
        uint32_t both = 0; /* a 16-bit content, for this field and the next */
        switch ((RgRole)info->role[k]) {
        case RG_ROLE_N:
        case RG_ROLE_HI:
        case RG_ROLE_COUNT_: continue;
        case RG_ROLE_X:
        case RG_ROLE_D: {
            uint32_t reg = rg_emit_reg(e, in->def + def++);
            field[k] = short_reg(e, reg, &scratch, false);
            if (field[k] != reg) wide[nwide++] = (RgEmitWide){field[k], reg};
            if (info->role[k] == RG_ROLE_D) continue;
            uint32_t from = rg_emit_reg(e, args[at++]);
            if (field[k] != from) rg_emit_move(e, field[k], from);
            continue;
        }
        case RG_ROLE_U:
            if (at < in->nargs) field[k] = short_reg(e, rg_emit_reg(e, args[at++]), &scratch, true);
            continue;
        case RG_ROLE_K: field[k] = RG_IR_CONST_INDEX(args[at++]); continue;
        case RG_ROLE_S: field[k] = in->imm; continue;
        case RG_ROLE_I8: field[k] = site; continue;
        case RG_ROLE_COUNT:
            list = plan->words == RG_WORDS_M ? in->ndefs : in->nargs - RG_MIN(plan->fixed + 0u, in->nargs);
            field[k] = RG_MIN(list, RG_LIST_EXTENDED);
            continue;
        case RG_ROLE_R16: both = operand16(e, args[at++]); break;
        case RG_ROLE_K16: both = RG_IR_CONST_INDEX(args[at++]); break;
        case RG_ROLE_L16: both = local_index(e, in->extra); break;
        case RG_ROLE_I16: both = site; break;
        }
        field[k] = both & 0xff;
        field[k + 1] = both >> 8;
    }
    if (!rg_emit_room(e, (size_t)in->nargs + in->ndefs + RG_EMIT_ROOM)) return wide[0]; /* moves took what there was */
    uint32_t head = e->nwords;
    e->last_head = head;
    rg_emit_word(e, RG_INSN(op, field[0], field[1], field[2]));
    put_words(e, in, plan->words, at, list, label);
    if (in->pos2 != RG_IR_NO_POS) rg_emit_second(e, in, plan->has_parts, head);
    if (nwide == 2) {
        rg_emit_move(e, wide[0].reg, wide[0].scratch);
        return wide[1];
    }
    return wide[0];
}

/* ---- the planned way ---- */

/* The form of op whose fields can name the next site. */
static RG_NOINLINE unsigned far_form(unsigned op)
{
    return plans[op].site == SITE_SHORT ? OP_LOAD_ATTR_FAR : OP_LOAD_NAME_FAR;
}

/* Register, or index of a constant with the flag. */
static inline uint32_t field_operand(const RgIrValue *values, RgIrOperand o, uint32_t flag)
{
    const bool is_const = RG_IR_IS_CONST(o);
    const uint32_t home = values[is_const ? 0 : o].home;
    return is_const ? RG_IR_CONST_INDEX(o) | flag : home;
}

RgEmitWide rg_emit_op(RgEmit *e, const RgIrInsn *in, unsigned op, uint32_t label)
{
    static const RgIrOperand nothing = 0;
    static const RgEmitWide none = {RG_NO_REGISTER, RG_NO_REGISTER};
    const Plan *plan = &plans[op];
    const uint32_t nargs = in->nargs, ndefs = in->ndefs;
    uint32_t site = e->nsites;
    if (!rg_emit_room(e, (size_t)nargs + ndefs + RG_EMIT_ROOM)) return none;
    if (plan->site) {
        if (RG_UNLIKELY(site > (plan->site == SITE_SHORT ? UINT8_MAX : UINT16_MAX)))
            plan = &plans[op = far_form(op)];
        else
            rg_emit_site(e, in->extra);
    }
    if (RG_UNLIKELY(e->wide || plan->unusual)) return put_by_field(e, in, op, site, label);
    begin_op(e, in, plan);
    const RgIrValue *values = e->f->values;
    const RgIrOperand *args = rg_ir_args(e->f, in);
    const uint32_t list = plan->words == RG_WORDS_M ? ndefs : nargs - RG_MIN(plan->fixed + 0u, nargs);
    const uint32_t from[FROM_COUNT_] = {
        [FROM_USE] = field_operand(values, *(nargs > 0 ? args : &nothing), plan->constant),
        [FROM_USE2] = field_operand(values, *(nargs > 1 ? args + 1 : &nothing), plan->constant),
        [FROM_DEF] = values[in->def].home,
        [FROM_DEF2] = values[ndefs > 1 ? in->def + 1 : 0].home,
        [FROM_IMM] = in->imm,
        [FROM_EXTRA] = in->extra,
        [FROM_SITE] = site,
        [FROM_COUNT] = RG_MIN(list, RG_LIST_EXTENDED),
    };
    const uint32_t head = e->nwords;
    rg_emit_word(e, op | from[plan->from[0]] << 8 | from[plan->from[1]] << 16 | from[plan->from[2]] << 24);
    put_words(e, in, plan->words, RG_MIN(plan->uses + 0u, nargs), list, label);
    if (RG_UNLIKELY(in->pos2 != RG_IR_NO_POS)) rg_emit_second(e, in, plan->has_parts, head);
    return none;
}

/* ---- pairs ---- */

/* While the first part runs the place is the second word, which therefore has that part's position; and what comes
 * behind the first part counts there, for when that fails. */
void rg_emit_pair(RgEmit *e, uint32_t first, const RgRaPair *p, uint32_t second)
{
    const RgIrFunction *f = e->f;
    const RgIrInsn *a = &f->insns[first], *b = &f->insns[second];
    if (!rg_emit_room(e, (size_t)p->count + RG_EMIT_ROOM)) return;
    rg_emit_pend(e, a->pos, a->count);
    rg_emit_begin(e, b->pos, 0);
    uint32_t head = e->nwords;
    rg_emit_word(e, p->head);
    if (p->sites) {
        rg_emit_word(e, rg_emit_site(e, p->names[0]));
        rg_emit_site(e, p->names[1]);
    }
    if (p->has_pair) rg_emit_word(e, p->pair);
    if (p->has_list) put_list(e, p->list, p->count);
    rg_emit_position(e, head + 1, a->pos);
    for (uint32_t i = a->next; i != second; i = f->insns[i].next)
        rg_emit_pend(e, f->insns[i].pos, f->insns[i].count);
    rg_emit_pend(e, b->pos, b->count);
    rg_emit_attach(e, head + 1, 0);
}
