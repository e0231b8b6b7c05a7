/* SPDX-License-Identifier: MIT
 *
 * method_type.c: bound methods.
 * Always holds: func is callable; attributes that a method has not are those of its function.
 */
#include "vm/type/types.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static void trace(RgMarker *marker, void *cell)
{
    RgMethod *m = cell;
    rg_mark_value(marker, m->func);
    rg_mark_value(marker, m->self);
}

static RgMethod *method(RgValue v) { return RG_AS(RgMethod, v); }

static RgValue method_call(RgThread *th, RgValue callee, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    size_t total = nargs + (kwnames ? rg_tuple_len(kwnames) : 0);
    RgValue small[16], *all = small;
    if (total + 1 > RG_COUNT_OF(small)) {
        RgArray *a = rg_array_new(th, total + 1);
        if (!a) return RG_ERROR;
        all = a->items;
    }
    all[0] = method(callee)->self;
    if (total) memcpy(all + 1, args, total * sizeof(RgValue));
    return rg_call(th, method(callee)->func, all, nargs + 1, kwnames);
}

static RgValue method_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    (void)type;
    if (!rg_args_no_kw(th, "method", kwnames) || !rg_args_count(th, "method", nargs, 2, 2)) return RG_ERROR;
    if (!rg_is_callable(th, args[0])) return rg_raise(th, RG_EXC_TypeError, "first argument must be callable");
    if (args[1] == RG_NONE) return rg_raise(th, RG_EXC_TypeError, "instance must not be None");
    return rg_method_new(th, args[0], args[1]);
}

static RgValue method_repr(RgThread *th, RgValue self)
{
    RgValue name = rg_attr_lookup(th, method(self)->func, RG_SYM(th, __qualname__));
    if (name == RG_UNBOUND) name = rg_attr_lookup(th, method(self)->func, RG_SYM(th, __name__));
    if (!name) return RG_ERROR;
    if (rg_is_str(name)) return rg_from_ptr(rg_format(th, "<bound method %U of %R>", RG_STR(name), method(self)->self));
    return rg_from_ptr(rg_format(th, "<bound method ? of %R>", method(self)->self));
}

static RgValue method_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if ((op != RG_EQ && op != RG_NE) || !rg_is_kind(a, RG_KIND_method) || !rg_is_kind(b, RG_KIND_method)) return RG_NOT_IMPLEMENTED;
    int same = rg_compare_bool(th, method(a)->func, method(b)->func, RG_EQ);
    if (same < 0) return RG_ERROR;
    same = same && method(a)->self == method(b)->self;
    return rg_from_bool(same == (op == RG_EQ));
}

static bool method_hash(RgThread *th, RgValue self, int64_t *out)
{
    int64_t f, s;
    if (!rg_hash(th, method(self)->func, &f)) return false;
    RgValue me = method(self)->self;
    s = (int64_t)(me >> 4 | me << 60);
    *out = f ^ s;
    if (*out == -1) *out = -2;
    return true;
}

static RgValue method_getattro(RgThread *th, RgValue self, RgStr *name)
{
    if (!rg_str_is_interned(name) && !(name = rg_intern(th, name))) return RG_ERROR;
    RgType *type = rg_type_of(th->rt, self);
    RgValue descr = rg_type_lookup(th, type, name);
    if (descr) return rg_attr_bind(th, descr, self, type);
    return rg_attr_get(th, method(self)->func, name);
}

static RgValue get_func(RgThread *th, RgValue self) { return (void)th, method(self)->func; }
static RgValue get_self(RgThread *th, RgValue self) { return (void)th, method(self)->self; }

static RgValue get_doc(RgThread *th, RgValue self)
{
    RgValue doc = rg_attr_lookup(th, method(self)->func, RG_SYM(th, __doc__));
    return doc == RG_UNBOUND ? RG_NONE : doc;
}

static RgValue method_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    RgValue getattr = rg_dict_get_cstr(th, th->rt->builtins, "getattr");
    RgValue name = rg_attr_get(th, method(self)->func, RG_SYM(th, __name__));
    if (!name || !getattr) return RG_ERROR;
    RgTuple *pair = rg_tuple_pack(th, 2, method(self)->self, name);
    return pair ? rg_from_ptr(rg_tuple_pack(th, 2, getattr, rg_from_ptr(pair))) : RG_ERROR;
}

static const RgMethodDef methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, method_reduce), RG_METHOD_END};
static const RgGetSetDef getset[] = {
    {"__doc__", get_doc, NULL, NULL},
    RG_GETSET_END,
};
static const RgGetSetDef members[] = {
    {"__func__", get_func, NULL, "the function (or other callable) implementing a method"},
    {"__self__", get_self, NULL, "the instance to which a method is bound"},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_method = {
    .doc = "Create a bound instance method object.",
    .signature = "(function, instance, /)",
    .flags = RG_TF_WEAKREF,
    .basicsize = sizeof(RgMethod),
    .cell = {"method", trace, NULL},
    .slots = {.repr = method_repr,
              .hash = method_hash,
              .call = method_call,
              .getattro = method_getattro,
              .compare = method_compare,
              .new_ = method_new},
    .methods = methods,
    .getset = getset,
    .members = members,
};
