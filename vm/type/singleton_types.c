/* SPDX-License-Identifier: MIT
 *
 * singleton_types.c: NoneType, NotImplementedType and ellipsis.
 * Always holds: each has exactly one value, which is no heap object.
 */
#include "vm/type/types.h"
#include "vm/object/call.h"
#include "vm/object/str.h"

static RgValue text(RgThread *th, const char *s) { return rg_from_ptr(rg_intern_cstr(th, s)); }

static RgValue none_repr(RgThread *th, RgValue self) { return (void)self, text(th, "None"); }
static RgValue ellipsis_repr(RgThread *th, RgValue self) { return (void)self, text(th, "Ellipsis"); }
static RgValue not_implemented_repr(RgThread *th, RgValue self) { return (void)self, text(th, "NotImplemented"); }
static int none_truth(RgThread *th, RgValue self) { return (void)th, (void)self, 0; }

static int not_implemented_truth(RgThread *th, RgValue self)
{
    (void)self;
    return rg_warn(th, RG_EXC_DeprecationWarning, 1, "NotImplemented should not be used in a boolean context") ? 1 : -1;
}

static RgValue single_new(RgThread *th, RgType *type, const char *name, RgValue value, size_t nargs, RgTuple *kwnames)
{
    (void)type;
    if (nargs || (kwnames && ((RgObject *)kwnames)->aux)) return rg_raise(th, RG_EXC_TypeError, "%s takes no arguments", name);
    return value;
}

static RgValue none_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)args;
    return single_new(th, type, "NoneType", RG_NONE, nargs, kwnames);
}
static RgValue ellipsis_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)args;
    return single_new(th, type, "EllipsisType", RG_ELLIPSIS, nargs, kwnames);
}
static RgValue not_implemented_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)args;
    return single_new(th, type, "NotImplementedType", RG_NOT_IMPLEMENTED, nargs, kwnames);
}

static RgValue reduce_repr(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    return rg_from_ptr(rg_repr(th, self));
}

static const RgMethodDef reduce_methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, reduce_repr), RG_METHOD_END};

const RgTypeSpec rg_spec_NoneType = {
    .basicsize = sizeof(RgObject),
    .slots = {.repr = none_repr, .truth = none_truth, .new_ = none_new, .hash = rg_object_hash},
};
const RgTypeSpec rg_spec_NotImplementedType = {
    .basicsize = sizeof(RgObject),
    .slots = {.repr = not_implemented_repr, .truth = not_implemented_truth, .new_ = not_implemented_new},
    .methods = reduce_methods,
};
const RgTypeSpec rg_spec_ellipsis = {
    .basicsize = sizeof(RgObject),
    .slots = {.repr = ellipsis_repr, .new_ = ellipsis_new},
    .methods = reduce_methods,
};
