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

struct RgCodeObject {
    RgObject head;
    const RgCode *code;
    RgCodeUnit *unit;        /* retained */
    RgWord *words;           /* private, quickened in place (malloc, freed by release) */
    RgArray *pool;           /* caches, then constants */
    RgValue *consts;         /* base: consts[i] constant i; ((RgInlineCache *)consts)[-1 - i] cache of site i */
    RgStr *name, *qualname, *filename;
    RgTuple *local_names, *names;
    uint32_t nregs, nlocals, frame_words; /* frame_words: RgFrame and registers */
    uint32_t argcount, posonly, kwonly, flags;
    uint64_t calls;          /* hotness, -X stats */
    void *extra[4];          /* embedder's slots (regius.h) */
    RgCodeObject *next_code, **prev_code; /* rt->code_list */
    void *jit;
    struct RgStepCounts *steps; /* of executed instructions, while they are counted (vm/interp/steptrace.h) */
    RgValue cached[4];       /* co_code, co_consts, ... made on demand */
    RgValue weaklist;
};
#define RG_CACHE(co, i) (&((RgInlineCache *)(void *)(co)->consts)[-1 - (int64_t)(i)])

/* Cell functions (code_object.c), for the type spec. */
void rg_code_trace(RgMarker *marker, void *cell);
void rg_code_release(RgHeap *heap, void *cell);
/* vm/interp/link.c */
RgCodeObject *rg_link_code(RgThread *th, RgCodeUnit *unit, const RgCode *code) RG_CHECK_RESULT;
/* Forgets every inline cache of the runtime (type attributes changed under them). */
void rg_code_flush_caches(RgRuntime *rt);

#endif
