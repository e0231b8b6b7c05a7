/* SPDX-License-Identifier: MIT
 *
 * collections_module.c: _collections: defaultdict, OrderedDict (dicts are ordered: it adds moving entries), the getters of
 * named tuples' fields, and counting. deque is in deque.c.
 */
#include "vm/module/collections.h"
#include "vm/type/types.h"

#define METHOD(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
#define NOSIG(NAME, SIGNATURE, DOC, FN) RG_METHOD_F(NAME, SIGNATURE, DOC, FN, RG_MF_NO_SIGNATURE)

static RgValue new_dict(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgDict *d = rg_object_new_of(th, type, 0);
    if (d) rg_dict_init_empty(d);
    return rg_from_ptr(d);
}

/* ---- defaultdict ---- */

typedef struct RgDefaultDict {
    struct RgDict dict;
    RgValue factory; /* 0 or RG_NONE: none */
} RgDefaultDict;
#define DEFAULT(v) RG_AS(RgDefaultDict, v)

static void default_trace(RgMarker *marker, void *cell)
{
    rg_spec_dict.cell.trace(marker, cell);
    rg_mark_value(marker, ((RgDefaultDict *)cell)->factory);
}

static bool default_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue factory = RG_NONE;
    if (nargs) {
        factory = args[0];
        if (factory != RG_NONE && !rg_is_callable(th, factory)) {
            rg_raise(th, RG_EXC_TypeError, "first argument must be callable or None");
            return false;
        }
        args++;
        nargs--;
    }
    rg_gc_store(rg_as_object(self), &DEFAULT(self)->factory, factory);
    return rg_spec_dict.slots.init(th, self, args, nargs, kwnames);
}

static RgValue factory_of(RgValue self)
{
    RgValue f = DEFAULT(self)->factory;
    return f ? f : RG_NONE;
}

METHOD(default_missing)
{
    RgValue factory = factory_of(self);
    if (factory == RG_NONE) return rg_raise_value(th, RG_EXC_KeyError, args[0]);
    RgValue v = rg_call0(th, factory);
    return v && rg_setitem(th, self, args[0], v) ? v : RG_ERROR;
}

static RgValue default_repr(RgThread *th, RgValue self)
{
    RgStr *base = RG_STR(rg_spec_dict.slots.repr(th, self));
    if (!base) return RG_ERROR;
    RgReprEntry entry;
    RgValue factory = factory_of(self);
    RgStr *shown;
    if (factory == RG_NONE) {
        shown = rg_str_from_cstr(th, "None");
    } else if (rg_repr_enter(th, &entry, factory)) {
        shown = rg_repr(th, factory);
        rg_repr_leave(th, &entry);
    } else {
        shown = rg_str_from_cstr(th, "...");
    }
    return shown ? rg_from_ptr(rg_format(th, "%U(%U, %U)", rg_type_of(th->rt, self)->name, shown, base)) : RG_ERROR;
}

METHOD(default_copy)
{
    RgValue both[2] = {factory_of(self), self};
    return rg_call(th, rg_from_ptr(rg_type_of(th->rt, self)), both, 2, NULL);
}

METHOD(default_reduce)
{
    RgValue factory = factory_of(self), items = rg_call_method0(th, self, RG_SYM(th, items));
    RgTuple *call = factory == RG_NONE ? rg_tuple_new(th, 0) : rg_tuple_pack(th, 1, factory);
    RgValue it = items && call ? rg_iter(th, items) : RG_ERROR;
    if (!it) return RG_ERROR;
    return rg_from_ptr(rg_tuple_pack(th, 5, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(call), RG_NONE, RG_NONE, it));
}

static bool is_default(RgValue v)
{
    return rg_is_dict(v) && rg_type_spec(rg_object_type(rg_as_object(v))) == &rg_spec_defaultdict;
}

static RgValue default_or(RgThread *th, RgValue a, RgValue b)
{
    RgValue self = is_default(a) ? a : b;
    if (!rg_is_dict(a) || !rg_is_dict(b)) return RG_NOT_IMPLEMENTED;
    RgValue both[2] = {factory_of(self), a}, v = rg_call(th, rg_from_ptr(rg_type_of(th->rt, self)), both, 2, NULL);
    return v && rg_dict_update(th, RG_DICT(v), b) ? v : RG_ERROR;
}

static RgValue get_factory(RgThread *th, RgValue self)
{
    return factory_of(self);
}

static bool set_factory(RgThread *th, RgValue self, RgValue v)
{
    rg_gc_store(rg_as_object(self), &DEFAULT(self)->factory, v == RG_UNBOUND ? RG_NONE : v);
    return true;
}

static const RgGetSetDef default_getset[] = {
    {"default_factory", get_factory, set_factory, "Called for the values of missing keys."},
    RG_GETSET_END,
};

static const RgMethodDef default_methods[] = {
    NOSIG("__missing__", "($self, key, /)", "Adds key with a value that default_factory makes.", default_missing),
    NOSIG("copy", "($self, /)", "A shallow copy.", default_copy),
    NOSIG("__copy__", "($self, /)", "A shallow copy.", default_copy),
    NOSIG("__reduce__", "($self, /)", NULL, default_reduce),
    RG_METHOD_CLASS_GETITEM,
    RG_METHOD_END,
};

const RgTypeSpec rg_spec_defaultdict = {
    .doc = "dict that makes the values of missing keys: defaultdict(default_factory, ...).",
    .module = "collections",
    .flags = RG_TF_BASETYPE | RG_TF_MAPPING,
    .basicsize = sizeof(RgDefaultDict),
    .cell = {"defaultdict", default_trace, NULL},
    .slots = {.repr = default_repr, .new_ = new_dict, .init = default_init, .or_ = default_or},
    .methods = default_methods,
    .getset = default_getset,
};

/* ---- OrderedDict ---- */

typedef struct RgOrderedDict {
    struct RgDict dict;
    RgAttrs attrs;
} RgOrderedDict;

static void ordered_trace(RgMarker *marker, void *cell)
{
    rg_spec_dict.cell.trace(marker, cell);
    rg_mark_value(marker, ((RgOrderedDict *)cell)->attrs.extra);
}

/* Whether storing goes through a __setitem__ of a subclass. */
static bool stores_plainly(RgThread *th, RgValue self)
{
    return rg_type_of(th->rt, self)->slots.setitem == rg_spec_dict.slots.setitem;
}

static bool store(RgThread *th, RgValue self, RgValue key, RgValue value)
{
    return stores_plainly(th, self) ? rg_dict_set(th, RG_DICT(self), key, value) : rg_setitem(th, self, key, value);
}

static bool update(RgThread *th, const char *name, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    if (!rg_args_count(th, name, nargs, 0, 1)) return false;
    if (nargs && stores_plainly(th, self)) {
        if (!rg_dict_update(th, RG_DICT(self), args[0])) return false;
    } else if (nargs) {
        RgDict *d = rg_dict_new(th);
        if (!d || !rg_dict_update(th, d, args[0])) return false;
        for (uint32_t i = 0; i < d->used; i++)
            if (d->entries[i].key && !rg_setitem(th, self, d->entries[i].key, d->entries[i].value)) return false;
    }
    for (size_t i = 0; kwnames && i < rg_tuple_len(kwnames); i++)
        if (!store(th, self, kwnames->items[i], args[nargs + i])) return false;
    return true;
}

static bool ordered_init(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return update(th, "OrderedDict", self, args, nargs, kwnames);
}

static RgValue ordered_update(RgThread *th, RgValue self, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    return update(th, "update", self, args, nargs, kwnames) ? RG_NONE : RG_ERROR;
}

static RgValue ordered_repr(RgThread *th, RgValue self)
{
    RgStr *name = rg_type_of(th->rt, self)->name;
    if (RG_DICT(self)->count == 0) return rg_from_ptr(rg_format(th, "%U()", name));
    RgReprEntry entry;
    if (!rg_repr_enter(th, &entry, self)) return rg_from_ptr(rg_str_from_cstr(th, "..."));
    RgValue items = rg_call_method0(th, self, RG_SYM(th, items));
    RgList *list = items ? rg_to_list(th, items) : NULL;
    RgStr *s = list ? rg_format(th, "%U(%R)", name, rg_from_ptr(list)) : NULL;
    rg_repr_leave(th, &entry);
    return rg_from_ptr(s);
}

static bool is_ordered(RgValue v)
{
    return rg_is_dict(v) && rg_type_spec(rg_object_type(rg_as_object(v))) == &rg_spec_ordered_dict;
}

static RgValue ordered_compare(RgThread *th, RgValue a, RgValue b, RgCmp op)
{
    RgValue same = rg_spec_dict.slots.compare(th, a, b, op);
    if (!rg_is_bool(same) || !is_ordered(a) || !is_ordered(b)) return same;
    if (same == rg_from_bool(op == RG_NE)) return same;
    RgDict *x = RG_DICT(a), *y = RG_DICT(b);
    for (uint32_t i = 0, k = 0; i < x->used && k < y->used; i++, k++) {
        while (i < x->used && !x->entries[i].key) i++;
        while (k < y->used && !y->entries[k].key) k++;
        if (i >= x->used || k >= y->used) break;
        int equal = rg_compare_bool(th, x->entries[i].key, y->entries[k].key, RG_EQ);
        if (equal < 0) return RG_ERROR;
        if (!equal) return rg_from_bool(op == RG_NE);
    }
    return same;
}

METHOD(ordered_move_to_end)
{
    RgDict *d = RG_DICT(self);
    int64_t hash;
    int last = args[1] == RG_UNBOUND ? 1 : rg_truth(th, args[1]);
    if (last < 0 || !rg_hash(th, args[0], &hash)) return RG_ERROR;
    int64_t entry = rg_dict_find(th, d, args[0], hash);
    if (entry == -1) return rg_raise_value(th, RG_EXC_KeyError, args[0]);
    return entry >= 0 && rg_dict_move_to_end(th, d, entry, last) ? RG_NONE : RG_ERROR;
}

METHOD(ordered_popitem)
{
    RgValue key, value;
    int last = args[0] == RG_UNBOUND ? 1 : rg_truth(th, args[0]);
    if (last < 0) return RG_ERROR;
    if (!rg_dict_pop_end(th, RG_DICT(self), last, &key, &value)) return rg_raise(th, RG_EXC_KeyError, "dictionary is empty");
    return rg_from_ptr(rg_tuple_pack(th, 2, key, value));
}

METHOD(ordered_setdefault)
{
    RgValue v = rg_dict_get(th, RG_DICT(self), args[0]);
    if (v != RG_UNBOUND) return v;
    v = args[1] == RG_UNBOUND ? RG_NONE : args[1];
    return store(th, self, args[0], v) ? v : RG_ERROR;
}

METHOD(ordered_pop)
{
    RgValue v = rg_dict_pop(th, RG_DICT(self), args[0]);
    if (v != RG_UNBOUND) return v;
    return args[1] != RG_UNBOUND ? args[1] : rg_raise_value(th, RG_EXC_KeyError, args[0]);
}

METHOD(ordered_copy)
{
    RgValue copy = rg_call0(th, rg_from_ptr(rg_type_of(th->rt, self)));
    if (!copy) return RG_ERROR;
    RgDict *d = RG_DICT(self);
    for (uint32_t i = 0; i < d->used; i++) {
        RgDictEntry e = d->entries[i];
        if (!e.key) continue;
        bool ok = rg_is_dict(copy) ? store(th, copy, e.key, e.value) : rg_setitem(th, copy, e.key, e.value);
        if (!ok) return RG_ERROR;
    }
    return copy;
}

METHOD(ordered_reversed)
{
    return rg_dict_iter_new(th, RG_KIND_dict_reversekeyiterator, self);
}

METHOD(ordered_reduce)
{
    RgValue state = rg_attr_lookup(th, self, RG_SYM(th, __dict__));
    RgValue items = state ? rg_call_method0(th, self, RG_SYM(th, items)) : RG_ERROR, it = items ? rg_iter(th, items) : RG_ERROR;
    if (!it) return RG_ERROR;
    if (state == RG_UNBOUND || (rg_is_dict(state) && RG_DICT(state)->count == 0)) state = RG_NONE;
    return rg_from_ptr(rg_tuple_pack(th, 5, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(rg_tuple_new(th, 0)), state, RG_NONE, it));
}

static RgValue ordered_or(RgThread *th, RgValue a, RgValue b)
{
    if (!rg_is_dict(a) || !rg_is_dict(b)) return RG_NOT_IMPLEMENTED;
    RgValue type = rg_from_ptr(rg_type_of(th->rt, is_ordered(a) ? a : b)), v = rg_call1(th, type, a);
    return v && update(th, "update", v, &b, 1, NULL) ? v : RG_ERROR;
}

static RgValue ordered_ior(RgThread *th, RgValue self, RgValue other)
{
    return update(th, "update", self, &other, 1, NULL) ? self : RG_ERROR;
}

static const RgMethodDef ordered_methods[] = {
    RG_METHOD("move_to_end", "($self, key, last=True)", "Moves key behind all others, or before them.", ordered_move_to_end),
    RG_METHOD("popitem", "($self, last=True)", "Removes the last (or first) item and returns it.", ordered_popitem),
    RG_METHOD("setdefault", "($self, key, default=None)", "The value of key, which is added with default when absent.", ordered_setdefault),
    RG_METHOD("pop", "($self, key, default=<unrepresentable>)", "Removes key and returns its value, or default, or raises KeyError.", ordered_pop),
    RG_METHOD_F("update", "(...)", "Takes over items as dict.update does.", ordered_update, RG_MF_RAW | RG_MF_NO_SIGNATURE),
    NOSIG("copy", "($self, /)", "A shallow copy.", ordered_copy),
    NOSIG("__reversed__", "($self, /)", "An iterator over the keys from the last to the first.", ordered_reversed),
    NOSIG("__reduce__", "($self, /)", NULL, ordered_reduce),
    RG_METHOD_END,
};

static const RgGetSetDef ordered_getset[] = {{"__dict__", rg_object_get_dict, rg_object_set_dict, NULL}, RG_GETSET_END};

const RgTypeSpec rg_spec_ordered_dict = {
    .doc = "dict whose entries can be moved to either end.",
    .module = "collections",
    .flags = RG_TF_BASETYPE | RG_TF_MAPPING | RG_TF_ATTRS | RG_TF_WEAKREF,
    .basicsize = sizeof(RgOrderedDict),
    .cell = {"OrderedDict", ordered_trace, NULL},
    .slots = {.repr = ordered_repr, .hash = rg_hash_unhashable, .compare = ordered_compare, .new_ = new_dict, .init = ordered_init,
              .or_ = ordered_or, .ior = ordered_ior},
    .methods = ordered_methods,
    .getset = ordered_getset,
};

/* ---- _tuplegetter: field descriptor of named tuples ---- */

typedef struct RgTupleGetter {
    RgObject head;
    int64_t index;
    RgValue doc;
} RgTupleGetter;
#define GETTER(v) RG_AS(RgTupleGetter, v)

static void getter_trace(RgMarker *marker, void *cell)
{
    rg_mark_value(marker, ((RgTupleGetter *)cell)->doc);
}

static RgValue getter_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    int64_t index;
    if (!rg_args_no_kw(th, "_tuplegetter", kwnames) || !rg_args_count(th, "_tuplegetter", nargs, 2, 2)) return RG_ERROR;
    if (!rg_number_as_index(th, args[0], &index, RG_EXC_OverflowError)) return RG_ERROR;
    RgTupleGetter *g = rg_object_new_of(th, type, 0);
    if (!g) return RG_ERROR;
    g->index = index;
    g->doc = args[1];
    return rg_from_ptr(g);
}

static RgValue getter_get(RgThread *th, RgValue self, RgValue obj, RgValue type)
{
    if (obj == RG_UNBOUND || (obj == RG_NONE && !rg_is_tuple(obj))) return self;
    if (!rg_is_tuple(obj))
        return rg_raise(th, RG_EXC_TypeError, "descriptor for index '%lld' for tuple subclasses doesn't apply to '%T' object",
                        (long long)GETTER(self)->index, obj);
    int64_t i = GETTER(self)->index;
    if (i < 0 || i >= (int64_t)rg_tuple_len(RG_TUPLE(obj))) return rg_raise(th, RG_EXC_IndexError, "tuple index out of range");
    return RG_TUPLE(obj)->items[i];
}

static bool getter_set(RgThread *th, RgValue self, RgValue obj, RgValue value)
{
    rg_raise(th, RG_EXC_AttributeError, value == RG_UNBOUND ? "can't delete attribute" : "can't set attribute");
    return false;
}

static RgValue getter_repr(RgThread *th, RgValue self)
{
    return rg_from_ptr(rg_format(th, "%T(%lld, %R)", self, (long long)GETTER(self)->index, GETTER(self)->doc));
}

METHOD(getter_reduce)
{
    RgTuple *call = rg_tuple_pack(th, 2, rg_from_int(GETTER(self)->index), GETTER(self)->doc);
    return call ? rg_from_ptr(rg_tuple_pack(th, 2, rg_from_ptr(rg_type_of(th->rt, self)), rg_from_ptr(call))) : RG_ERROR;
}

static RgValue get_doc(RgThread *th, RgValue self)
{
    return GETTER(self)->doc;
}

static bool set_doc(RgThread *th, RgValue self, RgValue v)
{
    rg_gc_store(rg_as_object(self), &GETTER(self)->doc, v == RG_UNBOUND ? RG_NONE : v);
    return true;
}

static const RgGetSetDef getter_getset[] = {{"__doc__", get_doc, set_doc, NULL}, RG_GETSET_END};
static const RgMethodDef getter_methods[] = {NOSIG("__reduce__", "($self, /)", NULL, getter_reduce), RG_METHOD_END};

const RgTypeSpec rg_spec_tuplegetter = {
    .module = "_collections",
    .basicsize = sizeof(RgTupleGetter),
    .cell = {"_tuplegetter", getter_trace, NULL},
    .slots = {.repr = getter_repr, .new_ = getter_new, .descr_get = getter_get, .descr_set = getter_set},
    .methods = getter_methods,
    .getset = getter_getset,
};

/* ---- functions ---- */

static bool count_plain(RgThread *th, RgValue item, void *data)
{
    RgDict *d = data;
    int64_t hash;
    if (!rg_hash(th, item, &hash)) return false;
    int64_t at = rg_dict_find(th, d, item, hash);
    if (at == -2) return false;
    if (at == -1) return rg_dict_set_hash(th, d, item, hash, rg_from_int(1));
    RgValue old = d->entries[at].value;
    RgValue sum = rg_is_int(old) && old != rg_from_int(RG_INT_MAX) ? rg_from_int(rg_as_int(old) + 1)
                                                                   : rg_number_binary(th, RG_ADD, old, rg_from_int(1));
    return sum && rg_dict_set_hash(th, d, item, hash, sum);
}

static bool count_any(RgThread *th, RgValue item, void *data)
{
    RgValue mapping = *(RgValue *)data, both[2] = {item, rg_from_int(0)};
    RgValue old = rg_call_method(th, mapping, RG_SYM(th, get), both, 2);
    RgValue sum = old ? rg_number_binary(th, RG_ADD, old, rg_from_int(1)) : RG_ERROR;
    return sum && rg_setitem(th, mapping, item, sum);
}

METHOD(count_elements)
{
    RgValue mapping = args[0];
    bool plain = rg_is_dict(mapping) && stores_plainly(th, mapping) &&
                 rg_type_lookup(th, rg_type_of(th->rt, mapping), RG_SYM(th, get)) ==
                     rg_type_lookup(th, RG_TYPE(th, dict), RG_SYM(th, get));
    bool ok = plain ? rg_iterate(th, args[1], count_plain, RG_DICT(mapping)) : rg_iterate(th, args[1], count_any, &mapping);
    return ok ? RG_NONE : RG_ERROR;
}

static const RgMethodDef functions[] = {
    RG_METHOD("_count_elements", "($module, mapping, iterable, /)", "Counts the items of iterable in mapping.", count_elements),
    RG_METHOD_END,
};

bool rg_module_init_collections(RgThread *th, RgModule *m)
{
    RgType *dict = RG_TYPE(th, dict);
    const struct {
        const char *name, *module;
        RgType *base;
        const RgTypeSpec *spec;
        int state;
    } types[] = {
        {"deque", "collections", NULL, &rg_spec_deque, RG_COLL_DEQUE},
        {"_deque_iterator", "_collections", NULL, &rg_spec_deque_iterator, RG_COLL_DEQUE_ITER},
        {"_deque_reverse_iterator", "_collections", NULL, &rg_spec_deque_reverse_iterator, RG_COLL_DEQUE_REVERSE_ITER},
        {"defaultdict", "collections", dict, &rg_spec_defaultdict, RG_COLL_DEFAULTDICT},
        {"OrderedDict", "collections", dict, &rg_spec_ordered_dict, RG_COLL_ORDERED_DICT},
        {"_tuplegetter", "_collections", NULL, &rg_spec_tuplegetter, -1},
    };
    RgTuple *state = rg_tuple_new(th, RG_COLL_TYPES);
    if (!state) return false;
    RG_MODULE_STATE(th, collections) = state;
    for (size_t i = 0; i < RG_COUNT_OF(types); i++) {
        RgType *type = rg_type_new_native(th, types[i].module, types[i].name, types[i].base, types[i].spec);
        if (!type || !rg_module_add_type(th, m, type)) return false;
        if (types[i].state >= 0) rg_gc_store(state, &state->items[types[i].state], rg_from_ptr(type));
    }
    return rg_module_add_functions(th, m, functions);
}
