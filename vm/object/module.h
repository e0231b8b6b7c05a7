/* SPDX-License-Identifier: MIT
 *
 * module.h: module objects, and how builtin modules are declared (vm/module/modules.def).
 */
#ifndef RG_OBJECT_MODULE_H
#define RG_OBJECT_MODULE_H

#include "vm/object/dict.h"

struct RgModule {
    RgObject head;
    RgDict *dict;   /* __dict__ */
    RgStr *name;
    RgValue weaklist;
};
RgModule *rg_module_new(RgThread *th, RgStr *name) RG_CHECK_RESULT; /* __name__, __doc__, __package__, __loader__, __spec__ set */
/* What module.__init__ does: the standard names of a fresh (or empty) module. */
bool rg_module_fill(RgThread *th, RgModule *m, RgStr *name, RgValue doc) RG_CHECK_RESULT;
bool rg_module_set(RgThread *th, RgModule *m, const char *name, RgValue value) RG_CHECK_RESULT;
/* Adds a native function per row, bound to the module. */
bool rg_module_add_functions(RgThread *th, RgModule *m, const RgMethodDef *defs) RG_CHECK_RESULT;
bool rg_module_add_type(RgThread *th, RgModule *m, RgType *type) RG_CHECK_RESULT;

/* Row of modules.def: MODULE(C name, "python name") needs `bool rg_module_init_<C name>(RgThread *th, RgModule *m)`. */
typedef bool (*RgModuleInitFn)(RgThread *th, RgModule *m);
/* vm/module/registry.c: a new builtin module by name; NULL with nothing raised when there is none. */
RgModule *rg_builtin_module(RgThread *th, RgStr *name);
bool rg_is_builtin_module(const RgStr *name);
RgTuple *rg_builtin_module_names(RgThread *th);

#endif
