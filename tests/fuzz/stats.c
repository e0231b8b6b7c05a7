/* SPDX-License-Identifier: MIT
 *
 * stats.c: counts opcodes of accepted inputs, by the counting copy of the interpreter's loop. Always holds: only runs that come to their
 * end are counted, as a process that is cut short does not come back.
 */
#include "tests/fuzz/stats.h"

#include <stdio.h>

#include "tests/fuzz/rgc.h"
#include "vm/api/state.h"
#include "vm/interp/steptrace.h"

RgFuzzStats *rg_fuzz_stats;

void rg_fuzz_stats_begin(Regius *vm)
{
    if (rg_fuzz_stats && !vm->rt->steps) vm->rt->steps = rg_steps_new();
}

/* Number of code in its unit; what was loaded from the seed has the same ones. */
static const RgCode *of_seed(const RgCodeUnit *seed, const RgCodeUnit *unit, const RgCode *code)
{
    for (uint32_t i = 0; seed && i < RG_MIN(seed->ncodes, unit->ncodes); i++)
        if (unit->codes[i] == code) return seed->codes[i];
    return NULL;
}

/* Whether the seed has other words there. */
static bool is_made(const RgCode *seed, const RgCode *code, uint32_t at, uint32_t length)
{
    return seed && seed->nwords == code->nwords && memcmp(&seed->words[at], &code->words[at], length * sizeof(RgWord)) != 0;
}

static void count_code(const RgCodeUnit *unit, const RgCodeUnit *seed, const RgCode *code, const RgStepTrace *steps, bool *held)
{
    const RgStepCounts *counts = steps ? rg_steps_find(steps, code) : NULL;
    const RgCode *old = of_seed(seed, unit, code);
    for (uint32_t at = 0, length; at < code->nwords; at += length) {
        length = rg_op_length(&code->words[at]);
        const unsigned op = RG_INSN_OP(code->words[at]);
        const uint64_t begun = counts ? counts->words[(size_t)at * RG_STEP_KINDS + RG_STEP_BEGUN] : 0;
        held[op] = true;
        rg_fuzz_stats->begun[op] += begun;
        if (!is_made(old, code, at, length)) continue;
        rg_fuzz_stats->made[op]++;
        rg_fuzz_stats->made_begun[op] += begun > 0;
    }
}

/* Quickened forms are in the copies that code objects have. */
static void count_quick(const Regius *vm, const RgCodeUnit *unit, bool *held)
{
    for (const RgCodeObject *co = vm->rt->code_list; co; co = co->next_code) {
        if (co->unit != unit) continue;
        for (uint32_t at = 0; at < co->code->nwords; at += rg_op_length(&co->code->words[at]))
            held[RG_INSN_OP(co->words[at])] = true;
    }
}

void rg_fuzz_stats_end(Regius *vm, const RgCodeUnit *unit)
{
    RgFuzzStats *s = rg_fuzz_stats;
    RgStepTrace *steps = vm->rt->steps;
    if (!s || !steps) return;
    RgCodeUnit *seed = NULL;
    RgError error;
    bool held[RG_OP_COUNT] = {false};
    if (!s->seed || rg_fuzz_read_image(s->seed, s->seed_size, &seed, &error) != RG_OK) seed = NULL;
    for (uint32_t i = 0; i < unit->ncodes; i++)
        count_code(unit, seed, unit->codes[i], steps, held);
    count_quick(vm, unit, held);
    s->units++;
    for (unsigned op = 0; op < RG_OP_COUNT; op++)
        s->held[op] += held[op];
    if (seed) rg_code_unit_release(seed);
    vm->rt->steps = NULL;
    rg_steps_free(steps);
}

int rg_fuzz_stats_print(const RgFuzzStats *s)
{
    int missing = 0;
    printf("%llu units were accepted and ran to their end\n%-24s %10s %10s %14s %10s\n", (unsigned long long)s->units, "opcode", "units",
           "made", "executed", "made, run");
    for (unsigned op = 0; op < RG_OP_COUNT; op++) {
        const RgOpInfo *info = &rg_op_info[op];
        if (!info->name) continue;
        const bool never = !info->quick && s->made_begun[op] == 0;
        missing += never;
        printf("%-24s %10llu %10llu %14llu %10llu%s\n", info->name, (unsigned long long)s->held[op], (unsigned long long)s->made[op],
               (unsigned long long)s->begun[op], (unsigned long long)s->made_begun[op], never ? "  NEVER" : info->quick ? "  quick" : "");
    }
    printf("%d opcodes were never made and run\n", missing);
    return missing;
}
