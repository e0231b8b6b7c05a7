/* SPDX-License-Identifier: MIT
 *
 * warnings_module.c: _warnings: the filters, and issuing a warning. Once the warnings module is imported, its attributes (filters,
 * defaultaction, onceregistry, _showwarnmsg) decide, so that programs can change them.
 */
#include "vm/interp/interp.h"
#include "vm/module/io.h"
#include "vm/module/registry.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

enum { STATE_FILTERS, STATE_ONCE, STATE_DEFAULT, STATE_VERSION, STATE_SIZE };

static RgValue *state_of(RgThread *th)
{
    return ((RgArray *)RG_MODULE_STATE(th, warnings))->items;
}

/* An attribute of the warnings module if it is imported and has it, else 0. */
static RgValue warnings_attr(RgThread *th, const char *name)
{
    RgValue m = rg_dict_get_str(th, th->rt->sys_modules, RG_SYM(th, warnings));
    if (!m || !rg_is_kind(m, RG_KIND_module)) return 0;
    return rg_dict_get_cstr(th, RG_AS(RgModule, m)->dict, name);
}

/* Whether a filter's field lets text pass: None, an equal str, or a pattern that matches. */
static int field_matches(RgThread *th, RgValue field, RgValue text)
{
    if (field == RG_NONE) return 1;
    if (rg_is_exact(field, RG_KIND_str)) return rg_is_str(text) && rg_str_equal(RG_STR(field), RG_STR(text));
    RgStr *name = rg_intern_cstr(th, "match");
    RgValue m = name ? rg_call_method1(th, field, name, text) : RG_ERROR;
    return m ? rg_truth(th, m) : -1;
}

/* The action for a warning, a str. */
static RgValue find_action(RgThread *th, RgValue category, RgValue text, int64_t lineno, RgValue module)
{
    RgValue filters = warnings_attr(th, "filters");
    if (!filters) filters = state_of(th)[STATE_FILTERS];
    if (!rg_is_list(filters)) return rg_raise(th, RG_EXC_ValueError, "_warnings.filters must be a list");
    RgList *list = RG_LIST(filters);
    for (int64_t i = 0; i < list->length; i++) {
        if (!rg_is_tuple(list->items[i]) || rg_tuple_len(RG_TUPLE(list->items[i])) != 5) {
            return rg_raise(th, RG_EXC_ValueError, "_warnings.filters item %lld isn't a 5-tuple", (long long)i);
        }
        RgTuple *f = RG_TUPLE(list->items[i]);
        int64_t line;
        int ok = field_matches(th, f->items[1], text);
        if (ok > 0) ok = rg_is_subclass(th, category, f->items[2]);
        if (ok > 0) ok = field_matches(th, f->items[3], module);
        if (ok < 0 || !rg_number_as_i64(th, f->items[4], &line)) return RG_ERROR;
        if (ok && (line == 0 || line == lineno)) return f->items[0];
    }
    RgValue fallback = warnings_attr(th, "defaultaction");
    return fallback ? fallback : state_of(th)[STATE_DEFAULT];
}

/* 1: this key was issued before, 0 not (and it is now noted, if note is set), -1 raised. */
static int seen(RgThread *th, RgDict *registry, RgValue key, bool note)
{
    RgStr *name = rg_intern_cstr(th, "version");
    if (!name) return -1;
    RgValue version = rg_dict_get_str(th, registry, name), now = state_of(th)[STATE_VERSION];
    if (version != now) {
        rg_dict_clear(th, registry);
        if (!rg_dict_set_str(th, registry, name, now)) return -1;
    } else {
        RgValue v = rg_dict_get(th, registry, key);
        if (v == RG_ERROR) return -1;
        if (v != RG_UNBOUND) {
            int t = rg_truth(th, v);
            if (t) return t;
        }
    }
    return note && !rg_dict_set(th, registry, key, RG_TRUE) ? -1 : 0;
}

static RgValue print_plain(RgThread *th, RgStr *filename, int64_t lineno, RgValue category, RgValue text)
{
    RgValue err = rg_dict_get_str(th, th->rt->sys_dict, RG_SYM(th, stderr));
    if (!err || err == RG_NONE) return RG_NONE;
    RgStr *line = rg_format(th, "%U:%lld: %U: %S\n", filename, (long long)lineno, RG_AS(RgType, category)->name, text);
    return line && rg_io_write_str(th, err, line) ? RG_NONE : RG_ERROR;
}

static RgValue show(RgThread *th, RgValue category, RgValue text, RgValue message, RgStr *filename, int64_t lineno, RgValue source)
{
    if (!warnings_attr(th, "_showwarnmsg") && !rg_import_module(th, "warnings")) rg_exception_clear(th);
    RgValue fn = warnings_attr(th, "_showwarnmsg"), cls = warnings_attr(th, "WarningMessage");
    if (!fn || !cls) return print_plain(th, filename, lineno, category, text);
    RgValue args[7] = {message, category, rg_from_ptr(filename), rg_from_int(lineno), RG_NONE, RG_NONE, source};
    RgValue msg = rg_call(th, cls, args, 7, NULL);
    return msg ? rg_call1(th, fn, msg) : RG_ERROR;
}

static RgValue bad_action(RgThread *th, RgValue action)
{
    return rg_raise(th, RG_EXC_RuntimeError, "Unrecognized action (%R) in warnings.filters", action);
}

static RgValue issue(RgThread *th, RgValue category, RgValue message, RgStr *filename, int64_t lineno, RgValue module, RgValue registry,
                     RgValue source)
{
    RgValue text = message;
    int is_instance = rg_is_instance(th, message, rg_from_ptr(RG_EXC(th, Warning)));
    if (is_instance < 0) return RG_ERROR;
    if (is_instance) {
        text = rg_from_ptr(rg_str_of(th, message));
        category = rg_from_ptr(rg_type_of(th->rt, message));
    } else {
        message = rg_call1(th, category, message);
    }
    if (!text || !message) return RG_ERROR;
    RgTuple *key = rg_tuple_pack(th, 3, text, category, rg_from_int(lineno));
    if (!key) return RG_ERROR;
    RgDict *reg = rg_is_dict(registry) ? RG_DICT(registry) : NULL;
    if (reg) {
        int r = seen(th, reg, rg_from_ptr(key), false);
        if (r) return r < 0 ? RG_ERROR : RG_NONE;
    }
    RgValue action = find_action(th, category, text, lineno, module);
    if (!action) return RG_ERROR;
    if (!rg_is_str(action)) return bad_action(th, action);
    RgStr *a = RG_STR(action);
    if (rg_str_equal_cstr(a, "error")) return rg_raise_object(th, message);
    if (rg_str_equal_cstr(a, "ignore")) return RG_NONE;
    if (!rg_str_equal_cstr(a, "always")) {
        if (reg && !rg_dict_set(th, reg, rg_from_ptr(key), RG_TRUE)) return RG_ERROR;
        int r = 0;
        if (rg_str_equal_cstr(a, "once")) {
            RgValue once = warnings_attr(th, "onceregistry");
            if (!once || !rg_is_dict(once)) once = state_of(th)[STATE_ONCE];
            RgTuple *short_key = rg_tuple_pack(th, 2, text, category);
            r = short_key ? seen(th, RG_DICT(once), rg_from_ptr(short_key), true) : -1;
        } else if (rg_str_equal_cstr(a, "module")) {
            RgTuple *short_key = rg_tuple_pack(th, 3, text, category, rg_from_int(0));
            r = short_key ? (reg ? seen(th, reg, rg_from_ptr(short_key), true) : 0) : -1;
        } else if (!rg_str_equal_cstr(a, "default")) {
            return bad_action(th, action);
        }
        if (r) return r < 0 ? RG_ERROR : RG_NONE;
    }
    return show(th, category, text, message, filename, lineno, source) ? RG_NONE : RG_ERROR;
}

static bool is_internal(const RgFrame *f)
{
    static const char *const parts[] = {"importlib", "_bootstrap"};
    RgStr *name = f->code->filename;
    size_t len = (size_t)name->length;
    if (rg_str_width(name) != 1) return false;
    return memmem(name->data, len, parts[0], strlen(parts[0])) && memmem(name->data, len, parts[1], strlen(parts[1]));
}

static RgFrame *caller(RgThread *th, int64_t level)
{
    RgFrame *f = th->frame;
    if (level <= 0 || (f && is_internal(f))) {
        while (--level > 0 && f) f = f->prev;
        return f;
    }
    while (--level > 0 && f) {
        do f = f->prev;
        while (f && is_internal(f));
    }
    return f;
}

static RgValue f_warn(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue message = args[0], category = args[1];
    int64_t level = 1;
    if (args[2] != RG_UNBOUND && !rg_number_as_i64(th, args[2], &level)) return RG_ERROR;
    int is_instance = rg_is_instance(th, message, rg_from_ptr(RG_EXC(th, Warning)));
    if (is_instance < 0) return RG_ERROR;
    if (is_instance) category = rg_from_ptr(rg_type_of(th->rt, message));
    else if (category == RG_UNBOUND || category == RG_NONE) category = rg_from_ptr(RG_EXC(th, UserWarning));
    if (!rg_is_type(category) || !rg_type_is_subtype(RG_AS(RgType, category), RG_EXC(th, Warning))) {
        return rg_raise(th, RG_EXC_TypeError, "category must be a Warning subclass, not '%T'", category);
    }
    RgFrame *f = caller(th, level);
    RgDict *globals = f ? f->globals : th->rt->sys_dict;
    RgStr *filename = f ? f->code->filename : rg_intern_cstr(th, "sys"), *name = rg_intern_cstr(th, "__warningregistry__");
    if (!filename || !name) return RG_ERROR;
    RgValue registry = rg_dict_get_str(th, globals, name);
    if (!registry) {
        registry = rg_from_ptr(rg_dict_new(th));
        if (!registry || !rg_dict_set_str(th, globals, name, registry)) return RG_ERROR;
    }
    RgValue module = rg_dict_get_str(th, globals, RG_SYM(th, __name__));
    if (!module || !rg_is_str(module)) module = rg_from_ptr(rg_intern_cstr(th, "<string>"));
    return issue(th, category, message, filename, f ? rg_frame_line(f) : 1, module, registry, args[3] == RG_UNBOUND ? RG_NONE : args[3]);
}

static RgValue f_warn_explicit(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t lineno;
    if (!rg_is_str(args[2])) return rg_raise(th, RG_EXC_TypeError, "warn_explicit() argument 3 must be str, not %T", args[2]);
    if (!rg_number_as_i64(th, args[3], &lineno)) return RG_ERROR;
    RgValue module = args[4], registry = args[5] == RG_UNBOUND ? RG_NONE : args[5];
    if (module == RG_NONE || module == RG_UNBOUND) {
        RgStr *s = RG_STR(args[2]);
        bool py = s->length >= 3 && rg_str_at(s, s->length - 3) == '.' && rg_str_at(s, s->length - 2) == 'p' && rg_str_at(s, s->length - 1) == 'y';
        module = rg_from_ptr(py ? rg_str_slice(th, s, 0, s->length - 3) : s->length ? s : rg_intern_cstr(th, "<unknown>"));
        if (!module) return RG_ERROR;
    }
    if (registry != RG_NONE && !rg_is_dict(registry)) return rg_raise(th, RG_EXC_TypeError, "'registry' must be a dict or None");
    return issue(th, args[1], args[0], RG_STR(args[2]), lineno, module, registry, args[7] == RG_UNBOUND ? RG_NONE : args[7]);
}

static RgValue f_filters_mutated(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    state_of(th)[STATE_VERSION] = rg_from_int(rg_as_int(state_of(th)[STATE_VERSION]) + 1);
    return RG_NONE;
}

static const RgMethodDef functions[] = {
    RG_METHOD("warn", "($module, /, message, category=None, stacklevel=1, source=None)", "Issue a warning.", f_warn),
    RG_METHOD("warn_explicit",
              "($module, /, message, category, filename, lineno, module=<unrepresentable>, registry=None, module_globals=None, source=None)",
              "Issue a warning about a place.", f_warn_explicit),
    RG_METHOD("_filters_mutated", "($module, /)", "The filters have changed.", f_filters_mutated),
    RG_METHOD_END,
};

static bool add_filter(RgThread *th, RgList *filters, const char *action, RgExc category, const char *module)
{
    RgStr *a = rg_intern_cstr(th, action), *m = module ? rg_intern_cstr(th, module) : NULL;
    RgTuple *t = a ? rg_tuple_pack(th, 5, rg_from_ptr(a), RG_NONE, rg_from_ptr(th->rt->exceptions[category]), m ? rg_from_ptr(m) : RG_NONE,
                                   rg_from_int(0))
                   : NULL;
    return t && rg_list_append(th, filters, rg_from_ptr(t));
}

bool rg_module_init_warnings(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, STATE_SIZE);
    if (!state) return false;
    RG_MODULE_STATE(th, warnings) = state;
    RgList *filters = rg_list_new(th, 5);
    RgDict *once = rg_dict_new(th);
    RgStr *fallback = rg_intern_cstr(th, "default");
    if (!filters || !once || !fallback || !add_filter(th, filters, "default", RG_EXC_DeprecationWarning, "__main__") ||
        !add_filter(th, filters, "ignore", RG_EXC_DeprecationWarning, NULL) ||
        !add_filter(th, filters, "ignore", RG_EXC_PendingDeprecationWarning, NULL) ||
        !add_filter(th, filters, "ignore", RG_EXC_ImportWarning, NULL) || !add_filter(th, filters, "ignore", RG_EXC_ResourceWarning, NULL)) {
        return false;
    }
    rg_gc_store(state, &state->items[STATE_FILTERS], rg_from_ptr(filters));
    rg_gc_store(state, &state->items[STATE_ONCE], rg_from_ptr(once));
    rg_gc_store(state, &state->items[STATE_DEFAULT], rg_from_ptr(fallback));
    rg_gc_store(state, &state->items[STATE_VERSION], rg_from_int(0));
    return rg_module_add_functions(th, m, functions) && rg_module_set(th, m, "filters", rg_from_ptr(filters)) &&
           rg_module_set(th, m, "_onceregistry", rg_from_ptr(once)) && rg_module_set(th, m, "_defaultaction", rg_from_ptr(fallback));
}
