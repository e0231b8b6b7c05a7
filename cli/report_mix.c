/* SPDX-License-Identifier: MIT
 *
 * report_mix.c: what kinds of instructions either machine needs, and which opcodes most: by executed times after a run,
 * else by occurrence. Every bar has its number beside it, so that nothing is told by length or colour alone.
 */
#include <stdlib.h>

#include "cli/report.h"
#include "vm/code/op.h"

typedef enum Kind { KIND_MOVE, KIND_NAME, KIND_ATTR, KIND_ITEM, KIND_ARITH, KIND_CALL, KIND_JUMP, KIND_OTHER, KINDS } Kind;
static const char *const kind_names[KINDS] = {
    "moving values and constants", "names and cells", "attributes",           "items and containers",
    "arithmetic and comparison",   "calls, functions", "jumps and iteration", "everything else",
};

typedef struct Row {
    const char *name;
    uint64_t n;
    Kind kind;
} Row;
typedef struct Mix {
    Row rows[256];
    size_t count;
    uint64_t total, kinds[KINDS];
} Mix;

/* The first prefix that fits decides, for both machines' names. */
static Kind kind_of(const char *name)
{
    static const struct {
        const char *prefix;
        Kind kind;
    } prefixes[] = {
        {"LOAD_FAST", KIND_MOVE},      {"STORE_FAST", KIND_MOVE},   {"DELETE_FAST", KIND_MOVE},   {"LOAD_CONST", KIND_MOVE},
        {"POP_TOP", KIND_MOVE},        {"PUSH_NULL", KIND_MOVE},    {"SWAP", KIND_MOVE},          {"COPY_FREE", KIND_NAME},
        {"COPY", KIND_MOVE},           {"MOVE", KIND_MOVE},         {"NOP", KIND_MOVE},           {"LOAD_GLOBAL_ATTR", KIND_ATTR},
        {"LOAD_GLOBAL", KIND_NAME},    {"STORE_GLOBAL", KIND_NAME}, {"DELETE_GLOBAL", KIND_NAME}, {"LOAD_NAME", KIND_NAME},
        {"STORE_NAME", KIND_NAME},     {"DELETE_NAME", KIND_NAME},  {"LOAD_MIRROR", KIND_NAME},   {"LOAD_POINTS", KIND_NAME},
        {"LOAD_DEREF", KIND_NAME},     {"STORE_DEREF", KIND_NAME},  {"DELETE_DEREF", KIND_NAME},  {"LOAD_CLOSURE", KIND_NAME},
        {"LOAD_CLASSDEREF", KIND_NAME},{"MAKE_CELL", KIND_NAME},    {"IMPORT_", KIND_NAME},       {"LOAD_ATTR", KIND_ATTR},
        {"STORE_ATTR", KIND_ATTR},     {"DELETE_ATTR", KIND_ATTR},  {"LOAD_METHOD", KIND_ATTR},   {"BINARY_SUBSCR", KIND_ITEM},
        {"STORE_SUBSCR", KIND_ITEM},   {"DELETE_SUBSCR", KIND_ITEM},{"GET_ITEM", KIND_ITEM},      {"STORE_ITEM", KIND_ITEM},
        {"DELETE_ITEM", KIND_ITEM},    {"GET_SLICE", KIND_ITEM},    {"STORE_SLICE", KIND_ITEM},   {"BUILD_", KIND_ITEM},
        {"UNPACK", KIND_ITEM},         {"LIST_", KIND_ITEM},        {"SET_", KIND_ITEM},          {"DICT_", KIND_ITEM},
        {"FORMAT_", KIND_ITEM},        {"BINARY_OP", KIND_ARITH},   {"UNARY_", KIND_ARITH},       {"COMPARE_OP", KIND_ARITH},
        {"IS_OP", KIND_ARITH},         {"CONTAINS_OP", KIND_ARITH}, {"MUL_", KIND_ARITH},         {"CALL", KIND_CALL},
        {"PRECALL", KIND_CALL},        {"KW_NAMES", KIND_CALL},     {"RETURN", KIND_CALL},        {"RESUME", KIND_CALL},
        {"MAKE_FUNCTION", KIND_CALL},  {"YIELD", KIND_CALL},        {"SEND", KIND_CALL},          {"GET_ITER", KIND_JUMP},
        {"FOR_", KIND_JUMP},           {"JUMP", KIND_JUMP},         {"POP_JUMP", KIND_JUMP},
    };
    for (size_t i = 0; i < RG_COUNT_OF(prefixes); i++)
        if (strncmp(name, prefixes[i].prefix, strlen(prefixes[i].prefix)) == 0) return prefixes[i].kind;
    int op = rg_op_lookup(name, strlen(name));
    if (op >= 0 && (rg_op_info[op].effects & F_PURE_EXACT || op == OP_NOT || op == OP_IS || op == OP_IN)) return KIND_ARITH;
    return KIND_OTHER;
}

static int by_number(const void *a, const void *b)
{
    const Row *x = a, *y = b;
    if (x->n != y->n) return x->n < y->n ? 1 : -1;
    return strcmp(x->name, y->name);
}

static void finish(Mix *mix)
{
    for (size_t i = 0; i < 256; i++) {
        Row row = mix->rows[i];
        if (!row.n) continue;
        row.kind = kind_of(row.name);
        mix->kinds[row.kind] += row.n;
        mix->total += row.n;
        mix->rows[mix->count++] = row;
    }
    qsort(mix->rows, mix->count, sizeof *mix->rows, by_number);
}

static void gather(const RgStudy *s, Mix *stack, Mix *reg)
{
    for (size_t i = 0; i < 256; i++) stack->rows[i].name = s->stack_names[i];
    for (size_t i = 0; i < RG_OP_COUNT; i++) reg->rows[i].name = rg_op_info[i].name;
    for (uint32_t i = 0; i < s->unit->ncodes; i++) {
        const RgStudyFunction *f = &s->functions[i];
        for (uint32_t k = 0; f->insns && k < f->code->stack_instructions; k++)
            stack->rows[f->insns[k].number].n += !s->ran ? 1 : f->stack_executed ? f->stack_executed[k] : 0;
        for (uint32_t at = 0; at < f->code->nwords; at += rg_op_length(&f->code->words[at]))
            reg->rows[RG_INSN_OP(f->code->words[at])].n +=
                !s->ran ? 1 : f->steps ? f->steps->words[(size_t)at * RG_STEP_KINDS] : 0;
        if (f->steps) reg->rows[OP_LOAD_POINTS].n += f->steps->loads;
    }
    finish(stack);
    finish(reg);
}

static double share(uint64_t n, uint64_t of)
{
    return of ? 100.0 * (double)n / (double)of : 0.0;
}

/* One bar as long as the machine's total is against the larger one, split by kind. */
static void put_split(RgStrBuf *out, const char *title, const char *color, const Mix *mix, uint64_t longest)
{
    rg_strbuf_printf(out, "<span class=%s>%s</span><div style=\"width:%.2f%%\" role=img aria-label=\"%s by kind\">", color, title,
                     share(mix->total, longest), title);
    for (size_t k = 0; k < KINDS; k++)
        if (mix->kinds[k]) rg_strbuf_printf(out, "<i class=k%zu style=\"flex:%.4f\" title=\"%s\"></i>", k,
                                            share(mix->kinds[k], mix->total), kind_names[k]);
    rg_strbuf_puts(out, "</div>");
}

static void put_kinds(RgStrBuf *out, const Mix *stack, const Mix *reg)
{
    uint64_t longest = RG_MAX(stack->total, reg->total);
    rg_strbuf_puts(out, "<div class=panel><div class=split>");
    if (stack->total) put_split(out, "stack", "s", stack, longest);
    put_split(out, "register", "r", reg, longest);
    rg_strbuf_puts(out, "</div><table class=kinds><thead><tr><th scope=col>kind</th><th scope=col>stack</th><th scope=col></th>"
                        "<th scope=col>register</th><th scope=col></th></tr></thead><tbody>");
    for (size_t k = 0; k < KINDS; k++) {
        if (!stack->kinds[k] && !reg->kinds[k]) continue;
        rg_strbuf_printf(out, "<tr><th scope=row><i class=k%zu></i>%s</th><td>", k, kind_names[k]);
        rg_report_short_number(out, stack->kinds[k]);
        rg_strbuf_printf(out, "</td><td>%.1f&nbsp;%%</td><td>", share(stack->kinds[k], stack->total));
        rg_report_short_number(out, reg->kinds[k]);
        rg_strbuf_printf(out, "</td><td>%.1f&nbsp;%%</td></tr>", share(reg->kinds[k], reg->total));
    }
    rg_strbuf_puts(out, "</tbody></table></div>\n");
}

static void put_opcodes(RgStrBuf *out, const char *title, const char *fill, const Mix *mix, uint64_t longest)
{
    size_t shown = RG_MIN(mix->count, 14);
    rg_strbuf_printf(out, "<div class=panel><h3>%s</h3><ol>", title);
    for (size_t i = 0; i < shown; i++) {
        const Row *row = &mix->rows[i];
        rg_strbuf_printf(out, "<li><code>%s</code><span><span class=\"fill %s\" style=\"width:%.2f%%\"></span></span><span class=n>",
                         row->name, fill, share(row->n, longest));
        rg_report_short_number(out, row->n);
        rg_strbuf_printf(out, " &middot; %.1f&nbsp;%%</span></li>", share(row->n, mix->total));
    }
    rg_strbuf_puts(out, "</ol>");
    if (shown < mix->count) {
        uint64_t rest = mix->total;
        for (size_t i = 0; i < shown; i++) rest -= mix->rows[i].n;
        rg_strbuf_printf(out, "<p class=eyebrow>and %zu more with ", mix->count - shown);
        rg_report_short_number(out, rest);
        rg_strbuf_puts(out, "</p>");
    }
    rg_strbuf_puts(out, "</div>\n");
}

void rg_report_mix(RgStrBuf *out, const RgStudy *s)
{
    Mix stack = {0}, reg = {0};
    gather(s, &stack, &reg);
    rg_strbuf_printf(out, "<section aria-labelledby=mix><h2 id=mix>Instruction mix, %s</h2>\n", s->ran ? "as executed" : "as in the file");
    put_kinds(out, &stack, &reg);
    rg_strbuf_puts(out, "<div class=mix style=\"margin-top:16px\">\n");
    uint64_t longest = RG_MAX(stack.count ? stack.rows[0].n : 0, reg.count ? reg.rows[0].n : 0);
    if (stack.count) put_opcodes(out, "Stack opcodes", "fs", &stack, longest);
    put_opcodes(out, "Register opcodes", "fr", &reg, longest);
    rg_strbuf_puts(out, "</div></section>\n");
}
