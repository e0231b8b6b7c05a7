/* SPDX-License-Identifier: MIT
 *
 * pickle_module.c: _pickle: the module, its functions and exceptions, and what it takes from the library's Python modules.
 */
#include "vm/module/pickle.h"

#define FUNCTION(NAME) static RgValue f_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static RgPickler *new_pickler(RgThread *th, RgValue protocol, RgValue fix_imports, RgValue buffer_callback)
{
    RgPickler *p = rg_object_new_of(th, RG_AS(RgType, rg_pickle_state(th, RG_PK_PICKLER)), 0);
    return p && rg_pickler_setup(th, p, protocol, fix_imports, buffer_callback) ? p : NULL;
}

FUNCTION(dump)
{
    RgPickler *p = new_pickler(th, args[2], args[3], args[4]);
    RgValue write = p ? rg_attr_lookup(th, args[1], RG_SYM(th, write)) : RG_ERROR;
    if (!write) return RG_ERROR;
    if (write == RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "file must have a 'write' attribute");
    rg_gc_store(p, &p->write, write);
    return rg_pickle_dump(th, p, args[0]) && rg_pickle_flush(th, p) ? RG_NONE : RG_ERROR;
}

FUNCTION(dumps)
{
    RgPickler *p = new_pickler(th, args[1], args[2], args[3]);
    if (!p || !rg_pickle_dump(th, p, args[0])) return RG_ERROR;
    return rg_from_ptr(rg_bytes_new(th, p->out->data, p->len));
}

static RgUnpickler *new_unpickler(RgThread *th, const RgValue *options)
{
    RgUnpickler *u = rg_object_new_of(th, RG_AS(RgType, rg_pickle_state(th, RG_PK_UNPICKLER)), 0);
    return u && rg_unpickler_setup(th, u, options) ? u : NULL;
}

FUNCTION(load)
{
    RgUnpickler *u = new_unpickler(th, args + 1);
    return u && rg_unpickler_file(th, u, args[0]) ? rg_unpickle(th, u) : RG_ERROR;
}

FUNCTION(loads)
{
    RgUnpickler *u = new_unpickler(th, args + 1);
    return u && rg_unpickle_input(th, u, args[0]) ? rg_unpickle(th, u) : RG_ERROR;
}

static const RgMethodDef functions[] = {
    RG_METHOD("dump", "($module, /, obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)",
              "Writes a pickle of obj to a file.", f_dump),
    RG_METHOD("dumps", "($module, /, obj, protocol=None, *, fix_imports=True, buffer_callback=None)", "A pickle of obj as bytes.", f_dumps),
    RG_METHOD("load", "($module, /, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
              "The object of a file's next pickle.", f_load),
    RG_METHOD("loads", "($module, data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
              "The object of a pickle.", f_loads),
    RG_METHOD_END};

/* ---- the module ---- */

/* What other modules have for us. */
static const struct {
    int which;
    const char *module, *name;
    bool dict; /* must be one */
} wanted[] = {{RG_PK_DISPATCH_TABLE, "copyreg", "dispatch_table", true},
              {RG_PK_EXTENSIONS, "copyreg", "_extension_registry", true},
              {RG_PK_INVERTED, "copyreg", "_inverted_registry", true},
              {RG_PK_EXTENSION_CACHE, "copyreg", "_extension_cache", true},
              {RG_PK_NAMES_2TO3, "_compat_pickle", "NAME_MAPPING", true},
              {RG_PK_IMPORTS_2TO3, "_compat_pickle", "IMPORT_MAPPING", true},
              {RG_PK_NAMES_3TO2, "_compat_pickle", "REVERSE_NAME_MAPPING", true},
              {RG_PK_IMPORTS_3TO2, "_compat_pickle", "REVERSE_IMPORT_MAPPING", true},
              {RG_PK_ENCODE, "codecs", "encode", false},
              {RG_PK_PARTIAL, "functools", "partial", false},
              {RG_PK_GETATTR, "builtins", "getattr", false}};

static bool find_wanted(RgThread *th, RgArray *state)
{
    for (size_t i = 0; i < RG_COUNT_OF(wanted); i++) {
        RgValue m = rg_import_module(th, wanted[i].module), v = m ? rg_attr_get_cstr(th, m, wanted[i].name) : RG_ERROR;
        if (!v) return false;
        if (wanted[i].dict && !rg_is_dict(v))
            return rg_raise(th, RG_EXC_RuntimeError, "%s.%s should be a dict, not %T", wanted[i].module, wanted[i].name, v);
        rg_gc_store(state, &state->items[wanted[i].which], v);
    }
    return true;
}

static bool keep(RgThread *th, RgModule *m, RgArray *state, int which, const char *name, void *cell)
{
    if (!cell) return false;
    rg_gc_store(state, &state->items[which], rg_from_ptr(cell));
    return !name || rg_module_set(th, m, name, rg_from_ptr(cell));
}

static bool add_exceptions(RgThread *th, RgModule *m, RgArray *state)
{
    RgType *error = rg_module_exception(th, "_pickle", "PickleError", RG_EXC(th, Exception));
    return keep(th, m, state, RG_PK_ERROR, "PickleError", error) &&
           keep(th, m, state, RG_PK_PICKLING_ERROR, "PicklingError", rg_module_exception(th, "_pickle", "PicklingError", error)) &&
           keep(th, m, state, RG_PK_UNPICKLING_ERROR, "UnpicklingError", rg_module_exception(th, "_pickle", "UnpicklingError", error));
}

static bool add_types(RgThread *th, RgModule *m, RgArray *state)
{
    static const struct {
        int which;
        const char *module, *name;
        const RgTypeSpec *spec;
        bool shown;
    } types[] = {{RG_PK_PICKLER, "_pickle", "Pickler", &rg_pickler_spec, true},
                 {RG_PK_UNPICKLER, "_pickle", "Unpickler", &rg_unpickler_spec, true},
                 {RG_PK_BUFFER, "pickle", "PickleBuffer", &rg_pickle_buffer_spec, true},
                 {RG_PK_MEMO, "_pickle", "PicklerMemoProxy", &rg_pickle_memo_spec, false},
                 {RG_PK_UNMEMO, "_pickle", "UnpicklerMemoProxy", &rg_pickle_unmemo_spec, false}};
    for (size_t i = 0; i < RG_COUNT_OF(types); i++) {
        RgType *type = rg_type_new_native(th, types[i].module, types[i].name, RG_TYPE(th, object), types[i].spec);
        if (!keep(th, m, state, types[i].which, types[i].shown ? types[i].name : NULL, type)) return false;
    }
    return true;
}

bool rg_module_init_pickle(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, RG_PK_COUNT);
    if (!state) return false;
    RG_MODULE_STATE(th, pickle) = state;
    return find_wanted(th, state) && add_exceptions(th, m, state) && add_types(th, m, state) &&
           keep(th, m, state, RG_PK_SETSTATE, NULL, rg_intern_cstr(th, "__setstate__")) &&
           keep(th, m, state, RG_PK_BUILTINS, NULL, rg_str_from_ascii(th, "builtins", 8)) &&
           keep(th, m, state, RG_PK_FIND_CLASS, NULL, rg_intern_cstr(th, "find_class")) && rg_module_add_functions(th, m, functions) &&
           rg_module_set_str(th, m, "__doc__", "Fast pickles.");
}
