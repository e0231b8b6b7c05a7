/* SPDX-License-Identifier: MIT
 *
 * type_new.c: the work of a class statement: type(name, bases, dict): layout, __slots__, MRO, slots, __set_name__ and
 * __init_subclass__.
 * Always holds: a class is complete (MRO, slots, layout) before any Python code can see it.
 */
#include "vm/type/types.h"
#include "vm/interp/interp.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/list.h"
#include "vm/object/shape.h"
#include "vm/object/str.h"
#include "vm/object/watch.h"

typedef struct Build {
    RgThread *th;
    RgType *meta, *base, *type;
    RgTuple *bases;
    RgDict *dict;   /* the class's own */
    RgTuple *slots; /* names of members, mangled and sorted; NULL: no __slots__ */
    bool add_attrs, add_weak;
} Build;

RgValue rg_caller_module(RgThread *th)
{
    RgDict *globals = rg_current_globals(th);
    return globals ? rg_dict_get_str(th, globals, RG_SYM(th, __name__)) : 0;
}

/* ---- __slots__ ---- */

static bool is_identifier(RgThread *th, RgStr *s)
{
    RgValue r = rg_call_method(th, rg_from_ptr(s), rg_intern_cstr(th, "isidentifier"), NULL, 0);
    return r == RG_TRUE;
}

/* _Class__name for __name. */
static RgStr *mangle(RgThread *th, RgStr *class_name, RgStr *name)
{
    int64_t n = name->length;
    if (n < 2 || rg_str_at(name, 0) != '_' || rg_str_at(name, 1) != '_') return rg_intern(th, name);
    if ((rg_str_at(name, n - 1) == '_' && rg_str_at(name, n - 2) == '_') || rg_str_find(name, th->rt->latin1['.'], 0, n, false) >= 0)
        return rg_intern(th, name);
    int64_t skip = 0;
    while (skip < class_name->length && rg_str_at(class_name, skip) == '_') skip++;
    if (skip == class_name->length) return rg_intern(th, name);
    RgStr *stem = rg_str_slice(th, class_name, skip, class_name->length);
    RgStr *mangled = stem ? rg_format(th, "_%U%U", stem, name) : NULL;
    return mangled ? rg_intern(th, mangled) : NULL;
}

static bool take_slot(Build *b, RgStr *class_name, RgValue item, RgList *out)
{
    RgThread *th = b->th;
    if (!rg_is_str(item)) {
        rg_raise(th, RG_EXC_TypeError, "__slots__ items must be strings, not '%T'", item);
        return false;
    }
    RgStr *name = RG_STR(item);
    if (!is_identifier(th, name)) {
        if (!rg_raised(th)) rg_raise(th, RG_EXC_TypeError, "__slots__ must be identifiers");
        return false;
    }
    if (rg_str_equal_cstr(name, "__dict__")) {
        if (b->base->attrs_offset || b->add_attrs) {
            rg_raise(th, RG_EXC_TypeError, "__dict__ slot disallowed: we already got one");
            return false;
        }
        b->add_attrs = true;
        return true;
    }
    if (rg_str_equal_cstr(name, "__weakref__")) {
        if ((b->base->flags & RG_TF_WEAKREF) || b->base->itemsize || b->add_weak) {
            rg_raise(th, RG_EXC_TypeError, "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
            return false;
        }
        b->add_weak = true;
        return true;
    }
    RgStr *mangled = mangle(th, class_name, name);
    if (!mangled) return false;
    if (rg_dict_get_str(th, b->dict, mangled) && !rg_str_equal_cstr(mangled, "__qualname__") &&
        !rg_str_equal_cstr(mangled, "__classcell__") && !rg_str_equal_cstr(mangled, "__classdictcell__")) {
        rg_raise(th, RG_EXC_ValueError, "%R in __slots__ conflicts with class variable", item);
        return false;
    }
    return rg_list_append(th, out, rg_from_ptr(mangled));
}

static bool take_slots(Build *b, RgStr *class_name)
{
    RgThread *th = b->th;
    RgValue spec = rg_dict_get_str(th, b->dict, RG_SYM(th, __slots__));
    bool own_namespace = b->base->flags & RG_TF_OWN_DICT;
    if (!spec) {
        b->add_attrs = !b->base->attrs_offset && !own_namespace;
        b->add_weak = !(b->base->flags & RG_TF_WEAKREF) && !b->base->itemsize;
        return true;
    }
    RgTuple *names = rg_is_str(spec) ? rg_tuple_pack(th, 1, spec) : rg_to_tuple(th, spec);
    if (!names) return false;
    if (rg_tuple_len(names) && b->base->itemsize) {
        rg_raise(th, RG_EXC_TypeError, "nonempty __slots__ not supported for subtype of '%N'", b->base);
        return false;
    }
    RgList *out = rg_list_new(th, (int64_t)rg_tuple_len(names));
    if (!out) return false;
    for (size_t i = 0; i < rg_tuple_len(names); i++)
        if (!take_slot(b, class_name, names->items[i], out)) return false;
    if (!rg_list_sort(th, out, RG_NONE, false)) return false;
    b->slots = rg_tuple_from(th, out->items, (size_t)out->length);
    /* A base among several may bring attributes that the first has not. */
    for (size_t i = 0; i < rg_tuple_len(b->bases); i++) {
        const RgType *t = RG_AS(RgType, b->bases->items[i]);
        if (t->attrs_offset && !b->base->attrs_offset && !own_namespace) b->add_attrs = true;
        if ((t->flags & RG_TF_WEAKREF) && !b->base->itemsize) b->add_weak = true;
    }
    return b->slots != NULL;
}

/* ---- the class's dict ---- */

static bool set_text(Build *b, RgStr *name)
{
    RgThread *th = b->th;
    RgType *type = b->type;
    size_t len;
    if (!rg_str_utf8_strict(th, name, &len)) return false;
    if (rg_str_find(name, th->rt->latin1[0], 0, name->length, false) >= 0) {
        rg_raise(th, RG_EXC_ValueError, "type name must not contain null characters");
        return false;
    }
    RgValue doc = rg_dict_get_str(th, b->dict, RG_SYM(th, __doc__));
    if (doc && rg_is_str(doc) && !rg_str_is_ascii(RG_STR(doc)) && !rg_str_utf8_strict(th, RG_STR(doc), &len)) return false;
    if (!rg_type_set_name(th, type, name)) return false;
    type->qualname = name;
    RgValue q = rg_dict_get_str(th, b->dict, RG_SYM(th, __qualname__));
    if (q) {
        if (!rg_is_str(q)) {
            rg_raise(th, RG_EXC_TypeError, "type __qualname__ must be a str, not %T", q);
            return false;
        }
        rg_gc_store_ptr(type, &type->qualname, RG_STR(q));
        if (rg_dict_delete(th, b->dict, rg_from_ptr(RG_SYM(th, __qualname__))) < 0) return false;
    }
    if (!rg_dict_get_str(th, b->dict, RG_SYM(th, __module__))) {
        RgValue module = rg_caller_module(th);
        if (module && !rg_dict_set_str(th, b->dict, RG_SYM(th, __module__), module)) return false;
    }
    if (!rg_dict_get_str(th, b->dict, RG_SYM(th, __doc__)))
        return rg_dict_set_str(th, b->dict, RG_SYM(th, __doc__), RG_NONE);
    return true;
}

/* Plain functions under these names become static or class methods. */
static bool wrap_function(Build *b, RgStr *name, RgKind kind)
{
    RgThread *th = b->th;
    RgValue f = rg_dict_get_str(th, b->dict, name);
    if (!f || !rg_is_kind(f, RG_KIND_function)) return true;
    RgWrapped *w = rg_object_new(th, kind, sizeof *w);
    if (!w) return false;
    w->callable = f;
    return rg_dict_set_str(th, b->dict, name, rg_from_ptr(w));
}

static const RgGetSetDef dict_getset = {"__dict__", rg_object_get_dict, rg_object_set_dict,
                                        "dictionary for instance variables (if defined)"};
static const RgGetSetDef weakref_getset = {"__weakref__", rg_object_get_weakref, NULL,
                                           "list of weak references to the object (if defined)"};

static bool add_getset(Build *b, const RgGetSetDef *def, RgStr *name)
{
    if (rg_dict_get_str(b->th, b->dict, name)) return true;
    RgGetSet *d = rg_object_new(b->th, RG_KIND_getset_descriptor, sizeof *d);
    if (!d) return false;
    d->def = def;
    d->type = b->type;
    return rg_dict_set_str(b->th, b->dict, name, rg_from_ptr(d));
}

static bool add_members(Build *b)
{
    RgThread *th = b->th;
    RgType *type = b->type;
    size_t n = b->slots ? rg_tuple_len(b->slots) : 0;
    for (size_t i = 0; i < n; i++) {
        RgStr *name = RG_STR(b->slots->items[i]);
        uint32_t offset = type->basicsize - (uint32_t)((n - i) * sizeof(RgValue));
        RgMember *m = rg_member_new(th, type, name, offset);
        if (!m || !rg_dict_set_str(th, b->dict, name, rg_from_ptr(m))) return false;
    }
    if (b->add_attrs && !add_getset(b, &dict_getset, RG_SYM(th, __dict__))) return false;
    return !b->add_weak || add_getset(b, &weakref_getset, RG_SYM(th, __weakref__));
}

static bool eq_without_hash(Build *b)
{
    RgThread *th = b->th;
    if (!rg_dict_get_str(th, b->dict, RG_SYM(th, __eq__)) || rg_dict_get_str(th, b->dict, RG_SYM(th, __hash__))) return true;
    return rg_dict_set_str(th, b->dict, RG_SYM(th, __hash__), RG_NONE);
}

/* ---- MRO ---- */

static RgTuple *compute_mro(RgThread *th, RgType *type)
{
    RgType *meta = rg_object_type(&type->head);
    if (meta == RG_TYPE(th, type)) {
        RgValue mro = rg_type_mro_of(th, type);
        return mro ? RG_TUPLE(mro) : NULL;
    }
    RgValue f = rg_type_lookup(th, meta, RG_SYM(th, mro));
    if (!f || f == rg_type_lookup(th, RG_TYPE(th, type), RG_SYM(th, mro))) {
        RgValue mro = rg_type_mro_of(th, type);
        return mro ? RG_TUPLE(mro) : NULL;
    }
    f = rg_type_lookup_special(th, rg_from_ptr(type), RG_SYM(th, mro));
    RgValue result = f ? rg_call0(th, f) : RG_ERROR;
    RgTuple *mro = result ? rg_to_tuple(th, result) : NULL;
    if (!mro) return NULL;
    if (rg_tuple_len(mro) == 0) {
        rg_raise(th, RG_EXC_TypeError, "type MRO must not be empty");
        return NULL;
    }
    for (size_t i = 0; i < rg_tuple_len(mro); i++) {
        if (!rg_is_type(mro->items[i])) {
            rg_raise(th, RG_EXC_TypeError, "mro() returned a non-class ('%T')", mro->items[i]);
            return NULL;
        }
        if (!rg_type_is_subtype(rg_type_solid_base(type), rg_type_solid_base(RG_AS(RgType, mro->items[i])))) {
            rg_raise(th, RG_EXC_TypeError, "mro() returned base with unsuitable layout ('%N')", RG_AS(RgType, mro->items[i]));
            return NULL;
        }
    }
    return mro;
}

/* Gives the type its MRO. 1: done; 0: mro() ran, and code that it called gave the type another, which stays; -1: raised. */
static int set_mro(RgThread *th, RgType *type)
{
    RgTuple *before = type->mro, *mro = compute_mro(th, type);
    if (!mro) return -1;
    if (type->mro != before) return 0;
    rg_gc_store_ptr(type, &type->mro, mro);
    return 1;
}

/* ---- hooks that run Python ---- */

static bool set_names(Build *b)
{
    RgThread *th = b->th;
    bool any = false;
    uint32_t i = 0;
    RgValue key, value;
    while (!any && rg_dict_next(b->dict, &i, &key, &value))
        any = rg_is_object(value) && !rg_is_kind(value, RG_KIND_function) &&
              rg_type_lookup(th, rg_type_of(th->rt, value), RG_SYM(th, __set_name__));
    if (!any) return true;
    RgDict *copy = rg_dict_copy(th, b->dict);
    if (!copy) return false;
    i = 0;
    while (rg_dict_next(copy, &i, &key, &value)) {
        RgValue hook = rg_type_lookup_special(th, value, RG_SYM(th, __set_name__));
        if (!hook) {
            if (rg_raised(th)) return false;
            continue;
        }
        if (rg_call2(th, hook, rg_from_ptr(b->type), key)) continue;
        RgValue cause = rg_exception_take(th);
        rg_raise(th, RG_EXC_RuntimeError, "Error calling __set_name__ on '%T' instance %R in '%N'", value, key, b->type);
        if (th->pending) {
            RgException *e = RG_EXCEPTION(th->pending);
            rg_gc_store(e, &e->cause, cause);
            rg_gc_store(e, &e->context, cause);
            e->suppress_context = true;
        }
        return false;
    }
    return true;
}

static bool init_subclass(Build *b, const RgValue *kwargs, RgTuple *kwnames)
{
    RgThread *th = b->th;
    RgType *type = b->type;
    RgValue found = 0;
    for (size_t i = 1; i < rg_tuple_len(type->mro) && !found; i++)
        found = rg_dict_get_str(th, RG_AS(RgType, type->mro->items[i])->dict, RG_SYM(th, __init_subclass__));
    if (!found) return true;
    bool plain = !kwnames || rg_tuple_len(kwnames) == 0;
    if (plain && found == rg_dict_get_str(th, RG_TYPE(th, object)->dict, RG_SYM(th, __init_subclass__))) return true;
    RgDescrGetFn get = rg_type_of(th->rt, found)->slots.descr_get;
    RgValue bound = get ? get(th, found, RG_UNBOUND, rg_from_ptr(type)) : found;
    return bound && rg_call(th, bound, kwargs, 0, plain ? NULL : kwnames);
}

/* ---- type.__new__ ---- */

static bool set_class_cell(Build *b)
{
    RgThread *th = b->th;
    RgValue cell = rg_dict_get_str(th, b->dict, RG_SYM(th, __classcell__));
    if (!cell) return true;
    if (!rg_is_kind(cell, RG_KIND_cell)) {
        rg_raise(th, RG_EXC_TypeError, "__classcell__ must be a nonlocal cell, not <class '%T'>", cell);
        return false;
    }
    if (RG_AS(RgCellObject, cell)->value != RG_UNBOUND) rg_watch_cells_exposed(th->rt); /* a second class of one body */
    rg_gc_store(rg_as_object(cell), &RG_AS(RgCellObject, cell)->value, rg_from_ptr(b->type));
    return rg_dict_delete(th, b->dict, rg_from_ptr(RG_SYM(th, __classcell__))) >= 0;
}

/* Classes of 3.12 and later: the scopes of type parameters and annotations find the names of the class in a cell, which
 * holds the namespace while the body runs, and from here on the class's own. No frame of such a scope runs now. */
static bool set_dict_cell(Build *b)
{
    RgThread *th = b->th;
    RgValue cell = rg_dict_get_str(th, b->dict, RG_SYM(th, __classdictcell__));
    if (!cell) return true;
    if (!rg_is_kind(cell, RG_KIND_cell)) {
        rg_raise(th, RG_EXC_TypeError, "__classdictcell__ must be a nonlocal cell, not <class '%T'>", cell);
        return false;
    }
    RgValue view = rg_call1(th, rg_from_ptr(RG_TYPE(th, mappingproxy)), rg_from_ptr(b->type->dict));
    if (!view) return false;
    rg_gc_store(rg_as_object(cell), &RG_AS(RgCellObject, cell)->value, view);
    return rg_dict_delete(th, b->dict, rg_from_ptr(RG_SYM(th, __classdictcell__))) >= 0;
}

static bool fill(Build *b, RgStr *name)
{
    RgThread *th = b->th;
    RgType *type = b->type, *base = b->base;
    rg_gc_store_ptr(type, &type->dict, b->dict);
    rg_gc_store_ptr(type, &type->bases, b->bases);
    rg_gc_store_ptr(type, &type->base, base);
    size_t members = b->slots ? rg_tuple_len(b->slots) : 0;
    if (base->member_slots + members > 250) {
        rg_raise(th, RG_EXC_TypeError, "too many __slots__");
        return false;
    }
    rg_type_set_layout(type, base, NULL, b->add_attrs, (uint32_t)members);
    type->flags = RG_TF_HEAP | RG_TF_BASETYPE |
                  (base->flags & (RG_TF_EXCEPTION | RG_TF_OWN_DICT | RG_TF_WEAKREF | RG_TF_VAR | RG_TF_ATTRS));
    for (size_t i = 1; i < rg_tuple_len(b->bases); i++)
        type->flags |= RG_AS(RgType, b->bases->items[i])->flags & RG_TF_EXCEPTION;
    if (members) type->flags |= RG_TF_SOLID;
    if (b->add_weak) type->flags |= RG_TF_WEAKREF;
    if (type->attrs_offset) type->flags |= RG_TF_ATTRS;
    if (!set_text(b, name) || !wrap_function(b, RG_SYM(th, __new__), RG_KIND_staticmethod) ||
        !wrap_function(b, RG_SYM(th, __init_subclass__), RG_KIND_classmethod) ||
        !wrap_function(b, RG_SYM(th, __class_getitem__), RG_KIND_classmethod) || !eq_without_hash(b) ||
        !set_class_cell(b) || !set_dict_cell(b) || /* mro() of a metaclass may call methods that ask for __class__ */
        !add_members(b)) /* after the cells: a member may have the name of one */
        return false;
    if (set_mro(th, type) < 0) return false;
    RgTuple *mro = type->mro;
    /* For match: a class is what the first class of its MRO is that is a sequence or a mapping. */
    for (size_t i = 0; i < rg_tuple_len(mro) && !(type->flags & (RG_TF_MAPPING | RG_TF_SEQUENCE)); i++)
        type->flags |= RG_AS(RgType, mro->items[i])->flags & (RG_TF_MAPPING | RG_TF_SEQUENCE);
    if (!rg_slot_update_heap(th, type, NULL)) return false;
    RgShape *root = rg_shape_new_root(th, type);
    if (!root) return false;
    rg_gc_store_ptr(type, &type->root_shape, root);
    for (size_t i = 0; i < rg_tuple_len(b->bases); i++)
        if (!rg_type_add_subclass(th, RG_AS(RgType, b->bases->items[i]), type)) return false;
    type->flags |= RG_TF_READY;
    return true;
}

bool rg_class_check_bases(RgThread *th, RgTuple *bases)
{
    for (size_t i = 0; i < rg_tuple_len(bases); i++) {
        if (rg_is_type(bases->items[i])) continue;
        RgValue hook = rg_attr_lookup(th, bases->items[i], RG_SYM(th, __mro_entries__));
        if (!hook) return false;
        if (hook == RG_UNBOUND) continue; /* the search for the metaclass refuses it */
        rg_raise(th, RG_EXC_TypeError, "type() doesn't support MRO entry resolution; use types.new_class()");
        return false;
    }
    return true;
}

RgType *rg_class_new(RgThread *th, RgType *metatype, RgStr *name, RgTuple *bases, RgDict *dict, const RgValue *kwargs, RgTuple *kwnames)
{
    Build b = {.th = th};
    if (rg_tuple_len(bases) == 0) {
        bases = rg_tuple_pack(th, 1, rg_from_ptr(RG_TYPE(th, object)));
        if (!bases) return NULL;
    } else {
        if (!rg_class_check_bases(th, bases)) return NULL;
        RgType *winner = rg_type_winner(th, metatype, bases);
        if (!winner) return NULL;
        if (winner != metatype && winner->slots.new_ != metatype->slots.new_) {
            RgValue args[3] = {rg_from_ptr(name), rg_from_ptr(bases), rg_from_ptr(dict)};
            RgValue made = winner->slots.new_(th, winner, args, 3, NULL);
            return made ? RG_AS(RgType, made) : NULL;
        }
        metatype = winner;
    }
    b.meta = metatype;
    b.bases = bases;
    b.base = rg_type_best_base(th, bases);
    b.dict = b.base ? rg_dict_copy(th, dict) : NULL;
    if (!b.dict || !take_slots(&b, name)) return NULL;
    b.type = rg_type_alloc(th, metatype);
    if (!b.type || !fill(&b, name) || !set_names(&b) || !init_subclass(&b, kwargs, kwnames)) return NULL;
    return b.type;
}

RgType *rg_type_new_class(RgThread *th, RgType *metatype, RgStr *name, RgTuple *bases, RgDict *dict)
{
    return rg_class_new(th, metatype, name, bases, dict, NULL, NULL);
}

/* ---- changing classes later ---- */

/* Does every __slots__ member that `from` itself adds have its like in `to`? */
static bool same_members(RgType *from, RgType *to)
{
    uint32_t i = 0;
    RgValue key, value;
    while (rg_dict_next(from->dict, &i, &key, &value)) {
        if (!rg_is_kind(value, RG_KIND_member_descriptor) || RG_AS(RgMember, value)->type != from) continue;
        uint32_t k = 0;
        RgValue other_key, other;
        bool found = false;
        while (!found && rg_dict_next(to->dict, &k, &other_key, &other))
            found = rg_is_kind(other, RG_KIND_member_descriptor) && RG_AS(RgMember, other)->type == to &&
                    RG_AS(RgMember, other)->name == RG_AS(RgMember, value)->name &&
                    RG_AS(RgMember, other)->offset == RG_AS(RgMember, value)->offset;
        if (!found) return false;
    }
    return true;
}

bool rg_class_same_layout(const RgType *from, const RgType *to)
{
    if (from == to) return true;
    if (rg_type_spec(from) != rg_type_spec(to)) return false;
    if (from->basicsize != to->basicsize || from->member_slots != to->member_slots || from->attrs_offset != to->attrs_offset)
        return false;
    if (from->member_slots == 0) return true;
    RgType *a = rg_type_solid_base((RgType *)(uintptr_t)from), *b = rg_type_solid_base((RgType *)(uintptr_t)to);
    if (a == b) return true;
    return (a->flags & b->flags & RG_TF_HEAP) && same_members(a, b) && rg_class_same_layout(a->base, b->base);
}

static void remove_subclass(RgType *base, RgType *type)
{
    for (size_t i = 0; i < rg_type_subclass_count(base); i++)
        if (rg_type_subclass(base, i) == type) base->subclasses->items[i] = 0;
}

/* New MROs for the class and all below it. `changed` takes (class, new, old), for when one of them raises. */
static bool renew_mro(RgThread *th, RgType *type, RgList *changed)
{
    RgTuple *old = type->mro;
    int set = set_mro(th, type);
    if (set <= 0) return set == 0;
    RgTuple *row = rg_tuple_pack(th, 3, rg_from_ptr(type), rg_from_ptr(type->mro), old ? rg_from_ptr(old) : RG_NONE);
    if (!row || !rg_list_append(th, changed, rg_from_ptr(row))) return false;
    for (size_t i = 0; i < rg_type_subclass_count(type); i++) {
        RgType *sub = rg_type_subclass(type, i);
        if (sub && !renew_mro(th, sub, changed)) return false;
    }
    return true;
}

static void restore_mros(RgList *changed)
{
    for (size_t i = changed->length; i-- > 0;) {
        RgTuple *row = RG_TUPLE(changed->items[i]);
        RgType *type = RG_AS(RgType, row->items[0]);
        if (rg_from_ptr(type->mro) != row->items[1]) continue; /* something else set it meanwhile */
        rg_gc_store_ptr(type, &type->mro, row->items[2] == RG_NONE ? NULL : RG_TUPLE(row->items[2]));
    }
}

static bool renew_slots(RgThread *th, RgType *type)
{
    /* Not the short way of single bases: subclasses follow from here too. */
    if (!rg_slot_update_heap(th, type, NULL)) return false;
    for (size_t i = 0; i < rg_type_subclass_count(type); i++) {
        RgType *sub = rg_type_subclass(type, i);
        if (sub && !renew_slots(th, sub)) return false;
    }
    return true;
}

/* Not by the MRO alone: while an mro() runs, the chain of bases may be ahead of it. */
static bool makes_cycle(RgType *base, RgType *type)
{
    if (rg_type_is_subtype(base, type)) return true;
    for (; base && base->mro; base = base->base)
        if (base == type) return true;
    return false;
}

bool rg_class_set_bases(RgThread *th, RgType *type, RgValue value)
{
    if (!rg_is_tuple(value)) {
        rg_raise(th, RG_EXC_TypeError, "can only assign tuple to %N.__bases__, not %T", type, value);
        return false;
    }
    RgTuple *bases = RG_TUPLE(value), *old_bases = type->bases;
    if (rg_tuple_len(bases) == 0) {
        rg_raise(th, RG_EXC_TypeError, "can only assign non-empty tuple to %N.__bases__, not ()", type);
        return false;
    }
    for (size_t i = 0; i < rg_tuple_len(bases); i++) {
        if (!rg_is_type(bases->items[i])) {
            rg_raise(th, RG_EXC_TypeError, "%N.__bases__ must be tuple of classes, not '%T'", type, bases->items[i]);
            return false;
        }
        if (makes_cycle(RG_AS(RgType, bases->items[i]), type)) {
            rg_raise(th, RG_EXC_TypeError, "a __bases__ item causes an inheritance cycle");
            return false;
        }
    }
    RgType *base = rg_type_best_base(th, bases), *old_base = type->base;
    if (!base) return false;
    if (base->basicsize != old_base->basicsize || (base->attrs_offset != 0) != (old_base->attrs_offset != 0) ||
        rg_type_spec(base) != rg_type_spec(old_base)) {
        /* A plain object base may stand in for one with attributes: the class then has them itself. */
        bool fits = rg_type_spec(base) == rg_type_spec(old_base) && base->basicsize == old_base->basicsize && type->attrs_offset;
        if (!fits) {
            bool plain = base->kind == RG_KIND_int || base->kind == RG_KIND_float || base->kind == RG_KIND_str ||
                         base->kind == RG_KIND_bytes || base->kind == RG_KIND_complex; /* not collected in CPython */
            rg_raise(th, RG_EXC_TypeError, "__bases__ assignment: '%N' %s differs from '%N'", base,
                     plain && old_base->kind != base->kind ? "deallocator" : "object layout", old_base);
            return false;
        }
    }
    rg_gc_store_ptr(type, &type->bases, bases);
    rg_gc_store_ptr(type, &type->base, base);
    RgList *changed = rg_list_new(th, 0);
    if (!changed || !renew_mro(th, type, changed)) {
        if (changed) restore_mros(changed);
        if (type->bases == bases) {
            rg_gc_store_ptr(type, &type->bases, old_bases);
            rg_gc_store_ptr(type, &type->base, old_base);
        }
        rg_type_modified(th, type, NULL);
        return false;
    }
    rg_type_modified(th, type, NULL);
    if (type->bases != bases) return true; /* an mro() set others, which hold */
    for (size_t i = 0; i < rg_tuple_len(old_bases); i++) remove_subclass(RG_AS(RgType, old_bases->items[i]), type);
    for (size_t i = 0; i < rg_tuple_len(bases); i++)
        if (!rg_type_add_subclass(th, RG_AS(RgType, bases->items[i]), type)) return false;
    return renew_slots(th, type);
}
