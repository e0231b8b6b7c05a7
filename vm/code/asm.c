/* SPDX-License-Identifier: MIT
 *
 * asm.c: one-pass assembler with fix-ups for labels. Operands are read by the roles and layouts of ops.def, so a new
 * opcode needs nothing here. Always holds: any text is safe to assemble; strings and tables of the result live in the
 * unit's arena, the growing vectors on the C heap until a code object ends.
 */
#include "vm/code/asm.h"

#include "vm/code/asm_read.h"
#include "vm/code/op.h"

/* ---- instructions ---- */

/* rN or kN as a 16-bit operand. */
static RgStatus read_operand(RgAsm *a, uint32_t *operand)
{
    rg_asm_skip_blanks(a);
    if (a->p < a->end && *a->p == 'k') {
        RG_ASM_TRY(rg_asm_read_indexed(a, 'k', RG_OPERAND_MAX, operand));
        *operand |= RG_OPERAND_CONST;
        return RG_OK;
    }
    return rg_asm_read_indexed(a, 'r', RG_OPERAND_MAX, operand);
}

static RgStatus read_field(RgAsm *a, RgRole role, uint32_t *value)
{
    switch (role) {
    case RG_ROLE_D:
    case RG_ROLE_U:
    case RG_ROLE_X: return rg_asm_read_indexed(a, 'r', 255, value);
    case RG_ROLE_K: return rg_asm_read_indexed(a, 'k', 255, value);
    case RG_ROLE_R16: return read_operand(a, value);
    case RG_ROLE_K16: return rg_asm_read_indexed(a, 'k', UINT16_MAX, value);
    case RG_ROLE_L16: return rg_asm_read_indexed(a, 'l', UINT16_MAX, value);
    case RG_ROLE_I8: return rg_asm_read_indexed(a, 's', UINT8_MAX, value);
    case RG_ROLE_I16: return rg_asm_read_indexed(a, 's', UINT16_MAX, value);
    default: return rg_asm_read_indexed(a, '#', 255, value);
    }
}

/* (r1, k2, ...): fills in field C of the head word. */
static RgStatus read_list(RgAsm *a, size_t head)
{
    size_t start = a->g.words.len;
    uint32_t n = 0, operand;
    RG_ASM_TRY(rg_asm_expect(a, '('));
    for (; !rg_asm_take(a, ')'); n++) {
        if (n > 0) RG_ASM_TRY(rg_asm_expect(a, ','));
        RG_ASM_TRY(read_operand(a, &operand));
        if (n % 2 == 0)
            RG_ASM_TRY(RG_ASM_PUSH(&a->g.words, operand));
        else
            a->g.words.data[a->g.words.len - 1] |= operand << 16;
    }
    if (n < RG_LIST_EXTENDED) {
        a->g.words.data[head] |= n << 24;
        return RG_OK;
    }
    a->g.words.data[head] |= RG_LIST_EXTENDED << 24;
    RG_ASM_TRY(RG_ASM_PUSH(&a->g.words, 0));
    memmove(&a->g.words.data[start + 1], &a->g.words.data[start], (a->g.words.len - 1 - start) * sizeof(RgWord));
    a->g.words.data[start] = n;
    return RG_OK;
}

static RgStatus read_item(RgAsm *a, char item, size_t head)
{
    uint32_t value, second;
    switch (item) {
    case 'J':
        RG_ASM_TRY(rg_asm_find_label(a, rg_asm_next_word(a), &value));
        RG_ASM_TRY(RG_ASM_PUSH(&a->g.fixups, ((RgAsmFixup){(uint32_t)a->g.words.len, (uint32_t)head, value})));
        return RG_ASM_PUSH(&a->g.words, 0);
    case 'T':
    case 'I': RG_ASM_TRY(rg_asm_read_indexed(a, 's', UINT32_MAX, &value)); return RG_ASM_PUSH(&a->g.words, value);
    case 'K': RG_ASM_TRY(rg_asm_read_indexed(a, 'k', UINT32_MAX, &value)); return RG_ASM_PUSH(&a->g.words, value);
    case 'P':
        RG_ASM_TRY(read_operand(a, &value));
        RG_ASM_TRY(rg_asm_expect(a, ','));
        RG_ASM_TRY(read_operand(a, &second));
        return RG_ASM_PUSH(&a->g.words, RG_PAIR(value, second));
    default: return read_list(a, head);
    }
}

static RgStatus read_instruction(RgAsm *a, RgStrRef mnemonic)
{
    int op = rg_op_lookup(mnemonic.data, mnemonic.len);
    if (op < 0) return rg_asm_fail(a, ERR_ASM_NAME, "%.*s", (int)RG_MIN(mnemonic.len, 40u), mnemonic.data);
    const RgOpInfo *info = &rg_op_info[op];
    size_t head = a->g.words.len, first_fixup = a->g.fixups.len;
    if (head > INT32_MAX / 4) return rg_asm_fail(a, ERR_ASM_RANGE, "code too long");
    RgWord word = (RgWord)op;
    bool comma = false;
    for (int i = 0; i < 3; i++) {
        RgRole role = (RgRole)info->role[i];
        if (role == RG_ROLE_N || role == RG_ROLE_COUNT || role == RG_ROLE_HI) continue;
        if (comma) RG_ASM_TRY(rg_asm_expect(a, ','));
        comma = true;
        uint32_t value;
        RG_ASM_TRY(read_field(a, role, &value));
        word |= value << (8 + 8 * i);
    }
    RG_ASM_TRY(RG_ASM_PUSH(&a->g.words, word));
    for (const char *item = rg_words_items[info->words]; *item; item++) {
        if (comma) RG_ASM_TRY(rg_asm_expect(a, ','));
        comma = true;
        RG_ASM_TRY(read_item(a, *item, head));
    }
    for (size_t i = first_fixup; i < a->g.fixups.len; i++)
        a->g.fixups.data[i].next = (uint32_t)a->g.words.len;
    return RG_OK;
}

/* ---- code objects and the unit ---- */

static void growing_fini(RgAsmGrowing *g)
{
    RG_VEC_FINI(&g->words);
    RG_VEC_FINI(&g->consts);
    RG_VEC_FINI(&g->names);
    RG_VEC_FINI(&g->local_names);
    RG_VEC_FINI(&g->local_kinds);
    RG_VEC_FINI(&g->sites);
    RG_VEC_FINI(&g->handlers);
    RG_VEC_FINI(&g->mirrors);
    RG_VEC_FINI(&g->points);
    RG_VEC_FINI(&g->positions);
    RG_VEC_FINI(&g->origins);
    RG_VEC_FINI(&g->labels);
    RG_VEC_FINI(&g->fixups);
    rg_map_fini(&g->label_names);
    *g = (RgAsmGrowing){0};
}

static RgStatus begin_code(RgAsm *a)
{
    uint32_t number;
    if (a->code) return rg_asm_fail(a, ERR_ASM_SYNTAX, ".code inside .code");
    RG_ASM_TRY(rg_asm_read_indexed(a, '@', UINT32_MAX, &number));
    if (number != a->unit->ncodes) return rg_asm_fail(a, ERR_ASM_RANGE, ".code @%u expected", a->unit->ncodes);
    a->code = &a->codes[a->unit->ncodes++];
    a->code->name = a->code->qualname = (RgStrRef){"", 0};
    a->code->filename = (RgStrRef){"<assembled>", 11};
    a->code->firstlineno = 1;
    a->g = (RgAsmGrowing){0};
    rg_map_init(&a->g.label_names);
    return RG_OK;
}

static void *copy_array(RgAsm *a, const void *data, size_t bytes)
{
    void *copy = rg_arena_alloc(&a->unit->arena, bytes);
    if (copy && bytes) memcpy(copy, data, bytes);
    return copy;
}

static RgStatus resolve(RgAsm *a)
{
    RgAsmGrowing *g = &a->g;
    for (size_t i = 0; i < g->labels.len; i++) {
        if (g->labels.data[i].word == RG_ASM_NO_LABEL) {
            a->line = g->labels.data[i].line;
            return rg_asm_fail(a, ERR_ASM_NAME, "label is not defined");
        }
    }
    for (size_t i = 0; i < g->fixups.len; i++) {
        const RgAsmFixup *f = &g->fixups.data[i];
        g->words.data[f->at] = g->labels.data[f->label].word - f->next;
    }
    for (size_t i = 0; i < g->handlers.len; i++) {
        RgHandler *h = &g->handlers.data[i];
        h->start = g->labels.data[h->start].word;
        h->end = g->labels.data[h->end].word;
        h->target = g->labels.data[h->target].word;
    }
    return RG_OK;
}

#define FINISH(field, count, vector)                                                                                   \
    do {                                                                                                               \
        a->code->count = (uint32_t)a->g.vector.len;                                                                    \
        a->code->field = copy_array(a, a->g.vector.data, a->g.vector.len * sizeof *a->g.vector.data);                  \
        if (!a->code->field) return rg_asm_no_memory(a);                                                               \
    } while (0)

static RgStatus end_code(RgAsm *a)
{
    RG_ASM_TRY(resolve(a));
    if (a->g.positions.len == 0)
        RG_ASM_TRY(RG_ASM_PUSH(&a->g.positions, ((RgPosition){0, a->code->firstlineno, a->code->firstlineno, -1, -1})));
    FINISH(words, nwords, words);
    FINISH(consts, nconsts, consts);
    FINISH(names, nnames, names);
    FINISH(local_names, nlocals, local_names);
    FINISH(local_kinds, nlocals, local_kinds);
    FINISH(sites, nsites, sites);
    FINISH(handlers, nhandlers, handlers);
    FINISH(mirrors, nmirrors, mirrors);
    FINISH(points, npoints, points);
    FINISH(positions, npositions, positions);
    FINISH(origins, norigins, origins);
    a->code->nfree = 0;
    for (uint32_t i = 0; i < a->code->nlocals; i++)
        a->code->nfree += a->code->local_kinds[i] == RG_LOCAL_FREE;
    if (!a->g.has_source_consts) a->code->nconsts_source = a->code->nconsts;
    if (a->code->nconsts_source > a->code->nconsts) return rg_asm_fail(a, ERR_ASM_RANGE, ".source_consts");
    growing_fini(&a->g);
    a->code = NULL;
    return RG_OK;
}
#undef FINISH

static RgStatus place_label(RgAsm *a, RgStrRef name)
{
    uint32_t label;
    RG_ASM_TRY(rg_asm_find_label(a, name, &label));
    if (a->g.labels.data[label].word != RG_ASM_NO_LABEL) return rg_asm_fail(a, ERR_ASM_NAME, "label is defined twice");
    a->g.labels.data[label].word = (uint32_t)a->g.words.len;
    return RG_OK;
}

/* Any labels, then at most one directive or instruction. */
static RgStatus read_line(RgAsm *a)
{
    RgStrRef word;
    do {
        if (rg_asm_at_line_end(a)) return RG_OK;
        word = rg_asm_next_word(a);
        if (word.len == 0) return rg_asm_fail(a, ERR_ASM_SYNTAX, "unexpected '%c'", *a->p);
        if (rg_asm_word_is(word, ".code")) return begin_code(a);
        if (rg_asm_word_is(word, ".version")) return rg_asm_read_u32(a, &a->unit->source_version);
        if (!a->code)
            return rg_asm_fail(a, ERR_ASM_SYNTAX, "%.*s outside .code", (int)RG_MIN(word.len, 40u), word.data);
        if (rg_asm_word_is(word, ".end")) return end_code(a);
        if (!rg_asm_take(a, ':')) break;
        RG_ASM_TRY(place_label(a, word));
    } while (true);
    return word.data[0] == '.' ? rg_asm_directive(a, word) : read_instruction(a, word);
}

/* Lines that begin with .code: an upper bound of the code objects. */
static uint32_t count_codes(const char *p, const char *end)
{
    uint32_t n = 0;
    while (p < end) {
        while (p < end && (*p == ' ' || *p == '\t'))
            p++;
        n += end - p > 5 && memcmp(p, ".code", 5) == 0;
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        p = newline ? newline + 1 : end;
    }
    return n;
}

static RgStatus assemble(RgAsm *a)
{
    a->ncodes = count_codes(a->p, a->end);
    a->codes = RG_ARENA_ZARRAY(&a->unit->arena, RgCode, a->ncodes + 1);
    a->unit->codes = RG_ARENA_ARRAY(&a->unit->arena, const RgCode *, a->ncodes + 1);
    if (!a->codes || !a->unit->codes) return rg_asm_no_memory(a);
    for (uint32_t i = 0; i < a->ncodes; i++)
        a->unit->codes[i] = &a->codes[i];
    a->unit->source_version = 0x030b;
    for (a->line = 1; a->p < a->end; a->line++) {
        RG_ASM_TRY(read_line(a));
        if (!rg_asm_at_line_end(a)) return rg_asm_fail(a, ERR_ASM_SYNTAX, "unexpected '%c'", *a->p);
        if (a->p < a->end) a->p++;
    }
    if (a->code) return rg_asm_fail(a, ERR_ASM_SYNTAX, ".end expected");
    if (a->unit->ncodes == 0 || a->unit->ncodes != a->ncodes) return rg_asm_fail(a, ERR_ASM_SYNTAX, ".code expected");
    a->unit->main = a->unit->codes[0];
    return RG_OK;
}

RgStatus rg_asm_unit(const char *text, size_t len, RgCodeUnit **out, RgError *error)
{
    RgAsm as = {.p = text, .end = text + len, .error = error, .line = 1};
    *out = NULL;
    as.unit = rg_code_unit_new();
    if (!as.unit) return rg_error_set(error, ERR_NO_MEMORY, UINT64_MAX, "assembling");
    RgStatus status = assemble(&as);
    if (as.code || as.g.words.data) growing_fini(&as.g);
    if (status)
        rg_code_unit_release(as.unit);
    else
        *out = as.unit;
    return status;
}
