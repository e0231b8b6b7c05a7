/* SPDX-License-Identifier: MIT
 *
 * asm_directives.c: what the directives inside a code object say, one function each, and their table.
 */
#include "vm/code/asm_read.h"
#include "vm/code/insn.h"

static RgStatus read_local(RgAsm *a)
{
    uint8_t kind = 0;
    bool none = false;
    while (!rg_asm_at_line_end(a) && *a->p != '"') {
        RgStrRef word = rg_asm_next_word(a);
        if (rg_asm_word_is(word, "plain"))
            kind |= RG_LOCAL_PLAIN;
        else if (rg_asm_word_is(word, "cell"))
            kind |= RG_LOCAL_CELL;
        else if (rg_asm_word_is(word, "free"))
            kind |= RG_LOCAL_FREE;
        else if (rg_asm_word_is(word, "moved"))
            kind |= RG_LOCAL_MOVED;
        else if (rg_asm_word_is(word, "home"))
            kind |= RG_LOCAL_HOME;
        else if (rg_asm_word_is(word, "none"))
            none = true;
        else
            return rg_asm_fail(a, ERR_ASM_SYNTAX, "plain, cell, free, moved, home, none or a name expected");
    }
    RgStrRef name;
    RG_ASM_TRY(rg_asm_read_text(a, &name));
    RG_ASM_TRY(RG_ASM_PUSH(&a->g.local_names, name));
    return RG_ASM_PUSH(&a->g.local_kinds, kind || none ? kind : RG_LOCAL_PLAIN);
}

static RgStatus read_site(RgAsm *a)
{
    RgSite site = {RG_NO_NAME};
    if (!rg_asm_take(a, '-')) RG_ASM_TRY(rg_asm_read_u32(a, &site.name));
    return RG_ASM_PUSH(&a->g.sites, site);
}

static RgStatus read_optional_register(RgAsm *a, uint32_t *reg)
{
    *reg = RG_NO_REGISTER;
    if (rg_asm_at_line_end(a) || rg_asm_take(a, '-')) return RG_OK;
    return rg_asm_read_indexed(a, 'r', RG_REGISTER_MAX, reg);
}

static RgStatus read_handler(RgAsm *a)
{
    RgHandler h;
    RG_ASM_TRY(rg_asm_find_label(a, rg_asm_next_word(a), &h.start));
    RG_ASM_TRY(rg_asm_find_label(a, rg_asm_next_word(a), &h.end));
    RG_ASM_TRY(rg_asm_find_label(a, rg_asm_next_word(a), &h.target));
    RG_ASM_TRY(read_optional_register(a, &h.exc_reg));
    RG_ASM_TRY(read_optional_register(a, &h.lasti_reg));
    return RG_ASM_PUSH(&a->g.handlers, h);
}

static RgStatus read_mirror(RgAsm *a)
{
    RgMirror m = {.site = RG_NO_NAME};
    RgStrRef kind = rg_asm_next_word(a);
    if (rg_asm_word_is(kind, "entry")) {
        if (a->code->nentry++ != a->g.mirrors.len) return rg_asm_fail(a, ERR_ASM_SYNTAX, "entry mirrors come first");
        kind = rg_asm_next_word(a);
    }
    while (m.kind < RG_MIRROR_KIND_COUNT && !rg_asm_word_is(kind, rg_mirror_kinds[m.kind]))
        m.kind++;
    if (m.kind == RG_MIRROR_KIND_COUNT) return rg_asm_fail(a, ERR_ASM_SYNTAX, "a kind of mirror expected");
    RG_ASM_TRY(rg_asm_read_indexed(a, 'r', RG_REGISTER_MAX, &m.reg));
    if (m.kind != RG_MIRROR_GLOBAL && m.kind != RG_MIRROR_NAME)
        RG_ASM_TRY(rg_asm_read_indexed(a, 'r', RG_REGISTER_MAX, &m.base));
    if (m.kind != RG_MIRROR_DEREF) RG_ASM_TRY(rg_asm_read_indexed(a, 's', UINT32_MAX, &m.site));
    return RG_ASM_PUSH(&a->g.mirrors, m);
}

/* A load point stands before the instruction at whose head it is. */
/* The two columns that end a position; -1: not known. */
static RgStatus read_columns(RgAsm *a, int16_t *col, int16_t *end_col)
{
    int32_t from, to;
    RG_ASM_TRY(rg_asm_read_i32(a, &from));
    RG_ASM_TRY(rg_asm_read_i32(a, &to));
    if (from < -1 || from > INT16_MAX || to < -1 || to > INT16_MAX) return rg_asm_fail(a, ERR_ASM_RANGE, "column");
    *col = (int16_t)from;
    *end_col = (int16_t)to;
    return RG_OK;
}

static RgStatus read_point(RgAsm *a)
{
    RgLoadPoint p = {.word = (uint32_t)a->g.words.len};
    RG_ASM_TRY(rg_asm_read_indexed(a, 'm', UINT32_MAX, &p.mirror));
    RG_ASM_TRY(rg_asm_read_u32(a, &p.stack));
    RG_ASM_TRY(rg_asm_read_i32(a, &p.line));
    RG_ASM_TRY(rg_asm_read_i32(a, &p.end_line));
    RG_ASM_TRY(read_columns(a, &p.col, &p.end_col));
    return RG_ASM_PUSH(&a->g.points, p);
}

static RgStatus read_position(RgAsm *a)
{
    RgPosition p = {.word = (uint32_t)a->g.words.len, .col = -1, .end_col = -1};
    if (rg_asm_take(a, '+')) {
        uint32_t behind;
        RG_ASM_TRY(rg_asm_read_u32(a, &behind));
        p.word += behind;
    }
    RG_ASM_TRY(rg_asm_read_i32(a, &p.line));
    p.end_line = p.line;
    if (!rg_asm_at_line_end(a)) {
        RG_ASM_TRY(rg_asm_read_i32(a, &p.end_line));
        RG_ASM_TRY(read_columns(a, &p.col, &p.end_col));
    }
    return RG_ASM_PUSH(&a->g.positions, p);
}

static RgStatus read_origin(RgAsm *a)
{
    RgOrigin o = {.word = (uint32_t)a->g.words.len};
    if (rg_asm_take(a, '+')) {
        uint32_t behind;
        RG_ASM_TRY(rg_asm_read_u32(a, &behind));
        o.word += behind;
    }
    RG_ASM_TRY(rg_asm_read_u32(a, &o.first));
    RG_ASM_TRY(rg_asm_read_u32(a, &o.count));
    if (o.count > RG_ORIGIN_COUNT) return rg_asm_fail(a, ERR_ASM_RANGE, "origin");
    RgStrRef kind = rg_asm_next_word(a);
    if (rg_asm_word_is(kind, "after"))
        o.count |= RG_ORIGIN_AFTER;
    else if (rg_asm_word_is(kind, "taken"))
        o.count |= RG_ORIGIN_TAKEN;
    else if (kind.len > 0)
        return rg_asm_fail(a, ERR_ASM_SYNTAX, "after or taken expected");
    return RG_ASM_PUSH(&a->g.origins, o);
}

static RgStatus read_sym(RgAsm *a)
{
    RgStrRef name;
    RG_ASM_TRY(rg_asm_read_text(a, &name));
    return RG_ASM_PUSH(&a->g.names, name);
}

static RgStatus read_const(RgAsm *a)
{
    const RgConst *k;
    RG_ASM_TRY(rg_asm_read_constant(a, &k, 0));
    return RG_ASM_PUSH(&a->g.consts, k);
}

static RgStatus read_name(RgAsm *a)
{
    RG_ASM_TRY(rg_asm_read_text(a, &a->code->name));
    if (a->code->qualname.len == 0) a->code->qualname = a->code->name;
    return RG_OK;
}

static RgStatus read_qualname(RgAsm *a)
{
    return rg_asm_read_text(a, &a->code->qualname);
}

static RgStatus read_filename(RgAsm *a)
{
    return rg_asm_read_text(a, &a->code->filename);
}

static RgStatus read_flags(RgAsm *a)
{
    return rg_asm_read_u32(a, &a->code->flags);
}

static RgStatus read_params(RgAsm *a)
{
    RG_ASM_TRY(rg_asm_read_u32(a, &a->code->argcount));
    if (rg_asm_at_line_end(a)) return RG_OK;
    RG_ASM_TRY(rg_asm_read_u32(a, &a->code->posonlyargcount));
    return rg_asm_read_u32(a, &a->code->kwonlyargcount);
}

static RgStatus read_firstline(RgAsm *a)
{
    return rg_asm_read_i32(a, &a->code->firstlineno);
}

static RgStatus read_source(RgAsm *a)
{
    RG_ASM_TRY(rg_asm_read_u32(a, &a->code->stack_instructions));
    RG_ASM_TRY(rg_asm_read_u32(a, &a->code->stack_bytes));
    RG_ASM_TRY(rg_asm_read_u32(a, &a->code->stack_extended_args));
    return rg_asm_read_u32(a, &a->code->stack_size);
}

static RgStatus read_registers(RgAsm *a)
{
    return rg_asm_read_u32(a, &a->code->nregs);
}

static RgStatus read_source_consts(RgAsm *a)
{
    a->g.has_source_consts = true;
    return rg_asm_read_u32(a, &a->code->nconsts_source);
}

static const struct {
    const char *word;
    RgStatus (*read)(RgAsm *a);
} directives[] = {
    {".const", read_const},
    {".filename", read_filename},
    {".firstline", read_firstline},
    {".flags", read_flags},
    {".handler", read_handler},
    {".local", read_local},
    {".mirror", read_mirror},
    {".name", read_name},
    {".origin", read_origin},
    {".params", read_params},
    {".point", read_point},
    {".pos", read_position},
    {".qualname", read_qualname},
    {".registers", read_registers},
    {".site", read_site},
    {".source", read_source},
    {".source_consts", read_source_consts},
    {".sym", read_sym},
};

RgStatus rg_asm_directive(RgAsm *a, RgStrRef word)
{
    for (size_t i = 0; i < RG_COUNT_OF(directives); i++) {
        if (rg_asm_word_is(word, directives[i].word)) return directives[i].read(a);
    }
    return rg_asm_fail(a, ERR_ASM_NAME, "%.*s", (int)RG_MIN(word.len, 40u), word.data);
}
