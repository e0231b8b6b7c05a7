/* SPDX-License-Identifier: MIT
 *
 * functools_cache.c: _lru_cache_wrapper. The key of a call is its single argument when that is an exact int or str, else a tuple of all
 * arguments (with a marker before keywords, and types when asked for). A bounded cache keeps its entries in a ring, the least
 * recently used one behind the root; the dict maps keys to entries.
 */
#include "vm/module/functools.h"

#include "vm/object/function.h"

#include "vm/object/str.h"
#include "vm/type/types.h"

enum { LINK_PREV, LINK_NEXT, LINK_KEY, LINK_VALUE, LINK_SIZE };

typedef struct Cache {
    RgObject head; /* aux8: typed */
    RgValue func, info_type;
    RgDict *dict;
    RgArray *root; /* ring's root; NULL when unbounded or off */
    RgValue marker; /* before keywords in keys: no program can make an equal value */
    int64_t maxsize; /* -1: unbounded */
    int64_t hits, misses;
    RgAttrs attrs;
} Cache;

static void cache_trace(RgMarker *marker, void *cell)
{
    Cache *c = cell;
    rg_mark_value(marker, c->func);
    rg_mark_value(marker, c->info_type);
    rg_mark_value(marker, c->marker);
    rg_mark_cell(marker, c->dict);
    rg_mark_cell(marker, c->root);
    rg_mark_value(marker, c->attrs.extra);
}

static RgArray *link_at(RgArray *link, int which)
{
    return RG_AS(RgArray, link->items[which]);
}

static void set_link(RgArray *link, int which, RgArray *to)
{
    rg_gc_store(link, &link->items[which], rg_from_ptr(to));
}

static RgArray *new_link(RgThread *th)
{
    RgArray *l = rg_array_new(th, LINK_SIZE);
    if (l) {
        set_link(l, LINK_PREV, l);
        set_link(l, LINK_NEXT, l);
    }
    return l;
}

static void unlink_entry(RgArray *l)
{
    set_link(link_at(l, LINK_PREV), LINK_NEXT, link_at(l, LINK_NEXT));
    set_link(link_at(l, LINK_NEXT), LINK_PREV, link_at(l, LINK_PREV));
}

static void append_entry(RgArray *root, RgArray *l)
{
    RgArray *last = link_at(root, LINK_PREV);
    set_link(last, LINK_NEXT, l);
    set_link(root, LINK_PREV, l);
    set_link(l, LINK_PREV, last);
    set_link(l, LINK_NEXT, root);
}

static RgValue cache_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[4] = {RG_UNBOUND, RG_UNBOUND, RG_UNBOUND, RG_UNBOUND};
    if (!rg_args_parse(th, "lru_cache", "(user_function, maxsize, typed, cache_info_type)", args, nargs, kwnames, a)) return RG_ERROR;
    if (!rg_is_callable(th, a[0])) return rg_raise(th, RG_EXC_TypeError, "the first argument must be callable");
    int64_t maxsize = -1;
    if (a[1] != RG_NONE) {
        if (!rg_type_of(th->rt, a[1])->slots.index) return rg_raise(th, RG_EXC_TypeError, "maxsize should be integer or None");
        if (!rg_number_as_index(th, a[1], &maxsize, RG_EXC_OverflowError)) return RG_ERROR;
        if (maxsize < 0) maxsize = 0;
    }
    int typed = rg_truth(th, a[2]);
    if (typed < 0) return RG_ERROR;
    Cache *c = rg_object_new_of(th, type, 0);
    if (!c) return RG_ERROR;
    c->func = a[0];
    c->info_type = a[3];
    c->maxsize = maxsize;
    c->head.aux8 = (uint8_t)typed;
    if (!(c->dict = rg_dict_new(th))) return RG_ERROR;
    if (maxsize > 0 && !(c->root = new_link(th))) return RG_ERROR;
    RgValue object = rg_call0(th, rg_from_ptr(RG_TYPE(th, object)));
    if (!object) return RG_ERROR;
    c->marker = object;
    return rg_from_ptr(c);
}

static RgValue make_key(RgThread *th, Cache *c, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    size_t extra = kwnames ? rg_tuple_len(kwnames) : 0;
    bool typed = c->head.aux8;
    if (!typed && !extra && nargs == 1 && (rg_is_int(args[0]) || rg_is_exact(args[0], RG_KIND_str))) return args[0];
    size_t n = nargs + (extra ? 1 + 2 * extra : 0) + (typed ? nargs + extra : 0), at = 0;
    RgTuple *t = rg_tuple_new(th, n);
    if (!t) return RG_ERROR;
    for (size_t i = 0; i < nargs; i++) t->items[at++] = args[i];
    if (extra) {
        t->items[at++] = c->marker;
        for (size_t i = 0; i < extra; i++) {
            t->items[at++] = kwnames->items[i];
            t->items[at++] = args[nargs + i];
        }
    }
    if (typed) {
        for (size_t i = 0; i < nargs + extra; i++) t->items[at++] = rg_from_ptr(rg_type_of(th->rt, args[i]));
    }
    return rg_from_ptr(t);
}

static RgValue unbounded_call(RgThread *th, Cache *c, RgValue key, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue v = rg_dict_get(th, c->dict, key);
    if (v == RG_ERROR) return RG_ERROR;
    if (v != RG_UNBOUND) {
        c->hits++;
        return v;
    }
    c->misses++;
    v = rg_call(th, c->func, args, nargs, kwnames);
    return v && rg_dict_set(th, c->dict, key, v) ? v : RG_ERROR;
}

static RgValue bounded_call(RgThread *th, Cache *c, RgValue key, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue found = rg_dict_get(th, c->dict, key);
    if (found == RG_ERROR) return RG_ERROR;
    if (found != RG_UNBOUND) {
        RgArray *l = RG_AS(RgArray, found);
        unlink_entry(l);
        append_entry(c->root, l);
        c->hits++;
        return l->items[LINK_VALUE];
    }
    c->misses++;
    RgValue v = rg_call(th, c->func, args, nargs, kwnames);
    if (!v) return RG_ERROR;
    found = rg_dict_get(th, c->dict, key); /* the call may have put it there */
    if (found == RG_ERROR) return RG_ERROR;
    if (found != RG_UNBOUND) return v;
    RgArray *l;
    if (c->dict->count >= c->maxsize && link_at(c->root, LINK_NEXT) != c->root) {
        l = link_at(c->root, LINK_NEXT); /* the oldest entry is used again */
        unlink_entry(l);
        if (rg_dict_delete(th, c->dict, l->items[LINK_KEY]) < 0) return RG_ERROR;
    } else if (!(l = new_link(th))) {
        return RG_ERROR;
    }
    rg_gc_store(l, &l->items[LINK_KEY], key);
    rg_gc_store(l, &l->items[LINK_VALUE], v);
    if (!rg_dict_set(th, c->dict, key, rg_from_ptr(l))) return RG_ERROR;
    append_entry(c->root, l);
    return v;
}

static RgValue cache_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    Cache *c = RG_AS(Cache, self);
    if (c->maxsize == 0) {
        c->misses++;
        return rg_call(th, c->func, args, nargs, kwnames);
    }
    RgValue key = make_key(th, c, args, nargs, kwnames);
    if (!key) return RG_ERROR;
    return c->maxsize < 0 ? unbounded_call(th, c, key, args, nargs, kwnames) : bounded_call(th, c, key, args, nargs, kwnames);
}

static RgValue cache_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    return obj == RG_NONE || obj == RG_UNBOUND ? self : rg_method_new(th, self, obj);
}

static RgValue cache_info(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Cache *c = RG_AS(Cache, self);
    RgValue v[4] = {rg_from_int(c->hits), rg_from_int(c->misses), c->maxsize < 0 ? RG_NONE : rg_int_from_i64(th, c->maxsize),
                    rg_from_int(c->maxsize == 0 ? 0 : c->dict->count)};
    return rg_call(th, c->info_type, v, 4, NULL);
}

static RgValue cache_clear(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Cache *c = RG_AS(Cache, self);
    c->hits = c->misses = 0;
    if (c->root) {
        set_link(c->root, LINK_PREV, c->root);
        set_link(c->root, LINK_NEXT, c->root);
    }
    rg_dict_clear(th, c->dict);
    return RG_NONE;
}

static RgValue cache_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_attr_get(th, self, RG_SYM(th, __qualname__));
}

static RgValue cache_itself(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return self;
}

static const RgMethodDef cache_methods[] = {
    RG_METHOD("cache_info", "($self, /)", "Report cache statistics", cache_info),
    RG_METHOD("cache_clear", "($self, /)", "Clear the cache and cache statistics", cache_clear),
    RG_METHOD("__reduce__", "($self, /)", NULL, cache_reduce),
    RG_METHOD("__copy__", "($self, /)", NULL, cache_itself),
    RG_METHOD("__deepcopy__", "($self, memo, /)", NULL, cache_itself),
    RG_METHOD_END,
};

static const RgGetSetDef cache_getset[] = {{"__dict__", rg_object_get_dict, rg_object_set_dict, NULL}, RG_GETSET_END};

const RgTypeSpec rg_functools_cache_spec = {
    .doc = "A function with a cache of its results.",
    .flags = RG_TF_BASETYPE | RG_TF_ATTRS | RG_TF_WEAKREF | RG_TF_METHOD,
    .basicsize = sizeof(Cache),
    .cell = {"lru_cache", cache_trace, NULL},
    .slots = {.new_ = cache_new, .call = cache_call, .descr_get = cache_get},
    .methods = cache_methods,
    .getset = cache_getset,
};
