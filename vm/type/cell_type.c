/* SPDX-License-Identifier: MIT
 *
 * cell_type.c: closure cells.
 * Always holds: an empty cell holds RG_UNBOUND.
 */
#include "vm/type/types.h"
#include "vm/object/call.h"
#include "vm/object/watch.h"

static void trace(RgMarker *marker, void *cell) { rg_mark_value(marker, ((RgCellObject *)cell)->value); }

static RgValue cell_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)type;
    RgValue value;
    if (!rg_args_parse(th, "cell", "(contents=<unrepresentable>, /)", args, nargs, kwnames, &value)) return RG_ERROR;
    return rg_from_ptr(rg_cell_new(th, value));
}

static RgValue cell_repr(RgThread *th, RgValue self)
{
    RgValue v = RG_AS(RgCellObject, self)->value;
    if (v == RG_UNBOUND) return rg_from_ptr(rg_format(th, "<cell at %p: empty>", (void *)(uintptr_t)self));
    return rg_from_ptr(rg_format(th, "<cell at %p: %.80T object at %p>", (void *)(uintptr_t)self, v, (void *)(uintptr_t)v));
}

static RgValue cell_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!rg_is_kind(a, RG_KIND_cell) || !rg_is_kind(b, RG_KIND_cell)) return RG_NOT_IMPLEMENTED;
    RgValue x = RG_AS(RgCellObject, a)->value, y = RG_AS(RgCellObject, b)->value;
    if (x != RG_UNBOUND && y != RG_UNBOUND) return rg_compare(th, x, y, op);
    int order = (y == RG_UNBOUND) - (x == RG_UNBOUND); /* empty cells come first */
    switch (op) {
    case RG_LT: return rg_from_bool(order < 0);
    case RG_LE: return rg_from_bool(order <= 0);
    case RG_EQ: return rg_from_bool(order == 0);
    case RG_NE: return rg_from_bool(order != 0);
    case RG_GT: return rg_from_bool(order > 0);
    default: return rg_from_bool(order >= 0);
    }
}

static RgValue get_contents(RgThread *th, RgValue self)
{
    RgValue v = RG_AS(RgCellObject, self)->value;
    return v == RG_UNBOUND ? rg_raise(th, RG_EXC_ValueError, "Cell is empty") : v;
}

static bool set_contents(RgThread *th, RgValue self, RgValue value)
{
    rg_watch_cells_exposed(th->rt);
    rg_gc_store(rg_as_object(self), &RG_AS(RgCellObject, self)->value, value);
    return true;
}

static const RgGetSetDef getset[] = {{"cell_contents", get_contents, set_contents, NULL}, RG_GETSET_END};

const RgTypeSpec rg_spec_cell = {
    .doc = "Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty,\n    and \n "
           "further attempts to access its cell_contents attribute will\n    raise a ValueError.",
    .basicsize = sizeof(RgCellObject),
    .cell = {"cell", trace, NULL},
    .slots = {.repr = cell_repr, .new_ = cell_new, .compare = cell_compare, .hash = rg_hash_unhashable},
    .getset = getset,
};
