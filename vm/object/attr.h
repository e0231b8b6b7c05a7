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
RgValue rg_attr_own(RgObject *obj, RgStr *name);
bool rg_attr_own_set(RgThread *th, RgObject *obj, RgStr *name, RgValue value) RG_CHECK_RESULT;
/* The instance's __dict__ (switches it to its type's dict shape); NULL: raised. Modules and types give their namespace. */
RgDict *rg_attr_dict(RgThread *th, RgValue obj);
bool rg_attr_set_dict(RgThread *th, RgValue obj, RgDict *dict) RG_CHECK_RESULT; /* obj.__dict__ = dict */

#endif
