/* SPDX-License-Identifier: MIT
 *
 * list_type.c: what Python sees of list and its iterators.
 */
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/type/repr.h"

#define VIEW(L) ((RgItemsView){&(L)->items, &(L)->length})

static void list_trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((RgList *)cell)->array);
}

static RgValue list_repr(RgThread *th, RgValue self)
{
    RgList *l = RG_LIST(self);
    if (l->length == 0) return rg_from_ptr(rg_str_from_cstr(th, "[]"));
    RgReprEntry entry;
    if (!rg_repr_enter(th, &entry, self)) return rg_from_ptr(rg_str_from_cstr(th, "[...]"));
    RgStrBuilder b;
    rg_builder_init(&b, th, l->length * 3);
    rg_builder_char(&b, '[');
    bool ok = true;
    for (int64_t i = 0; ok && i < l->length; i++) {
        if (i) rg_builder_cstr(&b, ", ");
        ok = rg_repr_add(&b, th, l->items[i]);
    }
    rg_repr_leave(th, &entry);
    if (!ok) return RG_ERROR;
    rg_builder_char(&b, ']');
    return rg_from_ptr(rg_builder_finish(&b));
}

static RgValue list_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!rg_is_list(a) || !rg_is_list(b)) return RG_NOT_IMPLEMENTED;
    if ((op == RG_EQ || op == RG_NE) && RG_LIST(a)->length != RG_LIST(b)->length) return rg_from_bool(op == RG_NE);
    if (!rg_recursion_enter(th, " in comparison")) return RG_ERROR;
    RgValue r = rg_items_compare(th, VIEW(RG_LIST(a)), VIEW(RG_LIST(b)), op);
    rg_recursion_leave(th);
    return r;
}

static RgValue list_iter(RgThread *th, RgValue self)
{
    return rg_seq_iter_new(th, RG_KIND_list_iterator, self);
}

static RgValue list_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return rg_from_ptr(rg_object_new_of(th, type, 0));
}

static bool list_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgList *l = RG_LIST(self);
    if ((l->head.exact || rg_type_of(th->rt, self)->slots.new_ == list_new) && !rg_args_no_kw(th, "list", kwnames)) return false;
    if (!rg_args_count(th, "list", nargs, 0, 1)) return false;
    if (l->length) rg_list_clear(l);
    return !nargs || rg_list_extend(th, l, args[0]);
}

static int64_t list_len(RgThread *th, RgValue self)
{
    return RG_LIST(self)->length;
}

static RgValue list_getitem(RgThread *th, RgValue self, RgValue key)
{
    RgList *l = RG_LIST(self);
    int64_t i, start, stop, step;
    if (!rg_is_kind(key, RG_KIND_slice)) {
        if (!rg_items_subscript(th, key, l->length, "list index", "list indices must be integers or slices, not %T", &i))
            return RG_ERROR;
        return l->items[i];
    }
    if (!rg_slice_unpack(th, key, &start, &stop, &step)) return RG_ERROR;
    int64_t count = rg_slice_adjust(l->length, &start, &stop, step);
    if (step == 1) return rg_from_ptr(rg_list_slice(th, l, start, start + count));
    RgList *r = rg_list_new(th, count);
    if (!r) return RG_ERROR;
    for (i = 0; i < count; i++) r->items[i] = l->items[start + i * step];
    r->length = count;
    return rg_from_ptr(r);
}

static bool delete_slice(RgThread *th, RgList *l, int64_t start, int64_t step, int64_t count)
{
    if (count <= 0) return true;
    if (step < 0) {
        start += step * (count - 1);
        step = -step;
    }
    if (step == 1) return rg_list_delete(th, l, start, start + count);
    int64_t to = start;
    for (int64_t i = 0; i < count; i++) {
        int64_t from = start + i * step + 1, end = i + 1 < count ? start + (i + 1) * step : l->length;
        memmove(l->items + to, l->items + from, (size_t)(end - from) * sizeof(RgValue));
        to += end - from;
    }
    return rg_list_resize(th, l, to);
}

static bool assign_slice(RgThread *th, RgList *l, RgValue slice, RgValue value)
{
    int64_t start, stop, step;
    if (!rg_slice_unpack(th, slice, &start, &stop, &step)) return false;
    if (value == RG_UNBOUND) {
        int64_t n = rg_slice_adjust(l->length, &start, &stop, step);
        return delete_slice(th, l, start, step, n);
    }
    const RgValue *from;
    int64_t n;
    if (rg_is_exact(value, RG_KIND_tuple)) {
        from = RG_TUPLE(value)->items;
        n = (int64_t)rg_tuple_len(RG_TUPLE(value));
    } else {
        RgList *source = rg_is_list(value) && RG_LIST(value) != l ? RG_LIST(value) : rg_to_list_fast(th, value);
        if (!source) {
            if (rg_raised_is(th, RG_EXC_TypeError) && !rg_type_of(th->rt, value)->slots.iter && !rg_is_sequence(th, value)) {
                rg_exception_clear(th);
                rg_raise(th, RG_EXC_TypeError,
                         step == 1 ? "can only assign an iterable" : "must assign iterable to extended slice");
            }
            return false;
        }
        from = source->items;
        n = source->length;
    }
    int64_t count = rg_slice_adjust(l->length, &start, &stop, step);
    if (step == 1) {
        int64_t tail = l->length - start - count, length = l->length;
        if (n > count) {
            if (!rg_list_resize(th, l, length + n - count)) return false;
            memmove(l->items + start + n, l->items + start + count, (size_t)tail * sizeof(RgValue));
        } else if (n < count) {
            memmove(l->items + start + n, l->items + start + count, (size_t)tail * sizeof(RgValue));
            if (n) memcpy(l->items + start, from, (size_t)n * sizeof(RgValue));
            if (n) rg_gc_written(l->array);
            return rg_list_resize(th, l, length + n - count);
        }
        if (n) memcpy(l->items + start, from, (size_t)n * sizeof(RgValue));
        if (n) rg_gc_written(l->array);
        return true;
    }
    if (n != count) {
        rg_raise(th, RG_EXC_ValueError, "attempt to assign sequence of size %lld to extended slice of size %lld", (long long)n,
                 (long long)count);
        return false;
    }
    for (int64_t i = 0; i < n; i++) rg_gc_store(l->array, &l->items[start + i * step], from[i]);
    return true;
}

static bool list_setitem(RgThread *th, RgValue self, RgValue key, RgValue value)
{
    RgList *l = RG_LIST(self);
    if (rg_is_kind(key, RG_KIND_slice)) return assign_slice(th, l, key, value);
    int64_t i;
    if (!rg_items_subscript(th, key, l->length, "list assignment index", "list indices must be integers or slices, not %T", &i))
        return false;
    if (value == RG_UNBOUND) return rg_list_delete(th, l, i, i + 1);
    rg_gc_store(l->array, &l->items[i], value);
    return true;
}

static int list_contains(RgThread *th, RgValue self, RgValue item)
{
    return rg_items_contain(th, VIEW(RG_LIST(self)), item);
}

static RgValue list_add(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_list(a) || !rg_is_list(b)) return RG_NOT_IMPLEMENTED;
    RgList *x = RG_LIST(a), *y = RG_LIST(b), *r = rg_list_new(th, x->length + y->length);
    if (!r) return RG_ERROR;
    if (x->length) memcpy(r->items, x->items, (size_t)x->length * sizeof(RgValue));
    if (y->length) memcpy(r->items + x->length, y->items, (size_t)y->length * sizeof(RgValue));
    r->length = x->length + y->length;
    return rg_from_ptr(r);
}

/* Appends times - 1 copies of the first n items. */
static bool repeat(RgThread *th, RgList *l, const RgValue *items, int64_t n, int64_t times)
{
    if (n == 0) return true;
    if (times > INT64_MAX / 16 / n) {
        rg_raise_memory(th);
        return false;
    }
    int64_t total = n * times, done = l->length;
    if (!rg_list_reserve(th, l, total)) return false;
    if (done == 0) {
        memcpy(l->items, items, (size_t)n * sizeof(RgValue));
        done = n;
    }
    while (done < total) {
        int64_t step = RG_MIN(done, total - done);
        memcpy(l->items + done, l->items, (size_t)step * sizeof(RgValue));
        done += step;
    }
    l->length = total;
    return true;
}

static RgValue list_mul(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_list(a)) {
        RgValue t = a;
        a = b;
        b = t;
    }
    int64_t times;
    int ok = rg_is_list(a) ? rg_repeat_count(th, b, &times) : 0;
    if (ok <= 0) return ok ? RG_ERROR : RG_NOT_IMPLEMENTED;
    RgList *l = RG_LIST(a), *r = rg_list_new(th, 0);
    if (!r || (times && !repeat(th, r, l->items, l->length, times))) return RG_ERROR;
    return rg_from_ptr(r);
}

static RgValue list_iadd(RgThread *th, RgValue self, RgValue other)
{
    return rg_list_extend(th, RG_LIST(self), other) ? self : RG_ERROR;
}

static RgValue list_imul(RgThread *th, RgValue self, RgValue n)
{
    int64_t times;
    int ok = rg_repeat_count(th, n, &times);
    if (ok <= 0) return ok ? RG_ERROR : RG_NOT_IMPLEMENTED;
    RgList *l = RG_LIST(self);
    if (times == 0) {
        rg_list_clear(l);
    } else if (!repeat(th, l, l->items, l->length, times)) {
        return RG_ERROR;
    }
    return self;
}

/* ---- methods ---- */

static RgValue list_append(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_list_append(th, RG_LIST(self), args[0]) ? RG_NONE : RG_ERROR;
}

static RgValue list_extend(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_list_extend(th, RG_LIST(self), args[0]) ? RG_NONE : RG_ERROR;
}

static RgValue list_insert(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t at;
    if (!rg_number_as_index(th, args[0], &at, RG_EXC_OverflowError)) return RG_ERROR;
    return rg_list_insert(th, RG_LIST(self), at, args[1]) ? RG_NONE : RG_ERROR;
}

static RgValue list_pop(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgList *l = RG_LIST(self);
    int64_t i = -1;
    if (args[0] != RG_UNBOUND && !rg_number_as_index(th, args[0], &i, RG_EXC_OverflowError)) return RG_ERROR;
    if (l->length == 0) return rg_raise(th, RG_EXC_IndexError, "pop from empty list");
    if (i < 0) i += l->length;
    if (i < 0 || i >= l->length) return rg_raise(th, RG_EXC_IndexError, "pop index out of range");
    RgValue v = l->items[i];
    if (i == l->length - 1 && (l->length > l->cap / 4 || l->cap <= 64)) {
        l->items[i] = 0;
        l->length = i;
        return v;
    }
    return rg_list_delete(th, l, i, i + 1) ? v : RG_ERROR;
}

static RgValue list_remove(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgList *l = RG_LIST(self);
    for (int64_t i = 0; i < l->length; i++) {
        int equal = rg_compare_bool(th, l->items[i], args[0], RG_EQ);
        if (equal < 0) return RG_ERROR;
        if (!equal) continue;
        if (i < l->length && !rg_list_delete(th, l, i, i + 1)) return RG_ERROR;
        return RG_NONE;
    }
    return rg_raise(th, RG_EXC_ValueError, "list.remove(x): x not in list");
}

static RgValue list_index(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t i = rg_items_index(th, VIEW(RG_LIST(self)), args);
    if (i == -1) return rg_raise(th, RG_EXC_ValueError, "%R is not in list", args[0]);
    return i < 0 ? RG_ERROR : rg_from_int(i);
}

static RgValue list_count(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_items_count(th, VIEW(RG_LIST(self)), args[0]);
}

static RgValue list_reverse(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    rg_list_reverse(RG_LIST(self));
    return RG_NONE;
}

static RgValue list_clear(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    rg_list_clear(RG_LIST(self));
    return RG_NONE;
}

static RgValue list_copy(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgList *l = RG_LIST(self);
    return rg_from_ptr(rg_list_slice(th, l, 0, l->length));
}

static RgValue list_sort(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    bool reverse = false;
    if (args[1] != RG_UNBOUND) {
        int64_t i;
        if (rg_is_bool(args[1])) reverse = args[1] == RG_TRUE;
        else if (!rg_is_integer(args[1])) return rg_raise(th, RG_EXC_TypeError, "'%T' object cannot be interpreted as an integer", args[1]);
        else if (!rg_number_as_index(th, args[1], &i, RG_EXC_OverflowError)) return RG_ERROR;
        else reverse = i != 0;
    }
    return rg_list_sort(th, RG_LIST(self), args[0] == RG_UNBOUND ? RG_NONE : args[0], reverse) ? RG_NONE : RG_ERROR;
}

static RgValue list_reversed(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue it = rg_seq_iter_new(th, RG_KIND_list_reverseiterator, self);
    if (it) RG_AS(RgSeqIter, it)->index = RG_LIST(self)->length - 1;
    return it;
}

static RgValue list_sizeof(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_from_int((int64_t)sizeof(RgList) + RG_LIST(self)->cap * 8);
}

static const RgMethodDef methods[] = {
    RG_METHOD("append", "($self, object, /)", "Adds object at the end.", list_append),
    RG_METHOD("extend", "($self, iterable, /)", "Adds all items of iterable at the end.", list_extend),
    RG_METHOD("insert", "($self, index, object, /)", "Puts object before index.", list_insert),
    RG_METHOD("pop", "($self, index=-1, /)", "Removes the item at index and returns it.", list_pop),
    RG_METHOD("remove", "($self, value, /)", "Removes the first item equal to value; ValueError when there is none.", list_remove),
    RG_METHOD("index", "($self, value, start=0, stop=sys.maxsize, /)",
              "Index of the first item equal to value; ValueError when there is none.", list_index),
    RG_METHOD("count", "($self, value, /)", "Number of items equal to value.", list_count),
    RG_METHOD("reverse", "($self, /)", "Turns the list around in place.", list_reverse),
    RG_METHOD("clear", "($self, /)", "Removes all items.", list_clear),
    RG_METHOD("copy", "($self, /)", "A new list with the same items.", list_copy),
    RG_METHOD("sort", "($self, /, *, key=None, reverse=False)", "Sorts in place; equal items keep their order.", list_sort),
    RG_METHOD("__reversed__", "($self, /)", "An iterator from the end to the beginning.", list_reversed),
    RG_METHOD("__sizeof__", "($self, /)", "Size in memory, in bytes.", list_sizeof),
    RG_METHOD_CLASS_GETITEM,
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_list = {
    .doc = "Mutable sequence; list(iterable) takes its items from iterable.",
    .signature = "(iterable=(), /)",
    .flags = RG_TF_BASETYPE | RG_TF_SEQUENCE,
    .basicsize = sizeof(RgList),
    .cell = {"list", list_trace, NULL},
    .slots = {.repr = list_repr, .hash = rg_hash_unhashable, .compare = list_compare, .iter = list_iter, .new_ = list_new,
              .init = list_init, .len = list_len, .getitem = list_getitem, .setitem = list_setitem, .contains = list_contains,
              .add = list_add, .mul = list_mul, .iadd = list_iadd, .imul = list_imul},
    .methods = methods,
};

/* ---- iterators ---- */

static RgValue iter_next(RgThread *th, RgValue self)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    if (it->seq == RG_NONE) return RG_STOP;
    RgList *l = RG_LIST(it->seq);
    if (it->index < l->length) return l->items[it->index++];
    rg_gc_store(it, &it->seq, RG_NONE);
    return RG_STOP;
}

static RgValue iter_length_hint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    return rg_from_int(it->seq == RG_NONE ? 0 : RG_MAX(RG_LIST(it->seq)->length - it->index, 0));
}

static RgValue reverse_next(RgThread *th, RgValue self)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    if (it->seq == RG_NONE) return RG_STOP;
    RgList *l = RG_LIST(it->seq);
    if (it->index >= 0 && it->index < l->length) return l->items[it->index--];
    it->index = -1;
    rg_gc_store(it, &it->seq, RG_NONE);
    return RG_STOP;
}

static RgValue reverse_length_hint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    bool over = it->seq == RG_NONE || RG_LIST(it->seq)->length < it->index + 1;
    return rg_from_int(over ? 0 : it->index + 1);
}

static const RgMethodDef iter_methods[] = {
    RG_METHOD("__length_hint__", "($self, /)", NULL, iter_length_hint),
    RG_METHOD("__reduce__", "($self, /)", NULL, rg_seq_iter_reduce),
    RG_METHOD("__setstate__", "($self, state, /)", NULL, rg_seq_iter_setstate),
    RG_METHOD_END,
};

static const RgMethodDef reverse_methods[] = {
    RG_METHOD("__length_hint__", "($self, /)", NULL, reverse_length_hint),
    RG_METHOD("__reduce__", "($self, /)", NULL, rg_seq_iter_reduce),
    RG_METHOD("__setstate__", "($self, state, /)", NULL, rg_seq_iter_setstate),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_list_iterator = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgSeqIter),
    .cell = {"list_iterator", rg_seq_iter_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = iter_next},
    .methods = iter_methods,
};

const RgTypeSpec rg_spec_list_reverseiterator = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgSeqIter),
    .cell = {"list_reverseiterator", rg_seq_iter_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = reverse_next},
    .methods = reverse_methods,
};
#undef VIEW
