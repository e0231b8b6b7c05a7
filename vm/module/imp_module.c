/* SPDX-License-Identifier: MIT
 *
 * imp_module.c: _imp, what importlib's Python code asks the runtime for. There are no frozen modules and no extension modules.
 */
#include "vm/interp/import.h"
#include "vm/module/registry.h"
#include "vm/type/str_methods.h"

static RgValue lock_held(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return RG_FALSE; }
static RgValue lock_step(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return RG_NONE; }

static RgValue is_builtin(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgTuple *names = rg_builtin_module_names(th);
    if (!names) return RG_ERROR;
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "is_builtin() argument must be str, not %T", args[0]);
    for (size_t i = 0; i < rg_tuple_len(names); i++)
        if (rg_str_equal(RG_STR(names->items[i]), RG_STR(args[0]))) return rg_from_int(1);
    return rg_from_int(0);
}

static RgValue is_frozen(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return RG_FALSE; }
static RgValue find_frozen(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return RG_NONE; }
static RgValue no_frozen(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_raise(th, RG_EXC_ImportError, "No such frozen object named %S", args[0]);
}

static RgValue create_builtin(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue name = rg_attr_get_cstr(th, args[0], "name");
    if (!name) return RG_ERROR;
    RgValue have = rg_is_str(name) ? rg_dict_get_str(th, th->rt->sys_modules, RG_STR(name)) : 0;
    if (have) return have;
    RgModule *m = rg_is_str(name) ? rg_builtin_module(th, RG_STR(name)) : NULL;
    if (m || rg_raised(th)) return rg_from_ptr(m);
    return RG_NONE;
}

static RgValue exec_builtin(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return rg_from_int(0); }

static RgValue extension_suffixes(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_from_ptr(rg_list_new(th, 0));
}

static RgValue no_extension(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_raise(th, RG_EXC_ImportError, "extension modules of CPython cannot be loaded");
}

static RgValue fix_filename(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return RG_NONE; }

static RgValue source_hash(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_raise(th, RG_EXC_NotImplementedError, "source_hash() is not available: source is compiled by another process");
}

static RgValue override_frozen(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t how;
    return rg_args_index(th, args[0], 0, &how) ? RG_NONE : RG_ERROR;
}

static const RgMethodDef functions[] = {
    RG_METHOD("lock_held", "($module, /)", "Whether the import lock is held: there is none.", lock_held),
    RG_METHOD("acquire_lock", "($module, /)", "Does nothing: there is no import lock.", lock_step),
    RG_METHOD("release_lock", "($module, /)", "Does nothing: there is no import lock.", lock_step),
    RG_METHOD("is_builtin", "($module, name, /)", "1 for a builtin module's name, else 0.", is_builtin),
    RG_METHOD("is_frozen", "($module, name, /)", "There are no frozen modules.", is_frozen),
    RG_METHOD("is_frozen_package", "($module, name, /)", "There are no frozen modules.", no_frozen),
    RG_METHOD("find_frozen", "($module, name, /, *, withdata=False)", "There are no frozen modules.", find_frozen),
    RG_METHOD("get_frozen_object", "($module, name, data=None, /)", "There are no frozen modules.", no_frozen),
    RG_METHOD("init_frozen", "($module, name, /)", "There are no frozen modules.", no_frozen),
    RG_METHOD("create_builtin", "($module, spec, /)", "Makes a builtin module.", create_builtin),
    RG_METHOD("exec_builtin", "($module, mod, /)", "Builtin modules are complete when made.", exec_builtin),
    RG_METHOD("extension_suffixes", "($module, /)", "Suffixes of extension modules: none.", extension_suffixes),
    RG_METHOD("create_dynamic", "($module, spec, file=None, /)", "Extension modules cannot be loaded.", no_extension),
    RG_METHOD("exec_dynamic", "($module, mod, /)", "Extension modules cannot be loaded.", no_extension),
    RG_METHOD("_override_frozen_modules_for_tests", "($module, override, /)", "Does nothing: there are no frozen modules.", override_frozen),
    RG_METHOD("_fix_co_filename", "($module, code, path, /)", "Leaves the code's file name as it is.", fix_filename),
    RG_METHOD("source_hash", "($module, key, source)", "Hash of a source file for its .pyc.", source_hash),
    RG_METHOD_END,
};

bool rg_module_init_imp(RgThread *th, RgModule *m)
{
    return rg_module_add_functions(th, m, functions) && rg_module_set_str(th, m, "check_hash_based_pycs", "default");
}
