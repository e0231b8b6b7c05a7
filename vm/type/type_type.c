/* SPDX-License-Identifier: MIT
 *
 * type_type.c: `type`: calling classes, attributes of classes, and what Python sees of a type object.
 * Always holds: attributes of a class live in type->dict; changes go through rg_type_set_attr, which keeps slots and caches.
 */
#include "vm/type/types.h"
#include "vm/type/annotate.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/str.h"

/* ---- calling ---- */

RgValue rg_type_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgType *type = RG_AS(RgType, self);
    if (RG_UNLIKELY(type == RG_TYPE(th, type))) {
        size_t nkw = kwnames ? rg_tuple_len(kwnames) : 0;
        if (nargs == 1 && nkw == 0) return rg_from_ptr(rg_type_of(th->rt, args[0]));
        if (nargs != 3) return rg_raise(th, RG_EXC_TypeError, "type() takes 1 or 3 arguments");
    }
    if (RG_UNLIKELY(!type->slots.new_)) {
        RgStr *name = type->module && !rg_type_is_heap(type) ? rg_type_full_name(th, type) : NULL;
        return name ? rg_raise(th, RG_EXC_TypeError, "cannot create '%U' instances", name)
                    : rg_raise(th, RG_EXC_TypeError, "cannot create '%N' instances", type);
    }
    RgValue obj = type->slots.new_(th, type, args, nargs, kwnames);
    if (!obj) return RG_ERROR;
    RgType *made = rg_type_of(th->rt, obj);
    if (!rg_type_is_subtype(made, type)) return obj;
    RgInitFn init = made->slots.init;
    if (init && init != rg_object_tp_init) return init(th, obj, args, nargs, kwnames) ? obj : RG_ERROR;
    if (init && (nargs || kwnames)) return init(th, obj, args, nargs, kwnames) ? obj : RG_ERROR;
    return obj;
}

static RgValue type_new(RgThread *th, RgType *meta, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (nargs == 1 && meta == RG_TYPE(th, type) && !kwnames) return rg_from_ptr(rg_type_of(th->rt, args[0]));
    if (nargs != 3) return rg_raise(th, RG_EXC_TypeError, "type.__new__() takes exactly 3 arguments (%zu given)", nargs);
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "type.__new__() argument 1 must be str, not %T", args[0]);
    if (!rg_is_tuple(args[1])) return rg_raise(th, RG_EXC_TypeError, "type.__new__() argument 2 must be tuple, not %T", args[1]);
    if (!rg_is_dict(args[2])) return rg_raise(th, RG_EXC_TypeError, "type.__new__() argument 3 must be dict, not %T", args[2]);
    if (!rg_str_utf8_strict(th, RG_STR(args[0]), NULL) || !rg_class_check_bases(th, RG_TUPLE(args[1]))) return RG_ERROR;
    RgType *winner = rg_type_winner(th, meta, RG_TUPLE(args[1]));
    if (!winner) return RG_ERROR;
    if (winner != meta && winner->slots.new_ != meta->slots.new_) return winner->slots.new_(th, winner, args, nargs, kwnames);
    return rg_from_ptr(rg_class_new(th, winner, RG_STR(args[0]), RG_TUPLE(args[1]), RG_DICT(args[2]), args + 3, kwnames));
}

static bool type_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)self;
    (void)args;
    if (nargs == 1 && kwnames && rg_tuple_len(kwnames)) {
        rg_raise(th, RG_EXC_TypeError, "type.__init__() takes no keyword arguments");
        return false;
    }
    if (nargs == 1 || nargs == 3) return true;
    rg_raise(th, RG_EXC_TypeError, "type.__init__() takes 1 or 3 arguments");
    return false;
}

/* ---- attributes ---- */

RgValue rg_type_getattro_lookup(RgThread *th, RgValue self, RgStr *name)
{
    RgType *type = RG_AS(RgType, self), *meta = rg_object_type(&type->head);
    RgValue on_meta = rg_type_lookup(th, meta, name);
    RgDescrGetFn get = NULL;
    if (on_meta) {
        RgType *t = rg_type_of(th->rt, on_meta);
        get = t->slots.descr_get;
        if (get && t->slots.descr_set) return get(th, on_meta, self, rg_from_ptr(meta));
    }
    RgValue v = rg_type_lookup(th, type, name);
    if (v) {
        RgDescrGetFn own = rg_type_of(th->rt, v)->slots.descr_get;
        return own ? own(th, v, RG_UNBOUND, self) : v;
    }
    if (get) return get(th, on_meta, self, rg_from_ptr(meta));
    return on_meta ? on_meta : RG_UNBOUND;
}

RgValue rg_type_getattro(RgThread *th, RgValue self, RgStr *name)
{
    if (!rg_str_is_interned(name) && !(name = rg_intern(th, name))) return RG_ERROR;
    RgValue v = rg_type_getattro_lookup(th, self, name);
    if (v != RG_UNBOUND) return v;
    return rg_attr_error(th, self, name, "type object '%.50N' has no attribute '%U'", RG_AS(RgType, self), name);
}

bool rg_type_setattro(RgThread *th, RgValue self, RgStr *name, RgValue value)
{
    return rg_type_set_attr(th, RG_AS(RgType, self), name, value);
}

static RgValue type_repr(RgThread *th, RgValue self)
{
    RgType *type = RG_AS(RgType, self);
    RgStr *name = rg_type_full_name(th, type);
    return name ? rg_from_ptr(rg_format(th, "<class '%U'>", name)) : RG_ERROR;
}

/* ---- getters and setters ---- */

static bool may_set(RgThread *th, RgType *type, RgValue value, const char *name)
{
    if (type->flags & RG_TF_IMMUTABLE) {
        rg_raise(th, RG_EXC_TypeError, "cannot set '%s' attribute of immutable type '%N'", name, type);
        return false;
    }
    if (value != RG_UNBOUND) return true;
    rg_raise(th, RG_EXC_TypeError, "cannot delete '%s' attribute of immutable type '%N'", name, type);
    return false;
}

static RgValue get_name(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(RG_AS(RgType, self)->name); }

static bool set_name(RgThread *th, RgValue self, RgValue value)
{
    RgType *type = RG_AS(RgType, self);
    if (!may_set(th, type, value, "__name__")) return false;
    if (!rg_is_str(value)) {
        rg_raise(th, RG_EXC_TypeError, "can only assign string to %N.__name__, not '%T'", type, value);
        return false;
    }
    if (rg_str_find(RG_STR(value), th->rt->latin1[0], 0, RG_STR(value)->length, false) >= 0) {
        rg_raise(th, RG_EXC_ValueError, "type name must not contain null characters");
        return false;
    }
    return rg_type_set_name(th, type, RG_STR(value));
}

static RgValue get_qualname(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(RG_AS(RgType, self)->qualname); }

static bool set_qualname(RgThread *th, RgValue self, RgValue value)
{
    RgType *type = RG_AS(RgType, self);
    if (!may_set(th, type, value, "__qualname__")) return false;
    if (!rg_is_str(value)) {
        rg_raise(th, RG_EXC_TypeError, "can only assign string to %N.__qualname__, not '%T'", type, value);
        return false;
    }
    rg_gc_store_ptr(type, &type->qualname, RG_STR(value));
    return true;
}

static RgValue get_bases(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(RG_AS(RgType, self)->bases); }

static bool set_bases(RgThread *th, RgValue self, RgValue value)
{
    RgType *type = RG_AS(RgType, self);
    return may_set(th, type, value, "__bases__") && rg_class_set_bases(th, type, value);
}

static RgValue get_module(RgThread *th, RgValue self)
{
    RgType *type = RG_AS(RgType, self);
    /* Not for builtin types: in the dict of type itself lies the descriptor of this very attribute. */
    RgValue v = rg_type_is_heap(type) ? rg_dict_get_str(th, type->dict, RG_SYM(th, __module__)) : 0;
    if (v) return v;
    if (rg_type_is_heap(type)) return rg_attr_error(th, self, RG_SYM(th, __module__), "__module__");
    return rg_from_ptr(type->module ? type->module : RG_SYM(th, builtins));
}

static bool set_in_dict(RgThread *th, RgType *type, RgStr *name, RgValue value)
{
    if (!rg_dict_set_str(th, type->dict, name, value)) return false;
    rg_type_modified(th, type, name);
    return true;
}

static bool set_module(RgThread *th, RgValue self, RgValue value)
{
    RgType *type = RG_AS(RgType, self);
    return may_set(th, type, value, "__module__") && set_in_dict(th, type, RG_SYM(th, __module__), value);
}

static RgValue get_abstract(RgThread *th, RgValue self)
{
    RgType *type = RG_AS(RgType, self);
    RgValue v = type == RG_TYPE(th, type) ? 0 : rg_dict_get_str(th, type->dict, RG_SYM(th, __abstractmethods__));
    return v ? v : rg_attr_error(th, self, RG_SYM(th, __abstractmethods__), "__abstractmethods__");
}

static bool set_abstract(RgThread *th, RgValue self, RgValue value)
{
    RgType *type = RG_AS(RgType, self);
    RgStr *name = RG_SYM(th, __abstractmethods__);
    int abstract = 0;
    if (value == RG_UNBOUND) {
        int found = rg_dict_delete(th, type->dict, rg_from_ptr(name));
        if (found == 0) rg_attr_error(th, self, name, "__abstractmethods__");
        if (found != 1) return false;
        rg_type_modified(th, type, name);
    } else {
        abstract = rg_truth(th, value);
        if (abstract < 0 || !set_in_dict(th, type, name, value)) return false;
    }
    type->flags = abstract ? type->flags | RG_TF_ABSTRACT : type->flags & ~(uint32_t)RG_TF_ABSTRACT;
    return true;
}

/* Code that expects annotations to be there finds them, or none where they cannot be evaluated. */
static RgValue get_dict(RgThread *th, RgValue self)
{
    RgType *type = RG_AS(RgType, self);
    if (rg_type_is_heap(type) && rg_annotate_expected(th) && rg_annotate_of(th, type->dict)) {
        if (rg_annotate_fill(th, type->dict)) rg_type_modified(th, type, RG_SYM(th, __annotations__));
        else rg_exception_clear(th);
    }
    return rg_call1(th, rg_from_ptr(RG_TYPE(th, mappingproxy)), rg_from_ptr(RG_AS(RgType, self)->dict));
}

static RgValue get_doc(RgThread *th, RgValue self)
{
    RgType *type = RG_AS(RgType, self);
    RgValue v = rg_dict_get_str(th, type->dict, RG_SYM(th, __doc__));
    if (!v) return RG_NONE;
    if (!rg_type_is_heap(type) && !rg_is_str(v) && type->spec && type->spec->doc) /* under a descriptor of the same name */
        return rg_from_ptr(rg_str_from_cstr(th, type->spec->doc));
    RgDescrGetFn get = rg_type_of(th->rt, v)->slots.descr_get;
    return get ? get(th, v, RG_UNBOUND, self) : v;
}

static bool set_doc(RgThread *th, RgValue self, RgValue value)
{
    RgType *type = RG_AS(RgType, self);
    return may_set(th, type, value, "__doc__") && set_in_dict(th, type, RG_SYM(th, __doc__), value);
}

static RgValue get_annotations(RgThread *th, RgValue self)
{
    RgType *type = RG_AS(RgType, self);
    RgStr *name = RG_SYM(th, __annotations__);
    if (!rg_type_is_heap(type))
        return rg_attr_error(th, self, name, "type object '%N' has no attribute '__annotations__'", type);
    RgValue v = rg_dict_get_str(th, type->dict, name);
    if (v) {
        RgDescrGetFn get = rg_type_of(th->rt, v)->slots.descr_get;
        return get ? get(th, v, RG_UNBOUND, self) : v;
    }
    RgValue annotate = rg_annotate_of(th, type->dict);
    bool final = true;
    RgValue d = annotate ? rg_annotate_call(th, annotate, &final) : rg_from_ptr(rg_dict_new(th));
    return d && (!final || set_in_dict(th, type, name, d)) ? d : RG_ERROR;
}

static RgValue get_annotate(RgThread *th, RgValue self)
{
    RgType *type = RG_AS(RgType, self);
    RgValue annotate = rg_type_is_heap(type) ? rg_annotate_of(th, type->dict) : 0;
    if (annotate) return annotate;
    return rg_annotate_expected(th) || !rg_type_is_heap(type) ? rg_attr_missing(th, self, RG_SYM(th, __annotate__)) : RG_NONE;
}

static bool set_annotate(RgThread *th, RgValue self, RgValue value)
{
    RgType *type = RG_AS(RgType, self);
    if (type->flags & RG_TF_IMMUTABLE) return may_set(th, type, RG_NONE, "__annotate__");
    if (value == RG_UNBOUND || (value != RG_NONE && !rg_is_callable(th, value))) {
        rg_raise(th, RG_EXC_TypeError, value == RG_UNBOUND ? "cannot delete __annotate__ attribute"
                                                           : "__annotate__ must be callable or None");
        return false;
    }
    if (value != RG_NONE && rg_dict_delete(th, type->dict, rg_from_ptr(RG_SYM(th, __annotations__))) < 0) return false;
    return set_in_dict(th, type, RG_SYM(th, __annotate_func__), value);
}

static bool set_annotations(RgThread *th, RgValue self, RgValue value)
{
    RgType *type = RG_AS(RgType, self);
    RgStr *name = RG_SYM(th, __annotations__);
    if (type->flags & RG_TF_IMMUTABLE) return may_set(th, type, RG_NONE, "__annotations__");
    if (rg_annotate_of(th, type->dict) && !set_in_dict(th, type, RG_SYM(th, __annotate_func__), RG_NONE)) return false;
    if (value != RG_UNBOUND) return set_in_dict(th, type, name, value);
    int found = rg_dict_delete(th, type->dict, rg_from_ptr(name));
    if (found == 0) rg_attr_error(th, self, name, "__annotations__");
    if (found == 1) rg_type_modified(th, type, name);
    return found == 1;
}

static RgValue get_mro(RgThread *th, RgValue self)
{
    (void)th;
    RgTuple *mro = RG_AS(RgType, self)->mro;
    return mro ? rg_from_ptr(mro) : RG_NONE;
}

static RgValue get_base(RgThread *th, RgValue self)
{
    (void)th;
    RgType *base = RG_AS(RgType, self)->base;
    return base ? rg_from_ptr(base) : RG_NONE;
}

static RgValue get_basicsize(RgThread *th, RgValue self) { return (void)th, rg_from_int(RG_AS(RgType, self)->basicsize); }
static RgValue get_itemsize(RgThread *th, RgValue self) { return (void)th, rg_from_int(RG_AS(RgType, self)->itemsize); }
static RgValue get_dictoffset(RgThread *th, RgValue self) { return (void)th, rg_from_int(RG_AS(RgType, self)->attrs_offset); }
static RgValue get_weakrefoffset(RgThread *th, RgValue self)
{
    (void)th;
    return rg_from_int(RG_AS(RgType, self)->flags & RG_TF_WEAKREF ? 8 : 0);
}

/* CPython's tp_flags bits, those that programs ask for (inspect: heap type, base type, abstract). */
static RgValue get_flags(RgThread *th, RgValue self)
{
    (void)th;
    const RgType *t = RG_AS(RgType, self);
    int64_t flags = 1 << 12; /* ready */
    if (t->flags & RG_TF_IMMUTABLE) flags |= 1 << 8;
    if (t->flags & RG_TF_HEAP) flags |= 1 << 9;
    if (t->flags & RG_TF_BASETYPE) flags |= 1 << 10;
    if (t->flags & RG_TF_SEQUENCE) flags |= 1 << 5;
    if (t->flags & RG_TF_MAPPING) flags |= 1 << 6;
    if (t->flags & RG_TF_METHOD) flags |= 1 << 17;
    if (t->flags & RG_TF_ABSTRACT) flags |= 1 << 20;
    static const struct { uint8_t kind, bit; } subclass_bits[] = {{RG_KIND_int, 24}, {RG_KIND_list, 25}, {RG_KIND_tuple, 26}, {RG_KIND_bytes, 27}, {RG_KIND_str, 28}, {RG_KIND_dict, 29}, {RG_KIND_exception_, 30}, {RG_KIND_type, 31}};
    for (size_t i = 0; i < RG_COUNT_OF(subclass_bits); i++)
        if (t->kind == subclass_bits[i].kind) flags |= (int64_t)1 << subclass_bits[i].bit;
    return rg_from_int(flags);
}

static RgValue get_text_signature(RgThread *th, RgValue self)
{
    const RgTypeSpec *spec = RG_AS(RgType, self)->spec;
    return spec ? rg_text_signature(th, spec->signature) : RG_NONE;
}

/* ---- methods ---- */

static RgValue type_mro(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    RgValue mro = rg_type_mro_of(th, RG_AS(RgType, self));
    return mro ? rg_from_ptr(rg_to_list(th, mro)) : RG_ERROR;
}

static RgValue type_subclasses(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    RgType *type = RG_AS(RgType, self);
    RgList *out = rg_list_new(th, 0);
    for (size_t i = 0; out && i < rg_type_subclass_count(type); i++) {
        RgType *sub = rg_type_subclass(type, i);
        if (!sub || (!rg_type_is_heap(sub) && (sub->flags & RG_TF_HIDDEN))) continue;
        if (!rg_list_append(th, out, rg_from_ptr(sub))) return RG_ERROR;
    }
    return rg_from_ptr(out);
}

static RgValue type_prepare(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return rg_from_ptr(rg_dict_new(th));
}

static RgValue type_instancecheck(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    int r = rg_is_instance_real(th, args[0], self);
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

static RgValue type_subclasscheck(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    int r = rg_is_subclass_real(th, args[0], self);
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

static RgValue type_dir(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    RgDict *names = rg_dict_new(th);
    if (!names || !rg_dir_merge_type(th, names, RG_AS(RgType, self))) return RG_ERROR;
    return rg_from_ptr(rg_to_list(th, rg_from_ptr(names)));
}

static RgValue type_sizeof(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    return rg_int_from_i64(th, (int64_t)rg_heap_cell_size(th->heap, rg_as_object(self)));
}

static const RgMethodDef methods[] = {
    RG_METHOD("mro", "($self, /)", "Return a type's method resolution order.", type_mro),
    RG_METHOD("__subclasses__", "($self, /)", "Return a list of immediate subclasses.", type_subclasses),
    RG_METHOD_F("__prepare__", NULL, "__prepare__() -> dict\nused to create the namespace for the class statement", type_prepare,
                RG_MF_CLASS | RG_MF_RAW),
    RG_METHOD("__instancecheck__", "($self, instance, /)", "Check if an object is an instance.", type_instancecheck),
    RG_METHOD("__subclasscheck__", "($self, subclass, /)", "Check if a class is a subclass.", type_subclasscheck),
    RG_METHOD("__dir__", "($self, /)", "Specialized __dir__ implementation for types.", type_dir),
    RG_METHOD("__sizeof__", "($self, /)", "Return memory consumption of the type object.", type_sizeof),
    RG_METHOD_END,
};

static const RgGetSetDef getset[] = {
    {"__name__", get_name, set_name, NULL},
    {"__qualname__", get_qualname, set_qualname, NULL},
    {"__bases__", get_bases, set_bases, NULL},
    {"__module__", get_module, set_module, NULL},
    {"__abstractmethods__", get_abstract, set_abstract, NULL},
    {"__dict__", get_dict, NULL, NULL},
    {"__doc__", get_doc, set_doc, NULL},
    {"__text_signature__", get_text_signature, NULL, NULL},
    {"__annotations__", get_annotations, set_annotations, NULL},
    {"__annotate__", get_annotate, set_annotate, NULL},
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"__mro__", get_mro, NULL, NULL},
    {"__base__", get_base, NULL, NULL},
    {"__basicsize__", get_basicsize, NULL, NULL},
    {"__itemsize__", get_itemsize, NULL, NULL},
    {"__dictoffset__", get_dictoffset, NULL, NULL},
    {"__weakrefoffset__", get_weakrefoffset, NULL, NULL},
    {"__flags__", get_flags, NULL, NULL},
    RG_GETSET_END,
};

/* The cell functions come from rg_type_cell_kind (vm/object/type.c), set when the shapes are made. */
static void trace_type(RgMarker *marker, void *cell) { rg_type_cell_kind.trace(marker, cell); }

const RgTypeSpec rg_spec_type = {
    .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    .flags = RG_TF_BASETYPE | RG_TF_OWN_DICT | RG_TF_WEAKREF,
    .basicsize = sizeof(RgType),
    .cell = {"type", trace_type, NULL},
    .slots = {.repr = type_repr,
              .call = rg_type_call,
              .getattro = rg_type_getattro,
              .setattro = rg_type_setattro,
              .init = type_init,
              .new_ = type_new,
              .or_ = rg_union_or},
    .methods = methods,
    .getset = getset,
    .members = members,
};
