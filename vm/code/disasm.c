/* SPDX-License-Identifier: MIT
 *
 * disasm.c: prints verified register code. Operands are printed by the roles and layouts of ops.def, so a new opcode
 * needs nothing here. Quickened forms (in a running program's words) are printed under their own names.
 */
#include "vm/code/disasm.h"

#include "vm/base/bitset.h"
#include "vm/base/dtoa.h"
#include "vm/base/map.h"
#include "vm/base/utf8.h"
#include "vm/code/op.h"

/* A quoted string; bytes that are not valid UTF-8 text (lone surrogates too) and controls are escaped by \xNN. */
static void put_quoted(RgStrBuf *out, const char *data, size_t len, bool text)
{
    const uint8_t *p = (const uint8_t *)data, *end = p + len;
    rg_strbuf_putc(out, '"');
    while (p < end) {
        const uint8_t *start = p;
        int32_t c = *p >= 0x80 && !text ? -1 : rg_utf8_next(&p, end, false);
        if (c < 0)
            rg_strbuf_printf(out, "\\x%02x", *p++);
        else if (c == '"' || c == '\\')
            rg_strbuf_printf(out, "\\%c", (char)c);
        else if (c == '\n')
            rg_strbuf_puts(out, "\\n");
        else if (c == '\t')
            rg_strbuf_puts(out, "\\t");
        else if (c == '\r')
            rg_strbuf_puts(out, "\\r");
        else if (c < 0x20 || c == 0x7f)
            rg_strbuf_printf(out, "\\x%02x", (unsigned)c);
        else
            rg_strbuf_add(out, start, (size_t)(p - start));
    }
    rg_strbuf_putc(out, '"');
}

static void put_bits(RgStrBuf *out, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    rg_strbuf_printf(out, "bits:0x%016llx", (unsigned long long)bits);
}

/* repr where that is exact; NaNs by their bits. */
static void put_float(RgStrBuf *out, double x)
{
    char text[32];
    if (x != x) {
        put_bits(out, x);
        return;
    }
    rg_dtoa_repr(x, text);
    rg_strbuf_puts(out, text);
}

static void put_hex(RgStrBuf *out, const RgConst *k)
{
    rg_strbuf_puts(out, k->flags & RG_CONSTF_NEGATIVE ? "-0x" : "0x");
    for (uint32_t i = k->len; i-- > 0;)
        rg_strbuf_printf(out, "%02x", (uint8_t)k->u.bytes[i]);
}

/* A constant in the assembler's language. codes: address of a code object to its number. */
static void put_constant(RgStrBuf *out, const RgMap *codes, const RgConst *k)
{
    switch ((RgConstKind)k->kind) {
    case RG_CONST_NONE: rg_strbuf_puts(out, "None"); break;
    case RG_CONST_TRUE: rg_strbuf_puts(out, "True"); break;
    case RG_CONST_FALSE: rg_strbuf_puts(out, "False"); break;
    case RG_CONST_ELLIPSIS: rg_strbuf_puts(out, "Ellipsis"); break;
    case RG_CONST_STOP_ITERATION: rg_strbuf_puts(out, "StopIteration"); break;
    case RG_CONST_INT: rg_strbuf_printf(out, "%lld", (long long)k->u.i); break;
    case RG_CONST_BIGINT:
        rg_strbuf_puts(out, "big ");
        put_hex(out, k);
        break;
    case RG_CONST_FLOAT:
        rg_strbuf_puts(out, "float ");
        put_float(out, k->u.f);
        break;
    case RG_CONST_COMPLEX:
        rg_strbuf_puts(out, "complex ");
        put_float(out, k->u.complex[0]);
        rg_strbuf_putc(out, ' ');
        put_float(out, k->u.complex[1]);
        break;
    case RG_CONST_STR:
        if (k->flags & RG_CONSTF_INTERNED) rg_strbuf_putc(out, 'i');
        if (k->flags & RG_CONSTF_ASCII) rg_strbuf_putc(out, 'a');
        put_quoted(out, k->u.bytes, k->len, true);
        break;
    case RG_CONST_BYTES:
        rg_strbuf_putc(out, 'b');
        put_quoted(out, k->u.bytes, k->len, false);
        break;
    case RG_CONST_TUPLE:
    case RG_CONST_FROZENSET:
        rg_strbuf_putc(out, k->kind == RG_CONST_TUPLE ? '(' : '{');
        for (uint32_t i = 0; i < k->len; i++) {
            if (i > 0) rg_strbuf_puts(out, ", ");
            put_constant(out, codes, k->u.items[i]);
        }
        rg_strbuf_putc(out, k->kind == RG_CONST_TUPLE ? ')' : '}');
        break;
    case RG_CONST_CODE: {
        const uint64_t *number = codes ? rg_map_lookup(codes, (uint64_t)(uintptr_t)k->u.code) : NULL;
        rg_strbuf_printf(out, "@%llu", number ? (unsigned long long)*number : 0);
        break;
    }
    }
}

void rg_disasm_const(RgStrBuf *out, const RgConst *k, size_t limit)
{
    size_t start = out->len;
    switch ((RgConstKind)k->kind) {
    case RG_CONST_BIGINT: put_hex(out, k); break;
    case RG_CONST_FLOAT: rg_dtoa_format(out, k->u.f, 'r', 0, RG_DTOA_DOT_0); break;
    case RG_CONST_COMPLEX:
        rg_strbuf_putc(out, '(');
        rg_dtoa_format(out, k->u.complex[0], 'r', 0, 0);
        rg_dtoa_format(out, k->u.complex[1], 'r', 0, RG_DTOA_SIGN);
        rg_strbuf_puts(out, "j)");
        break;
    case RG_CONST_STR: put_quoted(out, k->u.bytes, RG_MIN(k->len, limit), true); break;
    case RG_CONST_BYTES:
        rg_strbuf_putc(out, 'b');
        put_quoted(out, k->u.bytes, RG_MIN(k->len, limit), false);
        break;
    case RG_CONST_TUPLE:
    case RG_CONST_FROZENSET:
        rg_strbuf_puts(out, k->kind == RG_CONST_TUPLE ? "(" : "frozenset({");
        for (uint32_t i = 0; i < k->len; i++) {
            if (i > 0) rg_strbuf_puts(out, ", ");
            if (out->len - start > limit) {
                rg_strbuf_puts(out, "...");
                break;
            }
            rg_disasm_const(out, k->u.items[i], limit);
        }
        rg_strbuf_puts(out, k->kind == RG_CONST_TUPLE ? k->len == 1 ? ",)" : ")" : "})");
        break;
    case RG_CONST_CODE:
        rg_strbuf_printf(out, "<code %.*s>", (int)k->u.code->qualname.len, k->u.code->qualname.data);
        break;
    default: put_constant(out, NULL, k); break;
    }
}

/* Remarks on the operands of one instruction, for the end of its line. */
typedef struct Remarks {
    const RgCode *code;
    RgStrBuf text;
    uint32_t count; /* so that a list of 100,000 operands has a short line of remarks */
    bool wanted;
} Remarks;

#define MAX_REMARKS 4

static bool remark(Remarks *r)
{
    if (!r->wanted || r->count >= MAX_REMARKS) return false;
    rg_strbuf_puts(&r->text, r->count++ ? ", " : "  ; ");
    return true;
}

static void remark_const(Remarks *r, uint32_t k)
{
    if (k < r->code->nconsts && remark(r)) {
        rg_strbuf_printf(&r->text, "k%u = ", k);
        rg_disasm_const(&r->text, r->code->consts[k], 40);
    }
}

static void remark_register(Remarks *r, uint32_t reg)
{
    if (reg < r->code->nlocals && remark(r)) {
        RgStrRef name = r->code->local_names[reg];
        rg_strbuf_printf(&r->text, "r%u = %.*s", reg, (int)RG_MIN(name.len, 60u), name.data);
    }
}

static void remark_site(Remarks *r, uint32_t site)
{
    if (site < r->code->nsites && r->code->sites[site].name != RG_NO_NAME && remark(r)) {
        RgStrRef name = r->code->names[r->code->sites[site].name];
        rg_strbuf_printf(&r->text, "%.*s", (int)RG_MIN(name.len, 60u), name.data);
    }
}

static void put_operand(RgStrBuf *out, Remarks *r, uint32_t operand)
{
    uint32_t index = operand & RG_OPERAND_MAX;
    rg_strbuf_putc(out, operand & RG_OPERAND_CONST ? 'k' : 'r');
    rg_strbuf_printf(out, "%u", index);
    if (operand & RG_OPERAND_CONST)
        remark_const(r, index);
    else
        remark_register(r, index);
}

static void put_field(RgStrBuf *out, Remarks *r, RgRole role, uint32_t value, uint32_t wide)
{
    switch (role) {
    case RG_ROLE_D:
    case RG_ROLE_U:
    case RG_ROLE_X: put_operand(out, r, value); break;
    case RG_ROLE_K: put_operand(out, r, value | RG_OPERAND_CONST); break;
    case RG_ROLE_R16: put_operand(out, r, wide); break;
    case RG_ROLE_K16:
        rg_strbuf_printf(out, "k%u", wide);
        remark_const(r, wide);
        break;
    case RG_ROLE_L16:
        rg_strbuf_printf(out, "l%u", wide);
        remark_register(r, wide);
        break;
    case RG_ROLE_I8:
    case RG_ROLE_I16:
        value = role == RG_ROLE_I8 ? value : wide;
        rg_strbuf_printf(out, "s%u", value);
        remark_site(r, value);
        break;
    default: rg_strbuf_printf(out, "#%u", value); break;
    }
}

static void put_list(RgStrBuf *out, Remarks *r, const RgWord *list, uint32_t count)
{
    if (count == RG_LIST_EXTENDED) count = *list++;
    rg_strbuf_putc(out, '(');
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) rg_strbuf_puts(out, ", ");
        put_operand(out, r, RG_LIST_AT(list, i));
    }
    rg_strbuf_putc(out, ')');
}

static void put_words(RgStrBuf *out, Remarks *r, const RgCode *code, uint32_t at, const char *separator)
{
    const RgWord *head = &code->words[at], *w = head + 1;
    for (const char *item = rg_words_items[rg_op_info[RG_INSN_OP(*head)].words]; *item; item++) {
        rg_strbuf_puts(out, separator);
        separator = ", ";
        switch (*item) {
        case 'J': rg_strbuf_printf(out, "L%lld", (long long)at + rg_op_length(head) + (int32_t)*w++); break;
        case 'I':
            rg_strbuf_printf(out, "s%u", *w);
            remark_site(r, *w++);
            break;
        case 'T':
            rg_strbuf_printf(out, "s%u", *w);
            remark_site(r, *w);
            remark_site(r, *w++ + 1);
            break;
        case 'K':
            rg_strbuf_printf(out, "k%u", *w);
            remark_const(r, *w++);
            break;
        case 'P':
            put_operand(out, r, RG_PAIR_LO(*w));
            rg_strbuf_puts(out, ", ");
            put_operand(out, r, RG_PAIR_HI(*w++));
            break;
        default: put_list(out, r, w, RG_INSN_C(*head)); break;
        }
    }
}

void rg_disasm_insn(RgStrBuf *out, const RgCode *code, uint32_t word, unsigned flags)
{
    RgWord w = code->words[word];
    const RgOpInfo *info = &rg_op_info[RG_INSN_OP(w)];
    Remarks remarks = {.code = code, .wanted = flags & RG_DISASM_COMMENTS};
    rg_strbuf_init(&remarks.text);
    const uint32_t field[3] = {RG_INSN_A(w), RG_INSN_B(w), RG_INSN_C(w)};
    const char *separator = " ";
    rg_strbuf_puts(out, info->name);
    for (int i = 0; i < 3; i++) {
        RgRole role = (RgRole)info->role[i];
        if (role == RG_ROLE_N || role == RG_ROLE_COUNT || role == RG_ROLE_HI) continue;
        rg_strbuf_puts(out, separator);
        separator = ", ";
        put_field(out, &remarks, role, field[i], RG_INSN_BC(w));
    }
    put_words(out, &remarks, code, word, separator);
    rg_strbuf_add(out, remarks.text.data, remarks.text.len);
    rg_strbuf_fini(&remarks.text);
}

static void put_str_line(RgStrBuf *out, const char *directive, RgStrRef s)
{
    rg_strbuf_puts(out, directive);
    put_quoted(out, s.data, s.len, true);
    rg_strbuf_putc(out, '\n');
}

static void put_mirror(RgStrBuf *out, const RgMirror *m, bool entry)
{
    rg_strbuf_printf(out, "    .mirror %s%s r%u", entry ? "entry " : "", rg_mirror_kinds[m->kind], m->reg);
    if (m->kind != RG_MIRROR_GLOBAL && m->kind != RG_MIRROR_NAME) rg_strbuf_printf(out, " r%u", m->base);
    if (m->kind != RG_MIRROR_DEREF) rg_strbuf_printf(out, " s%u", m->site);
    rg_strbuf_putc(out, '\n');
}

static void put_point(RgStrBuf *out, const RgLoadPoint *p)
{
    rg_strbuf_printf(out, "    .point m%u %u %d %d %d %d\n", p->mirror, p->stack, p->line, p->end_line, p->col, p->end_col);
}

static void put_head(RgStrBuf *out, const RgMap *codes, const RgCode *code, unsigned flags)
{
    put_str_line(out, "    .name ", code->name);
    put_str_line(out, "    .qualname ", code->qualname);
    put_str_line(out, "    .filename ", code->filename);
    rg_strbuf_printf(out, "    .flags 0x%x\n    .params %u %u %u\n    .firstline %d\n    .source %u %u %u %u\n",
                     code->flags, code->argcount, code->posonlyargcount, code->kwonlyargcount, code->firstlineno,
                     code->stack_instructions, code->stack_bytes, code->stack_extended_args, code->stack_size);
    rg_strbuf_printf(out, "    .registers %u\n", code->nregs);
    for (uint32_t i = 0; i < code->nlocals; i++) {
        uint8_t kind = code->local_kinds[i];
        static const struct {
            uint8_t bit;
            const char *word;
        } words[] = {{RG_LOCAL_MOVED, "moved "},
                     {RG_LOCAL_HOME, "home "},
                     {RG_LOCAL_PLAIN, "plain "},
                     {RG_LOCAL_CELL, "cell "},
                     {RG_LOCAL_FREE, "free "}};
        rg_strbuf_puts(out, kind ? "    .local " : "    .local none ");
        for (size_t k = 0; k < RG_COUNT_OF(words); k++)
            if (kind & words[k].bit)
                rg_strbuf_puts(out, words[k].word);
        put_quoted(out, code->local_names[i].data, code->local_names[i].len, true);
        rg_strbuf_printf(out, flags & RG_DISASM_COMMENTS ? "  ; r%u\n" : "\n", i);
    }
    for (uint32_t i = 0; i < code->nconsts; i++) {
        rg_strbuf_puts(out, "    .const ");
        put_constant(out, codes, code->consts[i]);
        if (flags & RG_DISASM_COMMENTS) rg_strbuf_printf(out, "  ; k%u", i);
        rg_strbuf_putc(out, '\n');
    }
    rg_strbuf_printf(out, "    .source_consts %u\n", code->nconsts_source);
    for (uint32_t i = 0; i < code->nnames; i++)
        put_str_line(out, "    .sym ", code->names[i]);
    for (uint32_t i = 0; i < code->nsites; i++) {
        uint32_t name = code->sites[i].name;
        rg_strbuf_printf(out, name == RG_NO_NAME ? "    .site -" : "    .site %u", name);
        rg_strbuf_printf(out, flags & RG_DISASM_COMMENTS ? "  ; s%u\n" : "\n", i);
    }
    for (uint32_t i = 0; i < code->nmirrors; i++)
        put_mirror(out, &code->mirrors[i], i < code->nentry);
}

static uint64_t *find_labels(RgArena *arena, const RgCode *code)
{
    uint64_t *labels = rg_bitset_new(arena, (size_t)code->nwords + 1);
    if (!labels) return NULL;
    for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at])) {
        if (rg_op_info[RG_INSN_OP(code->words[at])].effects & F_JUMPS)
            rg_bitset_add(labels, at + rg_op_length(&code->words[at]) + code->words[at + 1]);
    }
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        rg_bitset_add(labels, code->handlers[i].start);
        rg_bitset_add(labels, code->handlers[i].end);
        rg_bitset_add(labels, code->handlers[i].target);
    }
    return labels;
}

static void put_origin(RgStrBuf *out, const RgOrigin *o, uint32_t at)
{
    uint32_t kind = o->count & RG_ORIGIN_KIND;
    rg_strbuf_printf(out, "    .origin %s%u %u%s\n", o->word != at ? "+1 " : "", o->first, o->count & RG_ORIGIN_COUNT,
                     kind == RG_ORIGIN_AFTER   ? " after"
                     : kind == RG_ORIGIN_TAKEN ? " taken"
                                               : "");
}

/* Rows for words from at up to next; "+1" stands before what is for the word behind the head. */
static void put_positions(RgStrBuf *out, const RgCode *code, uint32_t *position, uint32_t at, uint32_t next)
{
    for (; *position < code->npositions && code->positions[*position].word < next; ++*position) {
        const RgPosition *p = &code->positions[*position];
        rg_strbuf_puts(out, "    .pos ");
        if (p->word != at) rg_strbuf_printf(out, "+%u ", p->word - at);
        rg_strbuf_printf(out, "%d %d %d %d\n", p->line, p->end_line, p->col, p->end_col);
    }
}

static void put_body(RgStrBuf *out, const RgCode *code, const uint64_t *labels, unsigned flags)
{
    uint32_t position = 0, origin = 0, point = 0;
    for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at])) {
        if (rg_bitset_has(labels, at)) rg_strbuf_printf(out, "L%u:\n", at);
        put_positions(out, code, &position, at, at + rg_op_length(&code->words[at]));
        for (; origin < code->norigins && code->origins[origin].word < at + rg_op_length(&code->words[at]); origin++)
            put_origin(out, &code->origins[origin], at);
        for (; point < code->npoints && code->points[point].word == at; point++)
            put_point(out, &code->points[point]);
        rg_strbuf_puts(out, "    ");
        rg_disasm_insn(out, code, at, flags);
        rg_strbuf_putc(out, '\n');
    }
    put_positions(out, code, &position, code->nwords, UINT32_MAX);
    if (rg_bitset_has(labels, code->nwords)) rg_strbuf_printf(out, "L%u:\n", code->nwords);
}

static void put_optional_register(RgStrBuf *out, uint32_t reg)
{
    if (reg == RG_NO_REGISTER)
        rg_strbuf_puts(out, " -");
    else
        rg_strbuf_printf(out, " r%u", reg);
}

static void put_code(RgStrBuf *out, const RgMap *codes, uint32_t number, const RgCode *code, unsigned flags)
{
    RgArena arena;
    rg_arena_init(&arena);
    uint64_t *labels = find_labels(&arena, code);
    if (!labels) {
        out->failed = true;
        rg_arena_fini(&arena);
        return;
    }
    rg_strbuf_printf(out, ".code @%u\n", number);
    put_head(out, codes, code, flags);
    put_body(out, code, labels, flags);
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        const RgHandler *h = &code->handlers[i];
        rg_strbuf_printf(out, "    .handler L%u L%u L%u", h->start, h->end, h->target);
        put_optional_register(out, h->exc_reg);
        put_optional_register(out, h->lasti_reg);
        rg_strbuf_putc(out, '\n');
    }
    rg_strbuf_puts(out, ".end\n");
    rg_arena_fini(&arena);
}

/* Numbers the code objects of a unit by their place in its list. */
static bool number_codes(RgMap *codes, const RgCodeUnit *unit)
{
    rg_map_init(codes);
    for (uint32_t i = 0; i < unit->ncodes; i++) {
        uint64_t *number = rg_map_put(codes, (uint64_t)(uintptr_t)unit->codes[i], NULL);
        if (!number) return false;
        *number = i;
    }
    return true;
}

void rg_disasm_code(RgStrBuf *out, const RgCodeUnit *unit, const RgCode *code, unsigned flags)
{
    RgMap codes;
    if (number_codes(&codes, unit)) {
        const uint64_t *number = rg_map_lookup(&codes, (uint64_t)(uintptr_t)code);
        put_code(out, &codes, number ? (uint32_t)*number : 0, code, flags);
    } else {
        out->failed = true;
    }
    rg_map_fini(&codes);
}

void rg_disasm_unit(RgStrBuf *out, const RgCodeUnit *unit, unsigned flags)
{
    RgMap codes;
    rg_strbuf_printf(out, ".version 0x%04x\n", unit->source_version);
    if (!number_codes(&codes, unit)) out->failed = true;
    for (uint32_t i = 0; i < unit->ncodes && !out->failed; i++)
        put_code(out, &codes, i, unit->codes[i], flags);
    rg_map_fini(&codes);
}
