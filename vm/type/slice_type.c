/* SPDX-License-Identifier: MIT
 *
 * slice_type.c: what Python sees of slice.
 */
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/tuple.h"
#include "vm/type/repr.h"

static void slice_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((RgSlice *)cell)->start, 3);
}

static RgValue slice_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "slice", kwnames) || !rg_args_count(th, "slice", nargs, 1, 3)) return RG_ERROR;
    if (nargs == 1) return rg_slice_new(th, RG_NONE, args[0], RG_NONE);
    return rg_slice_new(th, args[0], args[1], nargs > 2 ? args[2] : RG_NONE);
}

static RgValue slice_repr(RgThread *th, RgValue self)
{
    RgSlice *s = RG_AS(RgSlice, self);
    return rg_from_ptr(rg_format(th, "slice(%R, %R, %R)", s->start, s->stop, s->step));
}

static RgValue slice_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!rg_is_kind(a, RG_KIND_slice) || !rg_is_kind(b, RG_KIND_slice)) return RG_NOT_IMPLEMENTED;
    RgValue *x = &RG_AS(RgSlice, a)->start, *y = &RG_AS(RgSlice, b)->start;
    int64_t n = 3;
    if (a == b) return rg_from_bool(op == RG_EQ || op == RG_LE || op == RG_GE);
    return rg_items_compare(th, (RgItemsView){&x, &n}, (RgItemsView){&y, &n}, op);
}

/* The bounds for a length of any size, as integers; false: raised. */
static bool indices(RgThread *th, RgSlice *s, RgValue length, RgValue out[3])
{
    RgValue parts[3] = {s->start, s->stop, s->step};
    for (int i = 0; i < 3; i++) {
        if (parts[i] == RG_NONE) continue;
        if (!rg_is_integer(parts[i]) && !rg_type_of(th->rt, parts[i])->slots.index) {
            rg_raise(th, RG_EXC_TypeError, "slice indices must be integers or None or have an __index__ method");
            return false;
        }
        parts[i] = rg_number_index(th, parts[i]);
        if (!parts[i] || !(parts[i] = rg_int_normalize(th, parts[i]))) return false;
    }
    RgValue step = parts[2] == RG_NONE ? rg_from_int(1) : parts[2];
    if (step == rg_from_int(0)) {
        rg_raise(th, RG_EXC_ValueError, "slice step cannot be zero");
        return false;
    }
    bool down = rg_int_sign(step) < 0;
    RgValue low = rg_from_int(down ? -1 : 0), high = down ? rg_int_sub(th, length, rg_from_int(1)) : length;
    for (int i = 0; i < 2; i++) {
        RgValue v = parts[i];
        if (v == RG_NONE) {
            v = (i == 0) == down ? high : low;
        } else {
            if (rg_int_sign(v) < 0) v = rg_int_add(th, v, length);
            if (!v) return false;
            if (rg_int_compare(v, low) < 0) v = low;
            if (rg_int_compare(v, high) > 0) v = high;
        }
        out[i] = v;
    }
    out[2] = step;
    return true;
}

static RgValue slice_indices(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue length = rg_number_index(th, args[0]), out[3];
    if (!length || !(length = rg_int_normalize(th, length))) return RG_ERROR;
    if (rg_int_sign(length) < 0) return rg_raise(th, RG_EXC_ValueError, "length should not be negative");
    if (!indices(th, RG_AS(RgSlice, self), length, out)) return RG_ERROR;
    return rg_from_ptr(rg_tuple_from(th, out, 3));
}

static RgValue slice_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgTuple *parts = rg_tuple_from(th, &RG_AS(RgSlice, self)->start, 3);
    return parts ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(RG_TYPE(th, slice)), rg_from_ptr(parts))) : RG_ERROR;
}

static RgValue get_start(RgThread *th, RgValue self) { return RG_AS(RgSlice, self)->start; }
static RgValue get_stop(RgThread *th, RgValue self) { return RG_AS(RgSlice, self)->stop; }
static RgValue get_step(RgThread *th, RgValue self) { return RG_AS(RgSlice, self)->step; }

static const RgGetSetDef getset[] = {
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"start", get_start, NULL, NULL},
    {"stop", get_stop, NULL, NULL},
    {"step", get_step, NULL, NULL},
    RG_GETSET_END,
};

static const RgMethodDef methods[] = {
    RG_METHOD_F("indices", "($self, length, /)", "(start, stop, step) for a sequence of that length.", slice_indices, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reduce__", "($self, /)", NULL, slice_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_slice = {
    .doc = "What s[start:stop:step] passes to __getitem__.",
    .basicsize = sizeof(RgSlice),
    .cell = {"slice", slice_trace, NULL},
    .slots = {.repr = slice_repr, .hash = rg_hash_unhashable, .compare = slice_compare, .new_ = slice_new},
    .methods = methods,
    .getset = getset,
    .members = members,
};
