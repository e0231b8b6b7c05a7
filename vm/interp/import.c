/* SPDX-License-Identifier: MIT
 *
 * import.c: __import__: sys.modules, builtin modules, the search along sys.path and __path__, packages, namespace packages,
 * relative imports, finders that programs put on sys.meta_path and sys.path_hooks. There are no import locks: a runtime
 * has one thread.
 *
 * The finders that stand on sys.meta_path from the start are recognised and done here without calling into Python.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "vm/interp/import.h"
#include "vm/base/strbuf.h"

RgValue rg_import_sys(RgThread *th, const char *name) { return rg_dict_get_cstr(th, th->rt->sys_dict, name); }

static RgValue import_failed(RgThread *th, RgExc exc, RgStr *name, RgStr *message)
{
    if (!message) return RG_ERROR;
    RgValue arg = rg_from_ptr(message);
    rg_raise_call(th, th->rt->exceptions[exc], &arg, 1);
    if (name && rg_raised_is(th, RG_EXC_ImportError)) {
        RgException *e = RG_EXCEPTION(th->pending);
        rg_gc_store(e, &e->fields[RG_XF_IMPORT_NAME], rg_from_ptr(name));
    }
    return RG_ERROR;
}

static int64_t last_dot(const RgStr *name)
{
    for (int64_t i = name->length; i-- > 0;)
        if (rg_str_at(name, i) == '.') return i;
    return -1;
}

RgStr *rg_import_tail(RgThread *th, RgStr *name)
{
    int64_t dot = last_dot(name);
    return dot < 0 ? name : rg_str_slice(th, name, dot + 1, name->length);
}

/* ---- searching ---- */

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* base + the first suffix that exists; its index, or -1. buf keeps the path. */
static int try_suffixes(RgStrBuf *buf, size_t base)
{
    static const char *const suffixes[] = {".py", ".pyc", ".rgc"};
    for (int i = 0; i < 3; i++) {
        buf->len = base;
        rg_strbuf_puts(buf, suffixes[i]);
        if (!buf->failed && is_file(buf->data)) return i;
    }
    return -1;
}

static bool found_file(RgThread *th, RgFound *out, const RgStrBuf *buf, const char *folder, const char *base, bool package,
                       size_t package_len)
{
    out->what = RG_FOUND_FILE;
    out->path = rg_str_from_fs(th, buf->data, buf->len);
    if (!out->path) return false;
    if (buf->data[buf->len - 1] == 'y') {
        RgStrBuf c;
        rg_strbuf_init(&c);
        if (*folder) rg_strbuf_printf(&c, "%s/", folder);
        rg_strbuf_printf(&c, "__pycache__/%s.cpython-311.pyc", base);
        out->cached = c.failed ? NULL : rg_str_from_fs(th, c.data, c.len);
        rg_strbuf_fini(&c);
        if (!out->cached) return false;
    }
    if (package) {
        RgStr *dir = rg_str_from_fs(th, buf->data, package_len);
        out->locations = rg_list_new(th, 1);
        if (!dir || !out->locations || !rg_list_append(th, out->locations, rg_from_ptr(dir))) return false;
    }
    return true;
}

/* One entry of a path. A folder without __init__ is added to *portions. */
static bool search_folder(RgThread *th, const char *entry, const char *tail, RgFound *out, RgList **portions)
{
    RgStrBuf buf;
    bool ok = true;
    rg_strbuf_init(&buf);
    if (*entry) rg_strbuf_printf(&buf, "%s%s", entry, entry[strlen(entry) - 1] == '/' ? "" : "/");
    size_t entry_len = buf.len;
    rg_strbuf_puts(&buf, tail);
    size_t base = buf.len;
    if (buf.failed) {
        rg_raise_memory(th);
        ok = false;
    } else if (is_folder(buf.data)) {
        char *folder = strdup(buf.data);
        rg_strbuf_puts(&buf, "/__init__");
        if (folder && try_suffixes(&buf, buf.len) >= 0) {
            ok = found_file(th, out, &buf, folder, "__init__", true, base);
        } else if (folder) {
            buf.len = base;
            if (try_suffixes(&buf, base) < 0) {
                RgStr *dir = rg_str_from_fs(th, folder, strlen(folder));
                if (!*portions) *portions = rg_list_new(th, 1);
                ok = dir && *portions && rg_list_append(th, *portions, rg_from_ptr(dir));
            } else {
                ok = found_file(th, out, &buf, entry, tail, false, 0);
            }
        }
        free(folder);
    } else if (try_suffixes(&buf, base) >= 0) {
        char *folder = strndup(buf.data, entry_len ? entry_len - 1 : 0);
        ok = found_file(th, out, &buf, folder ? folder : "", tail, false, 0);
        free(folder);
    }
    rg_strbuf_fini(&buf);
    return ok;
}

/* A path entry finder from sys.path_hooks: RG_NONE when no hook takes the entry. */
static RgValue entry_finder(RgThread *th, RgValue entry, RgValue hooks)
{
    RgValue cache = rg_import_sys(th, "path_importer_cache");
    if (cache && rg_is_dict(cache)) {
        RgValue known = rg_dict_get(th, RG_DICT(cache), entry);
        if (known != RG_UNBOUND) return known;
    }
    RgValue finder = RG_NONE;
    for (int64_t i = 0; i < RG_LIST(hooks)->length; i++) {
        finder = rg_call1(th, RG_LIST(hooks)->items[i], entry);
        if (finder) break;
        if (!rg_raised_is(th, RG_EXC_ImportError)) return RG_ERROR;
        rg_exception_clear(th);
        finder = RG_NONE;
    }
    if (cache && rg_is_dict(cache) && !rg_dict_set(th, RG_DICT(cache), entry, finder)) return RG_ERROR;
    return finder;
}

/* An attribute of a finder's spec; RG_NONE when it has none. */
static RgValue spec_attribute(RgThread *th, RgValue spec, const char *name)
{
    RgStr *key = rg_intern_cstr(th, name);
    RgValue v = key ? rg_attr_lookup(th, spec, key) : RG_ERROR;
    return v == RG_UNBOUND ? RG_NONE : v;
}

static bool ask_finder(RgThread *th, RgValue finder, const RgValue *args, size_t nargs, RgFound *out)
{
    RgStr *method = rg_intern_cstr(th, "find_spec");
    RgValue f = method ? rg_attr_lookup(th, finder, method) : RG_ERROR;
    if (!f) return false;
    if (f == RG_UNBOUND) return true;
    RgValue spec = rg_call(th, f, args, nargs, NULL);
    if (!spec) return false;
    if (spec == RG_NONE) return true;
    RgValue origin = spec_attribute(th, spec, "origin"), locations = spec_attribute(th, spec, "submodule_search_locations");
    if (!origin || !locations) return false;
    out->what = RG_FOUND_SPEC;
    out->spec = spec;
    if (rg_is_str(origin)) out->path = RG_STR(origin);
    if (rg_is_list(locations)) out->locations = RG_LIST(locations);
    return true;
}

/* A path entry's finder. A spec without a loader is a portion of a namespace package. */
static bool ask_entry_finder(RgThread *th, RgValue finder, RgStr *name, RgFound *out, RgList **portions)
{
    RgValue full = rg_from_ptr(name);
    if (!ask_finder(th, finder, &full, 1, out)) return false;
    if (out->what != RG_FOUND_SPEC || !out->locations) return true;
    RgValue loader = spec_attribute(th, out->spec, "loader");
    if (loader != RG_NONE) return loader != RG_ERROR;
    if (!*portions && !(*portions = rg_list_new(th, 1))) return false;
    for (int64_t i = 0; i < out->locations->length; i++)
        if (!rg_list_append(th, *portions, out->locations->items[i])) return false;
    memset(out, 0, sizeof *out);
    return true;
}

/* The library's zipimporter for an entry that is a file, or lies in one; RG_NONE when it is no archive. Found out once
 * for each entry: sys.path_importer_cache knows. While zipimport itself is imported, the entry counts as none. */
static RgValue archive_finder(RgThread *th, RgValue entry, const char *text)
{
    struct stat st;
    RgValue cache = rg_import_sys(th, "path_importer_cache");
    if (stat(text, &st) == 0 ? !S_ISREG(st.st_mode) : errno != ENOTDIR) return RG_NONE;
    if (!cache || !rg_is_dict(cache)) return RG_NONE;
    RgValue finder = rg_dict_get(th, RG_DICT(cache), entry);
    if (finder != RG_UNBOUND) return finder;
    if (!rg_dict_set(th, RG_DICT(cache), entry, RG_NONE)) return RG_ERROR;
    RgValue module = rg_import_module(th, "zipimport");
    RgValue type = module ? rg_attr_get_cstr(th, module, "zipimporter") : RG_ERROR;
    finder = type ? rg_call1(th, type, entry) : RG_ERROR;
    if (!finder && rg_raised_is(th, RG_EXC_ImportError)) {
        rg_exception_clear(th);
        return RG_NONE;
    }
    return finder && rg_dict_set(th, RG_DICT(cache), entry, finder) ? finder : RG_ERROR;
}

bool rg_import_search(RgThread *th, RgStr *name, RgValue path, RgFound *out)
{
    RgStr *tail = rg_import_tail(th, name);
    const char *tail_text = tail ? rg_str_fs(th, tail) : NULL;
    RgTuple *entries = tail_text ? rg_to_tuple(th, path) : NULL;
    if (!entries) return false;
    RgValue hooks = rg_import_sys(th, "path_hooks");
    bool hooked = hooks && rg_is_list(hooks) && RG_LIST(hooks)->length;
    RgList *portions = NULL;
    for (size_t i = 0; i < rg_tuple_len(entries) && out->what == RG_FOUND_NOTHING; i++) {
        RgValue entry = entries->items[i];
        if (!rg_is_str(entry)) continue;
        if (hooked) {
            RgValue finder = entry_finder(th, entry, hooks);
            if (!finder) return false;
            if (finder != RG_NONE) {
                if (!ask_entry_finder(th, finder, name, out, &portions)) return false;
                continue;
            }
        }
        const char *text = rg_str_fs(th, RG_STR(entry));
        if (!text) {
            rg_exception_clear(th);
            continue;
        }
        if (!search_folder(th, text, tail_text, out, &portions)) return false;
        if (out->what != RG_FOUND_NOTHING || !*text) continue;
        RgValue finder = archive_finder(th, entry, text);
        if (!finder || (finder != RG_NONE && !ask_entry_finder(th, finder, name, out, &portions))) return false;
    }
    if (out->what == RG_FOUND_NOTHING && portions) {
        out->what = RG_FOUND_NAMESPACE;
        out->locations = portions;
    }
    return true;
}

/* ---- loading ---- */

static bool set(RgThread *th, RgModule *m, const char *name, RgValue value)
{
    return value && rg_dict_set_cstr(th, m->dict, name, value);
}

bool rg_import_exec_file(RgThread *th, RgModule *m, RgStr *path)
{
    const char *text = rg_str_fs(th, path);
    if (!text) return false;
    if (!th->rt->loader) {
        rg_raise(th, RG_EXC_ImportError, "this runtime has no module loader");
        return false;
    }
    RgCodeObject *code = th->rt->loader->load_file(th, text);
    if (!code) return false;
    RgValue builtins = rg_dict_get_str(th, th->rt->sys_modules, RG_SYM(th, builtins));
    if (builtins && !rg_dict_get_str(th, m->dict, RG_SYM(th, __builtins__)) && !set(th, m, "__builtins__", rg_from_ptr(th->rt->builtins)))
        return false;
    return rg_interp_run_code(th, code, m->dict, rg_from_ptr(m->dict), NULL) != 0;
}

static bool set_spec_attributes(RgThread *th, RgModule *m, RgValue spec, const RgFound *found, RgStr *name)
{
    RgValue loader = rg_attr_get_cstr(th, spec, "loader"), parent = rg_attr_get_cstr(th, spec, "parent");
    if (!loader || !parent || !set(th, m, "__name__", rg_from_ptr(name)) || !set(th, m, "__loader__", loader) ||
        !set(th, m, "__package__", parent) || !set(th, m, "__spec__", spec))
        return false;
    if (found->locations && !set(th, m, "__path__", rg_from_ptr(found->locations))) return false;
    /* A namespace package has no file. */
    RgValue file = found->path ? rg_from_ptr(found->path) : found->locations ? RG_NONE : 0;
    if (file && !set(th, m, "__file__", file)) return false;
    return !found->cached || set(th, m, "__cached__", rg_from_ptr(found->cached));
}

/* A spec from a program's own finder: module creation and execution through its loader. */
static RgValue load_foreign(RgThread *th, RgStr *name, RgValue spec)
{
    RgValue loader = rg_attr_get_cstr(th, spec, "loader");
    if (!loader) return RG_ERROR;
    RgValue bootstrap = rg_import_module(th, "importlib._bootstrap");
    RgValue make = bootstrap ? rg_attr_get_cstr(th, bootstrap, "_load_unlocked") : RG_ERROR;
    return make ? rg_call1(th, make, spec) : RG_ERROR;
}

static RgValue load_builtin(RgThread *th, RgStr *name, const RgFound *found, RgModule *m)
{
    RgValue spec = rg_import_spec_new(th, name, found);
    if (!spec || !set(th, m, "__loader__", rg_attr_get_cstr(th, spec, "loader")) || !set(th, m, "__spec__", spec) ||
        !set(th, m, "__package__", rg_from_ptr(th->rt->empty_str)) ||
        !rg_dict_set(th, th->rt->sys_modules, rg_from_ptr(name), rg_from_ptr(m)))
        return RG_ERROR;
    return rg_from_ptr(m);
}

static RgValue load_found(RgThread *th, RgStr *name, const RgFound *found)
{
    if (found->what == RG_FOUND_SPEC) return load_foreign(th, name, found->spec);
    RgValue spec = rg_import_spec_new(th, name, found), key = rg_from_ptr(name);
    RgModule *m = spec ? rg_module_new(th, name) : NULL;
    RgStr *initializing = rg_intern_cstr(th, "_initializing");
    if (!m || !initializing || !set_spec_attributes(th, m, spec, found, name) || !rg_attr_set(th, spec, initializing, RG_TRUE) ||
        !rg_dict_set(th, th->rt->sys_modules, key, rg_from_ptr(m)))
        return RG_ERROR;
    bool ok = found->what != RG_FOUND_FILE || rg_import_exec_file(th, m, found->path);
    RgValue pending = rg_exception_take(th);
    if (!rg_attr_set(th, spec, initializing, RG_FALSE)) rg_exception_clear(th);
    if (!ok) {
        if (rg_dict_delete(th, th->rt->sys_modules, key) < 0) rg_exception_clear(th);
        th->pending = pending;
        return RG_ERROR;
    }
    RgValue final = rg_dict_get_str(th, th->rt->sys_modules, name);
    if (final) return final;
    return import_failed(th, RG_EXC_ImportError, name,
                         rg_format(th, "%R not in sys.modules", key)); /* it took itself out */
}

/* All finders in order. */
static bool find(RgThread *th, RgStr *name, RgValue path, RgFound *out, RgModule **builtin)
{
    RgValue meta = rg_import_sys(th, "meta_path");
    if (!meta || !rg_is_list(meta)) {
        rg_raise(th, RG_EXC_ImportError, "sys.meta_path is None, Python is likely shutting down");
        return false;
    }
    RgValue own_builtin = rg_from_ptr(rg_import_type(th, RG_IMPORT_BUILTIN_IMPORTER));
    RgValue own_path = rg_from_ptr(rg_import_type(th, RG_IMPORT_PATH_FINDER));
    for (int64_t i = 0; i < RG_LIST(meta)->length && out->what == RG_FOUND_NOTHING; i++) {
        RgValue finder = RG_LIST(meta)->items[i];
        if (finder == own_builtin) {
            if (path != RG_NONE) continue;
            *builtin = rg_builtin_module(th, name);
            if (*builtin) out->what = RG_FOUND_BUILTIN;
            if (rg_raised(th)) return false;
        } else if (finder == own_path) {
            RgValue where = path == RG_NONE ? rg_import_sys(th, "path") : path;
            if (where && !rg_import_search(th, name, where, out)) return false;
        } else {
            RgValue args[3] = {rg_from_ptr(name), path, RG_NONE};
            if (!ask_finder(th, finder, args, 3, out)) return false;
        }
    }
    return true;
}

static RgValue find_and_load(RgThread *th, RgStr *name);

/* CPython freezes these two modules of importlib under names of their own; zipimport imports them by those. While importlib
 * itself is being set up, it must find that there are none. */
static RgValue frozen_alias(RgThread *th, RgStr *name)
{
    bool external = rg_str_equal_cstr(name, "_frozen_importlib_external");
    if (!external && !rg_str_equal_cstr(name, "_frozen_importlib")) return RG_NONE;
    const char *target = external ? "importlib._bootstrap_external" : "importlib._bootstrap";
    RgStr *package = rg_intern_cstr(th, "importlib"), *key = rg_intern_cstr(th, target);
    if (!package || !key) return RG_ERROR;
    if (rg_dict_get_str(th, th->rt->sys_modules, package) && !rg_dict_get_str(th, th->rt->sys_modules, key)) return RG_NONE;
    RgValue m = rg_import_module(th, target);
    return m && rg_dict_set(th, th->rt->sys_modules, rg_from_ptr(name), m) ? m : RG_ERROR;
}

/* Once importlib is there, sys.modules has both modules under both names. */
static bool add_frozen_aliases(RgThread *th)
{
    static const char *const names[][2] = {{"_frozen_importlib", "importlib._bootstrap"},
                                           {"_frozen_importlib_external", "importlib._bootstrap_external"}};
    for (size_t i = 0; i < RG_COUNT_OF(names); i++) {
        RgStr *alias = rg_intern_cstr(th, names[i][0]), *target = rg_intern_cstr(th, names[i][1]);
        RgValue m = alias && target ? rg_dict_get_str(th, th->rt->sys_modules, target) : 0;
        if (!alias || !target || (m && !rg_dict_set_str(th, th->rt->sys_modules, alias, m))) return false;
    }
    return true;
}

static RgValue not_found(RgThread *th, RgStr *name)
{
    RgValue alias = frozen_alias(th, name);
    if (alias != RG_NONE) return alias;
    return import_failed(th, RG_EXC_ModuleNotFoundError, name, rg_format(th, "No module named %R", rg_from_ptr(name)));
}

/* The parent's __path__; RG_NONE for a top-level name. *done: importing the parent loaded the module already. */
static RgValue parent_path(RgThread *th, RgStr *name, int64_t dot, RgValue *parent, RgValue *done)
{
    *parent = *done = 0;
    if (dot < 0) return RG_NONE;
    RgStr *parent_name = rg_str_slice(th, name, 0, dot);
    parent_name = parent_name ? rg_intern(th, parent_name) : NULL;
    *parent = parent_name ? find_and_load(th, parent_name) : RG_ERROR;
    if (!*parent) return RG_ERROR;
    *done = rg_dict_get_str(th, th->rt->sys_modules, name);
    if (*done) return RG_NONE;
    RgValue path = rg_attr_lookup(th, *parent, RG_SYM(th, __path__));
    if (path != RG_UNBOUND) return path;
    if (rg_is_builtin_module(name)) return RG_NONE; /* a part of a module that later versions have as a package */
    return import_failed(th, RG_EXC_ModuleNotFoundError, name,
                         rg_format(th, "No module named %R; %R is not a package", rg_from_ptr(name), rg_from_ptr(parent_name)));
}

/* The module called name, whose sys.modules entry comes into being if need be. */
static RgValue find_and_load(RgThread *th, RgStr *name)
{
    RgValue m = rg_dict_get_str(th, th->rt->sys_modules, name);
    if (m == RG_NONE)
        return import_failed(th, RG_EXC_ModuleNotFoundError, name,
                             rg_format(th, "import of %U halted; None in sys.modules", name));
    if (m) return m;
    if (!rg_recursion_enter(th, " while importing a module")) return RG_ERROR;
    const RgLoader *watcher = th->rt->loader && th->rt->loader->watch_import ? th->rt->loader : NULL;
    if (watcher) watcher->watch_import(th, name, true, 0);
    int64_t dot = last_dot(name);
    RgValue parent, done, path = parent_path(th, name, dot, &parent, &done);
    RgFound found = {0};
    RgModule *builtin = NULL;
    if (!path) {
        m = RG_ERROR;
    } else if (done) {
        m = done;
    } else if (!find(th, name, path, &found, &builtin)) {
        m = RG_ERROR;
    } else if (found.what == RG_FOUND_NOTHING) {
        m = not_found(th, name);
    } else {
        m = found.what == RG_FOUND_BUILTIN ? load_builtin(th, name, &found, builtin) : load_found(th, name, &found);
        if (m && parent) {
            RgStr *tail = rg_import_tail(th, name);
            tail = tail ? rg_intern(th, tail) : NULL;
            if (!tail || !rg_attr_set(th, parent, tail, m)) m = RG_ERROR;
        } else if (m && rg_str_equal_cstr(name, "importlib") && !add_frozen_aliases(th)) {
            m = RG_ERROR;
        }
    }
    if (watcher) watcher->watch_import(th, name, false, m);
    rg_recursion_leave(th);
    return m;
}

RgValue rg_import_module(RgThread *th, const char *name)
{
    RgStr *s = rg_intern_cstr(th, name);
    return s ? find_and_load(th, s) : RG_ERROR;
}

/* ---- __import__ ---- */

/* Name of the package that relative imports in globals are relative to. */
static RgStr *current_package(RgThread *th, RgDict *globals)
{
    RgValue package = rg_dict_get_str(th, globals, RG_SYM(th, __package__));
    RgValue spec = rg_dict_get_str(th, globals, RG_SYM(th, __spec__));
    if (package && package != RG_NONE) {
        if (rg_is_str(package)) return RG_STR(package);
        rg_raise(th, RG_EXC_TypeError, "package must be a string");
        return NULL;
    }
    if (spec && spec != RG_NONE) {
        RgValue parent = rg_attr_get_cstr(th, spec, "parent");
        if (!parent) return NULL;
        if (rg_is_str(parent)) return RG_STR(parent);
        rg_raise(th, RG_EXC_TypeError, "__spec__.parent must be a string");
        return NULL;
    }
    RgValue name = rg_dict_get_str(th, globals, RG_SYM(th, __name__));
    if (!name) {
        rg_raise(th, RG_EXC_KeyError, "'__name__' not in globals");
        return NULL;
    }
    if (!rg_is_str(name)) {
        rg_raise(th, RG_EXC_TypeError, "__name__ must be a string");
        return NULL;
    }
    if (rg_dict_get_str(th, globals, RG_SYM(th, __path__))) return RG_STR(name);
    int64_t dot = last_dot(RG_STR(name));
    return dot < 0 ? th->rt->empty_str : rg_str_slice(th, RG_STR(name), 0, dot);
}

static RgStr *resolve(RgThread *th, RgStr *name, RgDict *globals, int level)
{
    if (!globals) {
        rg_raise(th, RG_EXC_KeyError, "'__name__' not in globals");
        return NULL;
    }
    RgStr *package = current_package(th, globals);
    if (!package) return NULL;
    if (!package->length) {
        import_failed(th, RG_EXC_ImportError, NULL,
                      rg_str_from_cstr(th, "attempted relative import with no known parent package"));
        return NULL;
    }
    int64_t end = package->length;
    for (int up = 1; up < level; up++) {
        int64_t i = end;
        while (i-- > 0 && rg_str_at(package, i) != '.') continue;
        if (i < 0) {
            import_failed(th, RG_EXC_ImportError, NULL,
                          rg_str_from_cstr(th, "attempted relative import beyond top-level package"));
            return NULL;
        }
        end = i;
    }
    RgStr *base = rg_str_slice(th, package, 0, end);
    if (!base) return NULL;
    return name->length ? rg_format(th, "%U.%U", base, name) : base;
}

static bool import_submodule(RgThread *th, RgStr *package, RgValue module, RgStr *item)
{
    RgValue have = rg_attr_lookup(th, module, item);
    if (!have) return false;
    if (have != RG_UNBOUND) return true;
    RgStr *full = rg_format(th, "%U.%U", package, item);
    full = full ? rg_intern(th, full) : NULL;
    if (!full) return false;
    if (find_and_load(th, full)) return true;
    if (!rg_raised_is(th, RG_EXC_ModuleNotFoundError)) return false;
    /* Only when it is that very module that is missing: then the attribute access will say so. */
    RgValue name = RG_EXCEPTION(th->pending)->fields[RG_XF_IMPORT_NAME];
    if (!name || !rg_is_str(name) || !rg_str_equal(RG_STR(name), full)) return false;
    rg_exception_clear(th);
    return true;
}

static bool import_fromlist(RgThread *th, RgValue module, RgValue fromlist, bool in_all)
{
    RgValue name = rg_attr_get(th, module, RG_SYM(th, __name__));
    RgTuple *items = name ? rg_to_tuple(th, fromlist) : NULL;
    if (!items) return false;
    for (size_t i = 0; i < rg_tuple_len(items); i++) {
        RgValue item = items->items[i];
        if (!rg_is_str(item)) {
            if (in_all)
                rg_raise(th, RG_EXC_TypeError, "Item in %S.__all__ must be str, not %T", name, item);
            else
                rg_raise(th, RG_EXC_TypeError, "Item in ``from list'' must be str, not %T", item);
            return false;
        }
        if (rg_str_equal_cstr(RG_STR(item), "*")) {
            RgValue all = in_all ? RG_UNBOUND : rg_attr_lookup(th, module, RG_SYM(th, __all__));
            if (!all) return false;
            if (all != RG_UNBOUND && !import_fromlist(th, module, all, true)) return false;
        } else {
            RgStr *interned = rg_intern(th, RG_STR(item));
            if (!interned || !import_submodule(th, RG_STR(name), module, interned)) return false;
        }
    }
    return true;
}

RgValue rg_import(RgThread *th, RgStr *name, RgDict *globals, RgValue fromlist, int level)
{
    if (level < 0) return rg_raise(th, RG_EXC_ValueError, "level must be >= 0");
    RgStr *full = level > 0 ? resolve(th, name, globals, level) : name;
    if (!full) return RG_ERROR;
    if (!full->length) return rg_raise(th, RG_EXC_ValueError, "Empty module name");
    full = rg_intern(th, full);
    RgValue module = full ? find_and_load(th, full) : RG_ERROR;
    if (!module) return RG_ERROR;
    int from = fromlist && fromlist != RG_NONE && fromlist != RG_UNBOUND ? rg_truth(th, fromlist) : 0;
    if (from < 0) return RG_ERROR;
    if (from) {
        RgValue path = rg_attr_lookup(th, module, RG_SYM(th, __path__));
        if (!path || (path != RG_UNBOUND && !import_fromlist(th, module, fromlist, false))) return RG_ERROR;
        return module;
    }
    if (level > 0 && !name->length) return module;
    int64_t front = 0;
    while (front < name->length && rg_str_at(name, front) != '.') front++;
    if (front == name->length) return module;
    RgStr *top = rg_str_slice(th, full, 0, full->length - (name->length - front));
    if (!top) return RG_ERROR;
    if (level == 0) {
        top = rg_intern(th, top);
        return top ? find_and_load(th, top) : RG_ERROR;
    }
    RgValue m = rg_dict_get_str(th, th->rt->sys_modules, top);
    return m ? m : rg_raise(th, RG_EXC_KeyError, "%R not in sys.modules as expected", rg_from_ptr(top));
}

bool rg_import_init(RgThread *th)
{
    if (!rg_import_types_init(th)) return false;
    RgValue meta = rg_import_sys(th, "meta_path");
    if (!meta || !rg_is_list(meta)) return true;
    return rg_list_append(th, RG_LIST(meta), rg_from_ptr(rg_import_type(th, RG_IMPORT_BUILTIN_IMPORTER))) &&
           rg_list_append(th, RG_LIST(meta), rg_from_ptr(rg_import_type(th, RG_IMPORT_PATH_FINDER)));
}
