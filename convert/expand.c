/* SPDX-License-Identifier: MIT
 *
 * expand.c: the growing array of canonical instructions, jumps inside it, and what surrounds an expansion.
 */
#include "convert/expand.h"

bool rg_expand_fail(RgExpand *x, const char *what)
{
    if (x->status == RG_OK) {
        uint32_t unit = x->at < x->nraw ? x->raw[x->at].unit : x->sc->nunits;
        x->status = rg_error_set(x->error, ERR_PYC_CORRUPT, x->code->code_offset + 2 * (uint64_t)unit, "%s", what);
    }
    return false;
}

/* Instructions for one of the file, at most, on the average: compilers' code has up to two, with twenty nested blocks and little else
 * up to nine. Returns from blocks with many values on the stack, which only wrong code does, take two a value. */
#define MAX_GROWTH 16u
#define SMALL      256u /* files with fewer instructions may grow as one with so many more */

static bool fail_memory(RgExpand *x)
{
    if (x->status == RG_OK) x->status = rg_error_set(x->error, ERR_NO_MEMORY, UINT64_MAX, "%s", "");
    return false;
}

/* There is always room for one instruction more than out has, so that a failure leaves a place to write to. */
static bool grow(RgExpand *x)
{
    const uint64_t most = MAX_GROWTH * ((uint64_t)x->nraw + SMALL), cap = RG_MIN((uint64_t)x->cap * 2, most);
    if (x->cap >= most) return rg_expand_fail(x, "blocks nest and branch too much");
    RgStackInsn *out = RG_ARENA_ARRAY(x->arena, RgStackInsn, cap);
    RgIrPos *positions = RG_ARENA_ARRAY(x->arena, RgIrPos, cap);
    uint32_t *regions = RG_ARENA_ARRAY(x->arena, uint32_t, cap);
    if (!out || !positions || !regions) return fail_memory(x);
    memcpy(out, x->out, x->n * sizeof *out);
    memcpy(positions, x->positions, x->n * sizeof *positions);
    memcpy(regions, x->regions, x->n * sizeof *regions);
    x->out = out;
    x->positions = positions;
    x->regions = regions;
    x->cap = (uint32_t)cap;
    return true;
}

uint32_t rg_expand_emit(RgExpand *x, RgPyOp op, uint32_t arg)
{
    if (x->n + 1 >= x->cap && !grow(x)) return 0;
    uint32_t i = x->n++, from = RG_MIN(x->at, x->nraw - 1);
    x->out[i] = (RgStackInsn){.op = (uint8_t)op, .arg = arg, .unit = x->raw[from].unit};
    x->positions[i] = x->raw_positions[from];
    x->regions[i] = x->region;
    return i;
}

void rg_expand_jump(RgExpand *x, RgPyOp op, uint32_t raw_target)
{
    uint32_t i = rg_expand_emit(x, op, 0);
    x->out[i].target = raw_target | RG_EXPAND_RAW;
}

uint32_t rg_expand_jump_later(RgExpand *x, RgPyOp op)
{
    return rg_expand_emit(x, op, 0);
}

bool rg_expand_plain(RgExpand *x, RgPyOp op, uint32_t arg, uint32_t target)
{
    const RgPyOpInfo *info = &rg_pyop_info[op];
    if (info->arg == RG_PYARG_CONST) {
        if (arg > UINT32_MAX - x->code->const_shift) return rg_expand_fail(x, "constant index out of range");
        arg += x->code->const_shift;
    } else if (info->arg == RG_PYARG_NAME && arg >= x->code->nnames - x->code->extra_names) {
        return rg_expand_fail(x, "name index out of range");
    }
    uint32_t i = rg_expand_emit(x, op, arg);
    if (info->flags & PF_JUMP) x->out[i].target = target | RG_EXPAND_RAW;
    return true;
}

void rg_expand_runtime_function(RgExpand *x, RgExpandName name)
{
    rg_expand_emit(x, PYOP_LOAD_INT, 0);
    rg_expand_emit(x, PYOP_PUSH_NONE, 0);
    rg_expand_emit(x, PYOP_IMPORT_NAME, rg_expand_name(x, RG_EXPAND_SINCE311));
    rg_expand_emit(x, PYOP_LOAD_ATTR, rg_expand_name(x, name));
}

/* Before 3.11 cells are made and generators return themselves without instructions that say so. */
static void prologue(RgExpand *x)
{
    const RgPyCode *code = x->code;
    if (code->version->layout == RG_PYLAYOUT_LOCALSPLUS) return;
    if (code->nfree) rg_expand_emit(x, PYOP_COPY_FREE_VARS, code->nfree);
    for (uint32_t i = 0; i < code->nlocals; i++)
        if (code->local_kinds[i] & RG_LOCAL_CELL) rg_expand_emit(x, PYOP_MAKE_CELL, i);
    if (code->flags & (RG_CO_GENERATOR | RG_CO_COROUTINE | RG_CO_ASYNC_GENERATOR)) {
        rg_expand_emit(x, PYOP_RETURN_GENERATOR_311, 0);
        rg_expand_emit(x, PYOP_POP_TOP, 0);
    }
    for (uint32_t i = 0; i < x->n; i++) {
        x->out[i].unit = 0;
        x->positions[i] = (RgIrPos){code->firstlineno, code->firstlineno, -1, -1};
    }
    if (!x->n) rg_expand_emit(x, PYOP_NOP, 0); /* a jump to the first instruction of the file is no jump to ours */
}

static bool set_up(RgExpand *x)
{
    x->cap = x->nraw + x->nraw / 2 + 32;
    x->out = RG_ARENA_ARRAY(x->arena, RgStackInsn, x->cap);
    x->positions = RG_ARENA_ARRAY(x->arena, RgIrPos, x->cap);
    x->regions = RG_ARENA_ARRAY(x->arena, uint32_t, x->cap);
    x->first = RG_ARENA_ARRAY(x->arena, uint32_t, x->nraw + 1);
    return (x->out && x->positions && x->regions && x->first) || fail_memory(x);
}

/* The result replaces the file's instructions: targets, leaders. */
static bool finish(RgExpand *x)
{
    RgStackCode *sc = x->sc;
    x->at = x->nraw;
    if (!x->n) return rg_expand_fail(x, "no code that can be reached");
    x->out[x->n] = (RgStackInsn){.unit = UINT32_MAX};
    sc->insns = x->out;
    sc->positions = x->positions;
    sc->ninsns = x->n;
    sc->nleaders = sc->nbranches = 0;
    sc->leaders = RG_ARENA_ZARRAY(x->arena, uint64_t, x->n / 64 + 1);
    sc->branches = RG_ARENA_ARRAY(x->arena, uint32_t, x->n + 1);
    if (!sc->leaders || !sc->branches) return fail_memory(x);
    for (uint32_t i = 0; i < x->n; i++) {
        RgStackInsn *in = &x->out[i];
        const unsigned flags = rg_pyop_info[in->op].flags;
        if (!(flags & (PF_JUMP | PF_STOP | PF_SPLIT))) continue;
        sc->branches[sc->nbranches++] = i;
        rg_decode_mark_leader(sc, i + 1, 0);
        if (!(flags & PF_JUMP)) continue;
        if (in->target & RG_EXPAND_RAW) in->target = x->first[in->target & ~RG_EXPAND_RAW];
        if (in->target >= x->n) return rg_expand_fail(x, "jump behind the end of the code");
        rg_decode_mark_leader(sc, in->target, RG_STACKF_TARGET);
    }
    for (uint32_t r = 0; r < sc->nranges; r++) {
        const RgStackRange *range = &sc->ranges[r];
        rg_decode_mark_leader(sc, range->start, 0);
        rg_decode_mark_leader(sc, range->target, 0);
        if (range->end < sc->ninsns) rg_decode_mark_leader(sc, range->end, 0);
    }
    return true;
}

RgStatus rg_expand(RgArena *arena, RgStackCode *sc, RgError *error)
{
    RgExpand x = {.arena = arena, .error = error, .status = RG_OK, .sc = sc, .code = sc->code, .raw = sc->insns,
                  .raw_positions = sc->positions, .nraw = sc->ninsns, .region = RG_EXPAND_NO_REGION};
    if (!set_up(&x)) return x.status;
    prologue(&x);
    bool ok = sc->code->version->expand == RG_PYEXPAND_TABLE ? rg_expand_table_all(&x) : rg_expand_blocks_all(&x);
    if (ok && x.status == RG_OK) finish(&x);
    return x.status;
}
