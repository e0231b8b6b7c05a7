/* SPDX-License-Identifier: MIT
 *
 * builtins_class.c: __build_class__: the class statement: bases, metaclass, namespace, body, and the call of the metaclass.
 */
#include "vm/module/builtins.h"

#include "vm/interp/interp.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/type/annotate.h"

/* Bases with those that are no types replaced by what their __mro_entries__ gives; the same tuple when there are none. */
static RgTuple *resolve_bases(RgThread *th, RgTuple *bases)
{
    RgList *out = NULL;
    size_t n = rg_tuple_len(bases);
    for (size_t i = 0; i < n; i++) {
        RgValue base = bases->items[i], method = 0;
        if (!rg_is_type(base)) {
            method = rg_attr_lookup(th, base, RG_SYM(th, __mro_entries__));
            if (method == RG_ERROR) return NULL;
            if (method == RG_UNBOUND) method = 0;
        }
        if (!method) {
            if (out && !rg_list_append(th, out, base)) return NULL;
            continue;
        }
        RgValue entries = rg_call1(th, method, rg_from_ptr(bases));
        if (!entries) return NULL;
        if (!rg_is_tuple(entries)) {
            rg_raise(th, RG_EXC_TypeError, "__mro_entries__ must return a tuple");
            return NULL;
        }
        if (!out && !(out = rg_list_from(th, bases->items, i))) return NULL;
        RgTuple *t = RG_TUPLE(entries);
        for (size_t k = 0; k < rg_tuple_len(t); k++) {
            if (!rg_list_append(th, out, t->items[k])) return NULL;
        }
    }
    return out ? rg_tuple_from(th, out->items, (size_t)out->length) : bases;
}

/* The most derived of the metaclass and the types of the bases. */
static RgType *most_derived(RgThread *th, RgType *meta, RgTuple *bases)
{
    for (size_t i = 0; i < rg_tuple_len(bases); i++) {
        RgType *type = rg_type_of(th->rt, bases->items[i]);
        if (rg_type_is_subtype(meta, type)) continue;
        if (rg_type_is_subtype(type, meta)) {
            meta = type;
            continue;
        }
        rg_raise(th, RG_EXC_TypeError,
                 "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses "
                 "of all its bases");
        return NULL;
    }
    return meta;
}

/* The keywords but metaclass: kwargs values follow the positional ones of the final call. */
typedef struct Keywords {
    RgValue metaclass;
    RgTuple *names; /* or NULL */
    RgArray *values;
} Keywords;

static bool split_keywords(RgThread *th, const RgValue *values, RgTuple *kwnames, Keywords *out)
{
    *out = (Keywords){RG_UNBOUND, NULL, NULL};
    size_t n = kwnames ? rg_tuple_len(kwnames) : 0;
    if (n == 0) return true;
    RgArray *names = rg_array_new(th, n);
    out->values = names ? rg_array_new(th, n) : NULL;
    if (!out->values) return false;
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (rg_str_equal(RG_STR(kwnames->items[i]), RG_SYM(th, metaclass))) {
            out->metaclass = values[i];
            continue;
        }
        rg_gc_store(names, &names->items[count], kwnames->items[i]);
        rg_gc_store(out->values, &out->values->items[count], values[i]);
        count++;
    }
    if (count == 0) return true;
    out->names = rg_tuple_from(th, names->items, count);
    return out->names != NULL;
}

/* callee(name, bases, [ns], **keywords) */
static RgValue call_with(RgThread *th, RgValue callee, const RgValue *first, size_t n, const Keywords *kw)
{
    if (!kw->names) return rg_call(th, callee, first, n, NULL);
    size_t extra = rg_tuple_len(kw->names);
    RgArray *all = rg_array_new(th, n + extra);
    if (!all) return RG_ERROR;
    memcpy(all->items, first, n * sizeof *first);
    memcpy(all->items + n, kw->values->items, extra * sizeof *first);
    return rg_call(th, callee, all->items, n, kw->names);
}

static RgValue prepare_namespace(RgThread *th, RgValue meta, bool is_type, RgValue name, RgTuple *bases, const Keywords *kw)
{
    if (meta == rg_from_ptr(RG_TYPE(th, type))) return rg_from_ptr(rg_dict_new(th));
    RgValue prepare = rg_attr_lookup(th, meta, RG_SYM(th, __prepare__));
    if (prepare == RG_ERROR) return RG_ERROR;
    if (prepare == RG_UNBOUND) return rg_from_ptr(rg_dict_new(th));
    RgValue args[2] = {name, rg_from_ptr(bases)};
    RgValue ns = call_with(th, prepare, args, 2, kw);
    if (!ns || rg_is_mapping(th, ns)) return ns;
    if (is_type) {
        return rg_raise(th, RG_EXC_TypeError, "%s.__prepare__() must return a mapping, not %T", RG_AS(RgType, meta)->cname, ns);
    }
    return rg_raise(th, RG_EXC_TypeError, "<metaclass>.__prepare__() must return a mapping, not %T", ns);
}

static RgValue check_cell(RgThread *th, RgValue cell, RgValue cls, RgValue name)
{
    if (!rg_is_kind(cell, RG_KIND_cell) || !rg_is_type(cls)) return cls;
    RgValue now = RG_AS(RgCellObject, cell)->value;
    if (now == cls) return cls;
    if (now == RG_UNBOUND || now == 0) {
        return rg_raise(th, RG_EXC_RuntimeError, "__class__ not set defining %R as %R. Was __classcell__ propagated to type.__new__?",
                        name, cls);
    }
    return rg_raise(th, RG_EXC_TypeError, "__class__ set to %R defining %R as %R", now, name, cls);
}

/* The metaclasses of typing (NamedTuple, TypedDict) make the class of the annotations that they find in the namespace. */
static bool fill_annotations(RgThread *th, const RgType *meta, RgValue ns)
{
    if (!rg_type_is_heap(meta) || !rg_is_exact(ns, RG_KIND_dict) || !rg_annotate_of(th, RG_DICT(ns))) return true;
    RgValue module = rg_dict_get_str(th, meta->dict, RG_SYM(th, __module__));
    if (!module || !rg_is_str(module) || !rg_str_equal_cstr(RG_STR(module), "typing")) return true;
    return rg_annotate_fill(th, RG_DICT(ns));
}

RG_BUILTIN_RAW(build_class)
{
    if (nargs < 2) return rg_raise(th, RG_EXC_TypeError, "__build_class__: not enough arguments");
    if (!rg_is_kind(args[0], RG_KIND_function)) {
        return rg_raise(th, RG_EXC_TypeError, "__build_class__: func must be a function");
    }
    RgValue name = args[1];
    if (!rg_is_str(name)) return rg_raise(th, RG_EXC_TypeError, "__build_class__: name is not a string");
    RgFunction *body = RG_AS(RgFunction, args[0]);
    RgTuple *given = rg_tuple_from(th, args + 2, nargs - 2), *bases = given ? resolve_bases(th, given) : NULL;
    Keywords kw;
    if (!bases || !split_keywords(th, args + nargs, kwnames, &kw)) return RG_ERROR;

    RgValue meta = kw.metaclass;
    if (meta == RG_UNBOUND) {
        meta = rg_tuple_len(bases) ? rg_from_ptr(rg_type_of(th->rt, bases->items[0])) : rg_from_ptr(RG_TYPE(th, type));
    }
    bool is_type = rg_is_type(meta);
    if (is_type) {
        RgType *winner = most_derived(th, RG_AS(RgType, meta), bases);
        if (!winner) return RG_ERROR;
        meta = rg_from_ptr(winner);
    }
    RgValue ns = prepare_namespace(th, meta, is_type, name, bases, &kw);
    if (!ns) return RG_ERROR;
    RgValue cell = rg_interp_run_code(th, body->code, body->globals, ns, body->closure);
    if (!cell) return RG_ERROR;
    if (is_type && !fill_annotations(th, RG_AS(RgType, meta), ns)) return RG_ERROR;
    if (bases != given) {
        RgStr *orig = rg_intern_cstr(th, "__orig_bases__");
        if (!orig || !rg_setitem(th, ns, rg_from_ptr(orig), rg_from_ptr(given))) return RG_ERROR;
    }
    RgValue call_args[3] = {name, rg_from_ptr(bases), ns};
    RgValue cls = call_with(th, meta, call_args, 3, &kw);
    return cls ? check_cell(th, cell, cls, name) : RG_ERROR;
}
