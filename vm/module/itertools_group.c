/* SPDX-License-Identifier: MIT
 *
 * itertools_group.c: groupby and tee, whose iterators share what they have read.
 */
#include "vm/module/itertools.h"
#include "vm/object/dict.h"

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
    RgIt *o = rg_it_new(th, type, args[0], args[1], 0);
    if (o) rg_gc_store(IT(args[0]), &IT(args[0])->v[G_GROUPER], rg_from_ptr(o));
    return rg_from_ptr(o);
}

static RgValue groupby_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgIt *g = IT(self);
    bool begun = g->v[G_KEY] && g->v[G_VALUE] && g->v[G_TARGET];
    RgTuple *state = begun ? rg_tuple_pack(th, 3, g->v[G_KEY], g->v[G_VALUE], g->v[G_TARGET]) : NULL;
    if (begun && !state) return RG_ERROR;
    return rg_it_reduce(th, self, rg_tuple_pack(th, 2, g->v[G_ITER], g->v[G_FUNC]), rg_from_ptr(state));
}

static RgValue groupby_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgIt *g = IT(self);
    if (!rg_it_state_is(th, args[0], 3, 3)) return RG_ERROR;
    RgTuple *state = RG_TUPLE(args[0]);
    rg_gc_store(g, &g->v[G_KEY], state->items[0]);
    rg_gc_store(g, &g->v[G_VALUE], state->items[1]);
    rg_gc_store(g, &g->v[G_TARGET], state->items[2]);
    return RG_NONE;
}

static RgValue grouper_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgIt *o = IT(self);
    if (IT(o->v[0])->v[G_GROUPER] == self) return rg_it_reduce(th, self, rg_tuple_pack(th, 2, o->v[0], o->v[1]), 0);
    RgValue iter = rg_dict_get_cstr(th, th->rt->builtins, "iter"); /* over: an iterator over nothing */
    RgTuple *none = rg_tuple_new(th, 0), *call = none ? rg_tuple_pack(th, 1, rg_from_ptr(none)) : NULL;
    return iter && call ? rg_from_ptr(rg_tuple_pack(th, 2, iter, rg_from_ptr(call))) : RG_ERROR;
}

static const RgMethodDef groupby_methods[] = {RG_IT_REDUCE(groupby_reduce), RG_IT_SETSTATE(groupby_setstate), RG_METHOD_END};
static const RgMethodDef grouper_methods[] = {RG_IT_REDUCE(grouper_reduce), RG_METHOD_END};
RG_IT_TYPE(groupby, "Pairs (key, iterator over the neighbouring items with that key).", groupby_new, groupby_next, .methods = groupby_methods);
RG_IT_TYPE(grouper, NULL, grouper_new, grouper_next, .methods = grouper_methods);

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

static RgValue tee_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgTuple *none = rg_tuple_new(th, 0), *state = rg_tuple_pack(th, 2, IT(self)->v[0], rg_from_int(IT(self)->i));
    return none && state ? rg_it_reduce(th, self, rg_tuple_pack(th, 1, rg_from_ptr(none)), rg_from_ptr(state)) : RG_ERROR;
}

static RgValue tee_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgIt *o = IT(self);
    if (!rg_it_state_is(th, args[0], 2, 2)) return RG_ERROR;
    RgTuple *state = RG_TUPLE(args[0]);
    int64_t index;
    if (!rg_is_object(state->items[0]) || rg_type_of(th->rt, state->items[0]) != rg_it_type(th, RG_IT_TEE_DATA))
        return rg_raise(th, RG_EXC_TypeError, "argument 1 must be itertools._tee_dataobject, not %T", state->items[0]);
    if (!rg_number_as_index(th, state->items[1], &index, RG_EXC_OverflowError)) return RG_ERROR;
    if (index < 0 || index > IT(state->items[0])->i) return rg_raise(th, RG_EXC_ValueError, "Index out of range");
    rg_gc_store(o, &o->v[0], state->items[0]);
    o->i = index;
    return RG_NONE;
}

static const RgMethodDef tee_methods[] = {
    RG_METHOD_F("__copy__", "($self, /)", "An independent iterator at the same place.", tee_copy, RG_MF_NO_SIGNATURE),
    RG_IT_REDUCE(tee_reduce),
    RG_IT_SETSTATE(tee_setstate),
    RG_METHOD_END,
};
const RgTypeSpec rg_spec_itertools_tee = {
    .doc = "An iterator wrapped so that it can be copied.",
    .module = "itertools",
    .flags = RG_TF_WEAKREF,
    .basicsize = sizeof(RgIt),
    .cell = {"tee", rg_it_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = tee_next, .new_ = tee_new},
    .methods = tee_methods,
};

static RgValue data_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "teedataobject", kwnames)) return RG_ERROR;
    if (nargs != 3) return rg_raise(th, RG_EXC_TypeError, "teedataobject expected 3 arguments, got %zu", nargs);
    if (!rg_is_list(args[1])) return rg_raise(th, RG_EXC_TypeError, "teedataobject() argument 2 must be list, not %T", args[1]);
    RgList *values = RG_LIST(args[1]);
    bool linked = args[2] != RG_NONE;
    if (values->length > CHUNK || (linked && (values->length != CHUNK || !rg_is_object(args[2]) || rg_type_of(th->rt, args[2]) != type)))
        return rg_raise(th, RG_EXC_ValueError, "Invalid arguments");
    RgIt *chunk = new_chunk(th, args[0]);
    if (!chunk) return RG_ERROR;
    RgArray *items = RG_AS(RgArray, chunk->v[0]);
    for (int64_t i = 0; i < values->length; i++) rg_gc_store(items, &items->items[i], values->items[i]);
    chunk->i = values->length;
    if (linked) rg_gc_store(chunk, &chunk->v[1], args[2]);
    return rg_from_ptr(chunk);
}

static RgValue data_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgIt *chunk = IT(self);
    RgArray *items = RG_AS(RgArray, chunk->v[0]);
    RgList *values = rg_list_new(th, chunk->i);
    for (int64_t i = 0; values && i < chunk->i; i++)
        if (!rg_list_append(th, values, items->items[i])) return RG_ERROR;
    if (!values) return RG_ERROR;
    return rg_it_reduce(th, self, rg_tuple_pack(th, 3, chunk->v[2], rg_from_ptr(values), chunk->v[1] ? chunk->v[1] : RG_NONE), 0);
}

static const RgMethodDef data_methods[] = {RG_IT_REDUCE(data_reduce), RG_METHOD_END};

const RgTypeSpec rg_spec_itertools_tee_data = {
    .module = "itertools",
    .basicsize = sizeof(RgIt),
    .cell = {"tee_data", rg_it_trace, NULL},
    .slots = {.new_ = data_new},
    .methods = data_methods,
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
