/* SPDX-License-Identifier: MIT
 *
 * pickle_memo.c: the memos of _pickle: what has been written or read already, by number, and how programs see and set them.
 */
#include "vm/module/pickle.h"

typedef struct Proxy {
    RgObject head;
    RgValue of; /* the pickler or unpickler */
} Proxy;

/* ---- objects by identity ---- */

enum { FIRST = 32 /* slots of a new table, a power of two */ };

static inline size_t slot_of(const RgArray *table, RgValue v)
{
    size_t mask = table->cap / 2 - 1, i = (size_t)((v * 0x9e3779b97f4a7c15ull) >> 32) & mask;
    while (table->items[2 * i] && table->items[2 * i] != v) i = (i + 1) & mask;
    return i;
}

int64_t rg_pickle_memo_find(const RgPickleMemo *memo, RgValue v)
{
    if (!memo->table) return -1;
    size_t i = slot_of(memo->table, v);
    return memo->table->items[2 * i] ? rg_as_int(memo->table->items[2 * i + 1]) : -1;
}

static bool memo_grow(RgThread *th, void *owner, RgPickleMemo *memo)
{
    RgArray *old = memo->table, *table = rg_array_new(th, old ? 2 * old->cap : 2 * FIRST);
    if (!table) return false;
    for (size_t i = 0; old && i < old->cap; i += 2) {
        if (!old->items[i]) continue;
        size_t at = slot_of(table, old->items[i]);
        rg_gc_store(table, &table->items[2 * at], old->items[i]);
        rg_gc_store(table, &table->items[2 * at + 1], old->items[i + 1]);
    }
    rg_gc_store_ptr(owner, &memo->table, table);
    return true;
}

bool rg_pickle_memo_add(RgThread *th, void *owner, RgPickleMemo *memo, RgValue v, int64_t number)
{
    if ((!memo->table || 4 * (size_t)memo->count >= memo->table->cap) && !memo_grow(th, owner, memo)) return false;
    size_t i = slot_of(memo->table, v);
    if (!memo->table->items[2 * i]) memo->count++;
    rg_gc_store(memo->table, &memo->table->items[2 * i], v);
    rg_gc_store(memo->table, &memo->table->items[2 * i + 1], rg_from_int(number));
    return true;
}

/* ---- what programs see ---- */

static RgValue proxy_new(RgThread *th, int type, RgValue of)
{
    Proxy *proxy = rg_object_new_of(th, RG_AS(RgType, rg_pickle_state(th, type)), 0);
    if (proxy) rg_gc_store(proxy, &proxy->of, of);
    return rg_from_ptr(proxy);
}

static bool is_proxy(RgThread *th, RgValue v, int type)
{
    return rg_is_object(v) && rg_type_of(th->rt, v) == RG_AS(RgType, rg_pickle_state(th, type));
}

RgValue rg_pickler_memo_get(RgThread *th, RgValue self) { return proxy_new(th, RG_PK_MEMO, self); }
RgValue rg_unpickler_memo_get(RgThread *th, RgValue self) { return proxy_new(th, RG_PK_UNMEMO, self); }

static RgArray *array_copy(RgThread *th, const RgArray *a)
{
    RgArray *copy = rg_array_new(th, a->cap);
    for (size_t i = 0; copy && i < a->cap; i++) rg_gc_store(copy, &copy->items[i], a->items[i]);
    return copy;
}

bool rg_pickler_memo_set(RgThread *th, RgValue self, RgValue value)
{
    RgPickler *p = RG_AS(RgPickler, self);
    RgPickleMemo memo = {0};
    if (value == RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "attribute deletion is not supported");
    if (is_proxy(th, value, RG_PK_MEMO)) {
        memo = RG_AS(RgPickler, RG_AS(Proxy, value)->of)->memo;
        if (memo.table && !(memo.table = array_copy(th, memo.table))) return false;
    } else if (rg_is_dict(value)) {
        RgValue key, pair;
        uint32_t at = 0;
        while (rg_dict_next(RG_DICT(value), &at, &key, &pair)) {
            int64_t number;
            if (!rg_is_tuple(pair) || rg_tuple_len(RG_TUPLE(pair)) != 2)
                return rg_raise(th, RG_EXC_TypeError, "'memo' values must be 2-item tuples");
            RgValue n = RG_TUPLE(pair)->items[0];
            if (!rg_is_integer(n)) return rg_raise(th, RG_EXC_TypeError, "an integer is required");
            if (!rg_number_as_i64(th, n, &number)) return false;
            if (!rg_fits_int(number)) return rg_raise(th, RG_EXC_OverflowError, "memo number too large");
            if (!rg_pickle_memo_add(th, p, &memo, RG_TUPLE(pair)->items[1], number)) return false;
        }
    } else {
        return rg_raise(th, RG_EXC_TypeError, "'memo' attribute must be a PicklerMemoProxy object or dict, not %T", value);
    }
    rg_gc_store_ptr(p, &p->memo.table, memo.table);
    p->memo.count = memo.count;
    return true;
}

bool rg_unpickler_memo_set(RgThread *th, RgValue self, RgValue value)
{
    RgUnpickler *u = RG_AS(RgUnpickler, self), *from;
    if (value == RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "attribute deletion is not supported");
    if (is_proxy(th, value, RG_PK_UNMEMO)) {
        from = RG_AS(RgUnpickler, RG_AS(Proxy, value)->of);
        RgArray *memo = from->memo ? array_copy(th, from->memo) : NULL;
        RgDict *sparse = from->sparse ? rg_dict_copy(th, from->sparse) : NULL;
        if ((from->memo && !memo) || (from->sparse && !sparse)) return false;
        rg_gc_store_ptr(u, &u->memo, memo);
        rg_gc_store_ptr(u, &u->sparse, sparse);
        u->memo_count = from->memo_count;
        return true;
    }
    if (!rg_is_dict(value))
        return rg_raise(th, RG_EXC_TypeError, "'memo' attribute must be an UnpicklerMemoProxy object or dict, not %T", value);
    RgDict *d = rg_dict_copy(th, RG_DICT(value));
    RgValue key, v;
    int64_t number;
    uint32_t at = 0;
    if (!d) return false;
    while (rg_dict_next(d, &at, &key, &v)) {
        if (!rg_is_integer(key)) return rg_raise(th, RG_EXC_TypeError, "memo key must be integers");
        if (!rg_number_as_i64(th, key, &number)) return false;
        if (number < 0) return rg_raise(th, RG_EXC_ValueError, "memo key must be positive integers.");
    }
    u->memo = NULL;
    u->sparse = NULL;
    u->memo_count = 0;
    for (at = 0; rg_dict_next(d, &at, &key, &v);)
        if (!rg_number_as_i64(th, key, &number) || !rg_unpickle_memo_put(th, u, number, v)) return false;
    return true;
}

#define PROXY(NAME) static RgValue p_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
#define PICKLER RG_AS(RgPickler, RG_AS(Proxy, self)->of)
#define UNPICKLER RG_AS(RgUnpickler, RG_AS(Proxy, self)->of)

PROXY(clear)
{
    PICKLER->memo = (RgPickleMemo){0};
    return RG_NONE;
}

PROXY(copy)
{
    RgDict *d = rg_dict_new(th);
    RgValue id = d ? rg_dict_get_cstr(th, th->rt->builtins, "id") : 0;
    const RgArray *table = PICKLER->memo.table;
    for (size_t i = 0; d && id && table && i < table->cap; i += 2) {
        if (!table->items[i]) continue;
        RgTuple *pair = rg_tuple_pair(th, table->items[i + 1], table->items[i]);
        RgValue key = pair ? rg_call1(th, id, table->items[i]) : RG_ERROR;
        if (!key || !rg_dict_set(th, d, key, rg_from_ptr(pair))) return RG_ERROR;
    }
    return rg_from_ptr(d);
}

static RgValue reduce(RgThread *th, RgValue contents)
{
    RgTuple *args = contents ? rg_tuple_pack(th, 1, contents) : NULL;
    return args ? rg_from_ptr(rg_tuple_pair(th, rg_from_ptr(RG_TYPE(th, dict)), rg_from_ptr(args))) : RG_ERROR;
}

PROXY(reduce) { return reduce(th, p_copy(th, self, args, nargs)); }

PROXY(unclear)
{
    UNPICKLER->memo = NULL;
    UNPICKLER->sparse = NULL;
    UNPICKLER->memo_count = 0;
    return RG_NONE;
}

PROXY(uncopy)
{
    const RgUnpickler *u = UNPICKLER;
    RgDict *d = u->sparse ? rg_dict_copy(th, u->sparse) : rg_dict_new(th);
    for (size_t i = 0; d && u->memo && i < u->memo->cap; i++)
        if (u->memo->items[i] && !rg_dict_set(th, d, rg_from_int((int64_t)i), u->memo->items[i])) return RG_ERROR;
    return rg_from_ptr(d);
}

PROXY(unreduce) { return reduce(th, p_uncopy(th, self, args, nargs)); }

static void proxy_trace(RgMarker *marker, void *cell) { rg_mark_value(marker, ((Proxy *)cell)->of); }

static const RgMethodDef methods[] = {RG_METHOD("clear", "($self, /)", "Forgets everything.", p_clear),
                                      RG_METHOD("copy", "($self, /)", "The contents as a dict.", p_copy),
                                      RG_METHOD("__reduce__", "($self, /)", NULL, p_reduce), RG_METHOD_END};
static const RgMethodDef unmethods[] = {RG_METHOD("clear", "($self, /)", "Forgets everything.", p_unclear),
                                        RG_METHOD("copy", "($self, /)", "The contents as a dict.", p_uncopy),
                                        RG_METHOD("__reduce__", "($self, /)", NULL, p_unreduce), RG_METHOD_END};
const RgTypeSpec rg_pickle_memo_spec = {.flags = RG_TF_NO_NEW, .basicsize = sizeof(Proxy), .cell = {"pickler memo", proxy_trace, NULL},
                                        .slots = {.hash = rg_hash_unhashable}, .methods = methods};
const RgTypeSpec rg_pickle_unmemo_spec = {.flags = RG_TF_NO_NEW, .basicsize = sizeof(Proxy),
                                          .cell = {"unpickler memo", proxy_trace, NULL}, .slots = {.hash = rg_hash_unhashable},
                                          .methods = unmethods};
