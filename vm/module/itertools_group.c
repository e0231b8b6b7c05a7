/* SPDX-License-Identifier: MIT
 *
 * itertools_group.c: groupby and tee, whose iterators share what they have read.
 */
#include "vm/module/itertools.h"

/* ---- groupby: v = iterator, key function, target key, current key, current value, current grouper (0: none) ---- */

enum { G_ITER, G_FUNC, G_TARGET, G_KEY, G_VALUE, G_GROUPER };

static RgValue groupby_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[2] = {RG_UNBOUND, RG_UNBOUND};
    if (!rg_args_parse(th, "groupby", "(iterable, key=None)", args, nargs, kwnames, a)) return RG_ERROR;
    RgValue it = rg_iter(th, a[0]);
    return it ? rg_from_ptr(rg_it_new(th, type, it, a[1] == RG_UNBOUND ? RG_NONE : a[1], 0)) : RG_ERROR;
}

/* Reads on: RG_NONE done, RG_STOP, RG_ERROR. */
static RgValue step(RgThread *th, RgIt *g)
{
    RgValue v = rg_iter_next(th, g->v[G_ITER]);
    if (!v || v == RG_STOP) return v;
    RgValue key = g->v[G_FUNC] == RG_NONE ? v : rg_call1(th, g->v[G_FUNC], v);
    if (!key) return RG_ERROR;
    rg_gc_store(g, &g->v[G_VALUE], v);
    rg_gc_store(g, &g->v[G_KEY], key);
    return RG_NONE;
}

static RgValue groupby_next(RgThread *th, RgValue self)
{
    RgIt *g = IT(self);
    g->v[G_GROUPER] = 0;
    for (;;) {
        if (g->v[G_KEY]) {
            if (!g->v[G_TARGET]) break;
            int equal = rg_compare_bool(th, g->v[G_TARGET], g->v[G_KEY], RG_EQ);
            if (equal < 0) return RG_ERROR;
            if (!equal) break;
        }
        RgValue r = step(th, g);
        if (r != RG_NONE) return r;
    }
    rg_gc_store(g, &g->v[G_TARGET], g->v[G_KEY]);
    RgIt *grouper = rg_it_new(th, rg_it_type(th, RG_IT_GROUPER), self, g->v[G_TARGET], 0);
    if (!grouper) return RG_ERROR;
    rg_gc_store(g, &g->v[G_GROUPER], rg_from_ptr(grouper));
    return rg_from_ptr(rg_tuple_pack(th, 2, g->v[G_KEY], rg_from_ptr(grouper)));
}

/* v = the groupby, its key */
static RgValue grouper_next(RgThread *th, RgValue self)
{
    RgIt *o = IT(self), *g = IT(o->v[0]);
    if (g->v[G_GROUPER] != self) return RG_STOP;
    if (!g->v[G_VALUE]) {
        RgValue r = step(th, g);
        if (r != RG_NONE) return r;
    }
    int equal = rg_compare_bool(th, o->v[1], g->v[G_KEY], RG_EQ);
    if (equal <= 0) return equal ? RG_ERROR : RG_STOP;
    RgValue v = g->v[G_VALUE];
    g->v[G_VALUE] = 0;
    return v ? v : RG_STOP; /* the comparison may have taken it */
}

static RgValue grouper_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "_grouper", kwnames) || !rg_args_count(th, "_grouper", nargs, 2, 2)) return RG_ERROR;
    if (!rg_is_object(args[0]) || rg_type_spec(rg_type_of(th->rt, args[0])) != &rg_spec_itertools_groupby)
        return rg_raise(th, RG_EXC_TypeError, "_grouper() argument 1 must be itertools.groupby, not %T", args[0]);
    return rg_from_ptr(rg_it_new(th, type, args[0], args[1], 0));
}

RG_IT_TYPE(groupby, "Pairs (key, iterator over the neighbouring items with that key).", groupby_new, groupby_next);
RG_IT_TYPE(grouper, NULL, grouper_new, grouper_next);

/* ---- tee: chunks of read items form a list; v of a chunk = items (RgArray), next chunk or 0, iterator; i items read ---- */

enum { CHUNK = 57 };

static RgIt *new_chunk(RgThread *th, RgValue iterator)
{
    RgArray *items = rg_array_new(th, CHUNK);
    return items ? rg_it_new(th, rg_it_type(th, RG_IT_TEE_DATA), rg_from_ptr(items), 0, iterator) : NULL;
}

static bool is_tee(RgThread *th, RgValue v)
{
    return rg_is_object(v) && rg_type_of(th->rt, v) == rg_it_type(th, RG_IT_TEE);
}

static RgValue new_tee(RgThread *th, RgValue chunk, int64_t index)
{
    RgIt *o = rg_it_new(th, rg_it_type(th, RG_IT_TEE), chunk, 0, 0);
    if (o) o->i = index;
    return rg_from_ptr(o);
}

static RgValue tee_from(RgThread *th, RgValue iterable)
{
    RgValue it = rg_iter(th, iterable);
    if (!it) return RG_ERROR;
    if (is_tee(th, it)) return new_tee(th, IT(it)->v[0], IT(it)->i);
    RgIt *chunk = new_chunk(th, it);
    return chunk ? new_tee(th, rg_from_ptr(chunk), 0) : RG_ERROR;
}

static RgValue tee_next(RgThread *th, RgValue self)
{
    RgIt *o = IT(self), *chunk = IT(o->v[0]);
    if (o->i == CHUNK) {
        if (!chunk->v[1]) {
            RgIt *next = new_chunk(th, chunk->v[2]);
            if (!next) return RG_ERROR;
            rg_gc_store(chunk, &chunk->v[1], rg_from_ptr(next));
        }
        rg_gc_store(o, &o->v[0], chunk->v[1]);
        o->i = 0;
        chunk = IT(o->v[0]);
    }
    RgArray *items = RG_AS(RgArray, chunk->v[0]);
    if (o->i < chunk->i) return items->items[o->i++];
    if (chunk->j) return rg_raise(th, RG_EXC_RuntimeError, "cannot re-enter the tee iterator");
    chunk->j = 1;
    RgValue v = rg_iter_next(th, chunk->v[2]);
    chunk->j = 0;
    if (!v || v == RG_STOP) return v;
    rg_gc_store(items, &items->items[chunk->i], v);
    chunk->i++;
    o->i++;
    return v;
}

static RgValue tee_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "_tee", kwnames) || !rg_args_count(th, "_tee", nargs, 1, 1)) return RG_ERROR;
    return tee_from(th, args[0]);
}

static RgValue tee_copy(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return new_tee(th, IT(self)->v[0], IT(self)->i);
}

static const RgMethodDef tee_methods[] = {
    RG_METHOD_F("__copy__", "($self, /)", "An independent iterator at the same place.", tee_copy, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};
RG_IT_TYPE(tee, "An iterator wrapped so that it can be copied.", tee_new, tee_next, .methods = tee_methods);

const RgTypeSpec rg_spec_itertools_tee_data = {
    .module = "itertools",
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgIt),
    .cell = {"tee_data", rg_it_trace, NULL},
};

RgValue rg_itertools_tee(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t n = 2;
    if (args[1] != RG_UNBOUND && !rg_number_as_index(th, args[1], &n, RG_EXC_OverflowError)) return RG_ERROR;
    if (n < 0) return rg_raise(th, RG_EXC_ValueError, "n must be >= 0");
    RgTuple *t = rg_tuple_new(th, (size_t)n);
    if (!t || n == 0) return rg_from_ptr(t);
    RgValue it = rg_iter(th, args[0]);
    if (!it) return RG_ERROR;
    RgStr *copy = RG_SYM(th, __copy__);
    RgValue method = is_tee(th, it) ? RG_UNBOUND : rg_attr_lookup(th, it, copy);
    if (!method) return RG_ERROR;
    if (!is_tee(th, it) && method == RG_UNBOUND && !(it = tee_from(th, it))) return RG_ERROR;
    t->items[0] = it;
    for (int64_t i = 1; i < n; i++) {
        RgValue each = is_tee(th, it) ? new_tee(th, IT(it)->v[0], IT(it)->i) : rg_call_method0(th, it, copy);
        if (!each) return RG_ERROR;
        rg_gc_store(t, &t->items[i], each);
    }
    return rg_from_ptr(t);
}
