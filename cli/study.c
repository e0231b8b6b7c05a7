/* SPDX-License-Identifier: MIT
 *
 * study.c: loads a file for study and runs it with counting. The conversion's dump hook sees each function's stack
 * code, which register code does not keep; the run uses the very unit that was converted, so that counts and tables
 * belong together whatever the cache holds.
 */
#include "cli/study.h"

#include <stdlib.h>

#include "convert/decode.h"
#include "vm/api/state.h"
#include "vm/base/map.h"
#include "vm/base/mem.h"
#include "vm/code/op.h"

/* Keeps the stack instructions of one function. */
static void keep_stack(void *context, RgStage stage, const char *detail, const struct RgPyCode *code,
                       const void *subject)
{
    RgStudy *s = context;
    (void)detail;
    if (stage != RG_STAGE_STACK) return;
    const RgStackCode *sc = subject;
    RgStudyInsn *insns = RG_ARENA_ZARRAY(&s->arena, RgStudyInsn, sc->ninsns + 1);
    uint64_t *slot = rg_map_put(&s->stack_of, (uintptr_t)code->out, NULL);
    if (!insns || !slot) {
        s->failed = true;
        return;
    }
    *slot = (uintptr_t)insns;
    RgStrBuf text;
    rg_strbuf_init(&text);
    for (uint32_t i = 0; i < sc->ninsns; i++) {
        uint8_t number = code->code.data[(size_t)sc->insns[i].unit * 2];
        s->stack_names[number] = code->version->number_names[number];
        insns[i] = (RgStudyInsn){number, sc->positions[i].line, 2 * (sc->insns[i].unit - sc->insns[i].prefixes), ""};
        if (!s->texts) continue;
        rg_strbuf_clear(&text);
        rg_decode_print_arg(&text, sc, i);
        char *copy = rg_arena_alloc(&s->arena, text.len + 1);
        if (copy) memcpy(copy, text.data ? text.data : "", text.len + 1);
        if (copy) insns[i].text = copy;
    }
    rg_strbuf_fini(&text);
}

static void count_static(RgStudyFunction *f)
{
    const RgCode *code = f->code;
    for (uint32_t at = 0; at < code->nwords; at += rg_op_length(&code->words[at])) {
        f->register_instructions++;
        f->wide_prefixes += RG_INSN_OP(code->words[at]) == OP_MOVE_WIDE;
    }
}

int rg_study_load(RgStudy *s, const char *path, int opt, bool texts)
{
    *s = (RgStudy){.path = path, .texts = texts};
    rg_arena_init(&s->arena);
    rg_map_init(&s->stack_of);
    RgConvertOptions opts = {.opt = opt, .dump = keep_stack, .dump_context = s};
    int result = rg_cli_load_program(path, &opts, &s->unit);
    if (result) return result;
    s->functions = RG_ARENA_ZARRAY(&s->arena, RgStudyFunction, s->unit->ncodes + 1);
    if (!s->functions || s->failed) {
        fputs("regius: out of memory\n", stderr);
        return RG_EXIT_FAILED;
    }
    for (uint32_t i = 0; i < s->unit->ncodes; i++) {
        const uint64_t *slot = rg_map_lookup(&s->stack_of, (uintptr_t)s->unit->codes[i]);
        s->functions[i].code = s->unit->codes[i];
        s->functions[i].insns = slot ? (RgStudyInsn *)(uintptr_t)*slot : NULL;
        count_static(&s->functions[i]);
    }
    return RG_EXIT_DONE;
}

/* ---- running ---- */

typedef struct Runner {
    RgStudy *study;
    RegiusConfig config;
} Runner;

static void run(void *data)
{
    Runner *runner = data;
    RgStudy *s = runner->study;
    Regius *r = regius_new(&runner->config);
    if (!r) {
        fputs("regius: the interpreter could not be started\n", stderr);
        return;
    }
    rg_cli_catch_interrupt(r);
    r->given = s->unit;
    r->rt->steps = s->steps;
    s->status = regius_run_file(r, s->path);
    if (regius_finish(r) < 0 && s->status == 0) s->status = 120;
    r->rt->steps = NULL;
    s->ran = true; /* the interpreter stays: the system frees faster */
}

static uint64_t sum_stack(const RgStepCounts *c, const uint64_t *stack)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < c->code->stack_instructions; i++) n += stack[i];
    return n;
}

static bool gather(RgStudy *s)
{
    RgMap own;
    rg_map_init(&own);
    bool ok = true;
    for (uint32_t i = 0; ok && i < s->unit->ncodes; i++) {
        uint64_t *slot = rg_map_put(&own, (uintptr_t)s->unit->codes[i], NULL);
        if (slot) *slot = i + 1;
        ok = slot != NULL;
    }
    for (const RgStepCounts *c = s->steps->all; ok && c; c = c->next) {
        uint64_t *stack = rg_steps_stack(c), *slot = rg_map_lookup(&own, (uintptr_t)c->code);
        if (!stack) {
            ok = false;
        } else if (slot) {
            RgStudyFunction *f = &s->functions[*slot - 1];
            f->steps = c;
            f->stack_executed = stack;
            f->executed_stack = sum_stack(c, stack);
            f->executed_register = rg_steps_register(c);
        } else {
            s->elsewhere_stack += sum_stack(c, stack);
            s->elsewhere_register += rg_steps_register(c);
            rg_mem_free(stack);
        }
    }
    rg_map_fini(&own);
    return ok && !s->steps->failed;
}

int rg_study_run(RgStudy *s, int argc, char **argv, int opt)
{
    static const char *const plain[] = {"opt=0", NULL};
    Runner runner = {.study = s};
    regius_config_init(&runner.config);
    char *folder = rg_cli_script_folder(s->path), self[4096];
    rg_cli_find_self(&runner.config, self, sizeof self);
    runner.config.argc = argc;
    runner.config.argv = argv;
    runner.config.first_path = folder;
    if (!opt) runner.config.options = plain;
    s->steps = rg_steps_new();
    if (s->steps) rg_cli_run_on_stack(&runner.config, run, &runner);
    free(folder);
    if (!s->ran) return RG_EXIT_FAILED;
    fflush(stdout);
    if (gather(s)) return RG_EXIT_DONE;
    fputs("regius: out of memory: the counts are incomplete\n", stderr);
    return RG_EXIT_FAILED;
}

void rg_study_fini(RgStudy *s)
{
    for (uint32_t i = 0; s->functions && i < s->unit->ncodes; i++) rg_mem_free(s->functions[i].stack_executed);
    rg_steps_free(s->steps);
    if (s->unit) rg_code_unit_release(s->unit);
    rg_map_fini(&s->stack_of);
    rg_arena_fini(&s->arena);
}

void rg_cli_put_json_string(RgStrBuf *out, const char *data, size_t len)
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
