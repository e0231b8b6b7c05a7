/* SPDX-License-Identifier: MIT
 *
 * range_type.c: range and its iterators. Bounds are integers of any size; what fits 64 bits is iterated without them.
 */
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/iter.h"
#include "vm/object/tuple.h"
#include "vm/type/repr.h"

/* Number of items; 0 raised. */
static RgValue compute_length(RgThread *th, RgValue start, RgValue stop, RgValue step)
{
    if (rg_is_int(start) && rg_is_int(stop) && rg_is_int(step)) {
        int64_t a = rg_as_int(start), b = rg_as_int(stop), s = rg_as_int(step);
        if (s > 0) return rg_from_int(a < b ? (b - a - 1) / s + 1 : 0);
        return a > b ? rg_int_from_i64(th, (a - b - 1) / -s + 1) : rg_from_int(0);
    }
    RgValue lo = start, hi = stop, s = step;
    if (rg_int_sign(step) < 0) {
        lo = stop;
        hi = start;
        s = rg_int_neg(th, step);
    }
    if (!s || rg_int_compare(lo, hi) >= 0) return s ? rg_from_int(0) : RG_ERROR;
    RgValue span = rg_int_sub(th, hi, lo);
    span = span ? rg_int_sub(th, span, rg_from_int(1)) : RG_ERROR;
    RgValue n = span ? rg_int_floordiv(th, span, s) : RG_ERROR;
    return n ? rg_int_add(th, n, rg_from_int(1)) : RG_ERROR;
}

RgValue rg_range_new(RgThread *th, RgValue start, RgValue stop, RgValue step)
{
    RgValue length = compute_length(th, start, stop, step);
    RgRange *r = length ? rg_object_make(th, RG_KIND_range, sizeof *r) : NULL;
    if (!r) return RG_ERROR;
    r->start = start;
    r->stop = stop;
    r->step = step;
    r->length = length;
    return rg_from_ptr(r);
}

static RgValue as_index(RgThread *th, RgValue v)
{
    if (rg_is_int(v)) return v;
    v = rg_number_index(th, v);
    return v ? rg_int_normalize(th, v) : RG_ERROR;
}

static RgValue range_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "range", kwnames)) return RG_ERROR;
    if (!rg_args_count(th, "range", nargs, 1, 3)) return RG_ERROR;
    RgValue start = rg_from_int(0), stop, step = rg_from_int(1);
    if (nargs == 1) {
        stop = as_index(th, args[0]);
        if (!stop) return RG_ERROR;
    } else {
        start = as_index(th, args[0]);
        stop = start ? as_index(th, args[1]) : RG_ERROR;
        if (!stop) return RG_ERROR;
        if (nargs == 3 && !(step = as_index(th, args[2]))) return RG_ERROR;
        if (step == rg_from_int(0)) return rg_raise(th, RG_EXC_ValueError, "range() arg 3 must not be zero");
    }
    return rg_range_new(th, start, stop, step);
}

static void range_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((RgRange *)cell)->start, 4);
}

static RgValue range_repr(RgThread *th, RgValue self)
{
    RgRange *r = RG_RANGE(self);
    if (r->step == rg_from_int(1)) return rg_from_ptr(rg_format(th, "range(%R, %R)", r->start, r->stop));
    return rg_from_ptr(rg_format(th, "range(%R, %R, %R)", r->start, r->stop, r->step));
}

static bool same(RgValue a, RgValue b)
{
    return a == b || rg_int_compare(a, b) == 0;
}

static RgValue range_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!rg_is_kind(a, RG_KIND_range) || !rg_is_kind(b, RG_KIND_range) || (op != RG_EQ && op != RG_NE)) return RG_NOT_IMPLEMENTED;
    RgRange *x = RG_RANGE(a), *y = RG_RANGE(b);
    bool equal = same(x->length, y->length);
    if (equal && x->length != rg_from_int(0))
        equal = same(x->start, y->start) && (x->length == rg_from_int(1) || same(x->step, y->step));
    return rg_from_bool(equal == (op == RG_EQ));
}

static bool range_hash(RgThread *th, RgValue self, int64_t *out)
{
    RgRange *r = RG_RANGE(self);
    bool empty = r->length == rg_from_int(0), one = r->length == rg_from_int(1);
    RgTuple *t = rg_tuple_pack(th, 3, r->length, empty ? RG_NONE : r->start, empty || one ? RG_NONE : r->step);
    return t && rg_hash(th, rg_from_ptr(t), out);
}

static RgValue range_iter(RgThread *th, RgValue self)
{
    RgRange *r = RG_RANGE(self);
    if (rg_is_int(r->start) && rg_is_int(r->stop) && rg_is_int(r->step) && rg_is_int(r->length)) {
        RgRangeIter *it = rg_object_make(th, RG_KIND_range_iterator, sizeof *it);
        if (!it) return RG_ERROR;
        it->next = rg_as_int(r->start);
        it->step = rg_as_int(r->step);
        it->left = rg_as_int(r->length);
        return rg_from_ptr(it);
    }
    RgLongRangeIter *it = rg_object_new(th, RG_KIND_longrange_iterator, sizeof *it);
    if (!it) return RG_ERROR;
    it->next = r->start;
    it->step = r->step;
    it->left = r->length;
    return rg_from_ptr(it);
}

RgValue rg_range_iter_direct(RgThread *th, const RgValue *args, size_t nargs, bool small)
{
    for (size_t i = 0; i < nargs; i++)
        if (!rg_is_int(args[i])) return RG_UNBOUND;
    int64_t start = nargs > 1 ? rg_as_int(args[0]) : 0, stop = rg_as_int(args[nargs > 1]);
    int64_t step = nargs > 2 ? rg_as_int(args[2]) : 1, n = 0;
    if (step == 0) return RG_UNBOUND;
    if (step > 0 && start < stop) n = step == 1 ? stop - start : (stop - start - 1) / step + 1;
    if (step < 0 && start > stop) n = (start - stop - 1) / -step + 1;
    if (small && step == 1 && start >= -RG_SMALL_RANGE_HALF && start + n < RG_SMALL_RANGE_HALF)
        return RG_SMALL_RANGE_TAG << 48 | (uint64_t)(start + RG_SMALL_RANGE_HALF) << 24 | (uint64_t)n;
    if (!rg_fits_int(n)) return RG_UNBOUND;
    RgRangeIter *it = rg_object_make(th, RG_KIND_range_iterator, sizeof *it);
    if (!it) return RG_ERROR;
    it->next = start;
    it->step = step;
    it->left = n;
    return rg_from_ptr(it);
}

static RgValue item_at(RgThread *th, RgRange *r, RgValue i)
{
    RgValue offset = rg_int_mul(th, i, r->step);
    return offset ? rg_int_add(th, r->start, offset) : RG_ERROR;
}

static RgValue range_reversed(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgRange *r = RG_RANGE(self);
    RgValue last = rg_int_sub(th, r->length, rg_from_int(1)), step = rg_int_neg(th, r->step);
    if (!last || !step) return RG_ERROR;
    last = item_at(th, r, last);
    RgValue stop = last ? rg_int_sub(th, r->start, r->step) : RG_ERROR;
    RgValue back = stop ? rg_range_new(th, last, stop, step) : RG_ERROR;
    return back ? range_iter(th, back) : RG_ERROR;
}

static int64_t range_len(RgThread *th, RgValue self)
{
    int64_t n;
    if (rg_int_as_i64(RG_RANGE(self)->length, &n)) return n;
    rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C ssize_t");
    return -1;
}

/* The slice's bound clipped to [low, high] as PySlice does, for any size of integer. */
static RgValue bound(RgThread *th, RgValue v, RgValue otherwise, RgValue length, RgValue low, RgValue high)
{
    if (v == RG_NONE) return otherwise;
    if (!rg_is_integer(v) && !rg_type_of(th->rt, v)->slots.index)
        return rg_raise(th, RG_EXC_TypeError, "slice indices must be integers or None or have an __index__ method");
    v = as_index(th, v);
    if (v && rg_int_sign(v) < 0) v = rg_int_add(th, v, length);
    if (!v) return RG_ERROR;
    if (rg_int_compare(v, low) < 0) return low;
    return rg_int_compare(v, high) > 0 ? high : v;
}

static RgValue range_slice(RgThread *th, RgRange *r, RgSlice *s)
{
    RgValue step = rg_from_int(1);
    if (s->step != RG_NONE) {
        if (!rg_is_integer(s->step) && !rg_type_of(th->rt, s->step)->slots.index)
            return rg_raise(th, RG_EXC_TypeError, "slice indices must be integers or None or have an __index__ method");
        step = as_index(th, s->step);
        if (!step) return RG_ERROR;
        if (step == rg_from_int(0)) return rg_raise(th, RG_EXC_ValueError, "slice step cannot be zero");
    }
    bool down = rg_int_sign(step) < 0;
    RgValue low = rg_from_int(down ? -1 : 0), high = down ? rg_int_sub(th, r->length, rg_from_int(1)) : r->length;
    if (!high) return RG_ERROR;
    RgValue from = bound(th, s->start, down ? high : low, r->length, low, high);
    RgValue to = from ? bound(th, s->stop, down ? low : high, r->length, low, high) : RG_ERROR;
    RgValue start = to ? item_at(th, r, from) : RG_ERROR, stop = start ? item_at(th, r, to) : RG_ERROR;
    RgValue by = stop ? rg_int_mul(th, r->step, step) : RG_ERROR;
    return by ? rg_range_new(th, start, stop, by) : RG_ERROR;
}

static RgValue range_getitem(RgThread *th, RgValue self, RgValue key)
{
    RgRange *r = RG_RANGE(self);
    if (rg_is_kind(key, RG_KIND_slice)) return range_slice(th, r, RG_AS(RgSlice, key));
    if (!rg_is_integer(key) && !rg_type_of(th->rt, key)->slots.index)
        return rg_raise(th, RG_EXC_TypeError, "range indices must be integers or slices, not %T", key);
    RgValue i = as_index(th, key);
    if (i && rg_int_sign(i) < 0) i = rg_int_add(th, i, r->length);
    if (!i) return RG_ERROR;
    if (rg_int_sign(i) < 0 || rg_int_compare(i, r->length) >= 0)
        return rg_raise(th, RG_EXC_IndexError, "range object index out of range");
    return item_at(th, r, i);
}

/* Position of an integer in the range: 1 found, 0 absent, -1 raised. */
static int find(RgThread *th, RgRange *r, RgValue v, RgValue *index)
{
    bool down = rg_int_sign(r->step) < 0;
    if (down ? rg_int_compare(v, r->start) > 0 || rg_int_compare(v, r->stop) <= 0
             : rg_int_compare(v, r->start) < 0 || rg_int_compare(v, r->stop) >= 0)
        return 0;
    RgValue offset = rg_int_sub(th, v, r->start), rest;
    if (!offset || !rg_int_divmod(th, offset, r->step, index, &rest)) return -1;
    return rg_int_sign(rest) == 0;
}

static bool exact_int(RgValue v)
{
    return rg_is_int(v) || rg_is_bool(v) || rg_is_exact(v, RG_KIND_int);
}

static int search(RgThread *th, RgValue self, RgValue v, int64_t *index, int64_t *count)
{
    RgValue it = range_iter(th, self);
    *count = 0;
    if (!it) return -1;
    for (int64_t i = 0;; i++) {
        RgValue each = rg_iter_next(th, it);
        if (each == RG_STOP) return *count > 0;
        int equal = each ? rg_compare_bool(th, each, v, RG_EQ) : -1;
        if (equal < 0) return -1;
        if (equal && (*count)++ == 0) {
            *index = i;
            if (index != count) return 1;
        }
    }
}

static int range_contains(RgThread *th, RgValue self, RgValue v)
{
    RgValue index;
    int64_t at, count;
    return exact_int(v) ? find(th, RG_RANGE(self), v, &index) : search(th, self, v, &at, &count);
}

static RgValue range_index(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue index = 0;
    int64_t at = 0, count;
    int found = exact_int(args[0]) ? find(th, RG_RANGE(self), args[0], &index) : search(th, self, args[0], &at, &count);
    if (found < 0) return RG_ERROR;
    if (found) return index ? index : rg_int_from_i64(th, at);
    if (exact_int(args[0])) return rg_raise(th, RG_EXC_ValueError, "%R is not in range", args[0]);
    return rg_raise(th, RG_EXC_ValueError, "sequence.index(x): x not in sequence");
}

static RgValue range_count(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue index;
    if (exact_int(args[0])) {
        int found = find(th, RG_RANGE(self), args[0], &index);
        return found < 0 ? RG_ERROR : rg_from_int(found);
    }
    int64_t n = 0;
    RgValue it = range_iter(th, self);
    if (!it) return RG_ERROR;
    for (;;) {
        RgValue each = rg_iter_next(th, it);
        if (each == RG_STOP) return rg_int_from_i64(th, n);
        int equal = each ? rg_compare_bool(th, each, args[0], RG_EQ) : -1;
        if (equal < 0) return RG_ERROR;
        n += equal;
    }
}

static RgValue range_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgRange *r = RG_RANGE(self);
    RgTuple *parts = rg_tuple_pack(th, 3, r->start, r->stop, r->step);
    return parts ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(RG_TYPE(th, range)), rg_from_ptr(parts))) : RG_ERROR;
}

static int range_truth(RgThread *th, RgValue self)
{
    return RG_RANGE(self)->length != rg_from_int(0);
}

static RgValue get_start(RgThread *th, RgValue self) { return RG_RANGE(self)->start; }
static RgValue get_stop(RgThread *th, RgValue self) { return RG_RANGE(self)->stop; }
static RgValue get_step(RgThread *th, RgValue self) { return RG_RANGE(self)->step; }

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
    RG_METHOD_F("__reversed__", "($self, /)", "An iterator from the last item to the first.", range_reversed, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reduce__", "($self, /)", NULL, range_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("count", "($self, value, /)", "How often value occurs.", range_count, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("index", "($self, value, /)", "Position of value; ValueError when it does not occur.", range_index, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_range = {
    .doc = "Immutable sequence of integers: range(stop), range(start, stop) or range(start, stop, step).",
    .flags = RG_TF_SEQUENCE,
    .basicsize = sizeof(RgRange),
    .cell = {"range", range_trace, NULL},
    .slots = {.repr = range_repr, .hash = range_hash, .compare = range_compare, .iter = range_iter, .new_ = range_new,
              .len = range_len, .getitem = range_getitem, .contains = range_contains, .truth = range_truth},
    .methods = methods,
    .getset = getset,
    .members = members,
};

/* ---- iterators ---- */

static RgValue iter_next(RgThread *th, RgValue self)
{
    RgRangeIter *it = RG_AS(RgRangeIter, self);
    if (it->left <= 0) return RG_STOP;
    RgValue v = rg_from_int(it->next);
    it->next += it->step;
    it->left--;
    return v;
}

static RgValue iter_length_hint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_from_int(RG_AS(RgRangeIter, self)->left);
}

static RgValue iter_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgRangeIter *it = RG_AS(RgRangeIter, self);
    RgValue stop = rg_int_from_i64(th, it->next + it->step * it->left);
    RgValue range = stop ? rg_range_new(th, rg_int_from_i64(th, it->next), stop, rg_from_int(it->step)) : RG_ERROR;
    RgValue iter = range ? rg_dict_get_cstr(th, th->rt->builtins, "iter") : RG_ERROR;
    RgTuple *call = iter ? rg_tuple_pack(th, 1, range) : NULL;
    return call ? rg_from_ptr(rg_tuple_pack(th, 3, iter, rg_from_ptr(call), rg_from_int(0))) : RG_ERROR;
}

static RgValue iter_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgRangeIter *it = RG_AS(RgRangeIter, self);
    int64_t n;
    if (!rg_number_as_i64(th, args[0], &n)) return RG_ERROR;
    n = RG_MIN(RG_MAX(n, 0), it->left);
    it->next += n * it->step;
    it->left -= n;
    return RG_NONE;
}

static const RgMethodDef iter_methods[] = {
    RG_METHOD("__length_hint__", "($self, /)", NULL, iter_length_hint),
    RG_METHOD("__reduce__", "($self, /)", NULL, iter_reduce),
    RG_METHOD("__setstate__", "($self, state, /)", NULL, iter_setstate),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_range_iterator = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgRangeIter),
    .cell = {"range_iterator", NULL, NULL},
    .slots = {.iter = rg_iter_self, .next = iter_next},
    .methods = iter_methods,
};

static void long_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((RgLongRangeIter *)cell)->next, 3);
}

static RgValue long_next(RgThread *th, RgValue self)
{
    RgLongRangeIter *it = RG_AS(RgLongRangeIter, self);
    if (it->left == rg_from_int(0)) return RG_STOP;
    RgValue v = it->next, after = rg_int_add(th, v, it->step), left = rg_int_sub(th, it->left, rg_from_int(1));
    if (!after || !left) return RG_ERROR;
    rg_gc_store(it, &it->next, after);
    rg_gc_store(it, &it->left, left);
    return v;
}

static RgValue long_length_hint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return RG_AS(RgLongRangeIter, self)->left;
}

static RgValue long_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgLongRangeIter *it = RG_AS(RgLongRangeIter, self);
    RgValue length = rg_int_mul(th, it->left, it->step), stop = length ? rg_int_add(th, it->next, length) : RG_ERROR;
    RgValue range = stop ? rg_range_new(th, it->next, stop, it->step) : RG_ERROR;
    RgValue iter = range ? rg_dict_get_cstr(th, th->rt->builtins, "iter") : RG_ERROR;
    RgTuple *call = iter ? rg_tuple_pack(th, 1, range) : NULL;
    return call ? rg_from_ptr(rg_tuple_pack(th, 3, iter, rg_from_ptr(call), rg_from_int(0))) : RG_ERROR;
}

static RgValue long_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgLongRangeIter *it = RG_AS(RgLongRangeIter, self);
    if (!rg_is_integer(args[0])) return rg_raise(th, RG_EXC_TypeError, "state must be an int, not %T", args[0]);
    RgValue n = rg_int_sign(args[0]) < 0 ? rg_from_int(0) : args[0];
    RgValue after = rg_int_sub(th, it->left, n);
    if (!after) return RG_ERROR;
    if (rg_int_sign(after) < 0) {
        n = it->left;
        after = rg_from_int(0);
    }
    RgValue offset = rg_int_mul(th, n, it->step), next = offset ? rg_int_add(th, it->next, offset) : RG_ERROR;
    if (!next) return RG_ERROR;
    rg_gc_store(it, &it->next, next);
    rg_gc_store(it, &it->left, after);
    return RG_NONE;
}

static const RgMethodDef long_methods[] = {
    RG_METHOD_F("__length_hint__", "($self, /)", NULL, long_length_hint, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reduce__", "($self, /)", NULL, long_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__setstate__", "($self, state, /)", NULL, long_setstate, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_longrange_iterator = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgLongRangeIter),
    .cell = {"longrange_iterator", long_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = long_next},
    .methods = long_methods,
};
