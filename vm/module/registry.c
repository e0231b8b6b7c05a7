/* SPDX-License-Identifier: MIT
 *
 * registry.c: the builtin modules by name, out of modules.def.
 */
#include "vm/module/registry.h"

#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

#define MODULE(NAME, PYNAME) bool rg_module_init_##NAME(RgThread *th, RgModule *m);
#include "vm/module/modules.def"
#undef MODULE

typedef struct ModuleRow {
    const char *name;
    RgModuleInitFn init;
} ModuleRow;

static const ModuleRow rows[] = {
#define MODULE(NAME, PYNAME) {PYNAME, rg_module_init_##NAME},
#include "vm/module/modules.def"
#undef MODULE
};

_Static_assert(RG_COUNT_OF(rows) <= RG_COUNT_OF(((RgRuntime *)NULL)->module_state), "room for every module's state");

/* What a module held when it was new: its names and their values in turn. */
static RgTuple *contents(RgThread *th, RgModule *m)
{
    RgTuple *pairs = rg_tuple_new(th, 2 * (size_t)m->dict->count);
    uint32_t at = 0;
    RgValue key, value;
    for (size_t i = 0; pairs && rg_dict_next(m->dict, &at, &key, &value); i += 2) {
        rg_gc_store(pairs, &pairs->items[i], key);
        rg_gc_store(pairs, &pairs->items[i + 1], value);
    }
    return pairs;
}

/* A module that is imported again after it was taken out of sys.modules. Its functions and types find what belongs to the module in
 * the one state that the interpreter has for it, so a new set of them would take the state away from the first: the new module
 * object holds what the first one held when it was new. */
static RgModule *again(RgThread *th, RgStr *name, RgTuple *pairs)
{
    RgModule *m = rg_module_new(th, name);
    for (size_t i = 0; m && i < rg_tuple_len(pairs); i += 2)
        if (!rg_dict_set(th, m->dict, pairs->items[i], pairs->items[i + 1])) return NULL;
    return m;
}

RgModule *rg_builtin_module(RgThread *th, RgStr *name)
{
    for (size_t i = 0; i < RG_COUNT_OF(rows); i++) {
        if (!rg_str_equal_cstr(name, rows[i].name)) continue;
        if (!th->rt->module_contents && !(th->rt->module_contents = rg_array_new(th, RG_COUNT_OF(rows)))) return NULL;
        RgArray *known = th->rt->module_contents;
        if (known->items[i]) return again(th, name, RG_TUPLE(known->items[i]));
        RgModule *m = rg_module_new(th, name);
        if (!m || !rows[i].init(th, m)) return NULL;
        if (!th->rt->module_state[i]) return m;
        RgTuple *pairs = contents(th, m);
        if (!pairs) return NULL;
        rg_gc_store(known, &known->items[i], rg_from_ptr(pairs));
        return m;
    }
    return NULL;
}

bool rg_is_builtin_module(const RgStr *name)
{
    for (size_t i = 0; i < RG_COUNT_OF(rows); i++)
        if (rg_str_equal_cstr(name, rows[i].name)) return true;
    return false;
}

RgTuple *rg_builtin_module_names(RgThread *th)
{
    RgValue names[RG_COUNT_OF(rows)];
    for (size_t i = 0; i < RG_COUNT_OF(rows); i++) {
        size_t at = i;
        RgStr *s = rg_intern_cstr(th, rows[i].name);
        if (!s) return NULL;
        for (; at > 0 && rg_str_compare(RG_STR(names[at - 1]), s) > 0; at--) names[at] = names[at - 1];
        names[at] = rg_from_ptr(s);
    }
    return rg_tuple_from(th, names, RG_COUNT_OF(rows));
}

bool rg_module_set_int(RgThread *th, RgModule *m, const char *name, int64_t i)
{
    RgValue v = rg_int_from_i64(th, i);
    return v && rg_module_set(th, m, name, v);
}

bool rg_module_set_ints(RgThread *th, RgModule *m, const RgModuleInt *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!rg_module_set_int(th, m, rows[i].name, rows[i].value)) return false;
    return true;
}

RgType *rg_module_exception(RgThread *th, const char *module, const char *name, RgType *base)
{
    RgStr *n = rg_intern_cstr(th, name), *from = rg_intern_cstr(th, module);
    RgTuple *bases = n && from ? rg_tuple_pack(th, 1, rg_from_ptr(base)) : NULL;
    RgDict *ns = bases ? rg_dict_new(th) : NULL;
    if (!ns || !rg_dict_set_str(th, ns, RG_SYM(th, __module__), rg_from_ptr(from))) return NULL;
    return rg_type_new_class(th, RG_TYPE(th, type), n, bases, ns);
}

bool rg_module_set_str(RgThread *th, RgModule *m, const char *name, const char *text)
{
    RgStr *s = rg_str_from_utf8(th, text, strlen(text));
    return s && rg_module_set(th, m, name, rg_from_ptr(s));
}
