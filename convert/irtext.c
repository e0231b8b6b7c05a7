/* SPDX-License-Identifier: MIT
 *
 * irtext.c: prints the IR. A line: stack instruction that gives the position, "+n" for n stack instructions completed,
 * the values defined (a pinned one with its home's name or number in brackets), opcode, operands, targets.
 */
#include "convert/irtext.h"

static void print_value(RgStrBuf *out, const RgIrFunction *f, RgIrOperand v)
{
    uint32_t home = f->values[v].home;
    rg_strbuf_printf(out, "v%u", v);
    if (home == RG_IR_NO_HOME) return;
    if (home < f->nlocals && f->local_names)
        rg_strbuf_printf(out, "[%.*s]", (int)f->local_names[home].len, f->local_names[home].data);
    else
        rg_strbuf_printf(out, "[r%u]", home);
}

static void print_const(RgStrBuf *out, const RgIrFunction *f, uint32_t k)
{
    const RgConst *c = k < f->nconsts ? f->consts[k] : NULL;
    rg_strbuf_printf(out, "k%u", k);
    if (!c) return;
    switch ((RgConstKind)c->kind) {
    case RG_CONST_NONE: rg_strbuf_puts(out, "(None)"); break;
    case RG_CONST_TRUE: rg_strbuf_puts(out, "(True)"); break;
    case RG_CONST_FALSE: rg_strbuf_puts(out, "(False)"); break;
    case RG_CONST_INT: rg_strbuf_printf(out, "(%lld)", (long long)c->u.i); break;
    case RG_CONST_FLOAT: rg_strbuf_printf(out, "(%.17g)", c->u.f); break;
    case RG_CONST_STR: {
        bool plain = c->len <= 24;
        for (uint32_t i = 0; plain && i < c->len; i++)
            plain = c->u.bytes[i] >= ' ' && c->u.bytes[i] < 127 && c->u.bytes[i] != '\'';
        if (plain) rg_strbuf_printf(out, "('%.*s')", (int)c->len, c->u.bytes);
        break;
    }
    default: break;
    }
}

static void print_operand(RgStrBuf *out, const RgIrFunction *f, RgIrOperand o)
{
    if (!o)
        rg_strbuf_putc(out, '-');
    else if (RG_IR_IS_CONST(o))
        print_const(out, f, RG_IR_CONST_INDEX(o));
    else
        print_value(out, f, o);
}

static bool op_has_name(unsigned op)
{
    if (op >= RG_OP_COUNT) return false;
    uint8_t w = rg_op_info[op].words;
    if (rg_op_info[op].role[1] == RG_ROLE_I16 || rg_op_info[op].role[2] == RG_ROLE_I8) return true;
    return w == RG_WORDS_I || w == RG_WORDS_IP || w == RG_WORDS_IL || w == RG_WORDS_IKL;
}

static bool op_has_imm(unsigned op)
{
    if (op >= RG_OP_COUNT) return false;
    for (int k = 0; k < 3; k++)
        if (rg_op_info[op].role[k] == RG_ROLE_S) return true;
    return false;
}

/* What a mirror mirrors: the name, with its base's home in front. */
static void print_mirror(RgStrBuf *out, const RgIrFunction *f, uint32_t mirror)
{
    const RgIrMirror *m = &f->mirrors[mirror];
    rg_strbuf_putc(out, ' ');
    if (m->base != RG_IR_NO_HOME) {
        if (m->base < f->nlocals && f->local_names)
            rg_strbuf_add(out, f->local_names[m->base].data, f->local_names[m->base].len);
        else
            rg_strbuf_printf(out, "r%u", m->base);
    }
    if (m->name != RG_NO_NAME && f->names)
        rg_strbuf_printf(out, ".%.*s", (int)f->names[m->name].len, f->names[m->name].data);
    else if (m->name != RG_NO_NAME)
        rg_strbuf_printf(out, ".%u", m->name);
}

void rg_irtext_print_insn(RgStrBuf *out, const RgIrFunction *f, uint32_t insn)
{
    const RgIrInsn *in = &f->insns[insn];
    const RgIrBlock *b = &f->blocks[in->block];
    if (in->pos == RG_IR_NO_POS)
        rg_strbuf_puts(out, "     -");
    else
        rg_strbuf_printf(out, "%6u", in->pos);
    if (in->count)
        rg_strbuf_printf(out, " +%-3u", in->count);
    else
        rg_strbuf_puts(out, "     ");
    rg_strbuf_puts(out, "  ");
    for (uint32_t k = 0; k < in->ndefs; k++) {
        if (k) rg_strbuf_puts(out, ", ");
        print_value(out, f, in->def + k);
    }
    rg_strbuf_printf(out, "%s%s", in->ndefs ? " = " : "", rg_ir_op_name(in->op));
    if (op_has_imm(in->op)) rg_strbuf_printf(out, " #%u", in->imm);
    if (op_has_name(in->op) && in->extra != RG_NO_NAME) {
        if (f->names)
            rg_strbuf_printf(out, " .%.*s", (int)f->names[in->extra].len, f->names[in->extra].data);
        else
            rg_strbuf_printf(out, " .%u", in->extra);
    }
    if (in->op == IR_POINT) print_mirror(out, f, in->extra);
    for (uint32_t k = 0; k < in->nargs; k++) {
        rg_strbuf_puts(out, k ? ", " : " ");
        print_operand(out, f, f->operands[in->args + k]);
    }
    if (b->taken && b->last == insn) rg_strbuf_printf(out, " -> b%u", b->taken);
    rg_strbuf_putc(out, '\n');
}

void rg_irtext_print(RgStrBuf *out, const RgIrFunction *f)
{
    rg_strbuf_printf(out, "function %s: %u locals, %u homes\n", f->printable_name ? f->printable_name : "?", f->nlocals,
                     f->nhomes);
    for (uint32_t o = 0; o < f->norder; o++) {
        const RgIrBlock *b = &f->blocks[f->order[o]];
        rg_strbuf_printf(out, "b%u:", f->order[o]);
        if (b->preds) rg_strbuf_puts(out, "  from");
        for (uint32_t e = b->preds; e; e = f->edges[e].next)
            rg_strbuf_printf(out, " b%u", f->edges[e].from);
        if (b->flags & RG_IRB_HANDLER) rg_strbuf_puts(out, "  handler");
        if (b->flags & RG_IRB_COLD) rg_strbuf_puts(out, "  cold");
        if (b->handler) rg_strbuf_printf(out, "  except b%u", b->handler);
        rg_strbuf_putc(out, '\n');
        for (uint32_t i = b->first; i; i = f->insns[i].next)
            rg_irtext_print_insn(out, f, i);
        if (b->fall) rg_strbuf_printf(out, "             => b%u\n", b->fall);
    }
}
