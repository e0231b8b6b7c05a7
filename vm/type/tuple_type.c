/* SPDX-License-Identifier: MIT
 *
 * tuple_type.c: what Python sees of tuple.
 */
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/iter.h"
#include "vm/type/repr.h"

static void tuple_trace(RgMarker *marker, void *cell)
{
    RgTuple *t = cell;
    rg_mark_values(marker, t->items, rg_tuple_len(t));
}

/* The items of a tuple as a view that cannot change. */
#define VIEW(NAME, T)                                  \
    RgValue *NAME##_items = (T)->items;                \
    int64_t NAME##_length = (int64_t)rg_tuple_len(T);  \
    RgItemsView NAME = {&NAME##_items, &NAME##_length}

static RgValue tuple_repr(RgThread *th, RgValue self)
{
    RgTuple *t = RG_TUPLE(self);
    size_t n = rg_tuple_len(t);
    if (n == 0) return rg_from_ptr(rg_str_from_cstr(th, "()"));
    RgReprEntry entry;
    if (!rg_repr_enter(th, &entry, self)) return rg_from_ptr(rg_str_from_cstr(th, "(...)"));
    RgStrBuilder b;
    rg_builder_init(&b, th, (int64_t)n * 3);
    rg_builder_char(&b, '(');
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        if (i) rg_builder_cstr(&b, ", ");
        ok = rg_repr_add(&b, th, t->items[i]);
    }
    rg_repr_leave(th, &entry);
    if (!ok) return RG_ERROR;
    rg_builder_cstr(&b, n == 1 ? ",)" : ")");
    return rg_from_ptr(rg_builder_finish(&b));
}

/* CPython's: a 64-bit xxHash over the items' hashes, so that sets of tuples iterate alike. */
static bool tuple_hash(RgThread *th, RgValue self, int64_t *out)
{
    const uint64_t p1 = 11400714785074694791ull, p2 = 14029467366897019727ull, p5 = 2870177450012600261ull;
    RgTuple *t = RG_TUPLE(self);
    size_t n = rg_tuple_len(t);
    uint64_t acc = p5;
    for (size_t i = 0; i < n; i++) {
        int64_t lane;
        if (!rg_hash_key(th, t->items[i], &lane)) return false;
        acc += (uint64_t)lane * p2;
        acc = acc << 31 | acc >> 33;
        acc *= p1;
    }
    acc += n ^ (p5 ^ 3527539ull);
    *out = acc == UINT64_MAX ? 1546275796 : (int64_t)acc;
    return true;
}

static RgValue tuple_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!rg_is_tuple(a) || !rg_is_tuple(b)) return RG_NOT_IMPLEMENTED;
    if (!rg_recursion_enter(th, " in comparison")) return RG_ERROR;
    VIEW(x, RG_TUPLE(a));
    VIEW(y, RG_TUPLE(b));
    RgValue r = rg_items_compare(th, x, y, op);
    rg_recursion_leave(th);
    return r;
}

static RgValue tuple_iter(RgThread *th, RgValue self)
{
    return rg_seq_iter_new(th, RG_KIND_tuple_iterator, self);
}

static RgValue tuple_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgType *exact = RG_TYPE(th, tuple);
    if (!rg_args_no_kw_new(th, "tuple", type, kwnames)) return RG_ERROR;
    if (!rg_args_count(th, "tuple", nargs, 0, 1)) return RG_ERROR;
    RgTuple *t = nargs ? rg_to_tuple(th, args[0]) : rg_tuple_new(th, 0);
    if (!t || type == exact) return rg_from_ptr(t);
    size_t n = rg_tuple_len(t);
    RgTuple *own = rg_object_new_of(th, type, n * sizeof(RgValue));
    if (!own) return RG_ERROR;
    own->head.aux = (uint32_t)n;
    if (n) memcpy(own->items, t->items, n * sizeof(RgValue));
    return rg_from_ptr(own);
}

static int64_t tuple_len(RgThread *th, RgValue self)
{
    return (int64_t)rg_tuple_len(RG_TUPLE(self));
}

static RgValue tuple_getitem(RgThread *th, RgValue self, RgValue key)
{
    RgTuple *t = RG_TUPLE(self);
    int64_t n = (int64_t)rg_tuple_len(t), i;
    if (!rg_is_kind(key, RG_KIND_slice)) {
        if (!rg_items_subscript(th, key, n, "tuple index", "tuple indices must be integers or slices, not %T", &i)) return RG_ERROR;
        return t->items[i];
    }
    int64_t start, stop, step;
    if (!rg_slice_unpack(th, key, &start, &stop, &step)) return RG_ERROR;
    int64_t count = rg_slice_adjust(n, &start, &stop, step);
    if (count == 0) return rg_from_ptr(rg_tuple_new(th, 0));
    if (step == 1) return rg_from_ptr(rg_tuple_slice(th, t, (size_t)start, (size_t)(start + count)));
    RgTuple *r = rg_tuple_new(th, (size_t)count);
    if (!r) return RG_ERROR;
    for (i = 0; i < count; i++) r->items[i] = t->items[start + i * step];
    return rg_from_ptr(r);
}

static int tuple_contains(RgThread *th, RgValue self, RgValue item)
{
    VIEW(v, RG_TUPLE(self));
    return rg_items_contain(th, v, item);
}

static RgValue tuple_add(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_tuple(a) || !rg_is_tuple(b)) return RG_NOT_IMPLEMENTED;
    RgTuple *x = RG_TUPLE(a), *y = RG_TUPLE(b);
    size_t n = rg_tuple_len(x), m = rg_tuple_len(y);
    if (n == 0 && y->head.exact == RG_KIND_tuple) return b;
    if (m == 0 && x->head.exact == RG_KIND_tuple) return a;
    RgTuple *r = rg_tuple_new(th, n + m);
    if (!r) return RG_ERROR;
    memcpy(r->items, x->items, n * sizeof(RgValue));
    memcpy(r->items + n, y->items, m * sizeof(RgValue));
    return rg_from_ptr(r);
}

static RgValue tuple_mul(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_tuple(a)) {
        RgValue t = a;
        a = b;
        b = t;
    }
    int64_t times;
    int r = rg_is_tuple(a) ? rg_repeat_count(th, b, &times) : 0;
    if (r <= 0) return r ? RG_ERROR : RG_NOT_IMPLEMENTED;
    RgTuple *t = RG_TUPLE(a);
    size_t n = rg_tuple_len(t);
    if (n == 0 || times == 0) return rg_from_ptr(rg_tuple_new(th, 0));
    if (times == 1 && t->head.exact == RG_KIND_tuple) return a;
    if (times > (int64_t)(UINT32_MAX / n)) return rg_raise_memory(th);
    RgTuple *out = rg_tuple_new(th, n * (size_t)times);
    if (!out) return RG_ERROR;
    for (int64_t i = 0; i < times; i++) memcpy(out->items + (size_t)i * n, t->items, n * sizeof(RgValue));
    return rg_from_ptr(out);
}

static RgValue tuple_index(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    VIEW(v, RG_TUPLE(self));
    int64_t i = rg_items_index(th, v, args);
    if (i == -1) return rg_raise(th, RG_EXC_ValueError, "tuple.index(x): x not in tuple");
    return i < 0 ? RG_ERROR : rg_from_int(i);
}

static RgValue tuple_count(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    VIEW(v, RG_TUPLE(self));
    return rg_items_count(th, v, args[0]);
}

static RgValue tuple_getnewargs(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgTuple *t = RG_TUPLE(self), *copy = rg_tuple_from(th, t->items, rg_tuple_len(t));
    return copy ? rg_from_ptr(rg_tuple_pack(th, 1, rg_from_ptr(copy))) : RG_ERROR;
}

static const RgMethodDef methods[] = {
    RG_METHOD("__getnewargs__", "($self, /)", NULL, tuple_getnewargs),
    RG_METHOD("index", "($self, value, start=0, stop=sys.maxsize, /)",
              "Index of the first item equal to value; ValueError when there is none.", tuple_index),
    RG_METHOD("count", "($self, value, /)", "Number of items equal to value.", tuple_count),
    RG_METHOD_CLASS_GETITEM,
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_tuple = {
    .doc = "Immutable sequence; tuple(iterable) takes its items from iterable.",
    .signature = "(iterable=(), /)",
    .flags = RG_TF_BASETYPE | RG_TF_VAR | RG_TF_SEQUENCE,
    .basicsize = sizeof(RgTuple),
    .itemsize = sizeof(RgValue),
    .cell = {"tuple", tuple_trace, NULL},
    .slots = {.repr = tuple_repr, .hash = tuple_hash, .compare = tuple_compare, .iter = tuple_iter, .new_ = tuple_new,
              .len = tuple_len, .getitem = tuple_getitem, .contains = tuple_contains, .add = tuple_add, .mul = tuple_mul},
    .methods = methods,
};

/* ---- tuple_iterator ---- */

static RgValue iter_next(RgThread *th, RgValue self)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    if (it->seq == RG_NONE) return RG_STOP;
    RgTuple *t = RG_TUPLE(it->seq);
    if (it->index < (int64_t)rg_tuple_len(t)) return t->items[it->index++];
    rg_gc_store(it, &it->seq, RG_NONE);
    return RG_STOP;
}

static RgValue iter_length_hint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    return rg_from_int(it->seq == RG_NONE ? 0 : (int64_t)rg_tuple_len(RG_TUPLE(it->seq)) - it->index);
}

static const RgMethodDef iter_methods[] = {
    RG_METHOD("__length_hint__", "($self, /)", NULL, iter_length_hint),
    RG_METHOD("__reduce__", "($self, /)", NULL, rg_seq_iter_reduce),
    RG_METHOD("__setstate__", "($self, state, /)", NULL, rg_seq_iter_setstate),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_tuple_iterator = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgSeqIter),
    .cell = {"tuple_iterator", rg_seq_iter_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = iter_next},
    .methods = iter_methods,
};
#undef VIEW
