/* SPDX-License-Identifier: MIT
 *
 * attr.h: attribute access as Python defines it: descriptors, instance attributes, classes, hooks.
 */
#ifndef RG_OBJECT_ATTR_H
#define RG_OBJECT_ATTR_H

#include "vm/object/shape.h"

RgValue rg_attr_get(RgThread *th, RgValue obj, RgStr *name);      /* obj.name; name interned or not */
RgValue rg_attr_get_value(RgThread *th, RgValue obj, RgValue name); /* checks that name is a str */
/* Absent gives RG_UNBOUND with nothing raised (AttributeError is cleared; others stay, with RG_ERROR). */
RgValue rg_attr_lookup(RgThread *th, RgValue obj, RgStr *name);
bool rg_attr_set(RgThread *th, RgValue obj, RgStr *name, RgValue value) RG_CHECK_RESULT;
bool rg_attr_delete(RgThread *th, RgValue obj, RgStr *name) RG_CHECK_RESULT;
RgValue rg_attr_get_cstr(RgThread *th, RgValue obj, const char *name);

/* object.__getattribute__ / __setattr__. */
RgValue rg_attr_generic_get(RgThread *th, RgValue obj, RgStr *name);
bool rg_attr_generic_set(RgThread *th, RgValue obj, RgStr *name, RgValue value);
/* For LOAD_METHOD: the unbound function with *self = obj, or the attribute's value with *self = RG_UNBOUND. */
RgValue rg_attr_get_method(RgThread *th, RgValue obj, RgStr *name, RgValue *self);
/* Own attribute of an instance (no type lookup): value or 0. Never raises. */
RgValue rg_attr_own(RgThread *th, RgObject *obj, RgStr *name);
bool rg_attr_own_set(RgThread *th, RgObject *obj, RgStr *name, RgValue value) RG_CHECK_RESULT;
/* The instance's __dict__ (switches it to its type's dict shape); NULL: raised. Modules and types give their namespace. */
RgDict *rg_attr_dict(RgThread *th, RgValue obj);
bool rg_attr_set_dict(RgThread *th, RgValue obj, RgDict *dict) RG_CHECK_RESULT; /* obj.__dict__ = dict */

/* How an attribute would be found; inline caches turn it into a fast path (vm/interp/ic.c). */
typedef enum RgAttrWay {
    RG_WAY_NONE,     /* absent, or a hook decides: do not cache */
    RG_WAY_SLOT,     /* inline slot: value at byte offset in the object; pinned by the shape */
    RG_WAY_OVERFLOW, /* overflow array: item index */
    RG_WAY_DICT,     /* an entry of the instance's __dict__ */
    RG_WAY_MEMBER,   /* __slots__ member at byte offset; RG_ERROR (0) there means unset */
    RG_WAY_VALUE,    /* attribute of the type that is no descriptor: value (pinned by shape and rg_type_cache_depend) */
    RG_WAY_METHOD,   /* function-like on the type: value, to be called with the instance in front */
    RG_WAY_PROPERTY, /* property: value is the getter */
    RG_WAY_DESCR,    /* other descriptor on the type: value */
    RG_WAY_TYPE_VALUE, /* obj is a type: value found on its own MRO, no binding left to do (pinned by the type object) */
    RG_WAY_MODULE,   /* obj is a module: entry `index` of its namespace */
    RG_WAY_ADD       /* rg_attr_describe_set: adds an inline slot at offset, shape becomes new_shape */
} RgAttrWay;
typedef struct RgAttrInfo {
    RgAttrWay way;
    uint32_t offset, index;
    RgValue value;
    RgShape *new_shape;
} RgAttrInfo;
/* Never raises (a MemoryError is swallowed and gives RG_WAY_NONE). name is interned. For DICT and METHOD/VALUE ways of an
 * instance with a dict shape, the own namespace was searched too, so the answer is not pinned by the shape alone: `way`
 * is then NONE unless found in the dict. */
void rg_attr_describe(RgThread *th, RgValue obj, RgStr *name, RgAttrInfo *info);
void rg_attr_describe_set(RgThread *th, RgValue obj, RgStr *name, RgAttrInfo *info);
/* AttributeError with name and obj filled. */
RgValue rg_attr_error(RgThread *th, RgValue obj, RgStr *name, const char *fmt, ...);
RgValue rg_attr_missing(RgThread *th, RgValue obj, RgStr *name); /* "'T' object has no attribute 'x'" */
/* Binds descriptor-or-value found on the type of obj (RG_UNBOUND: on the class itself). */
/* rg_attr_generic_get that answers RG_UNBOUND, nothing raised, when the attribute is absent. */
RgValue rg_attr_generic_lookup(RgThread *th, RgValue obj, RgStr *name);
RgValue rg_attr_bind(RgThread *th, RgValue descr, RgValue obj, RgType *type);

#endif
