/* SPDX-License-Identifier: MIT
 *
 * weakref_type.c: weakref.ref, weakref.proxy and callable proxies.
 */
#include "vm/object/dict.h"
#include "vm/object/iter.h"
#include "vm/object/tuple.h"
#include "vm/object/weakref.h"
#include "vm/type/repr.h"

/* The target is weak and the list of weak cells is the heap's: only the callback is traced. */
static void weakref_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgWeakref *)cell)->callback);
}

static RgValue weakref_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (type == RG_TYPE(th, weakref) && !rg_args_no_kw(th, "ref", kwnames)) return RG_ERROR;
    if (!rg_args_count(th, "__new__", nargs, 1, 2)) return RG_ERROR;
    return rg_weakref_new(th, type, args[0], nargs > 1 ? args[1] : RG_NONE);
}

static bool weakref_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return rg_args_no_kw(th, "ref", kwnames) && rg_args_count(th, "__init__", nargs, 1, 2);
}

static RgValue weakref_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_no_kw(th, "weakref", kwnames)) return RG_ERROR;
    if (nargs && !rg_args_count(th, "weakref", nargs, 0, 0)) return RG_ERROR;
    return rg_weakref_target(RG_WEAKREF(self));
}

static RgValue weakref_repr(RgThread *th, RgValue self)
{
    RgValue target = rg_weakref_target(RG_WEAKREF(self));
    if (target == RG_NONE) return rg_from_ptr(rg_format(th, "<weakref at %p; dead>", rg_as_object(self)));
    RgValue name = rg_attr_lookup(th, target, RG_SYM(th, __name__));
    if (!name) return RG_ERROR;
    if (rg_is_object(name) && rg_is_str(name))
        return rg_from_ptr(rg_format(th, "<weakref at %p; to '%T' at %p (%U)>", rg_as_object(self), target, rg_as_object(target), RG_STR(name)));
    return rg_from_ptr(rg_format(th, "<weakref at %p; to '%T' at %p>", rg_as_object(self), target, rg_as_object(target)));
}

static bool weakref_hash(RgThread *th, RgValue self, int64_t *out)
{
    RgWeakref *r = RG_WEAKREF(self);
    if (!r->hashed) {
        RgValue target = rg_weakref_target(r);
        if (target == RG_NONE) {
            rg_raise(th, RG_EXC_TypeError, "weak object has gone away");
            return false;
        }
        if (!rg_hash(th, target, &r->hash)) return false;
        r->hashed = true;
    }
    *out = r->hash;
    return true;
}

static RgValue weakref_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if ((op != RG_EQ && op != RG_NE) || !rg_is_kind(a, RG_KIND_weakref) || !rg_is_kind(b, RG_KIND_weakref)) return RG_NOT_IMPLEMENTED;
    RgValue x = rg_weakref_target(RG_WEAKREF(a)), y = rg_weakref_target(RG_WEAKREF(b));
    if (x == RG_NONE || y == RG_NONE) return rg_from_bool((a == b) == (op == RG_EQ));
    return rg_compare(th, x, y, op);
}

static RgValue get_callback(RgThread *th, RgValue self)
{
    RgWeakref *r = RG_WEAKREF(self);
    return r->callback && r->cell.target ? r->callback : RG_NONE;
}

static const RgGetSetDef weakref_getset[] = {
    {"__callback__", get_callback, NULL, NULL},
    RG_GETSET_END,
};

static const RgMethodDef weakref_methods[] = {RG_METHOD_CLASS_GETITEM, RG_METHOD_END};

const RgTypeSpec rg_spec_weakref = {
    .doc = "Refers to an object without keeping it alive; calling it gives the object, or None.",
    .module = "weakref",
    .flags = RG_TF_BASETYPE,
    .basicsize = sizeof(RgWeakref),
    .cell = {"weakref", weakref_trace, NULL},
    .slots = {.repr = weakref_repr, .hash = weakref_hash, .compare = weakref_compare, .call = weakref_call, .new_ = weakref_new,
              .init = weakref_init},
    .methods = weakref_methods,
    .getset = weakref_getset,
};

/* ---- proxies: every operation goes to the target ---- */

static bool is_proxy(RgValue v)
{
    return rg_is_kind(v, RG_KIND_weakproxy) || rg_is_kind(v, RG_KIND_weakcallableproxy);
}

/* The target of a proxy, any other value itself; RG_ERROR: it is gone. */
static RgValue unwrap(RgThread *th, RgValue v)
{
    if (!is_proxy(v)) return v;
    RgValue target = rg_weakref_target(RG_WEAKREF(v));
    return target == RG_NONE ? rg_raise(th, RG_EXC_ReferenceError, "weakly-referenced object no longer exists") : target;
}

static RgValue proxy_getattr(RgThread *th, RgValue self, RgStr *name)
{
    RgValue v = unwrap(th, self);
    return v ? rg_attr_get(th, v, name) : RG_ERROR;
}

static bool proxy_setattr(RgThread *th, RgValue self, RgStr *name, RgValue value)
{
    RgValue v = unwrap(th, self);
    return v && (value == RG_UNBOUND ? rg_attr_delete(th, v, name) : rg_attr_set(th, v, name, value));
}

static RgValue proxy_repr(RgThread *th, RgValue self)
{
    RgValue target = rg_weakref_target(RG_WEAKREF(self));
    if (target == RG_NONE) return rg_from_ptr(rg_format(th, "<weakproxy at %p to NoneType at %p>", rg_as_object(self), NULL));
    return rg_from_ptr(rg_format(th, "<weakproxy at %p to %T at %p>", rg_as_object(self), target, rg_as_object(target)));
}

static RgValue proxy_str(RgThread *th, RgValue self)
{
    RgValue v = unwrap(th, self);
    return v ? rg_from_ptr(rg_str_of(th, v)) : RG_ERROR;
}

static RgValue proxy_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    RgValue x = unwrap(th, a), y = x ? unwrap(th, b) : RG_ERROR;
    return y ? rg_compare(th, x, y, op) : RG_ERROR;
}

static RgValue proxy_iter(RgThread *th, RgValue self)
{
    RgValue v = unwrap(th, self);
    return v ? rg_iter(th, v) : RG_ERROR;
}

static RgValue proxy_next(RgThread *th, RgValue self)
{
    RgValue v = unwrap(th, self);
    if (v && !rg_is_iterator(th, v)) return rg_raise(th, RG_EXC_TypeError, "Weakref proxy referenced a non-iterator '%T' object", v);
    return v ? rg_iter_next(th, v) : RG_ERROR;
}

static int64_t proxy_len(RgThread *th, RgValue self)
{
    RgValue v = unwrap(th, self);
    return v ? rg_len(th, v) : -1;
}

static RgValue proxy_getitem(RgThread *th, RgValue self, RgValue key)
{
    RgValue v = unwrap(th, self);
    return v ? rg_getitem(th, v, key) : RG_ERROR;
}

static bool proxy_setitem(RgThread *th, RgValue self, RgValue key, RgValue value)
{
    RgValue v = unwrap(th, self);
    return v && (value == RG_UNBOUND ? rg_delitem(th, v, key) : rg_setitem(th, v, key, value));
}

static int proxy_contains(RgThread *th, RgValue self, RgValue item)
{
    RgValue v = unwrap(th, self);
    return v ? rg_contains(th, v, item) : -1;
}

static int proxy_truth(RgThread *th, RgValue self)
{
    RgValue v = unwrap(th, self);
    return v ? rg_truth(th, v) : -1;
}

static RgValue proxy_call(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue v = unwrap(th, self);
    return v ? rg_call(th, v, args, nargs, kwnames) : RG_ERROR;
}

static RgValue proxy_binary(RgThread *th, RgArith op, RgValue a, RgValue b)
{
    RgValue x = unwrap(th, a), y = x ? unwrap(th, b) : RG_ERROR;
    return y ? rg_number_binary(th, op, x, y) : RG_ERROR;
}

#define BINARY(NAME, OP) \
    static RgValue proxy_##NAME(RgThread *th, RgValue a, RgValue b) { return proxy_binary(th, OP, a, b); }
BINARY(add, RG_ADD)
BINARY(sub, RG_SUB)
BINARY(mul, RG_MUL)
BINARY(truediv, RG_TRUEDIV)
BINARY(floordiv, RG_FLOORDIV)
BINARY(mod, RG_MOD)
BINARY(divmod, RG_DIVMOD)
BINARY(lshift, RG_SHL)
BINARY(rshift, RG_SHR)
BINARY(and, RG_AND)
BINARY(xor, RG_XOR)
BINARY(or, RG_OR)
BINARY(matmul, RG_MATMUL)
#undef BINARY

#define UNARY(NAME, CALL)                                       \
    static RgValue proxy_##NAME(RgThread *th, RgValue self)     \
    {                                                           \
        RgValue v = unwrap(th, self);                           \
        return v ? CALL(th, v) : RG_ERROR;                      \
    }
UNARY(neg, rg_number_neg)
UNARY(pos, rg_number_pos)
UNARY(abs, rg_number_abs)
UNARY(invert, rg_number_invert)
UNARY(int, rg_number_int)
UNARY(float, rg_number_float)
UNARY(index, rg_number_index)
#undef UNARY

static RgValue proxy_pow(RgThread *th, RgValue a, RgValue b, RgValue mod)
{
    RgValue x = unwrap(th, a), y = x ? unwrap(th, b) : RG_ERROR, m = y ? unwrap(th, mod) : RG_ERROR;
    return m ? rg_number_pow(th, x, y, m) : RG_ERROR;
}

#define INPLACE(NAME, OP)                                                                \
    static RgValue proxy_##NAME(RgThread *th, RgValue a, RgValue b)                      \
    {                                                                                    \
        RgValue x = unwrap(th, a), y = x ? unwrap(th, b) : RG_ERROR;                     \
        return y ? rg_number_inplace(th, OP, x, y) : RG_ERROR;                           \
    }
INPLACE(iadd, RG_ADD)
INPLACE(isub, RG_SUB)
INPLACE(imul, RG_MUL)
INPLACE(itruediv, RG_TRUEDIV)
INPLACE(ifloordiv, RG_FLOORDIV)
INPLACE(imod, RG_MOD)
INPLACE(ipow, RG_POW)
INPLACE(ilshift, RG_SHL)
INPLACE(irshift, RG_SHR)
INPLACE(iand, RG_AND)
INPLACE(ixor, RG_XOR)
INPLACE(ior, RG_OR)
INPLACE(imatmul, RG_MATMUL)
#undef INPLACE

static RgValue proxy_bytes(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue v = unwrap(th, self);
    return v ? rg_call_method0(th, v, RG_SYM(th, __bytes__)) : RG_ERROR;
}

static RgValue proxy_reversed(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue v = unwrap(th, self);
    return v ? rg_call_method0(th, v, RG_SYM(th, __reversed__)) : RG_ERROR;
}

static const RgMethodDef proxy_methods[] = {
    RG_METHOD_F("__bytes__", "($self, /)", NULL, proxy_bytes, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reversed__", "($self, /)", NULL, proxy_reversed, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

#define PROXY_SLOTS                                                                                                         \
    .repr = proxy_repr, .str = proxy_str, .hash = rg_hash_unhashable, .getattro = proxy_getattr, .setattro = proxy_setattr, \
    .compare = proxy_compare, .iter = proxy_iter, .next = proxy_next, .len = proxy_len, .getitem = proxy_getitem,           \
    .setitem = proxy_setitem, .contains = proxy_contains, .truth = proxy_truth, .add = proxy_add, .sub = proxy_sub,         \
    .mul = proxy_mul, .truediv = proxy_truediv, .floordiv = proxy_floordiv, .mod = proxy_mod, .divmod = proxy_divmod,       \
    .lshift = proxy_lshift, .rshift = proxy_rshift, .and_ = proxy_and, .xor_ = proxy_xor, .or_ = proxy_or,                  \
    .matmul = proxy_matmul, .neg = proxy_neg, .pos = proxy_pos, .abs = proxy_abs, .invert = proxy_invert,                   \
    .int_ = proxy_int, .float_ = proxy_float, .index = proxy_index, .pow = proxy_pow, .iadd = proxy_iadd,                 \
    .isub = proxy_isub, .imul = proxy_imul, .itruediv = proxy_itruediv, .ifloordiv = proxy_ifloordiv, .imod = proxy_imod,   \
    .ipow = proxy_ipow, .ilshift = proxy_ilshift, .irshift = proxy_irshift, .iand = proxy_iand, .ixor = proxy_ixor,         \
    .ior = proxy_ior, .imatmul = proxy_imatmul

const RgTypeSpec rg_spec_weakproxy = {
    .module = "weakref",
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgWeakref),
    .cell = {"weakproxy", weakref_trace, NULL},
    .slots = {PROXY_SLOTS},
    .methods = proxy_methods,
};

const RgTypeSpec rg_spec_weakcallableproxy = {
    .module = "weakref",
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgWeakref),
    .cell = {"weakcallableproxy", weakref_trace, NULL},
    .slots = {PROXY_SLOTS, .call = proxy_call},
    .methods = proxy_methods,
};
#undef PROXY_SLOTS
