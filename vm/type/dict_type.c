/* SPDX-License-Identifier: MIT
 *
 * dict_type.c: what Python sees of dict. Views and iterators are in dict_views.c.
 */
#include "vm/object/dict.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/set.h"
#include "vm/object/tuple.h"
#include "vm/type/repr.h"

static void dict_trace(RgMarker *marker, void *cell)
{
    RgDict *d = cell;
    rg_mark_cell(marker, d->table);
    _Static_assert(sizeof(RgDictEntry) == 3 * sizeof(uint64_t) && offsetof(RgDictEntry, key) == sizeof(uint64_t), "records");
    if (d->used) rg_mark_pairs(marker, (const uint64_t(*)[3])(const void *)(d->entries + d->head.aux), d->used - d->head.aux);
}

static RgValue dict_repr(RgThread *th, RgValue self)
{
    RgDict *d = RG_DICT(self);
    if (!d->count) return rg_from_ptr(rg_str_from_cstr(th, "{}"));
    RgReprEntry entry;
    if (!rg_repr_enter(th, &entry, self)) return rg_from_ptr(rg_str_from_cstr(th, "{...}"));
    RgStrBuilder b;
    rg_builder_init(&b, th, d->count * 8);
    rg_builder_char(&b, '{');
    bool ok = true, first = true;
    RgValue key, value;
    for (uint32_t i = 0; ok && rg_dict_next(d, &i, &key, &value);) {
        if (!first) rg_builder_cstr(&b, ", ");
        first = false;
        ok = rg_repr_add(&b, th, key);
        rg_builder_cstr(&b, ": ");
        ok = ok && rg_repr_add(&b, th, value);
    }
    rg_repr_leave(th, &entry);
    if (!ok) return RG_ERROR;
    rg_builder_char(&b, '}');
    return rg_from_ptr(rg_builder_finish(&b));
}

/* 1, 0, -1 raised */
static int equal(RgThread *th, RgDict *a, RgDict *b)
{
    if (a->count != b->count) return 0;
    for (uint32_t i = 0; i < a->used; i++) {
        RgDictEntry e = a->entries[i];
        if (!e.key) continue;
        int64_t at = rg_dict_find(th, b, e.key, e.hash);
        if (at < 0) return at == -1 ? 0 : -1;
        int same = rg_compare_bool(th, e.value, b->entries[at].value, RG_EQ);
        if (same <= 0) return same;
    }
    return 1;
}

static RgValue dict_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    if (!rg_is_dict(a) || !rg_is_dict(b) || (op != RG_EQ && op != RG_NE)) return RG_NOT_IMPLEMENTED;
    if (!rg_recursion_enter(th, " in comparison")) return RG_ERROR;
    int r = equal(th, RG_DICT(a), RG_DICT(b));
    rg_recursion_leave(th);
    return r < 0 ? RG_ERROR : rg_from_bool(r == (op == RG_EQ));
}

static RgValue dict_iter(RgThread *th, RgValue self)
{
    return rg_dict_iter_new(th, RG_KIND_dict_keyiterator, self);
}

static RgValue dict_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgDict *d = rg_object_new_of(th, type, 0);
    if (d) rg_dict_init_empty(d);
    return rg_from_ptr(d);
}

static bool update(RgThread *th, const char *name, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_count(th, name, nargs, 0, 1)) return false;
    if (nargs && !rg_dict_update(th, RG_DICT(self), args[0])) return false;
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++)
        if (!rg_dict_set(th, RG_DICT(self), kwnames->items[i], args[nargs + i])) return false;
    return true;
}

static bool dict_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return update(th, "dict", self, args, nargs, kwnames);
}

static int64_t dict_len(RgThread *th, RgValue self)
{
    return RG_DICT(self)->count;
}

static RgValue dict_getitem(RgThread *th, RgValue self, RgValue key)
{
    RgValue v = rg_dict_get(th, RG_DICT(self), key);
    if (RG_LIKELY(v != RG_UNBOUND)) return v;
    if (!rg_is_exact(self, RG_KIND_dict)) {
        RgValue missing = rg_type_lookup_special(th, self, RG_SYM(th, __missing__));
        if (missing) return rg_call1(th, missing, key);
        if (rg_raised(th)) return RG_ERROR;
    }
    return rg_raise_value(th, RG_EXC_KeyError, key);
}

static bool dict_setitem(RgThread *th, RgValue self, RgValue key, RgValue value)
{
    if (value != RG_UNBOUND) return rg_dict_set(th, RG_DICT(self), key, value);
    int done = rg_dict_delete(th, RG_DICT(self), key);
    if (done == 0) rg_raise_value(th, RG_EXC_KeyError, key);
    return done > 0;
}

static int dict_contains(RgThread *th, RgValue self, RgValue key)
{
    return rg_dict_contains(th, RG_DICT(self), key);
}

static RgValue dict_or(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_dict(a) || !rg_is_dict(b)) return RG_NOT_IMPLEMENTED;
    RgDict *d = rg_dict_copy(th, RG_DICT(a));
    return d && rg_dict_update(th, d, b) ? rg_from_ptr(d) : RG_ERROR;
}

static RgValue dict_ior(RgThread *th, RgValue self, RgValue other)
{
    return rg_dict_update(th, RG_DICT(self), other) ? self : RG_ERROR;
}

/* ---- methods ---- */

static RgValue dict_get(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue v = rg_dict_get(th, RG_DICT(self), args[0]);
    return v != RG_UNBOUND ? v : args[1] == RG_UNBOUND ? RG_NONE : args[1];
}

static RgValue dict_setdefault(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_dict_set_default(th, RG_DICT(self), args[0], args[1] == RG_UNBOUND ? RG_NONE : args[1]);
}

static RgValue dict_pop(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgDict *d = RG_DICT(self);
    RgValue v = d->count == 0 && args[1] != RG_UNBOUND ? RG_UNBOUND : rg_dict_pop(th, d, args[0]);
    if (v != RG_UNBOUND) return v;
    return args[1] != RG_UNBOUND ? args[1] : rg_raise_value(th, RG_EXC_KeyError, args[0]);
}

static RgValue dict_popitem(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue key, value;
    if (!rg_dict_pop_end(th, RG_DICT(self), true, &key, &value))
        return rg_raise(th, RG_EXC_KeyError, "popitem(): dictionary is empty");
    return rg_from_ptr(rg_tuple_pack(th, 2, key, value));
}

static RgValue dict_update(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return update(th, "update", self, args, nargs, kwnames) ? RG_NONE : RG_ERROR;
}

static RgValue dict_clear(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    rg_dict_clear(th, RG_DICT(self));
    return RG_NONE;
}

static RgValue dict_copy(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_from_ptr(rg_dict_copy(th, RG_DICT(self)));
}

static RgValue dict_reversed(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return rg_dict_iter_new(th, RG_KIND_dict_reversekeyiterator, self);
}

static RgValue dict_sizeof(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgDict *d = RG_DICT(self);
    return rg_from_int((int64_t)sizeof *d + (d->table ? (int64_t)d->table->cap : 0));
}

typedef struct FromKeys { RgValue dict, value; bool exact; } FromKeys;

static bool add_key(RgThread *th, RgValue key, void *data)
{
    FromKeys *f = data;
    if (f->exact) return rg_dict_set(th, RG_DICT(f->dict), key, f->value);
    return rg_setitem(th, f->dict, key, f->value);
}

static RgValue dict_fromkeys(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    FromKeys f = {rg_call0(th, self), args[1] == RG_UNBOUND ? RG_NONE : args[1], false};
    if (!f.dict) return RG_ERROR;
    f.exact = rg_is_exact(f.dict, RG_KIND_dict);
    return rg_iterate(th, args[0], add_key, &f) ? f.dict : RG_ERROR;
}

#define VIEW_METHOD(NAME)                                                                               \
    static RgValue dict_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)           \
    {                                                                                                   \
        return rg_dict_view_new(th, RG_KIND_dict_##NAME, self);                                         \
    }
VIEW_METHOD(keys)
VIEW_METHOD(values)
VIEW_METHOD(items)
#undef VIEW_METHOD

static const RgMethodDef methods[] = {
    RG_METHOD("get", "($self, key, default=None, /)", "The value of key, or default.", dict_get),
    RG_METHOD("setdefault", "($self, key, default=None, /)", "The value of key, which is added with default when absent.", dict_setdefault),
    RG_METHOD_F("pop", "($self, key, default=<unrepresentable>, /)",
              "Removes key and returns its value, or default, or raises KeyError.", dict_pop, RG_MF_NO_SIGNATURE),
    RG_METHOD("popitem", "($self, /)", "Removes the last (key, value) pair and returns it; KeyError when empty.", dict_popitem),
    RG_METHOD_F("keys", "($self, /)", "A view of the keys.", dict_keys, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("items", "($self, /)", "A view of the (key, value) pairs.", dict_items, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("values", "($self, /)", "A view of the values.", dict_values, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("update", "(...)", "Takes over the items of a mapping or of an iterable of pairs, then the keyword arguments.",
                dict_update, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    RG_METHOD_F("fromkeys", "($type, iterable, value=None, /)", "A new dict with the keys of iterable, all with value.",
                dict_fromkeys, RG_MF_CLASS),
    RG_METHOD_F("clear", "($self, /)", "Removes all items.", dict_clear, RG_MF_NO_SIGNATURE),
    RG_METHOD_F("copy", "($self, /)", "A new dict with the same items.", dict_copy, RG_MF_NO_SIGNATURE),
    RG_METHOD("__reversed__", "($self, /)", "An iterator over the keys from the last to the first.", dict_reversed),
    RG_METHOD_F("__sizeof__", "($self, /)", "Size in memory, in bytes.", dict_sizeof, RG_MF_NO_SIGNATURE),
    RG_METHOD_CLASS_GETITEM,
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_dict = {
    .doc = "Mapping of hashable keys to values, in order of insertion.",
    .flags = RG_TF_BASETYPE | RG_TF_MAPPING,
    .basicsize = sizeof(RgDict),
    .cell = {"dict", dict_trace, NULL},
    .slots = {.repr = dict_repr, .hash = rg_hash_unhashable, .compare = dict_compare, .iter = dict_iter, .new_ = dict_new,
              .init = dict_init, .len = dict_len, .getitem = dict_getitem, .setitem = dict_setitem, .contains = dict_contains,
              .or_ = dict_or, .ior = dict_ior},
    .methods = methods,
};
