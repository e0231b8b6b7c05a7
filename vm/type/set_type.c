/* SPDX-License-Identifier: MIT
 *
 * set_type.c: what Python sees of set, frozenset and their iterator.
 */
#include "vm/object/dict.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/set.h"
#include "vm/object/tuple.h"
#include "vm/type/repr.h"

static void set_trace(RgMarker *marker, void *cell)
{
    RgSet *s = cell;
    if (!s->table) return;
    rg_mark_cell(marker, s->storage);
    for (int64_t i = 0; i <= s->mask; i++) rg_mark_value(marker, s->table[i].key);
}

static RgValue set_repr(RgThread *th, RgValue self)
{
    RgSet *s = RG_SET(self);
    RgType *type = rg_object_type(&s->head);
    if (!s->used) return rg_from_ptr(rg_format(th, "%N()", type));
    RgReprEntry entry;
    if (!rg_repr_enter(th, &entry, self)) return rg_from_ptr(rg_format(th, "%N(...)", type));
    RgStrBuilder b;
    rg_builder_init(&b, th, s->used * 3);
    bool plain = s->head.exact == RG_KIND_set, ok = true, first = true;
    if (!plain) {
        rg_builder_str(&b, type->name);
        rg_builder_char(&b, '(');
    }
    rg_builder_char(&b, '{');
    RgList *items = rg_to_list(th, self);
    for (int64_t i = 0; ok && items && i < items->length; i++) {
        if (!first) rg_builder_cstr(&b, ", ");
        first = false;
        ok = rg_repr_add(&b, th, items->items[i]);
    }
    rg_repr_leave(th, &entry);
    if (!ok || !items) return RG_ERROR;
    rg_builder_cstr(&b, plain ? "}" : "})");
    return rg_from_ptr(rg_builder_finish(&b));
}

static uint64_t shuffle(uint64_t h)
{
    return (h ^ 89869747ull ^ h << 16) * 3644798167ull;
}

/* Independent of the order of the elements; the same function of their hashes as CPython's. */
static bool frozenset_hash(RgThread *th, RgValue self, int64_t *out)
{
    RgSet *s = RG_SET(self);
    if (s->hash == -1) {
        uint64_t hash = 0;
        RgSetEntry e;
        for (int64_t i = 0; rg_set_next_entry(s, &i, &e);) hash ^= shuffle((uint64_t)e.hash);
        hash ^= ((uint64_t)s->used + 1) * 1927868237ull;
        hash ^= hash >> 11 ^ hash >> 25;
        hash = hash * 69069u + 907133923ull;
        s->hash = hash == UINT64_MAX ? 590923713 : (int64_t)hash;
    }
    *out = s->hash;
    return true;
}

static RgValue set_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!rg_is_anyset(a) || !rg_is_anyset(b)) return RG_NOT_IMPLEMENTED;
    RgSet *x = RG_SET(a), *y = RG_SET(b);
    int r = 0;
    switch (op) {
    case RG_EQ:
    case RG_NE:
        if (x->used == y->used && !(x->hash != -1 && y->hash != -1 && x->hash != y->hash)) r = rg_set_is_subset(th, x, y);
        if (op == RG_NE && r >= 0) r = !r;
        break;
    case RG_LE: r = rg_set_is_subset(th, x, y); break;
    case RG_GE: r = rg_set_is_subset(th, y, x); break;
    case RG_LT: r = x->used < y->used ? rg_set_is_subset(th, x, y) : 0; break;
    case RG_GT: r = x->used > y->used ? rg_set_is_subset(th, y, x) : 0; break;
    }
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

static RgValue set_iter(RgThread *th, RgValue self)
{
    RgSetIter *it = rg_object_make(th, RG_KIND_set_iterator, sizeof *it);
    if (!it) return RG_ERROR;
    it->set = self;
    it->used = it->left = RG_SET(self)->used;
    return rg_from_ptr(it);
}

static RgValue set_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return rg_from_ptr(rg_set_from(th, type, 0));
}

static bool set_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgSet *s = RG_SET(self);
    if (!rg_args_no_kw(th, "set", kwnames)) return false;
    if (!rg_args_count(th, "set", nargs, 0, 1)) return false;
    if (s->used) rg_set_clear(s);
    return !nargs || rg_set_update(th, s, args[0]);
}

static RgValue frozenset_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    bool exact = type == RG_TYPE(th, frozenset);
    if (!rg_args_no_kw_new(th, "frozenset", type, kwnames)) return RG_ERROR;
    if (!rg_args_count(th, "frozenset", nargs, 0, 1)) return RG_ERROR;
    if (exact && nargs && rg_is_exact(args[0], RG_KIND_frozenset)) return args[0];
    return rg_from_ptr(rg_set_from(th, type, nargs ? args[0] : 0));
}

static int64_t set_len(RgThread *th, RgValue self)
{
    return RG_SET(self)->used;
}

/* Sets are unhashable, but may be looked for in sets of frozensets. */
static bool key_hash(RgThread *th, RgValue *key, int64_t *hash)
{
    if (rg_hash(th, *key, hash)) return true;
    if (!rg_is_kind(*key, RG_KIND_set) || !rg_raised_is(th, RG_EXC_TypeError)) return false;
    rg_exception_clear(th);
    RgSet *frozen = rg_set_from(th, RG_TYPE(th, frozenset), *key);
    if (!frozen) return false;
    *key = rg_from_ptr(frozen);
    return rg_hash(th, *key, hash);
}

static int set_contains(RgThread *th, RgValue self, RgValue key)
{
    int64_t hash;
    return key_hash(th, &key, &hash) ? rg_set_contains_hash(th, RG_SET(self), key, hash) : -1;
}

/* ---- operators ---- */

static RgValue set_or(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_anyset(a) || !rg_is_anyset(b)) return RG_NOT_IMPLEMENTED;
    RgSet *r = rg_set_copy(th, RG_SET(a));
    return r && rg_set_update(th, r, b) ? rg_from_ptr(r) : RG_ERROR;
}

#define OPERATOR(NAME, FUNCTION)                                                        \
    static RgValue NAME(RgThread *th, RgValue a, RgValue b)                             \
    {                                                                                   \
        if (!rg_is_anyset(a) || !rg_is_anyset(b)) return RG_NOT_IMPLEMENTED;            \
        return rg_from_ptr(FUNCTION(th, RG_SET(a), b));                                 \
    }
OPERATOR(set_and, rg_set_intersection)
OPERATOR(set_sub, rg_set_difference)
OPERATOR(set_xor, rg_set_symmetric_difference)
#undef OPERATOR

static bool intersection_update(RgThread *th, RgSet *s, RgValue other)
{
    RgSet *r = rg_set_intersection(th, s, other);
    if (!r) return false;
    if (r != s) rg_set_swap(s, r);
    return true;
}

#define INPLACE(NAME, FUNCTION)                                                         \
    static RgValue NAME(RgThread *th, RgValue a, RgValue b)                             \
    {                                                                                   \
        if (!rg_is_anyset(b)) return RG_NOT_IMPLEMENTED;                                \
        return FUNCTION(th, RG_SET(a), b) ? a : RG_ERROR;                               \
    }
INPLACE(set_ior, rg_set_update)
INPLACE(set_iand, intersection_update)
INPLACE(set_isub, rg_set_difference_update)
INPLACE(set_ixor, rg_set_symmetric_update)
#undef INPLACE

/* ---- methods ---- */

static RgValue set_add(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_set_add(th, RG_SET(self), args[0]) ? RG_NONE : RG_ERROR;
}

static RgValue set_discard(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue key = args[0];
    int64_t hash;
    if (!key_hash(th, &key, &hash)) return RG_ERROR;
    return rg_set_discard_hash(th, RG_SET(self), key, hash) < 0 ? RG_ERROR : RG_NONE;
}

static RgValue set_remove(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue key = args[0];
    int64_t hash;
    if (!key_hash(th, &key, &hash)) return RG_ERROR;
    int found = rg_set_discard_hash(th, RG_SET(self), key, hash);
    if (found == 0) return rg_raise_value(th, RG_EXC_KeyError, args[0]);
    return found < 0 ? RG_ERROR : RG_NONE;
}

static RgValue set_pop(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue v = rg_set_pop(RG_SET(self));
    return v == RG_UNBOUND ? rg_raise(th, RG_EXC_KeyError, "pop from an empty set") : v;
}

static RgValue set_clear(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    rg_set_clear(RG_SET(self));
    return RG_NONE;
}

static RgValue set_copy(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (rg_is_exact(self, RG_KIND_frozenset)) return self;
    return rg_from_ptr(rg_set_copy(th, RG_SET(self)));
}

static RgValue set_update(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    for (size_t i = 0; i < nargs; i++)
        if (!rg_set_update(th, RG_SET(self), args[i])) return RG_ERROR;
    return RG_NONE;
}

static RgValue set_union(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSet *r = rg_set_copy(th, RG_SET(self));
    for (size_t i = 0; r && i < nargs; i++)
        if (args[i] != self && !rg_set_update(th, r, args[i])) return RG_ERROR;
    return rg_from_ptr(r);
}

static RgSet *intersect_all(RgThread *th, RgSet *s, const RgValue *args, size_t nargs)
{
    if (nargs == 0) return rg_set_copy(th, s);
    for (size_t i = 0; s && i < nargs; i++) s = rg_set_intersection(th, s, args[i]);
    return s;
}

static RgValue set_intersection(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_from_ptr(intersect_all(th, RG_SET(self), args, nargs));
}

static RgValue set_intersection_update(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSet *r = intersect_all(th, RG_SET(self), args, nargs);
    if (!r) return RG_ERROR;
    rg_set_swap(RG_SET(self), r);
    return RG_NONE;
}

static RgValue set_difference(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (nargs == 0) return set_copy(th, self, args, 0);
    RgSet *r = rg_set_difference(th, RG_SET(self), args[0]);
    for (size_t i = 1; r && i < nargs; i++)
        if (!rg_set_difference_update(th, r, args[i])) return RG_ERROR;
    return rg_from_ptr(r);
}

static RgValue set_difference_update(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    for (size_t i = 0; i < nargs; i++)
        if (!rg_set_difference_update(th, RG_SET(self), args[i])) return RG_ERROR;
    return RG_NONE;
}

static RgValue set_symmetric_difference(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_from_ptr(rg_set_symmetric_difference(th, RG_SET(self), args[0]));
}

static RgValue set_symmetric_update(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_set_symmetric_update(th, RG_SET(self), args[0]) ? RG_NONE : RG_ERROR;
}

static bool stop_if_in(RgThread *th, RgValue item, void *data)
{
    bool *found = ((void **)data)[1];
    int has = rg_set_contains(th, ((void **)data)[0], item);
    if (has > 0) *found = true;
    return has == 0;
}

static RgValue set_isdisjoint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSet *s = RG_SET(self);
    RgValue other = args[0];
    if (other == self) return rg_from_bool(s->used == 0);
    if (rg_is_anyset(other)) {
        RgSet *small = RG_SET(other), *big = s;
        if (small->used > big->used) {
            small = s;
            big = RG_SET(other);
        }
        RgSetEntry e;
        for (int64_t i = 0; rg_set_next_entry(small, &i, &e);) {
            int has = rg_set_contains_hash(th, big, e.key, e.hash);
            if (has) return has < 0 ? RG_ERROR : RG_FALSE;
        }
        return RG_TRUE;
    }
    bool found = false;
    void *data[2] = {s, &found};
    if (!rg_iterate(th, other, stop_if_in, data)) return RG_ERROR;
    return rg_from_bool(!found);
}

static RgValue set_issubset(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSet *other = rg_is_anyset(args[0]) ? RG_SET(args[0]) : rg_set_from(th, RG_TYPE(th, set), args[0]);
    int r = other ? rg_set_is_subset(th, RG_SET(self), other) : -1;
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

static RgValue set_issuperset(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSet *other = rg_is_anyset(args[0]) ? RG_SET(args[0]) : rg_set_from(th, RG_TYPE(th, set), args[0]);
    int r = other ? rg_set_is_subset(th, other, RG_SET(self)) : -1;
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

static RgValue set_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgList *items = rg_to_list(th, self);
    if (!items) return RG_ERROR;
    RgValue state = rg_call_method0(th, self, RG_SYM(th, __getstate__));
    if (!state) return RG_ERROR;
    RgTuple *call = rg_tuple_pack(th, 1, rg_from_ptr(items));
    if (!call) return RG_ERROR;
    return rg_from_ptr(rg_tuple_pack(th, 3, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(call), state));
}

static RgValue set_sizeof(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSet *s = RG_SET(self);
    return rg_from_int((int64_t)sizeof *s + (s->table ? (s->mask + 1) * 16 : 0));
}

#define COMMON_METHODS                                                                                                        \
    RG_METHOD("copy", "($self, /)", "A new set with the same elements.", set_copy),                                           \
        RG_METHOD_F("difference", "($self, /, *others)", "The elements that are in none of the others.", set_difference, RG_MF_NO_SIGNATURE), \
        RG_METHOD_F("intersection", "($self, /, *others)", "The elements that are in all of the others too.", set_intersection, RG_MF_NO_SIGNATURE), \
        RG_METHOD_F("isdisjoint", "($self, other, /)", "Whether no element is in other.", set_isdisjoint, RG_MF_NO_SIGNATURE),          \
        RG_METHOD_F("issubset", "($self, other, /)", "Whether every element is in other.", set_issubset, RG_MF_NO_SIGNATURE),           \
        RG_METHOD_F("issuperset", "($self, other, /)", "Whether every element of other is in the set.", set_issuperset, RG_MF_NO_SIGNATURE), \
        RG_METHOD_F("symmetric_difference", "($self, other, /)", "The elements that are in exactly one of both.",               \
                  set_symmetric_difference, RG_MF_NO_SIGNATURE),                                                                                  \
        RG_METHOD_F("union", "($self, /, *others)", "The elements of all of them.", set_union, RG_MF_NO_SIGNATURE),                     \
        RG_METHOD("__reduce__", "($self, /)", NULL, set_reduce),                                                              \
        RG_METHOD("__sizeof__", "($self, /)", NULL, set_sizeof), RG_METHOD_CLASS_GETITEM

static const RgMethodDef set_methods[] = {
    COMMON_METHODS,
    RG_METHOD_F("add", "($self, element, /)", "Adds an element; no effect when it is there already.", set_add, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("clear", "($self, /)", "Removes all elements.", set_clear, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("discard", "($self, element, /)", "Removes an element if it is there.", set_discard, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("difference_update", "($self, /, *others)", "Removes the elements of the others.", set_difference_update, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("intersection_update", "($self, /, *others)", "Keeps what is in all of the others too.", set_intersection_update, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("pop", "($self, /)", "Removes some element and returns it.", set_pop, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("remove", "($self, element, /)", "Removes an element; KeyError when it is not there.", set_remove, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("symmetric_difference_update", "($self, other, /)", "Keeps what is in exactly one of both.", set_symmetric_update, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("update", "($self, /, *others)", "Adds the elements of the others.", set_update, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

static const RgMethodDef frozenset_methods[] = {COMMON_METHODS, RG_METHOD_END};
#undef COMMON_METHODS

const RgTypeSpec rg_spec_set = {
    .doc = "Unordered collection of distinct hashable elements; set(iterable) takes them from iterable.",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF,
    .basicsize = sizeof(RgSet),
    .cell = {"set", set_trace, NULL},
    .slots = {.repr = set_repr, .hash = rg_hash_unhashable, .compare = set_compare, .iter = set_iter, .new_ = set_new,
              .init = set_init, .len = set_len, .contains = set_contains, .or_ = set_or, .and_ = set_and, .sub = set_sub,
              .xor_ = set_xor, .ior = set_ior, .iand = set_iand, .isub = set_isub, .ixor = set_ixor},
    .methods = set_methods,
};

const RgTypeSpec rg_spec_frozenset = {
    .doc = "Immutable, hashable set; frozenset(iterable) takes its elements from iterable.",
    .flags = RG_TF_BASETYPE | RG_TF_WEAKREF,
    .basicsize = sizeof(RgSet),
    .cell = {"frozenset", set_trace, NULL},
    .slots = {.repr = set_repr, .hash = frozenset_hash, .compare = set_compare, .iter = set_iter, .new_ = frozenset_new,
              .len = set_len, .contains = set_contains, .or_ = set_or, .and_ = set_and, .sub = set_sub, .xor_ = set_xor},
    .methods = frozenset_methods,
};

/* ---- set_iterator ---- */

static void iter_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgSetIter *)cell)->set);
}

static RgValue iter_next(RgThread *th, RgValue self)
{
    RgSetIter *it = RG_AS(RgSetIter, self);
    if (it->set == RG_NONE) return RG_STOP;
    RgSet *s = RG_SET(it->set);
    if (it->used != s->used) {
        it->used = -1; /* stays wrong */
        return rg_raise(th, RG_EXC_RuntimeError, "Set changed size during iteration");
    }
    RgValue key;
    if (rg_set_next(s, &it->index, &key)) {
        it->left--;
        return key;
    }
    rg_gc_store(it, &it->set, RG_NONE);
    return RG_STOP;
}

static RgValue iter_length_hint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSetIter *it = RG_AS(RgSetIter, self);
    return rg_from_int(it->set != RG_NONE && it->used == RG_SET(it->set)->used ? it->left : 0);
}

static RgValue iter_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgSetIter *it = RG_AS(RgSetIter, self);
    RgList *rest = rg_list_new(th, 0);
    if (!rest) return RG_ERROR;
    if (it->set != RG_NONE) {
        RgSet *s = RG_SET(it->set);
        if (it->used != s->used) return rg_raise(th, RG_EXC_RuntimeError, "Set changed size during iteration");
        RgSetIter from = *it;
        RgValue key;
        while (rg_set_next(s, &from.index, &key))
            if (!rg_list_append(th, rest, key)) return RG_ERROR;
    }
    RgValue iter = rg_dict_get_cstr(th, th->rt->builtins, "iter");
    RgTuple *call = rg_tuple_pack(th, 1, rg_from_ptr(rest));
    return iter && call ? rg_from_ptr(rg_tuple_pack(th, 2, iter, rg_from_ptr(call))) : RG_ERROR;
}

static const RgMethodDef iter_methods[] = {
    RG_METHOD_F("__length_hint__", "($self, /)", NULL, iter_length_hint, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reduce__", "($self, /)", "State for pickling.", iter_reduce, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_set_iterator = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgSetIter),
    .cell = {"set_iterator", iter_trace, NULL},
    .slots = {.iter = rg_iter_self, .next = iter_next},
    .methods = iter_methods,
};
