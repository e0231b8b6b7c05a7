/* SPDX-License-Identifier: MIT
 *
 * function.h: callables and descriptors of the object model: Python functions, bound methods, natives, cells, property and kin.
 */
#ifndef RG_OBJECT_FUNCTION_H
#define RG_OBJECT_FUNCTION_H

#include "vm/object/dict.h"
#include "vm/object/tuple.h"

struct RgFunction {
    RgObject head;
    RgCodeObject *code;
    RgDict *globals;
    RgDict *builtins;      /* namespace found when the function was made (globals['__builtins__'] or the interpreter's) */
    RgStr *name, *qualname;
    RgTuple *defaults;     /* or NULL */
    RgDict *kwdefaults;    /* or NULL */
    RgTuple *closure;      /* of cells, or NULL */
    RgValue annotations;   /* dict, tuple of name/value pairs not yet made a dict, the callable that makes it, an array of
                              that callable and the dict that it made, or 0 */
    RgValue doc, module;   /* or RG_NONE */
    RgValue weaklist;      /* 0 */
    RgAttrs attrs;         /* __dict__; must be last: no inline slots */
};
/* Made by MAKE_FUNCTION; optional parts as in RgFunction. */
RgFunction *rg_function_new(RgThread *th, RgCodeObject *code, RgDict *globals) RG_CHECK_RESULT;

typedef struct RgMethod { RgObject head; RgValue func, self; RgValue weaklist; } RgMethod; /* bound method */
RgValue rg_method_new(RgThread *th, RgValue func, RgValue self);

typedef struct RgCellObject { RgObject head; RgValue value; } RgCellObject; /* RG_UNBOUND when empty */
RgCellObject *rg_cell_new(RgThread *th, RgValue value) RG_CHECK_RESULT;

/* Native functions: kinds builtin_function (bound: module function or method of self), method_descriptor (in a type's dict). */
typedef struct RgNative {
    RgObject head;
    const RgMethodDef *def;
    RgNativeSig sig;
    RgValue self;       /* module, instance or type; 0 for method_descriptor */
    RgType *type;       /* method_descriptor: the type that defines it */
    RgValue module;     /* name str, or RG_NONE */
    RgValue weaklist;
} RgNative;
RgNative *rg_native_new(RgThread *th, RgKind kind, const RgMethodDef *def, RgValue self, RgType *type, RgValue module) RG_CHECK_RESULT;
/* May be called with nargs values, padded to sig.params, without the general binder. */
static inline bool rg_native_takes(const RgNative *f, size_t nargs)
{
    return f->sig.raw || (f->sig.simple && nargs >= f->sig.min && nargs <= f->sig.max);
}
/* rg_native_call with the signature already parsed: the usual way to call a native object. */
RgValue rg_native_invoke(RgThread *th, const RgNative *f, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);

/* Descriptors made from tables. */
typedef struct RgGetSet { RgObject head; const RgGetSetDef *def; RgType *type; } RgGetSet;               /* getset_descriptor */
/* member_descriptor: of __slots__ or a structseq (RgValue at offset), or of a builtin type (def set, no offset). */
typedef struct RgMember { RgObject head; RgStr *name; RgType *type; const RgGetSetDef *def; uint32_t offset; } RgMember;
typedef struct RgWrapper { RgObject head; const struct RgSlotRow *row; RgType *type; void *fn; RgValue self; } RgWrapper; /* wrapper_descriptor; method_wrapper: self set */

/* classmethod and staticmethod share this (attrs last). */
typedef struct RgWrapped { RgObject head; RgValue callable; RgAttrs attrs; } RgWrapped;
typedef struct RgProperty { RgObject head; RgValue get, set, del, doc, name; bool doc_from_getter; } RgProperty;
typedef struct RgSuper { RgObject head; RgType *type; RgValue self; RgType *self_type; } RgSuper;

/* vm/type/alias_types.c */
typedef struct RgGenericAlias { RgObject head; RgValue origin, args /* tuple */, parameters /* tuple or 0 */; bool starred; RgValue weaklist; } RgGenericAlias;
typedef struct RgUnion { RgObject head; RgValue args /* tuple */, parameters /* tuple or 0 */; } RgUnion;
RgValue rg_generic_alias_new(RgThread *th, RgValue origin, RgValue args /* a tuple, or one argument */);
/* For method tables: RG_METHOD_F("__class_getitem__", "($type, object, /)", doc, rg_generic_class_getitem, RG_MF_CLASS). */
RgValue rg_generic_class_getitem(RgThread *th, RgValue self, const RgValue *args, size_t nargs);
RgValue rg_union_or(RgThread *th, RgValue a, RgValue b); /* X | Y of types */
/* Descriptor of a fixed RgValue field of a native type, read-only; for set-up code of types. */
RgMember *rg_member_new(RgThread *th, RgType *type, RgStr *name, uint32_t offset) RG_CHECK_RESULT;

#endif
