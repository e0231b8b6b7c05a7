/* SPDX-License-Identifier: MIT
 *
 * weakref_module.c: _weakref.
 */
#include "vm/module/registry.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/weakref.h"

#define METHOD(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

METHOD(proxy)
{
    RgKind kind = rg_is_callable(th, args[0]) ? RG_KIND_weakcallableproxy : RG_KIND_weakproxy;
    return rg_weakref_new(th, th->rt->types[kind], args[0], args[1] == RG_UNBOUND ? RG_NONE : args[1]);
}

METHOD(getweakrefs)
{
    RgList *l = rg_list_new(th, 0);
    if (!l || !rg_weakref_supported(th, args[0])) return rg_from_ptr(l);
    for (RgWeakCell *c = rg_weak_first(th->heap, rg_as_object(args[0])); c; c = c->next)
        if (!rg_list_append(th, l, rg_from_ptr(c))) return RG_ERROR;
    return rg_from_ptr(l);
}

METHOD(getweakrefcount)
{
    int64_t n = 0;
    if (rg_weakref_supported(th, args[0]))
        for (RgWeakCell *c = rg_weak_first(th->heap, rg_as_object(args[0])); c; c = c->next) n++;
    return rg_from_int(n);
}

/* del dct[key], if the value there is a dead reference. */
METHOD(remove_dead_weakref)
{
    if (!rg_is_dict(args[0])) return rg_raise(th, RG_EXC_TypeError, "_remove_dead_weakref() argument 1 must be dict, not %T", args[0]);
    RgDict *d = RG_DICT(args[0]);
    RgValue v = rg_dict_get(th, d, args[1]);
    if (!v || v == RG_UNBOUND) return v ? RG_NONE : RG_ERROR;
    if (!rg_is_kind(v, RG_KIND_weakref)) return rg_raise(th, RG_EXC_TypeError, "not a weakref");
    if (RG_WEAKREF(v)->cell.target) return RG_NONE;
    return rg_dict_delete(th, d, args[1]) < 0 ? RG_ERROR : RG_NONE;
}

static const RgMethodDef functions[] = {
    RG_METHOD_F("proxy", "($module, object, callback=None, /)", "A stand-in for object that does not keep it alive.", proxy, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("getweakrefs", "($module, object, /)", "All weak references and proxies to object.", getweakrefs, RG_MF_NO_SIGNATURE),
    RG_METHOD("getweakrefcount", "($module, object, /)", "Number of weak references to object.", getweakrefcount),
    RG_METHOD("_remove_dead_weakref", "($module, dct, key, /)", "Removes key from dct if its value is a dead weak reference.", remove_dead_weakref),
    RG_METHOD_END,
};

bool rg_module_init_weakref(RgThread *th, RgModule *m)
{
    RgValue ref = rg_from_ptr(RG_TYPE(th, weakref));
    return rg_module_add_functions(th, m, functions) && rg_module_set(th, m, "ref", ref) &&
           rg_module_set(th, m, "ReferenceType", ref) &&
           rg_module_set(th, m, "ProxyType", rg_from_ptr(RG_TYPE(th, weakproxy))) &&
           rg_module_set(th, m, "CallableProxyType", rg_from_ptr(RG_TYPE(th, weakcallableproxy)));
}
