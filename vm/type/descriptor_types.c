/* SPDX-License-Identifier: MIT
 *
 * descriptor_types.c: wrappers of slots, getset descriptors and members of __slots__.
 * Always holds: each knows the type that defines it and refuses instances of others.
 */
#include "vm/type/types.h"
#include "vm/object/attr.h"
#include "vm/object/call.h"
#include "vm/object/slotfns.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static RgWrapper *wrapper(RgValue v) { return RG_AS(RgWrapper, v); }
static RgGetSet *getset_of(RgValue v) { return RG_AS(RgGetSet, v); }
static RgMember *member(RgValue v) { return RG_AS(RgMember, v); }

static void trace_wrapper(RgMarker *marker, void *cell)
{
    RgWrapper *w = cell;
    rg_mark_cell(marker, w->type);
    rg_mark_value(marker, w->self);
}
static void trace_getset(RgMarker *marker, void *cell) { rg_mark_cell(marker, ((RgGetSet *)cell)->type); }
static void trace_member(RgMarker *marker, void *cell)
{
    rg_mark_cell(marker, ((RgMember *)cell)->type);
    rg_mark_cell(marker, ((RgMember *)cell)->name);
}

static bool check_instance(RgThread *th, RgValue obj, RgType *type, RgStr *name)
{
    if (rg_type_is_subtype(rg_type_of(th->rt, obj), type)) return true;
    if (name) rg_raise(th, RG_EXC_TypeError, "descriptor '%U' for '%N' objects doesn't apply to a '%T' object", name, type, obj);
    return false;
}

/* ---- slot wrappers ---- */

/* A slot of a class may lead to a wrapper again (`__str__ = object.__repr__`): the recursion is counted here. */
static RgValue call_slot(RgThread *th, RgWrapper *w, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (kwnames && rg_tuple_len(kwnames) == 0) kwnames = NULL;
    if (!rg_recursion_enter(th, " while calling a Python object")) return RG_ERROR;
    RgValue result = rg_slot_wrap_call(th, w->row, w->fn, w->type, self, args, nargs, kwnames);
    rg_recursion_leave(th);
    return result;
}

static RgValue wrapper_call(RgThread *th, RgValue callee, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgWrapper *w = wrapper(callee);
    if (nargs < 1) return rg_raise(th, RG_EXC_TypeError, "descriptor '%s' of '%N' object needs an argument", w->row->name, w->type);
    if (!rg_type_is_subtype(rg_type_of(th->rt, args[0]), w->type))
        return rg_raise(th, RG_EXC_TypeError, "descriptor '%s' requires a '%N' object but received a '%T'", w->row->name, w->type, args[0]);
    return call_slot(th, w, args[0], args + 1, nargs - 1, kwnames);
}

static RgValue bound_wrapper_call(RgThread *th, RgValue callee, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgWrapper *w = wrapper(callee);
    return call_slot(th, w, w->self, args, nargs, kwnames);
}

static RgValue wrapper_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    (void)type;
    if (obj == RG_UNBOUND) return self;
    RgWrapper *w = wrapper(self);
    if (!check_instance(th, obj, w->type, th->rt->symbols[w->row->sym])) return RG_ERROR;
    RgWrapper *bound = rg_object_new(th, RG_KIND_method_wrapper, sizeof *bound);
    if (!bound) return RG_ERROR;
    bound->row = w->row;
    bound->type = w->type;
    bound->fn = w->fn;
    bound->self = obj;
    return rg_from_ptr(bound);
}

static RgValue wrapper_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "<slot wrapper '%s' of '%N' objects>", wrapper(self)->row->name, wrapper(self)->type));
}

static RgValue bound_wrapper_repr(RgThread *th, RgValue self)
{
    RgWrapper *w = wrapper(self);
    return rg_from_ptr(rg_format(th, "<method-wrapper '%s' of %T object at %p>", w->row->name, w->self, (void *)(uintptr_t)w->self));
}

static RgValue bound_wrapper_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    (void)th;
    if ((op != RG_EQ && op != RG_NE) || !rg_is_kind(a, RG_KIND_method_wrapper) || !rg_is_kind(b, RG_KIND_method_wrapper))
        return RG_NOT_IMPLEMENTED;
    bool same = wrapper(a)->row == wrapper(b)->row && wrapper(a)->fn == wrapper(b)->fn && wrapper(a)->self == wrapper(b)->self;
    return rg_from_bool(same == (op == RG_EQ));
}

static bool bound_wrapper_hash(RgThread *th, RgValue self, int64_t *out)
{
    (void)th;
    *out = (int64_t)((wrapper(self)->self >> 4) ^ (uint64_t)(uintptr_t)wrapper(self)->row);
    if (*out == -1) *out = -2;
    return true;
}

static RgValue wrapper_name(RgThread *th, RgValue self) { return rg_from_ptr(th->rt->symbols[wrapper(self)->row->sym]); }
static RgValue wrapper_doc(RgThread *th, RgValue self) { return rg_from_ptr(rg_str_from_cstr(th, rg_slot_doc(wrapper(self)->row))); }
static RgValue wrapper_objclass(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(wrapper(self)->type); }
static RgValue wrapper_self(RgThread *th, RgValue self) { return (void)th, wrapper(self)->self; }
static RgValue wrapper_signature(RgThread *th, RgValue self) { return rg_text_signature(th, rg_slot_signature(wrapper(self)->row)); }
static RgValue wrapper_qualname(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "%U.%s", wrapper(self)->type->qualname, wrapper(self)->row->name));
}

static RgValue getattr_pair(RgThread *th, RgValue owner, RgValue name)
{
    RgValue getattr = rg_dict_get_cstr(th, th->rt->builtins, "getattr");
    RgTuple *pair = rg_tuple_pack(th, 2, owner, name);
    return pair && getattr ? rg_from_ptr(rg_tuple_pack(th, 2, getattr, rg_from_ptr(pair))) : RG_ERROR;
}
static RgValue wrapper_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    RgWrapper *w = wrapper(self);
    return getattr_pair(th, w->self ? w->self : rg_from_ptr(w->type), wrapper_name(th, self));
}

static const RgMethodDef wrapper_methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, wrapper_reduce), RG_METHOD_END};
static const RgGetSetDef wrapper_getset[] = {
    {"__name__", wrapper_name, NULL, NULL},           {"__qualname__", wrapper_qualname, NULL, NULL},
    {"__doc__", wrapper_doc, NULL, NULL},             {"__text_signature__", wrapper_signature, NULL, NULL},
    {"__objclass__", wrapper_objclass, NULL, NULL},   RG_GETSET_END,
};
static const RgGetSetDef bound_wrapper_getset[] = {
    {"__name__", wrapper_name, NULL, NULL},         {"__qualname__", wrapper_qualname, NULL, NULL},
    {"__doc__", wrapper_doc, NULL, NULL},           {"__text_signature__", wrapper_signature, NULL, NULL},
    {"__objclass__", wrapper_objclass, NULL, NULL}, {"__self__", wrapper_self, NULL, NULL},
    RG_GETSET_END,
};

const RgTypeSpec rg_spec_wrapper_descriptor = {
    .flags = RG_TF_METHOD,
    .basicsize = sizeof(RgWrapper),
    .cell = {"wrapper_descriptor", trace_wrapper, NULL},
    .slots = {.repr = wrapper_repr, .call = wrapper_call, .descr_get = wrapper_get},
    .methods = wrapper_methods,
    .getset = wrapper_getset,
};
const RgTypeSpec rg_spec_method_wrapper = {
    .basicsize = sizeof(RgWrapper),
    .cell = {"method_wrapper", trace_wrapper, NULL},
    .slots = {.repr = bound_wrapper_repr, .call = bound_wrapper_call, .compare = bound_wrapper_compare, .hash = bound_wrapper_hash},
    .methods = wrapper_methods,
    .getset = bound_wrapper_getset,
};

/* ---- getset descriptors ---- */

static RgStr *getset_text(RgThread *th, RgValue self) { return rg_intern_cstr(th, getset_of(self)->def->name); }

static RgValue getset_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    (void)type;
    if (obj == RG_UNBOUND) return self;
    RgGetSet *d = getset_of(self);
    if (RG_UNLIKELY(!rg_type_is_subtype(rg_type_of(th->rt, obj), d->type))) {
        check_instance(th, obj, d->type, getset_text(th, self));
        return RG_ERROR;
    }
    if (d->def->get) return d->def->get(th, obj);
    return rg_raise(th, RG_EXC_AttributeError, "attribute '%s' of '%N' objects is not readable", d->def->name, d->type);
}

static bool getset_set(RgThread *th, RgValue self, RgValue obj, RgValue value)
{
    RgGetSet *d = getset_of(self);
    if (!rg_type_is_subtype(rg_type_of(th->rt, obj), d->type)) return check_instance(th, obj, d->type, getset_text(th, self));
    if (d->def->set) return d->def->set(th, obj, value);
    rg_raise(th, RG_EXC_AttributeError, "attribute '%s' of '%N' objects is not writable", d->def->name, d->type);
    return false;
}

static RgValue getset_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "<attribute '%s' of '%N' objects>", getset_of(self)->def->name, getset_of(self)->type));
}

static RgValue getset_name(RgThread *th, RgValue self) { return rg_from_ptr(getset_text(th, self)); }
static RgValue getset_objclass(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(getset_of(self)->type); }
static RgValue getset_qualname(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "%U.%s", getset_of(self)->type->qualname, getset_of(self)->def->name));
}
static RgValue getset_doc(RgThread *th, RgValue self)
{
    const char *doc = getset_of(self)->def->doc;
    return doc ? rg_from_ptr(rg_str_from_cstr(th, doc)) : RG_NONE;
}
static const RgGetSetDef getset_getset[] = {
    {"__name__", getset_name, NULL, NULL}, {"__qualname__", getset_qualname, NULL, NULL},
    {"__doc__", getset_doc, NULL, NULL},   {"__objclass__", getset_objclass, NULL, NULL},
    RG_GETSET_END,
};
const RgTypeSpec rg_spec_getset_descriptor = {
    .basicsize = sizeof(RgGetSet),
    .cell = {"getset_descriptor", trace_getset, NULL},
    .slots = {.repr = getset_repr, .descr_get = getset_get, .descr_set = getset_set},
    .getset = getset_getset,
};

/* ---- members ---- */

static RgValue *member_address(RgMember *m, RgValue obj) { return (RgValue *)(void *)((char *)rg_as_object(obj) + m->offset); }

static RgValue member_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    (void)type;
    if (obj == RG_UNBOUND) return self;
    RgMember *m = member(self);
    if (!check_instance(th, obj, m->type, m->name)) return RG_ERROR;
    if (m->def) return m->def->get(th, obj);
    RgValue v = *member_address(m, obj);
    return v ? v : rg_attr_missing(th, obj, m->name);
}

static bool member_set(RgThread *th, RgValue self, RgValue obj, RgValue value)
{
    RgMember *m = member(self);
    if (!check_instance(th, obj, m->type, m->name)) return false;
    if (m->def && m->def->set) return m->def->set(th, obj, value);
    RgValue *p = member_address(m, obj);
    if (!rg_type_is_heap(m->type)) {
        rg_raise(th, RG_EXC_AttributeError, "readonly attribute");
        return false;
    }
    if (value == RG_UNBOUND) {
        if (*p) {
            *p = 0;
            return true;
        }
        rg_attr_error(th, obj, m->name, "%U", m->name);
        return false;
    }
    rg_gc_store(rg_as_object(obj), p, value);
    return true;
}

static RgValue member_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "<member '%U' of '%N' objects>", member(self)->name, member(self)->type));
}
static RgValue member_name(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(member(self)->name); }
static RgValue member_objclass(RgThread *th, RgValue self) { return (void)th, rg_from_ptr(member(self)->type); }
static RgValue member_qualname(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "%U.%U", member(self)->type->qualname, member(self)->name));
}
static RgValue member_doc(RgThread *th, RgValue self) { return (void)th, (void)self, RG_NONE; }
static RgValue member_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    (void)args;
    (void)nargs;
    return getattr_pair(th, rg_from_ptr(member(self)->type), rg_from_ptr(member(self)->name));
}
static const RgMethodDef member_methods[] = {RG_METHOD("__reduce__", "($self, /)", NULL, member_reduce), RG_METHOD_END};
static const RgGetSetDef member_getset[] = {
    {"__name__", member_name, NULL, NULL}, {"__qualname__", member_qualname, NULL, NULL},
    {"__doc__", member_doc, NULL, NULL},   {"__objclass__", member_objclass, NULL, NULL},
    RG_GETSET_END,
};
const RgTypeSpec rg_spec_member_descriptor = {
    .basicsize = sizeof(RgMember),
    .cell = {"member_descriptor", trace_member, NULL},
    .slots = {.repr = member_repr, .descr_get = member_get, .descr_set = member_set},
    .methods = member_methods,
    .getset = member_getset,
};
