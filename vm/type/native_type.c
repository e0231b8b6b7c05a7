/* SPDX-License-Identifier: MIT
 *
 * native_type.c: functions written in C: builtin_function_or_method, method_descriptor, classmethod_descriptor.
 * Always holds: a method descriptor's function only ever sees instances of the type that defines it.
 */
#include "vm/type/types.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/module.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static void trace(RgMarker *marker, void *cell)
{
    RgNative *n = cell;
    rg_mark_value(marker, n->self);
    rg_mark_cell(marker, n->type);
    rg_mark_value(marker, n->module);
}

static RgNative *native(RgValue v) { return RG_AS(RgNative, v); }

/* A copy bound to self: what attribute access on an instance gives. */
static RgValue bind(RgThread *th, RgNative *descr, RgValue self)
{
    RgNative *n = rg_object_new(th, RG_KIND_builtin_function, sizeof *n);
    if (!n) return RG_ERROR;
    n->def = descr->def;
    n->sig = descr->sig;
    n->self = self;
    n->type = descr->type;
    n->module = RG_NONE;
    return rg_from_ptr(n);
}

static bool check_self(RgThread *th, RgNative *d, RgValue obj)
{
    if (rg_type_is_subtype(rg_type_of(th->rt, obj), d->type)) return true;
    rg_raise(th, RG_EXC_TypeError, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object", d->def->name, d->type, obj);
    return false;
}

/* ---- calls ---- */

static RgValue builtin_call(RgThread *th, RgValue callee, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgNative *n = native(callee);
    if (kwnames && rg_tuple_len(kwnames) == 0) kwnames = NULL;
    return rg_native_invoke(th, n, n->self, args, nargs, kwnames);
}

static RgValue descriptor_call(RgThread *th, RgValue callee, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgNative *d = native(callee);
    if (nargs < 1) return rg_raise(th, RG_EXC_TypeError, "unbound method %U.%s() needs an argument", d->type->qualname, d->def->name);
    if (!check_self(th, d, args[0])) return RG_ERROR;
    if (kwnames && rg_tuple_len(kwnames) == 0) kwnames = NULL;
    return rg_native_invoke(th, d, args[0], args + 1, nargs - 1, kwnames);
}

static RgValue class_bind(RgThread *th, RgNative *d, RgValue obj, RgValue type)
{
    if (type == RG_NONE || type == RG_UNBOUND || !type) {
        if (obj == RG_UNBOUND)
            return rg_raise(th, RG_EXC_TypeError, "descriptor '%s' for type '%N' needs either an object or a type", d->def->name, d->type);
        type = rg_from_ptr(rg_type_of(th->rt, obj));
    }
    if (!rg_is_type(type))
        return rg_raise(th, RG_EXC_TypeError, "descriptor '%s' for type '%N' needs a type, not a '%T' as arg 2", d->def->name, d->type,
                        type);
    if (!rg_type_is_subtype(RG_AS(RgType, type), d->type))
        return rg_raise(th, RG_EXC_TypeError, "descriptor '%s' requires a subtype of '%N' but received '%N'", d->def->name, d->type,
                        RG_AS(RgType, type));
    return bind(th, d, type);
}

static RgValue class_descriptor_call(RgThread *th, RgValue callee, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgNative *d = native(callee);
    if (nargs < 1)
        return rg_raise(th, RG_EXC_TypeError, "descriptor '%s' of '%N' object needs an argument", d->def->name, d->type);
    RgValue bound = class_bind(th, d, RG_UNBOUND, args[0]);
    return bound ? builtin_call(th, bound, args + 1, nargs - 1, kwnames) : RG_ERROR;
}

static RgValue descriptor_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    (void)type;
    if (obj == RG_UNBOUND) return self;
    return check_self(th, native(self), obj) ? bind(th, native(self), obj) : RG_ERROR;
}

static RgValue class_descriptor_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    return class_bind(th, native(self), obj, type);
}

/* ---- text and comparison ---- */

static bool is_function(const RgNative *n) { return !n->type && (!n->self || rg_is_kind(n->self, RG_KIND_module) || n->self == RG_NONE); }

static RgValue builtin_repr(RgThread *th, RgValue self)
{
    RgNative *n = native(self);
    if (is_function(n) || n->self == RG_NONE) return rg_from_ptr(rg_format(th, "<built-in function %s>", n->def->name));
    return rg_from_ptr(rg_format(th, "<built-in method %s of %T object at %p>", n->def->name, n->self, (void *)(uintptr_t)n->self));
}

static RgValue descriptor_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "<method '%s' of '%N' objects>", native(self)->def->name, native(self)->type));
}

static RgValue builtin_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    (void)th;
    if ((op != RG_EQ && op != RG_NE) || !rg_is_kind(a, RG_KIND_builtin_function) || !rg_is_kind(b, RG_KIND_builtin_function))
        return RG_NOT_IMPLEMENTED;
    bool same = native(a)->self == native(b)->self && native(a)->def == native(b)->def;
    return rg_from_bool(same == (op == RG_EQ));
}

static bool builtin_hash(RgThread *th, RgValue self, int64_t *out)
{
    (void)th;
    uint64_t x = (uint64_t)(uintptr_t)native(self)->def >> 4, y = native(self)->self >> 4;
    *out = (int64_t)(x ^ (y << 20 | y >> 44));
    if (*out == -1) *out = -2;
    return true;
}

/* ---- attributes ---- */

RgValue rg_text_signature(RgThread *th, const char *signature)
{
    if (!signature || strcmp(signature, "(...)") == 0) return RG_NONE;
    RgStr *s = rg_str_from_cstr(th, signature);
    return rg_from_ptr(s);
}

static RgValue get_name(RgThread *th, RgValue self) { return rg_from_ptr(rg_intern_cstr(th, native(self)->def->name)); }

static RgValue get_qualname(RgThread *th, RgValue self)
{
    RgNative *n = native(self);
    RgType *owner = n->type;
    if (n->head.kind == RG_KIND_builtin_function) {
        if (!owner && n->self && rg_is_object(n->self) && !rg_is_kind(n->self, RG_KIND_module)) owner = rg_type_of(th->rt, n->self);
        if (n->self && rg_is_type(n->self)) owner = RG_AS(RgType, n->self);
    }
    if (!owner) return get_name(th, self);
    return rg_from_ptr(rg_format(th, "%U.%s", owner->qualname, n->def->name));
}

static RgValue get_doc(RgThread *th, RgValue self)
{
    const char *doc = native(self)->def->doc;
    return doc ? rg_from_ptr(rg_str_from_cstr(th, doc)) : RG_NONE;
}

static RgValue get_signature(RgThread *th, RgValue self)
{
    const RgMethodDef *def = native(self)->def;
    return def->flags & RG_MF_NO_SIGNATURE ? RG_NONE : rg_text_signature(th, def->signature);
}

static RgValue get_module(RgThread *th, RgValue self)
{
    RgNative *n = native(self);
    if (n->type && n->self == RG_NONE) return RG_NONE;
    (void)th;
    return n->module ? n->module : RG_NONE;
}

static RgValue get_self(RgThread *th, RgValue self)
{
    (void)th;
    RgValue s = native(self)->self;
    return s ? s : RG_NONE;
}

static RgValue get_objclass(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(native(self)->type); }

static RgValue reduce_pair(RgThread *th, RgValue owner, RgValue name)
{
    RgValue getattr = rg_dict_get_cstr(th, th->rt->builtins, "getattr");
    RgTuple *pair = name ? rg_tuple_pack(th, 2, owner, name) : NULL;
    return pair && getattr ? rg_from_ptr(rg_tuple_pack(th, 2, getattr, rg_from_ptr(pair))) : RG_ERROR;
}

static RgValue builtin_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    if (is_function(native(self))) return get_name(th, self);
    return reduce_pair(th, native(self)->self, get_name(th, self));
}

static RgValue descriptor_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    return reduce_pair(th, rg_from_ptr(native(self)->type), get_name(th, self));
}

static const RgMethodDef builtin_methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, builtin_reduce), RG_METHOD_END};
static const RgMethodDef descriptor_methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, descriptor_reduce), RG_METHOD_END};
static const RgGetSetDef builtin_getset[] = {
    {"__name__", get_name, NULL, NULL},     {"__qualname__", get_qualname, NULL, NULL},
    {"__doc__", get_doc, NULL, NULL},       {"__text_signature__", get_signature, NULL, NULL},
    {"__module__", get_module, NULL, NULL}, {"__self__", get_self, NULL, NULL},
    RG_GETSET_END,
};
static const RgGetSetDef descriptor_getset[] = {
    {"__name__", get_name, NULL, NULL},         {"__qualname__", get_qualname, NULL, NULL},
    {"__doc__", get_doc, NULL, NULL},           {"__text_signature__", get_signature, NULL, NULL},
    {"__objclass__", get_objclass, NULL, NULL}, RG_GETSET_END,
};

const RgTypeSpec rg_spec_builtin_function = {
    .flags = RG_TF_WEAKREF,
    .basicsize = sizeof(RgNative),
    .cell = {"builtin_function", trace, NULL},
    .slots = {.repr = builtin_repr, .hash = builtin_hash, .call = builtin_call, .compare = builtin_compare},
    .methods = builtin_methods,
    .getset = builtin_getset,
};
const RgTypeSpec rg_spec_method_descriptor = {
    .flags = RG_TF_METHOD,
    .basicsize = sizeof(RgNative),
    .cell = {"method_descriptor", trace, NULL},
    .slots = {.repr = descriptor_repr, .call = descriptor_call, .descr_get = descriptor_get},
    .methods = descriptor_methods,
    .getset = descriptor_getset,
};
const RgTypeSpec rg_spec_classmethod_descriptor = {
    .basicsize = sizeof(RgNative),
    .cell = {"classmethod_descriptor", trace, NULL},
    .slots = {.repr = descriptor_repr, .call = class_descriptor_call, .descr_get = class_descriptor_get},
    .methods = descriptor_methods,
    .getset = descriptor_getset,
};
