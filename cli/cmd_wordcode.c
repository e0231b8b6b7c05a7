/* SPDX-License-Identifier: MIT
 *
 * cmd_wordcode.c: `regius count --wordcode`: what the fixed-size encoding of CPython's instructions costs and saves, as
 * measured on files. Instructions are the file's own, before any expansion; one with an argument is one whose opcode
 * uses it.
 */
#include "cli/cli.h"
#include "convert/decode.h"
#include "convert/pyc.h"
#include "vm/base/mem.h"

enum { MAX_PREFIXES = 3, VERSIONS = 32 };

typedef struct Wordcode {
    uint64_t files, functions, instructions;
    uint64_t with_argument, one_byte;    /* instructions; and of these, with an argument below 256 */
    uint64_t extended[MAX_PREFIXES + 1]; /* instructions with so many prefixes */
    uint64_t code_bytes;                 /* without caches */
    uint64_t old_bytes;                  /* the same instructions in 1 or 3 bytes, as before 3.6 */
    uint64_t cache_bytes;
} Wordcode;

typedef struct Study {
    Wordcode by_minor[VERSIONS]; /* of Python 3 */
    Wordcode total;
} Study;

/* ---- counting ---- */

static void count_instruction(Wordcode *w, const RgPyVersion *version, const RgStackInsn *in, uint8_t number)
{
    const bool argument = rg_pyop_info[in->op].arg != RG_PYARG_NONE && !version->numbers[number].fixed;
    w->instructions++;
    w->with_argument += argument;
    w->one_byte += argument && in->arg <= 0xff;
    w->extended[in->prefixes]++;
    w->code_bytes += 2 * (1u + in->prefixes);
    w->cache_bytes += 2u * in->caches;
    w->old_bytes += !argument ? 1 : in->arg <= 0xffff ? 3 : 6;
}

static RgStatus count_code(Wordcode *w, RgArena *scratch, const RgPyCode *code, RgError *error)
{
    RgStackCode sc;
    rg_arena_reset(scratch);
    RgStatus status = rg_decode_file(scratch, code, &sc, error);
    for (uint32_t i = 0; status == RG_OK && i < sc.ninsns; i++)
        count_instruction(w, code->version, &sc.insns[i], code->code.data[2 * (size_t)sc.insns[i].unit]);
    w->functions++;
    return status;
}

static void add(Wordcode *sum, const Wordcode *w)
{
    sum->files += w->files;
    sum->functions += w->functions;
    sum->instructions += w->instructions;
    sum->with_argument += w->with_argument;
    sum->one_byte += w->one_byte;
    for (int i = 0; i <= MAX_PREFIXES; i++)
        sum->extended[i] += w->extended[i];
    sum->code_bytes += w->code_bytes;
    sum->old_bytes += w->old_bytes;
    sum->cache_bytes += w->cache_bytes;
}

/* A file counts as a whole or not at all. */
static RgStatus count_file(Study *s, RgArena *arena, RgArena *scratch, const char *path, RgError *error)
{
    char *data;
    size_t size;
    RgPyModule *module;
    Wordcode w = {.files = 1};
    RgStatus status = rg_cli_read_file(path, &data, &size, error);
    if (status) return status;
    rg_arena_reset(arena);
    status = rg_pyc_read(arena, data, size, &module, error);
    for (uint32_t i = 0; status == RG_OK && i < module->ncodes; i++)
        status = count_code(&w, scratch, module->codes[i], error);
    if (status == RG_OK) {
        add(&s->by_minor[module->version->minor % VERSIONS], &w);
        add(&s->total, &w);
    }
    rg_mem_free(data);
    return status;
}

/* ---- printing ---- */

static double percent(uint64_t part, uint64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void put_text(RgStrBuf *out, const char *version, const Wordcode *w)
{
    rg_strbuf_printf(out, "%-7s %6llu %9llu %12llu %7.1f%% %8.1f%% %9llu %7llu %5llu %11llu %11llu %6.1f%% %11llu\n",
                     version, (unsigned long long)w->files, (unsigned long long)w->functions,
                     (unsigned long long)w->instructions, percent(w->with_argument, w->instructions),
                     percent(w->one_byte, w->with_argument), (unsigned long long)w->extended[1],
                     (unsigned long long)w->extended[2], (unsigned long long)w->extended[3],
                     (unsigned long long)w->code_bytes, (unsigned long long)w->old_bytes,
                     percent(w->code_bytes, w->old_bytes), (unsigned long long)w->cache_bytes);
}

static void put_csv(RgStrBuf *out, const char *version, const Wordcode *w)
{
    const uint64_t numbers[] = {w->files,      w->functions,   w->instructions, w->with_argument,
                                w->one_byte,   w->extended[1], w->extended[2],  w->extended[3],
                                w->code_bytes, w->old_bytes,   w->cache_bytes};
    rg_strbuf_puts(out, version);
    for (size_t i = 0; i < RG_COUNT_OF(numbers); i++)
        rg_strbuf_printf(out, ",%llu", (unsigned long long)numbers[i]);
    rg_strbuf_putc(out, '\n');
}

static void put_json(RgStrBuf *out, const char *version, const Wordcode *w)
{
    rg_strbuf_printf(
        out,
        "{\"version\": \"%s\", \"files\": %llu, \"functions\": %llu, \"instructions\": %llu, "
        "\"with_argument\": %llu, \"one_byte\": %llu, \"extended_args\": [%llu, %llu, %llu], "
        "\"wordcode_bytes\": %llu, \"old_bytes\": %llu, \"cache_bytes\": %llu}",
        version, (unsigned long long)w->files, (unsigned long long)w->functions, (unsigned long long)w->instructions,
        (unsigned long long)w->with_argument, (unsigned long long)w->one_byte, (unsigned long long)w->extended[1],
        (unsigned long long)w->extended[2], (unsigned long long)w->extended[3], (unsigned long long)w->code_bytes,
        (unsigned long long)w->old_bytes, (unsigned long long)w->cache_bytes);
}

static void put_study(RgStrBuf *out, const Study *s, RgCliFormat format)
{
    bool first = true;
    if (format == RG_CLI_JSON)
        rg_strbuf_puts(out, "{\"versions\": [");
    else if (format == RG_CLI_CSV)
        rg_strbuf_puts(out, "version,files,functions,instructions,with_argument,one_byte,extended_1,extended_2,"
                            "extended_3,wordcode_bytes,old_bytes,cache_bytes\n");
    else
        rg_strbuf_printf(out,
                         "%-7s %6s %9s %12s %8s %9s %9s %7s %5s %11s %11s %7s %11s\n%-7s %6s %9s %12s %8s %9s %9s %7s "
                         "%5s %11s %11s %7s %11s\n",
                         "", "", "", "", "with", "one-byte", "EXTENDED", "_ARG", "", "wordcode", "1/3-byte", "",
                         "cache", "version", "files", "functions", "instructions", "argument", "argument", "once",
                         "twice", "3x", "bytes", "bytes", "ratio", "bytes");
    for (unsigned minor = 0; minor < VERSIONS; minor++) {
        const Wordcode *w = &s->by_minor[minor];
        char version[8];
        if (!w->files) continue;
        snprintf(version, sizeof version, "3.%u", minor);
        if (format == RG_CLI_JSON) rg_strbuf_puts(out, first ? "\n  " : ",\n  ");
        (format == RG_CLI_JSON ? put_json : format == RG_CLI_CSV ? put_csv : put_text)(out, version, w);
        first = false;
    }
    if (format == RG_CLI_JSON) rg_strbuf_puts(out, "],\n \"total\": ");
    (format == RG_CLI_JSON ? put_json : format == RG_CLI_CSV ? put_csv : put_text)(out, "total", &s->total);
    if (format == RG_CLI_JSON) rg_strbuf_puts(out, "}\n");
}

int rg_cli_count_wordcode(int npaths, char **paths, RgCliFormat format, const char *output, bool progress)
{
    static const char *const suffixes[] = {".pyc", NULL};
    RgCliFiles files = {0};
    RgCliProgress bar = {.on = progress};
    Study study = {0};
    RgArena arena, scratch;
    bool done = true;
    rg_arena_init(&arena);
    rg_arena_init(&scratch);
    for (int i = 0; i < npaths; i++)
        done &= rg_cli_find_files(&files, paths[i], suffixes);
    for (size_t i = 0; i < files.len; i++) {
        RgError error;
        if (count_file(&study, &arena, &scratch, files.data[i].path, &error) != RG_OK) {
            rg_cli_progress_clear(&bar);
            rg_cli_print_error(files.data[i].path, &error);
            done = false;
        }
        rg_cli_progress_draw(&bar, i + 1, files.len, i + 1 == files.len);
    }
    RgStrBuf out;
    rg_strbuf_init(&out);
    if (study.total.files || done) put_study(&out, &study, format);
    int status = out.len || out.failed ? rg_cli_write_text(&out, output, stdout) : RG_EXIT_USAGE;
    rg_strbuf_fini(&out);
    rg_arena_fini(&arena);
    rg_arena_fini(&scratch);
    rg_cli_files_fini(&files);
    return status ? status : done ? RG_EXIT_DONE : RG_EXIT_FAILED;
}
