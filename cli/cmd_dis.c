/* SPDX-License-Identifier: MIT
 *
 * cmd_dis.c: `regius dis`: the stages of conversion, function by function. Texts are collected by the conversion's dump
 * hook and written when the file has been converted, so that a failure in the middle still shows what came before it.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "convert/cfg.h"
#include "convert/decode.h"
#include "convert/irtext.h"
#include "vm/base/mem.h"
#include "vm/code/disasm.h"
#include "vm/code/op.h"

#define COMMAND    "dis"
#define LEFT_WIDTH 44

typedef enum Stage { STAGE_STACK, STAGE_CFG, STAGE_IR, STAGE_CODE, STAGE_JIT, STAGE_BOTH } Stage;

typedef struct Dis {
    Stage stage;
    const char *function, *pass;
    RgStrBuf out;
    RgStrBuf ir;               /* what is to be shown of the current function's IR */
    RgStrBuf before;           /* --pass: its newest IR */
    size_t shown;              /* functions that matched */
    bool pass_seen, converted; /* converted: stages came by, so the file was no image */
    const RgStackCode *stack;  /* of the current function, from its first stage to its last */
    RgCliSource source;
} Dis;

static bool str_is(RgStrRef s, const char *text)
{
    return s.len == strlen(text) && memcmp(s.data, text, s.len) == 0;
}

/* By qualified name, or by plain name. */
static bool is_wanted(const Dis *d, RgStrRef qualname, RgStrRef name)
{
    return !d->function || str_is(qualname, d->function) || str_is(name, d->function);
}

static void put_title(Dis *d, RgStrRef qualname, RgStrRef filename, int32_t line)
{
    if (d->shown++) rg_strbuf_putc(&d->out, '\n');
    rg_strbuf_printf(&d->out, "%.*s  (%.*s, line %d)\n", (int)qualname.len, qualname.data, (int)filename.len,
                     filename.data, line);
}

/* ---- source text ---- */

static void put_source_line(Dis *d, int32_t line)
{
    if (line <= 0) {
        rg_strbuf_puts(&d->out, "    - |\n"); /* instructions that stand for no line of the source */
        return;
    }
    const char *text = rg_cli_source_line(&d->source, line);
    rg_strbuf_printf(&d->out, *text ? "%5d | %s\n" : "%5d |\n", line, text);
}

/* ---- stack code ---- */

static uint32_t stack_offset(const RgStackInsn *in)
{
    return 2 * (in->unit - in->prefixes);
}

/* CPython's own name of the opcode, and its argument. */
static void put_stack_insn(RgStrBuf *out, const RgStackCode *sc, uint32_t i, size_t limit)
{
    const RgStackInsn *in = &sc->insns[i];
    RgStrBuf arg;
    rg_strbuf_init(&arg);
    rg_decode_print_arg(&arg, sc, i);
    for (size_t k = 0; k < arg.len; k++) {
        if ((unsigned char)arg.data[k] < ' ') arg.data[k] = ' ';
    }
    const char *name = sc->code->version->number_names[sc->code->code.data[(size_t)in->unit * 2]];
    size_t room = limit > strlen(name) + 9 ? limit - strlen(name) - 9 : 0;
    bool cut = arg.len > room;
    if (cut && room > 3) room -= 3;
    /* Cut between characters, not inside one. */
    while (cut && room > 0 && ((unsigned char)arg.data[room] & 0xc0) == 0x80)
        room--;
    rg_strbuf_printf(out, "%6u  %s%s%.*s%s", stack_offset(in), name, arg.len ? " " : "", (int)(cut ? room : arg.len),
                     arg.data, cut ? "..." : "");
    rg_strbuf_fini(&arg);
}

static void put_stack_code(Dis *d, const RgStackCode *sc)
{
    int32_t line = -1;
    for (uint32_t i = 0; i < sc->ninsns; i++) {
        if (sc->positions[i].line != line) {
            line = sc->positions[i].line;
            put_source_line(d, line);
        }
        rg_strbuf_puts(&d->out, sc->insns[i].flags & RG_STACKF_TARGET ? " >> " : "    ");
        put_stack_insn(&d->out, sc, i, SIZE_MAX / 2);
        rg_strbuf_putc(&d->out, '\n');
    }
    for (uint32_t i = 0; i < sc->nranges; i++) {
        const RgStackRange *r = &sc->ranges[i];
        uint32_t last = r->end < sc->ninsns ? stack_offset(&sc->insns[r->end]) : 2 * sc->nunits;
        rg_strbuf_printf(&d->out, "    handler: %u to %u -> %u [%u]%s\n", stack_offset(&sc->insns[r->start]), last,
                         stack_offset(&sc->insns[r->target]), r->depth, r->lasti ? " lasti" : "");
    }
}

/* ---- both, side by side ---- */

/* Columns that UTF-8 text takes, as far as that is its code points. */
static size_t text_width(const char *text, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)text[i] & 0xc0) != 0x80;
    return n;
}

/* One line of the table: a stack instruction (or none) and a register instruction (or none). */
static void put_pair(Dis *d, const RgStackCode *sc, uint32_t stack, const RgCode *code, uint32_t word, unsigned flags)
{
    RgStrBuf left;
    rg_strbuf_init(&left);
    if (stack != RG_NO_INSN) put_stack_insn(&left, sc, stack, LEFT_WIDTH);
    rg_strbuf_add(&d->out, left.data, left.len);
    if (word != UINT32_MAX) {
        for (size_t n = text_width(left.data, left.len); n < LEFT_WIDTH + 2; n++)
            rg_strbuf_putc(&d->out, ' ');
        rg_strbuf_printf(&d->out, "| %5u  ", word);
        rg_disasm_insn(&d->out, code, word, flags);
    }
    rg_strbuf_putc(&d->out, '\n');
    rg_strbuf_fini(&left);
}

/* What is shown for the rows of origins of one register instruction: those before it end beside it; what is done only
 * once it has succeeded or jumped follows it. */
static void put_group(Dis *d, const RgStackCode *sc, const RgCode *code, uint32_t word, uint32_t *origin, int32_t *line,
                      bool *covered)
{
    uint32_t first = *origin, pending = RG_NO_INSN;
    RgPosition p = rg_code_position(code, word);
    if (p.line != *line) {
        *line = p.line;
        put_source_line(d, *line);
    }
    while (*origin < code->norigins && code->origins[*origin].word < word + rg_op_length(&code->words[word]))
        ++*origin;
    for (int later = 0; later < 2; later++) {
        for (uint32_t i = first; i < *origin; i++) {
            const RgOrigin *o = &code->origins[i];
            if (((o->count & RG_ORIGIN_KIND) != 0) != (later == 1)) continue;
            for (uint32_t k = o->first; k < o->first + (o->count & RG_ORIGIN_COUNT) && k < sc->ninsns; k++) {
                covered[k] = true;
                if (later) {
                    put_pair(d, sc, k, code, UINT32_MAX, 0);
                    continue;
                }
                if (pending != RG_NO_INSN) put_pair(d, sc, pending, code, UINT32_MAX, 0);
                pending = k;
            }
        }
        if (!later) put_pair(d, sc, pending, code, word, RG_DISASM_COMMENTS);
    }
}

static void put_handlers(Dis *d, const RgCode *code)
{
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        const RgHandler *h = &code->handlers[i];
        rg_strbuf_printf(&d->out, "%*s| handler: words %u to %u -> L%u", LEFT_WIDTH + 2, "", h->start, h->end,
                         h->target);
        if (h->exc_reg != RG_NO_REGISTER) rg_strbuf_printf(&d->out, ", exception in r%u", h->exc_reg);
        if (h->lasti_reg != RG_NO_REGISTER) rg_strbuf_printf(&d->out, ", place in r%u", h->lasti_reg);
        rg_strbuf_putc(&d->out, '\n');
    }
}

static void put_both(Dis *d, const RgStackCode *sc, const RgCode *code)
{
    bool *covered = rg_mem_calloc(sc->ninsns + 1, sizeof *covered);
    uint32_t origin = 0;
    int32_t line = -1;
    if (!covered) {
        d->out.failed = true;
        return;
    }
    rg_strbuf_printf(&d->out, "%u stack instructions (%u bytes), %u register instructions (%u bytes, %u registers)\n\n",
                     code->stack_instructions, code->stack_bytes, rg_cli_count_instructions(code),
                     (unsigned)(code->nwords * sizeof(RgWord)), code->nregs);
    for (uint32_t word = 0; word < code->nwords; word += rg_op_length(&code->words[word]))
        put_group(d, sc, code, word, &origin, &line, covered);
    put_handlers(d, code);
    bool first = true;
    for (uint32_t i = 0; i < sc->ninsns; i++) {
        if (covered[i]) continue;
        if (first) rg_strbuf_puts(&d->out, "stack instructions that are never reached:\n");
        first = false;
        put_pair(d, sc, i, code, UINT32_MAX, 0);
    }
    rg_mem_free(covered);
}

/* ---- register code alone ---- */

static void put_register_code(Dis *d, const RgCode *code)
{
    int32_t line = -1;
    rg_strbuf_printf(&d->out, "%u register instructions (%u bytes, %u registers)\n\n", rg_cli_count_instructions(code),
                     (unsigned)(code->nwords * sizeof(RgWord)), code->nregs);
    for (uint32_t word = 0; word < code->nwords; word += rg_op_length(&code->words[word])) {
        RgPosition p = rg_code_position(code, word);
        if (p.line != line) {
            line = p.line;
            put_source_line(d, line);
        }
        rg_strbuf_printf(&d->out, "%6u  ", word);
        rg_disasm_insn(&d->out, code, word, RG_DISASM_COMMENTS);
        rg_strbuf_putc(&d->out, '\n');
    }
    put_handlers(d, code);
}

/* ---- stages as they come ---- */

/* Without --pass the newest IR; with it, what the pass did: the lines that it took away and those that it put in. */
static void put_ir(Dis *d, const char *name, const void *ir)
{
    if (!d->pass) {
        rg_strbuf_clear(&d->ir);
        rg_irtext_print(&d->ir, ir);
        return;
    }
    RgStrBuf after;
    rg_strbuf_init(&after);
    rg_irtext_print(&after, ir);
    if (strcmp(name, d->pass) == 0) {
        bool lifted = !d->before.len; /* the first stage, which has nothing before it */
        d->pass_seen = true;
        if (lifted)
            rg_strbuf_add(&d->ir, after.data, after.len);
        else if (!rg_cli_diff(&d->ir, &d->before, &after))
            rg_strbuf_printf(&d->ir, "  nothing to do for %s\n", name);
    }
    RgStrBuf old = d->before;
    d->before = after;
    rg_strbuf_fini(&old);
}

static void on_stage(void *context, RgStage stage, const char *detail, const struct RgPyCode *code, const void *subject)
{
    Dis *d = context;
    d->converted = true;
    if (!is_wanted(d, code->qualname, code->name)) return;
    switch (stage) {
    case RG_STAGE_STACK:
        d->stack = subject;
        if (d->stage == STAGE_STACK) {
            put_title(d, code->qualname, code->filename, code->firstlineno);
            rg_cli_source_read(&d->source, code->filename);
            put_stack_code(d, subject);
        }
        break;
    case RG_STAGE_CFG:
        if (d->stage == STAGE_CFG) {
            put_title(d, code->qualname, code->filename, code->firstlineno);
            rg_cfg_print(&d->out, subject);
        }
        break;
    case RG_STAGE_IR:
    case RG_STAGE_PASS:
        if (d->stage == STAGE_IR) put_ir(d, detail ? detail : "", subject);
        break;
    case RG_STAGE_CODE: {
        const RgCode *out = subject;
        if (d->stage != STAGE_IR && d->stage != STAGE_CODE && d->stage != STAGE_BOTH) break;
        put_title(d, out->qualname, out->filename, out->firstlineno);
        rg_cli_source_read(&d->source, out->filename);
        if (d->stage == STAGE_IR)
            rg_strbuf_add(&d->out, d->ir.data, d->ir.len);
        else if (d->stage == STAGE_BOTH && d->stack)
            put_both(d, d->stack, out);
        else
            put_register_code(d, out);
        rg_strbuf_clear(&d->ir);
        rg_strbuf_clear(&d->before);
        d->stack = NULL;
        break;
    }
    }
}

/* Images have register code only. */
static int show_image(Dis *d, const RgCodeUnit *unit)
{
    if (d->stage != STAGE_CODE && d->stage != STAGE_BOTH)
        return rg_cli_usage_error(COMMAND, "an .rgc file has no other stage than code");
    for (uint32_t i = 0; i < unit->ncodes; i++) {
        const RgCode *code = unit->codes[i];
        if (!is_wanted(d, code->qualname, code->name)) continue;
        put_title(d, code->qualname, code->filename, code->firstlineno);
        rg_cli_source_read(&d->source, code->filename);
        put_register_code(d, code);
    }
    return RG_EXIT_DONE;
}

static int show_file(Dis *d, const char *path, RgConvertOptions *opts)
{
    RgCodeUnit *unit;
    opts->dump = on_stage;
    opts->dump_context = d;
    int failed = rg_cli_load_program(path, opts, &unit), result = failed;
    if (!failed && !d->converted) result = show_image(d, unit);
    fwrite(d->out.data, 1, d->out.len, stdout);
    fflush(stdout);
    if (failed) {
        /* What came before the failure is worth seeing; the complaint was printed. */
    } else if (d->out.failed) {
        fputs("regius: out of memory\n", stderr);
        result = RG_EXIT_FAILED;
    } else if (d->pass && !d->pass_seen && result == RG_EXIT_DONE && d->shown) {
        result = rg_cli_usage_error(COMMAND, "the pass '%s' does not run with -O 0", d->pass);
    } else if (d->shown == 0 && result == RG_EXIT_DONE) {
        fprintf(stderr, "regius: %s: error: no function is called '%s'\n", path, d->function);
        result = RG_EXIT_FAILED;
    }
    rg_code_unit_release(unit);
    return result;
}

int rg_cmd_dis(int argc, char **argv)
{
    static const char *const stages[] = {"stack", "cfg", "ir", "code", "jit", "both", NULL};
    static const char *const passes[] = {"lift",
#define PASS(NAME, DOC) #NAME,
#include "convert/passes.def"
                                         NULL};
    static const struct option longs[] = {{"stage", required_argument, NULL, 's'},
                                          {"function", required_argument, NULL, 'f'},
                                          {"pass", required_argument, NULL, 'p'},
                                          {NULL, 0, NULL, 0}};
    Dis dis = {.stage = STAGE_BOTH}, *d = &dis;
    long opt = 1;
    int choice = 0;
    opterr = 0;
    for (int c; (c = getopt_long(argc, argv, ":O:", longs, NULL)) != -1;) {
        if (c == 's')
            d->stage = (Stage)(choice = rg_cli_parse_choice(COMMAND, "--stage", optarg, stages));
        else if (c == 'f')
            d->function = optarg;
        else if (c == 'p')
            choice = rg_cli_parse_choice(COMMAND, "--pass", d->pass = optarg, passes);
        else if (c == 'O')
            choice = rg_cli_parse_number(COMMAND, "-O", optarg, 0, 1, &opt) ? 0 : -1;
        else
            return rg_cli_usage_error(COMMAND, "unknown option '%s'", argv[optind - 1]);
        if (choice < 0) return RG_EXIT_USAGE;
    }
    if (optind + 1 != argc) return rg_cli_usage_error(COMMAND, optind == argc ? "no file" : "one file at a time");
    if (d->stage == STAGE_JIT) return rg_cli_usage_error(COMMAND, "this build has no compiler to machine code");
    if (d->pass && d->stage != STAGE_IR) d->stage = STAGE_IR;
    RgConvertOptions opts = {.opt = (int)opt};
    rg_strbuf_init(&d->out);
    rg_strbuf_init(&d->ir);
    rg_strbuf_init(&d->before);
    int result = show_file(d, argv[optind], &opts);
    rg_strbuf_fini(&d->out);
    rg_strbuf_fini(&d->ir);
    rg_strbuf_fini(&d->before);
    rg_cli_source_fini(&d->source);
    return result;
}
