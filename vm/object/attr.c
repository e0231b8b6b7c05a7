/* SPDX-License-Identifier: MIT
 *
 * attr.c: attribute access: descriptors, instance attributes in shapes or dicts, and how inline caches may see both.
 * Always holds: names that reach shapes and type lookups are interned; an instance has either a plain shape (attributes in
 * slots) or its type's dict shape (attributes in the dict at RgAttrs.extra), never both.
 */
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/exception.h"
#include "vm/object/function.h"
#include "vm/object/module.h"
#include "vm/object/str.h"

/* ---- errors ---- */

static RgValue raise_attribute_error(RgThread *th, RgValue obj, RgStr *name, RgStr *text)
{
    if (!text) return RG_ERROR;
    RgValue arg = rg_from_ptr(text);
    RgValue e = rg_exception_new(th, RG_EXC(th, AttributeError), &arg, 1);
    if (!e) return RG_ERROR;
    RgException *x = RG_EXCEPTION(e);
    rg_gc_store(x, &x->fields[RG_XF_ATTR_NAME], rg_from_ptr(name));
    rg_gc_store(x, &x->fields[RG_XF_ATTR_OBJ], obj);
    return rg_raise_object(th, e);
}

RgValue rg_attr_error(RgThread *th, RgValue obj, RgStr *name, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    RgStr *text = rg_vformat(th, fmt, args);
    va_end(args);
    return raise_attribute_error(th, obj, name, text);
}

RgValue rg_attr_missing(RgThread *th, RgValue obj, RgStr *name)
{
    return rg_attr_error(th, obj, name, "'%T' object has no attribute '%U'", obj, name);
}

/* ---- an instance's own attributes ---- */

static RgValue *slot_address(RgObject *o, RgAttrs *attrs, uint32_t slot, void **owner)
{
    uint32_t inside = o->shape->inline_slots;
    if (slot < inside) {
        *owner = o;
        return &attrs->slots[slot];
    }
    RgArray *overflow = RG_AS(RgArray, attrs->extra);
    *owner = overflow;
    return &overflow->items[slot - inside];
}

RgValue rg_attr_own(RgThread *th, RgObject *o, RgStr *name)
{
    RgAttrs *attrs = rg_attrs(o);
    if (!attrs) return 0;
    if (o->shape->flags & RG_SHAPE_DICT) return attrs->extra ? rg_dict_get_str(th, RG_DICT(attrs->extra), name) : 0;
    int32_t slot = rg_shape_find(o->shape, name);
    void *owner;
    return slot < 0 ? 0 : *slot_address(o, attrs, (uint32_t)slot, &owner);
}

static RgDict *to_dict_shape(RgThread *th, RgObject *o, RgAttrs *attrs)
{
    RgShape *shape = o->shape, *dict_shape = rg_shape_dict_of(th, shape->type);
    RgDict *d = dict_shape ? rg_dict_new_sized(th, shape->count) : NULL;
    if (!d) return NULL;
    RgStr *names[64];
    for (RgShape *s = shape; s->name; s = s->parent) names[s->count - 1] = s->name;
    for (uint32_t i = 0; i < shape->count; i++) {
        void *owner;
        if (!rg_dict_set_str(th, d, names[i], *slot_address(o, attrs, i, &owner))) return NULL;
    }
    memset(attrs->slots, 0, shape->inline_slots * sizeof(RgValue));
    rg_gc_store(o, &attrs->extra, rg_from_ptr(d));
    o->shape = dict_shape;
    return d;
}

RgDict *rg_attr_dict(RgThread *th, RgValue obj)
{
    if (rg_is_object(obj)) {
        RgObject *o = rg_as_object(obj);
        if (o->kind == RG_KIND_module) return RG_AS(RgModule, obj)->dict;
        if (o->kind == RG_KIND_type) return RG_AS(RgType, obj)->dict;
        RgAttrs *attrs = rg_attrs(o);
        if (attrs) {
            if (!(o->shape->flags & RG_SHAPE_DICT)) return to_dict_shape(th, o, attrs);
            if (attrs->extra) return RG_DICT(attrs->extra);
            RgDict *d = rg_dict_new(th);
            if (d) rg_gc_store(o, &attrs->extra, rg_from_ptr(d));
            return d;
        }
    }
    rg_attr_missing(th, obj, RG_SYM(th, __dict__));
    return NULL;
}

bool rg_attr_set_dict(RgThread *th, RgValue obj, RgDict *dict)
{
    RgObject *o = rg_as_object(obj);
    RgAttrs *attrs = rg_attrs(o);
    RgShape *shape = rg_shape_dict_of(th, rg_object_type(o));
    if (!attrs) {
        rg_attr_missing(th, obj, RG_SYM(th, __dict__));
        return false;
    }
    if (!shape) return false;
    if (!(o->shape->flags & RG_SHAPE_DICT)) memset(attrs->slots, 0, o->shape->inline_slots * sizeof(RgValue));
    rg_gc_store(o, &attrs->extra, rg_from_ptr(dict));
    o->shape = shape;
    return true;
}

/* Room for overflow slot number i. */
static bool reserve_overflow(RgThread *th, RgObject *o, RgAttrs *attrs, uint32_t i)
{
    RgArray *old = attrs->extra ? RG_AS(RgArray, attrs->extra) : NULL;
    if (old && i < old->cap) return true;
    RgArray *a = rg_array_new(th, old ? old->cap * 2 : 4);
    if (!a) return false;
    if (old) memcpy(a->items, old->items, old->cap * sizeof(RgValue));
    rg_gc_store(o, &attrs->extra, rg_from_ptr(a));
    return true;
}

bool rg_attr_own_set(RgThread *th, RgObject *o, RgStr *name, RgValue value)
{
    RgAttrs *attrs = rg_attrs(o);
    RgShape *shape = o->shape;
    void *owner;
    RG_ASSERT(attrs != NULL, "%s", shape->type->cname);
    if (!(shape->flags & RG_SHAPE_DICT)) {
        int32_t slot = rg_shape_find(shape, name);
        if (slot >= 0) {
            RgValue *p = slot_address(o, attrs, (uint32_t)slot, &owner);
            rg_gc_store(owner, p, value);
            return true;
        }
        RgShape *next = rg_shape_add(th, shape, name);
        if (next) {
            if (shape->count >= shape->inline_slots && !reserve_overflow(th, o, attrs, shape->count - shape->inline_slots))
                return false;
            o->shape = next;
            RgValue *p = slot_address(o, attrs, next->count - 1, &owner);
            rg_gc_store(owner, p, value);
            return true;
        }
        if (rg_raised(th) || !to_dict_shape(th, o, attrs)) return false;
    }
    RgDict *d = rg_attr_dict(th, rg_from_ptr(o));
    return d && rg_dict_set_str(th, d, name, value);
}

/* 1 removed, 0 absent, -1 raised. */
static int own_delete(RgThread *th, RgObject *o, RgStr *name)
{
    RgAttrs *attrs = rg_attrs(o);
    if (!attrs || !rg_attr_own(th, o, name)) return 0;
    RgDict *d = rg_attr_dict(th, rg_from_ptr(o));
    return d ? rg_dict_delete(th, d, rg_from_ptr(name)) : -1;
}

/* ---- descriptors ---- */

RgValue rg_attr_bind(RgThread *th, RgValue descr, RgValue obj, RgType *type)
{
    if (!rg_is_object(descr)) return descr;
    RgDescrGetFn get = rg_as_object(descr)->shape->type->slots.descr_get;
    return get ? get(th, descr, obj, rg_from_ptr(type)) : descr;
}

/* RG_UNBOUND, nothing raised, when absent. */
static RgValue generic(RgThread *th, RgValue obj, RgStr *name)
{
    RgType *type = rg_type_of(th->rt, obj);
    RgValue descr = rg_type_lookup(th, type, name);
    RgDescrGetFn get = NULL;
    if (descr) {
        RgType *dt = rg_type_of(th->rt, descr);
        get = dt->slots.descr_get;
        if (get && dt->slots.descr_set) return get(th, descr, obj, rg_from_ptr(type));
    }
    if (rg_is_object(obj)) {
        RgValue v = rg_attr_own(th, rg_as_object(obj), name);
        if (v) return v;
    }
    if (get) return get(th, descr, obj, rg_from_ptr(type));
    return descr ? descr : RG_UNBOUND;
}

RgValue rg_attr_generic_lookup(RgThread *th, RgValue obj, RgStr *name)
{
    if (RG_UNLIKELY(!rg_str_is_interned(name)) && !(name = rg_intern(th, name))) return RG_ERROR;
    RgValue v = generic(th, obj, name);
    if (v || !rg_raised_is(th, RG_EXC_AttributeError)) return v;
    rg_exception_clear(th);
    return RG_UNBOUND;
}

RgValue rg_attr_generic_get(RgThread *th, RgValue obj, RgStr *name)
{
    if (RG_UNLIKELY(!rg_str_is_interned(name)) && !(name = rg_intern(th, name))) return RG_ERROR;
    RgValue v = generic(th, obj, name);
    return v == RG_UNBOUND ? rg_attr_missing(th, obj, name) : v;
}

static bool set_failed(RgThread *th, RgValue obj, RgStr *name, RgValue descr)
{
    if (!descr) rg_attr_missing(th, obj, name);
    else rg_attr_error(th, obj, name, "'%T' object attribute '%U' is read-only", obj, name);
    return false;
}

bool rg_attr_generic_set(RgThread *th, RgValue obj, RgStr *name, RgValue value)
{
    if (RG_UNLIKELY(!rg_str_is_interned(name)) && !(name = rg_intern(th, name))) return false;
    RgType *type = rg_type_of(th->rt, obj);
    RgValue descr = rg_type_lookup(th, type, name);
    if (descr) {
        RgDescrSetFn set = rg_type_of(th->rt, descr)->slots.descr_set;
        if (set) return set(th, descr, obj, value);
    }
    RgObject *o = rg_is_object(obj) ? rg_as_object(obj) : NULL;
    if (!o || !rg_attrs(o)) return set_failed(th, obj, name, descr);
    if (value != RG_UNBOUND) return rg_attr_own_set(th, o, name, value);
    int r = own_delete(th, o, name);
    if (r == 0) rg_attr_missing(th, obj, name);
    return r == 1;
}

/* ---- entry points ---- */

RgValue rg_attr_get(RgThread *th, RgValue obj, RgStr *name)
{
    if (RG_UNLIKELY(!rg_str_is_interned(name)) && !(name = rg_intern(th, name))) return RG_ERROR;
    RgType *type = rg_type_of(th->rt, obj);
    if (RG_LIKELY(type->slots.getattro != NULL)) return type->slots.getattro(th, obj, name);
    return rg_attr_missing(th, obj, name);
}

RgValue rg_attr_get_value(RgThread *th, RgValue obj, RgValue name)
{
    if (!rg_is_str(name)) return rg_raise(th, RG_EXC_TypeError, "attribute name must be string, not '%T'", name);
    return rg_attr_get(th, obj, RG_STR(name));
}

RgValue rg_attr_lookup(RgThread *th, RgValue obj, RgStr *name)
{
    if (RG_UNLIKELY(!rg_str_is_interned(name)) && !(name = rg_intern(th, name))) return RG_ERROR;
    RgType *type = rg_type_of(th->rt, obj);
    RgValue v;
    if (type->slots.getattro == rg_attr_generic_get) {
        v = generic(th, obj, name);
    } else if (type->slots.getattro == rg_type_getattro) {
        v = rg_type_getattro_lookup(th, obj, name);
    } else {
        v = rg_attr_get(th, obj, name);
    }
    if (v || !rg_raised_is(th, RG_EXC_AttributeError)) return v;
    rg_exception_clear(th);
    return RG_UNBOUND;
}

bool rg_attr_set(RgThread *th, RgValue obj, RgStr *name, RgValue value)
{
    if (RG_UNLIKELY(!rg_str_is_interned(name)) && !(name = rg_intern(th, name))) return false;
    RgType *type = rg_type_of(th->rt, obj);
    if (RG_LIKELY(type->slots.setattro != NULL)) return type->slots.setattro(th, obj, name, value);
    rg_raise(th, RG_EXC_TypeError, "'%T' object has %s attributes (%s .%U)", obj, type->slots.getattro ? "only read-only" : "no",
             value == RG_UNBOUND ? "del" : "assign to", name);
    return false;
}

bool rg_attr_delete(RgThread *th, RgValue obj, RgStr *name) { return rg_attr_set(th, obj, name, RG_UNBOUND); }

RgValue rg_attr_get_cstr(RgThread *th, RgValue obj, const char *name)
{
    RgStr *s = rg_intern_cstr(th, name);
    return s ? rg_attr_get(th, obj, s) : RG_ERROR;
}

RgValue rg_attr_get_method(RgThread *th, RgValue obj, RgStr *name, RgValue *self)
{
    RgType *type = rg_type_of(th->rt, obj);
    *self = RG_UNBOUND;
    if (!(type->flags & RG_TF_DEFAULT_GETATTR)) {
        /* A class method called on the class: no bound method is needed. */
        if (type->slots.getattro == rg_type_getattro && rg_str_is_interned(name)) {
            RgValue v = rg_type_lookup(th, RG_AS(RgType, obj), name);
            if (v && rg_is_exact(v, RG_KIND_classmethod) && rg_is_kind(RG_AS(RgWrapped, v)->callable, RG_KIND_function) &&
                !rg_type_lookup(th, type, name)) {
                *self = obj;
                return RG_AS(RgWrapped, v)->callable;
            }
        }
        return rg_attr_get(th, obj, name);
    }
    RgValue descr = rg_type_lookup(th, type, name);
    if (descr && rg_is_object(descr) && (rg_as_object(descr)->shape->type->flags & RG_TF_METHOD)) {
        RgValue own = rg_is_object(obj) ? rg_attr_own(th, rg_as_object(obj), name) : 0;
        if (own) return own;
        *self = obj;
        return descr;
    }
    if (descr && rg_is_exact(descr, RG_KIND_classmethod) && rg_is_kind(RG_AS(RgWrapped, descr)->callable, RG_KIND_function)) {
        RgValue own = rg_is_object(obj) ? rg_attr_own(th, rg_as_object(obj), name) : 0;
        if (own) return own;
        *self = rg_from_ptr(type);
        return RG_AS(RgWrapped, descr)->callable;
    }
    return rg_attr_generic_get(th, obj, name);
}

/* ---- what inline caches ask ---- */

static void describe_own(RgObject *o, int32_t slot, RgAttrInfo *info)
{
    uint32_t inside = o->shape->inline_slots;
    if ((uint32_t)slot < inside) {
        info->way = RG_WAY_SLOT;
        info->offset = (uint32_t)((char *)&rg_attrs(o)->slots[slot] - (char *)o);
    } else {
        info->way = RG_WAY_OVERFLOW;
        info->index = (uint32_t)slot - inside;
    }
    /* Behind the items of a var-sized instance the place differs from instance to instance. */
    if (rg_object_type(o)->attrs_offset < 0) info->way = RG_WAY_NONE;
}

static void describe_type_attribute(RgType *type, RgType *dt, RgValue descr, RgAttrInfo *info)
{
    info->value = descr;
    if (dt->flags & RG_TF_METHOD) {
        info->way = RG_WAY_METHOD;
    } else if (rg_is_kind(descr, RG_KIND_member_descriptor) && !RG_AS(RgMember, descr)->def) {
        /* One of a foreign class refuses. */
        if (!rg_type_is_subtype(type, RG_AS(RgMember, descr)->type)) return;
        info->way = RG_WAY_MEMBER;
        info->offset = RG_AS(RgMember, descr)->offset;
    } else if (rg_is_exact(descr, RG_KIND_property)) {
        info->way = RG_WAY_PROPERTY;
        info->value = RG_AS(RgProperty, descr)->get;
        if (!info->value || info->value == RG_NONE) info->way = RG_WAY_NONE;
    } else {
        info->way = dt->slots.descr_get ? RG_WAY_DESCR : RG_WAY_VALUE;
    }
}

static void describe_module(RgThread *th, RgValue obj, RgStr *name, RgAttrInfo *info)
{
    RgType *type = rg_object_type(rg_as_object(obj));
    if (type != RG_TYPE(th, module)) return;
    RgValue descr = rg_type_lookup(th, type, name);
    if (descr && rg_type_of(th->rt, descr)->slots.descr_set) return;
    int64_t i = rg_dict_find_str(th, RG_AS(RgModule, obj)->dict, name);
    if (i < 0) return;
    info->way = RG_WAY_MODULE;
    info->index = (uint32_t)i;
}

static void describe_on_type(RgThread *th, RgValue obj, RgStr *name, RgAttrInfo *info)
{
    RgType *type = RG_AS(RgType, obj), *meta = rg_object_type(&type->head);
    if (meta->slots.getattro != rg_type_getattro) return;
    RgValue on_meta = rg_type_lookup(th, meta, name);
    if (on_meta && rg_type_of(th->rt, on_meta)->slots.descr_set) return;
    RgValue v = rg_type_lookup(th, type, name);
    if (!v) return;
    RgType *dt = rg_type_of(th->rt, v);
    if (dt->slots.descr_get) {
        /* Functions and static methods bind to nothing on the class itself. */
        if (rg_is_exact(v, RG_KIND_staticmethod)) v = RG_AS(RgWrapped, v)->callable;
        else if (!(dt->flags & RG_TF_METHOD) || (dt->flags & RG_TF_HEAP)) return;
    }
    info->way = RG_WAY_TYPE_VALUE;
    info->value = v;
}

void rg_attr_describe(RgThread *th, RgValue obj, RgStr *name, RgAttrInfo *info)
{
    *info = (RgAttrInfo){.way = RG_WAY_NONE};
    RgType *type = rg_type_of(th->rt, obj);
    if (rg_is_kind(obj, RG_KIND_module)) {
        describe_module(th, obj, name, info);
        return;
    }
    if (rg_is_type(obj)) {
        describe_on_type(th, obj, name, info);
        return;
    }
    if (!(type->flags & RG_TF_DEFAULT_GETATTR)) return;
    RgValue descr = rg_type_lookup(th, type, name);
    RgType *dt = descr ? rg_type_of(th->rt, descr) : NULL;
    if (dt && dt->slots.descr_get && dt->slots.descr_set) {
        describe_type_attribute(type, dt, descr, info);
        return;
    }
    RgObject *o = rg_is_object(obj) ? rg_as_object(obj) : NULL;
    if (o && rg_attrs(o)) {
        if (o->shape->flags & RG_SHAPE_DICT) {
            RgValue extra = rg_attrs(o)->extra;
            int64_t i = extra ? rg_dict_find_str(th, RG_DICT(extra), name) : -1;
            if (i < 0) return;
            info->way = RG_WAY_DICT;
            info->index = (uint32_t)i;
            return;
        }
        int32_t slot = rg_shape_find(o->shape, name);
        if (slot >= 0) {
            describe_own(o, slot, info);
            return;
        }
    }
    if (descr) describe_type_attribute(type, dt, descr, info);
}

void rg_attr_describe_set(RgThread *th, RgValue obj, RgStr *name, RgAttrInfo *info)
{
    *info = (RgAttrInfo){.way = RG_WAY_NONE};
    if (!rg_is_object(obj)) return;
    RgObject *o = rg_as_object(obj);
    RgType *type = rg_object_type(o);
    if (!(type->flags & RG_TF_DEFAULT_SETATTR) || rg_is_type(obj)) return;
    RgValue descr = rg_type_lookup(th, type, name);
    RgType *dt = descr ? rg_type_of(th->rt, descr) : NULL;
    if (dt && dt->slots.descr_set) {
        if (!rg_is_kind(descr, RG_KIND_member_descriptor) || !rg_type_is_subtype(type, RG_AS(RgMember, descr)->type)) return;
        if (!rg_type_is_heap(RG_AS(RgMember, descr)->type)) return; /* those of builtin types are read-only */
        info->way = RG_WAY_MEMBER;
        info->offset = RG_AS(RgMember, descr)->offset;
        return;
    }
    RgAttrs *attrs = rg_attrs(o);
    if (!attrs || (o->shape->flags & RG_SHAPE_DICT) || type->attrs_offset < 0) return;
    int32_t slot = rg_shape_find(o->shape, name);
    if (slot >= 0) {
        describe_own(o, slot, info);
        return;
    }
    if (o->shape->count >= o->shape->inline_slots) return;
    RgShape *next = rg_shape_add(th, o->shape, name);
    if (!next) {
        rg_exception_clear(th);
        return;
    }
    info->way = RG_WAY_ADD;
    info->new_shape = next;
    info->offset = (uint32_t)((char *)&attrs->slots[next->count - 1] - (char *)o);
}
