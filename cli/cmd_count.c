/* SPDX-License-Identifier: MIT
 *
 * cmd_count.c: `regius count`: how many instructions the two machines need for the same program, in the file and, with
 * --run, executed. Stack figures are those of the file: instructions without inline caches and EXTENDED_ARG prefixes,
 * bytes with them; register figures count what the interpreter dispatches, and all words.
 */
#include <getopt.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/study.h"
#include "vm/base/mem.h"
#include "vm/code/op.h"

#define COMMAND "count"

typedef enum By { BY_TOTAL, BY_FUNCTION, BY_OPCODE, BY_INSTRUCTION } By;

typedef struct Entry {
    RgStrRef name;
    int32_t line;
    uint64_t stack_instructions, stack_bytes, extended_args;
    uint64_t register_instructions, register_bytes, wide_prefixes, registers;
    uint64_t executed_stack, executed_register;
} Entry;

typedef struct OpcodeCount {
    const char *name;
    uint64_t count, executed;
} OpcodeCount;
typedef struct OpcodeCounts { /* by number; sorted for printing */
    OpcodeCount rows[256];
    size_t n;
} OpcodeCounts;

typedef struct Count {
    RgStudy study;
    By by;
    RgCliFormat format;
    Entry *entries; /* by function */
    Entry total;
    OpcodeCounts stack, reg;
    RgStrBuf out;
} Count;

static Entry count_function(const RgStudyFunction *f)
{
    const RgCode *code = f->code;
    return (Entry){.name = code->qualname,
                   .line = code->firstlineno,
                   .stack_instructions = code->stack_instructions,
                   .stack_bytes = code->stack_bytes,
                   .extended_args = code->stack_extended_args,
                   .register_instructions = f->register_instructions,
                   .register_bytes = (uint64_t)code->nwords * sizeof(RgWord),
                   .wide_prefixes = f->wide_prefixes,
                   .registers = code->nregs,
                   .executed_stack = f->executed_stack,
                   .executed_register = f->executed_register};
}

static bool count_functions(Count *c)
{
    const RgStudy *s = &c->study;
    c->entries = rg_mem_calloc(s->unit->ncodes, sizeof *c->entries);
    if (!c->entries) return false;
    c->total.name = (RgStrRef){"total", 5};
    for (uint32_t i = 0; i < s->unit->ncodes; i++) {
        Entry *e = &c->entries[i];
        *e = count_function(&s->functions[i]);
        c->total.stack_instructions += e->stack_instructions;
        c->total.stack_bytes += e->stack_bytes;
        c->total.extended_args += e->extended_args;
        c->total.register_instructions += e->register_instructions;
        c->total.register_bytes += e->register_bytes;
        c->total.wide_prefixes += e->wide_prefixes;
        c->total.registers += e->registers;
        c->total.executed_stack += e->executed_stack;
        c->total.executed_register += e->executed_register;
    }
    c->total.line = c->entries[0].line;
    return true;
}

/* ---- by opcode ---- */

static int by_count(const void *a, const void *b)
{
    const OpcodeCount *x = a, *y = b;
    if (x->executed != y->executed) return x->executed < y->executed ? 1 : -1;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    return strcmp(x->name, y->name);
}

/* Leaves the opcodes that occur, most frequent first. */
static void sort_opcodes(OpcodeCounts *counts)
{
    for (size_t i = 0; i < 256; i++)
        if (counts->rows[i].count || counts->rows[i].executed) counts->rows[counts->n++] = counts->rows[i];
    qsort(counts->rows, counts->n, sizeof *counts->rows, by_count);
}

static void count_opcodes(Count *c)
{
    const RgStudy *s = &c->study;
    for (size_t i = 0; i < 256; i++) c->stack.rows[i].name = s->stack_names[i];
    for (size_t i = 0; i < RG_OP_COUNT; i++) c->reg.rows[i].name = rg_op_info[i].name;
    for (uint32_t i = 0; i < s->unit->ncodes; i++) {
        const RgStudyFunction *f = &s->functions[i];
        const RgCode *code = f->code;
        for (uint32_t k = 0; f->insns && k < code->stack_instructions; k++) {
            OpcodeCount *row = &c->stack.rows[f->insns[k].number];
            row->count++;
            if (f->stack_executed) row->executed += f->stack_executed[k];
        }
        for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at])) {
            OpcodeCount *row = &c->reg.rows[RG_INSN_OP(code->words[at])];
            row->count++;
            if (f->steps) row->executed += f->steps->words[(size_t)at * RG_STEP_KINDS];
        }
        if (f->steps) c->reg.rows[OP_LOAD_POINTS].executed += f->steps->loads;
    }
    sort_opcodes(&c->stack);
    sort_opcodes(&c->reg);
}

/* ---- JSON ---- */

static void put_json_entry(RgStrBuf *out, const Entry *e, bool ran)
{
    rg_strbuf_puts(out, "{\"name\": ");
    rg_cli_put_json_string(out, e->name.data, e->name.len);
    rg_strbuf_printf(
        out,
        ", \"line\": %d, \"stack\": {\"instructions\": %llu, \"bytes\": %llu, \"extended_args\": %llu}, "
        "\"register\": {\"instructions\": %llu, \"bytes\": %llu, \"wide_prefixes\": %llu, \"registers\": %llu}, "
        "\"executed\": ",
        e->line, (unsigned long long)e->stack_instructions, (unsigned long long)e->stack_bytes,
        (unsigned long long)e->extended_args, (unsigned long long)e->register_instructions,
        (unsigned long long)e->register_bytes, (unsigned long long)e->wide_prefixes, (unsigned long long)e->registers);
    if (ran)
        rg_strbuf_printf(out, "{\"stack\": %llu, \"register\": %llu}}", (unsigned long long)e->executed_stack,
                         (unsigned long long)e->executed_register);
    else
        rg_strbuf_puts(out, "null}");
}

static void put_json_machine(RgStrBuf *out, const char *name, const OpcodeCounts *counts, bool executed)
{
    bool first = true;
    rg_strbuf_printf(out, "\"%s\": {", name);
    for (size_t i = 0; i < counts->n; i++) {
        const OpcodeCount *row = &counts->rows[i];
        uint64_t n = executed ? row->executed : row->count;
        if (!n) continue;
        rg_strbuf_printf(out, "%s\"%s\": %llu", first ? "" : ", ", row->name, (unsigned long long)n);
        first = false;
    }
    rg_strbuf_puts(out, "}");
}

static void put_json_opcodes(Count *c, const char *name, bool executed)
{
    rg_strbuf_printf(&c->out, ",\n \"%s\": {", name);
    put_json_machine(&c->out, "stack", &c->stack, executed);
    rg_strbuf_puts(&c->out, ",\n  ");
    put_json_machine(&c->out, "register", &c->reg, executed);
    rg_strbuf_puts(&c->out, "}");
}

/* Executed times of each stack instruction, in the file's order, function by function. */
static void put_json_instructions(Count *c)
{
    rg_strbuf_puts(&c->out, ",\n \"instructions\": [");
    for (uint32_t i = 0; i < c->study.unit->ncodes; i++) {
        const RgStudyFunction *f = &c->study.functions[i];
        rg_strbuf_puts(&c->out, i ? ",\n  [" : "\n  [");
        for (uint32_t k = 0; f->insns && k < f->code->stack_instructions; k++)
            rg_strbuf_printf(&c->out, "%s[%u, \"%s\", %llu]", k ? ", " : "", f->insns[k].offset,
                             c->study.stack_names[f->insns[k].number],
                             f->stack_executed ? (unsigned long long)f->stack_executed[k] : 0ull);
        rg_strbuf_puts(&c->out, "]");
    }
    rg_strbuf_puts(&c->out, "]");
}

static void put_json(Count *c)
{
    RgStrBuf *out = &c->out;
    const RgStudy *s = &c->study;
    rg_strbuf_puts(out, "{\"file\": ");
    rg_cli_put_json_string(out, s->path, strlen(s->path));
    rg_strbuf_printf(out, ",\n \"source_version\": \"%u.%u\",\n \"functions\": [", s->unit->source_version >> 8,
                     s->unit->source_version & 0xff);
    for (uint32_t i = 0; i < s->unit->ncodes; i++) {
        rg_strbuf_puts(out, i ? ",\n  " : "\n  ");
        put_json_entry(out, &c->entries[i], s->ran);
    }
    rg_strbuf_puts(out, "],\n \"total\": ");
    put_json_entry(out, &c->total, s->ran);
    if (s->ran)
        rg_strbuf_printf(out, ",\n \"elsewhere\": {\"stack\": %llu, \"register\": %llu}",
                         (unsigned long long)s->elsewhere_stack, (unsigned long long)s->elsewhere_register);
    if (c->by == BY_OPCODE) {
        put_json_opcodes(c, "opcodes", false);
        if (s->ran) put_json_opcodes(c, "opcodes_executed", true);
    }
    if (c->by == BY_INSTRUCTION) put_json_instructions(c);
    rg_strbuf_puts(out, "}\n");
}

/* ---- CSV ---- */

static void put_csv_name(RgStrBuf *out, RgStrRef name)
{
    rg_strbuf_putc(out, '"');
    for (uint32_t i = 0; i < name.len; i++) {
        if (name.data[i] == '"') rg_strbuf_putc(out, '"');
        rg_strbuf_putc(out, name.data[i]);
    }
    rg_strbuf_putc(out, '"');
}

static void put_csv_entry(RgStrBuf *out, const Entry *e, bool ran)
{
    put_csv_name(out, e->name);
    rg_strbuf_printf(out, ",%d,%llu,%llu,%llu,%llu,%llu,%llu,%llu,", e->line, (unsigned long long)e->stack_instructions,
                     (unsigned long long)e->stack_bytes, (unsigned long long)e->extended_args,
                     (unsigned long long)e->register_instructions, (unsigned long long)e->register_bytes,
                     (unsigned long long)e->wide_prefixes, (unsigned long long)e->registers);
    if (ran)
        rg_strbuf_printf(out, "%llu,%llu\n", (unsigned long long)e->executed_stack,
                         (unsigned long long)e->executed_register);
    else
        rg_strbuf_puts(out, ",\n");
}

static void put_csv_opcodes(Count *c, const char *machine, const OpcodeCounts *counts)
{
    for (size_t i = 0; i < counts->n; i++) {
        const OpcodeCount *row = &counts->rows[i];
        rg_strbuf_printf(&c->out, "%s,%s,%llu,", machine, row->name, (unsigned long long)row->count);
        if (c->study.ran) rg_strbuf_printf(&c->out, "%llu", (unsigned long long)row->executed);
        rg_strbuf_putc(&c->out, '\n');
    }
}

static void put_csv_instructions(Count *c)
{
    rg_strbuf_puts(&c->out, "name,line,offset,opcode,executed\n");
    for (uint32_t i = 0; i < c->study.unit->ncodes; i++) {
        const RgStudyFunction *f = &c->study.functions[i];
        for (uint32_t k = 0; f->insns && k < f->code->stack_instructions; k++) {
            put_csv_name(&c->out, f->code->qualname);
            rg_strbuf_printf(&c->out, ",%d,%u,%s,", f->insns[k].line, f->insns[k].offset,
                             c->study.stack_names[f->insns[k].number]);
            if (c->study.ran)
                rg_strbuf_printf(&c->out, "%llu", f->stack_executed ? (unsigned long long)f->stack_executed[k] : 0ull);
            rg_strbuf_putc(&c->out, '\n');
        }
    }
}

static void put_csv(Count *c)
{
    if (c->by == BY_OPCODE) {
        rg_strbuf_puts(&c->out, "machine,opcode,count,executed\n");
        put_csv_opcodes(c, "stack", &c->stack);
        put_csv_opcodes(c, "register", &c->reg);
        return;
    }
    if (c->by == BY_INSTRUCTION) {
        put_csv_instructions(c);
        return;
    }
    rg_strbuf_puts(&c->out, "name,line,stack_instructions,stack_bytes,stack_extended_args,register_instructions,"
                            "register_bytes,register_wide_prefixes,registers,executed_stack,executed_register\n");
    for (uint32_t i = 0; c->by == BY_FUNCTION && i < c->study.unit->ncodes; i++)
        put_csv_entry(&c->out, &c->entries[i], c->study.ran);
    put_csv_entry(&c->out, &c->total, c->study.ran);
}

/* ---- text ---- */

static void put_change(RgStrBuf *out, uint64_t stack, uint64_t reg)
{
    if (stack)
        rg_strbuf_printf(out, " %+8.1f%%", 100.0 * ((double)reg - (double)stack) / (double)stack);
    else
        rg_strbuf_printf(out, " %9s", "");
}

static void put_text_entry(RgStrBuf *out, const Entry *e, bool ran)
{
    rg_strbuf_printf(out, "%12llu %9llu %7llu %12llu %9llu %6llu", (unsigned long long)e->stack_instructions,
                     (unsigned long long)e->stack_bytes, (unsigned long long)e->extended_args,
                     (unsigned long long)e->register_instructions, (unsigned long long)e->register_bytes,
                     (unsigned long long)e->registers);
    put_change(out, e->stack_instructions, e->register_instructions);
    if (ran) {
        rg_strbuf_printf(out, " %14llu %14llu", (unsigned long long)e->executed_stack,
                         (unsigned long long)e->executed_register);
        put_change(out, e->executed_stack, e->executed_register);
    }
    rg_strbuf_printf(out, "  %.*s\n", (int)e->name.len, e->name.data);
}

static void put_text_opcode(RgStrBuf *out, const OpcodeCounts *counts, size_t i, bool ran, int width)
{
    if (i >= counts->n) {
        rg_strbuf_printf(out, "%*s", (ran ? 27 : 12) + width, "");
        return;
    }
    const OpcodeCount *row = &counts->rows[i];
    rg_strbuf_printf(out, "%10llu", (unsigned long long)row->count);
    if (ran) rg_strbuf_printf(out, " %14llu", (unsigned long long)row->executed);
    rg_strbuf_printf(out, "  %-*s", width, row->name);
}

static void put_text_opcodes(Count *c)
{
    bool ran = c->study.ran;
    for (int k = 0; k < 2; k++) {
        rg_strbuf_printf(&c->out, "%s%10s", k ? " " : "", k ? "register" : "stack");
        if (ran) rg_strbuf_printf(&c->out, " %14s", "executed");
        rg_strbuf_printf(&c->out, k ? "\n" : "  %-28s", "");
    }
    for (size_t i = 0; i < RG_MAX(c->stack.n, c->reg.n); i++) {
        put_text_opcode(&c->out, &c->stack, i, ran, 28);
        rg_strbuf_putc(&c->out, ' ');
        put_text_opcode(&c->out, &c->reg, i, ran, 0);
        rg_strbuf_putc(&c->out, '\n');
    }
}

static void put_text_instructions(Count *c)
{
    for (uint32_t i = 0; i < c->study.unit->ncodes; i++) {
        const RgStudyFunction *f = &c->study.functions[i];
        rg_strbuf_printf(&c->out, "%.*s, line %d\n", (int)f->code->qualname.len, f->code->qualname.data,
                         f->code->firstlineno);
        for (uint32_t k = 0; f->insns && k < f->code->stack_instructions; k++) {
            if (c->study.ran)
                rg_strbuf_printf(&c->out, "%14llu", f->stack_executed ? (unsigned long long)f->stack_executed[k] : 0ull);
            rg_strbuf_printf(&c->out, " %6u  %s\n", f->insns[k].offset, c->study.stack_names[f->insns[k].number]);
        }
    }
}

static void put_text(Count *c)
{
    bool ran = c->study.ran;
    if (c->by == BY_OPCODE) put_text_opcodes(c);
    if (c->by == BY_INSTRUCTION) put_text_instructions(c);
    rg_strbuf_printf(&c->out, "%12s %9s %7s %12s %9s %6s %9s", "stack", "", "", "register", "", "", "");
    if (ran) rg_strbuf_printf(&c->out, "  %14s %14s %9s", "executed", "executed", "");
    rg_strbuf_printf(&c->out, "\n%12s %9s %7s %12s %9s %6s %9s", "instructions", "bytes", "ext.arg", "instructions",
                     "bytes", "regs", "change");
    if (ran) rg_strbuf_printf(&c->out, "  %14s %14s %9s", "stack", "register", "change");
    rg_strbuf_puts(&c->out, "  function\n");
    for (uint32_t i = 0; c->by == BY_FUNCTION && i < c->study.unit->ncodes; i++)
        put_text_entry(&c->out, &c->entries[i], ran);
    put_text_entry(&c->out, &c->total, ran);
    if (ran && c->study.elsewhere_register)
        rg_strbuf_printf(&c->out, "executed in other files: %llu stack, %llu register instructions\n",
                         (unsigned long long)c->study.elsewhere_stack, (unsigned long long)c->study.elsewhere_register);
}

/* ---- the command ---- */

static int count_file(Count *c, int argc, char **argv, int opt, bool run, const char *output)
{
    int status = rg_study_load(&c->study, argv[0], opt, false);
    if (!status && run) status = rg_study_run(&c->study, argc, argv, opt);
    if (status) return status;
    if (!count_functions(c)) {
        fputs("regius: out of memory\n", stderr);
        return RG_EXIT_FAILED;
    }
    count_opcodes(c);
    rg_strbuf_init(&c->out);
    (c->format == RG_CLI_JSON ? put_json : c->format == RG_CLI_CSV ? put_csv : put_text)(c);
    /* After a run standard output was the program's. */
    status = rg_cli_write_text(&c->out, output, c->study.ran ? stderr : stdout);
    rg_strbuf_fini(&c->out);
    return status ? status : c->study.status;
}

int rg_cmd_count(int argc, char **argv)
{
    static const char *const bys[] = {"total", "function", "opcode", "instruction", NULL};
    static const char *const formats[] = {"text", "csv", "json", NULL};
    static const struct option longs[] = {{"by", required_argument, NULL, 'b'},
                                          {"format", required_argument, NULL, 'f'},
                                          {"output", required_argument, NULL, 'o'},
                                          {"run", no_argument, NULL, 'r'},
                                          {"wordcode", no_argument, NULL, 'w'},
                                          {"progress", no_argument, NULL, 'p'},
                                          {"no-progress", no_argument, NULL, 'n'},
                                          {NULL, 0, NULL, 0}};
    Count *c = rg_mem_calloc(1, sizeof *c);
    const char *output = NULL;
    long opt = 1;
    bool run = false, by = false, wordcode = false, progress = isatty(STDERR_FILENO);
    int status = RG_EXIT_USAGE;
    if (!c) return RG_EXIT_FAILED;
    c->by = BY_FUNCTION;
    opterr = 0;
    for (int o; (o = getopt_long(argc, argv, "+:O:", longs, NULL)) != -1;) {
        int choice = 0;
        by |= o == 'b' || o == 'O';
        if (o == 'b')
            c->by = (By)(choice = rg_cli_parse_choice(COMMAND, "--by", optarg, bys));
        else if (o == 'f')
            c->format = (RgCliFormat)(choice = rg_cli_parse_choice(COMMAND, "--format", optarg, formats));
        else if (o == 'o')
            output = optarg;
        else if (o == 'O')
            choice = rg_cli_parse_number(COMMAND, "-O", optarg, 0, 1, &opt) ? 0 : -1;
        else if (o == 'r')
            run = true;
        else if (o == 'w')
            wordcode = true;
        else if (o == 'p' || o == 'n')
            progress = o == 'p';
        else
            choice = (rg_cli_usage_error(COMMAND, "unknown option '%s'", argv[optind - 1]), -1);
        if (choice < 0) goto done;
    }
    if (optind == argc)
        rg_cli_usage_error(COMMAND, "no file");
    else if (wordcode && (run || by))
        rg_cli_usage_error(COMMAND, "--wordcode goes with --format and --output only");
    else if (wordcode)
        status = rg_cli_count_wordcode(argc - optind, argv + optind, c->format, output, progress);
    else if (!run && optind + 1 < argc)
        rg_cli_usage_error(COMMAND, "one file at a time; arguments are for --run");
    else
        status = count_file(c, argc - optind, argv + optind, (int)opt, run, output);
done:
    rg_mem_free(c->entries);
    if (c->study.path) rg_study_fini(&c->study);
    rg_mem_free(c);
    return status;
}
