/* SPDX-License-Identifier: MIT
 *
 * object_type.c: `object`: the root of all types, instance creation, pickling support and __dir__.
 */
#include "vm/type/annotate.h"
#include "vm/type/types.h"
#include "vm/interp/interp.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/shape.h"
#include "vm/object/str.h"
#include "vm/object/watch.h"

/* ---- creation ---- */

static RgValue raise_abstract(RgThread *th, RgType *type)
{
    RgValue methods = rg_dict_get_str(th, type->dict, RG_SYM(th, __abstractmethods__));
    RgList *names = methods ? rg_to_list(th, methods) : rg_list_new(th, 0);
    if (!names || !rg_list_sort(th, names, RG_NONE, false)) return RG_ERROR;
    RgStr *comma = rg_str_from_cstr(th, ", ");
    RgStr *text = comma ? rg_str_join(th, comma, names->items, (size_t)names->length) : NULL;
    if (!text) return RG_ERROR;
    return rg_raise(th, RG_EXC_TypeError, "Can't instantiate abstract class %N with abstract method%s %U", type,
                    names->length > 1 ? "s" : "", text);
}

RgValue rg_object_tp_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)args;
    if (RG_UNLIKELY(nargs || (kwnames && rg_tuple_len(kwnames)))) {
        if (type->slots.new_ != rg_object_tp_new)
            return rg_raise(th, RG_EXC_TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
        if (type->slots.init == rg_object_tp_init) return rg_raise(th, RG_EXC_TypeError, "%N() takes no arguments", type);
    }
    if (RG_UNLIKELY(type->flags & RG_TF_ABSTRACT)) return raise_abstract(th, type);
    return rg_from_ptr(rg_object_new_of(th, type, 0));
}

bool rg_object_tp_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)args;
    if (RG_LIKELY(!nargs && !(kwnames && rg_tuple_len(kwnames)))) return true;
    RgType *type = rg_type_of(th->rt, self);
    if (type->slots.init != rg_object_tp_init) {
        rg_raise(th, RG_EXC_TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
        return false;
    }
    if (type->slots.new_ == rg_object_tp_new) {
        rg_raise(th, RG_EXC_TypeError, "%N.__init__() takes exactly one argument (the instance to initialize)", type);
        return false;
    }
    return true;
}

/* ---- repr, comparison, hash ---- */

RgValue rg_object_repr(RgThread *th, RgValue self)
{
    RgType *type = rg_type_of(th->rt, self);
    RgValue module = rg_type_is_heap(type) ? rg_attr_lookup(th, rg_from_ptr(type), RG_SYM(th, __module__))
                                           : type->module ? rg_from_ptr(type->module) : 0;
    if (module == RG_ERROR) rg_exception_clear(th);
    RgStr *text;
    if (module && module != RG_UNBOUND && rg_is_str(module) && !rg_str_equal_cstr(RG_STR(module), "builtins"))
        text = rg_format(th, "<%U.%U object at %p>", RG_STR(module), type->qualname, (void *)(uintptr_t)self);
    else
        text = rg_format(th, "<%N object at %p>", type, (void *)(uintptr_t)self);
    return rg_from_ptr(text);
}

static RgValue object_str(RgThread *th, RgValue self)
{
    RgUnaryFn repr = rg_type_of(th->rt, self)->slots.repr;
    return repr ? repr(th, self) : rg_object_repr(th, self);
}

RgValue rg_object_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (op == RG_EQ) return a == b ? RG_TRUE : RG_NOT_IMPLEMENTED;
    if (op != RG_NE) return RG_NOT_IMPLEMENTED;
    /* By default != is the opposite of ==. */
    RgCompareFn eq = rg_type_of(th->rt, a)->slots.compare;
    if (!eq) return RG_NOT_IMPLEMENTED;
    RgValue r = eq(th, a, b, RG_EQ);
    if (!r || r == RG_NOT_IMPLEMENTED) return r;
    int truth = rg_truth(th, r);
    return truth < 0 ? RG_ERROR : rg_from_bool(!truth);
}

bool rg_object_hash(RgThread *th, RgValue self, int64_t *out)
{
    (void)th;
    uint64_t h = self >> 4 | self << 60; /* low bits of addresses are all alike */
    *out = (int64_t)h == -1 ? -2 : (int64_t)h;
    return true;
}

/* ---- __class__, __dict__ ---- */

static RgValue get_class(RgThread *th, RgValue self) { return rg_from_ptr(rg_type_of(th->rt, self)); }

static bool set_class(RgThread *th, RgValue self, RgValue value)
{
    if (value == RG_UNBOUND) {
        rg_raise(th, RG_EXC_TypeError, "can't delete __class__ attribute");
        return false;
    }
    if (!rg_is_type(value)) {
        rg_raise(th, RG_EXC_TypeError, "__class__ must be set to a class, not '%T' object", value);
        return false;
    }
    RgType *from = rg_type_of(th->rt, self), *to = RG_AS(RgType, value);
    bool modules = rg_type_is_subtype(from, RG_TYPE(th, module)) && rg_type_is_subtype(to, RG_TYPE(th, module));
    if (!modules && ((from->flags & RG_TF_IMMUTABLE) || (to->flags & RG_TF_IMMUTABLE))) {
        rg_raise(th, RG_EXC_TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses");
        return false;
    }
    if (!rg_class_same_layout(from, to)) {
        rg_raise(th, RG_EXC_TypeError, "__class__ assignment: '%N' object layout differs from '%N'", to, from);
        return false;
    }
    RgObject *o = rg_as_object(self);
    RgShape *shape;
    if (to->attrs_offset) { /* slots of the old shape mean nothing to the new type: go through a dict */
        if (!rg_attr_dict(th, self)) return false;
        shape = rg_shape_dict_of(th, to);
    } else {
        shape = rg_shape_root_of(th, to);
    }
    if (!shape) return false;
    if (modules) rg_watch_changed_all(th, RG_AS(RgModule, self)->dict); /* its attributes may be found otherwise */
    rg_gc_store_ptr(o, &o->shape, shape);
    o->exact = th->rt->types[to->kind] == to ? to->kind : 0;
    if (to->slots.finalize) o->flags |= RG_CELL_HAS_FINALIZER;
    return true;
}

/* The descriptor of a class may be asked about a metaclass's or module class's instance: theirs is what the builtin type says. */
static const RgGetSetDef *builtin_dict(RgThread *th, RgValue self)
{
    RgKind kind = rg_is_type(self) ? RG_KIND_type : rg_is_kind(self, RG_KIND_module) ? RG_KIND_module : 0;
    RgValue descr = kind ? rg_dict_get_str(th, th->rt->types[kind]->dict, RG_SYM(th, __dict__)) : 0;
    return descr && rg_is_kind(descr, RG_KIND_getset_descriptor) ? RG_AS(RgGetSet, descr)->def : NULL;
}

RgValue rg_object_get_dict(RgThread *th, RgValue self)
{
    const RgGetSetDef *own = builtin_dict(th, self);
    return own && own->get != rg_object_get_dict ? own->get(th, self) : rg_from_ptr(rg_attr_dict(th, self));
}

bool rg_object_set_dict(RgThread *th, RgValue self, RgValue value)
{
    if (builtin_dict(th, self)) {
        rg_raise(th, RG_EXC_AttributeError, "attribute '__dict__' of '%T' objects is not writable", self);
        return false;
    }
    if (value == RG_UNBOUND) {
        RgDict *fresh = rg_dict_new(th);
        return fresh && rg_attr_set_dict(th, self, fresh);
    }
    if (!rg_is_dict(value)) {
        rg_raise(th, RG_EXC_TypeError, "__dict__ must be set to a dictionary, not a '%T'", value);
        return false;
    }
    return rg_attr_set_dict(th, self, RG_DICT(value));
}

RgValue rg_object_get_weakref(RgThread *th, RgValue self)
{
    (void)th;
    (void)self;
    return RG_NONE;
}

/* ---- dir ---- */

bool rg_dir_merge(RgThread *th, RgDict *out, RgDict *from)
{
    uint32_t i = 0;
    RgValue key, value;
    /* The attribute __annotate__ of functions and classes is one of 3.14: other code does not see it. */
    const RgValue hidden = rg_annotate_expected(th) ? rg_from_ptr(RG_SYM(th, __annotate__)) : 0;
    while (rg_dict_next(from, &i, &key, &value)) {
        if (key == hidden && rg_is_kind(value, RG_KIND_getset_descriptor)) continue;
        if (!rg_dict_set(th, out, key, RG_NONE)) return false;
    }
    return true;
}

bool rg_dir_merge_type(RgThread *th, RgDict *out, RgType *type)
{
    for (size_t i = type->mro ? rg_tuple_len(type->mro) : 0; i-- > 0;)
        if (!rg_dir_merge(th, out, RG_AS(RgType, type->mro->items[i])->dict)) return false;
    return true;
}

static RgValue object_dir(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    RgDict *names = rg_dict_new(th);
    if (!names) return RG_ERROR;
    RgValue dict = rg_attr_lookup(th, self, RG_SYM(th, __dict__));
    if (!dict) return RG_ERROR;
    if (dict != RG_UNBOUND && rg_is_dict(dict) && !rg_dir_merge(th, names, RG_DICT(dict))) return RG_ERROR;
    RgValue cls = rg_attr_lookup(th, self, RG_SYM(th, __class__));
    if (!cls) return RG_ERROR;
    if (cls != RG_UNBOUND && rg_is_type(cls) && !rg_dir_merge_type(th, names, RG_AS(RgType, cls))) return RG_ERROR;
    return rg_from_ptr(rg_to_list(th, rg_from_ptr(names)));
}

/* ---- pickling and copying ---- */

static RgValue instance_slots(RgThread *th, RgValue self, RgType *type)
{
    RgDict *slots = rg_dict_new(th);
    if (!slots) return RG_ERROR;
    for (size_t i = 0; type->mro && i < rg_tuple_len(type->mro); i++) {
        RgDict *d = RG_AS(RgType, type->mro->items[i])->dict;
        uint32_t at = 0;
        RgValue key, value;
        while (rg_dict_next(d, &at, &key, &value)) {
            if (!rg_is_kind(value, RG_KIND_member_descriptor)) continue;
            if (!rg_type_is_heap(RG_AS(RgMember, value)->type)) continue;
            RgValue v = rg_attr_lookup(th, self, RG_STR(key));
            if (!v) return RG_ERROR;
            if (v != RG_UNBOUND && !rg_dict_set(th, slots, key, v)) return RG_ERROR;
        }
    }
    return rg_from_ptr(slots);
}

/* The state to pickle: None, the __dict__, or (dict, slots). required: builtins without a way to rebuild refuse. */
static RgValue default_state(RgThread *th, RgValue self, bool required)
{
    RgType *type = rg_type_of(th->rt, self);
    const RgTypeSpec *spec = rg_type_spec(type);
    if (required && (spec->itemsize || (spec->basicsize > sizeof(RgObject) && type->kind != RG_KIND_object)))
        return rg_raise(th, RG_EXC_TypeError, "cannot pickle '%N' object", type);
    RgValue state = RG_NONE;
    if (rg_is_object(self) && rg_attrs(rg_as_object(self))) {
        RgObject *o = rg_as_object(self);
        if (o->shape->count || (o->shape->flags & RG_SHAPE_DICT)) {
            state = rg_from_ptr(rg_attr_dict(th, self));
            if (!state) return RG_ERROR;
        }
    }
    if (!type->member_slots) return state;
    RgValue slots = instance_slots(th, self, type);
    if (!slots) return RG_ERROR;
    if (RG_DICT(slots)->count == 0) return state;
    return rg_from_ptr(rg_tuple_pack(th, 2, state, slots));
}

static RgValue object_getstate(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    return default_state(th, self, false);
}

static bool new_arguments(RgThread *th, RgValue self, RgValue *args, RgValue *kwargs)
{
    *args = *kwargs = 0;
    RgValue f = rg_type_lookup_special(th, self, RG_SYM(th, __getnewargs_ex__));
    if (f) {
        RgValue pair = rg_call0(th, f);
        if (!pair) return false;
        if (!rg_is_tuple(pair) || rg_tuple_len(RG_TUPLE(pair)) != 2) {
            rg_raise(th, RG_EXC_TypeError, "__getnewargs_ex__ should return a tuple, not '%T'", pair);
            return false;
        }
        *args = RG_TUPLE(pair)->items[0];
        *kwargs = RG_TUPLE(pair)->items[1];
        if (rg_is_tuple(*args) && rg_is_dict(*kwargs)) return true;
        rg_raise(th, RG_EXC_TypeError, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%T'", *args);
        return false;
    }
    if (rg_raised(th)) return false;
    f = rg_type_lookup_special(th, self, RG_SYM(th, __getnewargs__));
    if (!f) return !rg_raised(th);
    *args = rg_call0(th, f);
    if (!*args) return false;
    if (rg_is_tuple(*args)) return true;
    rg_raise(th, RG_EXC_TypeError, "__getnewargs__ should return a tuple, not '%T'", *args);
    return false;
}

static RgValue reduce_newobj(RgThread *th, RgValue self)
{
    RgType *type = rg_type_of(th->rt, self);
    if (!type->slots.new_) return rg_raise(th, RG_EXC_TypeError, "cannot pickle '%N' object", type);
    RgValue args, kwargs;
    if (!new_arguments(th, self, &args, &kwargs)) return RG_ERROR;
    RgValue copyreg = rg_import_module(th, "copyreg");
    if (!copyreg) return RG_ERROR;
    bool has_args = args != 0, keywords = kwargs && RG_DICT(kwargs)->count;
    RgValue maker = rg_attr_get(th, copyreg, keywords ? RG_SYM(th, __newobj_ex__) : RG_SYM(th, __newobj__));
    if (!maker) return RG_ERROR;
    RgTuple *call;
    if (keywords) {
        call = rg_tuple_pack(th, 3, rg_from_ptr(type), args, kwargs);
    } else {
        size_t n = args ? rg_tuple_len(RG_TUPLE(args)) : 0;
        call = rg_tuple_new(th, n + 1);
        if (call) {
            call->items[0] = rg_from_ptr(type);
            if (n) memcpy(call->items + 1, RG_TUPLE(args)->items, n * sizeof(RgValue));
        }
    }
    if (!call) return RG_ERROR;
    RgValue getstate = rg_attr_get(th, self, RG_SYM(th, __getstate__));
    if (!getstate) return RG_ERROR;
    bool is_list = rg_is_list(self), is_dict = rg_is_dict(self);
    RgValue state;
    RgNative *native = rg_is_kind(getstate, RG_KIND_builtin_function) ? RG_AS(RgNative, getstate) : NULL;
    if (native && native->def->fn == (void *)object_getstate) state = default_state(th, self, !has_args && !is_list && !is_dict);
    else state = rg_call0(th, getstate);
    if (!state) return RG_ERROR;
    RgValue listitems = is_list ? rg_iter(th, self) : RG_NONE, dictitems = RG_NONE;
    if (is_dict) {
        RgValue items = rg_call_method0(th, self, RG_SYM(th, items));
        dictitems = items ? rg_iter(th, items) : RG_ERROR;
    }
    if (!listitems || !dictitems) return RG_ERROR;
    return rg_from_ptr(rg_tuple_pack(th, 5, maker, rg_from_ptr(call), state, listitems, dictitems));
}

RgValue rg_object_reduce_ex(RgThread *th, RgValue self, int64_t protocol)
{
    if (protocol >= 2) return reduce_newobj(th, self);
    RgValue copyreg = rg_import_module(th, "copyreg");
    RgValue f = copyreg ? rg_attr_get_cstr(th, copyreg, "_reduce_ex") : RG_ERROR;
    return f ? rg_call2(th, f, self, rg_from_int(protocol)) : RG_ERROR;
}

static RgValue object_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    return rg_object_reduce_ex(th, self, 0);
}

static RgValue object_reduce_ex(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    int64_t protocol;
    if (!rg_number_as_i64(th, args[0], &protocol)) return RG_ERROR;
    RgType *type = rg_type_of(th->rt, self);
    RgValue own = rg_type_lookup(th, type, RG_SYM(th, __reduce__));
    if (own && own != rg_dict_get_str(th, RG_TYPE(th, object)->dict, RG_SYM(th, __reduce__)))
        return rg_call_method0(th, self, RG_SYM(th, __reduce__));
    return rg_object_reduce_ex(th, self, protocol);
}

/* ---- other methods ---- */

static RgValue object_format(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)nargs;
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "__format__() argument must be str, not %T", args[0]);
    if (RG_STR(args[0])->length)
        return rg_raise(th, RG_EXC_TypeError, "unsupported format string passed to %T.__format__", self);
    return rg_from_ptr(rg_str_of(th, self));
}

static RgValue object_sizeof(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    return rg_int_from_i64(th, rg_is_object(self) ? (int64_t)rg_heap_cell_size(th->heap, rg_as_object(self)) : 8);
}

static RgValue object_init_subclass(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)args;
    if (kwnames && rg_tuple_len(kwnames))
        return rg_raise(th, RG_EXC_TypeError, "%U.__init_subclass__() takes no keyword arguments", RG_AS(RgType, self)->qualname);
    if (nargs) return rg_raise(th, RG_EXC_TypeError, "object.__init_subclass__() takes no arguments (%zu given)", nargs);
    return RG_NONE;
}

static RgValue object_subclasshook(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)th;
    (void)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return RG_NOT_IMPLEMENTED;
}

static const RgMethodDef methods[] = {
    RG_METHOD("__reduce_ex__", "($self, protocol, /)", "Helper for pickle.", object_reduce_ex),
    RG_METHOD("__reduce__", "($self, /)", "Helper for pickle.", object_reduce),
    RG_METHOD("__getstate__", "($self, /)", "Helper for pickle.", object_getstate),
    RG_METHOD_F("__subclasshook__", NULL,
                "Abstract classes can override this to customize issubclass().\n\nNotImplemented means: use the normal algorithm.",
                object_subclasshook, RG_MF_CLASS | RG_MF_RAW),
    RG_METHOD_F("__init_subclass__", NULL, "This method is called when a class is subclassed.\n\nThe default does nothing.",
                object_init_subclass, RG_MF_CLASS | RG_MF_RAW),
    RG_METHOD("__format__", "($self, format_spec, /)", "Default object formatter.", object_format),
    RG_METHOD("__sizeof__", "($self, /)", "Size of object in memory, in bytes.", object_sizeof),
    RG_METHOD("__dir__", "($self, /)", "Default dir() implementation.", object_dir),
    RG_METHOD_END,
};

static const RgGetSetDef getset[] = {{"__class__", get_class, set_class, "the object's class"}, RG_GETSET_END};

const RgTypeSpec rg_spec_object = {
    .doc = "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\n"
           "instance that has no instance attributes and cannot be given any.\n",
    .signature = "()",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgObject),
    .cell = {"object", NULL, NULL},
    .slots = {.repr = rg_object_repr,
              .str = object_str,
              .hash = rg_object_hash,
              .getattro = rg_attr_generic_get,
              .setattro = rg_attr_generic_set,
              .compare = rg_object_compare,
              .init = rg_object_tp_init,
              .new_ = rg_object_tp_new},
    .methods = methods,
    .getset = getset,
};
