/* SPDX-License-Identifier: MIT
 *
 * emit_finish.c: jumps get their distances, and what was written goes into the unit's arena.
 */
#include "regalloc/emit.h"

/* A copy in the arena, not NULL even when there is nothing; without memory the arena has failed. */
static const void *copy_out(RgArena *arena, const void *data, size_t count, size_t size)
{
    void *p = rg_arena_alloc(arena, count * size + 1);
    if (p && count) memcpy(p, data, count * size);
    return p;
}

/* The table of mirrors, each with a cache site of its own. */
static void put_mirrors(RgEmit *e)
{
    const RgIrFunction *f = e->f;
    for (uint32_t k = 0; k < f->nmirrors; k++) {
        const RgIrMirror *m = &f->mirrors[k];
        RgMirror row = {m->kind, m->home, m->base == RG_IR_NO_HOME ? 0 : m->base, RG_NO_NAME};
        if (m->name != RG_NO_NAME) row.site = rg_emit_site(e, m->name);
        RG_EMIT_PUSH(e, mirrors, row);
    }
}

/* Tables of locals when scratch registers stand between them: see make_room in linscan.c. */
static RgStatus shift_locals(RgRegalloc *ra, RgCodeUnit *unit, RgCode *out)
{
    uint32_t n = out->nlocals, from = ra->scratch;
    if (!ra->home_shift || n < from || (n == from && !out->nfree)) return RG_OK;
    RgStrRef *names = RG_ARENA_ZARRAY(&unit->arena, RgStrRef, n + 3);
    uint8_t *kinds = RG_ARENA_ZARRAY(&unit->arena, uint8_t, n + 3);
    if (!names || !kinds) return ERR_NO_MEMORY;
    for (uint32_t i = 0; i < n + 3; i++)
        names[i].data = "";
    for (uint32_t i = 0; i < n; i++) {
        uint32_t to = rg_ra_home(ra, i);
        bool moved = i - from < ra->nmoved;
        names[to] = out->local_names[i];
        kinds[to] = moved ? (out->local_kinds[i] & RG_LOCAL_CELL) | RG_LOCAL_HOME : out->local_kinds[i];
        if (moved) {
            names[i] = out->local_names[i];
            kinds[i] = (out->local_kinds[i] & RG_LOCAL_PLAIN) | RG_LOCAL_MOVED;
        }
    }
    out->nlocals = n + 3;
    out->local_names = names;
    out->local_kinds = kinds;
    return RG_OK;
}

RgStatus rg_emit_finish(RgEmit *e, RgCodeUnit *unit, RgCode *out)
{
    RgRegalloc *ra = e->ra;
    RgIrFunction *f = e->f;
    if (e->failed) return ERR_NO_MEMORY;
    for (size_t k = 0; k < ra->fixups.len; k++) {
        const RgRaFixup *fix = &ra->fixups.data[k];
        e->words[fix->word] = (RgWord)((int64_t)ra->labels.data[fix->label] - (int64_t)fix->after);
    }
    rg_emit_finish_handlers(e);
    put_mirrors(e);
    if (e->failed) return ERR_NO_MEMORY;
    if (e->nwords > INT32_MAX) return ERR_CODE_TOO_LONG;
    out->nregs = RG_MAX(RG_MAX(ra->nregs + ra->cycle_temp, out->nlocals), 1); /* unused fields name register 0 */
    out->nconsts_source = f->nconsts_source;
    out->nentry = f->nentry;
#define COPY_OUT(field, count, from, n)                                                                                \
    (out->count = (uint32_t)(n), out->field = copy_out(&unit->arena, (from), (n), sizeof *(from)))
    COPY_OUT(consts, nconsts, f->consts, f->nconsts);
    COPY_OUT(words, nwords, e->words, e->nwords);
    COPY_OUT(sites, nsites, e->sites, e->nsites);
    COPY_OUT(handlers, nhandlers, ra->handlers.data, ra->handlers.len);
    COPY_OUT(positions, npositions, e->positions, e->npositions);
    COPY_OUT(origins, norigins, ra->origins.data, ra->origins.len);
    COPY_OUT(mirrors, nmirrors, ra->mirrors.data, ra->mirrors.len);
    COPY_OUT(points, npoints, ra->points.data, ra->points.len);
#undef COPY_OUT
    if (unit->arena.failed) return ERR_NO_MEMORY;
    return shift_locals(ra, unit, out);
}
