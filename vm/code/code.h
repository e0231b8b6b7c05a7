/* SPDX-License-Identifier: MIT
 *
 * code.h: RgCode, the register code of one function, class body or module: plain data, no objects.
 * It is the contract between the conversion column and the runtime. Always holds: an RgCode that came through
 * rg_verify_code may be executed without bounds checks. Nothing here is written after verification.
 */
#ifndef RG_CODE_CODE_H
#define RG_CODE_CODE_H

#include "vm/base/arena.h"
#include "vm/base/hash.h"
#include "vm/code/constant.h"

typedef uint32_t RgWord; /* one word of register code */

/* CPython's co_flags, as they stand in the file, and one more. */
enum {
    RG_CO_OPTIMIZED = 0x1,
    RG_CO_NEWLOCALS = 0x2,
    RG_CO_VARARGS = 0x4,
    RG_CO_VARKEYWORDS = 0x8,
    RG_CO_NESTED = 0x10,
    RG_CO_GENERATOR = 0x20,
    RG_CO_NOFREE = 0x40,
    RG_CO_COROUTINE = 0x80,
    RG_CO_ITERABLE_COROUTINE = 0x100,
    RG_CO_ASYNC_GENERATOR = 0x200
#define RG_CO_LAZY_ANNOTATIONS 0x80000000u /* code of a version that evaluates annotations on demand; Python does not see it */
};

/* Kinds of a local; a parameter that is also a cell has both LOCAL and CELL. Kind 0: no local of the program at all, to
 * be passed over everywhere: functions with more than 253 locals and wide registers have three such between their
 * locals, whose home registers 253..255 are the converter's scratch registers. When parameters would lie there, they
 * arrive there (MOVED: name and place as a parameter) and the prologue moves them to their home registers (HOME: where
 * locals() looks). */
enum {
    RG_LOCAL_MOVED = 0x01,
    RG_LOCAL_HOME = 0x02,
    RG_LOCAL_PLAIN = 0x20,
    RG_LOCAL_CELL = 0x40,
    RG_LOCAL_FREE = 0x80
};

/* An inline-cache site: one per instruction with an I word. */
typedef struct RgSite {
    uint32_t name; /* index into names, or RG_NO_NAME (calls) */
} RgSite;
#define RG_NO_NAME     UINT32_MAX
#define RG_NO_REGISTER UINT32_MAX

/* Handlers in order of search: the first entry whose [start, end) holds the word offset of the raising instruction's
 * head. Inner ranges therefore come before outer ones, or ranges do not overlap. */
typedef struct RgHandler {
    uint32_t start, end, target; /* word offsets */
    uint32_t exc_reg;            /* receives the exception, or RG_NO_REGISTER */
    uint32_t lasti_reg;          /* receives the raising word offset as an int, or RG_NO_REGISTER */
} RgHandler;

/* One row per run of words with the same source position; sorted by word (the last of several with the same word
 * counts); covers every instruction. That of an instruction is that of its head; CALL_METHOD and CALL_METHOD_KW have a
 * second one at their next word, that of the attribute's lookup.
 * Lines are absolute, 0 = none; columns are UTF-8 byte offsets as in CPython's table, -1 = none. */
typedef struct RgPosition {
    uint32_t word;
    int32_t line, end_line;
    int16_t col, end_col;
} RgPosition;

/* Which stack instructions a stretch of register code stands for; sorted by word; see docs/counting.md.
 * From `word` on (until the next row) register code stands for `count` stack instructions beginning at stack
 * instruction number `first` (in file order); a duplicated block repeats the same stack instructions. */
typedef struct RgOrigin {
    uint32_t word;
    uint32_t first; /* stack instruction index */
    uint32_t count; /* with one of the kinds below in its top bits */
} RgOrigin;
/* Several rows may name the same word (the head of an instruction); all of them count. A plain row counts each time the
 * instruction begins; AFTER: when it has succeeded and goes on to the next word; TAKEN: when its jump is taken. Words
 * without a row stand for nothing of their own. */
#define RG_ORIGIN_AFTER 0x80000000u
#define RG_ORIGIN_TAKEN 0x40000000u
#define RG_ORIGIN_KIND  0xc0000000u
#define RG_ORIGIN_COUNT 0x3fffffffu

/* A mirror is a register, never a local's, that keeps what a name held when it was loaded, so that later loads of the
 * name need no instruction. Which instruction defines a mirror is told by the register it writes. See
 * docs/decisions/0008-mirrors.md. */
enum {
    RG_MIRROR_GLOBAL,      /* the name of `site`, from the globals, else the builtins */
    RG_MIRROR_NAME,        /* the same in code whose namespace is its globals */
    RG_MIRROR_MODULE_ATTR, /* attribute `site` of the module in register `base`, which another mirror owns */
    RG_MIRROR_ATTR,        /* attribute `site` of the object in register `base`, a local's home */
    RG_MIRROR_DEREF,       /* contents of the cell in register `base`, a local's home */
    RG_MIRROR_KIND_COUNT
};
#define RG_MIRRORS_MAX 256 /* of one code object */
extern const char *const rg_mirror_kinds[RG_MIRROR_KIND_COUNT]; /* their names in assembler text */
typedef struct RgMirror {
    uint32_t kind; /* RG_MIRROR_x */
    uint32_t reg;  /* its register: one mirror's only */
    uint32_t base; /* register; 0 for GLOBAL and NAME */
    uint32_t site; /* cache site of the mirror's own; RG_NO_NAME for DEREF */
} RgMirror;

/* Here the stack code loads what the mirror holds. Nothing is executed, unless the mirror is armed (a write to the name
 * was seen): then the load is done before the instruction at `word`. Sorted by word; several of one word in the order of
 * evaluation. */
typedef struct RgLoadPoint {
    uint32_t word;          /* head of the instruction that is executed next */
    uint32_t mirror;        /* index */
    uint32_t stack;         /* number of the stack instruction that loads */
    int32_t line, end_line; /* its source position, as in RgPosition */
    int16_t col, end_col;
} RgLoadPoint;

typedef struct RgCode {
    RgStrRef name, qualname, filename;
    uint32_t flags; /* RG_CO_x */
    uint32_t argcount, posonlyargcount, kwonlyargcount;
    int32_t firstlineno;
    uint32_t nlocals; /* all locals: parameters, plain, cells, free variables, in CPython 3.11's order.
                         Local i has home register i. Free variables are the last nfree of them. */
    uint32_t nfree;
    const RgStrRef *local_names;
    const uint8_t *local_kinds; /* RG_LOCAL_x */
    uint32_t nregs;             /* registers of a frame; >= nlocals */
    uint32_t nwords;
    const RgWord *words;
    uint32_t nconsts, nconsts_source; /* the first nconsts_source are the file's co_consts, in order */
    const RgConst *const *consts;
    uint32_t nnames; /* co_names */
    const RgStrRef *names;
    uint32_t nsites;
    const RgSite *sites;
    uint32_t nhandlers;
    const RgHandler *handlers;
    uint32_t npositions;
    const RgPosition *positions;
    uint32_t norigins;
    const RgOrigin *origins;
    uint32_t nmirrors, nentry; /* the first nentry mirrors, some GLOBAL ones and then some DEREF ones of free
                                  variables, are held by frames of a function from the beginning, in consecutive registers */
    const RgMirror *mirrors;
    uint32_t npoints;
    const RgLoadPoint *points;
    uint32_t stack_instructions, stack_bytes, stack_extended_args, stack_size; /* of the source, for counting */
} RgCode;

/* A module's worth of code: everything that was converted or loaded together, freed together. */
typedef struct RgCodeUnit {
    RgArena arena;           /* owns everything below unless it lies in the mapping */
    const RgCode *main;      /* the module body */
    uint32_t source_version; /* 0x030B for 3.11 */
    RgHash128 source_hash;   /* XXH3-128 of the file that it was converted from; zero when that is not known */
    uint32_t ncodes;
    const RgCode **codes; /* all, outer before inner; main is codes[0] */
    void *map;            /* mapped image, or NULL */
    size_t map_size;
    uint32_t refs; /* users (code objects' owner); atomic in spirit: one thread owns a unit */
} RgCodeUnit;

RgCodeUnit *rg_code_unit_new(void) RG_CHECK_RESULT; /* NULL: no memory; refs = 1 */
void rg_code_unit_retain(RgCodeUnit *unit);
void rg_code_unit_release(RgCodeUnit *unit);
/* Positional parameters only: calls fill the registers straight. */
static inline bool rg_code_is_simple(const RgCode *code)
{
    return !(code->flags & (RG_CO_VARARGS | RG_CO_VARKEYWORDS)) && code->kwonlyargcount == 0;
}
/* Source position of the instruction whose head is at word, or, from nwords on, of load point word - nwords; no line and no
 * columns when the table is empty. */
RgPosition rg_code_position(const RgCode *code, uint32_t word);
/* Handler for an exception raised by the instruction whose head is at word; NULL: none. Linear or better. */
const RgHandler *rg_code_handler(const RgCode *code, uint32_t word);

#endif
