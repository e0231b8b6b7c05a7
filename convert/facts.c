/* SPDX-License-Identifier: MIT
 *
 * facts.c: one look over the bytes of all functions (for writes of globals) and one over the decoded module body. Names
 * are merged by content, as every code object has its own table of them.
 */
#include "convert/facts.h"
#include "convert/decode.h"
#include "vm/base/map.h"
#include "vm/base/mem.h"

enum { FACT_OTHERWISE = 64, FACT_DELETED = 128 }; /* bound not by an import; deleted again */

typedef struct RgFacts {
    RgMap builtins, names; /* name -> RG_FACT_x */
    bool ready;            /* names holds what is to be known of cx->module */
} RgFacts;

static void add(RgFacts *facts, RgStrRef name, unsigned fact)
{
    uint64_t *slot = rg_map_put_bytes(&facts->names, name.data, name.len, NULL);
    if (slot) *slot |= fact;
}

/* ---- functions ---- */

/* Raw scan: what stands in cache words may be taken for instructions, which costs a mirror at worst. */
static void scan_function(RgFacts *facts, const RgPyCode *code, const bool *writes, const bool *extends)
{
    const uint8_t *bytes = code->code.data;
    uint32_t n = code->code.size / 2, high = 0;
    for (uint32_t u = 0; u < n; u++) {
        uint8_t op = bytes[2 * u];
        if (RG_LIKELY(!writes[op] && !extends[op])) {
            high = 0;
            continue;
        }
        uint32_t arg = high << 8 | bytes[2 * u + 1];
        high = extends[op] ? arg : 0;
        if (writes[op] && arg < code->nnames) add(facts, code->names[arg], RG_FACT_WRITTEN);
    }
}

static void scan_functions(RgFacts *facts, const RgPyModule *module)
{
    bool writes[256], extends[256];
    for (int k = 0; k < 256; k++) {
        RgPyNumber number = module->version->numbers[k];
        writes[k] = number.op == PYOP_STORE_GLOBAL || number.op == PYOP_DELETE_GLOBAL;
        extends[k] = number.op == PYOP_EXTENDED_ARG;
    }
    for (uint32_t i = 0; i < module->ncodes; i++)
        scan_function(facts, module->codes[i], writes, extends);
}

/* ---- the module's body ---- */

/* loop_end[i]: one behind the last backward jump to instruction i, or 0. */
static void find_loops(const RgStackCode *sc, uint32_t *loop_end)
{
    for (uint32_t i = 0; i < sc->ninsns; i++)
        if (rg_pyop_info[sc->insns[i].op].arg == RG_PYARG_JUMP_BACKWARD) loop_end[sc->insns[i].target] = i + 1;
}

static void body_name(RgFacts *facts, const RgStackCode *sc, uint32_t i, bool surely, bool in_loop)
{
    const RgStackInsn *in = &sc->insns[i];
    if (in->arg >= sc->code->nnames) return;
    unsigned fact = in_loop ? RG_FACT_WRITTEN : 0;
    switch (in->op) {
    case PYOP_STORE_NAME:
    case PYOP_STORE_GLOBAL:
        fact |= (surely ? RG_FACT_BOUND : 0);
        fact |= i > 0 && sc->insns[i - 1].op == PYOP_IMPORT_NAME ? RG_FACT_MODULE : FACT_OTHERWISE;
        break;
    case PYOP_DELETE_NAME:
    case PYOP_DELETE_GLOBAL: fact |= FACT_DELETED; break;
    default: return;
    }
    add(facts, sc->code->names[in->arg], fact);
}

/* What stands behind no forward jump's origin and before its target, and in no protected range, runs whatever happens. */
static void scan_body(RgFacts *facts, const RgStackCode *sc, uint32_t *loop_end)
{
    uint32_t reach = 0, range = 0, loop = 0;
    find_loops(sc, loop_end);
    for (uint32_t i = 0; i < sc->ninsns; i++) {
        const RgStackInsn *in = &sc->insns[i];
        unsigned flags = rg_pyop_info[in->op].flags;
        loop = RG_MAX(loop, loop_end[i]);
        while (range < sc->nranges && sc->ranges[range].end <= i)
            range++;
        bool guarded = range < sc->nranges && sc->ranges[range].start <= i;
        body_name(facts, sc, i, i >= reach && !guarded, i < loop);
        if (flags & PF_JUMP)
            reach = RG_MAX(reach, in->target);
        else if ((flags & PF_STOP) && reach <= i + 1)
            reach = UINT32_MAX;
    }
}

static void learn(RgConvert *cx)
{
    RgFacts *facts = cx->facts;
    const RgPyModule *module = cx->module;
    const RgStackCode *body = cx->stack;
    RgStackCode decoded;
    rg_map_clear(&facts->names);
    facts->ready = true;
    if (!module) return;
    scan_functions(facts, module);
    if (cx->code != module->codes[0]) { /* tools convert single functions */
        RgError ignored;
        if (rg_decode(&cx->scratch, module->codes[0], &decoded, &ignored) != RG_OK) return;
        body = &decoded;
    }
    uint32_t *loop_end = RG_ARENA_ZARRAY(&cx->scratch, uint32_t, body->ninsns + 1);
    if (loop_end) scan_body(facts, body, loop_end);
}

/* ---- asking ---- */

static RgFacts *make(RgConvert *cx)
{
    static const char *const builtins[] = {
#define BUILTIN_NAME(NAME) #NAME,
#include "convert/builtin_names.def"
    };
    RgFacts *facts = rg_mem_calloc(1, sizeof *facts);
    if (!facts) return NULL;
    rg_map_init(&facts->builtins);
    rg_map_init(&facts->names);
    for (size_t k = 0; k < RG_COUNT_OF(builtins); k++) {
        uint64_t *slot = rg_map_put_bytes(&facts->builtins, builtins[k], strlen(builtins[k]), NULL);
        if (slot) *slot = RG_FACT_BOUND;
    }
    return facts;
}

unsigned rg_facts_name(RgConvert *cx, RgStrRef name)
{
    if (!cx->facts && !(cx->facts = make(cx))) return 0;
    if (!cx->facts->ready) learn(cx);
    const uint64_t *slot = rg_map_lookup_bytes(&cx->facts->names, name.data, name.len);
    unsigned fact = slot ? (unsigned)*slot : 0;
    if (fact & FACT_DELETED) fact &= ~(unsigned)RG_FACT_BOUND;
    if (fact & FACT_OTHERWISE) fact &= ~(unsigned)RG_FACT_MODULE;
    if (!(fact & FACT_DELETED) && rg_map_lookup_bytes(&cx->facts->builtins, name.data, name.len)) fact |= RG_FACT_BOUND;
    return fact & (RG_FACT_WRITTEN | RG_FACT_BOUND | RG_FACT_MODULE);
}

void rg_facts_forget(RgConvert *cx)
{
    if (cx->facts) cx->facts->ready = false;
}

void rg_facts_free(RgConvert *cx)
{
    if (!cx->facts) return;
    rg_map_fini(&cx->facts->builtins);
    rg_map_fini(&cx->facts->names);
    rg_mem_free(cx->facts);
    cx->facts = NULL;
}
