/* SPDX-License-Identifier: MIT
 *
 * import_spec.c: module specs, loaders and finders as Python sees them. The import system itself works with RgFound; these
 * objects exist for __spec__, __loader__, sys.meta_path and whoever drives the import protocol by hand (importlib.util).
 */
#include <stdio.h>
#include "vm/interp/import.h"

static bool put(RgThread *th, RgValue obj, const char *name, RgValue value)
{
    RgStr *key = rg_intern_cstr(th, name);
    return key && value && rg_attr_set(th, obj, key, value);
}

static RgValue get(RgThread *th, RgValue obj, const char *name)
{
    RgStr *key = rg_intern_cstr(th, name);
    RgValue v = key ? rg_attr_lookup(th, obj, key) : RG_ERROR;
    return v == RG_UNBOUND ? RG_NONE : v;
}

/* All of these have nothing but attributes. */
static void trace_attrs(RgMarker *marker, void *cell)
{
    RgObject *o = cell;
    RgAttrs *attrs = rg_attrs(o);
    rg_mark_value(marker, attrs->extra);
    if (!(o->shape->flags & RG_SHAPE_DICT)) rg_mark_values(marker, attrs->slots, RG_MIN(o->shape->inline_slots, o->shape->count));
}

/* ---- ModuleSpec ---- */

static RgValue spec_repr(RgThread *th, RgValue self)
{
    RgValue name = get(th, self, "name"), loader = get(th, self, "loader"), origin = get(th, self, "origin");
    RgValue locations = get(th, self, "submodule_search_locations");
    if (!name || !loader || !origin || !locations) return RG_ERROR;
    RgStrBuilder b;
    rg_builder_init(&b, th, 80);
    RgStr *s = rg_format(th, "ModuleSpec(name=%R, loader=%R", name, loader);
    if (s) rg_builder_str(&b, s);
    if (s && origin != RG_NONE && (s = rg_format(th, ", origin=%R", origin))) rg_builder_str(&b, s);
    if (s && locations != RG_NONE && (s = rg_format(th, ", submodule_search_locations=%R", locations))) rg_builder_str(&b, s);
    rg_builder_char(&b, ')');
    return s ? rg_from_ptr(rg_builder_finish(&b)) : RG_ERROR;
}

static const RgTypeSpec spec_spec = {
    .doc = "The specification for a module, used for loading.",
    .flags = RG_TF_BASETYPE | RG_TF_ATTRS | RG_TF_WEAKREF,
    .basicsize = sizeof(RgObject) + sizeof(RgAttrs),
    .cell = {NULL, trace_attrs, NULL},
    .slots = {.repr = spec_repr},
};

static RgStr *parent_of(RgThread *th, RgStr *name)
{
    for (int64_t i = name->length; i-- > 0;)
        if (rg_str_at(name, i) == '.') return rg_str_slice(th, name, 0, i);
    return th->rt->empty_str;
}

static RgValue loader_new(RgThread *th, RgStr *name, const RgFound *found)
{
    if (found->what == RG_FOUND_BUILTIN) return rg_from_ptr(rg_import_type(th, RG_IMPORT_BUILTIN_IMPORTER));
    uint32_t which = RG_IMPORT_NAMESPACE_LOADER;
    if (found->what == RG_FOUND_FILE)
        which = rg_str_at(found->path, found->path->length - 1) == 'y' ? RG_IMPORT_SOURCE_LOADER : RG_IMPORT_SOURCELESS_LOADER;
    RgValue loader = rg_from_ptr(rg_object_new_of(th, rg_import_type(th, which), 0));
    if (!loader) return RG_ERROR;
    if (found->what == RG_FOUND_FILE) {
        if (!put(th, loader, "name", rg_from_ptr(name)) || !put(th, loader, "path", rg_from_ptr(found->path))) return RG_ERROR;
    } else if (!put(th, loader, "_path", rg_from_ptr(found->locations))) {
        return RG_ERROR;
    }
    return loader;
}

RgValue rg_import_spec_new(RgThread *th, RgStr *name, const RgFound *found)
{
    if (found->what == RG_FOUND_SPEC) return found->spec;
    RgValue loader = loader_new(th, name, found);
    RgValue spec = loader ? rg_from_ptr(rg_object_new_of(th, rg_import_type(th, RG_IMPORT_SPEC_TYPE), 0)) : RG_ERROR;
    if (!spec) return RG_ERROR;
    bool file = found->what == RG_FOUND_FILE;
    RgValue origin = file ? rg_from_ptr(found->path) : RG_NONE;
    if (found->what == RG_FOUND_BUILTIN) origin = rg_from_ptr(rg_intern_cstr(th, "built-in"));
    RgStr *parent = found->locations ? name : parent_of(th, name);
    if (!put(th, spec, "name", rg_from_ptr(name)) || !put(th, spec, "loader", loader) || !put(th, spec, "origin", origin) ||
        !put(th, spec, "loader_state", RG_NONE) ||
        !put(th, spec, "submodule_search_locations", found->locations ? rg_from_ptr(found->locations) : RG_NONE) ||
        !put(th, spec, "_uninitialized_submodules", rg_from_ptr(rg_list_new(th, 0))) ||
        !put(th, spec, "_set_fileattr", rg_from_bool(file)) || !put(th, spec, "has_location", rg_from_bool(file)) ||
        !put(th, spec, "cached", found->cached ? rg_from_ptr(found->cached) : RG_NONE) ||
        !put(th, spec, "parent", parent ? rg_from_ptr(parent) : RG_ERROR) || !put(th, spec, "_initializing", RG_FALSE))
        return RG_ERROR;
    return spec;
}

/* ---- loaders ---- */

static RgValue loader_create_module(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return RG_NONE; }

static RgValue loader_exec_module(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue path = get(th, self, "path");
    if (!path) return RG_ERROR;
    if (path == RG_NONE) return RG_NONE; /* namespace packages have no code */
    if (!rg_is_kind(args[0], RG_KIND_module)) return rg_raise(th, RG_EXC_TypeError, "a module is required");
    return rg_import_exec_file(th, RG_AS(RgModule, args[0]), RG_STR(path)) ? RG_NONE : RG_ERROR;
}

static RgValue loader_get_code(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue path = get(th, self, "path");
    if (!path) return RG_ERROR;
    const char *text = rg_is_str(path) ? rg_str_fs(th, RG_STR(path)) : NULL;
    return text ? rg_from_ptr(th->rt->loader->load_file(th, text)) : RG_ERROR;
}

static RgValue read_file(RgThread *th, RgValue path)
{
    const char *text = rg_is_str(path) ? rg_str_fs(th, RG_STR(path)) : NULL;
    if (!text) return rg_raised(th) ? RG_ERROR : rg_raise(th, RG_EXC_TypeError, "path must be a string");
    FILE *f = fopen(text, "rb");
    if (!f) return rg_raise_errno(th, path);
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    RgBytes *b = size >= 0 ? rg_bytes_new(th, NULL, size) : NULL;
    if (b && fread(b->data, 1, (size_t)size, f) != (size_t)size) b = NULL;
    fclose(f);
    if (!b && !rg_raised(th)) return rg_raise_errno(th, path);
    return rg_from_ptr(b);
}

static RgValue loader_get_data(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return read_file(th, args[0]); }

static RgValue loader_get_source(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue path = get(th, self, "path");
    if (!path) return RG_ERROR;
    if (!rg_is_str(path) || rg_str_at(RG_STR(path), RG_STR(path)->length - 1) != 'y') return RG_NONE;
    RgValue data = read_file(th, path);
    if (!data) return RG_ERROR;
    RgBytes *b = RG_AS(RgBytes, data);
    return rg_from_ptr(rg_codec_decode(th, b->data, b->length, "utf-8", "strict"));
}

static RgValue loader_get_filename(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return get(th, self, "path"); }

static RgValue loader_is_package(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue path = get(th, self, "path");
    if (!path) return RG_ERROR;
    if (!rg_is_str(path)) return RG_TRUE;
    RgStr *mark = rg_intern_cstr(th, "/__init__.");
    if (!mark) return RG_ERROR;
    return rg_from_bool(rg_str_find(RG_STR(path), mark, RG_MAX(0, RG_STR(path)->length - 14), RG_STR(path)->length, false) >= 0);
}

static const RgMethodDef loader_methods[] = {
    RG_METHOD("create_module", "($self, spec)", "Use default semantics for module creation.", loader_create_module),
    RG_METHOD("exec_module", "($self, module)", "Execute the module.", loader_exec_module),
    RG_METHOD("get_code", "($self, fullname)", "Code object of the module.", loader_get_code),
    RG_METHOD("get_data", "($self, path)", "Bytes of a file.", loader_get_data),
    RG_METHOD("get_source", "($self, fullname)", "Source text, or None.", loader_get_source),
    RG_METHOD("get_filename", "($self, name=None)", "Path of the file.", loader_get_filename),
    RG_METHOD("is_package", "($self, fullname)", "Whether the module is a package.", loader_is_package),
    RG_METHOD_END,
};

static RgValue loader_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "<%T object at %p>", self, (void *)(uintptr_t)self));
}

static const RgTypeSpec loader_spec = {
    .flags = RG_TF_BASETYPE | RG_TF_ATTRS | RG_TF_WEAKREF,
    .basicsize = sizeof(RgObject) + sizeof(RgAttrs),
    .cell = {NULL, trace_attrs, NULL},
    .slots = {.repr = loader_repr},
    .methods = loader_methods,
};

/* ---- finders: classes that are used without instances ---- */

static RgValue find_builtin(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgTuple *names = rg_builtin_module_names(th);
    if (!names || !rg_is_str(args[0])) return names ? RG_NONE : RG_ERROR;
    for (size_t i = 0; i < rg_tuple_len(names); i++) {
        RgFound found = {.what = RG_FOUND_BUILTIN};
        if (rg_str_equal(RG_STR(names->items[i]), RG_STR(args[0]))) return rg_import_spec_new(th, RG_STR(args[0]), &found);
    }
    return RG_NONE;
}

static RgValue builtin_create(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue name = get(th, args[0], "name");
    if (!name || !rg_is_str(name)) return RG_ERROR;
    RgModule *m = rg_builtin_module(th, RG_STR(name));
    if (!m && !rg_raised(th)) return rg_raise(th, RG_EXC_ImportError, "%R is not a built-in module", name);
    return rg_from_ptr(m);
}

static RgValue nothing(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return RG_NONE; }
static RgValue no(RgThread *th, RgValue self, const RgValue *args, size_t nargs) { return RG_FALSE; }

static const RgMethodDef builtin_methods[] = {
    RG_METHOD_F("find_spec", "($type, fullname, path=None, target=None)", NULL, find_builtin, RG_MF_CLASS),
    RG_METHOD_F("create_module", "($type, spec)", "Create a built-in module", builtin_create, RG_MF_CLASS),
    RG_METHOD_F("exec_module", "($type, module)", "Exec a built-in module", nothing, RG_MF_CLASS),
    RG_METHOD_F("get_code", "($type, fullname)", "Built-in modules have no code.", nothing, RG_MF_CLASS),
    RG_METHOD_F("get_source", "($type, fullname)", "Built-in modules have no source.", nothing, RG_MF_CLASS),
    RG_METHOD_F("is_package", "($type, fullname)", "Built-in modules are never packages.", no, RG_MF_CLASS),
    RG_METHOD_END,
};

static RgValue find_path(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "module name must be str, not %T", args[0]);
    RgValue path = args[1];
    if (path == RG_UNBOUND || path == RG_NONE) path = rg_import_sys(th, "path");
    RgFound found = {0};
    if (!path || !rg_import_search(th, RG_STR(args[0]), path, &found)) return RG_ERROR;
    return found.what == RG_FOUND_NOTHING ? RG_NONE : rg_import_spec_new(th, RG_STR(args[0]), &found);
}

static const RgMethodDef path_methods[] = {
    RG_METHOD_F("find_spec", "($type, fullname, path=None, target=None)", NULL, find_path, RG_MF_CLASS),
    RG_METHOD_F("invalidate_caches", "($type)", "Nothing is cached.", nothing, RG_MF_CLASS),
    RG_METHOD_END,
};

static const RgTypeSpec builtin_importer_spec = {
    .doc = "Meta path import for built-in modules.",
    .flags = RG_TF_BASETYPE | RG_TF_ATTRS,
    .basicsize = sizeof(RgObject) + sizeof(RgAttrs),
    .cell = {NULL, trace_attrs, NULL},
    .methods = builtin_methods,
};
static const RgTypeSpec path_finder_spec = {
    .doc = "Meta path finder for sys.path and package __path__ attributes.",
    .flags = RG_TF_BASETYPE | RG_TF_ATTRS,
    .basicsize = sizeof(RgObject) + sizeof(RgAttrs),
    .cell = {NULL, trace_attrs, NULL},
    .methods = path_methods,
};

bool rg_import_types_init(RgThread *th)
{
    static const struct { const char *module, *name; const RgTypeSpec *spec; } rows[RG_IMPORT_STATE_COUNT] = {
        [RG_IMPORT_SPEC_TYPE] = {"_frozen_importlib", "ModuleSpec", &spec_spec},
        [RG_IMPORT_SOURCE_LOADER] = {"_frozen_importlib_external", "SourceFileLoader", &loader_spec},
        [RG_IMPORT_SOURCELESS_LOADER] = {"_frozen_importlib_external", "SourcelessFileLoader", &loader_spec},
        [RG_IMPORT_NAMESPACE_LOADER] = {"_frozen_importlib_external", "NamespaceLoader", &loader_spec},
        [RG_IMPORT_BUILTIN_IMPORTER] = {"_frozen_importlib", "BuiltinImporter", &builtin_importer_spec},
        [RG_IMPORT_PATH_FINDER] = {"_frozen_importlib_external", "PathFinder", &path_finder_spec},
    };
    RgTuple *state = rg_tuple_new(th, RG_IMPORT_STATE_COUNT);
    if (!state) return false;
    for (uint32_t i = 0; i < RG_IMPORT_STATE_COUNT; i++) {
        RgType *t = rg_type_new_native(th, rows[i].module, rows[i].name, RG_TYPE(th, object), rows[i].spec);
        if (!t) return false;
        rg_gc_store(state, &state->items[i], rg_from_ptr(t));
    }
    th->rt->import_state = rg_from_ptr(state);
    return true;
}
