/* SPDX-License-Identifier: MIT
 *
 * wrapper_types.c: staticmethod and classmethod.
 * Always holds: names, module and documentation that were not set on the wrapper itself are those of the callable.
 */
#include "vm/type/types.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static void trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgWrapped *)cell)->callable);
}

static RgValue callable(RgValue self)
{
    RgValue v = RG_AS(RgWrapped, self)->callable;
    return v ? v : RG_NONE;
}

static RgValue wrapped_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    RgWrapped *w = rg_object_new_of(th, type, 0);
    if (w) w->callable = RG_NONE;
    return rg_from_ptr(w);
}

static bool init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames, const char *name)
{
    if (!rg_args_no_kw(th, name, kwnames) || !rg_args_count(th, name, nargs, 1, 1)) return false;
    rg_gc_store(rg_as_object(self), &RG_AS(RgWrapped, self)->callable, args[0]);
    return true;
}
static bool static_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return init(th, self, args, nargs, kwnames, "staticmethod");
}
static bool class_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return init(th, self, args, nargs, kwnames, "classmethod");
}

static RgValue static_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    (void)th;
    (void)obj;
    (void)type;
    return callable(self);
}

static RgValue class_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    if (type == RG_UNBOUND || type == RG_NONE || !type) type = rg_from_ptr(rg_type_of(th->rt, obj));
    RgValue f = callable(self);
    RgType *ft = rg_type_of(th->rt, f);
    if (ft->slots.descr_get && !rg_is_kind(f, RG_KIND_function)) return ft->slots.descr_get(th, f, type, type);
    return rg_method_new(th, f, type);
}

static RgValue static_call(RgThread *th, RgValue callee, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return rg_call(th, callable(callee), args, nargs, kwnames);
}

static RgValue static_repr(RgThread *th, RgValue self) { return rg_from_ptr(rg_format(th, "<staticmethod(%R)>", callable(self))); }
static RgValue class_repr(RgThread *th, RgValue self) { return rg_from_ptr(rg_format(th, "<classmethod(%R)>", callable(self))); }

static RgValue get_func(RgThread *th, RgValue self) { return (void)th, callable(self); }

static RgValue get_abstract(RgThread *th, RgValue self)
{
    RgValue v = rg_attr_lookup(th, callable(self), RG_SYM(th, __isabstractmethod__));
    if (!v) return RG_ERROR;
    int truth = v == RG_UNBOUND ? 0 : rg_truth(th, v);
    return truth < 0 ? RG_ERROR : rg_from_bool(truth);
}

/* What functools.wraps would have copied. */
static RgValue forwarded(RgThread *th, RgValue self, RgStr *name)
{
    RgValue own = rg_attr_own(th, rg_as_object(self), name);
    return own ? own : rg_attr_get(th, callable(self), name);
}
static bool set_own(RgThread *th, RgValue self, RgStr *name, RgValue value)
{
    if (value != RG_UNBOUND) return rg_attr_own_set(th, rg_as_object(self), name, value);
    RgDict *d = rg_attr_dict(th, self);
    int r = d ? rg_dict_delete(th, d, rg_from_ptr(name)) : -1;
    if (r == 0) rg_attr_missing(th, self, name);
    return r == 1;
}
#define FORWARD(NAME)                                                                                           \
    static RgValue get_##NAME(RgThread *th, RgValue self) { return forwarded(th, self, RG_SYM(th, __##NAME##__)); } \
    static bool set_##NAME(RgThread *th, RgValue self, RgValue v) { return set_own(th, self, RG_SYM(th, __##NAME##__), v); }
FORWARD(name)
FORWARD(qualname)
FORWARD(module)
FORWARD(doc)
FORWARD(annotations)
#undef FORWARD

/* The forwarded ones are in the dictionary for whoever asks for it. The wrapper of something that lacks one lacks it too. */
static RgValue get_dict(RgThread *th, RgValue self)
{
    RgStr *names[] = {RG_SYM(th, __module__), RG_SYM(th, __name__), RG_SYM(th, __qualname__), RG_SYM(th, __doc__),
                      RG_SYM(th, __annotations__)};
    for (size_t i = 0; i < RG_COUNT_OF(names); i++) {
        if (rg_attr_own(th, rg_as_object(self), names[i])) continue;
        RgValue v = rg_attr_lookup(th, callable(self), names[i]);
        if (!v || (v != RG_UNBOUND && !rg_attr_own_set(th, rg_as_object(self), names[i], v))) return RG_ERROR;
    }
    return rg_object_get_dict(th, self);
}

static const RgGetSetDef getset[] = {
    {"__isabstractmethod__", get_abstract, NULL, NULL},
    {"__name__", get_name, set_name, NULL},
    {"__qualname__", get_qualname, set_qualname, NULL},
    {"__module__", get_module, set_module, NULL},
    {"__doc__", get_doc, set_doc, NULL},
    {"__annotations__", get_annotations, set_annotations, NULL},
    {"__dict__", get_dict, rg_object_set_dict, NULL},
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"__func__", get_func, NULL, NULL},
    {"__wrapped__", get_func, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_staticmethod = {
    .doc = "staticmethod(function) -> method\n\nConvert a function to be a static method.",
    .flags = RG_TF_BASETYPE | RG_TF_ATTRS,
    .basicsize = sizeof(RgWrapped),
    .cell = {"staticmethod", trace, NULL},
    .slots = {.repr = static_repr, .call = static_call, .descr_get = static_get, .init = static_init, .new_ = wrapped_new},
    .getset = getset,
    .members = members,
};
const RgTypeSpec rg_spec_classmethod = {
    .doc = "classmethod(function) -> method\n\nConvert a function to be a class method.",
    .flags = RG_TF_BASETYPE | RG_TF_ATTRS,
    .basicsize = sizeof(RgWrapped),
    .cell = {"classmethod", trace, NULL},
    .slots = {.repr = class_repr, .descr_get = class_get, .init = class_init, .new_ = wrapped_new},
    .getset = getset,
    .members = members,
};
