/* SPDX-License-Identifier: MIT
 *
 * types.h: what the files of the core types share.
 */
#ifndef RG_TYPE_TYPES_H
#define RG_TYPE_TYPES_H

#include "vm/object/type.h"
#include "vm/object/exception.h"
#include "vm/object/function.h"

#define TYPE(NAME, PYNAME, BASE) extern const RgTypeSpec rg_spec_##NAME;
#include "vm/object/types.def"
#undef TYPE

/* exception_types.c, exc_group_type.c: the spec of an exception type, with its own fields if it has any. */
const RgTypeSpec *rg_exception_spec(RgExc exc);
extern const RgTypeSpec rg_spec_base_exception_group, rg_spec_exception_group;

/* Getters of __dict__ and __weakref__ for instances with attributes (object_type.c). */
RgValue rg_object_get_dict(RgThread *th, RgValue self);
bool rg_object_set_dict(RgThread *th, RgValue self, RgValue value);
RgValue rg_object_get_weakref(RgThread *th, RgValue self);
/* object.__dir__, type.__dir__ and module.__dir__ share this: adds the names of dict to list-of-names dict out. */
bool rg_dir_merge(RgThread *th, RgDict *out, RgDict *from) RG_CHECK_RESULT;
bool rg_dir_merge_type(RgThread *th, RgDict *out, RgType *type) RG_CHECK_RESULT;
RgValue rg_object_reduce_ex(RgThread *th, RgValue self, int64_t protocol);

/* super_type.c: attribute `name` behind `type` on the MRO of self_type, bound to self; RG_UNBOUND: absent. */
RgValue rg_super_get(RgThread *th, RgType *type, RgType *self_type, RgValue self, RgStr *name);

/* type_new.c: type(name, bases, dict, **kwargs). kwnames' values follow in kwargs. */
/* Whether no base asks for types.new_class() (by __mro_entries__); false: raised. */
bool rg_class_check_bases(RgThread *th, RgTuple *bases) RG_CHECK_RESULT;
RgType *rg_class_new(RgThread *th, RgType *metatype, RgStr *name, RgTuple *bases, RgDict *dict, const RgValue *kwargs,
                     RgTuple *kwnames) RG_CHECK_RESULT;
/* __bases__ = value. */
bool rg_class_set_bases(RgThread *th, RgType *type, RgValue value) RG_CHECK_RESULT;
/* __class__ of an instance of `from` may become `to`: same layout. */
bool rg_class_same_layout(const RgType *from, const RgType *to);
/* The calling frame's globals['__name__'], or 0. */
RgValue rg_caller_module(RgThread *th);
/* Signature text of natives without the module or type parameter: "(a, b)"; NULL: none. */
RgValue rg_text_signature(RgThread *th, const char *signature);

#endif
