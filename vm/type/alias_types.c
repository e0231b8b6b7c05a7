/* SPDX-License-Identifier: MIT
 *
 * alias_types.c: types.GenericAlias (list[int]) and types.UnionType (int | str).
 * Always holds: args is a tuple; parameters is a tuple once asked for, else 0.
 */
#include "vm/type/types.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/list.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static RgGenericAlias *alias(RgValue v) { return RG_AS(RgGenericAlias, v); }
static RgUnion *uni(RgValue v) { return RG_AS(RgUnion, v); }

/* ---- parameters: type variables in args ---- */

/* Attribute or RG_UNBOUND; classes have none of these for our purpose. */
static RgValue maybe(RgThread *th, RgValue obj, RgStr *name) { return rg_is_type(obj) ? RG_UNBOUND : rg_attr_lookup(th, obj, name); }

static bool add_once(RgThread *th, RgList *out, RgValue v)
{
    for (int64_t i = 0; i < out->length; i++)
        if (out->items[i] == v) return true;
    return rg_list_append(th, out, v);
}

static RgTuple *make_parameters(RgThread *th, RgTuple *args)
{
    RgList *out = rg_list_new(th, 2);
    for (size_t i = 0; out && i < rg_tuple_len(args); i++) {
        RgValue arg = args->items[i], subst = maybe(th, arg, RG_SYM(th, __typing_subst__));
        if (!subst) return NULL;
        if (subst != RG_UNBOUND) {
            if (!add_once(th, out, arg)) return NULL;
            continue;
        }
        RgValue inner = maybe(th, arg, RG_SYM(th, __parameters__));
        if (!inner) return NULL;
        if (inner == RG_UNBOUND || !rg_is_tuple(inner)) continue;
        for (size_t k = 0; k < rg_tuple_len(RG_TUPLE(inner)); k++)
            if (!add_once(th, out, RG_TUPLE(inner)->items[k])) return NULL;
    }
    return out ? rg_tuple_from(th, out->items, (size_t)out->length) : NULL;
}

static RgTuple *parameters_of(RgThread *th, RgObject *owner, RgValue *slot, RgValue args)
{
    if (!*slot) {
        RgTuple *t = make_parameters(th, RG_TUPLE(args));
        if (!t) return NULL;
        rg_gc_store(owner, slot, rg_from_ptr(t));
    }
    return RG_TUPLE(*slot);
}

static RgTuple *as_items(RgThread *th, RgValue item)
{
    return rg_is_tuple(item) ? RG_TUPLE(item) : rg_tuple_pack(th, 1, item);
}

static int64_t index_of(RgTuple *params, RgValue v)
{
    for (size_t i = 0; i < rg_tuple_len(params); i++)
        if (params->items[i] == v) return (int64_t)i;
    return -1;
}

/* obj[...] with the arguments that stand for obj's own parameters. */
static RgValue substitute_inner(RgThread *th, RgValue obj, RgTuple *params, RgTuple *items)
{
    RgValue inner = maybe(th, obj, RG_SYM(th, __parameters__));
    if (!inner) return RG_ERROR;
    if (inner == RG_UNBOUND || !rg_is_tuple(inner) || rg_tuple_len(RG_TUPLE(inner)) == 0) return obj;
    RgList *args = rg_list_new(th, 2);
    for (size_t i = 0; args && i < rg_tuple_len(RG_TUPLE(inner)); i++) {
        RgValue v = RG_TUPLE(inner)->items[i];
        int64_t at = index_of(params, v);
        if (at >= 0) {
            v = items->items[at];
            RgValue var = RG_TUPLE(inner)->items[i];
            /* A TypeVarTuple stands for several. */
            if (rg_is_tuple(v) && rg_type_lookup(th, rg_type_of(th->rt, var), RG_SYM(th, __iter__))) {
                for (size_t k = 0; k < rg_tuple_len(RG_TUPLE(v)); k++)
                    if (!rg_list_append(th, args, RG_TUPLE(v)->items[k])) return RG_ERROR;
                continue;
            }
        }
        if (!rg_list_append(th, args, v)) return RG_ERROR;
    }
    RgTuple *t = args ? rg_tuple_from(th, args->items, (size_t)args->length) : NULL;
    return t ? rg_getitem(th, obj, rg_from_ptr(t)) : RG_ERROR;
}

/* `*tuple[int, str]` among the items stands for int and str; `*tuple[int, ...]` stays one. */
static RgTuple *unpack_items(RgThread *th, RgTuple *items)
{
    RgStr *name = items ? rg_intern_cstr(th, "__typing_unpacked_tuple_args__") : NULL;
    RgList *out = name ? rg_list_new(th, (int64_t)rg_tuple_len(items)) : NULL;
    for (size_t i = 0; out && i < rg_tuple_len(items); i++) {
        RgValue item = items->items[i];
        RgValue inside = rg_is_type(item) ? RG_UNBOUND : rg_attr_lookup(th, item, name);
        if (!inside) return NULL;
        size_t n = inside != RG_UNBOUND && rg_is_tuple(inside) ? rg_tuple_len(RG_TUPLE(inside)) : 0;
        bool several = inside != RG_UNBOUND && rg_is_tuple(inside) && (n == 0 || RG_TUPLE(inside)->items[n - 1] != RG_ELLIPSIS);
        if (several ? !rg_list_append_all(th, out, RG_TUPLE(inside)->items, n) : !rg_list_append(th, out, item)) return NULL;
    }
    return out ? rg_tuple_from(th, out->items, (size_t)out->length) : NULL;
}

/* The new args of self[item]. */
static RgTuple *substitute(RgThread *th, RgValue self, RgTuple *args, RgTuple *params, RgValue item)
{
    size_t nparams = rg_tuple_len(params);
    if (nparams == 0) {
        rg_raise(th, RG_EXC_TypeError, "%R is not a generic class", self);
        return NULL;
    }
    RgTuple *items = unpack_items(th, as_items(th, item));
    for (size_t i = 0; items && i < nparams; i++) {
        RgValue prepare = rg_attr_lookup(th, params->items[i], RG_SYM(th, __typing_prepare_subst__));
        if (!prepare) return NULL;
        if (prepare == RG_UNBOUND || prepare == RG_NONE) continue;
        RgValue prepared = rg_call2(th, prepare, self, rg_from_ptr(items));
        items = !prepared ? NULL : as_items(th, prepared);
    }
    if (!items) return NULL;
    size_t n = rg_tuple_len(items);
    if (n != nparams) {
        rg_raise(th, RG_EXC_TypeError, "Too %s arguments for %R; actual %zu, expected %zu", n > nparams ? "many" : "few", self, n, nparams);
        return NULL;
    }
    RgList *out = rg_list_new(th, (int64_t)rg_tuple_len(args));
    for (size_t i = 0; out && i < rg_tuple_len(args); i++) {
        RgValue arg = args->items[i];
        if (rg_is_type(arg)) {
            if (!rg_list_append(th, out, arg)) return NULL;
            continue;
        }
        RgValue unpacked = rg_attr_lookup(th, arg, rg_intern_cstr(th, "__typing_is_unpacked_typevartuple__"));
        RgValue subst = rg_attr_lookup(th, arg, RG_SYM(th, __typing_subst__));
        if (!subst || !unpacked) return NULL;
        int64_t at = subst != RG_UNBOUND ? index_of(params, arg) : -1;
        RgValue v = at >= 0 ? rg_call1(th, subst, items->items[at]) : substitute_inner(th, arg, params, items);
        if (!v) return NULL;
        if (unpacked != RG_UNBOUND && rg_truth(th, unpacked) == 1 && rg_is_tuple(v)) {
            for (size_t k = 0; k < rg_tuple_len(RG_TUPLE(v)); k++)
                if (!rg_list_append(th, out, RG_TUPLE(v)->items[k])) return NULL;
        } else if (!rg_list_append(th, out, v)) {
            return NULL;
        }
    }
    return out ? rg_tuple_from(th, out->items, (size_t)out->length) : NULL;
}

/* ---- GenericAlias ---- */

static void trace_alias(RgMarker *marker, void *cell)
{
    RgGenericAlias *a = cell;
    rg_mark_value(marker, a->origin);
    rg_mark_value(marker, a->args);
    rg_mark_value(marker, a->parameters);
    rg_mark_value(marker, a->weaklist);
}

static RgValue alias_of(RgThread *th, RgType *type, RgValue origin, RgValue args)
{
    RgTuple *t = as_items(th, args);
    RgGenericAlias *a = t ? rg_object_new_of(th, type, 0) : NULL;
    if (!a) return RG_ERROR;
    a->origin = origin;
    a->args = rg_from_ptr(t);
    return rg_from_ptr(a);
}

RgValue rg_generic_alias_new(RgThread *th, RgValue origin, RgValue args)
{
    return alias_of(th, RG_TYPE(th, generic_alias), origin, args);
}

RgValue rg_generic_class_getitem(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    return rg_generic_alias_new(th, self, args[0]);
}

static RgValue alias_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "GenericAlias", kwnames) || !rg_args_count(th, "GenericAlias", nargs, 2, 2)) return RG_ERROR;
    return alias_of(th, type, args[0], args[1]);
}

/* A class by its name, ... for Ellipsis, others by repr. */
static bool add_item(RgThread *th, RgStrBuilder *b, RgValue v)
{
    RgStr *s = NULL;
    if (v == RG_ELLIPSIS) {
        rg_builder_cstr(b, "...");
        return true;
    }
    if (rg_is_list(v)) { /* a ParamSpec's list */
        rg_builder_char(b, '[');
        for (int64_t i = 0; i < RG_LIST(v)->length; i++) {
            if (i) rg_builder_cstr(b, ", ");
            if (!add_item(th, b, RG_LIST(v)->items[i])) return false;
        }
        rg_builder_char(b, ']');
        return true;
    }
    RgValue origin = rg_attr_lookup(th, v, RG_SYM(th, __origin__));
    RgValue args = origin && origin != RG_UNBOUND ? rg_attr_lookup(th, v, RG_SYM(th, __args__)) : RG_UNBOUND;
    if (!origin || !args) return false;
    if (args == RG_UNBOUND) {
        RgValue name = rg_attr_lookup(th, v, RG_SYM(th, __qualname__));
        RgValue module = name && name != RG_UNBOUND ? rg_attr_lookup(th, v, RG_SYM(th, __module__)) : RG_UNBOUND;
        if (!name || !module) return false;
        if (name != RG_UNBOUND && module != RG_UNBOUND && module != RG_NONE) {
            if (rg_is_str(module) && rg_str_equal_cstr(RG_STR(module), "builtins")) s = rg_str_of(th, name);
            else s = rg_format(th, "%S.%S", module, name);
            if (!s) return false;
        }
    }
    if (!s && !(s = rg_repr(th, v))) return false;
    rg_builder_str(b, s);
    return true;
}

static RgValue alias_repr(RgThread *th, RgValue self)
{
    RgStrBuilder b;
    RgTuple *args = RG_TUPLE(alias(self)->args);
    rg_builder_init(&b, th, 32);
    if (alias(self)->starred) rg_builder_char(&b, '*');
    if (!add_item(th, &b, alias(self)->origin)) return RG_ERROR;
    rg_builder_char(&b, '[');
    for (size_t i = 0; i < rg_tuple_len(args); i++) {
        if (i) rg_builder_cstr(&b, ", ");
        if (!add_item(th, &b, args->items[i])) return RG_ERROR;
    }
    if (rg_tuple_len(args) == 0) rg_builder_cstr(&b, "()");
    rg_builder_char(&b, ']');
    return rg_from_ptr(rg_builder_finish(&b));
}

static RgValue alias_getattro(RgThread *th, RgValue self, RgStr *name)
{
    static const char *const own[] = {"__class__", "__origin__", "__args__", "__unpacked__", "__parameters__",
                                      "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__", "__reduce__",
                                      "__copy__", "__deepcopy__"};
    for (size_t i = 0; i < RG_COUNT_OF(own); i++)
        if (rg_str_equal_cstr(name, own[i])) return rg_attr_generic_get(th, self, name);
    return rg_attr_get(th, alias(self)->origin, name);
}

static RgValue alias_call(RgThread *th, RgValue callee, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue made = rg_call(th, alias(callee)->origin, args, nargs, kwnames);
    if (!made) return RG_ERROR;
    if (!rg_attr_set(th, made, RG_SYM(th, __orig_class__), callee)) {
        if (!rg_raised_is(th, RG_EXC_AttributeError) && !rg_raised_is(th, RG_EXC_TypeError)) return RG_ERROR;
        rg_exception_clear(th);
    }
    return made;
}

static RgValue alias_getitem(RgThread *th, RgValue self, RgValue item)
{
    RgGenericAlias *a = alias(self);
    RgTuple *params = parameters_of(th, &a->head, &a->parameters, a->args);
    RgTuple *args = params ? substitute(th, self, RG_TUPLE(a->args), params, item) : NULL;
    if (!args) return RG_ERROR;
    RgValue made = rg_generic_alias_new(th, a->origin, rg_from_ptr(args));
    if (made) alias(made)->starred = a->starred;
    return made;
}

static RgValue alias_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if ((op != RG_EQ && op != RG_NE) || !rg_is_kind(a, RG_KIND_generic_alias) || !rg_is_kind(b, RG_KIND_generic_alias))
        return RG_NOT_IMPLEMENTED;
    int same = alias(a)->starred == alias(b)->starred ? rg_compare_bool(th, alias(a)->origin, alias(b)->origin, RG_EQ) : 0;
    if (same > 0) same = rg_compare_bool(th, alias(a)->args, alias(b)->args, RG_EQ);
    return same < 0 ? RG_ERROR : rg_from_bool((same != 0) == (op == RG_EQ));
}

static bool alias_hash(RgThread *th, RgValue self, int64_t *out)
{
    int64_t x, y;
    if (!rg_hash(th, alias(self)->origin, &x) || !rg_hash(th, alias(self)->args, &y)) return false;
    *out = x ^ y;
    if (*out == -1) *out = -2;
    return true;
}

static RgValue alias_iter(RgThread *th, RgValue self)
{
    RgValue starred = rg_generic_alias_new(th, alias(self)->origin, alias(self)->args);
    if (!starred) return RG_ERROR;
    alias(starred)->starred = true;
    RgTuple *t = rg_tuple_pack(th, 1, starred);
    return t ? rg_iter(th, rg_from_ptr(t)) : RG_ERROR;
}

static RgValue alias_mro_entries(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    return rg_from_ptr(rg_tuple_pack(th, 1, alias(self)->origin));
}
static RgValue alias_check(RgThread *th, const char *what)
{
    return rg_raise(th, RG_EXC_TypeError, "%s() argument 2 cannot be a parameterized generic", what);
}
static RgValue alias_instancecheck(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)self;
    (void)args;
    (void)nargs;
    return alias_check(th, "isinstance");
}
static RgValue alias_subclasscheck(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)self;
    (void)args;
    (void)nargs;
    return alias_check(th, "issubclass");
}
static RgValue alias_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    RgTuple *t = rg_tuple_pack(th, 2, alias(self)->origin, alias(self)->args);
    return t ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(RG_TYPE(th, generic_alias)), rg_from_ptr(t))) : RG_ERROR;
}
static RgValue alias_dir(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    RgDict *names = rg_dict_new(th);
    if (!names) return RG_ERROR;
    if (rg_is_type(alias(self)->origin) && !rg_dir_merge_type(th, names, RG_AS(RgType, alias(self)->origin))) return RG_ERROR;
    if (!rg_dir_merge(th, names, RG_TYPE(th, generic_alias)->dict)) return RG_ERROR;
    return rg_from_ptr(rg_to_list(th, rg_from_ptr(names)));
}

static RgValue get_origin(RgThread *th, RgValue self) { return (void)th, alias(self)->origin; }
static RgValue get_args(RgThread *th, RgValue self) { return (void)th, alias(self)->args; }
static RgValue get_unpacked(RgThread *th, RgValue self) { return (void)th, rg_from_bool(alias(self)->starred); }
static RgValue get_parameters(RgThread *th, RgValue self)
{
    return rg_from_ptr(parameters_of(th, &alias(self)->head, &alias(self)->parameters, alias(self)->args));
}
static RgValue get_unpacked_args(RgThread *th, RgValue self)
{
    return alias(self)->starred && alias(self)->origin == rg_from_ptr(RG_TYPE(th, tuple)) ? alias(self)->args : RG_NONE;
}

static const RgMethodDef alias_methods[] = {
    RG_METHOD("__mro_entries__", "($self, bases, /)", NULL, alias_mro_entries),
    RG_METHOD("__instancecheck__", "($self, instance, /)", NULL, alias_instancecheck),
    RG_METHOD("__subclasscheck__", "($self, subclass, /)", NULL, alias_subclasscheck),
    RG_METHOD("__reduce__", "($self, /)", NULL, alias_reduce),
    RG_METHOD("__dir__", "($self, /)", NULL, alias_dir),
    RG_METHOD_END,
};
static const RgGetSetDef alias_getset[] = {
    {"__origin__", get_origin, NULL, NULL},
    {"__args__", get_args, NULL, NULL},
    {"__unpacked__", get_unpacked, NULL, NULL},
    {"__parameters__", get_parameters, NULL, "Type variables in the GenericAlias."},
    {"__typing_unpacked_tuple_args__", get_unpacked_args, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_generic_alias = {
    .doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    .module = "types",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF,
    .basicsize = sizeof(RgGenericAlias),
    .cell = {"generic_alias", trace_alias, NULL},
    .slots = {.repr = alias_repr, .hash = alias_hash, .call = alias_call, .getattro = alias_getattro, .compare = alias_compare,
              .iter = alias_iter, .new_ = alias_new, .getitem = alias_getitem, .or_ = rg_union_or},
    .methods = alias_methods,
    .getset = alias_getset,
};

/* ---- UnionType ---- */

static void trace_union(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgUnion *)cell)->args);
    rg_mark_value(marker, ((RgUnion *)cell)->parameters);
}

/* Types, and objects whose type says that they stand for one. */
static bool may_join(RgThread *th, RgValue v)
{
    return v == RG_NONE || rg_is_type(v) || rg_type_of(th->rt, v)->slots.or_ == rg_union_or;
}

/* Adds the members of v that are not there yet. */
static bool flatten(RgThread *th, RgList *out, RgValue v)
{
    if (rg_is_kind(v, RG_KIND_union_type)) {
        RgTuple *t = RG_TUPLE(uni(v)->args);
        for (size_t i = 0; i < rg_tuple_len(t); i++)
            if (!flatten(th, out, t->items[i])) return false;
        return true;
    }
    if (v == RG_NONE) v = rg_from_ptr(RG_TYPE(th, NoneType));
    for (int64_t i = 0; i < out->length; i++) {
        RgValue have = out->items[i];
        bool aliases = rg_is_kind(have, RG_KIND_generic_alias) && rg_is_kind(v, RG_KIND_generic_alias);
        int same = aliases ? rg_compare_bool(th, have, v, RG_EQ) : have == v;
        if (same) return same > 0;
    }
    return rg_list_append(th, out, v);
}

static RgValue union_of(RgThread *th, RgList *members)
{
    if (members->length == 1) return members->items[0];
    RgTuple *args = rg_tuple_from(th, members->items, (size_t)members->length);
    RgUnion *u = args ? rg_object_new(th, RG_KIND_union_type, sizeof *u) : NULL;
    if (u) u->args = rg_from_ptr(args);
    return rg_from_ptr(u);
}

RgValue rg_union_or(RgThread *th, RgValue a, RgValue b)
{
    if (!may_join(th, a) || !may_join(th, b)) return RG_NOT_IMPLEMENTED;
    RgList *members = rg_list_new(th, 2);
    if (!members || !flatten(th, members, a) || !flatten(th, members, b)) return RG_ERROR;
    return union_of(th, members);
}

static RgValue union_repr(RgThread *th, RgValue self)
{
    RgStrBuilder b;
    RgTuple *args = RG_TUPLE(uni(self)->args);
    rg_builder_init(&b, th, 32);
    for (size_t i = 0; i < rg_tuple_len(args); i++) {
        if (i) rg_builder_cstr(&b, " | ");
        if (args->items[i] == rg_from_ptr(RG_TYPE(th, NoneType))) rg_builder_cstr(&b, "None");
        else if (!add_item(th, &b, args->items[i])) return RG_ERROR;
    }
    return rg_from_ptr(rg_builder_finish(&b));
}

static RgValue as_set(RgThread *th, RgValue self)
{
    RgSet *s = rg_set_new(th, RG_KIND_frozenset);
    return s && rg_set_update(th, s, uni(self)->args) ? rg_from_ptr(s) : RG_ERROR;
}

static RgValue union_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if ((op != RG_EQ && op != RG_NE) || !rg_is_kind(a, RG_KIND_union_type) || !rg_is_kind(b, RG_KIND_union_type))
        return RG_NOT_IMPLEMENTED;
    RgValue x = as_set(th, a), y = x ? as_set(th, b) : RG_ERROR;
    return y ? rg_compare(th, x, y, op) : RG_ERROR;
}

static bool union_hash(RgThread *th, RgValue self, int64_t *out)
{
    RgValue s = as_set(th, self);
    return s && rg_hash(th, s, out);
}

static RgValue union_getitem(RgThread *th, RgValue self, RgValue item)
{
    RgUnion *u = uni(self);
    RgTuple *params = parameters_of(th, &u->head, &u->parameters, u->args);
    RgTuple *args = params ? substitute(th, self, RG_TUPLE(u->args), params, item) : NULL;
    if (!args) return RG_ERROR;
    RgValue result = args->items[0];
    for (size_t i = 1; result && i < rg_tuple_len(args); i++) result = rg_number_binary(th, RG_OR, result, args->items[i]);
    return result;
}

static RgValue union_getattro(RgThread *th, RgValue self, RgStr *name)
{
    if (rg_str_equal_cstr(name, "__module__")) return rg_from_ptr(rg_intern_cstr(th, "types"));
    return rg_attr_generic_get(th, self, name);
}

static RgValue union_instancecheck(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    int r = rg_is_instance(th, args[0], self);
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}
static RgValue union_subclasscheck(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    if (!rg_is_type(args[0])) return rg_raise(th, RG_EXC_TypeError, "issubclass() arg 1 must be a class");
    int r = rg_is_subclass(th, args[0], self);
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

static RgValue get_union_args(RgThread *th, RgValue self) { return (void)th, uni(self)->args; }
static RgValue get_union_parameters(RgThread *th, RgValue self)
{
    return rg_from_ptr(parameters_of(th, &uni(self)->head, &uni(self)->parameters, uni(self)->args));
}

static const RgMethodDef union_methods[] = {
    RG_METHOD("__instancecheck__", "($self, instance, /)", NULL, union_instancecheck),
    RG_METHOD("__subclasscheck__", "($self, subclass, /)", NULL, union_subclasscheck),
    RG_METHOD_END,
};
static const RgGetSetDef union_getset[] = {
    {"__args__", get_union_args, NULL, NULL},
    {"__parameters__", get_union_parameters, NULL, "Type variables in the types.UnionType."},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_union_type = {
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
    .module = "types",
    .flags = 0,
    .basicsize = sizeof(RgUnion),
    .cell = {"union_type", trace_union, NULL},
    .slots = {.repr = union_repr, .hash = union_hash, .getattro = union_getattro, .compare = union_compare, .getitem = union_getitem,
              .or_ = rg_union_or},
    .methods = union_methods,
    .getset = union_getset,
};
