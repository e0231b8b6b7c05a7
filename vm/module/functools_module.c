/* SPDX-License-Identifier: MIT
 *
 * functools_module.c: _functools: reduce, partial and cmp_to_key. lru_cache is in functools_cache.c.
 */
#include "vm/module/functools.h"

#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/type/repr.h"
#include "vm/type/types.h"

/* ---- partial ---- */

typedef struct Partial {
    RgObject head;
    RgValue func;
    RgTuple *args;
    RgDict *kwargs;
    RgAttrs attrs;
} Partial;

static void partial_trace(RgMarker *marker, void *cell)
{
    Partial *p = cell;
    rg_mark_value(marker, p->func);
    rg_mark_cell(marker, p->args);
    rg_mark_cell(marker, p->kwargs);
    rg_mark_value(marker, p->attrs.extra);
}

static RgValue partial_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (nargs < 1) return rg_raise(th, RG_EXC_TypeError, "type 'partial' takes at least one argument");
    RgValue func = args[0];
    Partial *inner = NULL;
    if (!rg_is_callable(th, func)) return rg_raise(th, RG_EXC_TypeError, "the first argument must be callable");
    RgType *own = rg_functools_type(th, RG_FUNCTOOLS_PARTIAL);
    if (rg_type_of(th->rt, func) == own && type == own) { /* partial(partial(f, a), b) is partial(f, a, b) */
        inner = RG_AS(Partial, func);
        RgDict *d = inner->attrs.extra ? rg_attr_dict(th, func) : NULL;
        if (d && d->count) inner = NULL;
    }
    Partial *p = rg_object_new_of(th, type, 0);
    if (!p) return RG_ERROR;
    p->func = inner ? inner->func : func;
    size_t before = inner ? rg_tuple_len(inner->args) : 0;
    RgTuple *t = rg_tuple_new(th, before + nargs - 1);
    if (!t) return RG_ERROR;
    if (before) memcpy(t->items, inner->args->items, before * sizeof(RgValue));
    if (nargs > 1) memcpy(t->items + before, args + 1, (nargs - 1) * sizeof(RgValue));
    rg_gc_store_ptr(p, &p->args, t);
    RgDict *kw = inner ? rg_dict_copy(th, inner->kwargs) : rg_dict_new(th);
    if (!kw) return RG_ERROR;
    rg_gc_store_ptr(p, &p->kwargs, kw);
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++) {
        if (!rg_dict_set(th, kw, kwnames->items[i], args[nargs + i])) return RG_ERROR;
    }
    return rg_from_ptr(p);
}

/* The stored keywords, overridden by those of the call, behind the positional arguments. */
static RgValue call_with_keywords(RgThread *th, Partial *p, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    size_t stored = rg_tuple_len(p->args);
    RgDict *kw = rg_dict_copy(th, p->kwargs);
    RgTuple *all = rg_tuple_new(th, stored + nargs);
    if (!kw || !all) return RG_ERROR;
    memcpy(all->items, p->args->items, stored * sizeof(RgValue));
    memcpy(all->items + stored, args, nargs * sizeof(RgValue));
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++) {
        if (!rg_dict_set(th, kw, kwnames->items[i], args[nargs + i])) return RG_ERROR;
    }
    return rg_call_tuple(th, p->func, all, kw);
}

static RgValue partial_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    Partial *p = RG_AS(Partial, self);
    if (p->kwargs->count) return call_with_keywords(th, p, args, nargs, kwnames);
    size_t stored = rg_tuple_len(p->args), extra = kwnames ? rg_tuple_len(kwnames) : 0, n = stored + nargs + extra;
    RgValue room[16], *all = room;
    if (n > RG_COUNT_OF(room)) {
        RgArray *a = rg_array_new(th, n);
        if (!a) return RG_ERROR;
        all = a->items;
    }
    memcpy(all, p->args->items, stored * sizeof(RgValue));
    memcpy(all + stored, args, (nargs + extra) * sizeof(RgValue));
    return rg_call(th, p->func, all, stored + nargs, kwnames);
}

static RgValue partial_repr(RgThread *th, RgValue self)
{
    Partial *p = RG_AS(Partial, self);
    RgType *type = rg_type_of(th->rt, self);
    const char *name = type == rg_functools_type(th, RG_FUNCTOOLS_PARTIAL) ? "functools.partial" : type->cname;
    RgReprEntry entry;
    if (!rg_repr_enter(th, &entry, self)) return rg_from_ptr(rg_str_from_cstr(th, "..."));
    RgStrBuilder b;
    rg_builder_init(&b, th, 64);
    rg_builder_printf(&b, "%s(", name);
    RgStr *s = rg_repr(th, p->func);
    if (s) rg_builder_str(&b, s);
    for (size_t i = 0; s && i < rg_tuple_len(p->args); i++) {
        s = rg_format(th, ", %R", p->args->items[i]);
        if (s) rg_builder_str(&b, s);
    }
    RgValue k, v;
    for (uint32_t i = 0; s && rg_dict_next(p->kwargs, &i, &k, &v);) {
        s = rg_format(th, ", %S=%R", k, v);
        if (s) rg_builder_str(&b, s);
    }
    rg_builder_char(&b, ')');
    rg_repr_leave(th, &entry);
    return s ? rg_from_ptr(rg_builder_finish(&b)) : RG_ERROR;
}

static RgValue partial_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Partial *p = RG_AS(Partial, self);
    RgTuple *first = rg_tuple_pack(th, 1, p->func);
    RgDict *d = p->attrs.extra ? rg_attr_dict(th, self) : NULL;
    RgTuple *state = rg_tuple_pack(th, 4, p->func, rg_from_ptr(p->args), rg_from_ptr(p->kwargs), d ? rg_from_ptr(d) : RG_NONE);
    if (!first || !state) return RG_ERROR;
    return rg_from_ptr(rg_tuple_pack(th, 3, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(first), rg_from_ptr(state)));
}

static RgValue partial_setstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    Partial *p = RG_AS(Partial, self);
    RgTuple *t = rg_is_tuple(args[0]) ? RG_TUPLE(args[0]) : NULL;
    if (!t || rg_tuple_len(t) != 4 || !rg_is_callable(th, t->items[0]) || !rg_is_tuple(t->items[1]) ||
        (!rg_is_dict(t->items[2]) && t->items[2] != RG_NONE) || (!rg_is_dict(t->items[3]) && t->items[3] != RG_NONE)) {
        return rg_raise(th, RG_EXC_TypeError, "invalid partial state");
    }
    RgValue func = t->items[0], state = t->items[3];
    RgTuple *first = RG_TUPLE(t->items[1]);
    if (!rg_is_exact(t->items[1], RG_KIND_tuple)) first = rg_tuple_from(th, first->items, rg_tuple_len(first));
    RgDict *kw = t->items[2] == RG_NONE ? rg_dict_new(th) : RG_DICT(t->items[2]);
    if (kw && !rg_is_exact(rg_from_ptr(kw), RG_KIND_dict)) kw = rg_dict_copy(th, kw);
    bool empty = !p->head.shape->count && !(p->head.shape->flags & RG_SHAPE_DICT);
    RgDict *d = state != RG_NONE ? RG_DICT(state) : empty ? NULL : rg_dict_new(th);
    if (!first || !kw || (!d && !empty)) return RG_ERROR;
    rg_gc_store(p, &p->func, func);
    rg_gc_store_ptr(p, &p->args, first);
    rg_gc_store_ptr(p, &p->kwargs, kw);
    return !d || rg_attr_set_dict(th, self, d) ? RG_NONE : RG_ERROR;
}

static RgValue partial_class_getitem(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_call2(th, rg_from_ptr(RG_TYPE(th, generic_alias)), self, args[0]);
}

static RgValue get_func(RgThread *th, RgValue self) { return RG_AS(Partial, self)->func; }
static RgValue get_args(RgThread *th, RgValue self) { return rg_from_ptr(RG_AS(Partial, self)->args); }
static RgValue get_keywords(RgThread *th, RgValue self) { return rg_from_ptr(RG_AS(Partial, self)->kwargs); }

static const RgMethodDef partial_methods[] = {
    RG_METHOD("__reduce__", "($self, /)", NULL, partial_reduce),
    RG_METHOD("__setstate__", "($self, state, /)", NULL, partial_setstate),
    RG_METHOD_F("__class_getitem__", "($type, object, /)", NULL, partial_class_getitem, RG_MF_CLASS),
    RG_METHOD_END,
};
static bool partial_set_dict(RgThread *th, RgValue self, RgValue value)
{
    if (value != RG_UNBOUND) return rg_object_set_dict(th, self, value);
    return rg_raise(th, RG_EXC_TypeError, "cannot delete __dict__") != RG_ERROR;
}

static const RgGetSetDef partial_getset[] = {{"__dict__", rg_object_get_dict, partial_set_dict, NULL}, RG_GETSET_END};
static const RgGetSetDef partial_members[] = {{"func", get_func, NULL, "function to call"},
                                              {"args", get_args, NULL, "arguments that come first"},
                                              {"keywords", get_keywords, NULL, "keyword arguments"},
                                              RG_GETSET_END};
static const RgTypeSpec partial_spec = {
    .doc = "A function with some arguments filled in.",
    .flags = RG_TF_BASETYPE | RG_TF_ATTRS | RG_TF_WEAKREF,
    .basicsize = sizeof(Partial),
    .cell = {"partial", partial_trace, NULL},
    .slots = {.new_ = partial_new, .call = partial_call, .repr = partial_repr},
    .methods = partial_methods,
    .getset = partial_getset,
    .members = partial_members,
};

/* ---- cmp_to_key ---- */

typedef struct Key {
    RgObject head;
    RgValue cmp, value; /* value RG_UNBOUND: the factory itself */
} Key;

static void key_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((Key *)cell)->cmp);
    rg_mark_value(marker, ((Key *)cell)->value);
}

static RgValue key_make(RgThread *th, RgValue cmp, RgValue value)
{
    Key *k = rg_object_new_of(th, rg_functools_type(th, RG_FUNCTOOLS_KEY), 0);
    if (!k) return RG_ERROR;
    k->cmp = cmp;
    k->value = value;
    return rg_from_ptr(k);
}

static RgValue key_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue bound[1] = {RG_UNBOUND};
    if (!rg_args_parse(th, "K", "(obj)", args, nargs, kwnames, bound)) return RG_ERROR;
    return key_make(th, RG_AS(Key, self)->cmp, bound[0]);
}

static RgValue key_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    RgType *type = rg_functools_type(th, RG_FUNCTOOLS_KEY);
    if (rg_type_of(th->rt, a) != type || rg_type_of(th->rt, b) != type) {
        return rg_raise(th, RG_EXC_TypeError, "other argument must be K instance");
    }
    Key *x = RG_AS(Key, a), *y = RG_AS(Key, b);
    if (x->value == RG_UNBOUND || y->value == RG_UNBOUND) return rg_raise(th, RG_EXC_AttributeError, "object");
    RgValue r = rg_call2(th, x->cmp, x->value, y->value);
    return r ? rg_compare(th, r, rg_from_int(0), op) : RG_ERROR;
}

static RgValue key_obj(RgThread *th, RgValue self)
{
    RgValue v = RG_AS(Key, self)->value;
    return v == RG_UNBOUND ? rg_raise(th, RG_EXC_AttributeError, "obj") : v;
}

static const RgGetSetDef key_getset[] = {{"obj", key_obj, NULL, "Value wrapped by a key function."}, RG_GETSET_END};
static const RgTypeSpec key_spec = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(Key),
    .cell = {"KeyWrapper", key_trace, NULL},
    .slots = {.call = key_call, .compare = key_compare, .hash = rg_hash_unhashable},
    .getset = key_getset,
};

static RgValue f_cmp_to_key(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return key_make(th, args[0], RG_UNBOUND);
}

static RgValue f_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue it = rg_iter(th, args[1]), acc = args[2];
    if (!it) {
        if (rg_raised_is(th, RG_EXC_TypeError)) {
            rg_exception_clear(th);
            return rg_raise(th, RG_EXC_TypeError, "reduce() arg 2 must support iteration");
        }
        return RG_ERROR;
    }
    for (;;) {
        RgValue v = rg_iter_next(th, it);
        if (v == RG_ERROR) return RG_ERROR;
        if (v == RG_STOP) break;
        acc = acc == RG_UNBOUND ? v : rg_call2(th, args[0], acc, v);
        if (!acc) return RG_ERROR;
    }
    if (acc != RG_UNBOUND) return acc;
    return rg_raise(th, RG_EXC_TypeError, "reduce() of empty iterable with no initial value");
}

static const RgMethodDef functions[] = {
    RG_METHOD("cmp_to_key", "($module, /, mycmp)", "A key function from a comparison function.", f_cmp_to_key),
    RG_METHOD_F("reduce", "($module, function, iterable, initial=<unrepresentable>, /)", "Fold an iterable.", f_reduce,
                RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

bool rg_module_init_functools(RgThread *th, RgModule *m)
{
    static const struct {
        const char *module, *name;
        const RgTypeSpec *spec;
    } types[RG_FUNCTOOLS_TYPES] = {{"functools", "partial", &partial_spec}, {"functools", "KeyWrapper", &key_spec},
                                   {"functools", "_lru_cache_wrapper", &rg_functools_cache_spec}};
    RgArray *state = rg_array_new(th, RG_FUNCTOOLS_TYPES);
    if (!state) return false;
    RG_MODULE_STATE(th, functools) = state;
    for (int i = 0; i < RG_FUNCTOOLS_TYPES; i++) {
        RgType *type = rg_type_new_native(th, types[i].module, types[i].name, RG_TYPE(th, object), types[i].spec);
        if (!type || (i != RG_FUNCTOOLS_KEY && !rg_module_set(th, m, types[i].name, rg_from_ptr(type)))) return false;
        rg_gc_store(state, &state->items[i], rg_from_ptr(type));
    }
    return rg_module_add_functions(th, m, functions) &&
           rg_module_set_str(th, m, "__doc__", "Tools that operate on functions.");
}
