/* SPDX-License-Identifier: MIT
 *
 * facts.c: one look over the bytes of all functions (for writes of globals) and one over the decoded module body. Names
 * are merged by content, as every code object has its own table of them.
 */
#include "convert/facts.h"
#include "convert/decode.h"
#include "vm/base/hash.h"
#include "vm/base/map.h"
#include "vm/base/mem.h"

enum { FACT_OTHERWISE = 128 }; /* bound not by an import */
enum { CELL_STORED = 1, CELL_UNSTABLE = 2 };

/* What rg_facts_name said last about some name. */
typedef struct Answer {
    const char *name;
    uint32_t module, fact;
} Answer;
#define ANSWERS 256 /* a power of two */

typedef struct RgFacts {
    RgMap builtins, names; /* name -> RG_FACT_x */
    Answer answers[ANSWERS]; /* by the address of a name's bytes: equal names of a file are nearly always one object */
    uint32_t module;         /* counts modules; answers about earlier ones do not count */
    RgMap cells;           /* code object's index << 32 | local, of the function that makes the cell -> CELL_x */
    bool ready;            /* the maps hold what is to be known of cx->module */
    bool cells_known;
} RgFacts;

static void add(RgFacts *facts, RgStrRef name, unsigned fact)
{
    uint64_t *slot = rg_map_put_bytes(&facts->names, name.data, name.len, NULL);
    if (slot) *slot |= fact;
}

/* ---- functions ---- */

/* loop_end[i]: one behind the last backward jump to instruction i, or 0. */
static void find_loops(const RgStackCode *sc, uint32_t *loop_end)
{
    for (uint32_t k = 0; k < sc->nbranches; k++) {
        const RgStackInsn *in = &sc->insns[sc->branches[k]];
        if (rg_pyop_info[in->op].arg == RG_PYARG_JUMP_BACKWARD) loop_end[in->target] = sc->branches[k] + 1;
    }
}

enum { SCAN_NAME = 1, SCAN_CELL, SCAN_EXTENDS };

typedef struct Scan {
    uint8_t kinds[256];   /* by opcode number: SCAN_x, 0: of no interest */
    uint8_t writers[256]; /* the numbers that write globals or cells */
    uint32_t nwriters;
} Scan;

/* Whether any of the opcodes that write globals may be in the function, or any that write cells, if it has cells: most
 * functions have none of them, and looking for a byte is much faster than looking at instructions. */
static bool may_write(const Scan *scan, const RgPyCode *code)
{
    bool cells = code->nfree > 0;
    for (uint32_t i = 0; i < code->nlocals && !cells; i++)
        cells = code->local_kinds[i] & RG_LOCAL_CELL;
    for (uint32_t k = 0; k < scan->nwriters; k++) {
        uint8_t number = scan->writers[k];
        if ((cells || scan->kinds[number] == SCAN_NAME) && memchr(code->code.data, number, code->code.size)) return true;
    }
    return false;
}

/* Raw scan for writes of globals: what stands in cache words may be taken for instructions, which costs a mirror at
 * worst. True: the function writes cells, too. */
static bool scan_function(RgFacts *facts, const RgPyCode *code, const Scan *scan)
{
    const uint8_t *bytes = code->code.data;
    uint32_t n = code->code.size / 2, high = 0;
    bool cells = false;
    if (!may_write(scan, code)) return false;
    for (uint32_t u = 0; u < n; u++) {
        uint8_t kind = scan->kinds[bytes[2 * u]];
        if (RG_LIKELY(!kind)) {
            high = 0;
            continue;
        }
        uint32_t arg = high << 8 | bytes[2 * u + 1];
        high = kind == SCAN_EXTENDS ? arg : 0;
        cells |= kind == SCAN_CELL;
        if (kind == SCAN_NAME && arg < code->nnames) add(facts, code->names[arg], RG_FACT_WRITTEN);
    }
    return cells;
}

/* ---- cells ---- */

/* The function that makes the cell which code knows as `local`, and its number there; NULL: not found. */
static const RgPyCode *cell_owner(const RgPyModule *module, const RgPyCode *code, uint32_t *local)
{
    const RgStrRef name = code->local_names[*local];
    while (!(code->local_kinds[*local] & RG_LOCAL_CELL)) {
        if (code->parent == code->index || !(code->local_kinds[*local] & RG_LOCAL_FREE)) return NULL;
        code = module->codes[code->parent];
        uint32_t i = 0;
        while (i < code->nlocals && (!(code->local_kinds[i] & (RG_LOCAL_CELL | RG_LOCAL_FREE)) ||
                                     code->local_names[i].len != name.len ||
                                     memcmp(code->local_names[i].data, name.data, name.len) != 0))
            i++;
        if (i == code->nlocals) return NULL;
        *local = i;
    }
    return code;
}

static uint64_t cell_key(const RgPyCode *owner, uint32_t local)
{
    return (uint64_t)owner->index << 32 | local;
}

static bool writes_cell(unsigned op)
{
    return op == PYOP_STORE_DEREF || op == PYOP_DELETE_DEREF;
}

/* A cell stays stable with one store, by the function that made it and outside loops: each call makes a new cell. */
static bool scan_cells(RgConvert *cx, const RgPyCode *code, uint32_t *loop_end, const RgStackCode *sc)
{
    uint32_t loop = 0;
    bool backward = false; /* handlers before what they protect make loops of their own */
    for (uint32_t r = 0; r < sc->nranges; r++)
        backward |= sc->ranges[r].target < sc->ranges[r].end;
    find_loops(sc, loop_end);
    for (uint32_t i = 0; i < sc->ninsns; i++) {
        loop = RG_MAX(loop, loop_end[i]);
        uint32_t local = sc->insns[i].arg;
        if (!writes_cell(sc->insns[i].op) || local >= code->nlocals) continue;
        const RgPyCode *owner = cell_owner(cx->module, code, &local);
        if (!owner) continue;
        uint64_t *state = rg_map_put(&cx->facts->cells, cell_key(owner, local), NULL);
        if (!state) return false;
        bool once = owner == code && sc->insns[i].op == PYOP_STORE_DEREF && i >= loop && !backward;
        *state |= once && !*state ? CELL_STORED : CELL_UNSTABLE;
    }
    return true;
}

/* False: cells must not be trusted. */
static bool decode_for_cells(RgConvert *cx, const RgPyCode *code)
{
    RgStackCode sc;
    RgError ignored;
    if (rg_decode_bare(&cx->scratch, code, &sc, &ignored) != RG_OK) return false;
    uint32_t *loop_end = RG_ARENA_ZARRAY(&cx->scratch, uint32_t, sc.ninsns + 1);
    return loop_end && scan_cells(cx, code, loop_end, &sc);
}

static void scan_functions(RgConvert *cx)
{
    const RgPyModule *module = cx->module;
    Scan scan = {.nwriters = 0};
    for (int k = 0; k < 256; k++) {
        uint8_t op = module->version->numbers[k].op;
        if (op == PYOP_STORE_GLOBAL || op == PYOP_DELETE_GLOBAL) scan.kinds[k] = SCAN_NAME;
        if (op == PYOP_EXTENDED_ARG) scan.kinds[k] = SCAN_EXTENDS;
        if (writes_cell(op)) scan.kinds[k] = SCAN_CELL;
        if (scan.kinds[k] == SCAN_NAME || scan.kinds[k] == SCAN_CELL) scan.writers[scan.nwriters++] = (uint8_t)k;
    }
    cx->facts->cells_known = true;
    for (uint32_t i = 0; i < module->ncodes; i++)
        if (scan_function(cx->facts, module->codes[i], &scan) && !decode_for_cells(cx, module->codes[i]))
            cx->facts->cells_known = false;
}

/* ---- the module's body ---- */

/* `import a.b.c`: that b is a module within a, and c within b, is remembered by the pairs of names as they stand there. */
static void import_dotted(RgFacts *facts, RgStrRef name)
{
    uint32_t starts[2] = {0, 0}; /* of the part before this one, and of this one */
    for (uint32_t i = 0, parts = 0; i <= name.len; i++) {
        if (i < name.len && name.data[i] != '.') continue;
        if (parts++) add(facts, (RgStrRef){name.data + starts[0], i - starts[0]}, RG_FACT_MODULE);
        starts[0] = starts[1];
        starts[1] = i + 1;
    }
}

static void body_name(RgFacts *facts, const RgStackCode *sc, uint32_t i, bool surely, bool in_loop)
{
    const RgStackInsn *in = &sc->insns[i];
    if (in->arg >= sc->code->nnames) return;
    unsigned fact = in_loop ? RG_FACT_LOOPED : 0;
    switch (in->op) {
    case PYOP_STORE_NAME:
    case PYOP_STORE_GLOBAL:
        fact |= (surely ? RG_FACT_BOUND : 0);
        fact |= i > 0 && sc->insns[i - 1].op == PYOP_IMPORT_NAME ? RG_FACT_MODULE : FACT_OTHERWISE;
        break;
    case PYOP_DELETE_NAME:
    case PYOP_DELETE_GLOBAL: fact |= RG_FACT_DELETED; break;
    case PYOP_IMPORT_NAME: import_dotted(facts, sc->code->names[in->arg]); return;
    default: return;
    }
    add(facts, sc->code->names[in->arg], fact);
}

/* What no forward jump passes over and no range protects runs whatever happens. */
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
    rg_map_clear(&facts->cells);
    if (!module || !rg_map_restart(&facts->names, module->codes[0]->nnames)) rg_map_clear(&facts->names);
    facts->module++;
    facts->ready = true;
    facts->cells_known = false;
    if (!module) return;
    scan_functions(cx);
    if (cx->code != module->codes[0]) { /* tools convert single functions */
        RgError ignored;
        if (rg_decode_bare(&cx->scratch, module->codes[0], &decoded, &ignored) != RG_OK) return;
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
    rg_map_init(&facts->cells);
    for (size_t k = 0; k < RG_COUNT_OF(builtins); k++) {
        uint64_t *slot = rg_map_put_bytes(&facts->builtins, builtins[k], strlen(builtins[k]), NULL);
        if (slot) *slot = RG_FACT_BOUND;
    }
    return facts;
}

static bool ready(RgConvert *cx)
{
    if (!cx->facts && !(cx->facts = make(cx))) return false;
    if (!cx->facts->ready) learn(cx);
    return true;
}

void rg_facts_learn(RgConvert *cx)
{
    (void)ready(cx);
}

unsigned rg_facts_cell(RgConvert *cx, const RgPyCode *code, uint32_t local)
{
    if (!ready(cx) || !cx->facts->cells_known) return 0;
    unsigned fact = code->local_kinds[local] & RG_LOCAL_FREE ? RG_FACT_BOUND : 0;
    const RgPyCode *owner = cell_owner(cx->module, code, &local);
    if (!owner) return 0;
    const uint64_t *state = rg_map_lookup(&cx->facts->cells, cell_key(owner, local));
    bool parameter = local < owner->nparams;
    if (state && (parameter || (*state & CELL_UNSTABLE))) return 0;
    return fact | RG_FACT_STABLE | (parameter ? RG_FACT_BOUND : 0);
}

unsigned rg_facts_name(RgConvert *cx, RgStrRef name)
{
    if (!ready(cx)) return 0;
    Answer *answer = &cx->facts->answers[rg_hash_mix((uintptr_t)name.data) & (ANSWERS - 1)];
    if (answer->name == name.data && answer->module == cx->facts->module) return answer->fact;
    const uint64_t *slot = rg_map_lookup_bytes(&cx->facts->names, name.data, name.len);
    unsigned fact = slot ? (unsigned)*slot : 0;
    if (fact & RG_FACT_DELETED) fact &= ~(unsigned)RG_FACT_BOUND;
    if (fact & FACT_OTHERWISE) fact &= ~(unsigned)RG_FACT_MODULE;
    bool builtin = rg_map_lookup_bytes(&cx->facts->builtins, name.data, name.len) != NULL;
    if (!(fact & RG_FACT_DELETED) && builtin) fact |= RG_FACT_BOUND;
    if (cx->opts.assume & RG_ASSUME_STABLE_GLOBALS)
        fact = (fact & ~(unsigned)(RG_FACT_WRITTEN | RG_FACT_LOOPED | RG_FACT_DELETED)) | RG_FACT_BOUND;
    *answer = (Answer){name.data, cx->facts->module, fact};
    return fact;
}

bool rg_facts_submodule(RgConvert *cx, RgStrRef module, RgStrRef name)
{
    char pair[96];
    size_t len = (size_t)module.len + 1 + name.len;
    if (len > sizeof pair || !ready(cx)) return false;
    memcpy(pair, module.data, module.len);
    pair[module.len] = '.';
    memcpy(pair + module.len + 1, name.data, name.len);
    if (len == 7 && memcmp(pair, "os.path", len) == 0) return true; /* which `import os` brings along */
    const uint64_t *slot = rg_map_lookup_bytes(&cx->facts->names, pair, len);
    return slot && *slot & RG_FACT_MODULE;
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
    rg_map_fini(&cx->facts->cells);
    rg_mem_free(cx->facts);
    cx->facts = NULL;
}
