/* SPDX-License-Identifier: MIT
 *
 * iter_types.c: iterators over sequences and callables, and enumerate, zip, map, filter, reversed.
 */
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/iterfast.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"
#include "vm/type/repr.h"

/* ---- what sequence iterators share ---- */

void rg_seq_iter_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgSeqIter *)cell)->seq);
}

RgValue rg_seq_iter_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    bool reverse = it->head.kind == RG_KIND_list_reverseiterator || it->head.kind == RG_KIND_reversed;
    bool over = it->seq == RG_NONE;
    RgValue fn = rg_dict_get_cstr(th, th->rt->builtins, reverse && !over ? "reversed" : "iter");
    bool list = it->head.kind == RG_KIND_list_iterator || it->head.kind == RG_KIND_list_reverseiterator;
    RgValue none = !over ? it->seq : list ? rg_from_ptr(rg_list_new(th, 0)) : rg_from_ptr(rg_tuple_new(th, 0));
    RgTuple *call = fn && none ? rg_tuple_pack(th, 1, none) : NULL;
    if (!call) return RG_ERROR;
    if (over) return rg_from_ptr(rg_tuple_pack(th, 2, fn, rg_from_ptr(call)));
    return rg_from_ptr(rg_tuple_pack(th, 3, fn, rg_from_ptr(call), rg_int_from_i64(th, it->index)));
}

RgValue rg_seq_iter_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    int64_t i;
    if (!rg_number_as_i64(th, args[0], &i)) return RG_ERROR;
    if (it->seq == RG_NONE) return RG_NONE;
    bool reverse = it->head.kind == RG_KIND_list_reverseiterator || it->head.kind == RG_KIND_reversed;
    if (reverse) {
        int64_t n = rg_len(th, it->seq);
        if (n < 0) return RG_ERROR;
        it->index = RG_MIN(RG_MAX(i, -1), n - 1);
    } else {
        it->index = RG_MAX(i, 0);
    }
    return RG_NONE;
}

static RgValue seq_next(RgThread *th, RgValue self)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    if (it->seq == RG_NONE) return RG_STOP;
    RgValue v = rg_getitem(th, it->seq, rg_int_from_i64(th, it->index));
    if (v) {
        it->index++;
        return v;
    }
    if (!rg_raised_is(th, RG_EXC_IndexError) && !rg_raised_is(th, RG_EXC_StopIteration)) return RG_ERROR;
    rg_exception_clear(th);
    rg_gc_store(it, &it->seq, RG_NONE);
    return RG_STOP;
}

static RgValue seq_length_hint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    if (it->seq == RG_NONE) return rg_from_int(0);
    if (!rg_type_of(th->rt, it->seq)->slots.len) return RG_NOT_IMPLEMENTED;
    int64_t n = rg_len(th, it->seq);
    return n < 0 ? RG_ERROR : rg_int_from_i64(th, RG_MAX(n - it->index, 0));
}

static const RgMethodDef seq_methods[] = {
    RG_METHOD("__length_hint__", "($self, /)", NULL, seq_length_hint),
    RG_METHOD("__reduce__", "($self, /)", NULL, rg_seq_iter_reduce),
    RG_METHOD("__setstate__", "($self, state, /)", NULL, rg_seq_iter_setstate),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_seq_iterator = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgSeqIter),
    .cell = {"iterator", rg_seq_iter_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = seq_next},
    .methods = seq_methods,
};

/* ---- iter(callable, sentinel) ---- */

static void call_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((RgCallIter *)cell)->callable, 2);
}

static RgValue call_next(RgThread *th, RgValue self)
{
    RgCallIter *it = RG_AS(RgCallIter, self);
    if (!it->callable) return RG_STOP;
    RgValue v = rg_call0(th, it->callable);
    if (!v) {
        if (!rg_raised_is(th, RG_EXC_StopIteration)) return RG_ERROR;
        rg_exception_clear(th);
        it->callable = it->sentinel = 0;
        return RG_STOP;
    }
    if (!it->callable) return RG_STOP; /* ended by the call itself */
    int equal = rg_compare_bool(th, it->sentinel, v, RG_EQ);
    if (equal == 0) return v;
    if (equal < 0) return RG_ERROR;
    it->callable = it->sentinel = 0;
    return RG_STOP;
}

RgValue rg_call_iter_new(RgThread *th, RgValue callable, RgValue sentinel)
{
    RgCallIter *it = rg_object_new(th, RG_KIND_callable_iterator, sizeof *it);
    if (!it) return RG_ERROR;
    it->callable = callable;
    it->sentinel = sentinel;
    return rg_from_ptr(it);
}

static RgValue call_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgCallIter *it = RG_AS(RgCallIter, self);
    RgValue fn = rg_dict_get_cstr(th, th->rt->builtins, "iter");
    RgTuple *call = it->callable ? rg_tuple_pack(th, 2, it->callable, it->sentinel)
                                 : rg_tuple_pack(th, 1, rg_from_ptr(rg_tuple_new(th, 0)));
    return fn && call ? rg_from_ptr(rg_tuple_pack(th, 2, fn, rg_from_ptr(call))) : RG_ERROR;
}

static const RgMethodDef call_methods[] = {
    RG_METHOD_F("__reduce__", "($self, /)", "State for pickling.", call_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_callable_iterator = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgCallIter),
    .cell = {"callable_iterator", call_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = call_next},
    .methods = call_methods,
};

/* ---- enumerate ---- */

static void enumerate_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((RgEnumerate *)cell)->iterator, 2);
}

static RgValue enumerate_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue bound[2] = {RG_UNBOUND, RG_UNBOUND};
    if (nargs == 0 && !kwnames) return rg_raise(th, RG_EXC_TypeError, "enumerate() missing required argument 'iterable'");
    if (!kwnames && nargs == 1) bound[0] = args[0];
    else if (!rg_args_parse(th, "enumerate", "(iterable, start=0)", args, nargs, kwnames, bound)) return RG_ERROR;
    RgValue count = rg_from_int(0);
    if (bound[1] != RG_UNBOUND) {
        count = rg_number_index(th, bound[1]);
        if (!count || !(count = rg_int_normalize(th, count))) return RG_ERROR;
    }
    RgValue iterator = rg_iter(th, bound[0]);
    RgEnumerate *e = iterator ? rg_object_new_of(th, type, 0) : NULL;
    if (!e) return RG_ERROR;
    e->iterator = iterator;
    e->count = count;
    return rg_from_ptr(e);
}

static RgValue enumerate_next(RgThread *th, RgValue self)
{
    RgValue parts[2];
    RgParts got = iter_parts_enumerate(th, RG_AS(RgEnumerate, self), parts);
    if (got != RG_PARTS_FOUND) return got == RG_PARTS_END ? RG_STOP : RG_ERROR;
    return rg_from_ptr(rg_tuple_pair(th, parts[0], parts[1]));
}

static RgValue enumerate_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgEnumerate *e = RG_AS(RgEnumerate, self);
    RgTuple *call = rg_tuple_pack(th, 2, e->iterator, e->count);
    return call ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(call))) : RG_ERROR;
}

static const RgMethodDef enumerate_methods[] = {
    RG_METHOD("__reduce__", "($self, /)", NULL, enumerate_reduce),
    RG_METHOD_CLASS_GETITEM,
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_enumerate = {
    .doc = "Pairs (number, item) for the items of iterable, counting from start.",
    .signature = "(iterable, start=0)",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgEnumerate),
    .cell = {"enumerate", enumerate_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = enumerate_next, .new_ = enumerate_new},
    .methods = enumerate_methods,
};

/* ---- zip ---- */

/* A tuple of the arguments' iterators; where non-NULL names them in TypeErrors by number. */
static RgTuple *make_iterators(RgThread *th, const RgValue *args, size_t nargs)
{
    RgTuple *t = rg_tuple_new(th, nargs);
    for (size_t i = 0; t && i < nargs; i++) {
        RgValue it = rg_iter(th, args[i]);
        if (!it) return NULL;
        rg_gc_store(t, &t->items[i], it);
    }
    return t;
}

static void zip_trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((RgZip *)cell)->iterators);
}

static RgValue zip_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    int strict = 0;
    if (kwnames) {
        RgValue bound[1] = {RG_UNBOUND};
        if (!rg_args_parse(th, "zip", "(*, strict=False)", args + nargs, 0, kwnames, bound)) return RG_ERROR;
        if (bound[0] != RG_UNBOUND && (strict = rg_truth(th, bound[0])) < 0) return RG_ERROR;
    }
    RgTuple *iterators = make_iterators(th, args, nargs);
    RgZip *z = iterators ? rg_object_new_of(th, type, 0) : NULL;
    if (!z) return RG_ERROR;
    z->iterators = iterators;
    z->strict = strict;
    return rg_from_ptr(z);
}

/* Argument i ended first: are the others at their end too? */
static RgValue zip_check(RgThread *th, RgZip *z, size_t i)
{
    const char *plural = i == 1 ? " " : "s 1-";
    if (i) return rg_raise(th, RG_EXC_ValueError, "zip() argument %d is shorter than argument%s%d", (int)i + 1, plural, (int)i);
    size_t n = rg_tuple_len(z->iterators);
    for (i = 1; i < n; i++) {
        RgValue v = rg_iter_next(th, z->iterators->items[i]);
        if (!v) return RG_ERROR;
        if (v == RG_STOP) continue;
        plural = i == 1 ? " " : "s 1-";
        return rg_raise(th, RG_EXC_ValueError, "zip() argument %d is longer than argument%s%d", (int)i + 1, plural, (int)i);
    }
    return RG_STOP;
}

static RgValue zip_next(RgThread *th, RgValue self)
{
    RgZip *z = RG_AS(RgZip, self);
    size_t n = rg_tuple_len(z->iterators);
    if (n == 0) return RG_STOP;
    if (n == 2 && !z->strict) {
        RgValue parts[2];
        RgParts got = iter_parts_zip(th, z, parts, 2);
        if (got != RG_PARTS_FOUND) return got == RG_PARTS_END ? RG_STOP : RG_ERROR;
        return rg_from_ptr(rg_tuple_pair(th, parts[0], parts[1]));
    }
    RgTuple *t = rg_tuple_new(th, n);
    if (!t) return RG_ERROR;
    for (size_t i = 0; i < n; i++) {
        RgValue v = rg_iter_step(th, z->iterators->items[i]);
        if (!v) return RG_ERROR;
        if (v == RG_STOP) return z->strict ? zip_check(th, z, i) : RG_STOP;
        rg_gc_store(t, &t->items[i], v);
    }
    return rg_from_ptr(t);
}

static RgValue zip_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgZip *z = RG_AS(RgZip, self);
    RgValue type = rg_from_ptr(rg_type_of(th->rt, self)), its = rg_from_ptr(z->iterators);
    return rg_from_ptr(z->strict ? rg_tuple_pack(th, 3, type, its, RG_TRUE) : rg_tuple_pack(th, 2, type, its));
}

static RgValue zip_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int strict = rg_truth(th, args[0]);
    if (strict < 0) return RG_ERROR;
    RG_AS(RgZip, self)->strict = strict;
    return RG_NONE;
}

static const RgMethodDef zip_methods[] = {
    RG_METHOD_F("__reduce__", "($self, /)", NULL, zip_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__setstate__", "($self, state, /)", NULL, zip_setstate, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_zip = {
    .doc = "Tuples of one item of each iterable, until the shortest ends; strict=True: all must end together.",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgZip),
    .cell = {"zip", zip_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = zip_next, .new_ = zip_new},
    .methods = zip_methods,
};

/* ---- map ---- */

static void map_trace(RgMarker *marker, void *cell)
{
    RgMap *m = cell;
    rg_mark_value(marker, m->func);
    rg_mark_cell(marker, m->iterators);
}

static RgValue map_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw_new(th, "map", type, kwnames)) return RG_ERROR;
    if (nargs < 2) return rg_raise(th, RG_EXC_TypeError, "map() must have at least two arguments.");
    RgTuple *iterators = make_iterators(th, args + 1, nargs - 1);
    RgMap *m = iterators ? rg_object_new_of(th, type, 0) : NULL;
    if (!m) return RG_ERROR;
    m->func = args[0];
    m->iterators = iterators;
    return rg_from_ptr(m);
}

static RgValue map_next(RgThread *th, RgValue self)
{
    enum { SMALL = 8 };
    RgMap *m = RG_AS(RgMap, self);
    size_t n = rg_tuple_len(m->iterators);
    if (RG_LIKELY(n == 1)) {
        RgValue v = rg_iter_next(th, m->iterators->items[0]);
        return v && v != RG_STOP ? rg_call1(th, m->func, v) : v;
    }
    RgValue small[SMALL], *args = small;
    if (n > SMALL) {
        RgArray *room = rg_array_new(th, n);
        if (!room) return RG_ERROR;
        args = room->items;
    }
    for (size_t i = 0; i < n; i++) {
        args[i] = rg_iter_next(th, m->iterators->items[i]);
        if (!args[i] || args[i] == RG_STOP) return args[i];
    }
    return rg_call(th, m->func, args, n, NULL);
}

static RgValue map_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgMap *m = RG_AS(RgMap, self);
    size_t n = rg_tuple_len(m->iterators);
    RgTuple *call = rg_tuple_new(th, n + 1);
    if (!call) return RG_ERROR;
    call->items[0] = m->func;
    memcpy(call->items + 1, m->iterators->items, n * sizeof(RgValue));
    return rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(call)));
}

static const RgMethodDef map_methods[] = {
    RG_METHOD_F("__reduce__", "($self, /)", NULL, map_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_map = {
    .doc = "The results of func for the items of each iterable, until the shortest ends.",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgMap),
    .cell = {"map", map_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = map_next, .new_ = map_new},
    .methods = map_methods,
};

/* ---- filter ---- */

static void filter_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, &((RgFilter *)cell)->func, 2);
}

static RgValue filter_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw_new(th, "filter", type, kwnames)) return RG_ERROR;
    if (!rg_args_count(th, "filter", nargs, 2, 2)) return RG_ERROR;
    RgValue iterator = rg_iter(th, args[1]);
    RgFilter *f = iterator ? rg_object_new_of(th, type, 0) : NULL;
    if (!f) return RG_ERROR;
    f->func = args[0];
    f->iterator = iterator;
    return rg_from_ptr(f);
}

static RgValue filter_next(RgThread *th, RgValue self)
{
    RgFilter *f = RG_AS(RgFilter, self);
    bool plain = f->func == RG_NONE || f->func == rg_from_ptr(RG_TYPE(th, bool));
    for (;;) {
        RgValue v = rg_iter_next(th, f->iterator);
        if (!v || v == RG_STOP) return v;
        RgValue good = plain ? v : rg_call1(th, f->func, v);
        int keep = good ? rg_truth(th, good) : -1;
        if (keep) return keep < 0 ? RG_ERROR : v;
    }
}

static RgValue filter_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgFilter *f = RG_AS(RgFilter, self);
    RgTuple *call = rg_tuple_pack(th, 2, f->func, f->iterator);
    return call ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(call))) : RG_ERROR;
}

static const RgMethodDef filter_methods[] = {
    RG_METHOD_F("__reduce__", "($self, /)", NULL, filter_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_filter = {
    .doc = "The items of iterable for which function (or, if it is None, the item itself) is true.",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgFilter),
    .cell = {"filter", filter_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = filter_next, .new_ = filter_new},
    .methods = filter_methods,
};

/* ---- reversed ---- */

static RgValue reversed_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw_new(th, "reversed", type, kwnames)) return RG_ERROR;
    if (!rg_args_count(th, "reversed", nargs, 1, 1)) return RG_ERROR;
    RgValue seq = args[0], method = rg_type_lookup_special(th, seq, RG_SYM(th, __reversed__));
    if (method == RG_NONE) return rg_raise(th, RG_EXC_TypeError, "'%T' object is not reversible", seq);
    if (method) return rg_call0(th, method);
    if (rg_raised(th)) return RG_ERROR;
    if (!rg_is_sequence(th, seq)) return rg_raise(th, RG_EXC_TypeError, "'%T' object is not reversible", seq);
    int64_t n = rg_len(th, seq);
    if (n < 0) return RG_ERROR;
    RgSeqIter *it = rg_object_new_of(th, type, 0);
    if (!it) return RG_ERROR;
    it->seq = seq;
    it->index = n - 1;
    return rg_from_ptr(it);
}

static RgValue reversed_next(RgThread *th, RgValue self)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    if (it->seq == RG_NONE) return RG_STOP;
    if (it->index >= 0) {
        RgValue v = rg_getitem(th, it->seq, rg_int_from_i64(th, it->index));
        if (v) {
            it->index--;
            return v;
        }
        if (!rg_raised_is(th, RG_EXC_IndexError) && !rg_raised_is(th, RG_EXC_StopIteration)) return RG_ERROR;
        rg_exception_clear(th);
    }
    it->index = -1;
    rg_gc_store(it, &it->seq, RG_NONE);
    return RG_STOP;
}

static RgValue reversed_length_hint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSeqIter *it = RG_AS(RgSeqIter, self);
    if (it->seq == RG_NONE) return rg_from_int(0);
    int64_t n = rg_len(th, it->seq);
    if (n < 0) return RG_ERROR;
    return rg_int_from_i64(th, n < it->index + 1 ? 0 : it->index + 1);
}

static const RgMethodDef reversed_methods[] = {
    RG_METHOD("__length_hint__", "($self, /)", NULL, reversed_length_hint),
    RG_METHOD("__reduce__", "($self, /)", NULL, rg_seq_iter_reduce),
    RG_METHOD("__setstate__", "($self, state, /)", NULL, rg_seq_iter_setstate),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_reversed = {
    .doc = "The items of a sequence from the last to the first.",
    .signature = "(sequence, /)",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgSeqIter),
    .cell = {"reversed", rg_seq_iter_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = reversed_next, .new_ = reversed_new},
    .methods = reversed_methods,
};
