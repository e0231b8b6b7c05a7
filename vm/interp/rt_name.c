/* SPDX-License-Identifier: MIT
 *
 * rt_name.c: slow paths of names: globals, builtins, class namespaces, cells, and the opcodes of modules. Filling the caches
 * of LOAD_GLOBAL, STORE_GLOBAL, LOAD_NAME and STORE_NAME happens here.
 */
#include "vm/interp/rt.h"
#include "vm/object/watch.h"

RgDict *rg_function_builtins(RgThread *th, RgDict *globals)
{
    RgValue b = rg_dict_get_str(th, globals, RG_SYM(th, __builtins__));
    if (b && rg_is_kind(b, RG_KIND_module)) return RG_AS(RgModule, b)->dict;
    if (b && rg_is_dict(b)) return RG_DICT(b);
    return th->rt->builtins;
}

static RgValue name_error(RgThread *th, const char *fmt, RgStr *name)
{
    rg_raise(th, RG_EXC_NameError, fmt, name);
    if (rg_raised_is(th, RG_EXC_NameError) && rg_is_exception(th->pending)) {
        RgException *e = RG_EXCEPTION(th->pending);
        rg_gc_store(e, &e->fields[RG_XF_NAME_NAME], rg_from_ptr(name));
    }
    return RG_ERROR;
}

static RgValue not_defined(RgThread *th, RgStr *name)
{
    if (rg_raised(th)) return RG_ERROR;
    return name_error(th, "name '%U' is not defined", name);
}

/* globals, an exact dict, then builtins; fills the cache. */
static RgValue lookup_global(RgThread *th, RgFrame *frame, RgInlineCache *ic)
{
    RgDict *globals = frame->globals, *builtins = frame->builtins;
    RgStr *name = ic->name;
    int64_t at = rg_dict_find_str(th, globals, name);
    if (at >= 0) {
        ic->key.bits = RG_IC_VERSION(globals->version);
        ic->index = (uint32_t)at;
        ic->kind = RG_IC_GLOBAL;
        return globals->entries[at].value;
    }
    at = rg_dict_find_str(th, builtins, name);
    if (at < 0) return not_defined(th, name);
    ic->key.bits = RG_IC_VERSION(globals->version);
    ic->value = RG_IC_VERSION(builtins->version);
    ic->index = (uint32_t)at;
    ic->kind = RG_IC_BUILTIN;
    return builtins->entries[at].value;
}

bool rg_rt_store_global(RgThread *th, RgFrame *frame, RgInlineCache *ic, RgValue value)
{
    RgDict *globals = frame->globals;
    if (!rg_dict_set_str(th, globals, ic->name, value)) return false;
    int64_t at = rg_dict_find_str(th, globals, ic->name);
    if (at >= 0) {
        /* The name is still watched when it got the value that it had. */
        ic->value = rg_watch_has(th->rt, globals, ic->name) ? 0 : RG_IC_VERSION(globals->watch_epoch);
        ic->key.bits = RG_IC_VERSION(globals->version);
        ic->index = (uint32_t)at;
        ic->kind = RG_IC_GLOBAL;
    }
    return true;
}

bool rg_rt_delete_global(RgThread *th, RgFrame *frame, RgInlineCache *ic)
{
    int done = rg_dict_delete(th, frame->globals, rg_from_ptr(ic->name));
    if (done == 0) not_defined(th, ic->name);
    return done > 0;
}

/* The namespace of module, class and exec code; a function made of such code and called has its globals. */
static RgValue namespace_of(RgFrame *frame)
{
    if (RG_UNLIKELY(!frame->locals)) frame->locals = rg_from_ptr(frame->globals);
    return frame->locals;
}

static bool namespace_is_globals(RgFrame *frame)
{
    return namespace_of(frame) == rg_from_ptr(frame->globals) && rg_exactly(frame->locals, RG_KIND_dict);
}

/* Entry of a namespace that may be any mapping: value, RG_UNBOUND when absent, RG_ERROR. */
static RgValue namespace_get(RgThread *th, RgValue ns, RgStr *name)
{
    if (rg_exactly(ns, RG_KIND_dict)) {
        RgValue v = rg_dict_get_str(th, RG_DICT(ns), name);
        return v ? v : RG_UNBOUND;
    }
    RgValue v = rg_getitem(th, ns, rg_from_ptr(name));
    if (v) return v;
    if (!rg_raised_is(th, RG_EXC_KeyError)) return RG_ERROR;
    rg_exception_clear(th);
    return RG_UNBOUND;
}

RgValue rg_rt_load_global(RgThread *th, RgFrame *frame, RgInlineCache *ic)
{
    RgValue globals = rg_from_ptr(frame->globals), builtins = rg_from_ptr(frame->builtins);
    if (rg_exactly(globals, RG_KIND_dict) && rg_exactly(builtins, RG_KIND_dict)) return lookup_global(th, frame, ic);
    RgValue v = namespace_get(th, globals, ic->name);
    if (v == RG_UNBOUND) v = namespace_get(th, builtins, ic->name);
    return v != RG_UNBOUND ? v : not_defined(th, ic->name);
}

RgValue rg_rt_load_name(RgThread *th, RgFrame *frame, RgInlineCache *ic)
{
    const bool plain = rg_exactly(rg_from_ptr(frame->builtins), RG_KIND_dict);
    if (namespace_is_globals(frame) && plain) return lookup_global(th, frame, ic);
    RgValue v = namespace_get(th, frame->locals, ic->name);
    if (v != RG_UNBOUND) return v;
    v = rg_dict_get_str(th, frame->globals, ic->name);
    if (!v) v = plain ? rg_dict_get_str(th, frame->builtins, ic->name) : namespace_get(th, rg_from_ptr(frame->builtins), ic->name);
    return v && v != RG_UNBOUND ? v : not_defined(th, ic->name);
}

bool rg_rt_store_name(RgThread *th, RgFrame *frame, RgInlineCache *ic, RgValue value)
{
    if (namespace_is_globals(frame)) return rg_rt_store_global(th, frame, ic, value);
    if (rg_exactly(frame->locals, RG_KIND_dict)) return rg_dict_set_str(th, RG_DICT(frame->locals), ic->name, value);
    return rg_setitem(th, frame->locals, rg_from_ptr(ic->name), value);
}

bool rg_rt_delete_name(RgThread *th, RgFrame *frame, RgInlineCache *ic)
{
    if (rg_exactly(namespace_of(frame), RG_KIND_dict)) {
        int done = rg_dict_delete(th, RG_DICT(frame->locals), rg_from_ptr(ic->name));
        if (done == 0) not_defined(th, ic->name);
        return done > 0;
    }
    if (rg_delitem(th, frame->locals, rg_from_ptr(ic->name))) return true;
    if (rg_raised_is(th, RG_EXC_KeyError)) {
        rg_exception_clear(th);
        not_defined(th, ic->name);
    }
    return false;
}

static RgStr *local_name(RgFrame *frame, uint32_t local)
{
    return RG_STR(frame->code->local_names->items[local]);
}

/* The local whose cell is in register `local`: itself, or, where that is one of the scratch registers of a function with
 * wide registers, the one that the cell was fetched from. */
static uint32_t cell_owner(const RgFrame *frame, uint32_t local)
{
    const RgCode *code = frame->code->code;
    if (code->local_kinds[local]) return local;
    for (uint32_t i = 0; i < code->nlocals; i++)
        if (code->local_kinds[i] & (RG_LOCAL_CELL | RG_LOCAL_FREE) && frame->regs[i] == frame->regs[local]) return i;
    return local;
}

RgValue rg_rt_load_classderef(RgThread *th, RgFrame *frame, uint32_t local)
{
    RgValue v = namespace_get(th, namespace_of(frame), local_name(frame, cell_owner(frame, local)));
    if (v != RG_UNBOUND) return v;
    v = rg_cell_value(frame->regs[local]);
    return v != RG_UNBOUND ? v : rg_rt_deref_error(th, frame, local);
}

RgValue rg_rt_deref_error(RgThread *th, RgFrame *frame, uint32_t local)
{
    RgCodeObject *co = frame->code;
    local = cell_owner(frame, local);
    RgStr *name = local_name(frame, local);
    if (local + co->code->nfree < co->nlocals)
        return rg_raise(th, RG_EXC_UnboundLocalError,
                        "cannot access local variable '%U' where it is not associated with a value", name);
    return name_error(th, "cannot access free variable '%U' where it is not associated with a value in enclosing scope", name);
}

RgValue rg_rt_unbound_error(RgThread *th, RgFrame *frame, uint32_t local)
{
    return rg_raise(th, RG_EXC_UnboundLocalError,
                    "cannot access local variable '%U' where it is not associated with a value", local_name(frame, local));
}

RgValue rg_rt_load_build_class(RgThread *th, RgFrame *frame)
{
    RgValue v = rg_dict_get_str(th, frame->builtins, RG_SYM(th, __build_class__));
    return v ? v : rg_raise(th, RG_EXC_NameError, "__build_class__ not found");
}

bool rg_rt_setup_annotations(RgThread *th, RgFrame *frame)
{
    RgStr *name = RG_SYM(th, __annotations__);
    RgValue v = namespace_get(th, namespace_of(frame), name);
    if (!v) return false;
    if (v != RG_UNBOUND) return true;
    RgDict *d = rg_dict_new(th);
    if (!d) return false;
    if (rg_exactly(frame->locals, RG_KIND_dict)) return rg_dict_set_str(th, RG_DICT(frame->locals), name, rg_from_ptr(d));
    return rg_setitem(th, frame->locals, rg_from_ptr(name), rg_from_ptr(d));
}

bool rg_rt_print_expr(RgThread *th, RgValue v)
{
    RgValue hook = th->rt->sys_dict ? rg_dict_get_cstr(th, th->rt->sys_dict, "displayhook") : 0;
    if (!hook) return rg_raise(th, RG_EXC_RuntimeError, "lost sys.displayhook");
    return rg_call1(th, hook, v) != 0;
}

/* ---- imports ---- */

RgValue rg_rt_import_name(RgThread *th, RgFrame *frame, RgStr *name, RgValue fromlist, RgValue level)
{
    RgValue f = rg_dict_get_str(th, frame->builtins, RG_SYM(th, __import__));
    if (!f) return rg_raise(th, RG_EXC_ImportError, "__import__ not found");
    if (rg_exactly(f, RG_KIND_builtin_function) && frame->builtins == th->rt->builtins &&
        !strcmp(RG_AS(RgNative, f)->def->name, "__import__"))
        return rg_import(th, name, frame->globals, fromlist, rg_is_int(level) ? (int)rg_as_int(level) : 0);
    RgValue locals = frame->locals ? frame->locals : RG_NONE;
    RgValue args[5] = {rg_from_ptr(name), rg_from_ptr(frame->globals), locals, fromlist, level};
    return rg_call(th, f, args, 5, NULL);
}

static RgValue import_error(RgThread *th, RgStr *name, RgStr *package, RgValue file, const char *fmt, RgValue where)
{
    RgStr *msg = rg_format(th, fmt, name, package, where);
    if (!msg) return RG_ERROR;
    RgValue arg = rg_from_ptr(msg);
    if (!rg_raise_call(th, RG_EXC(th, ImportError), &arg, 1) && rg_raised_is(th, RG_EXC_ImportError)) {
        RgException *e = RG_EXCEPTION(th->pending);
        rg_gc_store(e, &e->fields[RG_XF_IMPORT_NAME], rg_from_ptr(package));
        if (file) rg_gc_store(e, &e->fields[RG_XF_IMPORT_PATH], file);
    }
    return RG_ERROR;
}

/* True when module.__spec__._initializing is true. */
static bool is_initializing(RgThread *th, RgValue module)
{
    RgValue spec = rg_attr_lookup(th, module, RG_SYM(th, __spec__));
    RgStr *attr = rg_intern_cstr(th, "_initializing");
    if (spec && spec != RG_UNBOUND && attr) {
        RgValue v = rg_attr_lookup(th, spec, attr);
        if (v && v != RG_UNBOUND && rg_truth(th, v) > 0) return true;
    }
    rg_exception_clear(th);
    return false;
}

RgValue rg_rt_import_from(RgThread *th, RgValue module, RgStr *name)
{
    RgValue v = rg_attr_lookup(th, module, name);
    if (v != RG_UNBOUND) return v;
    RgValue pkg = rg_attr_lookup(th, module, RG_SYM(th, __name__));
    if (!pkg) return RG_ERROR;
    RgStr *package = rg_is_str(pkg) ? RG_STR(pkg) : NULL;
    if (package && th->rt->sys_modules) {
        RgStr *full = rg_format(th, "%U.%U", package, name);
        if (!full) return RG_ERROR;
        v = rg_dict_get_str(th, th->rt->sys_modules, full);
        if (v) return v;
        if (rg_raised(th)) return RG_ERROR;
    }
    if (!package) package = rg_str_from_cstr(th, "<unknown module name>");
    if (!package) return RG_ERROR;
    RgValue file = rg_attr_lookup(th, module, RG_SYM(th, __file__));
    if (!file) return RG_ERROR;
    if (file == RG_UNBOUND || !rg_is_str(file))
        return import_error(th, name, package, 0, "cannot import name '%U' from '%U' (unknown location)", RG_NONE);
    if (is_initializing(th, module))
        return import_error(th, name, package, file,
                            "cannot import name '%U' from partially initialized module '%U' (most likely due to a circular import) (%S)",
                            file);
    return import_error(th, name, package, file, "cannot import name '%U' from '%U' (%S)", file);
}

static bool star_store(RgThread *th, RgFrame *frame, RgValue name, RgValue value)
{
    if (rg_exactly(frame->locals, RG_KIND_dict)) return rg_dict_set(th, RG_DICT(frame->locals), name, value);
    return rg_setitem(th, frame->locals, name, value);
}

/* An item of __all__ or a key of __dict__ is no name: fmt says so, with the module's name. */
static bool star_not_str(RgThread *th, RgValue module, const char *fmt, RgValue name)
{
    RgValue modname = rg_attr_get(th, module, RG_SYM(th, __name__));
    if (modname && !rg_is_str(modname))
        rg_raise(th, RG_EXC_TypeError, "module __name__ must be a string, not %T", modname);
    else if (modname)
        rg_raise(th, RG_EXC_TypeError, fmt, RG_STR(modname), name);
    return false;
}

static bool star_from_all(RgThread *th, RgFrame *frame, RgValue module, RgValue all)
{
    for (int64_t i = 0;; i++) {
        RgValue name = rg_getitem(th, all, rg_from_int(i));
        if (!name) {
            if (!rg_raised_is(th, RG_EXC_IndexError)) return false;
            rg_exception_clear(th);
            return true;
        }
        if (!rg_is_str(name)) {
            return star_not_str(th, module, "Item in %U.__all__ must be str, not %T", name);
        }
        RgValue v = rg_attr_get(th, module, RG_STR(name));
        if (!v || !star_store(th, frame, name, v)) return false;
    }
}

bool rg_rt_import_star(RgThread *th, RgFrame *frame, RgValue module)
{
    namespace_of(frame);
    RgValue all = rg_attr_lookup(th, module, RG_SYM(th, __all__));
    if (!all) return false;
    if (all != RG_UNBOUND) return star_from_all(th, frame, module, all);
    RgDict *dict = rg_attr_dict(th, module);
    if (!dict) {
        rg_exception_clear(th);
        rg_raise(th, RG_EXC_ImportError, "from-import-* object has no __dict__ and no __all__");
        return false;
    }
    RgTuple *names = rg_to_tuple(th, rg_from_ptr(dict));
    if (!names) return false;
    for (size_t i = 0; i < rg_tuple_len(names); i++) {
        RgValue name = names->items[i];
        if (!rg_is_str(name)) {
            return star_not_str(th, module, "Key in %U.__dict__ must be str, not %T", name);
        }
        if (RG_STR(name)->length && rg_str_at(RG_STR(name), 0) == '_') continue;
        RgValue v = rg_attr_get(th, module, RG_STR(name));
        if (!v || !star_store(th, frame, name, v)) return false;
    }
    return true;
}
