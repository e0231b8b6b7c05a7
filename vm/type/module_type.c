/* SPDX-License-Identifier: MIT
 *
 * module_type.c: modules as objects.
 * Always holds: attributes of a module live in its dict; a module-level __getattr__ is asked last.
 */
#include "vm/type/types.h"
#include "vm/type/annotate.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/list.h"
#include "vm/object/module.h"
#include "vm/object/str.h"

static void trace(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((RgModule *)cell)->dict);
    rg_mark_cell(marker, ((RgModule *)cell)->name);
}

static RgModule *mod(RgValue v) { return RG_AS(RgModule, v); }

static RgValue module_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    RgModule *m = rg_object_new_of(th, type, 0);
    if (!m) return RG_ERROR;
    m->dict = rg_dict_new(th);
    return m->dict ? rg_from_ptr(m) : RG_ERROR;
}

static bool module_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[2];
    if (!rg_args_parse(th, "module", "(name, doc=None)", args, nargs, kwnames, a)) return false;
    if (!rg_is_str(a[0])) {
        rg_raise(th, RG_EXC_TypeError, "module() argument 'name' must be str, not %T", a[0]);
        return false;
    }
    return rg_module_fill(th, mod(self), RG_STR(a[0]), a[1] == RG_UNBOUND ? RG_NONE : a[1]);
}

static bool is_true_attr(RgThread *th, RgValue obj, const char *name)
{
    RgStr *s = rg_intern_cstr(th, name);
    RgValue v = s ? rg_attr_lookup(th, obj, s) : RG_ERROR;
    bool yes = v && v != RG_UNBOUND && rg_truth(th, v) == 1;
    rg_exception_clear(th);
    return yes;
}

static RgValue missing(RgThread *th, RgValue self, RgStr *name)
{
    RgDict *d = mod(self)->dict;
    RgValue hook = rg_dict_get_str(th, d, RG_SYM(th, __getattr__));
    if (hook) return rg_call1(th, hook, rg_from_ptr(name));
    RgValue module_name = rg_dict_get_str(th, d, RG_SYM(th, __name__));
    if (!module_name || !rg_is_str(module_name)) return rg_attr_error(th, self, name, "module has no attribute '%U'", name);
    RgValue spec = rg_dict_get_str(th, d, RG_SYM(th, __spec__));
    if (spec && spec != RG_NONE && is_true_attr(th, spec, "_initializing"))
        return rg_attr_error(th, self, name,
                             "partially initialized module '%U' has no attribute '%U' (most likely due to a circular import)",
                             RG_STR(module_name), name);
    return rg_attr_error(th, self, name, "module '%U' has no attribute '%U'", RG_STR(module_name), name);
}

static RgValue module_getattro(RgThread *th, RgValue self, RgStr *name)
{
    if (!rg_str_is_interned(name) && !(name = rg_intern(th, name))) return RG_ERROR;
    RgType *type = rg_type_of(th->rt, self);
    RgValue descr = rg_type_lookup(th, type, name);
    RgDescrGetFn get = NULL;
    if (descr) {
        RgType *dt = rg_type_of(th->rt, descr);
        get = dt->slots.descr_get;
        if (get && dt->slots.descr_set) return get(th, descr, self, rg_from_ptr(type));
    }
    RgValue v = rg_dict_get_str(th, mod(self)->dict, name);
    if (v) return v;
    if (get) return get(th, descr, self, rg_from_ptr(type));
    return descr ? descr : missing(th, self, name);
}

static bool module_setattro(RgThread *th, RgValue self, RgStr *name, RgValue value)
{
    if (!rg_str_is_interned(name) && !(name = rg_intern(th, name))) return false;
    RgValue descr = rg_type_lookup(th, rg_type_of(th->rt, self), name);
    if (descr) {
        RgDescrSetFn set = rg_type_of(th->rt, descr)->slots.descr_set;
        if (set) return set(th, descr, self, value);
    }
    if (value != RG_UNBOUND) return rg_dict_set_str(th, mod(self)->dict, name, value);
    int r = rg_dict_delete(th, mod(self)->dict, rg_from_ptr(name));
    if (r == 0) rg_attr_error(th, self, name, "'%T' object has no attribute '%U'", self, name);
    return r == 1;
}

static RgValue module_text(RgThread *th, RgValue name, RgValue loader)
{
    return rg_from_ptr(loader == RG_NONE ? rg_format(th, "<module %R>", name) : rg_format(th, "<module %R (%R)>", name, loader));
}

static RgValue repr_of_spec(RgThread *th, RgValue spec)
{
    RgValue name = rg_attr_get_cstr(th, spec, "name"), origin = name ? rg_attr_get_cstr(th, spec, "origin") : RG_ERROR;
    if (!origin) return RG_ERROR;
    if (name == RG_NONE) name = rg_from_ptr(rg_intern_cstr(th, "?"));
    if (origin == RG_NONE) {
        RgValue loader = rg_attr_get_cstr(th, spec, "loader");
        return loader ? module_text(th, name, loader) : RG_ERROR;
    }
    if (is_true_attr(th, spec, "has_location")) return rg_from_ptr(rg_format(th, "<module %R from %R>", name, origin));
    return rg_from_ptr(rg_format(th, "<module %R (%S)>", name, origin));
}

/* By the spec; else by what the loader says; else by the file or the loader. */
static RgValue module_repr(RgThread *th, RgValue self)
{
    RgDict *d = mod(self)->dict;
    RgValue name = rg_dict_get_str(th, d, RG_SYM(th, __name__)), file = rg_dict_get_str(th, d, RG_SYM(th, __file__));
    RgValue spec = rg_dict_get_str(th, d, RG_SYM(th, __spec__)), loader = rg_dict_get_str(th, d, RG_SYM(th, __loader__));
    if (spec && spec != RG_NONE) return repr_of_spec(th, spec);
    if (loader && loader != RG_NONE) {
        RgValue make = rg_attr_get_cstr(th, loader, "module_repr"), text = make ? rg_call1(th, make, self) : RG_ERROR;
        if (text) return text;
        rg_exception_clear(th);
    }
    if (!name) name = rg_from_ptr(rg_intern_cstr(th, "?"));
    if (file) return rg_from_ptr(rg_format(th, "<module %R from %R>", name, file));
    return module_text(th, name, loader ? loader : RG_NONE);
}

static RgValue get_dict(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(mod(self)->dict); }

static RgValue get_annotations(RgThread *th, RgValue self)
{
    RgValue v = rg_dict_get_str(th, mod(self)->dict, RG_SYM(th, __annotations__));
    RgValue annotate = rg_annotate_of(th, mod(self)->dict);
    if (v && !(annotate && rg_is_dict(v) && RG_DICT(v)->count == 0)) return v; /* __main__ begins with an empty one */
    bool final = true;
    v = annotate ? rg_annotate_call(th, annotate, &final) : rg_from_ptr(rg_dict_new(th));
    if (!v || (final && !rg_dict_set_str(th, mod(self)->dict, RG_SYM(th, __annotations__), v))) return RG_ERROR;
    return v;
}

static bool set_annotations(RgThread *th, RgValue self, RgValue value)
{
    if (value != RG_UNBOUND) return rg_dict_set_str(th, mod(self)->dict, RG_SYM(th, __annotations__), value);
    int r = rg_dict_delete(th, mod(self)->dict, rg_from_ptr(RG_SYM(th, __annotations__)));
    if (r == 0) rg_attr_error(th, self, RG_SYM(th, __annotations__), "__annotations__");
    return r == 1;
}

static RgValue module_dir(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    RgValue dict = rg_attr_get(th, self, RG_SYM(th, __dict__));
    if (!dict) return RG_ERROR;
    if (!rg_is_dict(dict)) return rg_raise(th, RG_EXC_TypeError, "<module>.__dict__ is not a dictionary");
    RgValue hook = rg_dict_get_str(th, RG_DICT(dict), RG_SYM(th, __dir__));
    return hook ? rg_call0(th, hook) : rg_from_ptr(rg_to_list(th, dict));
}

static const RgMethodDef methods[] = {RG_METHOD("__dir__", "($self, /)", "__dir__() -> list\nspecialized dir() implementation", module_dir),
                                      RG_METHOD_END};
static const RgGetSetDef getset[] = {
    {"__annotations__", get_annotations, set_annotations, NULL}, RG_GETSET_END
};
static const RgGetSetDef members[] = {
    {"__dict__", get_dict, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_module = {
    .doc = "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    .signature = "(name, doc=None)",
    .flags = RG_TF_BASETYPE | RG_TF_OWN_DICT | RG_TF_WEAKREF,
    .basicsize = sizeof(RgModule),
    .cell = {"module", trace, NULL},
    .slots = {.repr = module_repr, .getattro = module_getattro, .setattro = module_setattro, .init = module_init, .new_ = module_new},
    .methods = methods,
    .getset = getset,
    .members = members,
};
