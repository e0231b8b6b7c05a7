/* SPDX-License-Identifier: MIT
 *
 * seq.c: items, lengths, membership and slices of any value.
 */
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"

RgValue rg_generic_alias_new(RgThread *th, RgValue origin, RgValue args); /* vm/type/alias_types.c */

int64_t rg_len(RgThread *th, RgValue v)
{
    RgLenFn fn = rg_type_of(th->rt, v)->slots.len;
    if (RG_LIKELY(fn)) return fn(th, v);
    rg_raise(th, RG_EXC_TypeError, "object of type '%T' has no len()", v);
    return -1;
}

static RgValue class_getitem(RgThread *th, RgValue cls, RgValue key)
{
    if (cls == rg_from_ptr(RG_TYPE(th, type))) return rg_generic_alias_new(th, cls, key);
    RgValue fn = rg_attr_lookup(th, cls, RG_SYM(th, __class_getitem__));
    if (!fn) return RG_ERROR;
    if (fn != RG_UNBOUND && fn != RG_NONE) return rg_call1(th, fn, key);
    return rg_raise(th, RG_EXC_TypeError, "type '%N' is not subscriptable", RG_AS(RgType, cls));
}

RgValue rg_getitem(RgThread *th, RgValue v, RgValue key)
{
    RgBinaryFn fn = rg_type_of(th->rt, v)->slots.getitem;
    if (RG_LIKELY(fn)) return fn(th, v, key);
    if (rg_is_type(v)) return class_getitem(th, v, key);
    return rg_raise(th, RG_EXC_TypeError, "'%T' object is not subscriptable", v);
}

bool rg_setitem(RgThread *th, RgValue v, RgValue key, RgValue value)
{
    RgSetItemFn fn = rg_type_of(th->rt, v)->slots.setitem;
    if (RG_LIKELY(fn)) return fn(th, v, key, value);
    rg_raise(th, RG_EXC_TypeError, "'%T' object does not support item assignment", v);
    return false;
}

bool rg_delitem(RgThread *th, RgValue v, RgValue key)
{
    RgSetItemFn fn = rg_type_of(th->rt, v)->slots.setitem;
    if (RG_LIKELY(fn)) return fn(th, v, key, RG_UNBOUND);
    rg_raise(th, RG_EXC_TypeError, "'%T' object %s item deletion", v,
             rg_type_of(th->rt, v)->slots.getitem && rg_is_integer(key) ? "doesn't support" : "does not support");
    return false;
}

int rg_contains(RgThread *th, RgValue container, RgValue item)
{
    RgContainsFn fn = rg_type_of(th->rt, container)->slots.contains;
    if (RG_LIKELY(fn)) return fn(th, container, item);
    RgValue it = rg_iter(th, container);
    if (!it) {
        if (rg_raised_is(th, RG_EXC_TypeError)) {
            rg_exception_clear(th);
            rg_raise(th, RG_EXC_TypeError, "argument of type '%T' is not iterable", container);
        }
        return -1;
    }
    for (;;) {
        RgValue each = rg_iter_next(th, it);
        if (each == RG_STOP) return 0;
        if (!each) return -1;
        int equal = rg_compare_bool(th, each, item, RG_EQ);
        if (equal) return equal;
    }
}

bool rg_is_sequence(RgThread *th, RgValue v)
{
    return !rg_is_kind(v, RG_KIND_dict) && rg_type_of(th->rt, v)->slots.getitem && !rg_is_kind(v, RG_KIND_mappingproxy);
}

bool rg_is_mapping(RgThread *th, RgValue v)
{
    return rg_type_of(th->rt, v)->slots.getitem != NULL;
}

/* ---- slices ---- */

RgValue rg_slice_new(RgThread *th, RgValue start, RgValue stop, RgValue step)
{
    RgSlice *s = rg_object_make(th, RG_KIND_slice, sizeof *s);
    if (!s) return RG_ERROR;
    s->start = start;
    s->stop = stop;
    s->step = step;
    return rg_from_ptr(s);
}

/* An index of a slice; values beyond 64 bits are clipped. */
static bool slice_index(RgThread *th, RgValue v, int64_t *out)
{
    if (rg_is_int(v)) {
        *out = rg_as_int(v);
        return true;
    }
    if (!rg_is_integer(v) && !rg_type_of(th->rt, v)->slots.index) {
        rg_raise(th, RG_EXC_TypeError, "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return rg_number_as_index(th, v, out, RG_EXC_BaseException);
}

bool rg_slice_unpack(RgThread *th, RgValue slice, int64_t *start, int64_t *stop, int64_t *step)
{
    RgSlice *s = RG_AS(RgSlice, slice);
    *step = 1;
    if (s->step != RG_NONE) {
        if (!slice_index(th, s->step, step)) return false;
        if (*step == 0) {
            rg_raise(th, RG_EXC_ValueError, "slice step cannot be zero");
            return false;
        }
        if (*step < -INT64_MAX) *step = -INT64_MAX; /* so that -step is representable */
    }
    *start = *step < 0 ? INT64_MAX : 0;
    *stop = *step < 0 ? INT64_MIN : INT64_MAX;
    if (s->start != RG_NONE && !slice_index(th, s->start, start)) return false;
    return s->stop == RG_NONE || slice_index(th, s->stop, stop);
}

static int64_t clip(int64_t i, int64_t length, int64_t step)
{
    if (i < 0) {
        i += length;
        return i < 0 ? (step < 0 ? -1 : 0) : i;
    }
    return i >= length ? (step < 0 ? length - 1 : length) : i;
}

int64_t rg_slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step)
{
    *start = clip(*start, length, step);
    *stop = clip(*stop, length, step);
    if (step < 0) return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}
