/* SPDX-License-Identifier: MIT
 *
 * code.c: ownership of a unit of register code and look-ups in its tables.
 */
#include "vm/code/code.h"

#include <sys/mman.h>

#include "vm/base/assert.h"
#include "vm/base/mem.h"

const char *const rg_mirror_kinds[RG_MIRROR_KIND_COUNT] = {"global", "name", "module_attr", "attr", "deref"};

RgCodeUnit *rg_code_unit_new(void)
{
    RgCodeUnit *unit = rg_mem_calloc(1, sizeof *unit);
    if (!unit) return NULL;
    rg_arena_init(&unit->arena);
    unit->refs = 1;
    return unit;
}

void rg_code_unit_retain(RgCodeUnit *unit)
{
    RG_ASSERT(unit->refs > 0, "unit used after it was freed");
    unit->refs++;
}

void rg_code_unit_release(RgCodeUnit *unit)
{
    if (!unit) return;
    RG_ASSERT(unit->refs > 0, "unit freed twice");
    if (--unit->refs > 0) return;
    if (unit->map) munmap(unit->map, unit->map_size);
    rg_arena_fini(&unit->arena);
    rg_mem_free(unit);
}

RgPosition rg_code_position(const RgCode *code, uint32_t word)
{
    if (word >= code->nwords && word - code->nwords < code->npoints) {
        const RgLoadPoint *p = &code->points[word - code->nwords];
        return (RgPosition){p->word, p->line, p->end_line, p->col, p->end_col};
    }
    if (code->npositions == 0) return (RgPosition){0, 0, 0, -1, -1};
    /* Invariant: row low begins at or before word; every row from high on begins behind it. */
    uint32_t low = 0, high = code->npositions;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (code->positions[middle].word <= word)
            low = middle;
        else
            high = middle;
    }
    return code->positions[low];
}

const RgHandler *rg_code_handler(const RgCode *code, uint32_t word)
{
    for (uint32_t i = 0; i < code->nhandlers; i++) {
        if (code->handlers[i].start <= word && word < code->handlers[i].end) return &code->handlers[i];
    }
    return NULL;
}
