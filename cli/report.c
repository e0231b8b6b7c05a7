/* SPDX-License-Identifier: MIT
 *
 * report.c: the page of a report: sums, mixes, the list of functions, and each function line by line with the stack and
 * the register instructions of that line beside it. A register instruction links to the stack instructions that it
 * stands for (the origin table); rows are tinted by how often they were executed, and say so in figures too.
 */
#include "cli/report.h"

#include <math.h>
#include <stdlib.h>

#include "cli/report_text.h"
#include "vm/base/mem.h"
#include "vm/code/disasm.h"
#include "vm/code/op.h"

typedef struct Page {
    RgStrBuf *out;
    const RgStudy *study;
    RgCliSource source;
    uint64_t hottest; /* most often executed instruction of the file */
    size_t indent;    /* of the whole function: left out */
} Page;

/* An instruction on one line of the source; sorted by line, then stack before register, then place. */
typedef struct Item {
    int32_t line;
    uint32_t is_register, at, origin; /* origin: first row for the register instruction */
} Item;

/* ---- text ---- */

void rg_report_text(RgStrBuf *out, const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        uint8_t ch = (uint8_t)data[i];
        if (ch == '<')
            rg_strbuf_puts(out, "&lt;");
        else if (ch == '>')
            rg_strbuf_puts(out, "&gt;");
        else if (ch == '&')
            rg_strbuf_puts(out, "&amp;");
        else if (ch == '"')
            rg_strbuf_puts(out, "&quot;");
        else if (ch < 0x20 && ch != '\t' && ch != '\n')
            rg_strbuf_putc(out, ' ');
        else if (ch == 0xed && len - i >= 3 && (uint8_t)data[i + 1] >= 0xa0) {
            rg_strbuf_puts(out, "\xef\xbf\xbd");
            i += 2;
        } else {
            rg_strbuf_putc(out, (char)ch);
        }
    }
}

static void put_c_text(RgStrBuf *out, const char *text)
{
    rg_report_text(out, text, strlen(text));
}

void rg_report_number(RgStrBuf *out, uint64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0) rg_strbuf_putc(out, ',');
        rg_strbuf_putc(out, digits[i]);
    }
}

void rg_report_short_number(RgStrBuf *out, uint64_t n)
{
    static const char units[] = {'k', 'M', 'G', 'T'};
    if (n < 10000) {
        rg_strbuf_printf(out, "%llu", (unsigned long long)n);
        return;
    }
    double v = (double)n;
    int unit = -1;
    while (v >= 1000 && unit < 3) {
        v /= 1000;
        unit++;
    }
    rg_strbuf_printf(out, v < 99.95 ? "%.1f%c" : "%.0f%c", v, units[unit]);
}

/* "56.8 % fewer". */
static void put_change(RgStrBuf *out, uint64_t stack, uint64_t reg)
{
    if (!stack) return;
    double change = 100.0 * ((double)stack - (double)reg) / (double)stack;
    rg_strbuf_printf(out, "%.1f&nbsp;%% %s", fabs(change), change >= 0 ? "fewer" : "more");
}

static void put_percent(RgStrBuf *out, uint64_t stack, uint64_t reg)
{
    if (stack) rg_strbuf_printf(out, "%+.1f&nbsp;%%", 100.0 * ((double)reg - (double)stack) / (double)stack);
}

/* ---- sums ---- */

typedef struct Sums {
    uint64_t stack, reg, stack_bytes, reg_bytes, ran_stack, ran_reg;
} Sums;

static Sums sum(const RgStudy *s)
{
    Sums t = {0};
    for (uint32_t i = 0; i < s->unit->ncodes; i++) {
        const RgStudyFunction *f = &s->functions[i];
        t.stack += f->code->stack_instructions;
        t.reg += f->register_instructions;
        t.stack_bytes += f->code->stack_bytes;
        t.reg_bytes += (uint64_t)f->code->nwords * sizeof(RgWord);
        t.ran_stack += f->executed_stack;
        t.ran_reg += f->executed_register;
    }
    return t;
}

static void put_bar(RgStrBuf *out, const char *name, const char *color, uint64_t n, uint64_t longest)
{
    rg_strbuf_printf(out, "<span class=%c>%s</span><span class=track><span class=\"fill %s\" style=\"width:%.2f%%\"></span></span>"
                          "<span class=n>", color[1], name, color, longest ? 100.0 * (double)n / (double)longest : 0.0);
    rg_report_number(out, n);
    rg_strbuf_puts(out, "</span>");
}

static void put_sum(RgStrBuf *out, const char *title, uint64_t stack, uint64_t reg)
{
    uint64_t longest = RG_MAX(stack, reg);
    rg_strbuf_printf(out, "<div class=panel><h3>%s</h3><p class=big>", title);
    put_change(out, stack, reg);
    rg_strbuf_puts(out, "</p><div class=bar>");
    put_bar(out, "stack", "fs", stack, longest);
    put_bar(out, "register", "fr", reg, longest);
    rg_strbuf_puts(out, "</div></div>\n");
}

static void put_head(Page *p)
{
    RgStrBuf *out = p->out;
    const RgStudy *s = p->study;
    const char *slash = strrchr(s->path, '/'), *name = slash && slash[1] ? slash + 1 : s->path;
    Sums t = sum(s);
    rg_strbuf_puts(out, "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8>"
                        "<meta name=viewport content=\"width=device-width,initial-scale=1\"><title>");
    put_c_text(out, name);
    rg_strbuf_printf(out, " - stack and register code</title>\n<style>%s</style></head>\n<body><header>"
                          "<p class=eyebrow>Regius report</p><h1>", report_style);
    put_c_text(out, name);
    rg_strbuf_puts(out, "</h1><p class=lede>");
    rg_report_number(out, t.stack);
    rg_strbuf_printf(out, " stack instructions of CPython %u.%u became ", s->unit->source_version >> 8, s->unit->source_version & 0xff);
    rg_report_number(out, t.reg);
    rg_strbuf_puts(out, " register instructions. ");
    if (s->ran) {
        rg_strbuf_puts(out, "Running the program dispatches ");
        rg_report_number(out, t.ran_reg);
        rg_strbuf_puts(out, " of them; CPython would have dispatched ");
        rg_report_number(out, t.ran_stack);
        rg_strbuf_puts(out, ".");
    } else {
        rg_strbuf_puts(out, "The program was not run.");
    }
    rg_strbuf_puts(out, "</p><div class=sums>\n");
    if (s->ran) put_sum(out, "Executed instructions", t.ran_stack, t.ran_reg);
    put_sum(out, "Instructions in the file", t.stack, t.reg);
    put_sum(out, "Bytes of code", t.stack_bytes, t.reg_bytes);
    rg_strbuf_puts(out, "</div></header>\n<main>\n");
}

/* ---- the list of functions ---- */

static void put_cell(RgStrBuf *out, const char *class, uint64_t n)
{
    rg_strbuf_printf(out, "<td%s>", class);
    rg_report_number(out, n);
    rg_strbuf_puts(out, "</td>");
}

static void put_list(Page *p)
{
    RgStrBuf *out = p->out;
    const RgStudy *s = p->study;
    rg_strbuf_puts(out, "<section aria-labelledby=list><h2 id=list>Functions</h2><div class=\"panel scroll\"><table class=list>"
                        "<thead><tr><th scope=col>function</th><th scope=col class=wide>line</th>"
                        "<th scope=col class=wide>stack</th><th scope=col class=wide>register</th><th scope=col class=wide></th>");
    if (s->ran) rg_strbuf_puts(out, "<th scope=col>stack<br>executed</th><th scope=col>register<br>executed</th><th scope=col></th>");
    rg_strbuf_puts(out, "</tr></thead><tbody>\n");
    for (uint32_t i = 0; i < s->unit->ncodes; i++) {
        const RgStudyFunction *f = &s->functions[i];
        rg_strbuf_printf(out, "<tr><th scope=row><a href=\"#f%u\">", i);
        rg_report_text(out, f->code->qualname.data, f->code->qualname.len);
        rg_strbuf_printf(out, "</a></th><td class=wide>%d</td>", f->code->firstlineno);
        put_cell(out, " class=wide", f->code->stack_instructions);
        put_cell(out, " class=wide", f->register_instructions);
        rg_strbuf_puts(out, "<td class=wide>");
        put_percent(out, f->code->stack_instructions, f->register_instructions);
        rg_strbuf_puts(out, "</td>");
        if (s->ran) {
            put_cell(out, "", f->executed_stack);
            put_cell(out, "", f->executed_register);
            rg_strbuf_puts(out, "<td>");
            put_percent(out, f->executed_stack, f->executed_register);
            rg_strbuf_puts(out, "</td>");
        }
        rg_strbuf_puts(out, "</tr>\n");
    }
    rg_strbuf_puts(out, "</tbody></table></div></section>\n");
}

/* ---- one function ---- */

static uint64_t stack_times(const RgStudyFunction *f, uint32_t i)
{
    return f->stack_executed ? f->stack_executed[i] : 0;
}

static uint64_t register_times(const RgStudyFunction *f, uint32_t word)
{
    return f->steps ? f->steps->words[(size_t)word * RG_STEP_KINDS] : 0;
}

/* Eight steps, each twice as often as the one before or a little more. */
static unsigned heat(const Page *p, uint64_t n)
{
    if (!n || !p->hottest) return 0;
    double level = 8.0 + log2((double)n / (double)p->hottest) * 0.6;
    return level < 1 ? 0 : (unsigned)level;
}

static void put_times(const Page *p, uint64_t n)
{
    if (!p->study->ran) return;
    rg_strbuf_puts(p->out, "<i>");
    if (n) rg_report_short_number(p->out, n);
    rg_strbuf_puts(p->out, "</i>");
}

static void open_item(const Page *p, uint64_t n)
{
    unsigned level = heat(p, n);
    if (level)
        rg_strbuf_printf(p->out, "<li class=h%u ", level);
    else
        rg_strbuf_puts(p->out, "<li ");
}

static void put_stack_item(const Page *p, uint32_t fn, const RgStudyFunction *f, uint32_t i)
{
    const RgStudyInsn *in = &f->insns[i];
    open_item(p, stack_times(f, i));
    rg_strbuf_printf(p->out, "id=f%us%u data-n=%u><b>%u</b><span>%s", fn, i, i, i, p->study->stack_names[in->number]);
    if (*in->text) {
        size_t len = RG_MIN(strlen(in->text), 60);
        while (len > 0 && ((unsigned char)in->text[len] & 0xc0) == 0x80) len--;
        rg_strbuf_puts(p->out, " <em>");
        rg_report_text(p->out, in->text, len);
        rg_strbuf_puts(p->out, in->text[len] ? "&hellip;</em>" : "</em>");
    }
    rg_strbuf_puts(p->out, "</span>");
    put_times(p, stack_times(f, i));
    rg_strbuf_puts(p->out, "</li>");
}

/* The stack instructions of one register instruction: numbers for the script, then links for everybody. */
static void put_numbers(const Page *p, const RgCode *code, uint32_t word, uint32_t origin)
{
    uint32_t end = word + rg_op_length(&code->words[word]);
    bool first = true;
    for (uint32_t o = origin; o < code->norigins && code->origins[o].word < end; o++)
        for (uint32_t k = 0; k < (code->origins[o].count & RG_ORIGIN_COUNT); k++) {
            rg_strbuf_printf(p->out, first ? " data-s=\"%u" : " %u", code->origins[o].first + k);
            first = false;
        }
    if (!first) rg_strbuf_putc(p->out, '"');
}

static void put_links(const Page *p, uint32_t fn, const RgCode *code, uint32_t word, uint32_t origin)
{
    uint32_t end = word + rg_op_length(&code->words[word]), o = origin, shown = 0;
    while (o < code->norigins && code->origins[o].word < end) {
        uint32_t low = code->origins[o].first, high = low + (code->origins[o].count & RG_ORIGIN_COUNT);
        for (o++; o < code->norigins && code->origins[o].word < end && code->origins[o].first == high; o++)
            high += code->origins[o].count & RG_ORIGIN_COUNT;
        if (shown == 3) {
            rg_strbuf_puts(p->out, "&hellip;");
            return;
        }
        rg_strbuf_printf(p->out, high - low == 1 ? "%s<a href=\"#f%us%u\" aria-label=\"stack instruction %u\">%u" : "%s<a href=\"#f%us%u\" aria-label=\"stack instructions from %u\">%u",
                         shown++ ? " " : "", fn, low, low, low);
        if (high - low > 1) rg_strbuf_printf(p->out, "&ndash;%u", high - 1);
        rg_strbuf_puts(p->out, "</a>");
    }
}

static void put_register_item(const Page *p, uint32_t fn, const RgStudyFunction *f, const Item *item)
{
    const RgCode *code = f->code;
    RgStrBuf text;
    rg_strbuf_init(&text);
    rg_disasm_insn(&text, code, item->at, RG_DISASM_COMMENTS);
    const char *insn = text.data ? text.data : "", *comment = strstr(insn, "  ; ");
    size_t len = comment ? (size_t)(comment - insn) : strlen(insn);
    open_item(p, register_times(f, item->at));
    rg_strbuf_printf(p->out, "id=f%ur%u", fn, item->at);
    if (f->insns) put_numbers(p, code, item->at, item->origin);
    rg_strbuf_printf(p->out, "><b>%u</b><span>", item->at);
    rg_report_text(p->out, insn, len);
    if (comment) {
        rg_strbuf_puts(p->out, " <em>");
        put_c_text(p->out, comment + 2);
        rg_strbuf_puts(p->out, "</em>");
    }
    rg_strbuf_puts(p->out, "</span>");
    if (f->insns) put_links(p, fn, code, item->at, item->origin);
    put_times(p, register_times(f, item->at));
    rg_strbuf_puts(p->out, "</li>");
    rg_strbuf_fini(&text);
}

static int by_place(const void *a, const void *b)
{
    const Item *x = a, *y = b;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    if (x->is_register != y->is_register) return x->is_register ? 1 : -1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* All instructions of f by source line; those without a line stand with the one before them. */
static Item *items_of(const RgStudyFunction *f, size_t *count)
{
    const RgCode *code = f->code;
    Item *items = rg_mem_alloc(((size_t)code->stack_instructions + code->nwords + 1) * sizeof *items);
    size_t n = 0;
    int32_t line = code->firstlineno;
    uint32_t origin = 0;
    if (!items) return NULL;
    for (uint32_t i = 0; f->insns && i < code->stack_instructions; i++) {
        if (f->insns[i].line > 0) line = f->insns[i].line;
        items[n++] = (Item){line, 0, i, 0};
    }
    line = code->firstlineno;
    for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at])) {
        RgPosition pos = rg_code_position(code, at);
        if (pos.line > 0) line = pos.line;
        while (origin < code->norigins && code->origins[origin].word < at) origin++;
        items[n++] = (Item){line, 1, at, origin};
    }
    qsort(items, n, sizeof *items, by_place);
    *count = n;
    return items;
}

/* The source line, and up to three behind it that have no code of their own: the rest of a long statement, a comment. */
static void put_source(const Page *p, int32_t line, int32_t next)
{
    int32_t end = next > line && next - line <= 4 ? next : line + 1;
    rg_strbuf_puts(p->out, "<th scope=row>");
    for (int32_t k = line; k < end; k++) {
        const char *text = rg_cli_source_line(&p->source, k);
        if (k > line && !text[strspn(text, " \t")]) continue;
        rg_strbuf_printf(p->out, "<pre><b>%d</b>", k);
        put_c_text(p->out, text + RG_MIN(p->indent, strspn(text, " ")));
        rg_strbuf_puts(p->out, "</pre>");
    }
    rg_strbuf_puts(p->out, "</th>");
}

static void put_line(const Page *p, uint32_t fn, const RgStudyFunction *f, const Item *items, size_t from, size_t to,
                     int32_t next)
{
    rg_strbuf_puts(p->out, "<tr>");
    put_source(p, items[from].line, next);
    size_t k = from;
    for (uint32_t side = 0; side < 2; side++) {
        rg_strbuf_puts(p->out, "<td>");
        bool any = k < to && items[k].is_register == side;
        if (any) rg_strbuf_puts(p->out, "<ul>");
        for (; k < to && items[k].is_register == side; k++) {
            if (side)
                put_register_item(p, fn, f, &items[k]);
            else
                put_stack_item(p, fn, f, items[k].at);
        }
        rg_strbuf_puts(p->out, any ? "</ul></td>" : "</td>");
    }
    rg_strbuf_puts(p->out, "</tr>\n");
}

/* Least indentation of the lines that have code. */
static size_t find_indent(const Page *p, const Item *items, size_t n)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        const char *text = rg_cli_source_line(&p->source, items[i].line);
        size_t spaces = strspn(text, " ");
        if (text[spaces]) least = RG_MIN(least, spaces);
    }
    return least == SIZE_MAX ? 0 : least;
}

static void put_function(Page *p, uint32_t fn)
{
    RgStrBuf *out = p->out;
    const RgStudyFunction *f = &p->study->functions[fn];
    size_t n;
    Item *items = items_of(f, &n);
    if (!items) {
        out->failed = true;
        return;
    }
    rg_cli_source_read(&p->source, f->code->filename);
    p->indent = find_indent(p, items, n);
    rg_strbuf_printf(out, "<section class=\"panel fn\" id=f%u aria-labelledby=t%u><div class=head><h3 id=t%u class=mono>", fn, fn, fn);
    rg_report_text(out, f->code->qualname.data, f->code->qualname.len);
    rg_strbuf_printf(out, "</h3><p class=facts>line %d &middot; %u stack, %llu register instructions (", f->code->firstlineno,
                     f->code->stack_instructions, (unsigned long long)f->register_instructions);
    put_change(out, f->code->stack_instructions, f->register_instructions);
    rg_strbuf_printf(out, "), %u register%s", f->code->nregs, f->code->nregs == 1 ? "" : "s");
    if (p->study->ran && f->executed_stack) {
        rg_strbuf_puts(out, " &middot; executed ");
        rg_report_number(out, f->executed_stack);
        rg_strbuf_puts(out, " and ");
        rg_report_number(out, f->executed_register);
        rg_strbuf_puts(out, " (");
        put_change(out, f->executed_stack, f->executed_register);
        rg_strbuf_puts(out, ")");
    } else if (p->study->ran) {
        rg_strbuf_puts(out, " &middot; not executed");
    }
    rg_strbuf_puts(out, "</p></div><table class=code><colgroup><col class=c1><col class=c2><col></colgroup><thead><tr>"
                        "<th scope=col>source</th><th scope=col>stack code</th><th scope=col>register code</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && items[end].line == items[i].line) end++;
        put_line(p, fn, f, items, i, end, end < n ? items[end].line : 0);
        i = end;
    }
    rg_strbuf_puts(out, "</tbody></table></section>\n");
    rg_mem_free(items);
}

static void find_hottest(Page *p)
{
    for (uint32_t i = 0; i < p->study->unit->ncodes; i++) {
        const RgStudyFunction *f = &p->study->functions[i];
        for (uint32_t k = 0; k < f->code->stack_instructions; k++) p->hottest = RG_MAX(p->hottest, stack_times(f, k));
    }
}

void rg_report_write(RgStrBuf *out, const RgStudy *s)
{
    Page page = {.out = out, .study = s}, *p = &page;
    find_hottest(p);
    put_head(p);
    rg_report_mix(out, s);
    put_list(p);
    rg_strbuf_puts(out, "<section aria-labelledby=code><h2 id=code>Code, line by line</h2><p class=key>"
                        "<span>A register instruction names the stack instructions that it stands for; point at either to light both.</span>");
    if (s->ran) {
        rg_strbuf_puts(out, "<span>Executed: seldom<span class=ramp aria-hidden=true>");
        for (unsigned k = 1; k <= 8; k++) rg_strbuf_printf(out, "<i class=h%u></i>", k);
        rg_strbuf_puts(out, "</span>often; the number at the right says how many times.</span>");
    }
    rg_strbuf_puts(out, "</p>\n");
    for (uint32_t i = 0; i < s->unit->ncodes; i++) put_function(p, i);
    rg_strbuf_printf(out, "</section></main>\n<footer>Written by regius report. Counts: stack instructions without inline caches and "
                          "EXTENDED_ARG prefixes; register instructions as they are dispatched.</footer>\n<script>%s</script></body></html>\n",
                     report_script);
    rg_cli_source_fini(&p->source);
}
