/* SPDX-License-Identifier: MIT
 *
 * function_type.c: Python functions as objects.
 * Always holds: code, globals, name and qualname are never NULL; what a call depends on changes only with all inline caches
 * forgotten.
 */
#include "vm/type/types.h"
#include "vm/type/annotate.h"
#include "vm/interp/interp.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/str.h"
#include "vm/object/watch.h"

static void trace(RgMarker *marker, void *cell)
{
    RgFunction *f = cell;
    rg_mark_cell(marker, f->code);
    rg_mark_cell(marker, f->globals);
    rg_mark_cell(marker, f->builtins);
    rg_mark_cell(marker, f->name);
    rg_mark_cell(marker, f->qualname);
    rg_mark_cell(marker, f->defaults);
    rg_mark_cell(marker, f->kwdefaults);
    rg_mark_cell(marker, f->closure);
    rg_mark_value(marker, f->annotations);
    rg_mark_value(marker, f->doc);
    rg_mark_value(marker, f->module);
}

static RgValue descr_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    (void)type;
    return obj == RG_UNBOUND ? self : rg_method_new(th, self, obj);
}

static RgValue function_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "<function %U at %p>", RG_AS(RgFunction, self)->qualname, (void *)(uintptr_t)self));
}

static size_t free_count(const RgCodeObject *code) { return code->code ? code->code->nfree : 0; }

static bool check_closure(RgThread *th, RgCodeObject *code, RgValue closure)
{
    size_t want = free_count(code);
    if (closure == RG_UNBOUND || closure == RG_NONE) {
        if (!want) return true;
        rg_raise(th, RG_EXC_TypeError, "arg 5 (closure) must be tuple");
        return false;
    }
    if (!rg_is_tuple(closure)) {
        rg_raise(th, RG_EXC_TypeError, want ? "arg 5 (closure) must be tuple" : "arg 5 (closure) must be None or tuple");
        return false;
    }
    size_t have = rg_tuple_len(RG_TUPLE(closure));
    if (have != want) {
        rg_raise(th, RG_EXC_ValueError, "%U requires closure of length %zu, not %zu", code->name, want, have);
        return false;
    }
    for (size_t i = 0; i < have; i++) {
        if (rg_is_kind(RG_TUPLE(closure)->items[i], RG_KIND_cell)) continue;
        rg_raise(th, RG_EXC_TypeError, "arg 5 (closure) expected cell, found %T", RG_TUPLE(closure)->items[i]);
        return false;
    }
    return true;
}

static RgValue function_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)type;
    RgValue a[5];
    if (!rg_args_parse(th, "function", "(code, globals, name=None, argdefs=None, closure=None)", args, nargs, kwnames, a))
        return RG_ERROR;
    if (!rg_is_kind(a[0], RG_KIND_code)) return rg_raise(th, RG_EXC_TypeError, "function() argument 'code' must be code, not %T", a[0]);
    if (!rg_is_dict(a[1])) return rg_raise(th, RG_EXC_TypeError, "function() argument 'globals' must be dict, not %T", a[1]);
    bool named = a[2] != RG_UNBOUND && a[2] != RG_NONE, defaults = a[3] != RG_UNBOUND && a[3] != RG_NONE;
    if (named && !rg_is_str(a[2])) return rg_raise(th, RG_EXC_TypeError, "arg 3 (name) must be None or string");
    if (defaults && !rg_is_tuple(a[3])) return rg_raise(th, RG_EXC_TypeError, "arg 4 (defaults) must be None or tuple");
    RgCodeObject *code = RG_AS(RgCodeObject, a[0]);
    if (!check_closure(th, code, a[4])) return RG_ERROR;
    RgFunction *f = rg_function_new(th, code, RG_DICT(a[1]));
    if (!f) return RG_ERROR;
    if (named) f->name = RG_STR(a[2]);
    if (defaults) f->defaults = RG_TUPLE(a[3]);
    if (a[4] != RG_UNBOUND && a[4] != RG_NONE) {
        f->closure = RG_TUPLE(a[4]);
        rg_watch_cells_exposed(th->rt);
    }
    return rg_from_ptr(f);
}

/* ---- attributes ---- */

static RgFunction *fn(RgValue self) { return RG_AS(RgFunction, self); }
static RgValue or_none(const void *p) { return p ? rg_from_ptr(p) : RG_NONE; }

static RgValue get_code(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(fn(self)->code); }
static RgValue get_globals(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(fn(self)->globals); }
static RgValue get_builtins(RgThread *th, RgValue self) { return (void)th, or_none(fn(self)->builtins); }
static RgValue get_closure(RgThread *th, RgValue self) { return (void)th, or_none(fn(self)->closure); }
static RgValue get_name(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(fn(self)->name); }
static RgValue get_qualname(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(fn(self)->qualname); }
static RgValue get_defaults(RgThread *th, RgValue self) { return (void)th, or_none(fn(self)->defaults); }
static RgValue get_kwdefaults(RgThread *th, RgValue self) { return (void)th, or_none(fn(self)->kwdefaults); }
static RgValue get_doc(RgThread *th, RgValue self) { return (void)th, fn(self)->doc; }
static RgValue get_module(RgThread *th, RgValue self) { return (void)th, fn(self)->module; }

static bool set_code(RgThread *th, RgValue self, RgValue value)
{
    RgFunction *f = fn(self);
    if (!rg_is_kind(value, RG_KIND_code)) {
        rg_raise(th, RG_EXC_TypeError, "__code__ must be set to a code object");
        return false;
    }
    RgCodeObject *code = RG_AS(RgCodeObject, value);
    size_t have = f->closure ? rg_tuple_len(f->closure) : 0;
    if (free_count(code) != have) {
        rg_raise(th, RG_EXC_ValueError, "%U() requires a code object with %zu free vars, not %zu", f->name, have, free_count(code));
        return false;
    }
    if (have) rg_watch_cells_exposed(th->rt);
    rg_code_bind_namespaces(code, f->globals, f->builtins);
    rg_gc_store_ptr(f, &f->code, code);
    rg_code_flush_caches(th->rt);
    return true;
}

static bool set_string(RgThread *th, RgFunction *f, RgStr **slot, RgValue value, const char *name)
{
    if (!rg_is_str(value)) {
        rg_raise(th, RG_EXC_TypeError, "%s must be set to a string object", name);
        return false;
    }
    rg_gc_store_ptr(f, slot, RG_STR(value));
    return true;
}
static bool set_name(RgThread *th, RgValue self, RgValue v) { return set_string(th, fn(self), &fn(self)->name, v, "__name__"); }
static bool set_qualname(RgThread *th, RgValue self, RgValue v) { return set_string(th, fn(self), &fn(self)->qualname, v, "__qualname__"); }

static bool set_defaults(RgThread *th, RgValue self, RgValue value)
{
    if (value == RG_UNBOUND || value == RG_NONE) {
        fn(self)->defaults = NULL;
    } else if (rg_is_tuple(value)) {
        rg_gc_store_ptr(fn(self), &fn(self)->defaults, RG_TUPLE(value));
    } else {
        rg_raise(th, RG_EXC_TypeError, "__defaults__ must be set to a tuple object");
        return false;
    }
    rg_code_flush_caches(th->rt);
    return true;
}

static bool set_kwdefaults(RgThread *th, RgValue self, RgValue value)
{
    if (value == RG_UNBOUND || value == RG_NONE) {
        fn(self)->kwdefaults = NULL;
    } else if (rg_is_dict(value)) {
        rg_gc_store_ptr(fn(self), &fn(self)->kwdefaults, RG_DICT(value));
    } else {
        rg_raise(th, RG_EXC_TypeError, "__kwdefaults__ must be set to a dict object");
        return false;
    }
    rg_code_flush_caches(th->rt);
    return true;
}

/* What makes the annotations on demand, or 0. */
static RgValue annotate_of(const RgFunction *f)
{
    RgValue a = f->annotations;
    if (a && rg_is_kind(a, RG_KIND_array_)) return RG_AS(RgArray, a)->items[0];
    return a && !rg_is_dict(a) && !rg_is_tuple(a) ? a : 0;
}

static RgValue get_lazy_annotations(RgThread *th, RgFunction *f)
{
    if (rg_is_kind(f->annotations, RG_KIND_array_)) return RG_AS(RgArray, f->annotations)->items[1];
    RgValue annotate = f->annotations;
    bool final;
    RgValue d = rg_annotate_call(th, annotate, &final);
    if (!d || !final || f->annotations != annotate) return d;
    RgArray *both = rg_array_new(th, 2);
    if (!both) return RG_ERROR;
    rg_gc_store(both, &both->items[0], annotate);
    rg_gc_store(both, &both->items[1], d);
    rg_gc_store(f, &f->annotations, rg_from_ptr(both));
    return d;
}

static RgValue get_annotate(RgThread *th, RgValue self)
{
    RgValue annotate = annotate_of(fn(self));
    if (annotate) return annotate;
    return rg_annotate_expected(th) ? rg_attr_missing(th, self, RG_SYM(th, __annotate__)) : RG_NONE;
}

static bool set_annotate(RgThread *th, RgValue self, RgValue value)
{
    RgFunction *f = fn(self);
    if (value == RG_UNBOUND) {
        rg_raise(th, RG_EXC_TypeError, "__annotate__ cannot be deleted");
    } else if (value == RG_NONE) {
        RgValue a = f->annotations;
        if (a && rg_is_kind(a, RG_KIND_array_)) rg_gc_store(f, &f->annotations, RG_AS(RgArray, a)->items[1]);
        else if (annotate_of(f)) f->annotations = 0;
        return true;
    } else if (!rg_is_callable(th, value) || rg_is_dict(value) || rg_is_tuple(value)) {
        rg_raise(th, RG_EXC_TypeError, "__annotate__ must be callable or None");
    } else {
        rg_gc_store(f, &f->annotations, value);
        return true;
    }
    return false;
}

static RgValue get_annotations(RgThread *th, RgValue self)
{
    RgFunction *f = fn(self);
    if (f->annotations && rg_is_dict(f->annotations)) return f->annotations;
    if (annotate_of(f)) return get_lazy_annotations(th, f);
    RgDict *d = rg_dict_new(th);
    if (!d) return RG_ERROR;
    if (f->annotations && rg_is_tuple(f->annotations)) {
        RgTuple *pairs = RG_TUPLE(f->annotations);
        for (size_t i = 0; i + 1 < rg_tuple_len(pairs); i += 2)
            if (!rg_dict_set(th, d, pairs->items[i], pairs->items[i + 1])) return RG_ERROR;
    }
    rg_gc_store(f, &f->annotations, rg_from_ptr(d));
    return rg_from_ptr(d);
}

static bool set_annotations(RgThread *th, RgValue self, RgValue value)
{
    if (value == RG_UNBOUND || value == RG_NONE) {
        fn(self)->annotations = 0;
        return true;
    }
    if (!rg_is_dict(value)) {
        rg_raise(th, RG_EXC_TypeError, "__annotations__ must be set to a dict object");
        return false;
    }
    rg_gc_store(fn(self), &fn(self)->annotations, value);
    return true;
}

static bool set_doc(RgThread *th, RgValue self, RgValue value)
{
    (void)th;
    rg_gc_store(fn(self), &fn(self)->doc, value == RG_UNBOUND ? RG_NONE : value);
    return true;
}
static bool set_module(RgThread *th, RgValue self, RgValue value)
{
    (void)th;
    rg_gc_store(fn(self), &fn(self)->module, value == RG_UNBOUND ? RG_NONE : value);
    return true;
}

static bool set_function_dict(RgThread *th, RgValue self, RgValue value)
{
    if (value != RG_UNBOUND) return rg_object_set_dict(th, self, value);
    rg_raise(th, RG_EXC_TypeError, "cannot delete __dict__");
    return false;
}

static const RgGetSetDef getset[] = {
    {"__code__", get_code, set_code, NULL},
    {"__name__", get_name, set_name, NULL},
    {"__qualname__", get_qualname, set_qualname, NULL},
    {"__defaults__", get_defaults, set_defaults, NULL},
    {"__kwdefaults__", get_kwdefaults, set_kwdefaults, NULL},
    {"__annotations__", get_annotations, set_annotations, NULL},
    {"__annotate__", get_annotate, set_annotate, NULL},
    {"__dict__", rg_object_get_dict, set_function_dict, NULL},
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"__globals__", get_globals, NULL, NULL},
    {"__builtins__", get_builtins, NULL, NULL},
    {"__closure__", get_closure, NULL, NULL},
    {"__doc__", get_doc, set_doc, NULL},
    {"__module__", get_module, set_module, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_function = {
    .doc = "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that "
           "overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument values\n  closure\n  "
           "  a tuple that supplies the bindings for free variables",
    .signature = "(code, globals, name=None, argdefs=None, closure=None)",
    .flags = RG_TF_ATTRS | RG_TF_WEAKREF | RG_TF_METHOD,
    .basicsize = sizeof(RgFunction),
    .cell = {"function", trace, NULL},
    .slots = {.repr = function_repr,
              .call = rg_interp_call_function,
              .descr_get = descr_get,
              .new_ = function_new},
    .getset = getset,
    .members = members,
};
