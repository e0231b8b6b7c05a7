/* SPDX-License-Identifier: MIT
 *
 * code_object.c: the cell of a linked code object: what it refers to and what it frees.
 * Always holds: pool holds the caches and then the constants; inline caches keep what they pin alive.
 */
#include "vm/object/code_object.h"
#include "vm/base/mem.h"
#include "vm/object/shape.h"

void rg_code_trace(RgMarker *marker, void *cell)
{
    RgCodeObject *co = cell;
    rg_mark_cell(marker, co->pool);
    rg_mark_cell(marker, co->name);
    rg_mark_cell(marker, co->qualname);
    rg_mark_cell(marker, co->filename);
    rg_mark_cell(marker, co->local_names);
    rg_mark_cell(marker, co->names);
    rg_mark_values(marker, co->cached, 4);
    rg_mark_value(marker, co->weaklist);
}

void rg_code_release(RgHeap *heap, void *cell)
{
    (void)heap;
    RgCodeObject *co = cell;
    if (co->prev_code) *co->prev_code = co->next_code;
    if (co->next_code) co->next_code->prev_code = co->prev_code;
    rg_mem_free(co->words);
    if (co->unit) rg_code_unit_release(co->unit);
}
