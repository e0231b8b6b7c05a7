/* SPDX-License-Identifier: MIT
 *
 * call.h: calling. Arguments are nargs positional values, then one value per name in kwnames (NULL or a tuple of str).
 */
#ifndef RG_OBJECT_CALL_H
#define RG_OBJECT_CALL_H

#include "vm/object/attr.h"

RgValue rg_call(RgThread *th, RgValue callee, const RgValue *args, size_t nargs, RgTuple *kwnames);
RgValue rg_call0(RgThread *th, RgValue callee);
RgValue rg_call1(RgThread *th, RgValue callee, RgValue a);
RgValue rg_call2(RgThread *th, RgValue callee, RgValue a, RgValue b);
RgValue rg_call3(RgThread *th, RgValue callee, RgValue a, RgValue b, RgValue c);
RgValue rg_call_tuple(RgThread *th, RgValue callee, RgTuple *args, RgDict *kwargs /* or NULL */);
RgValue rg_call_method(RgThread *th, RgValue obj, RgStr *name, const RgValue *args, size_t nargs);
RgValue rg_call_method0(RgThread *th, RgValue obj, RgStr *name);
RgValue rg_call_method1(RgThread *th, RgValue obj, RgStr *name, RgValue a);
bool rg_is_callable(RgThread *th, RgValue v);

/* Binds (args, nargs, kwnames) to a native function and calls it. */
RgValue rg_native_call(RgThread *th, const RgMethodDef *def, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames);
/* What the interpreter needs to call natives without the general binder: parsed once per def, kept in the native object. */
typedef struct RgNativeSig {
    uint8_t min, max;      /* positional values accepted directly; max 255: any number */
    bool simple;           /* nothing keyword-only that matters: nargs in [min, max] may be padded with RG_UNBOUND to params */
    bool varargs, raw;
    uint8_t params;        /* size of args array to pass (padding), *args excluded */
    uint8_t posonly, kwonly;
} RgNativeSig;
void rg_native_parse(const RgMethodDef *def, RgNativeSig *sig);

/* For init/new slots and raw natives: checks and unpacks (args, nargs, kwnames) by a signature text (without self);
 * out has room for every parameter; absent ones are RG_UNBOUND. fname is for messages. */
bool rg_args_parse(RgThread *th, const char *fname, const char *signature, const RgValue *args, size_t nargs,
                   RgTuple *kwnames, RgValue *out) RG_CHECK_RESULT;
bool rg_args_no_kw(RgThread *th, const char *fname, RgTuple *kwnames) RG_CHECK_RESULT; /* "f() takes no keyword arguments" */
/* The same in the __new__ of a builtin type: a subclass with an __init__ of its own may take keywords there. */
bool rg_args_no_kw_new(RgThread *th, const char *fname, RgType *type, RgTuple *kwnames) RG_CHECK_RESULT;
bool rg_args_count(RgThread *th, const char *fname, size_t nargs, size_t min, size_t max) RG_CHECK_RESULT;

#endif
