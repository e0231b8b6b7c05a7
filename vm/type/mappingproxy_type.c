/* SPDX-License-Identifier: MIT
 *
 * mappingproxy_type.c: read-only views of mappings (the __dict__ of classes), and types.SimpleNamespace.
 */
#include "vm/object/dict.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"
#include "vm/type/repr.h"
#include "vm/type/types.h"

typedef struct RgMappingProxy { RgObject head; RgValue mapping; } RgMappingProxy;
#define MAPPING(v) RG_AS(RgMappingProxy, v)->mapping

static void proxy_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgMappingProxy *)cell)->mapping);
}

RgValue rg_mappingproxy_new(RgThread *th, RgValue mapping)
{
    RgMappingProxy *p = rg_object_new(th, RG_KIND_mappingproxy, sizeof *p);
    if (p) p->mapping = mapping;
    return rg_from_ptr(p);
}

static RgValue proxy_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue mapping = RG_UNBOUND;
    if (!rg_args_parse(th, "mappingproxy", "(mapping)", args, nargs, kwnames, &mapping)) return RG_ERROR;
    if (!rg_is_mapping(th, mapping) || rg_is_list(mapping) || rg_is_tuple(mapping))
        return rg_raise(th, RG_EXC_TypeError, "mappingproxy() argument must be a mapping, not %T", mapping);
    return rg_mappingproxy_new(th, mapping);
}

static RgValue proxy_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "mappingproxy(%R)", MAPPING(self)));
}

static RgValue proxy_str(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_str_of(th, MAPPING(self)));
}

static RgValue proxy_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    return rg_compare(th, MAPPING(a), b, op);
}

static bool proxy_hash(RgThread *th, RgValue self, int64_t *out)
{
    return rg_hash(th, MAPPING(self), out);
}

static RgValue proxy_iter(RgThread *th, RgValue self)
{
    return rg_iter(th, MAPPING(self));
}

static int64_t proxy_len(RgThread *th, RgValue self)
{
    return rg_len(th, MAPPING(self));
}

static RgValue proxy_getitem(RgThread *th, RgValue self, RgValue key)
{
    return rg_getitem(th, MAPPING(self), key);
}

static int proxy_contains(RgThread *th, RgValue self, RgValue key)
{
    RgValue mapping = MAPPING(self);
    return rg_is_exact(mapping, RG_KIND_dict) ? rg_dict_contains(th, RG_DICT(mapping), key) : rg_contains(th, mapping, key);
}

static RgValue proxy_or(RgThread *th, RgValue a, RgValue b)
{
    if (rg_is_kind(a, RG_KIND_mappingproxy)) a = MAPPING(a);
    if (rg_is_kind(b, RG_KIND_mappingproxy)) b = MAPPING(b);
    return rg_number_binary(th, RG_OR, a, b);
}

static RgValue proxy_ior(RgThread *th, RgValue self, RgValue other)
{
    return rg_raise(th, RG_EXC_TypeError, "'|=' is not supported by %T; use '|' instead", self);
}

static RgValue proxy_get(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue both[2] = {args[0], args[1] == RG_UNBOUND ? RG_NONE : args[1]};
    return rg_call_method(th, MAPPING(self), RG_SYM(th, get), both, 2);
}

#define FORWARD(NAME, SYMBOL)                                                                   \
    static RgValue proxy_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)  \
    {                                                                                           \
        return rg_call_method0(th, MAPPING(self), RG_SYM(th, SYMBOL));                          \
    }
FORWARD(keys, keys)
FORWARD(values, values)
FORWARD(items, items)
FORWARD(copy, copy)
FORWARD(reversed, __reversed__)
#undef FORWARD

static const RgMethodDef proxy_methods[] = {
    RG_METHOD("get", "($self, key, default=None, /)", "The value of key, or default.", proxy_get),
    RG_METHOD_F("keys", "($self, /)", "The mapping's keys.", proxy_keys, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("values", "($self, /)", "The mapping's values.", proxy_values, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("items", "($self, /)", "The mapping's items.", proxy_items, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("copy", "($self, /)", "A copy of the mapping.", proxy_copy, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reversed__", "($self, /)", "The mapping's keys from the last to the first.", proxy_reversed, RG_MF_NO_SIGNATURE),
    RG_METHOD_CLASS_GETITEM,
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_mappingproxy = {
    .doc = "Read-only view of a mapping.",
    .flags = RG_TF_MAPPING,
    .basicsize = sizeof(RgMappingProxy),
    .cell = {"mappingproxy", proxy_trace, NULL},
    .slots = {.repr = proxy_repr, .str = proxy_str, .hash = proxy_hash, .compare = proxy_compare, .iter = proxy_iter,
              .new_ = proxy_new, .len = proxy_len, .getitem = proxy_getitem, .contains = proxy_contains, .or_ = proxy_or,
              .ior = proxy_ior},
    .methods = proxy_methods,
};

/* ---- types.SimpleNamespace: an object that is only attributes ---- */

typedef struct RgNamespace { RgObject head; RgAttrs attrs; } RgNamespace;

static bool namespace_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (nargs) {
        rg_raise(th, RG_EXC_TypeError, "no positional arguments expected");
        return false;
    }
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++)
        if (!rg_attr_own_set(th, rg_as_object(self), RG_STR(kwnames->items[i]), args[i])) return false;
    return true;
}

static RgValue namespace_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return rg_from_ptr(rg_object_new_of(th, type, 0));
}

static RgValue namespace_repr(RgThread *th, RgValue self)
{
    RgType *type = rg_type_of(th->rt, self);
    RgStr *name = type == RG_TYPE(th, simple_namespace) ? rg_str_from_cstr(th, "namespace") : type->name;
    RgReprEntry entry;
    if (!name) return RG_ERROR;
    if (!rg_repr_enter(th, &entry, self)) return rg_from_ptr(rg_format(th, "%U(...)", name));
    RgStrBuilder b;
    rg_builder_init(&b, th, 32);
    rg_builder_str(&b, name);
    rg_builder_char(&b, '(');
    RgDict *d = rg_attr_dict(th, self);
    bool ok = d != NULL, first = true;
    RgValue key, value;
    for (uint32_t i = 0; ok && rg_dict_next(d, &i, &key, &value);) {
        if (!rg_is_str(key) || RG_STR(key)->length == 0) continue;
        if (!first) rg_builder_cstr(&b, ", ");
        first = false;
        rg_builder_str(&b, RG_STR(key));
        rg_builder_char(&b, '=');
        ok = rg_repr_add(&b, th, value);
    }
    rg_repr_leave(th, &entry);
    if (!ok) return RG_ERROR;
    rg_builder_char(&b, ')');
    return rg_from_ptr(rg_builder_finish(&b));
}

static RgValue namespace_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!rg_is_kind(a, RG_KIND_simple_namespace) || !rg_is_kind(b, RG_KIND_simple_namespace)) return RG_NOT_IMPLEMENTED;
    RgDict *x = rg_attr_dict(th, a), *y = x ? rg_attr_dict(th, b) : NULL;
    return y ? rg_compare(th, rg_from_ptr(x), rg_from_ptr(y), op) : RG_ERROR;
}

static RgValue namespace_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgDict *d = rg_attr_dict(th, self);
    if (!d) return RG_ERROR;
    return rg_from_ptr(rg_tuple_pack(th, 3, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(rg_tuple_new(th, 0)), rg_from_ptr(d)));
}

static const RgMethodDef namespace_methods[] = {
    RG_METHOD_F("__reduce__", "($self, /)", NULL, namespace_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

static const RgGetSetDef namespace_getset[] = {{"__dict__", rg_object_get_dict, rg_object_set_dict, NULL}, RG_GETSET_END};

static void namespace_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgNamespace *)cell)->attrs.extra);
}

const RgTypeSpec rg_spec_simple_namespace = {
    .doc = "An object whose attributes are given as keyword arguments.",
    .module = "types",
    .flags = RG_TF_BASETYPE | RG_TF_ATTRS,
    .basicsize = sizeof(RgNamespace),
    .cell = {"SimpleNamespace", namespace_trace, NULL},
    .slots = {.repr = namespace_repr, .hash = rg_hash_unhashable, .compare = namespace_compare, .init = namespace_init,
              .new_ = namespace_new},
    .methods = namespace_methods,
    .getset = namespace_getset,
};
