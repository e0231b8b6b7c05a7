/* SPDX-License-Identifier: MIT
 *
 * abc_module.c: _abc: the work of ABCMeta. Each abstract class has an _abc_data with three sets of weak references to classes: its
 * registry, and caches of positive and negative answers; the negative ones hold as long as nobody registers anything.
 */
#include "vm/module/registry.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/weakref.h"

enum { STATE_TYPE, STATE_COUNTER, STATE_IMPL, STATE_SIZE };

typedef struct AbcData {
    RgObject head;
    RgSet *registry, *cache, *negative; /* of weakref; NULL when empty */
    uint64_t negative_version;
} AbcData;

static void data_trace(RgMarker *marker, void *cell)
{
    AbcData *d = cell;
    rg_mark_cell(marker, d->registry);
    rg_mark_cell(marker, d->cache);
    rg_mark_cell(marker, d->negative);
}

static const RgTypeSpec data_spec = {
    .flags = RG_TF_NO_NEW, .basicsize = sizeof(AbcData), .cell = {"_abc_data", data_trace, NULL}};

static RgArray *state_of(RgThread *th)
{
    return RG_MODULE_STATE(th, abc);
}

static uint64_t counter(RgThread *th)
{
    return (uint64_t)rg_as_int(state_of(th)->items[STATE_COUNTER]);
}

static AbcData *data_of(RgThread *th, RgValue cls)
{
    RgValue v = rg_attr_get(th, cls, RG_STR(state_of(th)->items[STATE_IMPL]));
    if (!v) return NULL;
    if (rg_type_of(th->rt, v) == RG_AS(RgType, state_of(th)->items[STATE_TYPE])) return RG_AS(AbcData, v);
    rg_raise(th, RG_EXC_TypeError, "_abc_impl is set to a wrong type");
    return NULL;
}

static RgValue weak(RgThread *th, RgValue cls)
{
    return rg_weakref_new(th, RG_TYPE(th, weakref), cls, RG_NONE);
}

/* 1, 0, -1 raised. Something that cannot be weakly referenced is in no set. */
static int in_set(RgThread *th, RgSet *set, RgValue cls)
{
    if (!set || set->used == 0) return 0;
    RgValue ref = weak(th, cls);
    if (ref) return rg_set_contains(th, set, ref);
    if (!rg_raised_is(th, RG_EXC_TypeError)) return -1;
    rg_exception_clear(th);
    return 0;
}

/* Rebuilds a set that may be full of dead references before it grows. */
static bool drop_dead(RgThread *th, RgSet **set, void *owner)
{
    RgSet *fresh = rg_set_new(th, RG_KIND_set);
    RgValue key;
    for (int64_t i = 0; fresh && rg_set_next(*set, &i, &key);) {
        if (rg_weakref_target(RG_WEAKREF(key)) != RG_NONE && !rg_set_add(th, fresh, key)) return false;
    }
    if (fresh) rg_gc_store_ptr(owner, set, fresh);
    return fresh != NULL;
}

static bool add_to(RgThread *th, AbcData *d, RgSet **set, RgValue cls)
{
    if (!*set) {
        RgSet *s = rg_set_new(th, RG_KIND_set);
        if (!s) return false;
        rg_gc_store_ptr(d, set, s);
    } else if (((*set)->used & ((*set)->used - 1)) == 0 && (*set)->used >= 64 && !drop_dead(th, set, d)) {
        return false;
    }
    RgValue ref = weak(th, cls);
    return ref && rg_set_add(th, *set, ref);
}

/* ---- abstract methods ---- */

static int is_abstract(RgThread *th, RgValue v)
{
    RgValue flag = rg_attr_lookup(th, v, RG_SYM(th, __isabstractmethod__));
    if (flag == RG_ERROR) return -1;
    return flag == RG_UNBOUND ? 0 : rg_truth(th, flag);
}

static bool compute_abstract(RgThread *th, RgValue cls)
{
    RgType *type = RG_AS(RgType, cls);
    RgSet *abstracts = rg_set_new(th, RG_KIND_frozenset);
    RgDict *ns = abstracts ? rg_dict_copy(th, type->dict) : NULL;
    if (!ns) return false;
    RgValue key, value;
    for (uint32_t i = 0; rg_dict_next(ns, &i, &key, &value);) {
        int r = is_abstract(th, value);
        if (r < 0 || (r && !rg_set_add(th, abstracts, key))) return false;
    }
    for (size_t b = 0; b < rg_tuple_len(type->bases); b++) {
        RgValue names = rg_attr_lookup(th, type->bases->items[b], RG_SYM(th, __abstractmethods__));
        if (names == RG_ERROR) return false;
        if (names == RG_UNBOUND) continue;
        RgTuple *list = rg_to_tuple(th, names);
        if (!list) return false;
        for (size_t i = 0; i < rg_tuple_len(list); i++) {
            if (!rg_is_str(list->items[i])) {
                rg_raise(th, RG_EXC_TypeError, "attribute name must be string, not '%T'", list->items[i]);
                return false;
            }
            RgValue v = rg_attr_lookup(th, cls, rg_intern(th, RG_STR(list->items[i])));
            int r = v == RG_ERROR ? -1 : v == RG_UNBOUND ? 0 : is_abstract(th, v);
            if (r < 0 || (r && !rg_set_add(th, abstracts, list->items[i]))) return false;
        }
    }
    return rg_attr_set(th, cls, RG_SYM(th, __abstractmethods__), rg_from_ptr(abstracts));
}

#define ABC(NAME) static RgValue a_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

ABC(init)
{
    RgValue cls = args[0];
    if (!rg_is_type(cls)) return rg_raise(th, RG_EXC_TypeError, "_abc_init() argument must be a class");
    if (!compute_abstract(th, cls)) return RG_ERROR;
    AbcData *d = rg_object_new_of(th, RG_AS(RgType, state_of(th)->items[STATE_TYPE]), 0);
    if (!d) return RG_ERROR;
    d->negative_version = counter(th);
    if (!rg_attr_set(th, cls, RG_STR(state_of(th)->items[STATE_IMPL]), rg_from_ptr(d))) return RG_ERROR;
    RgType *type = RG_AS(RgType, cls);
    RgStr *name = rg_intern_cstr(th, "__abc_tpflags__"); /* collections.abc: sequence or mapping for match */
    RgValue flags = name ? rg_dict_get_str(th, type->dict, name) : 0;
    if (flags && rg_is_int(flags)) {
        if (rg_as_int(flags) & 1 << 5) type->flags |= RG_TF_SEQUENCE;
        if (rg_as_int(flags) & 1 << 6) type->flags |= RG_TF_MAPPING;
        if (!rg_attr_delete(th, cls, name)) return RG_ERROR;
    }
    return name ? RG_NONE : RG_ERROR;
}

/* A registered class and its subclasses match as their abstract class does; builtin types, str first of all, stay what
 * they are. */
static void spread_flags(RgType *type, uint32_t flags, int depth)
{
    const uint32_t both = RG_TF_SEQUENCE | RG_TF_MAPPING;
    if (depth > 200 || (type->flags & RG_TF_IMMUTABLE) || (type->flags & both) == flags) return;
    type->flags = (type->flags & ~both) | flags;
    for (size_t i = 0; i < rg_type_subclass_count(type); i++) {
        RgType *sub = rg_type_subclass(type, i);
        if (sub) spread_flags(sub, flags, depth + 1);
    }
}

ABC(register)
{
    RgValue cls = args[0], sub = args[1];
    if (!rg_is_type(sub)) return rg_raise(th, RG_EXC_TypeError, "Can only register classes");
    int r = rg_is_subclass(th, sub, cls);
    if (r < 0) return RG_ERROR;
    if (r) return sub;
    r = rg_is_subclass(th, cls, sub);
    if (r < 0) return RG_ERROR;
    if (r) return rg_raise(th, RG_EXC_RuntimeError, "Refusing to create an inheritance cycle");
    AbcData *d = data_of(th, cls);
    if (!d || !add_to(th, d, &d->registry, sub)) return RG_ERROR;
    state_of(th)->items[STATE_COUNTER] = rg_from_int((int64_t)counter(th) + 1);
    if (rg_is_type(cls)) {
        uint32_t flags = RG_AS(RgType, cls)->flags & (RG_TF_SEQUENCE | RG_TF_MAPPING);
        if (flags) spread_flags(RG_AS(RgType, sub), flags, 0);
    }
    return sub;
}

static RgValue subclass_check(RgThread *th, RgValue cls, RgValue sub)
{
    return rg_call_method1(th, cls, RG_SYM(th, __subclasscheck__), sub);
}

ABC(instancecheck)
{
    RgValue cls = args[0], instance = args[1];
    AbcData *d = data_of(th, cls);
    if (!d) return RG_ERROR;
    RgValue type = rg_from_ptr(rg_type_of(th->rt, instance));
    RgValue sub = rg_is_object(instance) ? rg_attr_get(th, instance, RG_SYM(th, __class__)) : type;
    if (!sub) return RG_ERROR;
    int r = in_set(th, d->cache, sub);
    if (r < 0) return RG_ERROR;
    if (r) return RG_TRUE;
    if (type == sub) {
        if (d->negative_version == counter(th)) {
            r = in_set(th, d->negative, sub);
            if (r < 0) return RG_ERROR;
            if (r) return RG_FALSE;
        }
        return subclass_check(th, cls, sub);
    }
    RgValue result = subclass_check(th, cls, sub);
    if (!result) return RG_ERROR;
    r = rg_truth(th, result);
    return r < 0 ? RG_ERROR : r ? result : subclass_check(th, cls, type);
}

/* Remembers an answer and gives it. */
static RgValue answer(RgThread *th, AbcData *d, RgValue sub, bool yes)
{
    return add_to(th, d, yes ? &d->cache : &d->negative, sub) ? rg_from_bool(yes) : RG_ERROR;
}

/* 1 found, 0 not, -1 raised: sub is a subclass of a registered class, or of a subclass of cls. */
static int check_related(RgThread *th, AbcData *d, RgValue cls, RgValue sub)
{
    if (d->registry && d->registry->used) {
        RgTuple *registered = rg_to_tuple(th, rg_from_ptr(d->registry));
        for (size_t i = 0; registered && i < rg_tuple_len(registered); i++) {
            RgValue other = rg_weakref_target(RG_WEAKREF(registered->items[i]));
            int r = other == RG_NONE ? 0 : rg_is_subclass(th, sub, other);
            if (r) return r;
        }
        if (!registered) return -1;
    }
    RgStr *name = rg_intern_cstr(th, "__subclasses__");
    RgValue subclasses = name ? rg_call_method0(th, cls, name) : RG_ERROR;
    if (!subclasses) return -1;
    if (!rg_is_list(subclasses)) {
        rg_raise(th, RG_EXC_TypeError, "__subclasses__() must return a list");
        return -1;
    }
    RgList *list = RG_LIST(subclasses);
    for (int64_t i = 0; i < list->length; i++) {
        int r = rg_is_subclass(th, sub, list->items[i]);
        if (r) return r;
    }
    return 0;
}

ABC(subclasscheck)
{
    RgValue cls = args[0], sub = args[1];
    if (!rg_is_type(sub)) return rg_raise(th, RG_EXC_TypeError, "issubclass() arg 1 must be a class");
    AbcData *d = data_of(th, cls);
    if (!d) return RG_ERROR;
    int r = in_set(th, d->cache, sub);
    if (r < 0) return RG_ERROR;
    if (r) return RG_TRUE;
    if (d->negative_version < counter(th)) {
        d->negative = NULL;
        d->negative_version = counter(th);
    } else if ((r = in_set(th, d->negative, sub))) {
        return r < 0 ? RG_ERROR : RG_FALSE;
    }
    RgValue ok = rg_call_method1(th, cls, RG_SYM(th, __subclasshook__), sub);
    if (!ok) return RG_ERROR;
    if (ok == RG_TRUE || ok == RG_FALSE) return answer(th, d, sub, ok == RG_TRUE);
    if (ok != RG_NOT_IMPLEMENTED) {
        return rg_raise(th, RG_EXC_AssertionError, "__subclasshook__ must return either False, True, or NotImplemented");
    }
    if (rg_is_type(cls) && rg_type_is_subtype(RG_AS(RgType, sub), RG_AS(RgType, cls))) return answer(th, d, sub, true);
    r = check_related(th, d, cls, sub);
    return r < 0 ? RG_ERROR : answer(th, d, sub, r);
}

ABC(cache_token)
{
    return state_of(th)->items[STATE_COUNTER];
}

ABC(reset_registry)
{
    AbcData *d = data_of(th, args[0]);
    if (d) d->registry = NULL;
    return d ? RG_NONE : RG_ERROR;
}

ABC(reset_caches)
{
    AbcData *d = data_of(th, args[0]);
    if (d) d->cache = d->negative = NULL;
    return d ? RG_NONE : RG_ERROR;
}

static RgValue copy_set(RgThread *th, RgSet *s)
{
    RgSet *copy = rg_set_new(th, RG_KIND_set);
    return copy && (!s || rg_set_update(th, copy, rg_from_ptr(s))) ? rg_from_ptr(copy) : RG_ERROR;
}

ABC(dump)
{
    AbcData *d = data_of(th, args[0]);
    if (!d) return RG_ERROR;
    RgValue a = copy_set(th, d->registry), b = copy_set(th, d->cache), c = copy_set(th, d->negative);
    return a && b && c ? rg_from_ptr(rg_tuple_pack(th, 4, a, b, c, rg_int_from_u64(th, d->negative_version))) : RG_ERROR;
}

static const RgMethodDef functions[] = {
    RG_METHOD("_abc_init", "($module, self, /)", "Set up an abstract class.", a_init),
    RG_METHOD("_abc_register", "($module, self, subclass, /)", "Register a virtual subclass.", a_register),
    RG_METHOD("_abc_instancecheck", "($module, self, instance, /)", "isinstance().", a_instancecheck),
    RG_METHOD("_abc_subclasscheck", "($module, self, subclass, /)", "issubclass().", a_subclasscheck),
    RG_METHOD("get_cache_token", "($module, /)", "A number that changes with every registration.", a_cache_token),
    RG_METHOD("_reset_registry", "($module, self, /)", "Forget registrations.", a_reset_registry),
    RG_METHOD("_reset_caches", "($module, self, /)", "Forget answers.", a_reset_caches),
    RG_METHOD("_get_dump", "($module, self, /)", "The sets of an abstract class.", a_dump),
    RG_METHOD_END,
};

bool rg_module_init_abc(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, STATE_SIZE);
    if (!state) return false;
    RG_MODULE_STATE(th, abc) = state;
    RgType *type = rg_type_new_native(th, "_abc", "_abc_data", RG_TYPE(th, object), &data_spec);
    RgStr *impl = rg_intern_cstr(th, "_abc_impl");
    if (!type || !impl) return false;
    rg_gc_store(state, &state->items[STATE_TYPE], rg_from_ptr(type));
    rg_gc_store(state, &state->items[STATE_COUNTER], rg_from_int(0));
    rg_gc_store(state, &state->items[STATE_IMPL], rg_from_ptr(impl));
    return rg_module_add_functions(th, m, functions) &&
           rg_module_set_str(th, m, "__doc__", "The work of abc.ABCMeta.");
}
