/* SPDX-License-Identifier: MIT
 *
 * regalloc.c: entry point: lowering, intervals, linear scan, emission, each in one pass over the function. Its memory
 * stays in the RgConvert from function to function.
 */
#include "regalloc/ra.h"
#include "vm/base/mem.h"

static bool reserve(uint32_t **p, size_t n)
{
    uint32_t *q = rg_mem_realloc(*p, n * sizeof *q);
    if (!q) return false;
    *p = q;
    return true;
}

RgStatus rg_ra_reserve(RgRegalloc *ra)
{
    const RgIrFunction *f = ra->f;
    if (f->nvalues > ra->cap_values) {
        size_t n = (size_t)f->nvalues * 3 / 2 + 64;
        if (!reserve(&ra->end, n) || !reserve(&ra->hint, n) || !reserve(&ra->expire_next, n)) return ERR_NO_MEMORY;
        ra->cap_values = (uint32_t)n;
    }
    if (f->nblocks > ra->cap_blocks) {
        size_t n = (size_t)f->nblocks * 3 / 2 + 64;
        if (!reserve(&ra->place, n) || !reserve(&ra->start, n) || !reserve(&ra->stop, n) ||
            !reserve(&ra->resolved, n) || !reserve(&ra->label, n) || !reserve(&ra->copy_label, n) ||
            !reserve(&ra->copy_after, n) || !reserve(&ra->copy_next, n) || !reserve(&ra->header_reach, n) ||
            !reserve(&ra->taken_index, n) || !reserve(&ra->fall_index, n))
            return ERR_NO_MEMORY;
        uint8_t *wanted = rg_mem_realloc(ra->wanted, n);
        if (!wanted) return ERR_NO_MEMORY;
        ra->wanted = wanted;
        ra->cap_blocks = (uint32_t)n;
    }
    size_t times = (size_t)f->ninsns + 2 * (size_t)f->nblocks + 2;
    if (times > ra->cap_times) {
        times = times * 3 / 2 + 64;
        if (!reserve(&ra->expire, times)) return ERR_NO_MEMORY;
        memset(ra->expire, 0, times * sizeof *ra->expire); /* and linscan leaves it so */
        ra->cap_times = (uint32_t)times;
    }
    if (!ra->cap_regs) {
        size_t n = RG_REGISTER_MAX + 8;
        ra->free_map = rg_mem_calloc(n / 64 + 2, 8);
        if (!ra->free_map) return ERR_NO_MEMORY;
        ra->cap_regs = (uint32_t)n;
    }
    return RG_OK;
}

RgStatus rg_ra_reserve_moves(RgRegalloc *ra)
{
    size_t n = (size_t)ra->nregs + 64;
    if (!reserve(&ra->move_loc, n) || !reserve(&ra->move_pred, n)) return ERR_NO_MEMORY;
    memset(ra->move_loc, 0xff, n * sizeof *ra->move_loc);
    memset(ra->move_pred, 0xff, n * sizeof *ra->move_pred);
    ra->cap_moves = (uint32_t)n;
    return RG_OK;
}

bool rg_ra_reserve_words(RgRegalloc *ra, size_t n)
{
    if (n > UINT32_MAX / 4) return false;
    RgWord *words = rg_mem_realloc(ra->words, n * sizeof *words);
    if (words) ra->words = words;
    RgPosition *positions = rg_mem_realloc(ra->positions, 2 * n * sizeof *positions);
    if (positions) ra->positions = positions;
    RgSite *sites = rg_mem_realloc(ra->sites, (2 * n + RG_IR_MIRRORS) * sizeof *sites);
    if (sites) ra->sites = sites;
    if (!words || !positions || !sites) return false;
    ra->cap_words = (uint32_t)n;
    return true;
}

void rg_regalloc_free(RgConvert *cx)
{
    RgRegalloc *ra = cx->ra;
    if (!ra) return;
    uint32_t *arrays[] = {ra->end,       ra->hint,         ra->expire_next, ra->place,      ra->start,
                          ra->stop,      ra->resolved,     ra->label,       ra->copy_label, ra->copy_after,
                          ra->copy_next, ra->header_reach, ra->taken_index, ra->fall_index, ra->expire,
                          ra->move_loc,  ra->move_pred};
    for (size_t k = 0; k < RG_COUNT_OF(arrays); k++)
        rg_mem_free(arrays[k]);
    rg_mem_free(ra->wanted);
    rg_mem_free(ra->free_map);
    rg_mem_free(ra->words);
    rg_mem_free(ra->positions);
    rg_mem_free(ra->sites);
    RG_VEC_FINI(&ra->headers);
    RG_VEC_FINI(&ra->crossing);
    RG_VEC_FINI(&ra->moves);
    RG_VEC_FINI(&ra->ready);
    RG_VEC_FINI(&ra->todo);
    RG_VEC_FINI(&ra->seq);
    RG_VEC_FINI(&ra->fixups);
    RG_VEC_FINI(&ra->labels);
    RG_VEC_FINI(&ra->tramps);
    RG_VEC_FINI(&ra->handlers);
    RG_VEC_FINI(&ra->origins);
    RG_VEC_FINI(&ra->pending);
    RG_VEC_FINI(&ra->second);
    RG_VEC_FINI(&ra->waiting);
    RG_VEC_FINI(&ra->points);
    RG_VEC_FINI(&ra->mirrors);
    rg_mem_free(ra);
    cx->ra = NULL;
}

static RgStatus run(RgConvert *cx, RgRegalloc *ra, RgCodeUnit *unit, RgCode *out)
{
    RgIrFunction *f = ra->f;
    rg_fuse_run(cx, f, ra->opt);
    if (f->failed) return ERR_NO_MEMORY;
    RgStatus st = rg_ra_reserve(ra);
    if (!st) st = rg_interval_compute(ra);
    if (!st) st = rg_linscan_run(ra);
    if (!st && cx->opts.verify_ir) st = rg_racheck_run(cx, ra);
    if (!st) st = rg_emit_run(cx, ra, unit, out);
    return st;
}

RgStatus rg_regalloc_emit(RgConvert *cx, struct RgIrFunction *f, RgCodeUnit *unit, RgCode *out)
{
    if (!cx->ra && !(cx->ra = rg_mem_calloc(1, sizeof *cx->ra)))
        return rg_error_set(cx->error, ERR_NO_MEMORY, UINT64_MAX, "register allocation");
    RgRegalloc *ra = cx->ra;
    ra->f = f;
    ra->opt = cx->opts.opt > 0;
    ra->seed = cx->opts.ra_seed;
    ra->nfree = out->nfree;
    ra->nparams = out->argcount + out->kwonlyargcount + ((out->flags & RG_CO_VARARGS) != 0) +
                  ((out->flags & RG_CO_VARKEYWORDS) != 0);
    ra->short_regs = RG_SHORT_REGISTERS;
    if (cx->opts.ra_limit >= 8 && cx->opts.ra_limit < RG_SHORT_REGISTERS) ra->short_regs = cx->opts.ra_limit;
    RgStatus st = run(cx, ra, unit, out);
    if (st && st != ERR_IR_INVALID)
        return rg_error_set(cx->error, st, UINT64_MAX, "function %.*s", (int)RG_MIN(out->qualname.len, 100u),
                            out->qualname.data);
    return st;
}
