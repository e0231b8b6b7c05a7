/* SPDX-License-Identifier: MIT
 *
 * code_object.h: linked code: an RgCode with a writable copy of its words (quickening), materialised constants, interned
 * names and inline caches. Constants and caches share one base pointer: constants count up from it, caches down, so
 * that the interpreter keeps one register for both.
 */
#ifndef RG_OBJECT_CODE_OBJECT_H
#define RG_OBJECT_CODE_OBJECT_H

#include "vm/code/code.h"
#include "vm/object/function.h"

/* One inline cache; meaning of the fields by the quickened opcode that uses it (vm/interp/ic.h). 32 bytes. */
typedef struct RgInlineCache {
    union { RgShape *shape; RgObject *object; RgDict *dict; uint64_t bits; } key; /* what must match; weak: cleared or marked by trace */
    RgValue value;   /* cached value, new shape, or code */
    RgStr *name;     /* interned name of the site, or NULL */
    uint32_t index;  /* slot offset in bytes, entry index, ... */
    uint16_t counter; /* warm-up and back-off */
    uint16_t kind;
} RgInlineCache;

/* What the code object of code with mirrors knows of them (docs/decisions/0008-mirrors.md). One block of memory. */
typedef struct RgWatcher RgWatcher; /* vm/object/watch.c */
typedef struct RgCodeMirrors {
    RgWatcher **watchers;  /* by mirror: what it watches */
    struct RgWatch *watch; /* the table that they are in */
    uint16_t *by_register; /* 1 + its mirror, or 0 */
    uint8_t *armed;        /* by mirror: its load points load */
    uint8_t *opcodes;      /* by load point, the first one of a word: what its instruction's opcode is while that is replaced */
    uint32_t running;      /* frames of it that have a namespace (RG_MIRROR_NAME) */
    bool attrs;            /* has mirrors of attributes that are not armed */
} RgCodeMirrors;

struct RgCodeObject {
    RgObject head;
    const RgCode *code;
    RgCodeUnit *unit;        /* retained */
    RgWord *words;           /* private, quickened in place (malloc, freed by release) */
    RgArray *pool;           /* caches, then constants */
    RgValue *consts;         /* base: consts[i] constant i; ((RgInlineCache *)consts)[-1 - i] cache of site i */
    RgStr *name, *qualname, *filename;
    RgTuple *local_names, *names;
    uint32_t nregs, nlocals, nfree, frame_words; /* frame_words: RgFrame and registers */
    uint32_t argcount, posonly, kwonly, flags;
    uint32_t frame_bytes;    /* the same in bytes */
    uint32_t exact_args;     /* the loop itself fills frames for this number of arguments; UINT32_MAX: never */
    uint64_t calls;          /* hotness, -X stats */
    void *extra[4];          /* embedder's slots (regius.h) */
    RgCodeObject *next_code, **prev_code; /* rt->code_list */
    void *jit;
    RgCodeMirrors *mirrors;  /* or NULL */
    /* Mirrors that every frame has from its beginning (RgCode.nentry): registers entry_reg and following get these nentry
     * values, which are in the pool behind the constants, and the contents of nentry_cells cells. The values are loaded by the first call, for functions with these namespaces;
     * with a function that has others the mirrors are armed. */
    const RgValue *entry;
    bool begins; /* frames begin with entry mirrors or the closure's cells */
    uint32_t nentry, nentry_cells, entry_reg;
    bool entry_loaded;
    RgDict *entry_globals, *entry_builtins;
    struct RgStepCounts *steps; /* of executed instructions, while they are counted (vm/interp/steptrace.h) */
    RgValue cached[4];       /* co_code, co_consts, ... made on demand */
    RgValue weaklist;
};
#define RG_CACHE(co, i) (&((RgInlineCache *)(void *)(co)->consts)[-1 - (int64_t)(i)])

/* Cell functions (code_object.c), for the type spec. */
void rg_code_trace(RgMarker *marker, void *cell);
void rg_code_release(RgHeap *heap, void *cell);
/* Mirrors. Armed for good: the opcode at each of its load points becomes OP_LOAD_POINTS, and it watches nothing more. The
 * mirrors whose base it is are armed with it. */
void rg_code_arm(RgCodeObject *co, uint32_t mirror);
void rg_code_arm_kind(RgCodeObject *co, uint32_t kind); /* all mirrors of this kind */
bool rg_code_init_mirrors(RgCodeObject *co) RG_CHECK_RESULT; /* false: no memory */
/* First load point of the instruction at word, or that of a later one. */
uint32_t rg_code_first_point(const RgCode *code, uint32_t word);
/* Opcode of the instruction at pc, where OP_LOAD_POINTS may stand; and another opcode for it. */
unsigned rg_code_opcode(const RgCodeObject *co, const RgWord *pc);
void rg_code_set_opcode(RgCodeObject *co, RgWord *pc, unsigned op);

/* Function namespaces: co is to be run with these from now on. */
void rg_code_bind_namespaces(RgCodeObject *co, RgDict *globals, RgDict *builtins);

/* vm/interp/link.c */
RgCodeObject *rg_link_code(RgThread *th, RgCodeUnit *unit, const RgCode *code) RG_CHECK_RESULT;
/* Forgets every inline cache of the runtime (type attributes changed under them). */
void rg_code_flush_caches(RgRuntime *rt);

#endif
