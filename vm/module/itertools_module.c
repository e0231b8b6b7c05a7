/* SPDX-License-Identifier: MIT
 *
 * itertools_module.c: itertools but for the combinatoric iterators, groupby and tee.
 */
#include "vm/module/itertools.h"
#include "vm/object/float.h"

void rg_it_trace(RgMarker *marker, void *cell)
{
    rg_mark_values(marker, ((RgIt *)cell)->v, RG_COUNT_OF(((RgIt *)cell)->v));
}

RgIt *rg_it_new(RgThread *th, RgType *type, RgValue a, RgValue b, RgValue c)
{
    RgIt *it = rg_object_new_of(th, type, 0);
    if (!it) return NULL;
    rg_gc_store(it, &it->v[0], a);
    rg_gc_store(it, &it->v[1], b);
    rg_gc_store(it, &it->v[2], c);
    return it;
}

#define NEW(NAME) static RgValue NAME##_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
#define NEXT(NAME) static RgValue NAME##_next(RgThread *th, RgValue self)
#define METHOD(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

/* True when v is an item; false: *v is to be returned (end or error). */
static inline bool is_item(RgValue v)
{
    return v != RG_ERROR && v != RG_STOP;
}

/* ---- accumulate: v = iterator, function or 0, total or 0, initial or 0 ---- */

NEW(accumulate)
{
    RgValue a[3] = {RG_UNBOUND, RG_UNBOUND, RG_UNBOUND};
    if (!rg_args_parse(th, "accumulate", "(iterable, func=None, *, initial=None)", args, nargs, kwnames, a)) return RG_ERROR;
    RgValue it = rg_iter(th, a[0]);
    if (!it) return RG_ERROR;
    RgIt *o = rg_it_new(th, type, it, a[1] == RG_UNBOUND || a[1] == RG_NONE ? 0 : a[1], 0);
    if (o && a[2] != RG_UNBOUND && a[2] != RG_NONE) rg_gc_store(o, &o->v[3], a[2]);
    return rg_from_ptr(o);
}

NEXT(accumulate)
{
    RgIt *o = IT(self);
    if (o->v[3]) {
        RgValue first = o->v[3];
        o->v[3] = 0;
        rg_gc_store(o, &o->v[2], first);
        return first;
    }
    RgValue v = rg_iter_next(th, o->v[0]);
    if (!is_item(v)) return v;
    if (o->v[2]) {
        v = o->v[1] ? rg_call2(th, o->v[1], o->v[2], v) : rg_number_binary(th, RG_ADD, o->v[2], v);
        if (!v) return RG_ERROR;
    }
    rg_gc_store(o, &o->v[2], v);
    return v;
}
static RG_IT_TYPE(accumulate, "Running totals (or results of func) over iterable.", accumulate_new, accumulate_next, .methods = rg_it_accumulate_methods);

/* ---- chain: v = iterator over the iterables, current iterator ---- */

NEW(chain)
{
    if (!rg_args_no_kw_new(th, "chain", type, kwnames)) return RG_ERROR;
    RgTuple *all = rg_tuple_from(th, args, nargs);
    RgValue it = all ? rg_iter(th, rg_from_ptr(all)) : RG_ERROR;
    return it ? rg_from_ptr(rg_it_new(th, type, it, 0, 0)) : RG_ERROR;
}

RgValue rg_it_chain_from_iterable(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue it = rg_iter(th, args[0]);
    return it ? rg_from_ptr(rg_it_new(th, RG_AS(RgType, self), it, 0, 0)) : RG_ERROR;
}

NEXT(chain)
{
    RgIt *o = IT(self);
    for (;;) {
        if (!o->v[0]) return RG_STOP;
        if (!o->v[1]) {
            RgValue iterable = rg_iter_next(th, o->v[0]);
            RgValue it = is_item(iterable) ? rg_iter(th, iterable) : RG_ERROR;
            if (!it) {
                o->v[0] = 0;
                return iterable == RG_STOP ? RG_STOP : RG_ERROR;
            }
            rg_gc_store(o, &o->v[1], it);
        }
        RgValue v = rg_iter_next(th, o->v[1]);
        if (v != RG_STOP) return v;
        o->v[1] = 0;
    }
}

static RG_IT_TYPE(chain, "The items of the first iterable, then of the next, and so on.", chain_new, chain_next, .methods = rg_it_chain_methods);

/* ---- compress: v = data iterator, selectors iterator ---- */

NEW(compress)
{
    RgValue a[2];
    if (!rg_args_parse(th, "compress", "(data, selectors)", args, nargs, kwnames, a)) return RG_ERROR;
    RgValue data = rg_iter(th, a[0]), selectors = data ? rg_iter(th, a[1]) : RG_ERROR;
    return selectors ? rg_from_ptr(rg_it_new(th, type, data, selectors, 0)) : RG_ERROR;
}

NEXT(compress)
{
    RgIt *o = IT(self);
    for (;;) {
        RgValue v = rg_iter_next(th, o->v[0]);
        if (!is_item(v)) return v;
        RgValue selector = rg_iter_next(th, o->v[1]);
        if (!is_item(selector)) return selector;
        int keep = rg_truth(th, selector);
        if (keep) return keep < 0 ? RG_ERROR : v;
    }
}
static RG_IT_TYPE(compress, "The items of data whose selector is true.", compress_new, compress_next, .methods = rg_it_pair_methods);

/* ---- count: v = next value, step ---- */

static bool is_number(RgThread *th, RgValue v)
{
    RgType *t = rg_type_of(th->rt, v);
    return rg_is_integer(v) || rg_is_float(v) || rg_is_kind(v, RG_KIND_complex) || t->slots.index || t->slots.float_ || t->slots.int_;
}

NEW(count)
{
    RgValue a[2] = {RG_UNBOUND, RG_UNBOUND};
    if (!rg_args_parse(th, "count", "(start=0, step=1)", args, nargs, kwnames, a)) return RG_ERROR;
    if (a[0] == RG_UNBOUND) a[0] = rg_from_int(0);
    if (a[1] == RG_UNBOUND) a[1] = rg_from_int(1);
    if (!is_number(th, a[0]) || !is_number(th, a[1])) return rg_raise(th, RG_EXC_TypeError, "a number is required");
    return rg_from_ptr(rg_it_new(th, type, a[0], a[1], 0));
}

NEXT(count)
{
    RgIt *o = IT(self);
    RgValue v = o->v[0], after;
    if (rg_both_int(v, o->v[1])) {
        int64_t sum = rg_as_int(v) + rg_as_int(o->v[1]);
        after = rg_int_from_i64(th, sum);
    } else {
        after = rg_number_binary(th, RG_ADD, v, o->v[1]);
    }
    if (!after) return RG_ERROR;
    rg_gc_store(o, &o->v[0], after);
    return v;
}

static RgValue count_repr(RgThread *th, RgValue self)
{
    RgIt *o = IT(self);
    RgStr *name = rg_object_type(&o->head)->name;
    if (o->v[1] == rg_from_int(1)) return rg_from_ptr(rg_format(th, "%U(%R)", name, o->v[0]));
    return rg_from_ptr(rg_format(th, "%U(%R, %R)", name, o->v[0], o->v[1]));
}

METHOD(count_reduce)
{
    RgIt *o = IT(self);
    RgTuple *call = o->v[1] == rg_from_int(1) ? rg_tuple_pack(th, 1, o->v[0]) : rg_tuple_pack(th, 2, o->v[0], o->v[1]);
    return call ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(rg_object_type(&o->head)), rg_from_ptr(call))) : RG_ERROR;
}

static const RgMethodDef count_methods[] = {
    RG_METHOD_F("__reduce__", "($self, /)", NULL, count_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};
static const RgTypeSpec rg_spec_itertools_count = {
    .doc = "start, start + step, start + 2 * step, without end.",
    .module = "itertools",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgIt),
    .cell = {"count", rg_it_trace, NULL},
    .slots = {.repr = count_repr, .iter = rg_iter_self, .next = count_next, .new_ = count_new},
    .methods = count_methods,
};

/* ---- cycle: v = iterator or 0, list of what came; i next of the list, j the list is complete already ---- */

NEW(cycle)
{
    if (!rg_args_no_kw_new(th, "cycle", type, kwnames) || !rg_args_count(th, "cycle", nargs, 1, 1)) return RG_ERROR;
    RgValue it = rg_iter(th, args[0]);
    RgList *saved = it ? rg_list_new(th, 0) : NULL;
    return saved ? rg_from_ptr(rg_it_new(th, type, it, rg_from_ptr(saved), 0)) : RG_ERROR;
}

NEXT(cycle)
{
    RgIt *o = IT(self);
    RgList *saved = RG_LIST(o->v[1]);
    if (o->v[0]) {
        RgValue v = rg_iter_next(th, o->v[0]);
        if (!v) return RG_ERROR;
        if (v != RG_STOP) return o->j || rg_list_append(th, saved, v) ? v : RG_ERROR;
        o->v[0] = 0;
    }
    if (saved->length == 0) return RG_STOP;
    if (o->i >= saved->length) o->i = 0; /* the list may be one that __setstate__ took over */
    RgValue v = saved->items[o->i];
    o->i = o->i + 1 < saved->length ? o->i + 1 : 0;
    return v;
}
static RG_IT_TYPE(cycle, "The items of iterable, again and again.", cycle_new, cycle_next, .methods = rg_it_cycle_methods);

/* ---- dropwhile, takewhile, filterfalse, starmap: v = function, iterator ---- */

static RgValue function_and_iterator(RgThread *th, const char *name, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw_new(th, name, type, kwnames) || !rg_args_count(th, name, nargs, 2, 2)) return RG_ERROR;
    RgValue it = rg_iter(th, args[1]);
    return it ? rg_from_ptr(rg_it_new(th, type, args[0], it, 0)) : RG_ERROR;
}
NEW(dropwhile) { return function_and_iterator(th, "dropwhile", type, args, nargs, kwnames); }
NEW(takewhile) { return function_and_iterator(th, "takewhile", type, args, nargs, kwnames); }
NEW(filterfalse) { return function_and_iterator(th, "filterfalse", type, args, nargs, kwnames); }
NEW(starmap) { return function_and_iterator(th, "starmap", type, args, nargs, kwnames); }

static int holds(RgThread *th, RgValue fn, RgValue v)
{
    RgValue r = rg_call1(th, fn, v);
    return r ? rg_truth(th, r) : -1;
}

NEXT(dropwhile)
{
    RgIt *o = IT(self);
    for (;;) {
        RgValue v = rg_iter_next(th, o->v[1]);
        if (!is_item(v) || o->i) return v;
        int drop = holds(th, o->v[0], v);
        if (drop < 0) return RG_ERROR;
        if (drop) continue;
        o->i = 1;
        return v;
    }
}

NEXT(takewhile)
{
    RgIt *o = IT(self);
    if (o->i) return RG_STOP;
    RgValue v = rg_iter_next(th, o->v[1]);
    if (!is_item(v)) return v;
    int take = holds(th, o->v[0], v);
    if (take > 0) return v;
    if (take == 0) o->i = 1;
    return take < 0 ? RG_ERROR : RG_STOP;
}

NEXT(filterfalse)
{
    RgIt *o = IT(self);
    bool plain = o->v[0] == RG_NONE || o->v[0] == rg_from_ptr(RG_TYPE(th, bool));
    for (;;) {
        RgValue v = rg_iter_next(th, o->v[1]);
        if (!is_item(v)) return v;
        int skip = plain ? rg_truth(th, v) : holds(th, o->v[0], v);
        if (skip <= 0) return skip < 0 ? RG_ERROR : v;
    }
}

NEXT(starmap)
{
    RgIt *o = IT(self);
    RgValue v = rg_iter_next(th, o->v[1]);
    if (!is_item(v)) return v;
    RgTuple *t = rg_to_tuple(th, v);
    return t ? rg_call(th, o->v[0], t->items, rg_tuple_len(t), NULL) : RG_ERROR;
}
static RG_IT_TYPE(dropwhile, "The items from the first for which predicate is false.", dropwhile_new, dropwhile_next, .methods = rg_it_while_methods);
static RG_IT_TYPE(takewhile, "The items before the first for which predicate is false.", takewhile_new, takewhile_next, .methods = rg_it_while_methods);
static RG_IT_TYPE(filterfalse, "The items for which function is false.", filterfalse_new, filterfalse_next, .methods = rg_it_pair_methods);
static RG_IT_TYPE(starmap, "The results of function(*item).", starmap_new, starmap_next, .methods = rg_it_pair_methods);

/* ---- islice: v = iterator or 0; i next wanted, j stop or -1, k taken so far; step in v[1] ---- */

static bool slice_arg(RgThread *th, RgValue v, int64_t otherwise, int64_t *out, const char *message)
{
    *out = otherwise;
    if (v == RG_NONE) return true;
    if ((rg_is_integer(v) || rg_type_of(th->rt, v)->slots.index) && rg_number_as_index(th, v, out, RG_EXC_OverflowError) && *out >= 0)
        return true;
    rg_exception_clear(th);
    rg_raise(th, RG_EXC_ValueError, "%s", message);
    return false;
}

NEW(islice)
{
    static const char indices[] = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    static const char stops[] = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    if (!rg_args_no_kw_new(th, "islice", type, kwnames) || !rg_args_count(th, "islice", nargs, 2, 4)) return RG_ERROR;
    int64_t start = 0, stop, step = 1;
    if (nargs == 2) {
        if (!slice_arg(th, args[1], -1, &stop, stops)) return RG_ERROR;
    } else {
        if (!slice_arg(th, args[2], -1, &stop, stops) || !slice_arg(th, args[1], 0, &start, indices)) return RG_ERROR;
        if (nargs == 4 && (!slice_arg(th, args[3], 1, &step, "Step for islice() must be a positive integer or None.") || step == 0)) {
            rg_exception_clear(th);
            return rg_raise(th, RG_EXC_ValueError, "Step for islice() must be a positive integer or None.");
        }
    }
    RgValue it = rg_iter(th, args[0]), by = rg_int_from_i64(th, step);
    if (!it || !by) return RG_ERROR;
    RgIt *o = rg_it_new(th, type, it, by, 0);
    if (!o) return RG_ERROR;
    o->i = start;
    o->j = stop;
    return rg_from_ptr(o);
}

NEXT(islice)
{
    RgIt *o = IT(self);
    if (!o->v[0]) return RG_STOP;
    RgValue v;
    while (o->k < o->i) {
        v = rg_iter_next(th, o->v[0]);
        if (!is_item(v)) goto over;
        o->k++;
    }
    v = RG_STOP;
    if (o->j >= 0 && o->k >= o->j) goto over;
    v = rg_iter_next(th, o->v[0]);
    if (!is_item(v)) goto over;
    o->k++;
    int64_t step = 1;
    rg_int_as_i64(o->v[1], &step);
    if (__builtin_add_overflow(o->i, step, &o->i) || (o->j >= 0 && o->i > o->j)) o->i = o->j >= 0 ? o->j : INT64_MAX;
    return v;
over:
    if (v == RG_STOP) o->v[0] = 0;
    return v;
}
static RG_IT_TYPE(islice, "Items of iterable chosen as by slicing, without negative indices.", islice_new, islice_next, .methods = rg_it_islice_methods);

/* ---- pairwise: v = iterator or 0, previous item ---- */

NEW(pairwise)
{
    if (!rg_args_no_kw_new(th, "pairwise", type, kwnames) || !rg_args_count(th, "pairwise", nargs, 1, 1)) return RG_ERROR;
    RgValue it = rg_iter(th, args[0]);
    return it ? rg_from_ptr(rg_it_new(th, type, it, 0, 0)) : RG_ERROR;
}

NEXT(pairwise)
{
    RgIt *o = IT(self);
    if (!o->v[0]) return RG_STOP;
    RgValue old = o->v[1];
    if (!old) {
        old = rg_iter_next(th, o->v[0]);
        if (!is_item(old)) {
            o->v[0] = 0;
            return old;
        }
        if (!o->v[0]) return RG_STOP; /* re-entered */
        rg_gc_store(o, &o->v[1], old);
    }
    RgValue v = rg_iter_next(th, o->v[0]);
    if (!is_item(v)) {
        o->v[0] = o->v[1] = 0;
        return v;
    }
    rg_gc_store(o, &o->v[1], v);
    return rg_from_ptr(rg_tuple_pack(th, 2, old, v));
}
static RG_IT_TYPE(pairwise, "Overlapping pairs of neighbouring items.", pairwise_new, pairwise_next);

/* ---- repeat: v = object; i left, -1 without end ---- */

NEW(repeat)
{
    RgValue a[2] = {RG_UNBOUND, RG_UNBOUND};
    if (!rg_args_parse(th, "repeat", "(object, times=None)", args, nargs, kwnames, a)) return RG_ERROR;
    int64_t times = -1;
    if (a[1] != RG_UNBOUND) {
        if (!rg_number_as_index(th, a[1], &times, RG_EXC_OverflowError)) return RG_ERROR;
        if (times < 0) times = 0;
    }
    RgIt *o = rg_it_new(th, type, a[0], 0, 0);
    if (o) o->i = times;
    return rg_from_ptr(o);
}

NEXT(repeat)
{
    RgIt *o = IT(self);
    if (o->i == 0) return RG_STOP;
    if (o->i > 0) o->i--;
    return o->v[0];
}

static RgValue repeat_repr(RgThread *th, RgValue self)
{
    RgIt *o = IT(self);
    RgStr *name = rg_object_type(&o->head)->name;
    if (o->i < 0) return rg_from_ptr(rg_format(th, "%U(%R)", name, o->v[0]));
    return rg_from_ptr(rg_format(th, "%U(%R, %lld)", name, o->v[0], (long long)o->i));
}

METHOD(repeat_length_hint)
{
    int64_t n = IT(self)->i;
    return n < 0 ? rg_raise(th, RG_EXC_TypeError, "len() of unsized object") : rg_int_from_i64(th, n);
}

METHOD(repeat_reduce)
{
    RgIt *o = IT(self);
    RgTuple *call = o->i < 0 ? rg_tuple_pack(th, 1, o->v[0]) : rg_tuple_pack(th, 2, o->v[0], rg_int_from_i64(th, o->i));
    return call ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(rg_object_type(&o->head)), rg_from_ptr(call))) : RG_ERROR;
}

static const RgMethodDef repeat_methods[] = {
    RG_METHOD("__length_hint__", "($self, /)", NULL, repeat_length_hint),
    RG_METHOD_F("__reduce__", "($self, /)", NULL, repeat_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};
static const RgTypeSpec rg_spec_itertools_repeat = {
    .doc = "The same object, times times or without end.",
    .module = "itertools",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgIt),
    .cell = {"repeat", rg_it_trace, NULL},
    .slots = {.repr = repeat_repr, .iter = rg_iter_self, .next = repeat_next, .new_ = repeat_new},
    .methods = repeat_methods,
};

/* ---- zip_longest: v = list of iterators (RG_NONE: over), fill value; i iterators still going ---- */

NEW(zip_longest)
{
    RgValue fill[1] = {RG_NONE};
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++) {
        if (!rg_str_equal_cstr(RG_STR(kwnames->items[i]), "fillvalue"))
            return rg_raise(th, RG_EXC_TypeError, "zip_longest() got an unexpected keyword argument");
        fill[0] = args[nargs + i];
    }
    RgList *its = rg_list_new(th, (int64_t)nargs);
    for (size_t i = 0; its && i < nargs; i++) {
        RgValue it = rg_iter(th, args[i]);
        if (!it || !rg_list_append(th, its, it)) return RG_ERROR;
    }
    RgIt *o = its ? rg_it_new(th, type, rg_from_ptr(its), fill[0], 0) : NULL;
    if (o) o->i = (int64_t)nargs;
    return rg_from_ptr(o);
}

NEXT(zip_longest)
{
    RgIt *o = IT(self);
    RgList *its = RG_LIST(o->v[0]);
    if (o->i == 0) return RG_STOP;
    RgTuple *t = rg_tuple_new(th, (size_t)its->length);
    if (!t) return RG_ERROR;
    for (int64_t i = 0; i < its->length; i++) {
        RgValue v = its->items[i] == RG_NONE ? RG_STOP : rg_iter_next(th, its->items[i]);
        if (!v) {
            o->i = 0;
            return RG_ERROR;
        }
        if (v == RG_STOP) {
            if (its->items[i] != RG_NONE) {
                its->items[i] = RG_NONE;
                if (--o->i == 0) return RG_STOP;
            }
            v = o->v[1];
        }
        rg_gc_store(t, &t->items[i], v);
    }
    return rg_from_ptr(t);
}
static RG_IT_TYPE(zip_longest, "Tuples of one item of each iterable until the longest ends.", zip_longest_new, zip_longest_next, .methods = rg_it_zip_longest_methods);

/* ---- the module ---- */

static const RgMethodDef functions[] = {
    RG_METHOD("tee", "($module, iterable, n=2, /)", "n independent iterators over iterable.", rg_itertools_tee),
    RG_METHOD_END,
};

bool rg_module_init_itertools(RgThread *th, RgModule *m)
{
    static const struct {
        const char *name;
        const RgTypeSpec *spec;
        int state;
    } types[] = {
        {"accumulate", &rg_spec_itertools_accumulate, -1},
        {"chain", &rg_spec_itertools_chain, RG_IT_CHAIN},
        {"combinations", &rg_spec_itertools_combinations, -1},
        {"combinations_with_replacement", &rg_spec_itertools_combinations_with_replacement, -1},
        {"compress", &rg_spec_itertools_compress, -1},
        {"count", &rg_spec_itertools_count, -1},
        {"cycle", &rg_spec_itertools_cycle, -1},
        {"dropwhile", &rg_spec_itertools_dropwhile, -1},
        {"filterfalse", &rg_spec_itertools_filterfalse, -1},
        {"groupby", &rg_spec_itertools_groupby, -1},
        {"islice", &rg_spec_itertools_islice, RG_IT_ISLICE},
        {"pairwise", &rg_spec_itertools_pairwise, -1},
        {"permutations", &rg_spec_itertools_permutations, -1},
        {"product", &rg_spec_itertools_product, -1},
        {"repeat", &rg_spec_itertools_repeat, -1},
        {"starmap", &rg_spec_itertools_starmap, -1},
        {"takewhile", &rg_spec_itertools_takewhile, -1},
        {"zip_longest", &rg_spec_itertools_zip_longest, -1},
        {"_grouper", &rg_spec_itertools_grouper, RG_IT_GROUPER},
        {"_tee", &rg_spec_itertools_tee, RG_IT_TEE},
        {"_tee_dataobject", &rg_spec_itertools_tee_data, RG_IT_TEE_DATA},
    };
    RgTuple *state = rg_tuple_new(th, RG_IT_TYPES);
    if (!state) return false;
    RG_MODULE_STATE(th, itertools) = state;
    for (size_t i = 0; i < RG_COUNT_OF(types); i++) {
        RgType *type = rg_type_new_native(th, "itertools", types[i].name, NULL, types[i].spec);
        if (!type || !rg_module_add_type(th, m, type)) return false;
        if (types[i].state >= 0) rg_gc_store(state, &state->items[types[i].state], rg_from_ptr(type));
    }
    return rg_module_add_functions(th, m, functions) &&
           rg_module_set_str(th, m, "__doc__", "Iterators as building blocks, evaluated as they are needed.");
}
