/* SPDX-License-Identifier: MIT
 *
 * convert.h: from the bytes of a .pyc file to register code. The only entry point that the upper floors use.
 * Always holds: conversion reads any bytes safely, knows no Python objects, has no global state and may run in
 * several threads at once; everything a returned unit points to lies in the unit's own arena.
 */
#ifndef RG_CONVERT_CONVERT_H
#define RG_CONVERT_CONVERT_H

#include "vm/base/arena.h"
#include "vm/base/status.h"
#include "vm/code/code.h"

struct RgPyCode;
struct RgPyModule;
struct RgStackCode;
struct RgCfg;
struct RgIrFunction;
struct RgRegalloc;

/* Stages of one function that a dump hook can look at, in the order in which they come. */
typedef enum RgStage {
    RG_STAGE_STACK, /* subject: const RgStackCode * (decode.h) */
    RG_STAGE_CFG,   /* subject: const RgCfg * (cfg.h) */
    RG_STAGE_IR,    /* subject: const RgIrFunction * (ir.h), as lifted: detail is "lift" */
    RG_STAGE_PASS,  /* subject: const RgIrFunction *, after the pass whose name is detail */
    RG_STAGE_CODE   /* subject: const RgCode * */
} RgStage;

/* Called by the conversion after each stage of each function. Must not change anything. */
typedef void RgDumpHook(void *context, RgStage stage, const char *detail, const struct RgPyCode *code,
                        const void *subject);

/* Opt-in assumptions (--assume). Stable globals: once they are bound they are seldom bound again; costs time where it is
 * not so, and changes no meaning. Stable attributes: what a function calls changes no attribute that the function has
 * loaded from a local and loads again; programs of which that is not true see the old value. */
enum { RG_ASSUME_STABLE_GLOBALS = 1, RG_ASSUME_STABLE_ATTRIBUTES = 2 };

typedef struct RgConvertOptions {
    int opt;             /* 0: no optimising pass; 1: all */
    bool verify_ir;      /* check the IR after lifting and after every pass, and the allocation's result */
    uint32_t ra_seed;    /* 0: normal; else seed of a random but correct allocation order */
    uint32_t ra_limit;   /* 0: normal; else number of registers that 8-bit fields may name */
    int pass_stop_after; /* 0: all passes; N: only the first N (bisecting) */
    uint32_t assume;     /* RG_ASSUME_x */
    bool lent;           /* the file's bytes live as long as the unit: it may point into them */
    RgDumpHook *dump;    /* may be NULL */
    void *dump_context;
} RgConvertOptions;

/* State of one conversion: what passes, allocator and emitter get as their context.
 * `scratch` is emptied before each function; what must live on goes to unit->arena. */
typedef struct RgConvert {
    RgConvertOptions opts;
    RgCodeUnit *unit;
    RgArena scratch; /* one function's IR and tables */
    RgError *error;  /* filled when a function returns a status other than RG_OK; may be NULL */
    struct RgPyModule *module;
    struct RgIrFunction *ir;         /* reused from function to function */
    const struct RgPyCode *code;     /* the function being converted */
    const struct RgStackCode *stack; /* its decoded instructions and positions */
    const struct RgCfg *cfg;         /* its control flow graph, as it was lifted */
    struct RgFacts *facts;           /* of module's names (facts.h), made when first needed */
    struct RgRegalloc *ra; /* the allocator's own memory, made on first use; rg_convert_end: rg_regalloc_free */
} RgConvert;

/* All of opts zeroed means: no passes, nothing verified. NULL means opt = 1 (and verification in assertion builds). */
RgStatus rg_convert_pyc(const void *data, size_t size, const RgConvertOptions *opts, RgCodeUnit **out,
                        RgError *error) RG_CHECK_RESULT;

/* The same for one file after another: cx, set up once by rg_convert_init and given back by rg_convert_end, keeps its
 * memory in between. */
void rg_convert_init(RgConvert *cx);
RgStatus rg_convert_file(RgConvert *cx, const void *data, size_t size, const RgConvertOptions *opts, RgCodeUnit **out,
                         RgError *error) RG_CHECK_RESULT;

/* Pieces, for tools and tests. begin reads a file's code objects into a new unit (whose RgCode skeletons have
 * everything but instructions); lift decodes one function and leaves its IR in cx->ir; function does all of it. */
RgStatus rg_convert_begin(RgConvert *cx, const void *data, size_t size, const RgConvertOptions *opts,
                          RgError *error) RG_CHECK_RESULT;
RgStatus rg_convert_lift(RgConvert *cx, const struct RgPyCode *code) RG_CHECK_RESULT;
RgStatus rg_convert_function(RgConvert *cx, const struct RgPyCode *code) RG_CHECK_RESULT;
void rg_convert_end(
    RgConvert *cx); /* also after a failure; releases the unit unless cx->unit was taken and set to NULL */

/* The conversion's last two steps live on upper or sibling floors and are linked in by name:
 * the optimising passes (convert/pass.c) and allocation plus emission (regalloc/regalloc.c). */
RgStatus rg_pass_run_all(RgConvert *cx, struct RgIrFunction *f) RG_CHECK_RESULT;
void rg_regalloc_free(RgConvert *cx); /* cx->ra; NULL is fine */
RgStatus rg_regalloc_emit(RgConvert *cx, struct RgIrFunction *f, RgCodeUnit *unit, RgCode *out) RG_CHECK_RESULT;

#endif
