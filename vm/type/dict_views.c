/* SPDX-License-Identifier: MIT
 *
 * dict_views.c: dict_keys, dict_values, dict_items and the six dict iterators.
 * Always holds: an iterator whose dict changed size raises RuntimeError and goes on doing so.
 */
#include "vm/object/dict.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/set.h"
#include "vm/object/tuple.h"
#include "vm/type/repr.h"

#define DICT_OF(view) RG_DICT(RG_AS(RgDictView, view)->dict)

RgValue rg_dict_view_new(RgThread *th, RgKind kind, RgValue dict)
{
    RgDictView *view = rg_object_make(th, kind, sizeof *view);
    if (view) view->dict = dict;
    return rg_from_ptr(view);
}

RgValue rg_dict_iter_new(RgThread *th, RgKind kind, RgValue dict)
{
    RgDictIter *it = rg_object_make(th, kind, sizeof *it);
    if (!it) return RG_ERROR;
    RgDict *d = RG_DICT(dict);
    it->dict = dict;
    it->count = it->left = d->count;
    bool reverse = kind == RG_KIND_dict_reversekeyiterator || kind == RG_KIND_dict_reversevalueiterator ||
                   kind == RG_KIND_dict_reverseitemiterator;
    it->index = reverse ? (int64_t)d->used - 1 : (int64_t)d->head.aux;
    return rg_from_ptr(it);
}

/* ---- iterators ---- */

static void iter_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgDictIter *)cell)->dict);
}

/* The next entry: NULL with *result RG_STOP or RG_ERROR. */
static RgDictEntry *step(RgThread *th, RgValue self, int direction, RgValue *result)
{
    RgDictIter *it = RG_AS(RgDictIter, self);
    *result = RG_STOP;
    if (it->dict == RG_NONE) return NULL;
    RgDict *d = RG_DICT(it->dict);
    if (it->count != d->count) {
        it->count = -1;
        *result = rg_raise(th, RG_EXC_RuntimeError, "dictionary changed size during iteration");
        return NULL;
    }
    int64_t i = it->index;
    while (i >= 0 && i < (int64_t)d->used && !d->entries[i].key) i += direction;
    if (i < 0 || i >= (int64_t)d->used) {
        rg_gc_store(it, &it->dict, RG_NONE);
        return NULL;
    }
    if (it->left == 0) {
        rg_gc_store(it, &it->dict, RG_NONE);
        *result = rg_raise(th, RG_EXC_RuntimeError, "dictionary keys changed during iteration");
        return NULL;
    }
    it->index = i + direction;
    it->left--;
    return &d->entries[i];
}

#define ITERATOR(NAME, DIRECTION, RESULT)                                   \
    static RgValue NAME(RgThread *th, RgValue self)                         \
    {                                                                       \
        RgValue result;                                                     \
        RgDictEntry *e = step(th, self, DIRECTION, &result);                \
        return e ? RESULT : result;                                         \
    }
ITERATOR(next_key, 1, e->key)
ITERATOR(next_value, 1, e->value)
ITERATOR(next_item, 1, rg_from_ptr(rg_tuple_pair(th, e->key, e->value)))
ITERATOR(previous_key, -1, e->key)
ITERATOR(previous_value, -1, e->value)
ITERATOR(previous_item, -1, rg_from_ptr(rg_tuple_pair(th, e->key, e->value)))
#undef ITERATOR

static RgValue iter_length_hint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgDictIter *it = RG_AS(RgDictIter, self);
    return rg_from_int(it->dict != RG_NONE && it->count == RG_DICT(it->dict)->count ? it->left : 0);
}

/* (iter, ([remaining items],)), without moving on. */
static RgValue iter_reduce(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgDictIter *it = RG_AS(RgDictIter, self), *copy = rg_object_new(th, it->head.kind, sizeof *copy);
    if (!copy) return RG_ERROR;
    copy->dict = it->dict;
    copy->count = it->count;
    copy->index = it->index;
    copy->left = it->left;
    RgList *rest = rg_to_list(th, rg_from_ptr(copy));
    RgTuple *call = rest ? rg_tuple_pack(th, 1, rg_from_ptr(rest)) : NULL;
    RgValue iter = call ? rg_dict_get_str(th, th->rt->builtins, RG_SYM(th, iter)) : RG_ERROR;
    return iter ? rg_from_ptr(rg_tuple_pack(th, 2, iter, rg_from_ptr(call))) : RG_ERROR;
}

static const RgMethodDef iter_methods[] = {
    RG_METHOD("__length_hint__", "($self, /)", NULL, iter_length_hint),
    RG_METHOD("__reduce__", "($self, /)", NULL, iter_reduce),
    RG_METHOD_END,
};

#define ITERATOR_TYPE(NAME, NEXT)                            \
    const RgTypeSpec rg_spec_##NAME = {                      \
        .flags = RG_TF_NO_NEW,                               \
        .basicsize = sizeof(RgDictIter),                     \
        .cell = {#NAME, iter_trace, NULL},                   \
        .slots = {.iter = rg_iter_self, .next = NEXT},       \
        .methods = iter_methods,                             \
    };
ITERATOR_TYPE(dict_keyiterator, next_key)
ITERATOR_TYPE(dict_valueiterator, next_value)
ITERATOR_TYPE(dict_itemiterator, next_item)
ITERATOR_TYPE(dict_reversekeyiterator, previous_key)
ITERATOR_TYPE(dict_reversevalueiterator, previous_value)
ITERATOR_TYPE(dict_reverseitemiterator, previous_item)
#undef ITERATOR_TYPE

/* ---- views ---- */

static void view_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgDictView *)cell)->dict);
}

static int64_t view_len(RgThread *th, RgValue self)
{
    return DICT_OF(self)->count;
}

static RgValue view_iter(RgThread *th, RgValue self)
{
    RgDictView *v = RG_AS(RgDictView, self);
    RgKind kind = v->head.kind == RG_KIND_dict_keys     ? RG_KIND_dict_keyiterator
                  : v->head.kind == RG_KIND_dict_values ? RG_KIND_dict_valueiterator
                                                        : RG_KIND_dict_itemiterator;
    return rg_dict_iter_new(th, kind, v->dict);
}

static RgValue view_reversed(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgDictView *v = RG_AS(RgDictView, self);
    RgKind kind = v->head.kind == RG_KIND_dict_keys     ? RG_KIND_dict_reversekeyiterator
                  : v->head.kind == RG_KIND_dict_values ? RG_KIND_dict_reversevalueiterator
                                                        : RG_KIND_dict_reverseitemiterator;
    return rg_dict_iter_new(th, kind, v->dict);
}

static RgValue view_repr(RgThread *th, RgValue self)
{
    RgReprEntry entry;
    if (!rg_repr_enter(th, &entry, self)) return rg_from_ptr(rg_str_from_cstr(th, "..."));
    RgList *items = rg_to_list(th, self);
    RgStr *s = items ? rg_format(th, "%T(%R)", self, rg_from_ptr(items)) : NULL;
    rg_repr_leave(th, &entry);
    return rg_from_ptr(s);
}

static int keys_contains(RgThread *th, RgValue self, RgValue key)
{
    return rg_dict_contains(th, DICT_OF(self), key);
}

static int items_contains(RgThread *th, RgValue self, RgValue item)
{
    if (!rg_is_tuple(item) || rg_tuple_len(RG_TUPLE(item)) != 2) return 0;
    RgValue there = rg_dict_get(th, DICT_OF(self), RG_TUPLE(item)->items[0]);
    if (there == RG_UNBOUND) return 0;
    return there ? rg_compare_bool(th, there, RG_TUPLE(item)->items[1], RG_EQ) : -1;
}

static RgValue get_mapping(RgThread *th, RgValue self)
{
    return rg_call1(th, rg_from_ptr(RG_TYPE(th, mappingproxy)), RG_AS(RgDictView, self)->dict);
}

static const RgGetSetDef view_getset[] = {
    {"mapping", get_mapping, NULL, "The dict that the view shows."},
    RG_GETSET_END,
};

/* ---- set behaviour of keys and items ---- */

static bool is_set_view(RgValue v)
{
    return rg_is_kind(v, RG_KIND_dict_keys) || rg_is_kind(v, RG_KIND_dict_items);
}

/* Whether every element of a is in b. */
static int all_in(RgThread *th, RgValue a, RgValue b)
{
    RgValue it = rg_iter(th, a);
    if (!it) return -1;
    for (;;) {
        RgValue v = rg_iter_next(th, it);
        if (v == RG_STOP) return 1;
        int has = v ? rg_contains(th, b, v) : -1;
        if (has <= 0) return has;
    }
}

static RgValue view_compare(RgThread *th, RgValue self, RgValue other, RgCmp op)
{
    if (!is_set_view(self) || (!rg_is_anyset(other) && !is_set_view(other))) return RG_NOT_IMPLEMENTED;
    int64_t n = DICT_OF(self)->count, m = rg_len(th, other);
    int r = 0;
    if (m < 0) return RG_ERROR;
    switch (op) {
    case RG_EQ:
    case RG_NE:
        if (n == m) r = all_in(th, self, other);
        if (op == RG_NE && r >= 0) r = !r;
        break;
    case RG_LT: r = n < m ? all_in(th, self, other) : 0; break;
    case RG_LE: r = n <= m ? all_in(th, self, other) : 0; break;
    case RG_GT: r = n > m ? all_in(th, other, self) : 0; break;
    case RG_GE: r = n >= m ? all_in(th, other, self) : 0; break;
    }
    return r < 0 ? RG_ERROR : rg_from_bool(r);
}

static RgSet *to_set(RgThread *th, RgValue v)
{
    return rg_set_from(th, RG_TYPE(th, set), v);
}

static RgValue view_sub(RgThread *th, RgValue a, RgValue b)
{
    RgSet *s = to_set(th, a);
    return s && rg_set_difference_update(th, s, b) ? rg_from_ptr(s) : RG_ERROR;
}

static RgValue view_or(RgThread *th, RgValue a, RgValue b)
{
    RgSet *s = to_set(th, a);
    return s && rg_set_update(th, s, b) ? rg_from_ptr(s) : RG_ERROR;
}

static RgValue view_xor(RgThread *th, RgValue a, RgValue b)
{
    RgSet *s = to_set(th, a);
    return s && rg_set_symmetric_update(th, s, b) ? rg_from_ptr(s) : RG_ERROR;
}

static RgValue view_and(RgThread *th, RgValue a, RgValue b)
{
    if (!is_set_view(a)) {
        RgValue t = a;
        a = b;
        b = t;
    }
    int64_t n = DICT_OF(a)->count;
    if (rg_is_exact(b, RG_KIND_set) && n <= RG_SET(b)->used) return rg_from_ptr(rg_set_intersection(th, RG_SET(b), a));
    if (is_set_view(b) && DICT_OF(b)->count > n) {
        RgValue t = a;
        a = b;
        b = t;
    }
    RgSet *s = rg_set_new(th, RG_KIND_set);
    RgValue it = s ? rg_iter(th, b) : RG_ERROR;
    if (!it) return RG_ERROR;
    for (;;) {
        RgValue v = rg_iter_next(th, it);
        if (v == RG_STOP) return rg_from_ptr(s);
        int has = v ? rg_contains(th, a, v) : -1;
        if (has < 0 || (has && !rg_set_add(th, s, v))) return RG_ERROR;
    }
}

static RgValue view_isdisjoint(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue other = args[0];
    if (self == other) return rg_from_bool(DICT_OF(self)->count == 0);
    RgValue walked = other, asked = self;
    if ((rg_is_exact(other, RG_KIND_set) || is_set_view(other)) && rg_len(th, other) > DICT_OF(self)->count) {
        walked = self;
        asked = other;
    }
    RgValue it = rg_iter(th, walked);
    if (!it) return RG_ERROR;
    for (;;) {
        RgValue v = rg_iter_next(th, it);
        if (v == RG_STOP) return RG_TRUE;
        int has = v ? rg_contains(th, asked, v) : -1;
        if (has) return has < 0 ? RG_ERROR : RG_FALSE;
    }
}

static const RgMethodDef set_view_methods[] = {
    RG_METHOD_F("isdisjoint", "($self, other, /)", "Whether the view and other have nothing in common.", view_isdisjoint, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("__reversed__", "($self, /)", "An iterator from the last to the first.", view_reversed, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

static const RgMethodDef values_methods[] = {
    RG_METHOD_F("__reversed__", "($self, /)", "An iterator from the last to the first.", view_reversed, RG_MF_NO_SIGNATURE),
    RG_METHOD_END,
};

#define SET_VIEW_TYPE(NAME, CONTAINS)                                                                                       \
    const RgTypeSpec rg_spec_##NAME = {                                                                                     \
        .flags = RG_TF_NO_NEW,                                                                                              \
        .basicsize = sizeof(RgDictView),                                                                                    \
        .cell = {#NAME, view_trace, NULL},                                                                                  \
        .slots = {.repr = view_repr, .hash = rg_hash_unhashable, .compare = view_compare, .iter = view_iter,                \
                  .len = view_len, .contains = CONTAINS, .sub = view_sub, .and_ = view_and, .or_ = view_or,                 \
                  .xor_ = view_xor},                                                                                        \
        .methods = set_view_methods,                                                                                        \
        .getset = view_getset,                                                                                              \
    };
SET_VIEW_TYPE(dict_keys, keys_contains)
SET_VIEW_TYPE(dict_items, items_contains)
#undef SET_VIEW_TYPE

const RgTypeSpec rg_spec_dict_values = {
    .flags = RG_TF_NO_NEW,
    .basicsize = sizeof(RgDictView),
    .cell = {"dict_values", view_trace, NULL},
    .slots = {.repr = view_repr, .iter = view_iter, .len = view_len},
    .methods = values_methods,
    .getset = view_getset,
};
