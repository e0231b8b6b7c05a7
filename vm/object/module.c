/* SPDX-License-Identifier: MIT
 *
 * module.c: module objects.
 * Always holds: dict is never NULL; it is the module's __dict__ and the globals of the code that runs in it.
 */
#include "vm/object/module.h"
#include "vm/object/function.h"
#include "vm/object/str.h"

bool rg_module_fill(RgThread *th, RgModule *m, RgStr *name, RgValue doc)
{
    RgDict *d = m->dict ? m->dict : rg_dict_new(th);
    if (!d) return false;
    rg_gc_store_ptr(m, &m->dict, d);
    rg_gc_store_ptr(m, &m->name, name);
    return rg_dict_set_str(th, d, RG_SYM(th, __name__), rg_from_ptr(name)) &&
           rg_dict_set_str(th, d, RG_SYM(th, __doc__), doc) &&
           rg_dict_set_str(th, d, RG_SYM(th, __package__), RG_NONE) &&
           rg_dict_set_str(th, d, RG_SYM(th, __loader__), RG_NONE) && rg_dict_set_str(th, d, RG_SYM(th, __spec__), RG_NONE);
}

RgModule *rg_module_new(RgThread *th, RgStr *name)
{
    RgModule *m = rg_object_new(th, RG_KIND_module, sizeof *m);
    return m && rg_module_fill(th, m, name, RG_NONE) ? m : NULL;
}

bool rg_module_set(RgThread *th, RgModule *m, const char *name, RgValue value)
{
    return value && rg_dict_set_cstr(th, m->dict, name, value);
}

bool rg_module_add_functions(RgThread *th, RgModule *m, const RgMethodDef *defs)
{
    for (const RgMethodDef *d = defs; d->name; d++) {
        RgNative *f = rg_native_new(th, RG_KIND_builtin_function, d, rg_from_ptr(m), NULL, rg_from_ptr(m->name));
        if (!f || !rg_dict_set_cstr(th, m->dict, d->name, rg_from_ptr(f))) return false;
    }
    return true;
}

bool rg_module_add_type(RgThread *th, RgModule *m, RgType *type)
{
    return rg_dict_set_str(th, m->dict, type->name, rg_from_ptr(type));
}
