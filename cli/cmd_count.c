/* SPDX-License-Identifier: MIT
 *
 * cmd_count.c: `regius count`: how many instructions the two machines need for the same program. Stack figures are
 * those of the file: instructions without inline caches and EXTENDED_ARG prefixes, bytes with them; register figures
 * count what the interpreter dispatches, and all words.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "convert/decode.h"
#include "vm/base/mem.h"
#include "vm/code/op.h"

#define COMMAND "count"

typedef enum By { BY_TOTAL, BY_FUNCTION, BY_OPCODE } By;
typedef enum Format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON } Format;

typedef struct Entry {
    RgStrRef name;
    int32_t line;
    uint64_t stack_instructions, stack_bytes, extended_args;
    uint64_t register_instructions, register_bytes, wide_prefixes, registers;
} Entry;

typedef struct Count {
    const char *path;
    By by;
    Format format;
    RgCodeUnit *unit;
    Entry *entries; /* by code object */
    Entry total;
    const char *stack_names[256];
    uint64_t stack_counts[256]; /* by CPython's number */
    uint64_t register_counts[RG_OP_COUNT];
    RgStrBuf out;
} Count;

/* Counts stack instructions by number while the file is being converted: register code does not keep them. */
static void count_stack(void *context, RgStage stage, const char *detail, const struct RgPyCode *code,
                        const void *subject)
{
    Count *c = context;
    (void)detail;
    if (stage != RG_STAGE_STACK) return;
    const RgStackCode *sc = subject;
    for (uint32_t i = 0; i < sc->ninsns; i++) {
        uint8_t number = code->code.data[(size_t)sc->insns[i].unit * 2];
        c->stack_names[number] = code->version->number_names[number];
        c->stack_counts[number]++;
    }
}

static Entry count_code(Count *c, const RgCode *code)
{
    Entry e = {.name = code->qualname,
               .line = code->firstlineno,
               .stack_instructions = code->stack_instructions,
               .stack_bytes = code->stack_bytes,
               .extended_args = code->stack_extended_args,
               .register_bytes = (uint64_t)code->nwords * sizeof(RgWord),
               .registers = code->nregs};
    for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at])) {
        e.register_instructions++;
        c->register_counts[RG_INSN_OP(code->words[at])]++;
    }
    return e;
}

static bool count_unit(Count *c)
{
    c->entries = rg_mem_calloc(c->unit->ncodes, sizeof *c->entries);
    if (!c->entries) return false;
    c->total.name = (RgStrRef){"total", 5};
    for (uint32_t i = 0; i < c->unit->ncodes; i++) {
        Entry *e = &c->entries[i];
        *e = count_code(c, c->unit->codes[i]);
        c->total.stack_instructions += e->stack_instructions;
        c->total.stack_bytes += e->stack_bytes;
        c->total.extended_args += e->extended_args;
        c->total.register_instructions += e->register_instructions;
        c->total.register_bytes += e->register_bytes;
        c->total.wide_prefixes += e->wide_prefixes;
        c->total.registers += e->registers;
    }
    c->total.line = c->entries[0].line;
    return true;
}

/* Opcodes that occur, most frequent first. */
typedef struct OpcodeCount {
    const char *name;
    uint64_t count;
} OpcodeCount;

static int by_count(const void *a, const void *b)
{
    const OpcodeCount *x = a, *y = b;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    return strcmp(x->name, y->name);
}

static size_t list_opcodes(const Count *c, bool stack, OpcodeCount *list)
{
    size_t n = 0;
    for (size_t i = 0; i < (stack ? 256u : (size_t)RG_OP_COUNT); i++) {
        OpcodeCount row = stack ? (OpcodeCount){c->stack_names[i], c->stack_counts[i]}
                                : (OpcodeCount){rg_op_info[i].name, c->register_counts[i]};
        if (row.count) list[n++] = row;
    }
    qsort(list, n, sizeof *list, by_count);
    return n;
}

/* ---- JSON ---- */

/* Text is UTF-8 with lone surrogates in three bytes, which JSON can only have escaped. */
static void put_json_string(RgStrBuf *out, const char *data, size_t len)
{
    rg_strbuf_putc(out, '"');
    for (size_t i = 0; i < len; i++) {
        uint8_t ch = (uint8_t)data[i];
        if (ch == '"' || ch == '\\')
            rg_strbuf_printf(out, "\\%c", ch);
        else if (ch < 0x20)
            rg_strbuf_printf(out, "\\u%04x", ch);
        else if (ch == 0xed && len - i >= 3 && (uint8_t)data[i + 1] >= 0xa0) {
            rg_strbuf_printf(out, "\\u%04x",
                             0xd000u | ((uint8_t)data[i + 1] & 0x3fu) << 6 | ((uint8_t)data[i + 2] & 0x3fu));
            i += 2;
        } else {
            rg_strbuf_putc(out, (char)ch);
        }
    }
    rg_strbuf_putc(out, '"');
}

static void put_json_entry(RgStrBuf *out, const Entry *e)
{
    rg_strbuf_puts(out, "{\"name\": ");
    put_json_string(out, e->name.data, e->name.len);
    rg_strbuf_printf(
        out,
        ", \"line\": %d, \"stack\": {\"instructions\": %llu, \"bytes\": %llu, \"extended_args\": %llu}, "
        "\"register\": {\"instructions\": %llu, \"bytes\": %llu, \"wide_prefixes\": %llu, \"registers\": %llu}, "
        "\"executed\": null}",
        e->line, (unsigned long long)e->stack_instructions, (unsigned long long)e->stack_bytes,
        (unsigned long long)e->extended_args, (unsigned long long)e->register_instructions,
        (unsigned long long)e->register_bytes, (unsigned long long)e->wide_prefixes, (unsigned long long)e->registers);
}

static void put_json_opcodes(Count *c, bool stack)
{
    OpcodeCount list[RG_OP_COUNT + 256];
    size_t n = list_opcodes(c, stack, list);
    rg_strbuf_printf(&c->out, "\"%s\": {", stack ? "stack" : "register");
    for (size_t i = 0; i < n; i++)
        rg_strbuf_printf(&c->out, "%s\"%s\": %llu", i ? ", " : "", list[i].name, (unsigned long long)list[i].count);
    rg_strbuf_puts(&c->out, "}");
}

static void put_json(Count *c)
{
    RgStrBuf *out = &c->out;
    rg_strbuf_puts(out, "{\"file\": ");
    put_json_string(out, c->path, strlen(c->path));
    rg_strbuf_printf(out, ",\n \"source_version\": \"%u.%u\",\n \"functions\": [", c->unit->source_version >> 8,
                     c->unit->source_version & 0xff);
    for (uint32_t i = 0; i < c->unit->ncodes; i++) {
        rg_strbuf_puts(out, i ? ",\n  " : "\n  ");
        put_json_entry(out, &c->entries[i]);
    }
    rg_strbuf_puts(out, "],\n \"total\": ");
    put_json_entry(out, &c->total);
    if (c->by == BY_OPCODE) {
        rg_strbuf_puts(out, ",\n \"opcodes\": {");
        put_json_opcodes(c, true);
        rg_strbuf_puts(out, ",\n  ");
        put_json_opcodes(c, false);
        rg_strbuf_puts(out, "}");
    }
    rg_strbuf_puts(out, "}\n");
}

/* ---- CSV ---- */

static void put_csv_entry(RgStrBuf *out, const Entry *e)
{
    rg_strbuf_putc(out, '"');
    for (uint32_t i = 0; i < e->name.len; i++) {
        if (e->name.data[i] == '"') rg_strbuf_putc(out, '"');
        rg_strbuf_putc(out, e->name.data[i]);
    }
    rg_strbuf_printf(out, "\",%d,%llu,%llu,%llu,%llu,%llu,%llu,%llu,,\n", e->line,
                     (unsigned long long)e->stack_instructions, (unsigned long long)e->stack_bytes,
                     (unsigned long long)e->extended_args, (unsigned long long)e->register_instructions,
                     (unsigned long long)e->register_bytes, (unsigned long long)e->wide_prefixes,
                     (unsigned long long)e->registers);
}

static void put_csv(Count *c)
{
    if (c->by == BY_OPCODE) {
        rg_strbuf_puts(&c->out, "machine,opcode,count,executed\n");
        for (int stack = 1; stack >= 0; stack--) {
            OpcodeCount list[RG_OP_COUNT + 256];
            size_t n = list_opcodes(c, stack, list);
            for (size_t i = 0; i < n; i++)
                rg_strbuf_printf(&c->out, "%s,%s,%llu,\n", stack ? "stack" : "register", list[i].name,
                                 (unsigned long long)list[i].count);
        }
        return;
    }
    rg_strbuf_puts(&c->out, "name,line,stack_instructions,stack_bytes,stack_extended_args,register_instructions,"
                            "register_bytes,register_wide_prefixes,registers,executed_stack,executed_register\n");
    for (uint32_t i = 0; c->by == BY_FUNCTION && i < c->unit->ncodes; i++)
        put_csv_entry(&c->out, &c->entries[i]);
    put_csv_entry(&c->out, &c->total);
}

/* ---- text ---- */

static void put_text_entry(RgStrBuf *out, const Entry *e)
{
    double change = e->stack_instructions ? 100.0 * ((double)e->register_instructions - (double)e->stack_instructions) /
                                                (double)e->stack_instructions
                                          : 0.0;
    rg_strbuf_printf(out, "%12llu %9llu %7llu %12llu %9llu %6llu %+8.1f%%  %.*s\n",
                     (unsigned long long)e->stack_instructions, (unsigned long long)e->stack_bytes,
                     (unsigned long long)e->extended_args, (unsigned long long)e->register_instructions,
                     (unsigned long long)e->register_bytes, (unsigned long long)e->registers, change, (int)e->name.len,
                     e->name.data);
}

static void put_text_opcodes(Count *c)
{
    OpcodeCount stack[RG_OP_COUNT + 256], reg[RG_OP_COUNT + 256];
    size_t nstack = list_opcodes(c, true, stack), nreg = list_opcodes(c, false, reg);
    rg_strbuf_printf(&c->out, "%10s  %-30s %10s  %s\n", "stack", "", "register", "");
    for (size_t i = 0; i < RG_MAX(nstack, nreg); i++) {
        if (i < nstack)
            rg_strbuf_printf(&c->out, "%10llu  %-30s", (unsigned long long)stack[i].count, stack[i].name);
        else
            rg_strbuf_printf(&c->out, "%42s", "");
        if (i < nreg) rg_strbuf_printf(&c->out, " %10llu  %s", (unsigned long long)reg[i].count, reg[i].name);
        rg_strbuf_putc(&c->out, '\n');
    }
}

static void put_text(Count *c)
{
    if (c->by == BY_OPCODE) put_text_opcodes(c);
    rg_strbuf_printf(&c->out, "%12s %9s %7s %12s %9s %6s %9s\n", "stack", "", "", "register", "", "", "");
    rg_strbuf_printf(&c->out, "%12s %9s %7s %12s %9s %6s %9s  %s\n", "instructions", "bytes", "ext.arg", "instructions",
                     "bytes", "regs", "change", "function");
    for (uint32_t i = 0; c->by == BY_FUNCTION && i < c->unit->ncodes; i++)
        put_text_entry(&c->out, &c->entries[i]);
    put_text_entry(&c->out, &c->total);
}

static int write_result(const Count *c, const char *path)
{
    if (c->out.failed) {
        fputs("regius: out of memory\n", stderr);
        return RG_EXIT_FAILED;
    }
    FILE *f = path ? fopen(path, "w") : stdout;
    bool done = f && fwrite(c->out.data, 1, c->out.len, f) == c->out.len;
    if (f && (path ? fclose(f) : fflush(f)) != 0) done = false;
    if (done) return RG_EXIT_DONE;
    RgError error;
    rg_error_set(&error, ERR_FILE_WRITE, UINT64_MAX, "%s", strerror(errno));
    rg_cli_print_error(path ? path : "standard output", &error);
    return RG_EXIT_FAILED;
}

int rg_cmd_count(int argc, char **argv)
{
    static const char *const bys[] = {"total", "function", "opcode", NULL};
    static const char *const formats[] = {"text", "csv", "json", NULL};
    static const struct option longs[] = {{"by", required_argument, NULL, 'b'},
                                          {"format", required_argument, NULL, 'f'},
                                          {"output", required_argument, NULL, 'o'},
                                          {"run", no_argument, NULL, 'r'},
                                          {NULL, 0, NULL, 0}};
    Count count = {.by = BY_FUNCTION}, *c = &count;
    const char *output = NULL;
    long opt = 1;
    opterr = 0;
    for (int o; (o = getopt_long(argc, argv, "+:O:", longs, NULL)) != -1;) {
        int choice = 0;
        if (o == 'b')
            c->by = (By)(choice = rg_cli_parse_choice(COMMAND, "--by", optarg, bys));
        else if (o == 'f')
            c->format = (Format)(choice = rg_cli_parse_choice(COMMAND, "--format", optarg, formats));
        else if (o == 'o')
            output = optarg;
        else if (o == 'O')
            choice = rg_cli_parse_number(COMMAND, "-O", optarg, 0, 1, &opt) ? 0 : -1;
        else if (o == 'r')
            return rg_cli_usage_error(COMMAND,
                                      "counting of executed instructions (--run) is not available in this version");
        else
            return rg_cli_usage_error(COMMAND, "unknown option '%s'", argv[optind - 1]);
        if (choice < 0) return RG_EXIT_USAGE;
    }
    if (optind == argc) return rg_cli_usage_error(COMMAND, "no file");
    RgError error;
    RgConvertOptions opts = {.opt = (int)opt, .dump = count_stack, .dump_context = c};
    c->path = argv[optind];
    if (rg_cli_load_unit(c->path, &opts, &c->unit, &error)) {
        rg_cli_print_error(c->path, &error);
        return RG_EXIT_USAGE;
    }
    rg_strbuf_init(&c->out);
    int status = RG_EXIT_FAILED;
    if (count_unit(c)) {
        (c->format == FORMAT_JSON ? put_json : c->format == FORMAT_CSV ? put_csv : put_text)(c);
        status = write_result(c, output);
    } else {
        fputs("regius: out of memory\n", stderr);
    }
    rg_strbuf_fini(&c->out);
    rg_mem_free(c->entries);
    rg_code_unit_release(c->unit);
    return status;
}
