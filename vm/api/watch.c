/* SPDX-License-Identifier: MIT
 *
 * watch.c: what goes on, on standard error, for those who ask: -v (imports and where they come from), -X importtime (how long
 * each took) and -X stats (figures at the end). Nothing of it costs anything when it is not asked for, but for a few counters: executed
 * instructions are counted by the interpreter's second loop (vm/interp/steptrace.h).
 */
#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include "vm/api/state.h"
#include "vm/base/mem.h"
#include "vm/code/op.h"
#include "vm/gc/heap.h"
#include "vm/interp/rt.h"
#include "vm/interp/steptrace.h"

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static const char *printable(RgThread *th, RgStr *s)
{
    const char *text = s ? rg_str_utf8(th, s, NULL) : NULL;
    if (!text) rg_exception_clear(th);
    return text ? text : "?";
}

/* "import 'name' # <loader>" and, from -vv on, the file. */
static void print_import(RgThread *th, RgStr *name, RgValue module, int verbose)
{
    RgValue spec = rg_attr_get_cstr(th, module, "__spec__");
    RgValue loader = spec && spec != RG_NONE ? rg_attr_get_cstr(th, spec, "loader") : RG_NONE;
    if (!loader) rg_exception_clear(th);
    RgValue origin = verbose > 1 && loader && loader != RG_NONE ? rg_attr_get_cstr(th, spec, "origin") : RG_NONE;
    if (!origin) rg_exception_clear(th);
    if (origin && rg_is_str(origin)) fprintf(stderr, "# code object from %s\n", printable(th, RG_STR(origin)));
    RgStr *line = rg_format(th, "import %R # %R\n", rg_from_ptr(name), loader ? loader : RG_NONE);
    fputs(printable(th, line), stderr);
}

static void begin_timing(RgImportWatch *w)
{
    if (!w->header_printed) {
        fputs("import time: self [us] | cumulative | imported package\n", stderr);
        w->header_printed = true;
    }
    if (w->level < (int)RG_COUNT_OF(w->stack)) {
        w->stack[w->level].outer = w->inner;
        w->stack[w->level].begin = now_ns();
    }
    w->inner = 0;
    w->level++;
}

static void end_timing(RgThread *th, RgImportWatch *w, RgStr *name)
{
    w->level--;
    if (w->level >= (int)RG_COUNT_OF(w->stack)) return; /* deeper than any program imports */
    uint64_t all = now_ns() - w->stack[w->level].begin, own = all > w->inner ? all - w->inner : 0;
    fprintf(stderr, "import time: %9" PRIu64 " | %10" PRIu64 " | %*s%s\n", (own + 999) / 1000, (all + 999) / 1000,
            w->level * 2, "", printable(th, name));
    w->inner = w->stack[w->level].outer + all;
}

static void watch_import(RgThread *th, RgStr *name, bool begin, RgValue module)
{
    Regius *r = rg_api_of(th);
    if (begin) {
        r->stats.imports++;
        if (r->knobs.importtime) begin_timing(&r->imports);
        return;
    }
    RgValue pending = rg_exception_take(th);
    if (r->config.verbose && module) print_import(th, name, module, r->config.verbose);
    if (r->knobs.importtime) end_timing(th, &r->imports, name);
    th->pending = pending;
}

void rg_api_watch_imports(Regius *r)
{
    r->stats.started = now_ns();
    if (r->config.verbose || r->knobs.importtime || r->knobs.stats) r->loader.watch_import = watch_import;
    if (r->knobs.stats) r->rt->steps = r->stats.steps = rg_steps_new();
}

static void print_figure(const char *what, uint64_t n, const char *unit)
{
    fprintf(stderr, "  %-34s%14" PRIu64 "%s\n", what, n, unit);
}

static void print_share(const char *what, uint64_t n, uint64_t all)
{
    fprintf(stderr, "  %-34s%14" PRIu64 "%8.1f %%\n", what, n, all ? 100.0 * (double)n / (double)all : 0.0);
}

/* Executed instructions of both machines, exactly as `regius count --run` has them. */
static void print_executed(const RgStepTrace *steps)
{
    uint64_t reg = 0, stack = 0;
    for (const RgStepCounts *c = steps->all; c; c = c->next) {
        uint64_t *by_number = rg_steps_stack(c);
        for (uint32_t i = 0; by_number && i < c->code->stack_instructions; i++) stack += by_number[i];
        rg_mem_free(by_number);
        reg += rg_steps_register(c);
    }
    print_figure("instructions: executed", reg, "");
    print_figure("instructions: of stack code", stack, "");
}

/* What the code that is linked at the end looks like: instructions that took a form for the types they met, and inline caches. */
static void print_code(RgRuntime *rt)
{
    uint64_t codes = 0, instructions = 0, quick = 0, sites = 0, filled = 0, never = 0, settled = 0;
    for (const RgCodeObject *co = rt->code_list; co; co = co->next_code) {
        codes++;
        for (uint32_t at = 0; at < co->code->nwords; at += rg_op_length(&co->code->words[at])) {
            unsigned op = rg_code_opcode(co, &co->words[at]);
            instructions++;
            if (rg_op_info[op].quick) quick++;
        }
        for (uint32_t i = 0; i < co->code->nsites; i++) {
            const RgInlineCache *ic = RG_CACHE(co, i);
            sites++;
            if (ic->kind > RG_IC_COLD && ic->kind != RG_IC_NEVER) filled++;
            if (ic->kind == RG_IC_NEVER) never++;
            if (ic->counter >= RG_IC_LIMIT) settled++;
        }
    }
    print_figure("code objects", codes, "");
    print_figure("instructions in them", instructions, "");
    print_share("instructions: in a fast form", quick, instructions);
    print_figure("inline caches", sites, "");
    print_share("inline caches: filled", filled, sites);
    print_share("inline caches: no longer tried", never, sites);
    print_share("inline caches: missed to the limit", settled, sites);
}

void rg_api_print_stats(Regius *r)
{
    RgHeapStats heap;
    struct rusage usage;
    rg_heap_stats(r->rt->heap, &heap);
    fprintf(stderr, "regius: figures of this run\n");
    fprintf(stderr, "  %-34s%14.3f s\n", "time since the start", (double)(now_ns() - r->stats.started) * 1e-9);
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        fprintf(stderr, "  %-34s%14.3f s\n", "processor time",
                (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                    (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6);
        print_figure("largest resident memory", (uint64_t)usage.ru_maxrss, " KiB");
    }
    print_figure("imports", r->stats.imports, "");
    print_figure("code: .rgc files", r->stats.images, "");
    print_figure("code: from the cache", r->stats.cached, "");
    print_figure("code: converted", r->stats.converted, "");
    print_figure("code: compiled by CPython", r->stats.compiled, "");
    if (r->stats.steps) {
        print_executed(r->stats.steps);
        if (r->rt->steps == r->stats.steps) r->rt->steps = NULL;
        rg_steps_free(r->stats.steps);
        r->stats.steps = NULL;
    }
    print_code(r->rt);
    print_figure("heap: collections", heap.collections, "");
    print_figure("heap: full collections", heap.full_collections, "");
    fprintf(stderr, "  %-34s%14.3f ms\n", "heap: pauses, sum", (double)heap.pause_ns_total * 1e-6);
    fprintf(stderr, "  %-34s%14.3f ms\n", "heap: longest pause", (double)heap.pause_ns_max * 1e-6);
    print_figure("heap: allocated", heap.allocated_bytes, " bytes");
    print_figure("heap: live after last collection", heap.live_bytes, " bytes");
    print_figure("heap: size", heap.heap_bytes, " bytes");
}
