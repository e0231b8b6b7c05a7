/* SPDX-License-Identifier: MIT
 *
 * property_type.c: property.
 * Always holds: get, set, del and doc are values or RG_NONE once made; name is set by the class statement.
 */
#include "vm/type/types.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/str.h"

static void trace(RgMarker *marker, void *cell)
{
    RgProperty *p = cell;
    rg_mark_value(marker, p->get);
    rg_mark_value(marker, p->set);
    rg_mark_value(marker, p->del);
    rg_mark_value(marker, p->doc);
    rg_mark_value(marker, p->name);
}

static RgProperty *prop(RgValue v) { return RG_AS(RgProperty, v); }
static bool has(RgValue v) { return v && v != RG_NONE; }

static RgValue property_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    RgProperty *p = rg_object_new_of(th, type, 0);
    if (p) p->get = p->set = p->del = p->doc = p->name = RG_NONE;
    return rg_from_ptr(p);
}

static bool property_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[4];
    if (!rg_args_parse(th, "property", "(fget=None, fset=None, fdel=None, doc=None)", args, nargs, kwnames, a)) return false;
    RgProperty *p = prop(self);
    for (int i = 0; i < 4; i++)
        if (a[i] == RG_UNBOUND) a[i] = RG_NONE;
    rg_gc_store(p, &p->get, a[0]);
    rg_gc_store(p, &p->set, a[1]);
    rg_gc_store(p, &p->del, a[2]);
    rg_gc_store(p, &p->doc, a[3]);
    p->name = RG_NONE;
    p->doc_from_getter = false;
    if (a[3] == RG_NONE && has(a[0])) {
        RgValue doc = rg_attr_lookup(th, a[0], RG_SYM(th, __doc__));
        if (!doc) return false;
        if (doc != RG_UNBOUND) rg_gc_store(p, &p->doc, doc);
        p->doc_from_getter = true;
    }
    /* A subclass keeps what the getter says in the instance's own __dict__, where help() looks; what is given stays hidden behind
     * the __doc__ of the subclass. */
    if (rg_type_of(th->rt, self) != RG_TYPE(th, property) && p->doc_from_getter && p->doc != RG_NONE && rg_attrs(rg_as_object(self)))
        return rg_attr_own_set(th, rg_as_object(self), RG_SYM(th, __doc__), p->doc);
    return true;
}

static RgValue refuse(RgThread *th, RgProperty *p, RgValue obj, const char *what)
{
    RgStr *type = rg_type_of(th->rt, obj)->qualname;
    if (p->name != RG_NONE) return rg_raise(th, RG_EXC_AttributeError, "property %R of %R object has no %s", p->name, rg_from_ptr(type), what);
    return rg_raise(th, RG_EXC_AttributeError, "property of %R object has no %s", rg_from_ptr(type), what);
}

static RgValue property_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    (void)type;
    if (obj == RG_UNBOUND) return self;
    RgProperty *p = prop(self);
    return has(p->get) ? rg_call1(th, p->get, obj) : refuse(th, p, obj, "getter");
}

static bool property_set(RgThread *th, RgValue self, RgValue obj, RgValue value)
{
    RgProperty *p = prop(self);
    if (value == RG_UNBOUND) return has(p->del) ? rg_call1(th, p->del, obj) != RG_ERROR : refuse(th, p, obj, "deleter") != RG_ERROR;
    return has(p->set) ? rg_call2(th, p->set, obj, value) != RG_ERROR : refuse(th, p, obj, "setter") != RG_ERROR;
}

static RgValue copy(RgThread *th, RgValue self, RgValue get, RgValue set, RgValue del)
{
    RgProperty *p = prop(self);
    RgValue doc = p->doc_from_getter && get != RG_UNBOUND && has(get) ? RG_NONE : p->doc;
    RgValue args[4] = {get == RG_UNBOUND ? p->get : get, set == RG_UNBOUND ? p->set : set, del == RG_UNBOUND ? p->del : del,
                       p->doc_from_getter ? RG_NONE : doc};
    RgValue made = rg_call(th, rg_from_ptr(rg_type_of(th->rt, self)), args, 4, NULL);
    if (made && rg_is_kind(made, RG_KIND_property)) rg_gc_store(rg_as_object(made), &prop(made)->name, p->name);
    return made;
}

static RgValue getter(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    return copy(th, self, args[0], RG_UNBOUND, RG_UNBOUND);
}
static RgValue setter(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    return copy(th, self, RG_UNBOUND, args[0], RG_UNBOUND);
}
static RgValue deleter(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    return copy(th, self, RG_UNBOUND, RG_UNBOUND, args[0]);
}

static RgValue set_name(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)kwnames;
    if (nargs != 2) return rg_raise(th, RG_EXC_TypeError, "__set_name__() takes 2 positional arguments but %zu were given", nargs);
    rg_gc_store(rg_as_object(self), &prop(self)->name, args[1]);
    return RG_NONE;
}

static RgValue get_fget(RgThread *th, RgValue self) { return (void)th, prop(self)->get; }
static RgValue get_fset(RgThread *th, RgValue self) { return (void)th, prop(self)->set; }
static RgValue get_fdel(RgThread *th, RgValue self) { return (void)th, prop(self)->del; }
static RgValue get_doc(RgThread *th, RgValue self)
{
    (void)th;
    RgValue own = rg_attr_own(th, rg_as_object(self), RG_SYM(th, __doc__));
    return own ? own : prop(self)->doc;
}
static bool set_doc(RgThread *th, RgValue self, RgValue value)
{
    (void)th;
    rg_gc_store(rg_as_object(self), &prop(self)->doc, value == RG_UNBOUND ? RG_NONE : value);
    return true;
}

static RgValue get_abstract(RgThread *th, RgValue self)
{
    RgValue parts[3] = {prop(self)->get, prop(self)->set, prop(self)->del};
    for (int i = 0; i < 3; i++) {
        if (!has(parts[i])) continue;
        RgValue v = rg_attr_lookup(th, parts[i], RG_SYM(th, __isabstractmethod__));
        int truth = !v ? -1 : v == RG_UNBOUND ? 0 : rg_truth(th, v);
        if (truth) return truth < 0 ? RG_ERROR : RG_TRUE;
    }
    return RG_FALSE;
}

static const RgMethodDef methods[] = {
    RG_METHOD("getter", "($self, fget, /)", "Descriptor to obtain a copy of the property with a different getter.", getter),
    RG_METHOD("setter", "($self, fset, /)", "Descriptor to obtain a copy of the property with a different setter.", setter),
    RG_METHOD("deleter", "($self, fdel, /)", "Descriptor to obtain a copy of the property with a different deleter.", deleter),
    RG_METHOD_F("__set_name__", NULL, "Method to set name of a property.", set_name, RG_MF_RAW),
    RG_METHOD_END,
};
static const RgGetSetDef getset[] = {
    {"__isabstractmethod__", get_abstract, NULL, NULL},
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"fget", get_fget, NULL, NULL},
    {"fset", get_fset, NULL, NULL},
    {"fdel", get_fdel, NULL, NULL},
    {"__doc__", get_doc, set_doc, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_property = {
    .doc = "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for "
           "setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring\n\nTypical use is "
           "to define a managed attribute x:",
    .signature = "(fget=None, fset=None, fdel=None, doc=None)",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgProperty),
    .cell = {"property", trace, NULL},
    .slots = {.descr_get = property_get, .descr_set = property_set, .init = property_init, .new_ = property_new},
    .methods = methods,
    .getset = getset,
    .members = members,
};
